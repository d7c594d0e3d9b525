"""Joins printed lines into paragraphs, as the typesetter parted them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from contract_scan.extract.assemble import Piece
from contract_scan.extract.pdf.characters import CLOSING, OPENING, SENTENCE_END, is_latin
from contract_scan.extract.pdf.fragments import CharBox, Line

__all__ = ["FlowLine", "Paragraph", "Setting", "is_field", "joined", "paragraphs_of", "setting_of", "starts_item"]

_NUMERAL = "[零〇一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾]"
#: How a clause or list item starts.
_LABEL = re.compile(
    rf"第\s*(?:{_NUMERAL}+|\d+)\s*[条章节款项编部]|{_NUMERAL}{{1,3}}\s*[、．.]|[（(]\s*(?:{_NUMERAL}{{1,3}}|\d{{1,2}}|[a-zA-Z])\s*[）)]"
    rf"|\d{{1,2}}(?:\s?[.．]\s?\d{{1,2}}){{1,4}}(?![\d%％‰])(?!\s*[元万%％‰倍个年月日天])|\d{{1,2}}\s*[.．、)）](?!\d)|[①-⑳⑴-⒇❶-❿]"
    r"|[a-zA-Z][.、)）](?![a-zA-Z.])|[•●■◆▪➢·□☐☑☒✓※](?=\s*\S)|附[件表页录]\s*[一二三四五六七八九十\d]|(?:Article|Section|Clause)\s+\d",
)
#: 开户行：…: a field of a form, on a line of its own.
_FIELD = re.compile(r"[^，。；、]{1,12}[:：]")
_SHORT, _SHORT_INDENTED = 0.8, 0.6  # share of the column's width
_AT_MARGIN = 0.5  # em
_APART = 1.35  # times the usual distance of lines: a new paragraph
_APART_EVEN = 1.08  # the same after a sentence's end, where lines are set evenly
_STEPS = 10  # lines that show them to be
_SAME_STEP = 0.04  # by which two of them may differ
_EVEN = 0.7  # share of them that are the same: the others are paragraphs that end at the margin
_MANY = 0.25  # loose lines for each full one
_CENTRED = 5.0  # em: a line that stands so far in is a title; no paragraph is indented by so much
_CROSS_REFERENCE = re.compile(
    r"(?:[按依据照据见至到和与或及、在由的之同本如除因对第]|上述|前述|本协议|本合同|协议|合同|约定|规定|根据|附件)$"
)


@dataclass(frozen=True, slots=True)
class FlowLine:
    """A line in the flow of text: its page, and the edges of the column that it stands in."""

    line: Line
    page: int
    left: float
    right: float
    starts_column: bool


@dataclass(slots=True)
class Paragraph:
    """Lines that make up one paragraph."""

    lines: list[FlowLine] = field(default_factory=list)

    @property
    def page(self) -> int:
        """The page that the paragraph starts on."""
        return self.lines[0].page

    @property
    def last_page(self) -> int:
        """The page that it ends on."""
        return self.lines[-1].page

    def content(self) -> list[Piece | str]:
        """Return the paragraph as pieces, with a space where Latin words meet over a line's end."""
        return joined([(flow.line, flow.page) for flow in self.lines])


def joined(lines: Sequence[tuple[Line, int]]) -> list[Piece | str]:
    """Return lines as pieces of one text; only Latin words that meet over a line's end are parted by a space.

    Digits are not: no one would part two numbers by a line's end alone, but simple programs break inside of one.
    """
    out: list[Piece | str] = []
    last = ""
    for line, page in lines:
        piece = line.piece(page)
        if last and is_latin(last) and is_latin(piece.text[0]) and not (last.isdigit() and piece.text[0].isdigit()):
            out.append(" ")
        out.append(piece)
        last = piece.text[-1]
    return out


def starts_item(text: str) -> bool:
    """Tell whether a line's text starts like a clause or list item."""
    return _LABEL.match(text) is not None


