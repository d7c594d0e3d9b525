"""How a document is set, measured on all of its lines: distances, indents, and where lines are broken."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from contract_scan.extract.pdf.characters import CLOSING, OPENING, SENTENCE_END, is_latin
from contract_scan.extract.pdf.fragments import Line
from contract_scan.extract.pdf.joining import words_of
from contract_scan.extract.pdf.labels import is_field, label_kind, starts_item

__all__ = ["AT_MARGIN", "LONG", "FlowLine", "Setting", "first_unit", "inset", "is_full", "setting_of", "share"]

#: em: a line that starts so close to the margin starts at it.
AT_MARGIN = 0.5
#: Share of the column's width that a line takes which some programs break there, by count and not by width.
LONG = 0.8
_STEPS = 10  # lines that show that all are set alike
_SAME_STEP = 0.04  # by which two of them may differ
_EVEN = 0.7  # share of them that are the same: the others are paragraphs that end at the margin
_QUOTES = "“”‘’"  # programs that follow Unicode's rules break on neither side of one
_MANY = 0.25  # loose lines for each full one


class FlowLine(NamedTuple):
    """A line in the flow of text: its page, and the edges of the column that it stands in."""

    line: Line
    page: int
    left: float
    right: float
    starts_column: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is set.

    `pitch` is the distance of lines and `indent` that of first lines from the margin, both in units of the lines'
    size; `even` tells that lines of a paragraph all are so far apart, and `indent` is None where whole blocks stand
    in. `indented` are the kinds of labels (第#条, #、) that stand at that indent and never start a paragraph at the
    margin. `loose`: lines are broken well before the margin, by count and not by width. `words` are the Latin ones.
    """

    pitch: float
    even: bool
    indent: float | None
    indented: frozenset[str]
    loose: bool
    words: frozenset[str]


def setting_of(flow: Sequence[FlowLine]) -> Setting:
    """Measure how lines, given in reading order, are set."""
    steps = [_Step(above, below, is_full(above, below)) for above, below in pairwise(flow)]
    indent = _indent(steps)
    return Setting(
        *_pitch(steps),
        indent,
        _indented(flow, steps, indent),
        _is_loose(steps),
        words_of(item.line for item in flow),
    )


class _Step(NamedTuple):
    """Two lines, one after the other, and whether the first had no room for what the second starts with."""

    above: FlowLine
    below: FlowLine
    full: bool


def _pitch(steps: Sequence[_Step]) -> tuple[float, bool]:
    """Return the usual distance between lines of one paragraph, in units of their size, and if nearly all have it."""
    found = []
    for above, below, full in steps:
        if full and above.page == below.page and not below.starts_column and below.line.x1 > below.left:
            distance = (below.line.bottom - above.line.bottom) / max(above.line.size, 1.0)
            if 0.8 < distance < 4:
                found.append(distance)
    if not found:
        return 2.2, False
    usual = median(found)
    alike = sum(abs(distance / usual - 1) < _SAME_STEP for distance in found)
    return usual, len(found) >= _STEPS and alike > _EVEN * len(found)


def _indent(steps: Sequence[_Step]) -> float | None:
    """Return the first-line indent in units of the size where paragraphs have one; None where whole blocks stand in."""
    first: list[float] = []
    blocks = 0
    for above, below, full in steps:
        if above.page != below.page or below.starts_column or not full:
            continue
        step = (above.line.x0 - below.line.x0) / max(above.line.size, 1.0)
        if 1 < step < 4 and below.line.x0 - below.left < 0.5 * below.line.size:
            first.append(step)
        elif abs(step) < 0.3 and below.line.x0 - below.left > below.line.size:
            blocks += 1
    return median(first) if len(first) > max(2, blocks) else None


def _indented(flow: Sequence[FlowLine], steps: Sequence[_Step], indent: float | None) -> frozenset[str]:
    if indent is None:
        return frozenset()
    at_indent = {label_kind(line.line.text) for line in flow if abs(inset(line) - indent) < AT_MARGIN}
    # After a line that has room, a line must be a paragraph's first.
    at_margin = {
        label_kind(below.line.text)
        for _, below, full in steps
        if not (full or below.starts_column) and inset(below) < AT_MARGIN
    }
    return frozenset(at_indent - at_margin - {""})


def _is_loose(steps: Sequence[_Step]) -> bool:
    """Tell whether many of the long lines that end in mid-sentence leave room for what the next one starts with."""
    count = short = 0
    for above, below, full in steps:
        if not full and share(above) <= LONG:
            continue
        text = above.line.text
        if text[-1] in SENTENCE_END or is_field(text) or starts_item(below.line.text) or is_field(below.line.text):
            continue
        if full:
            count += 1
        else:
            short += 1
    return short > _MANY * count


def inset(flow: FlowLine) -> float:
    """Return how far in a line starts, in units of its size."""
    return (flow.line.x0 - flow.left) / max(flow.line.size, 1.0)


def share(flow: FlowLine) -> float:
    """Return how much of the column's width lies left of the line's end."""
    return (flow.line.x1 - flow.left) / max(flow.right - flow.left, 1.0)


def is_full(above: FlowLine, below: FlowLine) -> bool:
    """Tell whether the line above had no room for what the next one starts with."""
    room = above.right - above.line.x1
    return room < first_unit(below.line) + 0.35 * below.line.size


def first_unit(line: Line) -> float:
    """Return the width, in points, of what cannot be parted at a line's start: a word, or 汉字 with its marks."""
    if line.unit is None:
        line.unit = _first_unit(*line.read())
    return line.unit


def _first_unit(text: str, boxes: array[float]) -> float:
    end = 1
    while end < len(text) and end < 40 and _is_bound(text[end - 1], text[end]):
        end += 1
    if end == 1:
        return max(0.0, boxes[2] - boxes[0])
    starts, ends = boxes[0 : 4 * end : 4], boxes[2 : 4 * end : 4]
    printed = [(x0, x1) for x0, x1 in zip(starts, ends, strict=True) if x0 <= x1]
    return max(x1 for _, x1 in printed) - min(x0 for x0, _ in printed) if printed else 0.0


def _is_bound(left: str, right: str) -> bool:
    if right in CLOSING or left in OPENING or left in _QUOTES or right in _QUOTES:
        return True
    return _is_word(left) and _is_word(right)


def _is_word(character: str) -> bool:
    return is_latin(character) or character in "-_/@.,:%&=#+"
