"""From what was read from each page to blocks in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from contract_scan.extract.assemble import DocumentBuilder, Piece
from contract_scan.extract.pdf.borderless import aligned_tables, with_open_rows
from contract_scan.extract.pdf.columns import reading_order
from contract_scan.extract.pdf.drawings import Rule
from contract_scan.extract.pdf.fragments import Fragment, Line, lines_of
from contract_scan.extract.pdf.furniture import EDGE_ZONE, PageLines, furniture_of
from contract_scan.extract.pdf.paragraphs import FlowLine, Paragraph, paragraphs_of, setting_of
from contract_scan.extract.pdf.rows import RowWriter, join_split_rows
from contract_scan.extract.pdf.tables import Table
from contract_scan.model.document import BlockKind

__all__ = ["PageContent", "write_pages"]

_NEAR = 1.5  # em: lines that end so close to each other end at the same margin
_SAME_START = 3.0  # points
_LONG = 20.0  # em: two lines of this length that end together show a margin
_SYMMETRY = 3.0  # em: a right margin may be so much wider than the left one


@dataclass(slots=True)
class PageContent:
    """What was read from one page: its running text, its ruled tables, and blocks that are no part of either.

    `rules` are the horizontal ones, and the edges of bands of colour.
    """

    number: int
    width: float
    height: float
    body: list[Fragment] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    apart: list[tuple[Line, BlockKind]] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


@dataclass(slots=True)
class _Column:
    """A column of one page: lines and tables from top to bottom, and its edges."""

    page: PageContent
    items: list[Line | Table]
    left: float
    right: float
    whole: bool  # the page has no other column

    @property
    def lines(self) -> list[Line]:
        return [item for item in self.items if isinstance(item, Line)]


def write_pages(pages: Sequence[PageContent], builder: DocumentBuilder) -> None:
    """Write the blocks of all pages in reading order.

    A paragraph that runs on over a page's end stays whole: what stands around it (footer, next header) is written
    before or after it.
    """
    furniture = _take_furniture(pages)
    columns = [column for page in pages for column in _columns(page)]
    _settle_edges(columns)
    flow = _paragraphs_and_tables(columns)
    _write(pages, furniture, flow, builder)


def _take_furniture(pages: Sequence[PageContent]) -> dict[int, list[tuple[Line, BlockKind]]]:
    found = furniture_of([PageLines(page.number, page.height, _edge_lines(page)) for page in pages])
    for page in pages:
        taken = {id(part) for line, _ in found[page.number] for part in line.parts}
        if taken:
            page.body = [fragment for fragment in page.body if id(fragment) not in taken]
    return found


def _edge_lines(page: PageContent) -> list[Line]:
    zone = EDGE_ZONE * page.height
    return lines_of([f for f in page.body if f.bottom < zone or f.top > page.height - zone])


def _columns(page: PageContent) -> list[_Column]:
    """Part a page into columns; a ruled table takes part in that as one wide mark that no gutter may cross."""
    holders = [_mark(table) for table in page.tables]
    marks = {id(holder): table for holder, table in zip(holders, page.tables, strict=True)}
    regions = reading_order([*page.body, *holders])
    columns = []
    for region in regions:
        lines = lines_of([fragment for fragment in region.fragments if id(fragment) not in marks])
        items: list[Line | Table] = aligned_tables(lines, page.rules)
        items.extend(
            with_open_rows(marks[id(fragment)], page.rules) for fragment in region.fragments if id(fragment) in marks
        )
        items.sort(key=lambda item: item.top)
        left = _left(lines, region.left)
        columns.append(_Column(page, items, left, region.right, len(regions) == 1))
    return columns


def _left(lines: Sequence[Line], edge: float) -> float:
    """Return where lines start, a single one that sticks out aside."""
    starts = sorted(line.x0 for line in lines)
    for first, second in pairwise(starts):
        if second - first < _SAME_START:
            return first
    return starts[0] if starts else edge


def _mark(table: Table) -> Fragment:
    return Fragment(table.x0, table.top, table.x1, table.bottom, table.bottom - table.top, -1, 0, ["\0"])


def _settle_edges(columns: Sequence[_Column]) -> None:
    """Set each column's right edge to the margin that its lines, or else those of like columns elsewhere, run to."""
    alike: dict[tuple[int, int, bool], list[_Column]] = defaultdict(list)
    for column in columns:
        alike[round(column.page.width), round(column.left / 12), column.whole].append(column)
    for group in alike.values():
        shared, shared_proven = _margin([line for column in group for line in column.lines])
        for column in group:
            own, proven = _margin(column.lines)
            mirrored = column.page.width - column.left
            # A page's few short lines (a signature) may well end alike; they show no margin where other pages have one.
            short = column.whole and shared_proven and own - column.left < _LONG * _size(column)
            if proven and not short and not (shared_proven and 0 <= shared - own < _SYMMETRY * _size(column)):
                column.right = own
            elif shared_proven or not column.whole or shared > mirrored - _SYMMETRY * _size(column):
                column.right = shared
            else:
                column.right = mirrored


