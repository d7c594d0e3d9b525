"""What stands on a page besides its running text: line numbers, notes at its foot, lines of a table of contents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from contract_scan.extract.pdf.fragments import Fragment, Line
from contract_scan.extract.pdf.labels import starts_item

__all__ = ["contents_lines", "foot_notes", "line_numbers"]

_NUMBERED = 0.8  # share of a page's lines that are numbered
_LEAST = 5  # numbers, or so many where only each fifth or tenth line has one
_LEAST_FIFTHS = 2
_EVEN = 0.1  # by which the distance for each number may differ
_SMALLER = 0.92  # times the size of the running text: of a note
_FOOT = 0.5  # share of the page's height below which notes stand
_MARK = re.compile(r"(?:[①-⑳❶-❿⑴-⒇]|[\[［〔【]\d{1,2}[\]］〕】]|\*{1,3}|※|\d{1,2}(?![\d.．、)）年月日元%％]))\s*\S")
_LEADER = re.compile(r"^.{2,}?[.．·…‥・⋯_]{4,}\s*[（(]?(?:\d{1,4}|[ivxlcIVXLC]{1,6})[)）]?$")
_ENTRY = re.compile(r"^.{2,60}?\s\d{1,4}$")
_TITLE = re.compile(r"目\s*[录錄次]|contents", re.IGNORECASE)


def line_numbers(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Return the fragments that number a page's lines: figures left of all text, as far apart as they count."""
    figures = sorted((f for f in fragments if f.text.isdigit() and len(f.text) < 5), key=lambda f: f.top)
    rest = [f for f in fragments if not (f.text.isdigit() and len(f.text) < 5)]
    left = min((f.x0 for f in rest), default=0.0)
    figures = [f for f in figures if f.x1 < left]
    if len(figures) < _LEAST_FIFTHS:
        return []
    values = [int(f.text) for f in figures]
    steps = {after - before for before, after in pairwise(values)}
    fifths = all(value % 5 == 0 for value in values)
    if len(steps) != 1 or (step := steps.pop()) < 1 or len(figures) < (_LEAST_FIFTHS if fifths else _LEAST):
        return []
    rows = {round(f.bottom / f.size) for f in rest}
    if not fifths and len(figures) < _NUMBERED * len(rows):
        return []
    pitches = [(below.bottom - above.bottom) / step for above, below in pairwise(figures)]
    usual = median(pitches)
    return figures if all(abs(pitch - usual) < _EVEN * usual for pitch in pitches) else []


def foot_notes(lines: Sequence[Line], height: float) -> list[list[Line]]:
    """Return the notes at the foot of a page, each with its lines; `lines` are those of the page from top to bottom."""
    if len(lines) < 2:
        return []
    usual = median(line.size for line in lines)
    start = len(lines)
    while start and lines[start - 1].size < _SMALLER * usual and lines[start - 1].top > _FOOT * height:
        start -= 1
    notes: list[list[Line]] = []
    for line in lines[start:]:
        if _MARK.match(line.text):
            notes.append([line])
        elif notes:
            notes[-1].append(line)
    return notes


def contents_lines(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a table of contents: a leader of dots and a page, or a page alone under its title."""
    found: list[Line] = []
    listed = False
    for number, line in enumerate(lines):
        text = line.text
        if _TITLE.fullmatch(text):
            listed = True
        elif _LEADER.match(text) or (listed and _ENTRY.match(text)):
            if (
                number
                and not starts_item(text)
                and starts_item(lines[number - 1].text)
                and lines[number - 1] not in found
            ):
                found.append(lines[number - 1])  # the beginning of an entry of two lines
            found.append(line)
        elif listed and found:
            listed = False
    return found
