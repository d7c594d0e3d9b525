"""Finds text objects that may not be drawn as they are: cut off, or in a layer that can be switched off."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import cache
from itertools import compress, repeat

from contract_scan.extract.pdf.calls import calls, reference
from contract_scan.extract.pdf.room import FLOAT, Room

__all__ = ["is_cut_off", "is_in_layer"]

_MOST = 200  # segments of one clip path: a longer one is a shape
_NAME = 4  # characters: OC, the end of a string, and room to see that a name is longer
_LAYER = "OC\0".encode("utf-16-le")


@cache
def _points() -> Room:
    return Room(_MOST, 2 * FLOAT, 0, FLOAT)


def is_in_layer(text_object: int) -> bool:
    """Tell whether a page object belongs to a layer."""
    hot, handle = calls(), reference(text_object)
    marks = hot.count_marks(handle)
    if marks <= 0:
        return False
    name, size = (ctypes.c_ushort * _NAME)(), ctypes.c_ulong()
    told, length = ctypes.byref(name), ctypes.byref(size)
    for index in range(marks):
        mark = hot.mark_at(handle, index)
        if hot.mark_name(mark, told, ctypes.sizeof(name), length) and bytes(name)[: size.value] == _LAYER:
            return True
    return False


def is_cut_off(text_object: int, paths: int, box: Sequence[float]) -> bool:
    """Tell whether a character lies outside of one of the `paths` clip paths of its text object.

    `box` is its left, top, right and bottom in user space.
    """
    clip = calls().clip_path(reference(text_object))
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(not _holds(clip, index, x, y) for index in range(paths))


def _holds(clip: int, index: int, x: float, y: float) -> bool:
    """Tell whether a point lies in the box around a clip path."""
    hot, room = calls(), _points()
    count = hot.count_clip_segments(clip, index)
    if not 0 < count <= _MOST:
        return True
    segments = map(hot.clip_segment_at, repeat(clip), repeat(index), range(count))
    told = list(map(hot.segment_point, segments, *room.places))
    points = room.floats[: 2 * count].tolist()
    xs, ys = points[0::2], points[1::2]
    if not all(told):
        xs, ys = list(compress(xs, told)), list(compress(ys, told))
    return not xs or (min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys))
