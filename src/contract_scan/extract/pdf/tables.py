"""Ruled tables: a grid from the page's rules, its merged cells, and the text in them."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from contract_scan.extract.pdf.drawings import Drawings, Rule, merged_rules
from contract_scan.extract.pdf.fragments import CharBox, Fragment, Line, lines_of

__all__ = ["Cell", "Table", "cut", "ruled_tables"]

_REACH = 6.0  # points: rules that end so close to one another touch; cells may stand apart by so much
_SAME = 4.0  # points: columns of one table stand so exactly under one another
_MOST_RULES = 4_000
_LEAST_CELL = 6.0  # points: no text fits in less
_ROWS = 3  # lines in the middles of fewer rows may be one text
_OFF_MIDDLE = 0.3  # share of the row's height
_WIDEST_LABEL = 12.0  # em; running text is wider
_PROSE = 160  # characters: a cell with more, on more lines than `_PROSE_LINES`, is running text in a frame
_PROSE_LINES = 3


@dataclass(slots=True, eq=False)
class Cell:
    """A cell with its box in points. `rest` is what of it stands on the next page."""

    x0: float
    top: float
    x1: float
    bottom: float
    fragments: list[Fragment] = field(default_factory=list)
    rest: Cell | None = None
    _lines: list[Line] = field(default_factory=list)

    def lines(self) -> list[Line]:
        """Return the cell's printed lines on its own page. Worked out once: the cell is not filled any further then."""
        if not self._lines:
            self._lines = lines_of(self.fragments)
        return self._lines

    @property
    def text(self) -> str:
        """The cell's printed lines on its own page, joined."""
        return "".join([line.text for line in self.lines()])

    @property
    def is_prose(self) -> bool:
        """Whether the cell is a frame around running text."""
        return len(self.lines()) > _PROSE_LINES and len(self.text) > _PROSE


@dataclass(slots=True)
class Table:
    """A table on one page: in each row, for each column, the cell that covers it.

    A merged cell is the same object in all of its places. `edges` are the x of the column borders.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    rows: list[list[Cell]]
    edges: tuple[float, ...]

    def cells(self) -> list[Cell]:
        """Return its cells, each once, in reading order."""
        return list({id(cell): cell for row in self.rows for cell in row}.values())

    def is_like(self, other: Table, *, moved: bool = False) -> bool:
        """Tell whether the other table has the same columns in the same place or, if `moved`, in any place."""
        if len(self.edges) != len(other.edges):
            return False
        shift = other.edges[0] - self.edges[0] if moved else 0.0
        return all(abs(a + shift - b) < _SAME for a, b in zip(self.edges, other.edges, strict=True))


def ruled_tables(drawings: Drawings, fragments: Sequence[Fragment]) -> tuple[list[Table], list[Fragment]]:
    """Return the page's ruled tables, top to bottom, and the fragments that stand in none."""
    if len(drawings.horizontal) < 2 or not drawings.vertical:
        return [], list(fragments)
    if len(drawings.horizontal) + len(drawings.vertical) > _MOST_RULES:
        return [], list(fragments)  # a drawing, not a table
    rest = list(fragments)
    tables: list[Table] = []
    grids = [_grid(*group) for group in _components(merged_rules(drawings.horizontal), merged_rules(drawings.vertical))]
    for grid in sorted(filter(None, grids), key=lambda grid: grid.area):  # a table in another's cell comes first
        outside = grid.fill(rest)
        table = grid.table()
        if _is_table(table):
            rest = outside
            tables.append(table)
    return sorted(tables, key=lambda table: (round(table.top), table.x0)), rest


def _is_table(table: Table) -> bool:
    """Tell a table from frames, stacked or alone, and from lines drawn between columns of running text."""
    filled = [[cell for cell in {id(cell): cell for cell in row}.values() if cell.fragments] for row in table.rows]
    if len(filled) == 1:  # a page may show no more of a table than the middle of one row
        prose = sum(cell.is_prose for cell in filled[0])
        return prose < 2 if len(filled[0]) > 1 else prose == 1
    return max(map(len, filled), default=0) > 1


