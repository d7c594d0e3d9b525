"""Reads a page's characters through pdfium: what they are, where they stand, and how they are drawn."""

from __future__ import annotations

import ctypes
import struct
import sys
from array import array
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, repeat
from math import atan2, degrees, hypot
from typing import Any

from contract_scan.extract.pdf.calls import calls
from contract_scan.extract.pdf.cutting import is_cut_off, is_in_layer
from contract_scan.extract.pdf.mapping import mark_unknown

__all__ = ["Frame", "RawText", "TextStyle", "read_text"]

_INVISIBLE = (3, 7)  # drawn with neither fill nor stroke; as a shape that cuts other drawings
_RISE, _DROP = 0.88, 0.22  # em above and below the baseline: where 汉字 stand, and what hangs below (g, _)
_ODD = 2.5  # em: a character as tall shows that the font's size says nothing
_UTF_16 = f"utf-16-{'le' if sys.byteorder == 'little' else 'be'}"  # pdfium writes whole numbers of two bytes
_LEANING = 0.01  # of the way up's two parts multiplied: neither is nothing


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


@dataclass(frozen=True, slots=True)
class RawText:
    """The characters of a page in content order; the columns are parallel.

    Boxes are in points from the top left of the page as shown. `styles[i]` indexes `palette`, -1 for a space or
    line end that pdfium put in where the page has a gap.
    """

    chars: list[str]
    x0: array[float]
    top: array[float]
    x1: array[float]
    bottom: array[float]
    styles: array[int]
    palette: list[TextStyle]
    text_objects: frozenset[int | None] = frozenset()

    def boxes(self) -> array[float]:
        """Return the boxes in one row: four numbers for each character."""
        boxes = array("f", bytes(16 * len(self.x0)))
        boxes[0::4], boxes[1::4], boxes[2::4], boxes[3::4] = self.x0, self.top, self.x1, self.bottom
        return boxes


@dataclass(frozen=True, slots=True)
class Frame:
    """The affine map from a page's user space to the page as shown: x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Map one point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def direction(self, x: float, y: float) -> tuple[float, float]:
        """Map a direction: a point without the shift."""
        return self.a * x + self.c * y, self.b * x + self.d * y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Map a rectangle; gives (x0, top, x1, bottom)."""
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def read_text(raw: Any, page: Any, frame: Frame, *, layered: bool) -> RawText:
    """Read the characters of a loaded page; `frame` maps its user space to the page as shown.

    `layered` tells that the file may have layers, which can be switched off.
    """
    text_page = raw.FPDFText_LoadPage(page)
    if not text_page:
        return RawText([], array("f"), array("f"), array("f"), array("f"), array("i"), [])
    try:
        return _read(raw, text_page, frame, layered)
    finally:
        raw.FPDFText_ClosePage(text_page)


def _read(raw: Any, text_page: Any, frame: Frame, layered: bool) -> RawText:
    count = max(0, raw.FPDFText_CountChars(text_page))
    hot = calls()
    handle = ctypes.cast(text_page, ctypes.c_void_p).value
    values = array("f", bytes(16 * count))  # left, top, right, bottom in user space
    base, _ = values.buffer_info()
    deque(map(hot.loose_box, repeat(handle), range(count), range(base, base + 16 * count, 16)), maxlen=0)
    objects = list(map(hot.text_object, repeat(handle), range(count)))
    styles, palette = _Styles(raw, handle, frame, values, layered).of(objects)
    chars = _characters(raw, text_page, count)
    mark_unknown(raw, text_page, chars, styles)
    for index in [index for index, char in enumerate(chars) if char == " "]:
        if values[4 * index] == values[4 * index + 2] and values[4 * index + 1] == values[4 * index + 3]:
            styles[index] = -1  # pdfium put it in inside of a text object
    return RawText(chars, *_as_shown(values, frame), styles, palette, frozenset(objects))


def _as_shown(values: array[float], frame: Frame) -> tuple[array[float], array[float], array[float], array[float]]:
    left, top, right, bottom = values[0::4], values[1::4], values[2::4], values[3::4]
    if frame.b == 0 and frame.c == 0 and frame.a == 1 and frame.d == -1:
        if frame.e:
            left, right = array("f", [x + frame.e for x in left]), array("f", [x + frame.e for x in right])
        return left, array("f", [frame.f - y for y in top]), right, array("f", [frame.f - y for y in bottom])
    mapped = [frame.box(*corners) for corners in zip(left, bottom, right, top, strict=True)]
    columns = zip(*mapped, strict=True) if mapped else ((), (), (), ())
    first, second, third, fourth = (array("f", column) for column in columns)
    return first, second, third, fourth


def _characters(raw: Any, text_page: Any, count: int) -> list[str]:
    """One call gives the whole text; only where it does not line up one to one is each character asked for."""
    buffer = array("H", bytes(4 * count + 4))
    address, _ = buffer.buffer_info()
    written = calls().text(ctypes.cast(text_page, ctypes.c_void_p).value, 0, count, address) - 1
    if written == count:
        text = buffer[:count].tobytes().decode(_UTF_16, "replace")
        return list(text) if len(text) == count else _paired(buffer[:count])
    return _paired([raw.FPDFText_GetUnicode(text_page, index) for index in range(count)])


