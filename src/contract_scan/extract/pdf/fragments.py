"""Runs of characters on one line without a gap, and the lines that they make up."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from contract_scan.extract.assemble import Piece
from contract_scan.extract.pdf.characters import HANGING, is_latin

__all__ = ["FILLED_IN", "NOWHERE", "SPACE", "CharBox", "Fragment", "Line", "line_of", "lines_of"]

#: The style of text that comes from a form field or a note and not from the page's content.
FILLED_IN = -1

#: x0, top, x1, bottom in points from the page's top left corner.
CharBox = tuple[float, float, float, float]

#: em: a gap between 汉字 that a reader sees as a space.
SPACE = 0.8
_WORD_SPACE = 0.15  # em: the same between Latin words
_FIELD_GAP = 6.0  # em: room that a short value leaves in its field
#: The box of a character that is not printed: x0 > x1.
NOWHERE: CharBox = (1.0, 0.0, 0.0, 0.0)


@dataclass(slots=True)
class Fragment:
    """A run of printed characters on one line, left to right; `boxes` holds four numbers for each, as in `CharBox`.

    `size` is the height of its characters, `style` the number of the style of its first one, `order` its place in the
    page's content. `confidence` is set where it was recognised in a picture, as in `Recognised`; `slack` is by how many
    points its characters were spread to justify the line, and `faint` tells a light print.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    style: int
    order: int
    text: str = ""
    boxes: array[float] = field(default_factory=lambda: array("f"))
    confidence: float | None = None
    slack: float = 0.0
    faint: bool = False

    def box(self, index: int) -> CharBox:
        """Return the box of one of its characters, the last one at -1."""
        at = 4 * index % len(self.boxes)
        x0, top, x1, bottom = self.boxes[at : at + 4]
        return x0, top, x1, bottom

    def char_boxes(self) -> list[CharBox]:
        """Return the boxes of its characters."""
        boxes = self.boxes
        return list(zip(boxes[0::4], boxes[1::4], boxes[2::4], boxes[3::4], strict=True))


@dataclass(slots=True)
class Line:
    """One printed line of one column: its fragments from left to right."""

    parts: list[Fragment]
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    #: The width of what cannot be parted at its start, once that was worked out.
    unit: float | None = None
    _read: tuple[str, array[float]] | None = None

    @property
    def text(self) -> str:
        """The line as it reads, with one space where there is a gap."""
        return self.read()[0]

    @property
    def slack(self) -> float:
        """By how many points the line was spread to reach the margin."""
        return sum(part.slack for part in self.parts)

    @property
    def end(self) -> float:
        """Where the line ends, a mark that may hang into the margin aside."""
        last = self.parts[-1]
        return last.boxes[-4] if last.text[-1] in HANGING and len(last.text) > 1 else self.x1

    def piece(self, page: int) -> Piece:
        """Return the line as a positioned piece of page `page`."""
        text, boxes = self.read()
        return Piece(text, page, boxes if boxes.typecode == "f" else array("f", boxes), _least_sure(self.parts))

    def read(self) -> tuple[str, array[float]]:
        """Return the line's text and the four numbers of each character's box.

        Worked out once: its parts do not change any more then.
        """
        if self._read is None:
            self._read = (self.parts[0].text, self.parts[0].boxes) if len(self.parts) == 1 else _in_one(self.parts)
        return self._read


def _in_one(parts: Sequence[Fragment]) -> tuple[str, array[float]]:
    """Return the text and boxes of fragments that stand beside one another."""
    texts: list[str] = []
    boxes = array("d" if any(part.boxes.typecode == "d" for part in parts) else "f")
    previous: Fragment | None = None
    for part in parts:
        if previous is not None and _spaced(previous, part):
            texts.append(" ")
            boxes.extend(NOWHERE)
        texts.append(part.text)
        boxes.extend(part.boxes if part.boxes.typecode == boxes.typecode else part.boxes.tolist())
        previous = part
    return "".join(texts), boxes


def _least_sure(parts: Sequence[Fragment]) -> float | None:
    """Return the least confidence of parts that were recognised in a picture; None where none was."""
    return min((part.confidence for part in parts if part.confidence is not None), default=None)


