"""Plain text and Markdown: the text as it stands, with its lines as blocks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.decode import decode_text
from contract_scan.model.document import Block, BlockKind, Document, Page
from contract_scan.sources import Source

__all__ = ["read_plain"]

_COUNT = r"[0-9０-９一二三四五六七八九十百千零〇○两]"
# How a numbered clause or a heading starts; a wrapped line that starts so is a new paragraph.
_CLAUSE_START = re.compile(
    rf"\s*(?:第\s*{_COUNT}+\s*[编章节条款项部]|[（(]\s*(?:{_COUNT}+|[a-zA-Z])\s*[)）]|[一二三四五六七八九十]+\s*[、.．]"
    r"|\d+\s*[、)）]|\d+\s*[.．](?!\d)|\d+(?:[.．]\d+)+(?![\d元万亿倍折个日天年月笔台张]|\s*[%％‰])|[①-⑳㈠-㈩⑴-⒇⒈-⒛]|[a-zA-Z][.)、）]"
    r"|附[件录表]|补充协议|[-*•●■◆□☑☐]\s)"
)
_ATX_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
_RULE_ROW = re.compile(r"[\s|:+-]*-{2,}[\s|:+-]*")
_SENTENCE_END = "。；;：:！!？?.…"
_OPENING_INDENT = "\u3000\u3000"
_MIN_COLUMNS, _MAX_COLUMNS, _SLACK = 40, 200, 4


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without its break: `start` and `end` leave out the white space around its text."""

    start: int
    end: int
    text: str
    indent: str
    width: int


def read_plain(source: Source, *, markdown: bool = False, bounds: Bounds = DEFAULT_BOUNDS) -> Document:
    """Return the text of a text file, verbatim but for line breaks, which all become ``\\n``.

    Each line is a block. Where the file was wrapped at a fixed column, the lines of a paragraph are one block, whose
    range then holds their line breaks. Form feeds part pages; their width and height are 0.
    """
    decoded = decode_text(source.data)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    bounds.check("characters", len(text))
    lines = list(_lines(text))
    pages = _pages(text)
    bounds.check("pages", len(pages))
    return Document(
        name=source.name,
        media_type="text/markdown" if markdown else "text/plain",
        sha256=source.sha256,
        size_bytes=source.size_bytes,
        text=text,
        blocks=tuple(_blocks(text, lines, markdown)),
        pages=pages,
        page_count=len(pages) or None,
        warnings=decoded.warnings,
    )


def _lines(text: str) -> Iterator[_Line | None]:
    """Yield the lines in order; None stands for a blank one."""
    for match in re.finditer(r"[^\n\f]+|(?<=[\n\f])(?=[\n\f])|\f", text):
        raw = match[0]
        stripped = raw.strip()
        if not stripped:
            yield None
            continue
        indent = raw[: len(raw) - len(raw.lstrip())]
        start = match.start() + len(indent)
        yield _Line(start, start + len(stripped), stripped, indent, _columns(raw.rstrip()))


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _pages(text: str) -> tuple[Page, ...]:
    if "\f" not in text.strip():
        return ()
    pages: list[Page] = []
    start = 0
    for piece in text.split("\f"):
        end = start + len(piece)
        if piece.strip() or end < len(text):
            pages.append(Page(len(pages) + 1, start, end, 0.0, 0.0))
        start = end + 1
    return tuple(pages)


def _blocks(text: str, lines: list[_Line | None], markdown: bool) -> Iterator[Block]:
    column = _wrap_column([line for line in lines if line is not None])
    table = index = 0
    while index < len(lines):
        line = lines[index]
        if line is None:
            index += 1
            continue
        rows = _table_rows(lines, index)
        if rows:
            yield from _rows(rows, table)
            table += 1
            index += len(rows)
            continue
        heading = _ATX_HEADING.fullmatch(line.text) if markdown else None
        if heading and heading[2]:
            start = line.start + heading.start(2)
            yield Block(start, start + len(heading[2]), BlockKind.HEADING, len(heading[1]) - 1)
            index += 1
            continue
        last = line
        index += 1
        while column is not None and index < len(lines):
            following = lines[index]
            if following is None or not _goes_on(last, following, column) or "\f" in text[last.end : following.start]:
                break
            last = following
            index += 1
        yield Block(line.start, last.end)


def _wrap_column(lines: list[_Line]) -> int | None:
    """Return the column at which the file was wrapped, or None where each line is a paragraph of its own."""
    if len(lines) < 4:
        return None
    widths = sorted(line.width for line in lines)
    column = widths[int(len(widths) * 0.95)]
    if not _MIN_COLUMNS <= column <= _MAX_COLUMNS or widths[-1] > column + _SLACK:
        return None
    full = [line for line in lines if line.width >= column - _SLACK]
    cut = [line for line in full if line.text[-1] not in _SENTENCE_END]
    return column if len(full) >= 0.4 * len(lines) and len(cut) >= 0.5 * len(full) else None


def _goes_on(line: _Line, following: _Line, column: int) -> bool:
    if line.width < column - _SLACK or _CLAUSE_START.match(following.text):
        return False
    return not following.indent.startswith(_OPENING_INDENT) and len(following.indent) <= len(line.indent) + 1


def _table_rows(lines: list[_Line | None], index: int) -> list[_Line]:
    """The lines from `index` on that have the same number of cells, if there are two or more of them."""
    rows: list[_Line] = []
    count = 0
    for position in range(index, len(lines)):
        line = lines[position]
        if line is None:
            break
        cells = len(_cells(line))
        if cells < 2 or (rows and cells != count):
            break
        count = cells
        rows.append(line)
    return rows if len(rows) > 1 else []


def _cells(line: _Line) -> list[tuple[int, int]]:
    """Half-open ranges of the cells of a line, without the white space around them."""
    if " | " in line.text or line.text.startswith("|"):
        body = line.text.removeprefix("|").removesuffix("|")
        first = line.start + (1 if line.text.startswith("|") else 0)
        parts = [(match.start(), match.end()) for match in re.finditer(r"(?:[^|\\]|\\.)*", body)]
        parts = [part for k, part in enumerate(parts) if k == 0 or part[0] != parts[k - 1][1]]
    elif "\t" in line.text:
        body, first = line.text, line.start
        parts = [(match.start(), match.end()) for match in re.finditer(r"[^\t]+", body)]
    else:
        return []
    ranges = []
    for start, end in parts:
        piece = body[start:end]
        left = len(piece) - len(piece.lstrip())
        ranges.append((first + start + min(left, len(piece)), first + start + max(len(piece.rstrip()), left)))
    return ranges


def _rows(lines: list[_Line], table: int) -> Iterator[Block]:
    row = 0
    for line in lines:
        if _RULE_ROW.fullmatch(line.text):
            continue
        yield Block(line.start, line.end, BlockKind.TABLE_ROW, table=table, row=row, cells=tuple(_cells(line)))
        row += 1