def is_field(text: str) -> bool:
    """Tell whether a line's text is a field of a form: a short name, a colon, and what is filled in."""
    return _FIELD.match(text) is not None


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is set.

    `pitch` is the distance of lines and `indent` that of first lines from the margin, both in units of the lines'
    size; `even` tells that lines of a paragraph all are so far apart, and `indent` is None where whole blocks stand
    in. `flush`: paragraphs start at the margin too. `loose`: lines are broken well before the margin, by count and
    not by width.
    """

    pitch: float
    even: bool
    indent: float | None
    flush: bool
    loose: bool


def setting_of(flow: Sequence[FlowLine]) -> Setting:
    """Measure how lines, given in reading order, are set."""
    return Setting(*_pitch(flow), _indent(flow), _is_flush(flow), _is_loose(flow))


def paragraphs_of(flow: Sequence[FlowLine], setting: Setting) -> list[Paragraph]:
    """Join lines, given in reading order, into paragraphs."""
    paragraphs: list[Paragraph] = []
    for line in flow:
        if paragraphs and _goes_on(paragraphs[-1], line, setting):
            paragraphs[-1].lines.append(line)
        else:
            paragraphs.append(Paragraph([line]))
    return paragraphs


def _pitch(flow: Sequence[FlowLine]) -> tuple[float, bool]:
    """Return the usual distance between lines of one paragraph, in units of their size, and if nearly all have it."""
    steps = []
    for above, below in pairwise(flow):
        if above.page == below.page and not below.starts_column and below.line.x1 > below.left:
            step = (below.line.bottom - above.line.bottom) / max(above.line.size, 1.0)
            if 0.8 < step < 4 and _is_full(above, below):
                steps.append(step)
    if not steps:
        return 2.2, False
    usual = median(steps)
    return usual, len(steps) >= _STEPS and sum(abs(step / usual - 1) < _SAME_STEP for step in steps) > _EVEN * len(
        steps
    )


def _indent(flow: Sequence[FlowLine]) -> float | None:
    """Return the first-line indent in units of the size where paragraphs have one; None where whole blocks stand in."""
    first: list[float] = []
    blocks = 0
    for above, below in pairwise(flow):
        if above.page != below.page or below.starts_column or not _is_full(above, below):
            continue
        step = (above.line.x0 - below.line.x0) / max(above.line.size, 1.0)
        if 1 < step < 4 and below.line.x0 - below.left < 0.5 * below.line.size:
            first.append(step)
        elif abs(step) < 0.3 and below.line.x0 - below.left > below.line.size:
            blocks += 1
    return median(first) if len(first) > max(2, blocks) else None


def _is_flush(flow: Sequence[FlowLine]) -> bool:
    """Tell whether labelled paragraphs start at the margin: after a line that has room, one that must be a first."""
    return any(
        starts_item(below.line.text) and _inset(below) < _AT_MARGIN and not _is_full(above, below)
        for above, below in pairwise(flow)
        if above.page == below.page and not below.starts_column
    )


def _is_loose(flow: Sequence[FlowLine]) -> bool:
    """Tell whether many of the long lines that end in mid-sentence leave room for what the next one starts with."""
    full = short = 0
    for above, below in pairwise(flow):
        text = above.line.text
        if text[-1] in SENTENCE_END or is_field(text) or starts_item(below.line.text) or is_field(below.line.text):
            continue
        if _is_full(above, below):
            full += 1
        elif _share(above) > _SHORT:
            short += 1
    return short > _MANY * full


def _inset(flow: FlowLine) -> float:
    """Return how far in a line starts, in units of its size."""
    return (flow.line.x0 - flow.left) / max(flow.line.size, 1.0)


def _share(flow: FlowLine) -> float:
    """Return how much of the column's width lies left of the line's end."""
    return (flow.line.x1 - flow.left) / max(flow.right - flow.left, 1.0)


def _goes_on(paragraph: Paragraph, below: FlowLine, setting: Setting) -> bool:
    """Tell whether the line `below` belongs to the paragraph above it."""
    above = paragraph.lines[-1]
    first, last, upper, lower = paragraph.lines[0].line, above.line, above.line.size, below.line.size
    if not 0.8 < lower / max(upper, 0.1) < 1.25 or not (
        _is_full(above, below) or _is_loosely_full(first, above, below, setting)
    ):
        return False
    same_column = above.page == below.page and not below.starts_column
    shift = (below.line.x0 - below.left) - (last.x0 - above.left)
    text = last.text
    ended = text[-1] in SENTENCE_END
    apart = (_APART_EVEN if setting.even and ended else _APART) * setting.pitch
    if same_column and (below.line.bottom - last.bottom) / max(upper, 1.0) > apart:
        return False
    inset = _inset(below)
    if setting.indent is not None and abs(inset - setting.indent) < 0.4 and (ended or is_field(text)):
        return False
    outdented = _inset(paragraph.lines[0]) - inset > 0.5
    if is_field(first.text) and is_field(below.line.text) and (ended or not outdented):
        return False
    if _LABEL.match(below.line.text) and (setting.flush or setting.indent is None or inset > _AT_MARGIN):
        # A line may begin inside a sentence with a number or a reference: 按本协议 / 第三条的约定.
        return not ended and shift < 0.5 * lower and bool(_CROSS_REFERENCE.search(text) or shift < -0.5 * lower)
    if shift > _CENTRED * lower:
        return same_column and _hangs(first, below.line.x0)
    if len(paragraph.lines) == 1 and shift > 0.5 * lower:
        return not ended or (same_column and _hangs(first, below.line.x0))
    return shift < 0.8 * lower or (not same_column and not ended)


def _hangs(first: Line, x0: float) -> bool:
    """Tell whether a line at `x0` stands under the text that follows the first line's label (a hanging indent)."""
    characters = first.characters()
    text = "".join(char for char, _ in characters)
    label = _LABEL.match(text)
    if label is None:
        return False
    end = label.end()
    while end < len(text) and text[end] in " \u3000、．.":
        end += 1
    return end < len(text) and abs(characters[end][1][0] - x0) < 0.8 * first.size


