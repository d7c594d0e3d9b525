"""From a page's characters to fragments (runs on one line without a gap), and from fragments to lines."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from contract_scan.extract.assemble import Piece
from contract_scan.extract.pdf.characters import BLANKS, HANGING, SHAPELESS, cleaned, is_latin
from contract_scan.extract.pdf.spacing import Habit, spacing_of
from contract_scan.extract.pdf.textpage import RawText

__all__ = ["FILLED_IN", "CharBox", "Fragment", "Line", "fragments_of", "line_of", "lines_of", "strings_of"]

#: The style of text that comes from a form field or a note and not from the page's content.
FILLED_IN = -1

#: x0, top, x1, bottom in points from the page's top left corner.
CharBox = tuple[float, float, float, float]

_TALLER = 1.6  # times the size: no character of this line; a thin one (一) may lie inside it
_OVERLAP = 0.6  # em that a character may stand inside the one before it: marks are trimmed to half their width
_GAP = 1.2  # em: a wider gap parts fragments (columns, cells, blanks to fill in)
_SPACE = 0.8  # em: a gap between 汉字 that a reader sees as a space
_WORD_SPACE = 0.15  # em: the same between Latin words
_THIN = 14.0  # points: the height of a flat character (一) is taken from its width, up to this
_FIELD_GAP = 6.0  # em: room that a short value leaves in its field
_NOWHERE: CharBox = (1.0, 0.0, 0.0, 0.0)  # x0 > x1: not printed


@dataclass(slots=True)
class Fragment:
    """A run of printed characters on one line, left to right; `chars` and `boxes` are parallel.

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
    chars: list[str] = field(default_factory=list)
    boxes: list[CharBox] = field(default_factory=list)
    confidence: float | None = None
    slack: float = 0.0
    faint: bool = False

    @property
    def text(self) -> str:
        """The characters as one string."""
        return "".join(self.chars)


