"""Tables without borders: lines whose parts stand under one another."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from contract_scan.extract.pdf.fragments import Fragment, Line
from contract_scan.extract.pdf.tables import Cell, Table

__all__ = ["aligned_tables"]

_GAP = 1.5  # em between cells
_BLANK_TO_FILL = re.compile(r"[:：]\s*_*$|[签盖]\s*[字章名]|年\s*月\s*日")
_FIGURE = re.compile(r"\d")


def aligned_tables(lines: Sequence[Line]) -> list[Line | Table]:
    """Return the lines of a column with those that make up a table without borders replaced by it.

    At least three lines in a row have the same columns, two or more, and figures stand in one of them: that is what
    a fee table looks like. Signature blocks and blanks to fill in do not become tables.
    """
    out: list[Line | Table] = []
    start = 0
    while start < len(lines):
        table = _table_at(lines, start)
        if table is None:
            out.append(lines[start])
            start += 1
        else:
            out.append(table)
            start += len(table.rows)
    return out


def _cells(line: Line) -> list[list[Fragment]]:
    cells: list[list[Fragment]] = []
    for part in line.parts:
        if cells and part.x0 - cells[-1][-1].x1 < _GAP * line.size:
            cells[-1].append(part)
        else:
            cells.append([part])
    return cells


def _table_at(lines: Sequence[Line], start: int) -> Table | None:
    if len(lines[start].parts) < 2:
        return None
    rows: list[list[list[Fragment]]] = []
    columns: list[tuple[float, float]] = []
    for line in lines[start:]:
        cells = _cells(line)
        merged = _fits(columns, cells, line.size)
        if len(cells) < 2 or merged is None:
            break
        columns = merged
        rows.append(cells)
    texts = ["".join(part.text for part in cell) for row in rows for cell in row]
    if len(rows) < 3 or any(_BLANK_TO_FILL.search(text) for text in texts):
        return None
    figures = sum(any(_FIGURE.search(part.text) for cell in row[1:] for part in cell) for row in rows)
    if figures < 0.5 * (len(rows) - 1):
        return None
    last = lines[start + len(rows) - 1]
    table_rows = [_row(row, columns, line) for row, line in zip(rows, lines[start:], strict=False)]
    edges = tuple(x0 for x0, _ in columns)
    return Table(columns[0][0], lines[start].top, columns[-1][1], last.bottom, table_rows, edges)


def _fits(
    columns: list[tuple[float, float]], cells: list[list[Fragment]], size: float
) -> list[tuple[float, float]] | None:
    """Return the columns widened by these cells, or None where a cell does not stand in exactly one of them."""
    spans = [(cell[0].x0, cell[-1].x1) for cell in cells]
    if not columns:
        return spans
    if len(spans) != len(columns):
        return None
    merged = []
    for (x0, x1), (left, right) in zip(spans, columns, strict=True):
        aligned = min(abs(x0 - left), abs(x1 - right), abs(x0 + x1 - left - right) / 2) < size
        if not aligned or min(x1, right) < max(x0, left):
            return None
        merged.append((min(x0, left), max(x1, right)))
    apart = all(a[1] + 0.3 * size < b[0] for a, b in itertools.pairwise(merged))
    return merged if apart else None


def _row(cells: list[list[Fragment]], columns: list[tuple[float, float]], line: Line) -> list[Cell]:
    return [Cell(x0, line.top, x1, line.bottom, cell) for cell, (x0, x1) in zip(cells, columns, strict=True)]
