"""Tables without a grid: lines whose parts stand under one another, with rules or bands between them or not."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, pairwise, takewhile

from contract_scan.extract.pdf.drawings import Rule
from contract_scan.extract.pdf.fragments import Fragment, Line
from contract_scan.extract.pdf.labels import is_field, starts_item
from contract_scan.extract.pdf.line_rows import LineRow, Spans, rows_of_lines
from contract_scan.extract.pdf.tables import Cell, Table, cut

__all__ = ["aligned_tables", "with_open_rows"]

_GAP = 1.5  # em between cells
_NARROW = 0.8  # em between cells that stand close
_APART = 0.3  # em between columns
_FAR = 2.5  # em between a table's lines
_ROWS = 3  # without rules, a table has at least so many
_PROSE = 12.0  # em: two columns that are both wider are running text
_LABEL = 6  # characters: a label of a list, without its text, is no longer
_OVERHANG = 1.5  # em that a rule may be shorter than the table's text
_BLANK_TO_FILL = re.compile(r"[:：]\s*_*$|[签盖]\s*[字章名]|年\s*月\s*日|_{4}")
_OPTION = re.compile(r"\s*[□☐☑☒✓✗○●◯]")
_NUMBER = re.compile(r"\d{1,4}")
_CHAPTER = re.compile(r"第.{1,4}[编章节条]|附[件表录则]")
_FIGURE = re.compile(r"\d")


def aligned_tables(lines: Sequence[Line], rules: Sequence[Rule] = ()) -> list[Line | Table]:
    """Return the lines of a column with those that make up a table without a grid replaced by it.

    `rules` are the page's horizontal rules and the edges of its bands. Three lines or more have the same columns, and
    figures stand in them: that is what a fee table looks like. With three columns, or with rules across all of them,
    words will do. Signature blocks, blanks to fill in, lists and contents do not become tables.
    """
    out: list[Line | Table] = []
    parted = [_PartedLine(line, _cells(line.parts, line.size)) for line in lines]
    finer = cache(lambda at: _finer(lines[at]))  # a line is looked at from each line before it that is parted too
    start = 0
    while start < len(lines):
        found = _table_at(parted, start, rules)
        if found is None and _may_be_parted(lines[start]):
            close = takewhile(lambda line: len(line.cells) > 1, map(finer, range(start, len(lines))))
            found = _table_at(list(close), 0, rules)
        if found is None:
            out.append(lines[start])
            start += 1
        else:
            table, count = found
            out.append(table)
            start += count
    return out


def with_open_rows(table: Table, rules: Sequence[Rule]) -> Table:
    """Return a ruled table whose rows that lack all inner borders are parted as a table without a grid is."""
    rows: list[list[Cell]] = []
    for row in table.rows:
        lines = row[0].lines() if all(cell is row[0] for cell in row) else []
        found = aligned_tables(lines, rules) if len(lines) > 1 else []
        inner = found[0] if len(found) == 1 else None
        placed = [_on_columns(cells, table.edges) for cells in inner.rows] if isinstance(inner, Table) else [None]
        parted = [cells for cells in placed if cells is not None]
        rows.extend(parted if len(parted) == len(placed) else [row])
    return replace(table, rows=rows)


def _on_columns(cells: Sequence[Cell], edges: Sequence[float]) -> list[Cell] | None:
    """Return the cells by the columns between these edges; None where two stand in one of them."""
    columns = [Cell(x0, cells[0].top, x1, cells[0].bottom) for x0, x1 in pairwise(edges)]
    for cell in cells:
        home = columns[min(max(bisect_right(edges, (cell.x0 + cell.x1) / 2) - 1, 0), len(columns) - 1)]
        if home.fragments and cell.fragments:
            return None
        home.fragments.extend(cell.fragments)
    return columns


@dataclass(frozen=True, slots=True)
class _PartedLine:
    """A line and its parts, with wide gaps between them."""

    line: Line
    cells: list[list[Fragment]]


def _cells(parts: Sequence[Fragment], size: float) -> list[list[Fragment]]:
    cells: list[list[Fragment]] = []
    for part in parts:
        if cells and part.x0 - cells[-1][-1].x1 < _GAP * size:
            cells[-1].append(part)
        else:
            cells.append([part])
    return cells


def _may_be_parted(line: Line) -> bool:
    return len(line.parts) > 1 or " " in line.parts[0].text


def _finer(line: Line) -> _PartedLine:
    """Part a line at narrow gaps as well: columns may stand that close."""
    return _PartedLine(line, [[piece] for part in line.parts for piece in cut(part, _narrow_gaps(part))])


def _narrow_gaps(part: Fragment) -> list[float]:
    """Return the middles of the gaps that are no typed blanks."""
    if " " not in part.text:
        return []
    boxes = part.char_boxes()
    return [
        (before[2] + after[0]) / 2
        for before, (x0, _, x1, _), after in zip(boxes, boxes[1:], boxes[2:], strict=False)
        if x0 > x1 and after[0] - before[2] > _NARROW * part.size
    ]


def _table_at(lines: Sequence[_PartedLine], start: int, rules: Sequence[Rule]) -> tuple[Table, int] | None:
    """Return the table that begins with the line `start` and how many lines it takes, or None."""
    if start >= len(lines) or len(lines[start].cells) < 2:
        return None
    size, columns = lines[start].line.size, _spans(lines[start].cells)
    count = 1
    for above, below in pairwise(islice(lines, start, None)):
        merged = _fits(columns, below.cells, below.line.size)
        if merged is None or below.line.top - above.line.bottom > _FAR * below.line.size:
            break
        columns = merged
        count += 1
    taken = list(lines[start : start + count])
    borders = _borders(taken, columns, rules, size)
    while taken and _trails(taken[-1], columns, borders):
        taken.pop()
    if len(taken) < 2:
        return None
    rows = rows_of_lines([_row(line, columns) for line in taken], columns, borders)
    if not _is_table(rows, columns, size, ruled=len(borders) > 1):
        return None
    cells = [
        [Cell(x0, row.top, x1, row.bottom, row.cells.get(column, [])) for column, (x0, x1) in enumerate(columns)]
        for row in rows
    ]
    edges = tuple(x0 for x0, _ in columns)
    top, bottom = taken[0].line.top, taken[-1].line.bottom
    return Table(columns[0][0], top, columns[-1][1], bottom, cells, edges), len(taken)


def _spans(cells: Sequence[Sequence[Fragment]]) -> Spans:
    return [(cell[0].x0, cell[-1].x1) for cell in cells]


def _fits(columns: Spans, cells: Sequence[Sequence[Fragment]], size: float) -> Spans | None:
    """Return the columns widened by these cells, or None where a cell does not stand in one of them or beside them."""
    spans = _spans(cells)
    if len(spans) == len(columns):  # heads may stand to the left of their columns, and the figures to the right
        pairs = list(zip(spans, columns, strict=True))
        wide = [(min(a[0], b[0]), max(a[1], b[1])) for a, b in pairs]
        if _are_apart(wide, size) and any(_aligned(a, b, size) for a, b in pairs):
            return wide
    merged, aligned = list(columns), 0
    for x0, x1 in spans:
        at = [index for index, (left, right) in enumerate(merged) if x0 < right and left < x1]
        if not at and len(cells) > 1:
            merged.append((x0, x1))  # a column whose upper cells are empty
        elif len(at) == 1 and _aligned((x0, x1), merged[at[0]], size):
            aligned += 1
            merged[at[0]] = min(x0, merged[at[0]][0]), max(x1, merged[at[0]][1])
        else:
            return None
    merged.sort()
    return merged if aligned and _are_apart(merged, size) else None


def _are_apart(columns: Spans, size: float) -> bool:
    return all(a[1] + _APART * size < b[0] for a, b in pairwise(columns))


def _aligned(cell: tuple[float, float], column: tuple[float, float], size: float) -> bool:
    """Tell whether a cell shares its column's left edge, right edge or middle."""
    (x0, x1), (left, right) = cell, column
    return min(abs(x0 - left), abs(x1 - right), abs(x0 + x1 - left - right) / 2) <= size


