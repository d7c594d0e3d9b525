"""Joins the printed lines of a table without a grid into rows: cells may be broken into several lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from contract_scan.extract.pdf.fragments import Fragment

__all__ = ["LineRow", "Spans", "rows_of_lines"]

_TIGHT = 1.12  # times the distance of lines in a cell: no more lies between lines of one cell
_BANDS = 3  # between rules: with fewer of them, or in one with so many rows, a rule does not part all rows

#: The left and right edge of each column, in points.
Spans = list[tuple[float, float]]


@dataclass(slots=True)
class LineRow:
    """One printed line of a table, or several: its cells, each by the number of its column."""

    top: float
    bottom: float
    cells: dict[int, list[Fragment]] = field(default_factory=dict)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        """The height of its characters, in points."""
        return max(part.size for cell in self.cells.values() for part in cell)

    @property
    def begins(self) -> bool:
        """Whether the line can begin a row: its first column and another one are filled."""
        return 0 in self.cells and len(self.cells) > 1

    def take(self, other: LineRow) -> None:
        """Add the cells of a line below."""
        self.bottom = max(self.bottom, other.bottom)
        for column, parts in other.cells.items():
            self.cells.setdefault(column, []).extend(parts)


def rows_of_lines(lines: Sequence[LineRow], columns: Spans, borders: Sequence[float]) -> list[LineRow]:
    """Join the lines of cells that are broken into several."""
    if len(borders) < 2:
        return _joined(lines, columns)
    bands: list[list[LineRow]] = [[]]
    limits = list(borders)
    for line in lines:
        while limits and limits[0] < line.middle:
            limits.pop(0)
            if bands[-1]:
                bands.append([])
        bands[-1].append(line)
    rows: list[LineRow] = []
    for band in bands:
        # Rules between all rows make one of each band; a table with three rules has a band of many rows.
        several = len(bands) < _BANDS or sum(line.begins for line in band) >= _BANDS
        rows.extend(_joined(band, columns) if several else [_one(band)])
    return rows


def _joined(lines: Sequence[LineRow], columns: Spans) -> list[LineRow]:
    """Join lines into rows by the room between them, or else at the lines that can begin one."""
    if all(line.begins for line in lines):
        return list(lines)
    steps = [
        below.middle - above.middle
        for column in {column for line in lines for column in line.cells}
        for above, below in pairwise([line for line in lines if column in line.cells])
    ]
    cells = _cells_by_room(lines, _TIGHT * min(steps, default=0.0))
    groups: list[list[LineRow]] = []
    for line in lines:
        touching = groups and any(
            line in cell and any(other in groups[-1] for other in cell) for cell in cells if len(cell) > 1
        )
        inside = groups and any(
            cell[0] in groups[-1] and cell[-1].middle > line.middle for cell in cells if len(cell) > 1
        )
        if touching or inside:
            groups[-1].append(line)
        else:
            groups.append([line])
    if any(sum(line.begins for line in group) > 1 for group in groups):  # rows stand as close as lines do
        groups = min(_set_at_top(lines), _set_in_middle(lines), key=lambda groups: _broken_short(groups, columns))
    return [_one(group) for group in groups]


def _set_at_top(lines: Sequence[LineRow]) -> list[list[LineRow]]:
    """Part lines into rows that begin where their first column does."""
    groups: list[list[LineRow]] = []
    for line in lines:
        if groups and not line.begins:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _set_in_middle(lines: Sequence[LineRow]) -> list[list[LineRow]]:
    """Part lines into rows whose first column stands half way between their first line and their last."""
    groups: list[list[LineRow]] = []
    start = 0
    keys = [index for index, line in enumerate(lines) if line.begins]
    for key, following in zip(keys, [*keys[1:], len(lines)], strict=True):
        parts = lines[key].cells[0]
        twice = min(part.top for part in parts) + max(part.bottom for part in parts)
        above = lines[start].top
        end = min(range(key, following), key=lambda index: abs(above + lines[index].bottom - twice))
        groups.append(list(lines[start : end + 1]))
        start = end + 1
    groups[-1].extend(lines[start:])
    return groups


def _broken_short(groups: Sequence[Sequence[LineRow]], columns: Spans) -> int:
    """Count lines that end early although their cell has more: the fewer, the better the lines are grouped."""
    short = 0
    for group in groups:
        for column, (_, right) in enumerate(columns):
            ends = [max(part.x1 for part in line.cells[column]) for line in group if column in line.cells]
            short += sum(right - end > 2 * group[0].size for end in ends[:-1])
    return short


def _cells_by_room(lines: Sequence[LineRow], most: float) -> list[list[LineRow]]:
    """Return the lines of each cell, told by steps from line to line of at most `most`."""
    cells: list[list[LineRow]] = []
    for column in sorted({column for line in lines for column in line.cells}):
        own = [line for line in lines if column in line.cells]
        cells.append(own[:1])
        for above, below in pairwise(own):
            if below.middle - above.middle <= most:
                cells[-1].append(below)
            else:
                cells.append([below])
    return cells


def _one(lines: Sequence[LineRow]) -> LineRow:
    row = LineRow(lines[0].top, lines[0].bottom)
    for line in lines:
        row.take(line)
    return row
