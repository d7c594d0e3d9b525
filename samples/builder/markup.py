"""The small markup in which the sample agreements are written, and the numbers that it gives their clauses.

A source is a YAML front matter between two ``---`` lines, then one paragraph a line::

    # text      a clause of level 1 (## and ### for levels 2 and 3); its number is worked out, never typed
    = text      a centred title without a number, such as that of an annex
    ? text      a heading without a number
    |a|b|       a table row; the first of a run of rows is the table's head
    ---page     a page break
    text        a paragraph

Inside a line, ``{+text+}`` was inserted and ``{-text-}`` deleted under tracked changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

Kind = Literal["clause", "title", "heading", "row", "page", "text"]

_DIGITS = "零一二三四五六七八九"
_CHANGE = re.compile(r"\{\+(?P<ins>.*?)\+\}|\{-(?P<del>.*?)-\}")


@dataclass(frozen=True, slots=True)
class Level:
    """How clauses of one level are numbered. `text` holds %1, %2 or %3 where a level's counter goes."""

    format: Literal["chinese", "decimal"]
    text: str
    space: bool = False
    continuous: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line, and what tracked changes did to it."""

    text: str
    change: Literal["ins", "del"] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph or table row. `level` counts from 0; `number` is a clause's number, with any space after it."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    level: int = 0
    number: str = ""
    cells: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The line without its number, tracked changes accepted."""
        return "".join(run.text for run in self.runs if run.change != "del")

    @property
    def is_heading(self) -> bool:
        return self.kind == "heading" or (self.kind == "clause" and self.text[-1:] not in "。；：，")


@dataclass(frozen=True, slots=True)
class Agreement:
    """One source, read."""

    name: str
    title: str
    make: str
    lines: tuple[Line, ...]
    levels: tuple[Level, ...]
    options: dict[str, Any]

    def plain(self) -> str:
        """Return the agreement as text: one line for each paragraph, table cells parted by tabs."""
        lines = [self.title]
        lines.extend(
            "\t".join(line.cells) if line.kind == "row" else line.number + line.text
            for line in self.lines
            if line.kind != "page"
        )
        return "\n".join(lines) + "\n"

    def blocks(self) -> Iterator[Line | list[Line]]:
        """Yield the lines in order, a run of table rows as one list."""
        table: list[Line] = []
        for line in self.lines:
            if line.kind == "row":
                table.append(line)
                continue
            if table:
                yield table
                table = []
            yield line
        if table:
            yield table


def chinese(number: int) -> str:
    """Return 1 to 99 as 一 to 九十九."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def read(path: Path) -> Agreement:
    """Read one source file."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    options: dict[str, Any] = yaml.safe_load(front)
    levels = tuple(Level(**level) for level in options.pop("levels", []))
    return Agreement(
        name=path.stem,
        title=options.pop("title"),
        make=options.pop("make"),
        lines=tuple(_lines(body, levels)),
        levels=levels,
        options=options,
    )


def _lines(body: str, levels: tuple[Level, ...]) -> Iterator[Line]:
    counters = [0] * len(levels)
    for raw in body.splitlines():
        line = raw.strip()
        if not line:
            continue
        if line == "---page":
            yield Line("page")
        elif line.startswith("|"):
            yield Line("row", cells=tuple(cell.strip() for cell in line[1:-1].split("|")))
        elif line.startswith("#"):
            marks, text = line.split(" ", 1)
            level = len(marks) - 1
            counters[level] += 1
            for below in range(level + 1, len(levels)):
                if not levels[below].continuous:
                    counters[below] = 0
            yield Line("clause", _runs(text), level, _number(levels, level, counters))
        elif line.startswith(("= ", "? ")):
            yield Line("title" if line[0] == "=" else "heading", _runs(line[2:]))
        else:
            yield Line("text", _runs(line))


def _number(levels: tuple[Level, ...], level: int, counters: list[int]) -> str:
    def counter(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        return chinese(counters[at]) if levels[level].format == "chinese" else str(counters[at])

    return re.sub(r"%(\d)", counter, levels[level].text) + ("　" if levels[level].space else "")


def _runs(text: str) -> tuple[Run, ...]:
    runs, at = [], 0
    for match in _CHANGE.finditer(text):
        if match.start() > at:
            runs.append(Run(text[at : match.start()]))
        runs.append(Run(match["ins"], "ins") if match["ins"] is not None else Run(match["del"], "del"))
        at = match.end()
    if at < len(text):
        runs.append(Run(text[at:]))
    return tuple(runs)