def _is_full(above: FlowLine, below: FlowLine) -> bool:
    """Tell whether the line above had no room for what the next one starts with."""
    room = above.right - above.line.x1
    return room < _first_unit(below.line) + 0.35 * below.line.size


def _is_loosely_full(first: Line, above: FlowLine, below: FlowLine, setting: Setting) -> bool:
    """Tell whether a sentence runs on after a line that some programs break short, by count and not by width."""
    share = _share(above)
    if is_field(below.line.text):
        return False
    if 0.8 < (first.x0 - below.line.x0) / max(first.size, 1.0) < _CENTRED:  # paragraphs are indented, this line is not
        return share > (_SHORT if above.line.text[-1] in SENTENCE_END else _SHORT_INDENTED)
    return setting.loose and share > _SHORT and above.line.text[-1] not in SENTENCE_END


def _first_unit(line: Line) -> float:
    """Return the width, in points, of what cannot be parted at a line's start: a word, or 汉字 with its marks."""
    characters = line.characters()
    end = 1
    while end < len(characters) and end < 40 and _is_bound(characters[end - 1][0], characters[end][0]):
        end += 1
    boxes: list[CharBox] = [box for _, box in characters[:end] if box[0] <= box[2]]
    return max(box[2] for box in boxes) - min(box[0] for box in boxes) if boxes else 0.0


def _is_bound(left: str, right: str) -> bool:
    if right in CLOSING or left in OPENING:
        return True
    return _is_word(left) and _is_word(right)


def _is_word(character: str) -> bool:
    return is_latin(character) or character in "-_/@.,:%&=#+"
