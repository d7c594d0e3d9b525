"""Tells how a page's text is drawn, and makes its characters' boxes as tall as they stand."""

from __future__ import annotations

import ctypes
import struct
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, islice, repeat
from math import atan2, degrees, hypot
from operator import ne, sub
from typing import Any

from contract_scan.extract.pdf.calls import calls
from contract_scan.extract.pdf.cutting import is_cut_off, is_in_layer
from contract_scan.extract.pdf.fetching import LOOK, fetch_looks
from contract_scan.extract.pdf.frame import Frame

__all__ = ["TextStyle", "TextStyles"]

_INVISIBLE = (3, 7)  # drawn with neither fill nor stroke; as a shape that cuts other drawings
_RISE, _DROP = 0.88, 0.22  # em above and below the baseline: where 汉字 stand, and what hangs below (g, _)
_ODD = 2.5  # em: a character as tall shows that the font's size says nothing
_LEANING = 0.01  # of the way up's two parts multiplied: neither is nothing
_ORIGIN = struct.Struct("=2d")

#: Which two of left, top, right and bottom lie below and above a line of text, and where; in user space.
_Edges = tuple[int, int, float, float]
#: The number of a style, and where characters of that style stand on one line, if that is known.
_Stand = tuple[int, _Edges | None]


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How one text object is drawn.

    `angle` in degrees counter-clockwise as shown, `fill` as RGBA bytes, `size` of the font (1 em) in points; 0 where
    that is not known. `doubtful`: it may be cut off or belong to a layer that is off.
    """

    angle: float
    invisible: bool
    fill: tuple[int, int, int, int]
    size: float = 0.0
    doubtful: bool = False

    @property
    def luminance(self) -> float:
        """How light the text looks on white paper, from 0 (black) to 1 (white, or fully transparent)."""
        red, green, blue, alpha = self.fill
        shade = (0.299 * red + 0.587 * green + 0.114 * blue) / 255
        return 1 - (1 - shade) * alpha / 255


class TextStyles:
    """Gives each character of one page the index of its style; characters of one text object are drawn alike.

    On the way, boxes are made as tall as characters stand: fonts give all heights from the ink to the distance of
    lines, and lines of uneven height can be neither told apart nor measured.

    Programs begin a new text object at each change of the font, which in Chinese text may be every second character.
    Each is asked what it looks like, since one may be hidden; those side by side that look alike are handled as one.
    """

    def __init__(self, text_page: Any, frame: Frame, boxes: array[float], *, layered: bool) -> None:
        self._text_page, self._frame, self._boxes = text_page, frame, boxes
        self._layered = layered
        self._palette: list[TextStyle] = []
        self._seen: dict[tuple[float, ...], int] = {}
        self._origin = ctypes.create_string_buffer(_ORIGIN.size)
        self._origin_at = ctypes.byref(self._origin), ctypes.byref(self._origin, _ORIGIN.size // 2)
        self._place: tuple[float, ...] = ()  # style and lower and upper edge of the last text object looked at
        self._stands: _Stand = (-1, None)

    def of(self, objects: Sequence[int | None]) -> tuple[array[int], list[TextStyle]]:
        """Return the index of each character's style, by its text object, and the styles."""
        runs = _runs(objects)
        known = self._known({objects[start]: start for start, _ in reversed(runs)})
        styles = array("i")
        first, last = 0, known[None]
        for start, _ in runs:
            found = known[objects[start]]
            if found is not last:  # else both look alike and stand on one line
                self._close(styles, first, start, last)
                first, last = start, found
        self._close(styles, first, len(objects), last)
        return styles, self._palette

    def _known(self, indices: Mapping[int | None, int]) -> dict[int | None, _Stand]:
        """Return what is known of each text object; `indices` gives the first character of each, the last one first."""
        objects = [text_object for text_object in reversed(indices) if text_object is not None]
        firsts = [indices[text_object] for text_object in objects]
        looks = fetch_looks(self._text_page, objects, firsts)
        left, top, right, bottom = ([*map(self._boxes[side::4].__getitem__, firsts)] for side in range(4))
        extents = list(map(max, map(sub, top, bottom), map(sub, right, left)))
        doubtful = self._doubtful(objects, firsts, looks.paths)
        known: dict[int | None, _Stand] = {None: (-1, None)}
        for start, end in _runs(list(zip(looks.records, looks.modes, doubtful, bottom, top, strict=True))):
            found = self._look(firsts[start], looks.records[start], looks.modes[start], doubtful[start])
            alike = end - start > 1 and self._are_alike(found[0], looks.records[start], extents[start:end])
            known[objects[start]] = found
            for at in range(start + 1, end):
                if not alike:
                    found = self._look(firsts[at], looks.records[at], looks.modes[at], doubtful[at])
                known[objects[at]] = found
        return known

    def _are_alike(self, number: int, record: bytes, extents: Sequence[float]) -> bool:
        """Tell whether text objects that stand on one line, the first of which has this style, all have it."""
        size = self._palette[number].size
        *_, c, d = LOOK.unpack(record)
        return abs(c) <= abs(d) and _is_measure(size, min(extents)) and _is_measure(size, max(extents))

    def _close(self, styles: array[int], start: int, end: int, found: _Stand) -> None:
        """Note the style of a run of characters, and give them the height that they stand in."""
        number, edges = found
        styles.extend(repeat(number, end - start))
        if edges is not None and end > start:
            self._stretch(start, end, *edges)

    def _stretch(self, start: int, end: int, low_at: int, high_at: int, low: float, high: float) -> None:
        """Give the characters of a run the height that they stand in, those that reach elsewhere aside."""
        boxes = self._boxes
        lows, highs = boxes[4 * start + low_at : 4 * end : 4], boxes[4 * start + high_at : 4 * end : 4]
        if lows.count(lows[0]) == len(lows) == highs.count(highs[0]):  # as in most fonts
            if low < (lows[0] + highs[0]) / 2 < high and lows[0] < highs[0]:
                boxes[4 * start + low_at : 4 * end : 4] = array("f", (low,)) * len(lows)
                boxes[4 * start + high_at : 4 * end : 4] = array("f", (high,)) * len(lows)
            return
        for index, (bottom, top) in enumerate(zip(lows, highs, strict=True), start):
            if low < (bottom + top) / 2 < high and bottom < top:
                boxes[4 * index + low_at], boxes[4 * index + high_at] = low, high

    def _look(self, index: int, record: bytes, mode: int, doubtful: bool) -> _Stand:
        """Return the number of a text object's style, and where its characters stand; `index` is the first of them."""
        red, green, blue, alpha, size, a, b, c, d = LOOK.unpack(record)
        size *= hypot(c, d)
        left, top, right, bottom = self._boxes[4 * index : 4 * index + 4]
        if not _is_measure(size, max(top - bottom, right - left)):
            size = 0.0  # of a font whose characters have another measure
        key = (a, b, size, mode, doubtful, red, green, blue, alpha)
        number = self._seen.get(key)
        if number is None:
            number = self._seen[key] = len(self._palette)
            angle = _angle(self._frame, a, b)
            self._palette.append(TextStyle(angle, mode in _INVISIBLE, (red, green, blue, alpha), size, doubtful))
        if not size or abs(c * d) > _LEANING:
            return number, None
        sideways = abs(c) > abs(d)
        # A program that begins a new object at each change of the font stays on the line: that needs no other look.
        place = (number, left, right) if sideways else (number, bottom, top)
        if place != self._place:
            if not calls().origin(self._text_page, index, *self._origin_at):
                return number, None
            self._place = place
            base, up = (_ORIGIN.unpack(self._origin)[not sideways], c if sideways else d)
            rise, drop = (_RISE * size, _DROP * size) if up > 0 else (_DROP * size, _RISE * size)
            low_at, high_at = (0, 2) if sideways else (3, 1)
            self._stands = number, (low_at, high_at, base - drop, base + rise)
        return self._stands

    def _doubtful(self, objects: Sequence[int], firsts: Sequence[int], paths: Sequence[int]) -> list[bool]:
        """Tell for each text object whether it belongs to a layer, or begins outside of what it is cut off by."""
        if not self._layered and max(paths, default=0) <= 0:
            return [False] * len(objects)
        return [
            (self._layered and is_in_layer(text_object))
            or (cuts > 0 and is_cut_off(text_object, cuts, self._boxes[4 * index : 4 * index + 4]))
            for text_object, index, cuts in zip(objects, firsts, paths, strict=True)
        ]


def _runs(values: Sequence[Any]) -> list[tuple[int, int]]:
    """Return where runs of equal values begin and end."""
    if not values:
        return []
    starts = [0, *compress(range(1, len(values)), map(ne, values, islice(values, 1, None)))]
    return list(zip(starts, [*starts[1:], len(values)], strict=True))


def _is_measure(size: float, extent: float) -> bool:
    """Tell whether the size of a font, in points, may be that of a character so wide or tall."""
    return size / _ODD / 2 < extent < _ODD * size


def _angle(frame: Frame, a: float, b: float) -> float:
    """Return the direction in which text with this matrix runs on the page as shown, in whole degrees 0 to 359."""
    x, y = frame.direction(a, b)
    return round(degrees(atan2(-y, x))) % 360 if hypot(x, y) > 0 else 0
