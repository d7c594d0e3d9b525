"""Lines of text files: which of them a program broke at a fixed column, and so are one paragraph."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Line", "Wrapping", "find_wrapping", "goes_on", "lines_of", "with_line_feeds"]

# Word saves the line breaks inside of paragraphs as vertical tabs, other programs as separators of Unicode.
_LINE_BREAK = re.compile("\r{0,2}\n|[\r\v\u2028\u2029]")
_COUNT = r"[0-9０-９一二三四五六七八九十百千零〇○两]"
# How a numbered clause or a heading starts; a wrapped line that starts so is a new paragraph.
_CLAUSE_START = re.compile(
    rf"\s*(?:第\s*{_COUNT}+\s*[编章节条款项部]|[（(]\s*(?:{_COUNT}+|[a-zA-Z])\s*[)）]|[一二三四五六七八九十]+\s*[、.．]"
    r"|\d+\s*[、)）]|\d+\s*[.．](?!\d)|\d+(?:[.．]\d+)+(?![\d元万亿倍折个日天年月笔台张]|\s*[%％‰])|[①-⑳㈠-㈩⑴-⒇⒈-⒛]|[a-zA-Z][.)、）]"
    r"|附[件录表]|补充协议|【|[-*•●■◆□☑☐]\s)"
)
# What a program keeps together at the end of a line: a word or figure with the marks around it, or one character.
_PIECE = re.compile(r"[（(《“‘「【]*(?:[!-~]{1,20}|.)[，。；：、！？”’」】）》…%％‰)]*", re.DOTALL)
_CLOSING = "”’」』）)】》\"'"
# A line may end with the blank of a form as it may with a full stop.
_ENDS = frozenset("。；;：:！!？?.…_＿-=*~|")
_OPENING_INDENT = "\u3000\u3000"
# Short lines of equal width are those of a form or a list, unlike a paragraph's; no program wraps wider.
_MIN_COLUMNS, _MIN_CHARACTERS, _MAX_WIDTH = 40, 30, 200
# What the lines of one width may differ by: programs that print count a mark as half a character, or hang it out.
_SLACK, _HANGING = 4, 4
# Lines broken inside of a sentence that show a wrapped file, their share of the full lines, and the share of lines (a
# table's, an address) that may be longer.
_MIN_CUT, _CUT_SHARE, _LONGER_SHARE = 3, 0.6, 0.03


# What no line begins with, and what none begins with but behind a blank to fill in.
_NEVER_FIRST = re.compile(r"[%％‰，。；、？！）》”’]")
_UNIT = re.compile(r"(?:[%％‰元日天月年号个套份台笔万]|人民币|自然日|工作日)(?![、.．])")
_BLANK = re.compile(r"[_＿\s]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its break: `start` and `end` leave out the white space around its text."""

    start: int
    end: int
    text: str
    indent: str

    @property
    def whole(self) -> str:
        """The line with its indent."""
        return self.indent + self.text


def with_line_feeds(text: str) -> str:
    """Return `text` with every kind of line break as ``\\n``; one that a faulty transfer doubled, as one."""
    return _LINE_BREAK.sub("\n", text)


def lines_of(text: str) -> Iterator[Line | None]:
    """Yield the lines of a text in order, form feeds parting them too; None stands for a blank one."""
    for match in re.finditer(r"[^\n\f]+|(?<=[\n\f])(?=[\n\f])|\f", text):
        raw = match[0]
        stripped = raw.strip()
        if not stripped:
            yield None
            continue
        indent = raw[: len(raw) - len(raw.lstrip())]
        start = match.start() + len(indent)
        yield Line(start, start + len(stripped), stripped, indent)


def goes_on(line: Line, following: Line, after: Line | None) -> bool:
    """Tell whether a form's sentence was broken at a blank to fill in: 服务费为 / ____ / %，其中.

    `after` is the line behind the following one.
    """
    blank = _BLANK.fullmatch(line.text) is not None
    if not blank and line.text[-1] in "。；：":
        return False
    if _NEVER_FIRST.match(following.text) or (blank and _UNIT.match(following.text)):
        return True
    return (
        _BLANK.fullmatch(following.text) is not None
        and after is not None
        and (_NEVER_FIRST.match(after.text) is not None or _UNIT.match(after.text) is not None)
    )


@dataclass(frozen=True, slots=True)
class Wrapping:
    """The width at which a file's lines were broken, and how it is counted."""

    width: int
    measure: Callable[[str], int]

    def joins(self, line: Line, following: Line) -> bool:
        """Tell whether `following` goes on with the paragraph of `line`, which stands right before it."""
        reach = self.measure(line.whole) + self.measure(_first_piece(following.text))
        cut = not _is_ended(line.text)
        if reach > self.width and cut:
            return True  # there was no room, and the sentence is not over: no matter what the next line looks like
        if reach <= self.width - _SLACK or (reach <= self.width and not cut):
            return False
        indented = following.indent.startswith(_OPENING_INDENT) or len(following.indent) > len(line.indent) + 1
        heading = not _is_ended(following.text) and self.measure(following.whole) < self.width - _SLACK
        return not indented and not (not cut and heading) and not _CLAUSE_START.match(following.text)


def find_wrapping(lines: Sequence[Line | None]) -> Wrapping | None:
    """Return how the file was wrapped, or None where each line is a paragraph of its own."""
    found = [_wrapping(lines, measure, least) for measure, least in ((columns, _MIN_COLUMNS), (len, _MIN_CHARACTERS))]
    return max((one for one in found if one is not None), key=lambda one: one[1], default=(None, 0))[0]


def columns(text: str) -> int:
    """The columns that a text takes on a terminal: two for a Chinese character."""
    return len(text) if text.isascii() else sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _wrapping(lines: Sequence[Line | None], measure: Callable[[str], int], least: int) -> tuple[Wrapping, int] | None:
    """Return how lines were wrapped by this measure, and how many of them show it."""
    widths = sorted(measure(line.whole) for line in lines if line is not None)
    if not widths:
        return None
    longest = widths[-1 - int(len(widths) * _LONGER_SHARE)]
    # Where letters stand among the characters, half of the lines end one before the column; few have a mark past it.
    near = Counter(width for width in widths if longest - _SLACK <= width <= longest)
    width = max(one for one, count in near.items() if count * 2 >= max(near.values()))
    if not least <= width <= _MAX_WIDTH or longest > width + _HANGING:
        return None
    full = [
        line
        for line, following in pairwise(lines)
        if line is not None
        and following is not None
        and measure(line.whole) <= width + _HANGING
        and measure(line.whole) + measure(_first_piece(following.text)) > width
    ]
    cut = sum(not _is_ended(line.text) for line in full)
    if cut < _MIN_CUT or cut < _CUT_SHARE * len(full):
        return None
    return Wrapping(width, measure), cut


def _first_piece(text: str) -> str:
    match = _PIECE.match(text)
    return match[0] if match else ""


def _is_ended(text: str) -> bool:
    return (text.rstrip(_CLOSING) or text)[-1] in _ENDS
