"""Finds text objects that may not be drawn as they are: cut off, or in a layer that can be switched off."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

__all__ = ["is_cut_off", "is_in_layer"]

_MOST = 200  # segments of one clip path: a longer one is a shape
_NAME = 4  # characters: OC, the end of a string, and room to see that a name is longer
_LAYER = "OC\0".encode("utf-16-le")


def is_in_layer(raw: Any, handle: int) -> bool:
    """Tell whether a page object that has marks belongs to a layer."""
    page_object = ctypes.cast(handle, raw.FPDF_PAGEOBJECT)
    name, size = (ctypes.c_ushort * _NAME)(), ctypes.c_ulong()
    for index in range(raw.FPDFPageObj_CountMarks(page_object)):
        mark = raw.FPDFPageObj_GetMark(page_object, index)
        if raw.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), size) and bytes(name)[: size.value] == _LAYER:
            return True
    return False


def is_cut_off(raw: Any, handle: int, paths: int, box: Sequence[float]) -> bool:
    """Tell whether a character lies outside of one of the `paths` clip paths with this handle.

    `box` is its left, top, right and bottom in user space.
    """
    clip = ctypes.cast(handle, raw.FPDF_CLIPPATH)
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(not _holds(raw, clip, index, x, y) for index in range(paths))


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
