"""From what was read from each page to blocks in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from contract_scan.extract.assemble import DocumentBuilder, Piece
from contract_scan.extract.pdf.borderless import aligned_tables, with_open_rows
from contract_scan.extract.pdf.columns import reading_order
from contract_scan.extract.pdf.drawings import Rule
from contract_scan.extract.pdf.fragments import Fragment, Line, line_of, lines_of
from contract_scan.extract.pdf.furniture import EDGE_ZONE, PageLines, furniture_of, watermarks_of
from contract_scan.extract.pdf.joining import joined
from contract_scan.extract.pdf.margin_notes import contents_lines, foot_notes, line_numbers
from contract_scan.extract.pdf.margins import settle_edges
from contract_scan.extract.pdf.paragraphs import Paragraph, paragraphs_of
from contract_scan.extract.pdf.rows import RowWriter, join_split_rows
from contract_scan.extract.pdf.setting import FlowLine, setting_of
from contract_scan.extract.pdf.tables import Table
from contract_scan.model.document import BlockKind

__all__ = ["PageContent", "write_pages"]


@dataclass(slots=True)
class PageContent:
    """What was read from one page: running text, ruled tables, notes at its foot, and blocks that are part of none.

    `rules` are the horizontal ones, and the edges of bands of colour.
    """

    number: int
    width: float
    height: float
    body: list[Fragment] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    apart: list[tuple[Line, BlockKind]] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    notes: list[list[Line]] = field(default_factory=list)
    #: The lines of `body`, where they were put together before; they are those of its only column, if it has one.
    lines: list[Line] | None = None


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

    @property
    def page_width(self) -> float:
        return self.page.width


def write_pages(pages: Sequence[PageContent], builder: DocumentBuilder) -> None:
    """Write the blocks of all pages in reading order.

    A paragraph that runs on over a page's end stays whole: what stands around it (footer, next header) is written
    before or after it.
    """
    _take_marks(pages)
    furniture = _take_furniture(pages)
    for page in pages:
        _take_notes(page)
    columns = [column for page in pages for column in _columns(page)]
    settle_edges(columns)
    flow = _paragraphs_and_tables(columns)
    _write(pages, furniture, flow, builder)


def _take_marks(pages: Sequence[PageContent]) -> None:
    """Take watermarks that come back on other pages, and numbers of lines, out of the running text."""
    marks = watermarks_of([(page.number, page.body) for page in pages])
    for page in pages:
        stamped = marks[page.number]
        numbers = line_numbers(page.body)
        gone = {id(fragment) for fragment in (*stamped, *numbers)}
        if gone:
            page.body = [fragment for fragment in page.body if id(fragment) not in gone]
            page.apart.extend((line_of(fragment), BlockKind.WATERMARK) for fragment in stamped)
            page.apart.extend((line_of(fragment), BlockKind.PAGE_NUMBER) for fragment in numbers)


def _take_notes(page: PageContent) -> None:
    """Take notes at the page's foot and lines of a table of contents out of the running text."""
    lines = lines_of(page.body)
    page.notes = foot_notes(lines, page.height)
    contents = contents_lines(lines)
    page.apart.extend((line, BlockKind.CONTENTS) for line in contents)
    gone = {id(part) for line in (*(line for note in page.notes for line in note), *contents) for part in line.parts}
    if gone:
        page.body = [fragment for fragment in page.body if id(fragment) not in gone]
    else:
        page.lines = lines


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
        if len(regions) == 1 and page.lines is not None:
            lines = page.lines
        else:
            lines = lines_of([fragment for fragment in region.fragments if id(fragment) not in marks])
        items: list[Line | Table] = aligned_tables(lines, page.rules)
        items.extend(
            with_open_rows(marks[id(fragment)], page.rules) for fragment in region.fragments if id(fragment) in marks
        )
        items.sort(key=lambda item: item.top)
        columns.append(_Column(page, items, region.left, region.right, len(regions) == 1))
    return columns


def _mark(table: Table) -> Fragment:
    inside = [fragment for row in table.rows for cell in row for fragment in cell.fragments]
    size = median(fragment.size for fragment in inside)
    order = min(fragment.order for fragment in inside)
    return Fragment(table.x0, table.top, table.x1, table.bottom, size, -1, order, "\0")


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
        for note in page.notes:
            builder.add_block(joined([(line, page.number) for line in note]), BlockKind.FOOTNOTE)
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
