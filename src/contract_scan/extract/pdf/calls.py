"""The pdfium functions that are called for each character and object of a page."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import cache
from typing import Any

__all__ = ["Calls", "address_of", "calls", "reference"]


@dataclass(frozen=True, slots=True)
class Calls:
    """The hot functions, at the least cost of a call.

    Those of a page or its text take what `reference` gives, indices, and places to write to as `byref` gives them:
    ctypes hands such on as they are, and handle and places are made once for all calls. Those of an object take its
    address as a plain integer: building a ctypes pointer for each would double the cost.
    """

    text: Any
    text_object: Any
    loose_box: Any
    matrix: Any
    origin: Any
    map_error: Any
    object_at: Any
    font_size: Any
    render_mode: Any
    count_marks: Any
    mark_at: Any
    mark_name: Any
    clip_path: Any
    count_paths: Any
    count_clip_segments: Any
    clip_segment_at: Any
    fill: Any
    object_type: Any
    bounds: Any
    object_matrix: Any
    draw_mode: Any
    count_segments: Any
    segment_at: Any
    segment_type: Any
    segment_point: Any
    segment_closes: Any


def address_of(handle: Any) -> int:
    """Return the address that a ctypes pointer holds; 0 for none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def reference(address: int) -> Any:
    """Return a handle, given as an address that is not 0, in the form that functions of a page take."""
    return ctypes.byref(ctypes.c_char.from_address(address))


@cache
def calls() -> Calls:
    """Return the functions, bound once."""
    from pypdfium2 import raw

    pointer, integer = ctypes.c_void_p, ctypes.c_int

    def of_page(function: Any, result: Any) -> Any:
        return ctypes.PYFUNCTYPE(result)(address_of(function))

    def bind(function: Any, result: Any, *arguments: Any) -> Any:
        return ctypes.PYFUNCTYPE(result, *arguments)(address_of(function))

    return Calls(
        text=of_page(raw.FPDFText_GetText, integer),
        text_object=of_page(raw.FPDFText_GetTextObject, pointer),
        loose_box=of_page(raw.FPDFText_GetLooseCharBox, integer),
        matrix=of_page(raw.FPDFText_GetMatrix, integer),
        origin=of_page(raw.FPDFText_GetCharOrigin, integer),
        map_error=of_page(raw.FPDFText_HasUnicodeMapError, integer),
        object_at=of_page(raw.FPDFPage_GetObject, pointer),
        font_size=bind(raw.FPDFTextObj_GetFontSize, integer, pointer, pointer),
        render_mode=bind(raw.FPDFTextObj_GetTextRenderMode, integer, pointer),
        count_marks=bind(raw.FPDFPageObj_CountMarks, integer, pointer),
        mark_at=bind(raw.FPDFPageObj_GetMark, pointer, pointer, integer),
        mark_name=bind(raw.FPDFPageObjMark_GetName, integer, pointer, pointer, ctypes.c_ulong, pointer),
        clip_path=bind(raw.FPDFPageObj_GetClipPath, pointer, pointer),
        count_paths=bind(raw.FPDFClipPath_CountPaths, integer, pointer),
        count_clip_segments=bind(raw.FPDFClipPath_CountPathSegments, integer, pointer, integer),
        clip_segment_at=bind(raw.FPDFClipPath_GetPathSegment, pointer, pointer, integer, integer),
        fill=bind(raw.FPDFPageObj_GetFillColor, integer, pointer, pointer, pointer, pointer, pointer),
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
