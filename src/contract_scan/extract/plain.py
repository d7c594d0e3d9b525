"""Plain text: the text as it stands, with its lines as blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.decode import decode_text
from contract_scan.extract.wrapping import Line, find_wrapping, goes_on, lines_of, with_line_feeds
from contract_scan.model.document import STROKES, Block, BlockKind, Document, Page
from contract_scan.sources import Source

__all__ = ["read_plain"]

_RULE_ROW = re.compile(r"[\s|:+-]*-{2,}[\s|:+-]*|[\s\u2500-\u257f]+")
_MOST_BYTES = 4  # of a character, in any encoding


def read_plain(source: Source, *, bounds: Bounds = DEFAULT_BOUNDS) -> Document:
    """Return the text of a text file, verbatim but for line breaks, which all become ``\\n``.

    Each line is a block. Where the file was wrapped at a fixed column, the lines of a paragraph are one block, whose
    range then holds their line breaks. Form feeds part pages; their width and height are 0.
    """
    bounds.check("characters", len(source.data) // _MOST_BYTES)
    decoded = decode_text(source.data)
    text = with_line_feeds(decoded.text)
    bounds.check("characters", len(text))
    lines = list(lines_of(text))
    pages = _pages(text)
    bounds.check("pages", len(pages))
    return Document(
        name=source.name,
        media_type="text/plain",
        sha256=source.sha256,
        size_bytes=source.size_bytes,
        text=text,
        blocks=tuple(_blocks(text, lines)),
        pages=pages,
        page_count=len(pages) or None,
        warnings=decoded.warnings,
    )


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


def _blocks(text: str, lines: list[Line | None]) -> Iterator[Block]:
    wrapping = find_wrapping(lines)
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
        last = line
        index += 1
        while index < len(lines):
            following = lines[index]
            if following is None or "\f" in text[last.end : following.start]:
                break
            after = lines[index + 1] if index + 1 < len(lines) else None
            if not goes_on(last, following, after) and not (wrapping is not None and wrapping.joins(last, following)):
                break
            last = following
            index += 1
        yield Block(line.start, last.end)


def _table_rows(lines: list[Line | None], index: int) -> list[Line]:
    """The lines from `index` on that have the same number of cells, if there are two or more of them."""
    rows: list[Line] = []
    count = 0
    for position in range(index, len(lines)):
        line = lines[position]
        if line is None:
            break
        if rows and _RULE_ROW.fullmatch(line.text):
            rows.append(line)
            continue
        cells = len(_cells(line))
        if cells < 2 or (rows and cells != count):
            break
        count = cells
        rows.append(line)
    return rows if sum(1 for row in rows if not _RULE_ROW.fullmatch(row.text)) > 1 else []


def _cells(line: Line) -> list[tuple[int, int]]:
    """Half-open ranges of the cells of a line, without the white space around them."""
    if stroke := _stroke(line.text):
        body = line.text.removeprefix(stroke).removesuffix(stroke)
        first = line.start + (1 if line.text.startswith(stroke) else 0)
        parts = [(match.start(), match.end()) for match in re.finditer(rf"(?:[^{stroke}\\]|\\.)*", body)]
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


def _stroke(text: str) -> str | None:
    """Return the sign that parts the cells of a line; a bare ``|`` within words parts none."""
    if " | " in text or text.startswith("|"):
        return "|"
    return next((sign for sign in "｜" + STROKES if sign in text), None)


def _rows(lines: list[Line], table: int) -> Iterator[Block]:
    row = 0
    for line in lines:
        if _RULE_ROW.fullmatch(line.text):
            continue
        cells = tuple(_cells(line))
        # A row that is parted by tabs has no sign between its cells once white space is left out.
        columns = () if _stroke(line.text) else cells
        yield Block(line.start, line.end, BlockKind.TABLE_ROW, table=table, row=row, cells=cells, columns=columns)
        row += 1
