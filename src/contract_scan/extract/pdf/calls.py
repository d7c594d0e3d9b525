"""The pdfium functions that are called for each character and object of a page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

__all__ = ["Calls", "address_of", "calls", "reference", "references"]


@dataclass(frozen=True, slots=True)
class Calls:
    """The hot functions, at the least cost of a call.

    Those of pages, their text and their objects take what `reference` gives, indices, and places to write to as `byref`
    gives them: ctypes hands such on as they are, and they are made once for many calls. Those of marks, clip paths and
    segments take the address that another function gave: each is asked for little.
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
    """Return a handle, given as an address that is not 0, in the form that most functions take."""
    return ctypes.byref(ctypes.c_char.from_address(address))


def references(addresses: Iterable[int]) -> list[Any]:
    """Return what `reference` does of each of many handles."""
    return list(map(ctypes.byref, map(ctypes.c_char.from_address, addresses)))


@cache
def calls() -> Calls:
    """Return the functions, bound once."""
    from pypdfium2 import raw

    pointer, integer = ctypes.c_void_p, ctypes.c_int

    def taking_references(function: Any, result: Any) -> Any:
        return ctypes.PYFUNCTYPE(result)(address_of(function))

    def bind(function: Any, result: Any, *arguments: Any) -> Any:
        return ctypes.PYFUNCTYPE(result, *arguments)(address_of(function))

    return Calls(
        text=taking_references(raw.FPDFText_GetText, integer),
        text_object=taking_references(raw.FPDFText_GetTextObject, pointer),
        loose_box=taking_references(raw.FPDFText_GetLooseCharBox, integer),
        matrix=taking_references(raw.FPDFText_GetMatrix, integer),
        origin=taking_references(raw.FPDFText_GetCharOrigin, integer),
        map_error=taking_references(raw.FPDFText_HasUnicodeMapError, integer),
        object_at=taking_references(raw.FPDFPage_GetObject, pointer),
        font_size=taking_references(raw.FPDFTextObj_GetFontSize, integer),
        render_mode=taking_references(raw.FPDFTextObj_GetTextRenderMode, integer),
        count_marks=taking_references(raw.FPDFPageObj_CountMarks, integer),
        mark_at=taking_references(raw.FPDFPageObj_GetMark, pointer),
        mark_name=bind(raw.FPDFPageObjMark_GetName, integer, pointer, pointer, ctypes.c_ulong, pointer),
        clip_path=taking_references(raw.FPDFPageObj_GetClipPath, pointer),
        count_paths=bind(raw.FPDFClipPath_CountPaths, integer, pointer),
        count_clip_segments=bind(raw.FPDFClipPath_CountPathSegments, integer, pointer, integer),
        clip_segment_at=bind(raw.FPDFClipPath_GetPathSegment, pointer, pointer, integer, integer),
        fill=taking_references(raw.FPDFPageObj_GetFillColor, integer),
        object_type=taking_references(raw.FPDFPageObj_GetType, integer),
        bounds=taking_references(raw.FPDFPageObj_GetBounds, integer),
        object_matrix=taking_references(raw.FPDFPageObj_GetMatrix, integer),
        draw_mode=taking_references(raw.FPDFPath_GetDrawMode, integer),
        count_segments=taking_references(raw.FPDFPath_CountSegments, integer),
        segment_at=taking_references(raw.FPDFPath_GetPathSegment, pointer),
        segment_type=bind(raw.FPDFPathSegment_GetType, integer, pointer),
        segment_point=bind(raw.FPDFPathSegment_GetPoint, integer, pointer, pointer, pointer),
        segment_closes=bind(raw.FPDFPathSegment_GetClose, integer, pointer),
    )
