"""Writes tables as rows, and knows when a table goes on over a page's end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contract_scan.extract.assemble import DocumentBuilder, Piece
from contract_scan.extract.pdf.characters import SENTENCE_END
from contract_scan.extract.pdf.fragments import Line
from contract_scan.extract.pdf.joining import joined
from contract_scan.extract.pdf.labels import starts_item
from contract_scan.extract.pdf.paragraphs import paragraphs_of
from contract_scan.extract.pdf.setting import FlowLine, setting_of
from contract_scan.extract.pdf.tables import Cell, Table
from contract_scan.model.document import BlockKind

__all__ = ["RowWriter"]

_PROSE = 160  # characters: a lone cell with more is running text in a frame
_PROSE_LINES = 3

_Content = list[Piece | str]


@dataclass(slots=True)
class _Open:
    """The table written last, to which the next page's first table may belong."""

    number: int
    table: Table
    page: int
    header: str
    rows: int = 0

    def goes_on(self, table: Table, page: int, first_row: str) -> bool:
        """Tell whether the next table is this one's rest: on the next page, or under its header in the next column."""
        if self.table.is_like(table):
            return self.page == page - 1
        return page - 1 <= self.page <= page and first_row == self.header and self.table.is_like(table, moved=True)


class RowWriter:
    """Writes the tables of a document in reading order."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self._builder = builder
        self._open: _Open | None = None
        self._count = 0

    def interrupt(self) -> None:
        """Say that running text follows: a table after it is another one."""
        self._open = None

    def write(self, table: Table, page: int) -> None:
        """Write one table, as the continuation of the last one where it is that."""
        rows = [row for row in table.rows if any(cell.fragments for cell in row)]
        texts = [_row_text(row) for row in rows]
        last = self._open
        goes_on = last is not None and last.goes_on(table, page, texts[0])
        if last is None or not goes_on:
            last = self._open = _Open(self._count, table, page, texts[0])
            self._count += 1
        last.table, last.page = table, page
        for index, row in enumerate(rows):
            if goes_on and index == 0 and texts[0] == last.header:
                self._write_repeated(row, page)
            elif _is_prose(row):
                self._write_prose(row, page)
            else:
                self._builder.add_row([_cell_content(cell, page) for cell in row], table=last.number, row=last.rows)
                last.rows += 1

    def _write_repeated(self, row: Sequence[Cell], page: int) -> None:
        content: _Content = []
        for cell in row:
            content.extend([" | "] if content else [])
            content.extend(_cell_content(cell, page))
        self._builder.add_block(content, BlockKind.HEADER)

    def _write_prose(self, row: Sequence[Cell], page: int) -> None:
        for cell in row:
            lines = _flow(cell, page)
            for paragraph in paragraphs_of(lines, setting_of(lines)):
                self._builder.add_block(paragraph.content())


def _row_text(row: Sequence[Cell]) -> str:
    return "|".join("".join(line.text for line in cell.lines()) for cell in row)


def _is_prose(row: Sequence[Cell]) -> bool:
    """Tell whether a row is a frame around running text: one cell with several long lines."""
    filled = [cell for cell in row if cell.fragments]
    if len(filled) != 1:
        return False
    lines = filled[0].lines()
    return len(lines) > _PROSE_LINES and sum(len(line.text) for line in lines) > _PROSE


def _flow(cell: Cell, page: int) -> list[FlowLine]:
    lines = cell.lines()
    left = min((line.x0 for line in lines), default=cell.x0)
    right = max((line.x1 for line in lines), default=cell.x1)
    return [FlowLine(line, page, left, right, index == 0) for index, line in enumerate(lines)]


def _cell_content(cell: Cell, page: int) -> _Content:
    """Return a cell's lines as one text; a list item or a new sentence after a short line is parted by a space."""
    content: _Content = []
    group: list[tuple[Line, int]] = []
    right = max((line.x1 for line in cell.lines()), default=0.0)
    for line in cell.lines():
        if group:
            above = group[-1][0]
            ended = above.text[-1] in SENTENCE_END and right - above.x1 > 2 * line.size
            if ended or starts_item(line.text):
                content.extend([*joined(group), " "])
                group = []
        group.append((line, page))
    content.extend(joined(group))
    return content
