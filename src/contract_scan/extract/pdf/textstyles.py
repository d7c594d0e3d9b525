"""Tells how a page's text is drawn, and makes its characters' boxes as tall as they stand."""

from __future__ import annotations

import ctypes
import struct
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, islice, pairwise
from math import atan2, degrees, hypot
from operator import ne, sub
from typing import Any, NamedTuple

from contract_scan.extract.pdf.calls import calls
from contract_scan.extract.pdf.cutting import is_cut_off, is_in_layer
from contract_scan.extract.pdf.fetching import LOOK, fetch_looks
from contract_scan.extract.pdf.frame import Frame

__all__ = ["Sides", "TextStyle", "TextStyles"]

_INVISIBLE = (3, 7)  # drawn with neither fill nor stroke; as a shape that cuts other drawings
_RISE, _DROP = 0.88, 0.22  # em above and below the baseline: where 汉字 stand, and what hangs below (g, _)
_ODD = 2.5  # em: a character as tall shows that the font's size says nothing
_LEANING = 0.01  # of the way up's two parts multiplied: neither is nothing
_ORIGIN = struct.Struct("=2d")
_LYING, _UPRIGHT = (3, 1), (0, 2)  # the two edges between which characters stand, of lines that lie and that do not

#: Which two of left, top, right and bottom lie below and above a line of text, and where; in user space.
_Edges = tuple[int, int, float, float]
#: The number of a style, and where characters of that style stand on one line, if that is known.
_Stand = tuple[int, _Edges | None]


class Sides(NamedTuple):
    """Where characters end on each side, in points, a column each."""

    left: array[float]
    top: array[float]
    right: array[float]
    bottom: array[float]


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


class _Form(NamedTuple):
    """What text objects of one look have in common: the number of their style, and how far they reach from their line.

    `low_at` and `high_at` are as in `_Edges`; `drop` and `rise` are points below and above the line, and `axis` is that
    on which it lies. Where these are not known, `reaches` is false.
    """

    number: int
    reaches: bool
    low_at: int = 0
    high_at: int = 0
    axis: int = 0
    drop: float = 0.0
    rise: float = 0.0


