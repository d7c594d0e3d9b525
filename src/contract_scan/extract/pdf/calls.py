"""The pdfium functions that are called for each character and object of a page."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import cache
from typing import Any

__all__ = ["Calls", "calls"]


@dataclass(frozen=True, slots=True)
class Calls:
    """The hot functions with plain-integer handles: building ctypes pointer objects doubles the cost of a call."""

    text: Any
    text_object: Any
    loose_box: Any
    matrix: Any
    origin: Any
    font_size: Any
    render_mode: Any
    count_marks: Any
    clip_path: Any
    count_paths: Any
    fill: Any
    object_at: Any
    object_type: Any
    bounds: Any
    object_matrix: Any
    draw_mode: Any
    count_segments: Any
    segment_at: Any
    segment_type: Any
    segment_point: Any
    segment_closes: Any


@cache
def calls() -> Calls:
    """Return the functions, bound once."""
    from pypdfium2 import raw

    pointer, integer = ctypes.c_void_p, ctypes.c_int

    def bind(function: Any, result: Any, *arguments: Any) -> Any:
        address: int = ctypes.cast(function, ctypes.c_void_p).value or 0
        return ctypes.PYFUNCTYPE(result, *arguments)(address)

    return Calls(
        text=bind(raw.FPDFText_GetText, integer, pointer, integer, integer, pointer),
        text_object=bind(raw.FPDFText_GetTextObject, pointer, pointer, integer),
        loose_box=bind(raw.FPDFText_GetLooseCharBox, integer, pointer, integer, pointer),
        matrix=bind(raw.FPDFText_GetMatrix, integer, pointer, integer, pointer),
        origin=bind(raw.FPDFText_GetCharOrigin, integer, pointer, integer, pointer, pointer),
        font_size=bind(raw.FPDFTextObj_GetFontSize, integer, pointer, pointer),
        render_mode=bind(raw.FPDFTextObj_GetTextRenderMode, integer, pointer),
        count_marks=bind(raw.FPDFPageObj_CountMarks, integer, pointer),
        clip_path=bind(raw.FPDFPageObj_GetClipPath, pointer, pointer),
        count_paths=bind(raw.FPDFClipPath_CountPaths, integer, pointer),
        fill=bind(raw.FPDFPageObj_GetFillColor, integer, pointer, pointer, pointer, pointer, pointer),
        object_at=bind(raw.FPDFPage_GetObject, pointer, pointer, integer),
        object_type=bind(raw.FPDFPageObj_GetType, integer, pointer),
        bounds=bind(raw.FPDFPageObj_GetBounds, integer, pointer, pointer, pointer, pointer, pointer),
        object_matrix=bind(raw.FPDFPageObj_GetMatrix, integer, pointer, pointer),
        draw_mode=bind(raw.FPDFPath_GetDrawMode, integer, pointer, pointer, pointer),
        count_segments=bind(raw.FPDFPath_CountSegments, integer, pointer),
        segment_at=bind(raw.FPDFPath_GetPathSegment, pointer, pointer, integer),
        segment_type=bind(raw.FPDFPathSegment_GetType, integer, pointer),
        segment_point=bind(raw.FPDFPathSegment_GetPoint, integer, pointer, pointer, pointer),
        segment_closes=bind(raw.FPDFPathSegment_GetClose, integer, pointer),
    )