def _borders(lines: Sequence[_PartedLine], columns: Spans, rules: Sequence[Rule], size: float) -> list[float]:
    """Return the y of the rules that run across all columns above, between and below the lines."""
    room = _OVERHANG * size
    top, bottom = lines[0].line.top - room, lines[-1].line.bottom + room
    across = sorted(
        rule.at
        for rule in rules
        if top <= rule.at <= bottom and rule.start <= columns[0][0] + room and rule.end >= columns[-1][1] - room
    )
    return [y for index, y in enumerate(across) if not index or y - across[index - 1] > size / 2]


def _trails(parted: _PartedLine, columns: Spans, borders: Sequence[float]) -> bool:
    """Tell whether a last line is no part of the table: it stands under its last rule, or is a line of text."""
    line = parted.line
    if len(parted.cells) > 1:
        return False
    if len(borders) > 1 and borders[-1] < line.bottom:
        return borders[-1] < line.top + line.size / 2
    return line.x0 < columns[1][0]


def _row(parted: _PartedLine, columns: Spans) -> LineRow:
    row = LineRow(parted.line.top, parted.line.bottom)
    for cell in parted.cells:
        column = next(i for i, (x0, x1) in enumerate(columns) if cell[0].x0 < x1 and x0 < cell[-1].x1)
        row.cells[column] = list(cell)
    return row


def _is_table(rows: Sequence[LineRow], columns: Spans, size: float, *, ruled: bool) -> bool:
    texts = [{column: "".join(part.text for part in cell) for column, cell in row.cells.items()} for row in rows]
    every = [text for row in texts for text in row.values()]
    full = sum(len(row.cells) > 1 for row in rows)
    if full < (2 if ruled else _ROWS) or 2 * full < len(rows):
        return False
    if any(_BLANK_TO_FILL.search(text) for text in every) or sum(map(is_field, every)) > 0.5 * len(every):
        return False
    if all(_OPTION.match(text) for text in every) or _is_list(texts, len(columns)) or _is_contents(texts, len(columns)):
        return False
    wide = sum(x1 - x0 > _PROSE * size for x0, x1 in columns)
    if wide > 1:
        return False
    figures = sum(any(_FIGURE.search(text) for column, text in row.items() if column) for row in texts)
    return ruled or len(columns) > 2 or figures >= 0.5 * (len(rows) - 1)


def _is_list(rows: Sequence[dict[int, str]], columns: int) -> bool:
    """Tell a list whose labels are set apart."""
    labels = [row[0].strip() for row in rows if 0 in row]
    return columns == 2 and all(starts_item(label) and len(label) <= _LABEL for label in labels)


def _is_contents(rows: Sequence[dict[int, str]], columns: int) -> bool:
    """Tell a table of contents by its chapters and their pages."""
    labels = [row.get(0, "") for row in rows]
    pages = [row.get(columns - 1, "") for row in rows]
    if not all(map(_CHAPTER.match, labels)) or not all(map(_NUMBER.fullmatch, pages)):
        return False
    return all(int(a) <= int(b) for a, b in pairwise(pages))