def _components(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Group rules that cross or touch one another."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    places = [v.at for v in down]  # merged rules come in this order
    for i, h in enumerate(across):
        for j in range(bisect_left(places, h.start - _REACH), bisect_right(places, h.end + _REACH)):
            if down[j].start - _REACH <= h.at <= down[j].end + _REACH:
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate((*across, *down)):
        groups.setdefault(root(index), ([], []))[index >= len(across)].append(rule)
    return [group for group in groups.values() if len(group[0]) > 1 and group[1]]


@dataclass(slots=True)
class _Grid:
    """Where columns and rows begin and end, and the cell that covers each of their crossings."""

    xs: list[float]
    ys: list[float]
    rows: list[list[Cell]]

    @property
    def area(self) -> float:
        """In square points."""
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def table(self) -> Table:
        """Return the table, without rows that are but lines inside of merged cells."""
        rows = [row for y, row in zip(self.ys, self.rows, strict=False) if any(cell.top >= y for cell in row)]
        return Table(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1], rows, tuple(self.xs))

    def fill(self, fragments: Sequence[Fragment]) -> list[Fragment]:
        """Put fragments into cells, parted where a border runs between their characters; return the rest."""
        rest: list[Fragment] = []
        left, right, top, bottom = self.xs[0], self.xs[-1], self.ys[0], self.ys[-1]
        for fragment in fragments:
            y = (fragment.top + fragment.bottom) / 2
            if not top <= y < bottom or fragment.x1 < left or fragment.x0 > right:
                rest.append(fragment)
                continue
            row = self.rows[bisect_right(self.ys, y) - 1]
            borders = [x for x in self._borders(row) if fragment.x0 < x < fragment.x1]
            for part in cut(fragment, borders):
                x = (part.x0 + part.x1) / 2
                if left <= x < right:
                    row[bisect_right(self.xs, x) - 1].fragments.append(part)
                else:
                    rest.append(part)
        for row in self.rows:
            self._part_open_cells(row)
        for column in range(len(self.xs) - 1):
            self._part_open_column(column)
        return self._with_labels(rest)

    def _part_open_cells(self, row: list[Cell]) -> None:
        """Part a cell of one line where its text keeps clear of borders that other rows have: some looks lack them."""
        for cell in {id(cell): cell for cell in row}.values():
            columns = [index for index, other in enumerate(row) if other is cell]
            tall = sum(other is cell for line in self.rows for other in line) > len(columns)
            if len(columns) < 2 or tall or len(cell.fragments) < 2 or len(lines_of(cell.fragments)) > 1:
                continue
            borders = [self.xs[column] for column in columns[1:] if _keeps_clear(cell.fragments, self.xs[column])]
            edges = [cell.x0, *borders, cell.x1]
            parts = [Cell(x0, cell.top, x1, cell.bottom) for x0, x1 in pairwise(edges)]
            for fragment in cell.fragments:
                parts[bisect_right(borders, fragment.x0)].fragments.append(fragment)
            for column in columns:
                row[column] = parts[bisect_right(borders, self.xs[column])]

    def _borders(self, row: Sequence[Cell]) -> list[float]:
        inner = [x for x, (a, b) in zip(self.xs[1:], pairwise(row), strict=False) if a is not b]
        return [self.xs[0], *inner, self.xs[-1]]

    def _part_open_column(self, column: int) -> None:
        """Part a cell of many rows that has a line in the middle of each: the rows' own borders are left out there."""
        for cell in {id(row[column]): row[column] for row in self.rows}.values():
            rows = [index for index, row in enumerate(self.rows) if row[column] is cell]
            wide = any(other is cell for at, other in enumerate(self.rows[rows[0]]) if at != column)
            lines = lines_of(cell.fragments) if len(rows) >= _ROWS and not wide else []
            bands = [(self.ys[index], self.ys[index + 1]) for index in rows]
            if len(lines) == len(rows) and all(map(_in_middle, lines, bands)):
                for index, line, (top, bottom) in zip(rows, lines, bands, strict=True):
                    self.rows[index][column] = Cell(cell.x0, top, cell.x1, bottom, line.parts)

    def _with_labels(self, outside: list[Fragment]) -> list[Fragment]:
        """Take in labels that stand to the left of the grid, one beside each row; return what is left."""
        bands = list(pairwise(self.ys))
        left = [
            f for f in outside if f.x1 <= self.xs[0] + _REACH and bands[0][0] < (f.top + f.bottom) / 2 < bands[-1][1]
        ]
        lines = lines_of(left)
        if not max(_ROWS, len(bands) - 1) <= len(lines) <= len(bands):
            return outside
        own = bands[len(bands) - len(lines) :]  # there may be none beside the heads
        start, size = min(line.x0 for line in lines), max(line.size for line in lines)
        aligned = all(line.x0 - start < size and line.x1 - line.x0 < _WIDEST_LABEL * size for line in lines)
        if not aligned or not all(
            a <= (line.top + line.bottom) / 2 < b for line, (a, b) in zip(lines, own, strict=False)
        ):
            return outside
        labels = [Cell(start, top, self.xs[0], bottom) for top, bottom in bands]
        for cell, line in zip(labels[len(bands) - len(lines) :], lines, strict=True):
            cell.fragments.extend(line.parts)
        self.rows[:] = [[label, *row] for label, row in zip(labels, self.rows, strict=True)]
        self.xs.insert(0, start)
        taken = set(map(id, left))
        return [fragment for fragment in outside if id(fragment) not in taken]


