"""Plain text: the text as it stands, with its lines as blocks."""

from __future__ import annotations

from collections.abc import Iterator

from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.decode import decode_text
from contract_scan.extract.plain_tables import rows_from, table_blocks
from contract_scan.extract.wrapping import Line, find_wrapping, goes_on, lines_of, with_line_feeds
from contract_scan.model.document import Block, Document, Page
from contract_scan.sources import Source

__all__ = ["read_plain"]

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
        rows = rows_from(lines, index)
        if rows:
            yield from table_blocks(rows, table)
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
