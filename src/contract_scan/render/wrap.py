"""Breaking lines of mixed Chinese and Latin text by terminal cells.

rich breaks at spaces, of which Chinese has none: a long clause after a short word would start on a line of its own,
and commas would open lines. Here a line may break between any two Chinese characters, except before closing and after
opening punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

__all__ = ["GLUE", "Paragraph", "break_lines"]

#: Joins two words that have to stay on one line; printed as a space.
GLUE: Final = "\N{NO-BREAK SPACE}"

_CLOSING = "，。、；：？！）」』》〉】〕”’…—％‰,.;:?!)]}%"
_OPENING = "（「『《〈【〔“‘([{"
# A page or an amount is read as one thing: 第 2 页, 30 天, page 2.
_TOGETHER = r"第 \d+ 页|page \d+|\d[\d.,]* (?:元(?:/\w)?|天|笔|页|个工作日|个月)"
_UNIT = re.compile(
    rf"\S+(?:{GLUE}\S+)+|[{re.escape(_OPENING)}]*(?:{_TOGETHER}|[A-Za-z0-9_\-+¥.,:@#&=~\\]+/*|\S)[{re.escape(_CLOSING)}]*|\s+",
)


def break_lines(text: str, width: int, *, first: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the half-open ranges of `text` that make lines of at most `width` cells, without the spaces at breaks.

    The first line may have a width of its own.
    """
    start = end = used = 0
    limit = width if first is None else first
    for unit_start, unit_end in _units(text, width):
        cells = cell_len(text[unit_start:unit_end])
        blank = text[unit_start:unit_end].isspace()
        if used and used + cells > limit:
            yield start, end
            limit = width
            start = end = unit_end if blank else unit_start
            used = 0
        if blank and not used:
            start = end = unit_end
            continue
        used += cells
        if not blank:
            end = unit_end
    if end > start:
        yield start, end


def _units(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Yield stretches that stay together; one wider than a line is cut into its characters."""
    for match in _UNIT.finditer(text):
        if cell_len(match.group()) <= width:
            yield match.span()
        else:
            yield from ((offset, offset + 1) for offset in range(*match.span()))


class Paragraph:
    """A rich renderable: `text` wrapped by `break_lines`; lines after the first are indented by `hang` cells."""

    def __init__(self, text: Text, *, hang: int = 0) -> None:
        self._text = text
        self._hang = hang

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = max(options.max_width - self._hang, 2)
        for number, (start, end) in enumerate(break_lines(self._text.plain, width, first=options.max_width)):
            line = Text(" " * self._hang if number else "", no_wrap=True, overflow="ignore")
            line.append_text(self._text[start:end])
            line.plain = line.plain.replace(GLUE, " ")
            yield line

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        plain = self._text.plain
        longest = max((cell_len(plain[start:end]) for start, end in _units(plain, options.max_width)), default=0)
        return Measurement(longest, cell_len(plain) + self._hang).with_maximum(options.max_width)