class TextStyles:
    """Gives each character of one page the index of its style; characters of one text object are drawn alike.

    On the way, boxes are made as tall as characters stand: fonts give all heights from the ink to the distance of
    lines, and lines of uneven height can be neither told apart nor measured.

    Programs begin a new text object at each change of the font, which in Chinese text may be every second character.
    Each is asked what it looks like, since one may be hidden; those side by side that look alike are handled as one.
    """

    def __init__(self, text_page: Any, frame: Frame, sides: Sides, *, layered: bool) -> None:
        self._text_page, self._frame, self._sides = text_page, frame, sides
        self._layered = layered
        self._palette: list[TextStyle] = []
        self._seen: dict[tuple[float, ...], int] = {}
        self._sizes: dict[bytes, float] = {}  # by what `LOOK` packs
        self._forms: dict[tuple[bytes, int, bool, bool], _Form] = {}
        self._origin = ctypes.create_string_buffer(_ORIGIN.size)
        self._origin_at = ctypes.byref(self._origin), ctypes.byref(self._origin, _ORIGIN.size // 2)
        self._place: tuple[float, ...] = ()  # style and lower and upper edge of the last text object looked at
        self._stands: _Stand = (-1, None)
        #: The addresses of the text objects that `of` was given.
        self.objects: frozenset[int | None] = frozenset()

    def of(self, objects: Sequence[int | None]) -> tuple[array[int], list[TextStyle]]:
        """Return the index of each character's style, by its text object, and the styles."""
        starts = _starts(objects)
        owners = [objects[start] for start in starts]
        known = self._known(dict(zip(reversed(owners), reversed(starts), strict=True)))
        self.objects = frozenset(owners)
        stands = list(map(known.__getitem__, owners))
        styles = array("i")
        starts.append(len(objects))
        for first, last in _runs(stands):  # of text objects side by side that look alike and stand on one line
            start, end, (number, edges) = starts[first], starts[last], stands[first]
            styles.extend(array("i", (number,)) * (end - start))
            if edges is not None:
                self._stretch(start, end, *edges)
        return styles, self._palette

    def _known(self, indices: Mapping[int | None, int]) -> dict[int | None, _Stand]:
        """Return what is known of each text object; `indices` gives the first character of each, the last one first."""
        objects = [text_object for text_object in reversed(indices) if text_object is not None]
        firsts = list(map(indices.__getitem__, objects))
        looks = fetch_looks(self._text_page, objects, firsts)
        left, top, right, bottom = ([*map(side.__getitem__, firsts)] for side in self._sides)
        widths = list(map(sub, right, left))
        doubtful = self._doubtful(objects, firsts, looks.paths)
        stands: list[_Stand] = []
        for start, end in _runs(list(zip(looks.records, looks.modes, doubtful, bottom, top, strict=True))):
            look, height = (looks.records[start], looks.modes[start], doubtful[start]), top[start] - bottom[start]
            found = self._look(firsts[start], max(height, widths[start]), *look)
            if end - start > 1 and self._are_alike(found, height, widths[start:end]):
                stands += [found] * (end - start)
                continue
            stands.append(found)
            for at in range(start + 1, end):
                stands.append(self._look(firsts[at], max(height, widths[at]), *look))
        known: dict[int | None, _Stand] = dict(zip(objects, stands, strict=True))
        known[None] = -1, None
        return known

    def _are_alike(self, found: _Stand, height: float, widths: Sequence[float]) -> bool:
        """Tell whether text objects that stand on one line, and look as the first of them does, all have its style."""
        number, edges = found
        if edges is None or edges[0] != _LYING[0]:
            return False
        size = self._palette[number].size
        return _is_measure(size, max(height, min(widths))) and _is_measure(size, max(height, max(widths)))

    def _stretch(self, start: int, end: int, low_at: int, high_at: int, low: float, high: float) -> None:
        """Give the characters of a run the height that they stand in, those that reach elsewhere aside."""
        below, above = self._sides[low_at], self._sides[high_at]
        lows, highs = below[start:end], above[start:end]
        if lows.count(lows[0]) == len(lows) == highs.count(highs[0]):  # as in most fonts
            if low < (lows[0] + highs[0]) / 2 < high and lows[0] < highs[0]:
                below[start:end] = array("f", (low,)) * len(lows)
                above[start:end] = array("f", (high,)) * len(lows)
            return
        if all(low < (bottom + top) / 2 < high and bottom < top for bottom, top in set(zip(lows, highs, strict=True))):
            below[start:end] = array("f", (low,)) * len(lows)
            above[start:end] = array("f", (high,)) * len(lows)
            return
        for index, (bottom, top) in enumerate(zip(lows, highs, strict=True), start):
            if low < (bottom + top) / 2 < high and bottom < top:
                below[index], above[index] = low, high

    def _look(self, index: int, extent: float, record: bytes, mode: int, doubtful: bool) -> _Stand:
        """Return the number of a text object's style, and where its characters stand.

        `index` is the first of them, and `extent` its height or width, whichever is more.
        """
        size = self._sizes.get(record)
        if size is None:
            size = self._sizes[record] = _size(record)
        key = (record, mode, doubtful, _is_measure(size, extent))
        form = self._forms.get(key)
        if form is None:
            form = self._forms[key] = self._form(*key)
        number, reaches, low_at, high_at, axis, drop, rise = form
        if not reaches:
            return number, None
        # A program that begins a new object at each change of the font stays on the line: that needs no other look.
        place = (number, self._sides[low_at][index], self._sides[high_at][index])
        if place != self._place:
            if not calls().origin(self._text_page, index, *self._origin_at):
                return number, None
            self._place = place
            base = _ORIGIN.unpack(self._origin)[axis]
            self._stands = number, (low_at, high_at, base - drop, base + rise)
        return self._stands

    def _form(self, record: bytes, mode: int, doubtful: bool, measured: bool) -> _Form:
        """Return what text objects of this look have in common; `measured`: the size is that of their font."""
        red, green, blue, alpha, _, a, b, c, d = LOOK.unpack(record)
        size = _size(record) if measured else 0.0  # of a font whose characters have another measure
        key = (a, b, size, mode, doubtful, red, green, blue, alpha)
        number = self._seen.get(key)
        if number is None:
            number = self._seen[key] = len(self._palette)
            angle = _angle(self._frame, a, b)
            self._palette.append(TextStyle(angle, mode in _INVISIBLE, (red, green, blue, alpha), size, doubtful))
        if not size or abs(c * d) > _LEANING:
            return _Form(number, reaches=False)
        sideways = abs(c) > abs(d)
        drop, rise = (_DROP, _RISE) if (c if sideways else d) > 0 else (_RISE, _DROP)
        return _Form(number, True, *(_UPRIGHT if sideways else _LYING), int(not sideways), drop * size, rise * size)

    def _doubtful(self, objects: Sequence[int], firsts: Sequence[int], paths: Sequence[int]) -> list[bool]:
        """Tell for each text object whether it belongs to a layer, or begins outside of what it is cut off by."""
        if not self._layered and max(paths, default=0) <= 0:
            return [False] * len(objects)
        return [
            (self._layered and is_in_layer(text_object))
            or (cuts > 0 and is_cut_off(text_object, cuts, [side[index] for side in self._sides]))
            for text_object, index, cuts in zip(objects, firsts, paths, strict=True)
        ]


def _starts(values: Sequence[Any], differ: Callable[[Any, Any], bool] = ne) -> list[int]:
    """Return where runs of equal values begin."""
    return [0, *compress(range(1, len(values)), map(differ, values, islice(values, 1, None)))] if values else []


def _runs(values: Sequence[Any], differ: Callable[[Any, Any], bool] = ne) -> list[tuple[int, int]]:
    """Return where runs of equal values begin and end."""
    return list(pairwise([*_starts(values, differ), len(values)]))


def _size(record: bytes) -> float:
    """Return the size of a font as it is shown, in points, from what `LOOK` packs."""
    *_, size, _, _, c, d = LOOK.unpack(record)
    return float(size * hypot(c, d))


def _is_measure(size: float, extent: float) -> bool:
    """Tell whether the size of a font, in points, may be that of a character so wide or tall."""
    return size / _ODD / 2 < extent < _ODD * size


def _angle(frame: Frame, a: float, b: float) -> float:
    """Return the direction in which text with this matrix runs on the page as shown, in whole degrees 0 to 359."""
    x, y = frame.direction(a, b)
    return round(degrees(atan2(-y, x))) % 360 if hypot(x, y) > 0 else 0
