"""Fetches what pdfium tells of a page's characters and text objects, a column at a time.

Any number of them is fetched through room for a few.
"""

from __future__ import annotations

import struct
from array import array
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import repeat
from typing import Any

from contract_scan.extract.pdf.calls import calls, references
from contract_scan.extract.pdf.room import FLOAT, Room

__all__ = ["LOOK", "Looks", "fetch_boxes", "fetch_looks", "fetch_map_errors", "fetch_text_objects"]

_RECORDS = 256  # few enough to stay in the processor's nearest memory
_BOX = 4 * FLOAT
#: How a text object looks: red, green, blue and opacity; the font's size; the matrix without its shift.
LOOK = struct.Struct("=4I f 4f")
_SHIFT = 2 * FLOAT
_RECORD = LOOK.size + _SHIFT
_BLACK, _NO_SIZE = struct.pack("=4I", 0, 0, 0, 255), bytes(FLOAT)


@dataclass(slots=True)
class Looks:
    """What each of some text objects looks like; the columns are parallel.

    `records` are packed as `LOOK`; a pattern counts as black there, for it can be seen, and a size that is not known
    as 0. `modes` are those of rendering, and `paths` says by how many paths the object is cut off.
    """

    records: list[bytes] = field(default_factory=list)
    modes: list[int] = field(default_factory=list)
    paths: list[int] = field(default_factory=list)


@cache
def _boxes() -> Room:
    return Room(_RECORDS, _BOX, 0)


@cache
def _records() -> Room:
    return Room(_RECORDS, _RECORD, 0, FLOAT, 2 * FLOAT, 3 * FLOAT, 4 * FLOAT, 5 * FLOAT)


def fetch_boxes(text_page: Any, count: int) -> array[float]:
    """Return left, top, right and bottom of each character in user space, in one row."""
    fetch, room = calls().loose_box, _boxes()
    boxes = array("f")
    for start in range(0, count, _RECORDS):
        room.clear()
        some = range(start, min(start + _RECORDS, count))
        _run(map(fetch, repeat(text_page), some, room.places[0]))
        boxes.frombytes(room.view[: _BOX * len(some)])
    return boxes


def fetch_text_objects(text_page: Any, count: int) -> list[int | None]:
    """Return the address of each character's text object; None for a character that pdfium put in."""
    return list(map(calls().text_object, repeat(text_page), range(count)))


def fetch_map_errors(text_page: Any, count: int) -> list[int]:
    """Return for each character 1 where its font does not say what it means, and 0 where it does."""
    return list(map(calls().map_error, repeat(text_page), range(count)))


def fetch_looks(text_page: Any, objects: Sequence[int], firsts: Sequence[int]) -> Looks:
    """Return what text objects look like, given with the index of a character of each."""
    looks = Looks()
    for start in range(0, len(objects), _RECORDS):
        _fetch_some(text_page, objects[start : start + _RECORDS], firsts[start : start + _RECORDS], looks)
    return looks


def _fetch_some(text_page: Any, objects: Sequence[int], firsts: Sequence[int], looks: Looks) -> None:
    hot, room = calls(), _records()
    room.clear()
    *colours, size, matrix = room.places
    handles = references(objects)
    _run(map(hot.matrix, repeat(text_page), firsts, matrix))
    coloured = list(map(hot.fill, handles, *colours))
    sized = list(map(hot.font_size, handles, size))
    for at in _failed(coloured):
        room.view[_RECORD * at : _RECORD * at + len(_BLACK)] = _BLACK
    for at in _failed(sized):
        room.view[_RECORD * at + len(_BLACK) : _RECORD * at + len(_BLACK) + FLOAT] = _NO_SIZE
    told = bytes(room.view)
    looks.records.extend([told[at : at + LOOK.size] for at in range(0, _RECORD * len(objects), _RECORD)])
    looks.modes.extend(map(hot.render_mode, handles))
    looks.paths.extend(map(hot.count_paths, map(hot.clip_path, handles)))


def _failed(results: Sequence[int]) -> list[int]:
    return [at for at, result in enumerate(results) if not result] if 0 in results else []


def _run(results: Iterable[object]) -> None:
    """Make the calls of a map whose results are of no use."""
    deque(results, maxlen=0)
