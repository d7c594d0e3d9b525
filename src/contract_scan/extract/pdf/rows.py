"""Writes tables as rows, and knows when a table goes on over a page's end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from contract_scan.extract.assemble import DocumentBuilder, Piece
from contract_scan.extract.pdf.characters import SENTENCE_END
from contract_scan.extract.pdf.fragments import Line
from contract_scan.extract.pdf.joining import joined
from contract_scan.extract.pdf.labels import starts_item
from contract_scan.extract.pdf.paragraphs import paragraphs_of
from contract_scan.extract.pdf.setting import FlowLine, setting_of
from contract_scan.extract.pdf.tables import Cell, Table
from contract_scan.model.document import BlockKind

__all__ = ["RowWriter", "join_split_rows"]

_GOES_ON = "；;，,、：:"  # a list is not at its end behind these

_Content = list[Piece | str]
_Range = tuple[int, int]
_Row = Sequence[Cell]


@dataclass(slots=True)
class _Open:
    """The table written last, to which the next page's first table may belong."""

    number: int
    table: Table
    page: int
    header: list[str]
    rows: int = 0
    #: The ranges of its cells by their identity; of cells that later rows show too.
    ranges: dict[int, _Range] = field(default_factory=dict)

    def goes_on(self, table: Table, page: int, rows: Sequence[str]) -> bool:
        """Tell whether the next table is this one's rest: on the next page, or under its header in the next column."""
        if self.table.is_like(table):
            return self.page == page - 1
        repeated = rows[:1] == self.header[:1]
        return page - 1 <= self.page <= page and repeated and self.table.is_like(table, moved=True)


class RowWriter:
    """Writes the tables of a document in reading order."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self._builder = builder
        self._open: _Open | None = None
        self._count = 0
        self._waiting: tuple[_Open, list[Cell], int] | None = None

    def interrupt(self) -> None:
        """Say that running text follows: a table after it is another one."""
        self._open = None

    def write(self, table: Table, page: int) -> None:
        """Write one table, as the continuation of the last one where it is that.

        A last row that runs on over the page's end waits for `finish`.
        """
        rows = [row for row in table.rows if any(cell.fragments for cell in row)]
        if not rows:
            if self._open is not None:
                self._open.page = page  # all of it was the rest of the row before
            return
        texts = [_row_text(row) for row in rows]
        last, repeated = self._open, 0
        if last is None or not last.goes_on(table, page, texts):
            last = self._open = _Open(self._count, table, page, texts)
            self._count += 1
        else:
            repeated = _repeated(last.header, texts)
        last.table, last.page = table, page
        for row in rows[:repeated]:
            self._write_repeated(row, page)
        for row in rows[repeated:]:
            if any(cell.rest is not None for cell in row):
                self._waiting = last, row, page
            else:
                self._write_row(last, row, page)

    def finish(self) -> None:
        """Write the row that runs on over the page's end, once all else of the page is written."""
        if self._waiting is not None:
            self._write_row(*self._waiting)
            self._waiting = None

    def _write_repeated(self, row: _Row, page: int) -> None:
        content: _Content = []
        for cell in _own(row):
            content.extend([" | "] if content else [])
            content.extend(_cell_content(cell, page))
        self._builder.add_block(content, BlockKind.HEADER)

    def _write_row(self, table: _Open, row: _Row, page: int) -> None:
        own = [cell for cell in _own(row) if id(cell) not in table.ranges]
        filled = [cell for cell in _own(row) if cell.fragments]
        if not any(cell.fragments for cell in own):
            return
        if len(filled) == 1 and filled[0].is_prose:
            written = [self._builder.add_block(paragraph) for paragraph in _prose(filled[0], page)]
            table.ranges[id(filled[0])] = written[0][0], written[-1][1]
            return
        places = {id(cell): index for index, cell in enumerate(own)}
        columns = [places[id(cell)] if id(cell) in places else table.ranges[id(cell)] for cell in row]
        ranges = self._builder.add_row(
            [_cell_content(cell, page) for cell in own], table=table.number, row=table.rows, columns=columns
        )
        table.ranges.update({id(cell): found for cell, found in zip(own, ranges, strict=True)})
        table.rows += 1


