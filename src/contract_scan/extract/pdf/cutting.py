"""Finds text objects that may not be drawn as they are: cut off, or in a layer that can be switched off."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

__all__ = ["may_be_cut"]

_MOST = 200  # segments of one clip path: a longer one is a shape
_NAME = 8  # bytes: OC and the end of a UTF-16 string, and room to see that a name is longer
_LAYER = "OC\0".encode("utf-16-le")


def may_be_cut(raw: Any, handle: int, box: Sequence[float]) -> bool:
    """Tell whether a text object belongs to a layer, or lies outside of what its page's clip paths leave.

    `box` is a character's: left, top, right and bottom in user space.
    """
    text_object = ctypes.cast(handle, raw.FPDF_PAGEOBJECT)
    for index in range(raw.FPDFPageObj_CountMarks(text_object)):
        name, size = ctypes.create_string_buffer(_NAME), ctypes.c_ulong()
        mark = raw.FPDFPageObj_GetMark(text_object, index)
        if raw.FPDFPageObjMark_GetName(mark, _short(name), _NAME, size) and name.raw[: size.value] == _LAYER:
            return True
    clip = raw.FPDFPageObj_GetClipPath(text_object)
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(not _holds(raw, clip, index, x, y) for index in range(max(0, raw.FPDFClipPath_CountPaths(clip))))


def _short(buffer: Any) -> Any:
    return ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))


def _holds(raw: Any, clip: Any, index: int, x: float, y: float) -> bool:
    """Tell whether a point lies in the box around a clip path."""
    count = raw.FPDFClipPath_CountPathSegments(clip, index)
    if not 0 < count <= _MOST:
        return True
    xs, ys = [], []
    px, py = ctypes.c_float(), ctypes.c_float()
    for at in range(count):
        segment = raw.FPDFClipPath_GetPathSegment(clip, index, at)
        if raw.FPDFPathSegment_GetPoint(segment, px, py):
            xs.append(px.value)
            ys.append(py.value)
    return not xs or (min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys))