@dataclass(slots=True)
class Line:
    """One printed line of one column: its fragments from left to right."""

    parts: list[Fragment]
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    _characters: list[tuple[str, CharBox]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The line as it reads, with one space where there is a gap."""
        return "".join([char for char, _ in self.characters()])

    @property
    def slack(self) -> float:
        """By how many points the line was spread to reach the margin."""
        return sum(part.slack for part in self.parts)

    @property
    def end(self) -> float:
        """Where the line ends, a mark that may hang into the margin aside."""
        last = self.parts[-1]
        return last.boxes[-1][0] if last.chars[-1] in HANGING and len(last.chars) > 1 else self.x1

    def piece(self, page: int) -> Piece:
        """Return the line as a positioned piece of page `page`."""
        characters = self.characters()
        boxes = array("f")
        for _, box in characters:
            boxes.extend(box)
        return Piece(self.text, page, boxes, _least_sure(self.parts))

    def characters(self) -> list[tuple[str, CharBox]]:
        """Return the line's characters and their boxes. Worked out once: its parts do not change any more then."""
        out = self._characters
        if out:
            return out
        previous: Fragment | None = None
        for part in self.parts:
            if previous is not None and _spaced(previous, part):
                out.append((" ", _NOWHERE))
            out.extend(zip(part.chars, part.boxes, strict=True))
            previous = part
        return out


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
    return gap > _SPACE * size or (gap > _WORD_SPACE * size and is_latin(left.chars[-1]) and is_latin(right.chars[0]))


def fragments_of(raw: RawText, wanted: Callable[[int], bool], habit: Habit) -> list[Fragment]:
    """Join the characters whose style is `wanted` into fragments, in content order.

    Blanks never open or close a fragment. Those inside one are kept as one; a blank that pdfium put in is kept only
    where a reader sees one: between Latin words, or where the gap is nearly a 汉字 wide.
    """
    fragments: list[Fragment] = []
    text = cleaned("".join(raw.chars))
    spacing = spacing_of(text, raw, habit)
    takes = [wanted(style) for style in range(len(raw.palette))]
    sizes = [style.size for style in raw.palette]
    current: Fragment | None = None
    right = ceiling = floor = size = 0.0  # of the current fragment
    blank: str | None = None
    blank_box = _NOWHERE
    columns = (text, raw.styles, raw.x0, raw.top, raw.x1, raw.bottom, spacing.spread)
    for char, style, x0, top, x1, bottom, spread in zip(*columns, strict=True):
        if style < 0:
            if char == " " and blank is None:
                blank = ""
            continue
        if char == SHAPELESS or not takes[style]:
            continue
        if char in BLANKS:
            blank, blank_box = (char, (x0, top, x1, bottom)) if not blank else (" ", blank_box)
            continue
        height, gap = bottom - top, x0 - right - spread
        if current is not None and height <= _TALLER * size and -_OVERLAP * size < gap < _GAP * size:
            shared = (bottom if bottom < floor else floor) - (top if top > ceiling else ceiling)
            follows = shared > 0.5 * (height if height < floor - ceiling else floor - ceiling)
        else:
            follows = False
        if current is None or not follows:
            if current is not None:
                current.x1, current.top, current.bottom, current.size = right, ceiling, floor, size
            size = sizes[style] or max(height, min(x1 - x0, _THIN))
            current = Fragment(x0, top, x1, bottom, size, style, len(fragments))
            fragments.append(current)
            right, ceiling, floor = x1, top, bottom
        else:
            if (
                blank
                or gap > _SPACE * size
                or (blank is not None and spacing.reads_as_space(current.chars[-1], char, gap / size))
            ):
                current.chars.append(blank or " ")
                current.boxes.append(blank_box if blank else _NOWHERE)
            if x1 > right:
                right = x1
            if top < ceiling:
                ceiling = top
            if bottom > floor:
                floor = bottom
            if height > size and not sizes[style]:
                size = height
            elif sizes[style] > size:
                size = sizes[style]
            current.slack += spread
        current.chars.append(char)
        current.boxes.append((x0, top, x1, bottom))
        blank, blank_box = None, _NOWHERE
    if current is not None:
        current.x1, current.top, current.bottom, current.size = right, ceiling, floor, size
    return fragments


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
            last = current.boxes[-1]
            step = max(abs(x0 + x1 - last[0] - last[2]), abs(top + bottom - last[1] - last[3])) / 2
            if step < 2 * max(extent, current.size):
                current.x0, current.x1 = min(current.x0, x0), max(current.x1, x1)
                current.top, current.bottom = min(current.top, top), max(current.bottom, bottom)
                current.chars.append(char)
                current.boxes.append((x0, top, x1, bottom))
                continue
        current = Fragment(x0, top, x1, bottom, extent, style, len(strings), [char], [(x0, top, x1, bottom)])
        strings.append(current)
    return strings


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
            line.size = max(line.parts, key=lambda part: len(part.chars)).size
    return lines


def _same_line(line: Line, fragment: Fragment) -> bool:
    overlap = min(line.bottom, fragment.bottom) - max(line.top, fragment.top)
    return overlap > 0.5 * min(line.bottom - line.top, fragment.bottom - fragment.top)


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
    for one, other in ((first, second), (second, first)):
        under = [(box[0], box[2], char) for char, box in zip(other.chars, other.boxes, strict=True) if box[0] <= box[2]]
        for index, (char, box) in enumerate(zip(one.chars, one.boxes, strict=True)):
            if box[0] > box[2]:
                gaps.add((one.boxes[index - 1][2], one.boxes[index + 1][0]))
                continue
            middle = (box[0] + box[2]) / 2
            there = [below for x0, x1, below in under if x0 <= middle <= x1]
            gone = any(below not in "_ " for below in there) if char in "_ " else one is second and char in there
            if not gone:
                placed.append((box, char))
    placed.sort(key=lambda item: item[0][0])
    merged = Fragment(
        min(first.x0, second.x0),
        min(first.top, second.top),
        max(first.x1, second.x1),
        max(first.bottom, second.bottom),
        max(first.size, second.size),
        first.style,
        min(first.order, second.order),
        confidence=_least_sure((first, second)),
    )
    for box, char in placed:
        if merged.boxes and (merged.boxes[-1][2], box[0]) in gaps:
            merged.chars.append(" ")
            merged.boxes.append(_NOWHERE)
        merged.chars.append(char)
        merged.boxes.append(box)
    return merged