def join_split_rows(tables: Sequence[tuple[Table, int]]) -> None:
    """Give rows and merged cells that a page's end splits their rest; `tables` follow one another, with their pages."""
    header: list[str] = []
    last: _Row = ()
    for (above, page), (below, next_page) in pairwise(tables):
        last = above.rows[-1] if above.rows else last  # no rows: all that the page has is the rest of the one before
        if page + 1 != next_page or not above.is_like(below) or not last:
            header, last = [], ()
            continue
        header = header or [_row_text(row) for row in above.rows]
        skipped = _repeated(header, [_row_text(row) for row in below.rows])
        if len(below.rows) == skipped:
            continue
        first = below.rows[skipped]
        spanning = {id(cell) for row in above.rows[:-1] for cell in row}
        split = _is_split(last, first)
        one = {
            id(rest): cell
            for cell, rest in zip(last, first, strict=True)
            if split or (id(cell) in spanning and not rest.fragments)
        }
        if split:
            for cell, rest in zip(last, below.rows.pop(skipped), strict=True):
                cell.rest = rest if rest.fragments else None
            last = first
        below.rows[:] = [[one.get(id(cell), cell) for cell in row] for row in below.rows]


def _repeated(header: Sequence[str], rows: Sequence[str]) -> int:
    """Return how many of the rows repeat the header: the first ones that are the same and, from the second on, say
    no figure."""
    count = 0
    for upper, lower in zip(header, rows, strict=False):
        if upper != lower or (count and any(char.isdigit() for char in upper)):
            break
        count += 1
    return count


def _is_split(row: _Row, rest: _Row) -> bool:
    """Tell whether a page's last row goes on in the next page's first one.

    Its unfinished cells have no room left in their last line, or more items to come; its finished ones, of which there
    is at least one, have nothing on the next page, or had nothing on this one. In the midst of a long row there is but
    one cell with text on either page.
    """
    if len(row) != len(rest) or len(set(map(id, rest))) != len(set(map(id, row))):
        return False
    both = [(cell, other) for cell, other in zip(row, rest, strict=True) if cell.fragments and other.fragments]
    ends = sum(bool(cell.fragments) != bool(other.fragments) for cell, other in zip(row, rest, strict=True))
    return bool(both) and (ends > 0 or len(both) == 1) and all(_runs_on(*pair) for pair in both)


def _runs_on(cell: Cell, rest: Cell) -> bool:
    last, first = cell.lines()[-1], rest.lines()[0]
    inset = max(cell.lines()[0].x0 - cell.x0, 0.0)
    full = cell.x1 - inset - last.x1 < 2 * first.size
    return full or (last.text[-1] in _GOES_ON and starts_item(first.text))


def _own(row: _Row) -> list[Cell]:
    """Return a row's cells, each once."""
    return list({id(cell): cell for cell in row}.values())


def _row_text(row: _Row) -> str:
    return "|".join(cell.text for cell in _own(row))


def _printed(cell: Cell, page: int) -> Iterator[tuple[Line, int, float, float]]:
    """Yield a cell's lines, each with its page and the edges of the text on that page."""
    part: Cell | None = cell
    while part is not None:
        lines = part.lines()
        left = min((line.x0 for line in lines), default=0.0)
        right = max((line.x1 for line in lines), default=0.0)
        yield from ((line, page, left, right) for line in lines)
        part, page = part.rest, page + 1


def _prose(cell: Cell, page: int) -> list[_Content]:
    flow: list[FlowLine] = []
    for line, number, left, right in _printed(cell, page):
        flow.append(FlowLine(line, number, left, right, not flow or flow[-1].page != number))
    return [paragraph.content() for paragraph in paragraphs_of(flow, setting_of(flow))]


def _cell_content(cell: Cell, page: int) -> _Content:
    """Return a cell's lines as one text; a list item or a new sentence after a short line is parted by a space."""
    content: _Content = []
    group: list[tuple[Line, int]] = []
    for line, number, _, right in _printed(cell, page):
        if group:
            above = group[-1][0]
            ended = above.text[-1] in SENTENCE_END and right - above.x1 > 2 * line.size
            if ended or starts_item(line.text):
                content.extend([*joined(group), " "])
                group = []
        group.append((line, number))
    content.extend(joined(group))
    return content
