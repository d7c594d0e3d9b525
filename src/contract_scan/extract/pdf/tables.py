"""Ruled tables: a grid from the page's rules, its merged cells, and the text in them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from contract_scan.extract.pdf.drawings import Drawings, Rule
from contract_scan.extract.pdf.fragments import Fragment, Line, lines_of

__all__ = ["Cell", "Table", "ruled_tables"]

_SNAP = 2.5  # points: rules nearer than this are one
_REACH = 4.0  # points: rules that end so close to one another touch
_MOST_RULES = 4_000
_LEAST_CELL = 3.0  # points


@dataclass(slots=True)
class Cell:
    """A cell with its box in points; a merged cell is one cell, in its first row."""

    x0: float
    top: float
    x1: float
    bottom: float
    fragments: list[Fragment] = field(default_factory=list)

    def lines(self) -> list[Line]:
        """Return the cell's printed lines."""
        return lines_of(self.fragments)


@dataclass(slots=True)
class Table:
    """A table on one page: rows of cells, left to right; `edges` are the x of its column borders."""

    x0: float
    top: float
    x1: float
    bottom: float
    rows: list[list[Cell]]
    edges: tuple[float, ...]

    def is_like(self, other: Table, *, moved: bool = False) -> bool:
        """Tell whether the other table has the same columns in the same place or, if `moved`, in any place."""
        if len(self.edges) != len(other.edges):
            return False
        shift = other.edges[0] - self.edges[0] if moved else 0.0
        return all(abs(a + shift - b) < _REACH for a, b in zip(self.edges, other.edges, strict=True))


def ruled_tables(drawings: Drawings, fragments: Sequence[Fragment]) -> tuple[list[Table], list[Fragment]]:
    """Return the page's ruled tables, top to bottom, and the fragments that stand in none."""
    if len(drawings.horizontal) < 2 or not drawings.vertical:
        return [], list(fragments)
    if len(drawings.horizontal) + len(drawings.vertical) > _MOST_RULES:
        return [], list(fragments)  # a drawing, not a table
    rest = list(fragments)
    tables: list[Table] = []
    for across, down in _components(_merged(drawings.horizontal), _merged(drawings.vertical)):
        table = _grid(across, down)
        if table is not None:
            kept = _fill(table, rest)
            table.rows = [row for row in table.rows if row]
            if sum(bool(cell.fragments) for row in table.rows for cell in row) > 1:
                rest = kept
                tables.append(table)
    return sorted(tables, key=lambda table: table.top), rest


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Join rules that lie on one line and meet: borders are often drawn cell by cell."""
    lanes: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if lanes and rule.at - lanes[-1][0].at <= _SNAP:
            lanes[-1].append(rule)
        else:
            lanes.append([rule])
    out: list[Rule] = []
    for lane in lanes:
        at = sum(rule.at for rule in lane) / len(lane)
        start = end = None
        for rule in sorted(lane, key=lambda rule: rule.start):
            if start is None or end is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + _REACH:
                end = max(end, rule.end)
            else:
                out.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        if start is not None and end is not None:
            out.append(Rule(at, start, end))
    return out


def _components(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Group rules that cross or touch one another."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, h in enumerate(across):
        for j, v in enumerate(down):
            if h.start - _REACH <= v.at <= h.end + _REACH and v.start - _REACH <= h.at <= v.end + _REACH:
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate((*across, *down)):
        groups.setdefault(root(index), ([], []))[index >= len(across)].append(rule)
    return [group for group in groups.values() if len(group[0]) > 1 and group[1]]


def _grid(across: list[Rule], down: list[Rule]) -> Table | None:
    """Return the table that these rules draw, or None where they make fewer than two cells side by side."""
    left, right = min(rule.start for rule in across), max(rule.end for rule in across)
    top, bottom = min(rule.at for rule in across), max(rule.at for rule in across)
    xs = _positions([*(rule.at for rule in down), left, right])  # a table may be open at its sides
    ys = _positions([*(rule.at for rule in across), top, bottom])
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 2 or rows < 1:
        return None
    owner = list(range(rows * columns))

    def root(index: int) -> int:
        while owner[index] != index:
            index = owner[index]
        return index

    for row in range(rows):
        for column in range(columns):
            here = root(row * columns + column)
            x, y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
            if column + 1 < columns and not _covered(down, xs[column + 1], y):
                owner[root(row * columns + column + 1)] = here
            if row + 1 < rows and not _covered(across, ys[row + 1], x):
                other = root((row + 1) * columns + column)
                owner[max(here, other)] = min(here, other)
    cells: dict[int, Cell] = {}
    table_rows: list[list[Cell]] = [[] for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            key = root(row * columns + column)
            if key not in cells:
                cells[key] = Cell(xs[column], ys[row], xs[column + 1], ys[row + 1])
                table_rows[row].append(cells[key])
            cell = cells[key]
            cell.x0, cell.x1 = min(cell.x0, xs[column]), max(cell.x1, xs[column + 1])
            cell.bottom = max(cell.bottom, ys[row + 1])
    if max(map(len, table_rows)) < 2:
        return None
    return Table(xs[0], ys[0], xs[-1], ys[-1], table_rows, tuple(xs))


def _positions(values: Sequence[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _LEAST_CELL:
            out.append(value)
    return out


def _covered(rules: Sequence[Rule], at: float, along: float) -> bool:
    return any(abs(rule.at - at) <= _LEAST_CELL and rule.start - 1 <= along <= rule.end + 1 for rule in rules)


def _fill(table: Table, fragments: Sequence[Fragment]) -> list[Fragment]:
    """Put fragments into the table's cells, parted where a border runs between their characters; return the rest."""
    rest: list[Fragment] = []
    cells = [cell for row in table.rows for cell in row]
    for fragment in fragments:
        y = (fragment.top + fragment.bottom) / 2
        if not table.top <= y <= table.bottom or fragment.x1 < table.x0 or fragment.x0 > table.x1:
            rest.append(fragment)
            continue
        for part in _cut(fragment, [cell for cell in cells if cell.top <= y <= cell.bottom]):
            x = (part.x0 + part.x1) / 2
            home = next((c for c in cells if c.x0 <= x <= c.x1 and c.top <= y <= c.bottom), None)
            if home is None:
                rest.append(part)
            else:
                home.fragments.append(part)
    return rest


def _cut(fragment: Fragment, cells: Sequence[Cell]) -> list[Fragment]:
    borders = sorted({edge for cell in cells for edge in (cell.x0, cell.x1) if fragment.x0 < edge < fragment.x1})
    if not borders:
        return [fragment]
    parts: dict[int, Fragment] = {}
    for char, box in zip(fragment.chars, fragment.boxes, strict=True):
        if box[0] > box[2]:
            continue
        lane = bisect_left(borders, (box[0] + box[2]) / 2)
        part = parts.get(lane)
        if part is None and char in " \u3000":
            continue
        if part is None:
            part = parts[lane] = Fragment(
                *box, fragment.size, fragment.style, fragment.order, confidence=fragment.confidence
            )
        part.x0, part.x1 = min(part.x0, box[0]), max(part.x1, box[2])
        part.top, part.bottom = min(part.top, box[1]), max(part.bottom, box[3])
        part.chars.append(char)
        part.boxes.append(box)
    return list(parts.values())
