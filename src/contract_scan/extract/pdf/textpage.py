"""Reads a page's characters through pdfium: what they are, where they stand, and how they are drawn."""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import atan2, degrees, hypot
from typing import Any

from contract_scan.extract.pdf.cutting import is_cut_off, is_in_layer
from contract_scan.extract.pdf.mapping import mark_unknown

__all__ = ["Calls", "Frame", "RawText", "TextStyle", "calls", "read_text"]

_INVISIBLE = (3, 7)  # drawn with neither fill nor stroke; as a shape that cuts other drawings
_RISE, _DROP = 0.88, 0.22  # em above and below the baseline: where 汉字 stand, and what hangs below (g, _)
_ODD = 2.5  # em: a character as tall shows that the font's size says nothing
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


@dataclass(frozen=True, slots=True)
class Calls:
    """The hot functions with plain-integer handles: building ctypes pointer objects doubles the cost of a call."""

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


@cache
def calls() -> Calls:
    from pypdfium2 import raw

    pointer, integer = ctypes.c_void_p, ctypes.c_int

    def bind(function: Any, result: Any, *arguments: Any) -> Any:
        address: int = ctypes.cast(function, ctypes.c_void_p).value or 0
        return ctypes.PYFUNCTYPE(result, *arguments)(address)

    return Calls(
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
    )


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
    boxes = (ctypes.c_float * (4 * count))()
    base = ctypes.addressof(boxes)
    loose_box, text_object = hot.loose_box, hot.text_object
    for index in range(count):
        loose_box(handle, index, base + 16 * index)
    objects = [text_object(handle, index) for index in range(count)]
    values = array("f", bytes(boxes))  # left, top, right, bottom in user space
    styles, palette = _Styles(raw, handle, frame, values, layered).of(objects)
    chars = _characters(raw, text_page, count)
    mark_unknown(raw, text_page, chars, styles)
    for index, char in enumerate(chars):
        if (
            char == " "
            and values[4 * index] == values[4 * index + 2]
            and values[4 * index + 1] == values[4 * index + 3]
        ):
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
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    written = raw.FPDFText_GetText(text_page, 0, count, buffer) - 1
    if written == count:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
        return list(text) if len(text) == count else _paired(buffer[:count])
    return _paired([raw.FPDFText_GetUnicode(text_page, index) for index in range(count)])


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
        matrix, channels, size = (ctypes.c_float * 6)(), (ctypes.c_uint * 4)(), ctypes.c_float()
        self._matrix = memoryview(matrix).cast("B").cast("f")
        self._colours = memoryview(channels).cast("B").cast("I")
        self._size = memoryview(size).cast("B").cast("f")
        red = ctypes.addressof(channels)
        self._matrix_at, self._size_at = ctypes.addressof(matrix), ctypes.addressof(size)
        self._channels_at = red, red + 4, red + 8, red + 12
        self._kept = matrix, channels, size  # the memory that the addresses point to

    def of(self, objects: Sequence[int | None]) -> tuple[array[int], list[TextStyle]]:
        """Return the index of each character's style, by its text object, and the styles."""
        known: dict[int | None, tuple[int, _Edges | None]] = {None: (-1, None)}
        styles = array("i")
        boxes = self._boxes
        for index, text_object in enumerate(objects):
            found = known.get(text_object)
            if found is None:
                number = self._style(index, text_object)
                found = known[text_object] = number, self._edges(index, self._palette[number].size)
            number, edges = found
            styles.append(number)
            if edges is not None:
                low, high = 4 * index + edges.low, 4 * index + edges.high
                if edges.start < (boxes[low] + boxes[high]) / 2 < edges.end and boxes[low] < boxes[high]:
                    boxes[low], boxes[high] = edges.start, edges.end
        return styles, self._palette

    def _style(self, index: int, text_object: int | None) -> int:
        hot, matrix, colours = calls(), self._matrix, self._colours
        hot.matrix(self._handle, index, self._matrix_at)
        if not hot.fill(text_object, *self._channels_at):
            colours[0] = colours[1] = colours[2] = 0
            colours[3] = 255  # a pattern: it can be seen
        size = self._size[0] * hypot(matrix[2], matrix[3]) if hot.font_size(text_object, self._size_at) else 0.0
        left, top, right, bottom = self._boxes[4 * index : 4 * index + 4]
        if not size / _ODD / 2 < max(right - left, top - bottom) < _ODD * size:
            size = 0.0  # of a font whose characters have another measure
        doubtful = self._may_be_unshown(index, text_object or 0)
        key = (matrix[0], matrix[1], size, hot.render_mode(text_object), doubtful, *colours)
        number = self._seen.setdefault(key, len(self._palette))
        if number == len(self._palette):
            angle = _angle(self._frame, matrix[0], matrix[1])
            fill = (colours[0], colours[1], colours[2], colours[3])
            self._palette.append(TextStyle(angle, key[3] in _INVISIBLE, fill, size, doubtful))
        return number

    def _may_be_unshown(self, index: int, text_object: int) -> bool:
        hot = calls()
        if self._layered and hot.count_marks(text_object) > 0 and is_in_layer(self._raw, text_object):
            return True
        clip = hot.clip_path(text_object)
        paths = hot.count_paths(clip) if clip else 0
        return paths > 0 and is_cut_off(self._raw, clip, paths, self._boxes[4 * index : 4 * index + 4])

    def _edges(self, index: int, size: float) -> _Edges | None:
        """Return where the characters of this one's text object stand; None where they lean or have no known size."""
        x, y = self._matrix[2], self._matrix[3]  # the way up
        origin = (ctypes.c_double * 2)()
        where = ctypes.addressof(origin)
        if not size or abs(x * y) > _LEANING or not calls().origin(self._handle, index, where, where + 8):
            return None
        sideways = abs(x) > abs(y)
        base, up = (origin[0], x) if sideways else (origin[1], y)
        rise, drop = (_RISE * size, _DROP * size) if up > 0 else (_DROP * size, _RISE * size)
        return _Edges(0, 2, base - drop, base + rise) if sideways else _Edges(3, 1, base - drop, base + rise)


@dataclass(frozen=True, slots=True)
class _Edges:
    """Which two of left, top, right and bottom lie below and above a line of text, and where; in user space."""

    low: int
    high: int
    start: float
    end: float


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
