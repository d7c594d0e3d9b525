"""From the fragments of all pages to blocks in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from contract_scan.extract.assemble import DocumentBuilder
from contract_scan.extract.pdf.columns import reading_order
from contract_scan.extract.pdf.fragments import Fragment, Line, lines_of
from contract_scan.extract.pdf.furniture import PageLines, furniture_of
from contract_scan.extract.pdf.paragraphs import FlowLine, Paragraph, paragraphs_of
from contract_scan.model.document import BlockKind

__all__ = ["PageContent", "write_pages"]

_NEAR = 1.5  # em: lines that end so close to each other end at the same margin
_SYMMETRY = 3.0  # em: a right margin may be so much wider than the left one


@dataclass(slots=True)
class PageContent:
    """What was read from one page: fragments of its running text, and blocks that are no part of it."""

    number: int
    width: float
    height: float
    body: list[Fragment] = field(default_factory=list)
    apart: list[tuple[Line, BlockKind]] = field(default_factory=list)


@dataclass(slots=True)
class _Column:
    """A column of one page: its lines from top to bottom and its edges."""

    page: PageContent
    lines: list[Line]
    left: float
    right: float
    whole: bool  # the page has no other column


def write_pages(pages: Sequence[PageContent], builder: DocumentBuilder) -> None:
    """Write the blocks of all pages in reading order.

    A paragraph that runs on over a page's end stays whole: what stands around it (footer, next header) is written
    before or after it.
    """
    furniture = _take_furniture(pages)
    columns = [column for page in pages for column in _columns(page)]
    _settle_edges(columns)
    flow = [
        FlowLine(line, column.page.number, column.left, column.right, index == 0)
        for column in columns
        for index, line in enumerate(column.lines)
    ]
    _write(pages, furniture, paragraphs_of(flow), builder)


def _take_furniture(pages: Sequence[PageContent]) -> dict[int, list[tuple[Line, BlockKind]]]:
    found = furniture_of([PageLines(page.number, page.height, lines_of(page.body)) for page in pages])
    for page in pages:
        taken = {id(part) for line, _ in found[page.number] for part in line.parts}
        if taken:
            page.body = [fragment for fragment in page.body if id(fragment) not in taken]
    return found


def _columns(page: PageContent) -> list[_Column]:
    regions = reading_order(page.body)
    whole = len(regions) == 1
    return [
        _Column(page, lines_of(region.fragments), region.left, region.right, whole) for region in regions
    ]


def _settle_edges(columns: Sequence[_Column]) -> None:
    """Set each column's right edge to the margin that its lines, and those of like columns elsewhere, run to."""
    alike: dict[tuple[int, int], list[_Column]] = defaultdict(list)
    for column in columns:
        alike[round(column.page.width), round(column.left / 12)].append(column)
    for group in alike.values():
        ends = sorted((line.end, line.size) for column in group for line in column.lines)
        if not ends:
            continue
        margin = _margin(ends)
        near = sum(margin - x1 < _NEAR * size for x1, size in ends)
        proven = near >= max(4, 0.3 * len(ends))
        for column in group:
            size = ends[-1][1]
            mirrored = column.page.width - column.left
            if column.whole and not proven and margin < mirrored - _SYMMETRY * size:
                column.right = mirrored
            else:
                column.right = margin


def _margin(ends: Sequence[tuple[float, float]]) -> float:
    """Return where the longest lines end, a single one that sticks out aside."""
    for (x1, _), (longer, size) in zip(reversed(ends[:-1]), reversed(ends[1:]), strict=True):
        if longer - x1 < _NEAR * size:
            return longer
    return ends[-1][0]


def _write(
    pages: Sequence[PageContent],
    furniture: dict[int, list[tuple[Line, BlockKind]]],
    paragraphs: Sequence[Paragraph],
    builder: DocumentBuilder,
) -> None:
    starting: dict[int, list[Paragraph]] = defaultdict(list)
    for paragraph in paragraphs:
        starting[paragraph.lines[0].page].append(paragraph)
    for page in pages:
        builder.begin_page(page.number, page.width, page.height)
        middle = page.height / 2
        edges = furniture.get(page.number, [])
        for line, kind in edges:
            if line.top < middle:
                builder.add_block([line.piece(page.number)], kind)
        own = starting[page.number]
        runs_on = own[-1:] if own and own[-1].lines[-1].page != page.number else []
        for paragraph in own[: len(own) - len(runs_on)]:
            builder.add_block(paragraph.content())
        for line, kind in page.apart:
            builder.add_block([line.piece(page.number)], kind)
        for line, kind in edges:
            if line.top >= middle:
                builder.add_block([line.piece(page.number)], kind)
        for paragraph in runs_on:
            builder.add_block(paragraph.content())
