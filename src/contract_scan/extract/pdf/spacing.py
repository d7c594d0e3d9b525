"""Tells the blanks that a reader sees from the room that a typesetter put between characters."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from contract_scan.extract.pdf.characters import BLANKS, CLOSING, OPENING, is_latin
from contract_scan.extract.pdf.textpage import RawText

__all__ = ["Habit", "Spacing", "marked_text", "spacing_of"]

_MARKS = CLOSING | OPENING
_QUOTES = "“”‘’"
_SMALL_SPACE = 0.2  # em: a gap between 汉字 that a reader sees as a space where pdfium sees one too
_WIDE = "\u2e80"  # from here on: radicals, 汉字 and their marks, which justified lines are spread between
_AUTOSPACE = 0.45  # em: the most that typesetters put between 汉字 and Latin, in justified lines too
_RULE = 4  # times as often with room as without: no writer types spaces so steadily
_LEAST = 3  # gaps that show a line to be spread
_ALIKE = 0.15  # em by which they may differ
_MOSTLY = 0.7  # share of a line's gaps that are alike
_SPREAD_WIDE = 0.6  # em: letters so far apart are read as one word only in a line as long as a column is wide
_LONG = 12.0  # em
_WIDEST = 4.0  # em: what stands further apart are cells

_LATIN = re.compile(r"[A-Za-z0-9]+")
# pdfium's own blanks are marked by U+001F: one is a gap, two are a line's end.
_BLANK = "\x1f"
_GAP = re.compile(r"\x1f(?<=[^\x1f]\x1f)(?=[^\x1f])")
_GAPPED_LINE = re.compile(r"(?<![^\x1f])[^\x1f]++(?:\x1f[^\x1f]++){3,}+")


@dataclass(frozen=True, slots=True)
class Spacing:
    """Where a page's typesetter put room that is no space.

    `autospaced`: between 汉字 and Latin. `wide_quotes`: inside quotes, so around them as well: no one types a space
    after an opening quote, but fonts differ in how wide they draw it. `spread`: for each character, by how many points
    it was pushed away from the one before it when its line was justified.
    """

    autospaced: bool
    wide_quotes: bool
    spread: array[float]

    def reads_as_space(self, before: str, char: str, gap: float) -> bool:
        """Tell whether a blank that pdfium put in between these characters is one for a reader; `gap` is in em."""
        if self.wide_quotes and (before in _QUOTES or char in _QUOTES):
            return False
        latin = is_latin(char) + is_latin(before)
        return latin == 2 or gap > (_AUTOSPACE if latin and self.autospaced else _SMALL_SPACE)


class Habit:
    """How often room was left between 汉字 and Latin on the pages so far: a short page alone tells too little."""

    def __init__(self) -> None:
        self._loose, self._tight = [0, 0], [0, 0]

    def is_autospaced(self, marked: str) -> bool:
        """Take a page in, and tell whether its typesetter leaves such room, in either direction.

        From 汉字 to Latin; and the other way only where 汉字 stand before the Latin too: a clause's number stands
        before its text.
        """
        for match in _LATIN.finditer(marked):
            start, end = match.span()
            gapped = start > 1 and marked[start - 1] == _BLANK
            if not start or not _is_han(marked[start - 1 - gapped]):
                continue
            (self._loose if gapped else self._tight)[0] += 1
            parted = marked[end : end + 1] == _BLANK
            if _is_han(marked[end + parted : end + parted + 1]):
                (self._loose if parted else self._tight)[1] += 1
        return any(loose > _RULE * tight for loose, tight in zip(self._loose, self._tight, strict=True))


def _is_han(char: str) -> bool:
    return "一" <= char <= "鿿"


def marked_text(text: str, raw: RawText) -> str:
    """Return a page's text, cleaned, with U+001F for each blank that pdfium put in."""
    return "".join([char if style >= 0 else _BLANK for char, style in zip(text, raw.styles, strict=True)])


def spacing_of(marked: str, raw: RawText, habit: Habit) -> Spacing:
    """Measure how a page is spaced. `marked` is its text as `marked_text` gives it; `habit` is that of those before."""
    spread = array("f", bytes(4 * len(marked)))
    for line in _GAPPED_LINE.finditer(marked):
        _measure(marked, raw, line.start(), line.end(), spread)
    for match in _GAP.finditer(marked):
        before = match.start() - 1
        if _is_han(marked[before]) or _is_han(marked[before + 2]):
            _allow_for_bearing(raw, before, spread)
    return Spacing(habit.is_autospaced(marked), "“\x1f" in marked or "\x1f”" in marked, spread)


def _allow_for_bearing(raw: RawText, before: int, spread: array[float]) -> None:
    """Leave out of a gap the white that belongs to the 汉字 on its sides, where their boxes are those of their ink."""
    for index in (before, before + 2):
        if _is_han(raw.chars[index]):
            size = raw.palette[raw.styles[index]].size
            spread[before + 2] += max(0.0, size - (raw.x1[index] - raw.x0[index])) / 2


def _measure(marked: str, raw: RawText, start: int, end: int, spread: array[float]) -> None:
    """Note by how much the characters of one line are spread, if they are: alike, all over the line."""
    printed = [index for index in range(start, end) if marked[index] != _BLANK]
    size = median([raw.bottom[index] - raw.top[index] for index in printed])
    gaps = {
        index: raw.x0[index] - raw.x1[before]
        for before, index in pairwise(printed)
        if max(marked[before], marked[index]) >= _WIDE and not (marked[before] in BLANKS or marked[index] in BLANKS)
    }
    # Between 汉字 and Latin there may be room in any line.
    telling = [
        gap for index, gap in gaps.items() if not is_latin(marked[index]) and not is_latin(_before(marked, index))
    ]
    if len(telling) < _LEAST:
        return
    usual = median(telling)
    alike = [gap for gap in telling if abs(gap - usual) < max(_ALIKE * size, _ALIKE * 2 * usual)]
    long = raw.x1[printed[-1]] - raw.x0[printed[0]] > _LONG * size
    if not _SMALL_SPACE / 2 * size < usual < (_WIDEST if long else _SPREAD_WIDE) * size:
        return
    if len(alike) >= _MOSTLY * len(telling):
        for index, gap in gaps.items():
            # Marks are trimmed to half their width where lines are set tight, and stand further apart then.
            mark = marked[index] in _MARKS or _before(marked, index) in _MARKS
            spread[index] += min(gap, usual + size / 2) if mark else usual


def _before(marked: str, index: int) -> str:
    """Return the last printed character before this one."""
    return marked[index - 1] if marked[index - 1] != _BLANK else marked[index - 2]