def line_of(fragment: Fragment) -> Line:
    """Return a line of one fragment."""
    return Line([fragment], fragment.x0, fragment.top, fragment.x1, fragment.bottom, fragment.size)


def _spaced(left: Fragment, right: Fragment) -> bool:
    gap = right.x0 - left.x1
    size = min(left.size, right.size)
    if FILLED_IN in (left.style, right.style) and gap < _FIELD_GAP * size:
        return False  # a field is wider than its value
    return gap > SPACE * size or (gap > _WORD_SPACE * size and is_latin(left.text[-1]) and is_latin(right.text[0]))


def lines_of(fragments: Sequence[Fragment]) -> list[Line]:
    """Group the fragments of one column into lines, top to bottom, each from left to right."""
    lines: list[Line] = []
    for fragment in sorted(fragments, key=lambda fragment: (fragment.top + fragment.bottom, fragment.x0)):
        line = next((line for line in reversed(lines[-3:]) if _same_line(line, fragment)), None)
        if line is None:
            lines.append(line_of(fragment))
            continue
        line.parts.append(fragment)
        line.x0, line.x1 = min(line.x0, fragment.x0), max(line.x1, fragment.x1)
        line.top, line.bottom = min(line.top, fragment.top), max(line.bottom, fragment.bottom)
        line.size = max(line.size, fragment.size)
    for line in lines:
        if len(line.parts) > 1:
            line.parts = _in_order(line.parts)
            line.size = max(line.parts, key=lambda part: len(part.text)).size
    return lines


def _same_line(line: Line, fragment: Fragment) -> bool:
    top, bottom, upper, lower = line.top, line.bottom, fragment.top, fragment.bottom
    overlap = (lower if lower < bottom else bottom) - (upper if upper > top else top)
    height, other = bottom - top, lower - upper
    return overlap > 0.5 * (other if other < height else height)


def _in_order(parts: list[Fragment]) -> list[Fragment]:
    """Sort by place; a value printed over a ruled blank (____) takes the place of the blank's characters under it."""
    parts = sorted(parts, key=lambda part: part.x0)
    ordered = [parts[0]]
    for part in parts[1:]:
        if part.x0 < ordered[-1].x1 - 0.3 * part.size:
            ordered.append(_merged(ordered.pop(), part))
        else:
            ordered.append(part)
    return ordered


def _merged(first: Fragment, second: Fragment) -> Fragment:
    """Merge two fragments that overlap, character by character.

    What was drawn twice (fake bold) stays once; a blank between two characters goes where the other fragment fills it.
    """
    placed: list[tuple[CharBox, str]] = []
    gaps: set[tuple[float, float]] = set()
    boxes_of = {id(fragment): fragment.char_boxes() for fragment in (first, second)}
    for one, other in ((first, second), (second, first)):
        own, others = boxes_of[id(one)], boxes_of[id(other)]
        under = [(box[0], box[2], char) for char, box in zip(other.text, others, strict=True) if box[0] <= box[2]]
        for index, (char, box) in enumerate(zip(one.text, own, strict=True)):
            if box[0] > box[2]:
                gaps.add((own[index - 1][2], own[index + 1][0]))
                continue
            middle = (box[0] + box[2]) / 2
            there = [below for x0, x1, below in under if x0 <= middle <= x1]
            gone = any(below not in "_ " for below in there) if char in "_ " else one is second and char in there
            if not gone:
                placed.append((box, char))
    placed.sort(key=lambda item: item[0][0])
    text: list[str] = []
    boxes = array("d")  # what is filled in stands at places of its own
    for box, char in placed:
        if text and (boxes[-2], box[0]) in gaps:
            text.append(" ")
            boxes.extend(NOWHERE)
        text.append(char)
        boxes.extend(box)
    return Fragment(
        min(first.x0, second.x0),
        min(first.top, second.top),
        max(first.x1, second.x1),
        max(first.bottom, second.bottom),
        max(first.size, second.size),
        first.style,
        min(first.order, second.order),
        "".join(text),
        boxes,
        confidence=_least_sure((first, second)),
    )