def _size(column: _Column) -> float:
    return max((line.size for line in column.lines), default=0.0)


def _margin(lines: Sequence[Line]) -> tuple[float, bool]:
    """Return where the longest lines end, a single one that sticks out aside, and whether enough of them do."""
    if not lines:
        return 0.0, False
    ends = sorted((line.end, line.size) for line in lines)
    margin = ends[-1][0]
    for (x1, _), (longer, size) in zip(reversed(ends[:-1]), reversed(ends[1:]), strict=True):
        if longer - x1 < _NEAR * size:
            margin = longer
            break
    near = sum(margin - x1 < _NEAR * size for x1, size in ends)
    long = margin - min(line.x0 for line in lines) > _LONG * ends[-1][1]
    return margin, near >= max(2 if long else 4, 0.3 * len(ends))


@dataclass(frozen=True, slots=True)
class _PlacedTable:
    """A table and the page that it stands on."""

    table: Table
    page: int


def _paragraphs_and_tables(columns: Sequence[_Column]) -> list[Paragraph | _PlacedTable]:
    lines = [
        [
            FlowLine(item, column.page.number, column.left, column.right, index == 0)
            if isinstance(item, Line)
            else item
            for index, item in enumerate(column.items)
        ]
        for column in columns
    ]
    setting = setting_of([item for items in lines for item in items if isinstance(item, FlowLine)])
    flow: list[Paragraph | _PlacedTable] = []
    waiting: list[FlowLine] = []
    for column, items in zip(columns, lines, strict=True):
        for item in items:
            if isinstance(item, FlowLine):
                waiting.append(item)
                continue
            flow.extend(paragraphs_of(waiting, setting))
            waiting = []
            flow.append(_PlacedTable(item, column.page.number))
    flow.extend(paragraphs_of(waiting, setting))
    return flow


def _write(
    pages: Sequence[PageContent],
    furniture: dict[int, list[tuple[Line, BlockKind]]],
    flow: Sequence[Paragraph | _PlacedTable],
    builder: DocumentBuilder,
) -> None:
    starting: dict[int, list[Paragraph | _PlacedTable]] = defaultdict(list)
    for item in flow:
        starting[item.page].append(item)
    for run in _runs_of_tables(flow):
        join_split_rows(run)
    rows = RowWriter(builder)
    for page in pages:
        builder.begin_page(page.number, page.width, page.height)
        edges = furniture[page.number]
        head = [(line, kind) for line, kind in edges if line.top < page.height / 2]
        foot = [(line, kind) for line, kind in edges if line.top >= page.height / 2]
        own = starting[page.number]
        last = own[-1] if own else None
        runs_on = [last] if isinstance(last, Paragraph) and last.last_page != page.number else []
        _write_apart(head, page.number, builder)
        for item in own[: len(own) - len(runs_on)]:
            if isinstance(item, _PlacedTable):
                rows.write(item.table, item.page)
            else:
                rows.interrupt()
                builder.add_block(item.content())
        _write_apart([*page.apart, *foot], page.number, builder)
        rows.finish()
        for paragraph in runs_on:
            rows.interrupt()
            builder.add_block(paragraph.content())


def _runs_of_tables(flow: Sequence[Paragraph | _PlacedTable]) -> list[list[tuple[Table, int]]]:
    """Return the tables that no running text parts, each with its page."""
    runs: list[list[tuple[Table, int]]] = [[]]
    for item in flow:
        if isinstance(item, _PlacedTable):
            runs[-1].append((item.table, item.page))
        elif runs[-1]:
            runs.append([])
    return runs


def _write_apart(lines: Sequence[tuple[Line, BlockKind]], page: int, builder: DocumentBuilder) -> None:
    for line, kind in lines:
        content: list[Piece | str] = [line.piece(page)]
        builder.add_block(content, kind)
