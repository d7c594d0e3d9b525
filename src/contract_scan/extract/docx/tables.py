"""Tables: rows and cells through every wrapper, merged cells once, rows and cells of the other side left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from contract_scan.extract.docx.names import Properties, child, is_on, local, number, properties_of, value, w
from contract_scan.extract.docx.reading import Reading
from contract_scan.extract.flow import Cell, Item, Table, as_hidden
from contract_scan.model.document import BODY_KINDS, BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["TableReader"]

# Word has no table with more columns; a file that claims more is not believed.
_MAX_COLUMNS = 63
_CELL_REVISIONS = frozenset({"cellIns", "cellDel"})
_ROW_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "del", "moveFrom"})


class TableReader:
    """Reads the tables of a story; `read_cell` yields what a cell holds."""

    def __init__(self, reading: Reading, kind: BlockKind, read_cell: Callable[[_Element], Iterator[Item]]) -> None:
        self._reading = reading
        self._kind = kind
        self._read_cell = read_cell

    def read(self, element: _Element) -> Table:
        """Return the rows and cells of a ``w:tbl``."""
        open_merges: set[int] = set()
        rows = []
        for row in self._parts(element, "tr"):
            properties = child(row, "trPr")
            if properties is not None and self._row_is_gone(properties):
                self._reading.pass_over(row)
                continue
            rows.append(self._row(row, properties, open_merges))
        return Table(tuple(rows), BlockKind.TABLE_ROW if self._kind in BODY_KINDS else self._kind)

    def _parts(self, element: _Element, wanted: str) -> Iterator[_Element]:
        """Rows of a table or cells of a row, through controls and revision marks."""
        for inner in element:
            name = local(inner)
            if name == wanted:
                yield inner
            elif name in self._reading.left_out:
                self._reading.leave_out(inner)
            elif name in _ROW_WRAPPERS:
                yield from self._parts(inner, wanted)

    def _row_is_gone(self, properties: _Element) -> bool:
        gone = False
        for mark in properties:
            name = local(mark)
            if name in {"ins", "del"}:
                self._reading.tracked = True
                gone = gone or name in self._reading.left_out
        return gone

    def _row(self, row: _Element, properties: _Element | None, open_merges: set[int]) -> tuple[Cell, ...]:
        hidden_row = properties is not None and bool(is_on(child(properties, "hidden")))
        before = 0 if properties is None else number(child(properties, "gridBefore")) or 0
        column = min(max(before, 0), _MAX_COLUMNS)
        cells = [Cell(covered=True)] * column
        for element in self._parts(row, "tc"):
            cell_properties = properties_of(child(element, "tcPr"))
            if self._cell_is_gone(cell_properties):
                self._reading.pass_over(element)
                continue
            covered, span = self._span(cell_properties, column, open_merges)
            items = tuple(self._read_cell(element))
            if covered or hidden_row:
                items = tuple(as_hidden(items))
                self._reading.hidden = self._reading.hidden or bool(items)
            below = covered and column in open_merges
            cells.append(Cell(items, covered, below))
            cells.extend([Cell(covered=True, below=below)] * (span - 1))
            column += span
        return tuple(cells)

    def _span(self, properties: Properties, column: int, open_merges: set[int]) -> tuple[bool, int]:
        """Whether the cell is the continuation of a merged one, and how many grid columns it takes."""
        span = min(max(number(properties.get(w("gridSpan"))) or 1, 1), _MAX_COLUMNS)
        vertical, horizontal = self._vertical(properties), properties.get(w("hMerge"))
        goes_on = vertical == "continue"
        covered = goes_on and column in open_merges
        if vertical is None:
            open_merges.discard(column)
        else:
            open_merges.add(column)
        return covered or (horizontal is not None and value(horizontal) in {None, "continue"}), span

    def _vertical(self, properties: Properties) -> str | None:
        """How a cell takes part in a vertical merge on the side that is read: restart, continue or None."""
        change = properties.get(w("cellMerge"))
        if change is not None:
            self._reading.tracked = True
            side = value(change, "vMerge" if self._reading.side == "final" else "vMergeOrig")
            return {"rest": "restart", "cont": "continue"}.get(side or "")
        merge = properties.get(w("vMerge"))
        return None if merge is None else value(merge) or "continue"

    def _cell_is_gone(self, properties: Properties) -> bool:
        revised = set(map(local, properties.values())) & _CELL_REVISIONS
        self._reading.tracked = self._reading.tracked or bool(revised)
        return ("cellDel" if self._reading.side == "final" else "cellIns") in revised