def _in_middle(line: Line, band: tuple[float, float]) -> bool:
    """Tell whether a line stands half way between the borders of its row."""
    top, bottom = band
    return abs(line.top + line.bottom - top - bottom) / 2 < _OFF_MIDDLE * (bottom - top)


def _keeps_clear(fragments: Sequence[Fragment], x: float) -> bool:
    """Tell whether fragments stand on both sides of this x and none across it."""
    return any(f.x1 <= x for f in fragments) and all(f.x1 <= x or f.x0 >= x for f in fragments)


def _grid(across: list[Rule], down: list[Rule]) -> _Grid | None:
    """Return the grid that these rules draw, or None where they make fewer than two cells side by side."""
    # A table may be open at its sides: the rules across run on over the outer cells, and so do those down.
    left, right = min(rule.start for rule in across), max(rule.end for rule in across)
    top = min(min(rule.at for rule in across), _shared_end([rule.start for rule in down]))
    bottom = max(max(rule.at for rule in across), -_shared_end([-rule.end for rule in down]))
    xs = _positions([*(rule.at for rule in down), left, right])
    ys = _positions([*(rule.at for rule in across), top, bottom])
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 2 or rows < 1:
        return None
    owner = list(range(rows * columns))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    upright, level = _near(down, xs), _near(across, ys)
    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            x, y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
            for other, open_border in (
                (here + 1, column + 1 < columns and not _covered(upright[column + 1], y)),
                (here + columns, row + 1 < rows and not _covered(level[row + 1], x)),
            ):
                if open_border:
                    first, second = sorted((root(here), root(other)))
                    owner[second] = first
    cells: dict[int, Cell] = {}
    table_rows: list[list[Cell]] = []
    for row in range(rows):
        table_rows.append([])
        for column in range(columns):
            x0, y0, x1, y1 = xs[column], ys[row], xs[column + 1], ys[row + 1]
            cell = cells.setdefault(root(row * columns + column), Cell(x0, y0, x1, y1))
            cell.x0, cell.x1, cell.bottom = min(cell.x0, x0), max(cell.x1, x1), max(cell.bottom, y1)
            table_rows[-1].append(cell)
    if max(len(set(map(id, row))) for row in table_rows) < 2:
        return None
    return _Grid(xs, ys, table_rows)


def _shared_end(values: Sequence[float]) -> float:
    """Return the least value that two rules end at: one alone may be a line that only touches the table."""
    ordered = sorted(values)
    return next((a for a, b in pairwise(ordered) if b - a < _REACH), ordered[-1])


def _positions(values: Sequence[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _LEAST_CELL:
            out.append(value)
    return out


def _near(rules: Sequence[Rule], places: Sequence[float]) -> list[list[Rule]]:
    """Return for each place the rules that lie there."""
    return [[rule for rule in rules if abs(rule.at - place) <= _LEAST_CELL] for place in places]


def _covered(rules: Sequence[Rule], along: float) -> bool:
    return any(rule.start - 1 <= along <= rule.end + 1 for rule in rules)


def cut(fragment: Fragment, borders: Sequence[float]) -> list[Fragment]:
    """Part a fragment at these x, from left to right; blanks at the cuts are left out."""
    if not borders:
        return [fragment]
    parts: dict[int, Fragment] = {}
    blank: tuple[str, CharBox] | None = None
    lane = -1
    for char, box in zip(fragment.text, fragment.char_boxes(), strict=True):
        if char.isspace():
            blank = char, box
            continue
        before, lane = lane, bisect_left(borders, (box[0] + box[2]) / 2)
        part = parts.get(lane)
        if part is None:
            part = parts[lane] = Fragment(
                *box,
                fragment.size,
                fragment.style,
                fragment.order,
                boxes=array(fragment.boxes.typecode),
                confidence=fragment.confidence,
            )
        elif blank is not None and before == lane:
            part.text += blank[0]
            part.boxes.extend(blank[1])
        blank = None
        part.x0, part.x1 = min(part.x0, box[0]), max(part.x1, box[2])
        part.top, part.bottom = min(part.top, box[1]), max(part.bottom, box[3])
        part.text += char
        part.boxes.extend(box)
    return list(parts.values())
