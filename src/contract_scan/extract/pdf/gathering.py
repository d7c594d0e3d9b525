"""From a page's characters to fragments."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Collection
from operator import le, sub

from contract_scan.extract.pdf.characters import BLANKS, SHAPELESS, cleaned
from contract_scan.extract.pdf.fragments import NOWHERE, SPACE, Fragment
from contract_scan.extract.pdf.spacing import Habit, Spacing, marked_text, spacing_of
from contract_scan.extract.pdf.textpage import RawText

__all__ = ["fragments_of", "strings_of"]

_TALLER = 1.6  # times the size: no character of this line; a thin one (一) may lie inside it
_OVERLAP = 0.6  # em that a character may stand inside the one before it: marks are trimmed to half their width
_GAP = 1.2  # em: a wider gap parts fragments (columns, cells, blanks to fill in)
_THIN = 14.0  # points: the height of a flat character (一) is taken from its width, up to this
_RUN = re.compile(r"[^ \u3000\0\x1f]+|[ \u3000\x1f]")  # of characters with ink, or a blank


def fragments_of(raw: RawText, wanted: Callable[[int], bool], habit: Habit) -> list[Fragment]:
    """Join the characters whose style is `wanted` into fragments, in content order.

    Blanks never open or close a fragment. Those inside one are kept as one; a blank that pdfium put in is kept only
    where a reader sees one: between Latin words, or where the gap is nearly a 汉字 wide.
    """
    text = cleaned("".join(raw.chars))
    marked = marked_text(text, raw)
    joiner = _Joiner(raw, text, spacing_of(marked, raw, habit))
    takes = [wanted(style) for style in range(len(raw.palette))]
    styles = raw.styles
    for match in _RUN.finditer(marked):
        start, end = match.span()
        style = styles[start]
        if style < 0:
            joiner.see_gap(start)
        elif marked[start] in BLANKS:
            if takes[style]:
                joiner.add_blank(start)
        elif end - start == 1 or styles[start:end].count(style) == end - start:
            if takes[style]:
                joiner.add_run(start, end)
        else:
            for index in range(start, end):
                if takes[styles[index]]:
                    joiner.add(index)
    joiner.close()
    return joiner.fragments


class _Joiner:
    """Joins a page's characters, given one after the other, into fragments."""

    def __init__(self, raw: RawText, text: str, spacing: Spacing) -> None:
        self._raw, self._text, self._spacing = raw, text, spacing
        self._sizes = [style.size for style in raw.palette]
        self._boxes = raw.boxes()
        self._gaps: list[float] = list(map(sub, raw.x0[1:], raw.x1))  # after each character, up to the next one
        self._rises = list(map(le, raw.x1, raw.x1[1:]))  # whether the next one ends further on
        self._is_spread = spacing.spread.count(0.0) < len(spacing.spread)
        self._current: Fragment | None = None
        self._texts: list[str] = []
        self._right = self._ceiling = self._floor = self._size = 0.0  # of the current fragment
        self._blank: str | None = None
        self._blank_box = NOWHERE
        self.fragments: list[Fragment] = []

    def see_gap(self, index: int) -> None:
        """Take note of a blank that pdfium put in, or of a line's end."""
        if self._blank is None and self._text[index] == " ":
            self._blank = ""

    def add_blank(self, index: int) -> None:
        """Take note of a blank that the page has."""
        if self._blank:
            self._blank = " "
        else:
            x0, top, x1, bottom = self._boxes[4 * index : 4 * index + 4]
            self._blank, self._blank_box = self._text[index], (x0, top, x1, bottom)

    def add_run(self, start: int, end: int) -> None:
        """Add characters with ink and of one style: at once where they stand side by side, one by one elsewhere."""
        self.add(start)
        current = self._current
        if end - start > 2 and current is not None and self._is_even(start, end):
            self._texts.append(self._text[start + 1 : end])
            current.boxes += self._boxes[4 * start + 4 : 4 * end]
            self._right = self._raw.x1[end - 1]
            if self._is_spread:
                for points in self._spacing.spread[start + 1 : end]:
                    current.slack += points
            return
        for index in range(start + 1, end):
            self.add(index)

    def _is_even(self, start: int, end: int) -> bool:
        """Tell whether each character of a run, the first of which was added, follows the one before it for sure."""
        raw, count, size = self._raw, end - start, self._size
        top, bottom = raw.top[start], raw.bottom[start]
        if not 0 < bottom - top <= _TALLER * size or self._right != raw.x1[start]:
            return False
        if raw.top[start:end].count(top) < count or raw.bottom[start:end].count(bottom) < count:
            return False
        if False in self._rises[start : end - 1]:
            return False
        gaps = self._gaps[start : end - 1]
        if self._is_spread:
            gaps = list(map(sub, gaps, self._spacing.spread[start + 1 : end]))
        return -_OVERLAP * size < min(gaps) and max(gaps) <= SPACE * size

    def add(self, index: int) -> None:
        """Add one character with ink."""
        raw, size, current = self._raw, self._size, self._current
        x0, top, x1, bottom = self._boxes[4 * index : 4 * index + 4]
        own = self._sizes[raw.styles[index]]
        spread = self._spacing.spread[index]
        height, gap = bottom - top, x0 - self._right - spread
        if current is not None and height <= _TALLER * size and -_OVERLAP * size < gap < _GAP * size:
            ceiling, floor = self._ceiling, self._floor
            shared = (bottom if bottom < floor else floor) - (top if top > ceiling else ceiling)
            follows = shared > 0.5 * (height if height < floor - ceiling else floor - ceiling)
        else:
            follows = False
        char = self._text[index]
        if current is None or not follows:
            self.close()
            self._size = own or max(height, min(x1 - x0, _THIN))
            current = Fragment(x0, top, x1, bottom, self._size, raw.styles[index], len(self.fragments))
            self._current = current
            self.fragments.append(current)
            self._right, self._ceiling, self._floor = x1, top, bottom
        else:
            blank = self._blank
            if (
                blank
                or gap > SPACE * size
                or (blank is not None and self._spacing.reads_as_space(self._texts[-1][-1], char, gap / size))
            ):
                self._texts.append(blank or " ")
                current.boxes.extend(self._blank_box if blank else NOWHERE)
            self._right = max(self._right, x1)
            self._ceiling, self._floor = min(self._ceiling, top), max(self._floor, bottom)
            if height > size and not own:
                self._size = height
            elif own > size:
                self._size = own
            current.slack += spread
        self._texts.append(char)
        current.boxes += self._boxes[4 * index : 4 * index + 4]
        self._blank, self._blank_box = None, NOWHERE

    def close(self) -> None:
        """End the current fragment."""
        current = self._current
        if current is not None:
            current.x1, current.top, current.bottom, current.size = self._right, self._ceiling, self._floor, self._size
            current.text = "".join(self._texts)
            self._texts = []


def strings_of(raw: RawText, styles: Collection[int]) -> list[Fragment]:
    """Join the characters of these styles, in content order, whichever way they run, where each is next to the last."""
    strings: list[Fragment] = []
    current: Fragment | None = None
    rows = zip(cleaned("".join(raw.chars)), raw.styles, raw.x0, raw.top, raw.x1, raw.bottom, strict=True)
    for char, style, *corners in rows:
        if style not in styles or char == SHAPELESS or char in BLANKS:
            continue
        x0, top, x1, bottom = corners
        extent = max(x1 - x0, bottom - top)
        if current is not None and raw.palette[current.style].angle == raw.palette[style].angle:
            last = current.box(-1)
            step = max(abs(x0 + x1 - last[0] - last[2]), abs(top + bottom - last[1] - last[3])) / 2
            if step < 2 * max(extent, current.size):
                current.x0, current.x1 = min(current.x0, x0), max(current.x1, x1)
                current.top, current.bottom = min(current.top, top), max(current.bottom, bottom)
                current.text += char
                current.boxes.extend(corners)
                continue
        current = Fragment(x0, top, x1, bottom, extent, style, len(strings), char, array("f", corners))
        strings.append(current)
    return strings
