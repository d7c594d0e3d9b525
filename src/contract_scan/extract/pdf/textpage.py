"""Reads a page's characters through pdfium: what they are, where they stand, and how they are drawn."""

from __future__ import annotations

import ctypes
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress, pairwise
from typing import Any

from contract_scan.extract.pdf.calls import address_of, calls, reference
from contract_scan.extract.pdf.fetching import fetch_boxes, fetch_text_objects
from contract_scan.extract.pdf.frame import Frame
from contract_scan.extract.pdf.mapping import mark_unknown
from contract_scan.extract.pdf.textstyles import Sides, TextStyle, TextStyles

__all__ = ["RawText", "read_text"]

_CODE = 2  # bytes
_UTF_16 = f"utf-16-{'le' if sys.byteorder == 'little' else 'be'}"  # pdfium writes whole numbers of two bytes


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
    handle = reference(address_of(text_page))
    values = fetch_boxes(handle, count)
    sides = Sides(*(values[side::4] for side in range(4)))  # in user space
    text_styles = TextStyles(handle, frame, sides, layered=layered)
    styles, palette = text_styles.of(fetch_text_objects(handle, count))
    chars = _characters(raw, text_page, handle, count)
    mark_unknown(raw, text_page, handle, chars, styles)
    left, top, right, bottom = sides
    for index in compress(range(count), map(" ".__eq__, chars)):
        if left[index] == right[index] and top[index] == bottom[index]:
            styles[index] = -1  # pdfium put it in inside of a text object
    return RawText(chars, *_as_shown(sides, frame), styles, palette, text_styles.objects)


def _as_shown(sides: Sides, frame: Frame) -> Sides:
    """Return the left, upper, right and lower edges on the page as shown."""
    left, top, right, bottom = sides
    if frame.b == 0 and frame.c == 0 and frame.a == 1 and frame.d == -1:
        x, height = frame.e, frame.f
        if x:
            left, right = array("f", [x0 + x for x0 in left]), array("f", [x1 + x for x1 in right])
        return Sides(left, array("f", [height - y for y in top]), right, array("f", [height - y for y in bottom]))
    mapped = [frame.box(*corners) for corners in zip(left, bottom, right, top, strict=True)]
    columns = zip(*mapped, strict=True) if mapped else ((), (), (), ())
    return Sides(*(array("f", column) for column in columns))


def _characters(raw: Any, text_page: Any, handle: Any, count: int) -> list[str]:
    """One call gives the whole text; only where it does not line up one to one is each character asked for."""
    buffer = bytearray(_CODE * (count + 2))
    written = calls().text(handle, 0, count, ctypes.byref(ctypes.c_char.from_buffer(buffer))) - 1
    if written == count:
        codes = buffer[: _CODE * count]
        text = codes.decode(_UTF_16, "replace")
        return list(text) if len(text) == count else _paired(array("H", codes))
    return _paired([raw.FPDFText_GetUnicode(text_page, index) for index in range(count)])


def _paired(codes: Sequence[int]) -> list[str]:
    """Turn codes into characters; of the two halves of a rare one, the first becomes it and the second ``\\0``."""
    chars = [chr(code) if 0 < code < 0x110000 else "\ufffd" for code in codes]
    for index, (high, low) in enumerate(pairwise(codes)):
        if 0xD800 <= high < 0xDC00 <= low < 0xE000:
            chars[index : index + 2] = [chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00), "\0"]
    return ["\ufffd" if "\ud800" <= char <= "\udfff" else char for char in chars]
