"""Formats without pages as a flow of paragraphs and tables, and how a flow is laid out as one text with blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.model.document import BODY_KINDS, Block, BlockKind

__all__ = ["Cell", "FlowWriter", "Item", "Paragraph", "Table", "as_hidden"]

_CELL_GAP = " | "
# A cell with this many paragraphs and characters holds running text: the table only lays out the page.
_PROSE_PARAGRAPHS = 3
_PROSE_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of text. The first `label_length` characters are an automatic number, None where there is none."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int | None = None
    label_length: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell. A `covered` one is the part of a merged cell that has no text of its own.

    What covers it is the cell to its left or, where it goes on `below` one, the cell above.
    """

    items: tuple[Item, ...] = ()
    covered: bool = False
    below: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells. `kind` is what its rows become."""

    rows: tuple[tuple[Cell, ...], ...]
    kind: BlockKind = BlockKind.TABLE_ROW


Item = Paragraph | Table


@dataclass(slots=True)
class FlowWriter:
    """Builds a document's text and blocks from items, in reading order."""

    bounds: Bounds = DEFAULT_BOUNDS
    blocks: list[Block] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _tables: int = 0
    _cells: int = 0
    #: The ranges that covered the columns of each table's last row.
    _above: dict[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text so far; every block's offsets point into it."""
        return "".join(self._pieces)

    def write(self, items: Iterable[Item]) -> None:
        """Append `items`. Paragraphs without visible characters leave nothing."""
        for item in items:
            if isinstance(item, Paragraph):
                self._paragraph(item)
            else:
                self._table(item, depth=1)

    def _paragraph(self, item: Paragraph, *, table: int | None = None, row: int | None = None) -> None:
        trimmed = _trim(item)
        if not trimmed.text:
            return
        start = self._append(trimmed.text)
        label_end = None if trimmed.label_length is None else start + trimmed.label_length
        self.blocks.append(
            Block(start, self._length, trimmed.kind, trimmed.level, label_end=label_end, table=table, row=row)
        )

    def _append(self, text: str) -> int:
        if self._pieces:
            self._pieces.append("\n")
            self._length += 1
        start = self._length
        self._pieces.append(text)
        self._length += len(text)
        self.bounds.check("characters", self._length)
        return start

    def _table(self, table: Table, *, depth: int) -> None:
        self.bounds.check("table_depth", depth)
        number = self._tables
        self._tables += 1
        self._above[number] = ()
        for row, cells in enumerate(table.rows):
            self._cells += len(cells)
            self.bounds.check("table_cells", self._cells)
            self._row(cells, table, number, row, depth)

    def _row(self, cells: Sequence[Cell], table: Table, number: int, row: int, depth: int) -> None:
        filled = [cell for cell in cells if cell.items]
        if (len(filled) == 1 and _is_layout(filled[0])) or any(_is_prose(cell) for cell in filled):
            self._above[number] = ()
            for cell in filled:
                for item in cell.items:
                    self._loose(item, table, number, row, depth)
            return
        self._grid_row(cells, table, number, row)
        for cell in filled:
            for item in cell.items:
                if isinstance(item, Table) or not _in_row(item, table.kind):
                    self._loose(item, table, number, row, depth)

    def _loose(self, item: Item, table: Table, number: int, row: int, depth: int) -> None:
        if isinstance(item, Table):
            self._table(item, depth=depth + 1)
        else:
            self._paragraph(_in_story(item, table.kind), table=number, row=row)

    def _grid_row(self, cells: Sequence[Cell], table: Table, number: int, row: int) -> None:
        texts = [None if cell.covered else _cell_text(cell, table.kind) for cell in cells]
        if not any(texts):
            return
        ranges: list[tuple[int, int]] = []
        pieces: list[str] = []
        length = 0
        for text in texts:
            if text is None:
                ranges.append((length, length))
                continue
            if pieces:
                pieces.append(_CELL_GAP)
                length += len(_CELL_GAP)
            pieces.append(text)
            ranges.append((length, length + len(text)))
            length += len(text)
        start = self._append("".join(pieces))
        own = tuple((start + first, start + last) for first, last in ranges)
        self._above[number] = columns = _columns(cells, own, self._above[number])
        self.blocks.append(
            Block(
                start,
                self._length,
                table.kind,
                table=number,
                row=row,
                cells=own,
                columns=columns if any(cell.covered for cell in cells) else (),
            )
        )


def _columns(
    cells: Sequence[Cell], own: Sequence[tuple[int, int]], above: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """Return for each column of a row the range of the cell that covers it."""
    columns: list[tuple[int, int]] = []
    for at, cell in enumerate(cells):
        if cell.covered and cell.below and at < len(above):
            columns.append(above[at])
        elif cell.covered and not cell.below and not cell.items and columns:
            columns.append(columns[-1])
        else:
            columns.append(own[at])
    return tuple(columns)


def as_hidden(items: Iterable[Item]) -> Iterator[Item]:
    """Yield what `items` say as text that no reader sees, table by table and cell by cell."""
    for item in items:
        if isinstance(item, Paragraph):
            yield Paragraph(item.text, BlockKind.HIDDEN)
        else:
            for row in item.rows:
                for cell in row:
                    yield from as_hidden(cell.items)


def _trim(item: Paragraph) -> Paragraph:
    text = item.text.strip().replace("\n", " ")
    if item.label_length is None:
        return item if text == item.text else replace(item, text=text)
    left = len(item.text) - len(item.text.lstrip())
    return replace(item, text=text, label_length=min(max(item.label_length - left, 0), len(text)))


def _in_row(item: Paragraph, table_kind: BlockKind) -> bool:
    """True for a cell's own text; notes, and what is hidden there, stand apart."""
    return (item.kind in BODY_KINDS and item.kind is not BlockKind.FOOTNOTE) or item.kind is table_kind


def _cell_text(cell: Cell, table_kind: BlockKind) -> str:
    texts = (
        item.text.strip().replace("\n", " ")
        for item in cell.items
        if isinstance(item, Paragraph) and _in_row(item, table_kind)
    )
    return " ".join(text for text in texts if text)


def _is_layout(cell: Cell) -> bool:
    """True for the only filled cell of a row if it holds more than one line: a frame around text, not a datum."""
    return sum(isinstance(item, Table) or bool(item.text.strip()) for item in cell.items) > 1


def _is_prose(cell: Cell) -> bool:
    texts = [item.text for item in cell.items if isinstance(item, Paragraph) and item.text.strip()]
    return len(texts) >= _PROSE_PARAGRAPHS and sum(map(len, texts)) > _PROSE_CHARACTERS


def _in_story(item: Paragraph, table_kind: BlockKind) -> Paragraph:
    """A paragraph of a header's table is a header; that of a body table keeps its own kind."""
    if table_kind is BlockKind.TABLE_ROW or item.kind not in BODY_KINDS:
        return item
    return replace(item, kind=table_kind)