#: Of a character and its text object: four numbers of the matrix, four colours, the size; then its origin.
_TOLD, _ORIGIN = struct.Struct("=4f8x4If"), struct.Struct("=2d")
#: Which two of left, top, right and bottom lie below and above a line of text, and where; in user space.
_Edges = tuple[int, int, float, float]


class _Styles:
    """Gives each character of one page the index of its style; characters of one text object are drawn alike.

    On the way, boxes are made as tall as characters stand: fonts give all heights from the ink to the distance of
    lines, and lines of uneven height can be neither told apart nor measured.
    """

    def __init__(self, raw: Any, handle: int | None, frame: Frame, boxes: array[float], layered: bool) -> None:
        self._raw, self._handle, self._frame, self._boxes = raw, handle, frame, boxes
        self._layered = layered
        self._palette: list[TextStyle] = []
        self._seen: dict[tuple[float, ...], int] = {}
        self._calls = calls()
        self._told = ctypes.create_string_buffer(64)  # what pdfium writes
        self._at = ctypes.addressof(self._told)
        self._place: tuple[float, ...] = ()  # style and lower and upper edge of the last text object looked at
        self._stands: tuple[int, _Edges | None] = (-1, None)

    def of(self, objects: Sequence[int | None]) -> tuple[array[int], list[TextStyle]]:
        """Return the index of each character's style, by its text object, and the styles."""
        known: dict[int | None, tuple[int, _Edges | None]] = {None: (-1, None)}
        styles = array("i")
        start = index = 0
        last = known[None]
        for text_object, run in groupby(objects):
            found = known.get(text_object)
            if found is None:
                found = known[text_object] = self._look(index, text_object)
            if found is not last:  # else both look alike and stand on one line
                self._close(styles, start, index, last)
                start, last = index, found
            index += len(list(run))
        self._close(styles, start, index, last)
        return styles, self._palette

    def _close(self, styles: array[int], start: int, end: int, found: tuple[int, _Edges | None]) -> None:
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

    def _look(self, index: int, text_object: int | None) -> tuple[int, _Edges | None]:
        """Return the number of a text object's style, and where its characters stand; `index` is the first of them."""
        hot, at, handle = self._calls, self._at, self._handle
        hot.matrix(handle, index, at)
        coloured = hot.fill(text_object, at + 24, at + 28, at + 32, at + 36)
        sized = hot.font_size(text_object, at + 40)
        a, b, c, d, red, green, blue, alpha, size = _TOLD.unpack_from(self._told)
        if not coloured:
            red, green, blue, alpha = 0, 0, 0, 255  # a pattern: it can be seen
        size = size * hypot(c, d) if sized else 0.0
        left, top, right, bottom = box = self._boxes[4 * index : 4 * index + 4]
        width, height = right - left, top - bottom
        if not size / _ODD / 2 < (width if width > height else height) < _ODD * size:
            size = 0.0  # of a font whose characters have another measure
        clip = hot.clip_path(text_object)
        paths = hot.count_paths(clip) if clip else 0
        doubtful = (paths > 0 or self._layered) and self._may_be_unshown(box, text_object or 0, clip, paths)
        key = (a, b, size, hot.render_mode(text_object), doubtful, red, green, blue, alpha)
        number = self._seen.get(key)
        if number is None:
            number = self._seen[key] = len(self._palette)
            angle = _angle(self._frame, a, b)
            self._palette.append(TextStyle(angle, key[3] in _INVISIBLE, (red, green, blue, alpha), size, doubtful))
        if not size or abs(c * d) > _LEANING:
            return number, None
        sideways = abs(c) > abs(d)
        # A program that begins a new object at each change of the font stays on the line: that needs no other look.
        place = (number, left, right) if sideways else (number, bottom, top)
        if place != self._place:
            if not hot.origin(handle, index, at + 48, at + 56):
                return number, None
            self._place = place
            base, up = (_ORIGIN.unpack_from(self._told, 48)[not sideways], c if sideways else d)
            rise, drop = (_RISE * size, _DROP * size) if up > 0 else (_DROP * size, _RISE * size)
            low_at, high_at = (0, 2) if sideways else (3, 1)
            self._stands = number, (low_at, high_at, base - drop, base + rise)
        return self._stands

    def _may_be_unshown(self, box: Sequence[float], text_object: int, clip: int, paths: int) -> bool:
        """Tell whether a text object belongs to a layer, or begins outside of what it is cut off by."""
        if self._layered and self._calls.count_marks(text_object) > 0 and is_in_layer(self._raw, text_object):
            return True
        return paths > 0 and is_cut_off(self._raw, clip, paths, box)


def _angle(frame: Frame, a: float, b: float) -> float:
    """Return the direction in which text with this matrix runs on the page as shown, in whole degrees 0 to 359."""
    x, y = frame.direction(a, b)
    return round(degrees(atan2(-y, x))) % 360 if hypot(x, y) > 0 else 0


def _paired(codes: Sequence[int]) -> list[str]:
    """Turn codes into characters; of the two halves of a rare one, the first becomes it and the second ``\\0``."""
    chars = [chr(code) if 0 < code < 0x110000 else "\ufffd" for code in codes]
    for index, (high, low) in enumerate(pairwise(codes)):
        if 0xD800 <= high < 0xDC00 <= low < 0xE000:
            chars[index : index + 2] = [chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00), "\0"]
    return ["\ufffd" if "\ud800" <= char <= "\udfff" else char for char in chars]
