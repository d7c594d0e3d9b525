"""Joins printed lines into paragraphs, as the typesetter parted them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from contract_scan.extract.assemble import Piece
from contract_scan.extract.pdf.characters import SENTENCE_END
from contract_scan.extract.pdf.fragments import Line
from contract_scan.extract.pdf.joining import joined
from contract_scan.extract.pdf.labels import (
    ends_in_field_name,
    ends_in_reference,
    ends_in_value,
    is_field,
    label_end,
    label_kind,
    parts_fields,
    starts_item,
)
from contract_scan.extract.pdf.setting import AT_MARGIN, LONG, FlowLine, Setting, first_unit, inset, is_full, share

__all__ = ["Paragraph", "paragraphs_of"]

_LONG_INDENTED = 0.6  # share of the column's width of a line that was broken early, where its paragraph is indented
_LONG_FIELD = 0.3  # the same of a form's lines: they are broken where fields are parted
_CENTRED = 5.0  # em: a line that stands so far in is a title; no paragraph is indented by so much
_HIDDEN_BLANK = 1.0  # em: room that a blank took and not the kerning of a line
_OTHER_SIZE = 1.12  # times the size: of a heading
_APART = 1.35  # times the usual distance of lines: a new paragraph
_APART_EVEN = 1.2  # the same where lines are set evenly
_APART_ENDED = 1.08  # the same after a sentence's end


@dataclass(slots=True)
class Paragraph:
    """Lines that make up one paragraph; `parted` are the numbers of those before which blanks stood that are not seen.

    `words` are the Latin words of the document.
    """

    lines: list[FlowLine]
    words: frozenset[str] = frozenset()
    parted: set[int] = field(default_factory=set)

    @property
    def page(self) -> int:
        """The page that the paragraph starts on."""
        return self.lines[0].page

    @property
    def last_page(self) -> int:
        """The page that it ends on."""
        return self.lines[-1].page

    def content(self) -> list[Piece | str]:
        """Return the paragraph as pieces of one text."""
        return joined([(flow.line, flow.page) for flow in self.lines], self.words, self.parted)


def paragraphs_of(flow: Sequence[FlowLine], setting: Setting) -> list[Paragraph]:
    """Join lines, given in reading order, into paragraphs."""
    paragraphs: list[Paragraph] = []
    for line in flow:
        if paragraphs and _goes_on(paragraphs[-1], line, setting):
            last = paragraphs[-1]
            if _hides_blanks(last.lines[-1], line, setting):
                last.parted.add(len(last.lines))
            last.lines.append(line)
        else:
            paragraphs.append(Paragraph([line], setting.words))
    return paragraphs


def _goes_on(paragraph: Paragraph, below: FlowLine, setting: Setting) -> bool:
    """Tell whether the line `below` belongs to the paragraph above it."""
    above = paragraph.lines[-1]
    first, last, upper, lower = paragraph.lines[0].line, above.line, above.line.size, below.line.size
    full = is_full(above, below)
    if not _alike(above.line, below.line) or not (full or _is_loosely_full(first, above, below, setting)):
        return False
    same_column = above.page == below.page and not below.starts_column
    text = last.text
    ended = text[-1] in SENTENCE_END
    if same_column and (below.line.bottom - last.bottom) / max(upper, 1.0) > _farthest(ended, setting):
        return False
    indent = inset(below)
    at_indent = setting.indent is not None and abs(indent - setting.indent) < 0.4
    if at_indent and (ended or is_field(text) or not full):
        return False
    outdented = inset(paragraph.lines[0]) - indent > AT_MARGIN
    within_name = full and ends_in_field_name(text, below.line.text)
    if is_field(first.text) and is_field(below.line.text) and not within_name and (ended or not outdented):
        return False
    shift = (below.line.x0 - below.left) - (last.x0 - above.left)
    if starts_item(below.line.text) and not (indent < AT_MARGIN and label_kind(below.line.text) in setting.indented):
        # A line may begin inside a sentence with a number or a reference: 按本协议 / 第三条的约定.
        within = ends_in_reference(text) or (full and shift < -AT_MARGIN * lower)
        return within and not ended and shift < AT_MARGIN * lower
    if shift > _CENTRED * lower:
        return same_column and _hangs(first, below.line.x0)
    if len(paragraph.lines) == 1 and shift > 0.5 * lower:
        return not ended or (same_column and _hangs(first, below.line.x0))
    return shift < 0.8 * lower or (not same_column and not ended)


def _alike(above: Line, below: Line) -> bool:
    """Tell whether two lines are written in one size, as far as is known: that of recognised lines is estimated."""
    sure = not any(part.confidence is not None for line in (above, below) for part in line.parts)
    ratio = below.size / max(above.size, 0.1)
    return 1 / _OTHER_SIZE < ratio < _OTHER_SIZE if sure else 0.8 < ratio < 1.25


def _farthest(ended: bool, setting: Setting) -> float:
    """Return how far below a line, in units of its size, another one of its paragraph may stand."""
    if not setting.even:
        return _APART * setting.pitch
    return (_APART_ENDED if ended else _APART_EVEN) * setting.pitch


def _hides_blanks(above: FlowLine, below: FlowLine, setting: Setting) -> bool:
    """Tell whether blanks stand at a line's end: a line of a form that was broken though the next unit had room."""
    if parts_fields(above.line.text, below.line.text):
        return True
    if setting.loose or not ends_in_value(above.line.text):
        return False
    room = above.right - above.line.x1 + above.line.slack
    return room > first_unit(below.line) + _HIDDEN_BLANK * below.line.size


def _hangs(first: Line, x0: float) -> bool:
    """Tell whether a line at `x0` stands under the text that follows the first line's label (a hanging indent)."""
    text, boxes = first.read()
    end = label_end(text)
    if not end:
        return False
    while end < len(text) and text[end] in " \u3000、．.":
        end += 1
    return end < len(text) and abs(boxes[4 * end] - x0) < 0.8 * first.size


def _is_loosely_full(first: Line, above: FlowLine, below: FlowLine, setting: Setting) -> bool:
    """Tell whether a sentence runs on after a line that some programs break short, by count and not by width."""
    long = share(above)
    ended = above.line.text[-1] in SENTENCE_END
    if setting.indent is not None and not ended and _indented_by(first, below, setting.indent):
        return long > _LONG_FIELD
    if is_field(below.line.text):
        return False
    if 0.8 < (first.x0 - below.line.x0) / max(first.size, 1.0) < _CENTRED:  # paragraphs are indented, this line is not
        return long > (LONG if ended else _LONG_INDENTED)
    return setting.loose and long > LONG and above.line.text[-1] not in SENTENCE_END


def _indented_by(first: Line, below: FlowLine, indent: float) -> bool:
    """Tell whether a line at the margin follows a first line that is indented like all of the document."""
    return inset(below) < AT_MARGIN and abs((first.x0 - below.line.x0) / max(first.size, 1.0) - indent) < AT_MARGIN
