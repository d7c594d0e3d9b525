"""Builds a document's text from positioned pieces, so that no position ever has to be searched again."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from contract_scan.model.document import Block, BlockKind, Box, Page, Recognised, Region

__all__ = ["DocumentBuilder", "Piece", "PlacedText", "PrintedLayout"]


class Piece(NamedTuple):
    """Text from one printed line of one page.

    `boxes` holds four floats (x0, top, x1, bottom; PDF points from the page's top left corner) for every code point
    of `text`. A code point that was not printed (a space put between words) has x0 > x1. `confidence` is set where
    the text was recognised in a picture, as in `Recognised`.
    """

    text: str
    page: int
    boxes: array[float]
    confidence: float | None = None


class PlacedText(NamedTuple):
    """A piece and the offset in the document's text at which it starts."""

    start: int
    piece: Piece


@dataclass(frozen=True, slots=True)
class PrintedLayout:
    """The layout of a document that was printed on pages; plain arrays, so that it can be pickled.

    `placed` is ordered by `start` and does not overlap.
    """

    placed: tuple[PlacedText, ...]

    def regions(self, start: int, end: int) -> Sequence[Region]:
        """Return one region for each printed line that ``text[start:end]`` touches, in reading order."""
        found: list[Region] = []
        index = max(0, bisect_right(self.placed, start, key=lambda placed: placed.start) - 1)
        while index < len(self.placed) and self.placed[index].start < end:
            placed = self.placed[index]
            box = _union(placed.piece, start - placed.start, end - placed.start)
            if box is not None:
                found.append(Region(placed.piece.page, box))
            index += 1
        return found


def _union(piece: Piece, start: int, end: int) -> Box | None:
    """Return the box around the printed code points of ``piece.text[start:end]``, or None where there is none."""
    boxes = piece.boxes
    indices = range(4 * max(start, 0), 4 * min(end, len(piece.text)), 4)
    printed = [i for i in indices if boxes[i] <= boxes[i + 2]]
    if not printed:
        return None
    return Box(
        round(min(boxes[i] for i in printed), 3),
        round(min(boxes[i + 1] for i in printed), 3),
        round(max(boxes[i + 2] for i in printed), 3),
        round(max(boxes[i + 3] for i in printed), 3),
    )


class DocumentBuilder:
    """Collects blocks in reading order and gives text, blocks, pages and layout.

    A block is given as a run of pieces and plain strings; plain strings (labels, joining spaces) stand nowhere.
    A page's range starts with the first block that is added after `begin_page`, or inside a block at its first piece
    from that page, and ends where the next page's range starts.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._placed: list[PlacedText] = []
        self._sizes: list[tuple[int, float, float]] = []
        self._starts: dict[int, int] = {}

    def begin_page(self, number: int, width: float, height: float) -> None:
        """Announce a page; sizes are in points as shown. A page with no text gets an empty range."""
        self._sizes.append((number, width, height))

    def add_block(
        self,
        content: Iterable[Piece | str],
        kind: BlockKind = BlockKind.PARAGRAPH,
        *,
        level: int | None = None,
    ) -> tuple[int, int]:
        """Add one block and return its range; content without any text adds nothing."""
        start = self._open_block()
        for item in content:
            self._append(item)
        block = Block(start, self._length, kind, level=level)
        self._close_block(block)
        return block.start, block.end

    def add_row(
        self,
        cells: Iterable[Iterable[Piece | str]],
        *,
        table: int,
        row: int,
        columns: Sequence[int | tuple[int, int]] = (),
    ) -> tuple[tuple[int, int], ...]:
        """Add one table row, its cells joined by ``" | "``, and return their ranges.

        `columns` says for each column which of the row's cells covers it, or gives the range of one from a row above.
        """
        start = self._open_block()
        ranges: list[tuple[int, int]] = []
        for cell in cells:
            if ranges:
                self._append(" | ")
            cell_start = self._length
            for item in cell:
                self._append(item)
            ranges.append((cell_start, self._length))
        covering = tuple(ranges[column] if isinstance(column, int) else column for column in columns)
        self._close_block(
            Block(
                start,
                self._length,
                BlockKind.TABLE_ROW,
                table=table,
                row=row,
                cells=tuple(ranges),
                columns=covering,
            ),
        )
        return tuple(ranges)

    def _open_block(self) -> int:
        if self._blocks:
            self._append("\n")
        return self._length

    def _close_block(self, block: Block) -> None:
        if block.start < block.end:
            self._blocks.append(block)
        elif self._blocks:  # nothing was in it: take the separator back
            self._parts.pop()
            self._length -= 1

    def _append(self, item: Piece | str) -> None:
        if isinstance(item, Piece):
            if not item.text:
                return
            self._starts.setdefault(item.page, self._length)
            self._placed.append(PlacedText(self._length, item))
            item = item.text
        self._parts.append(item)
        self._length += len(item)

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks so far, in reading order."""
        return tuple(self._blocks)

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages announced, each with the half-open range of text that came from it; the ranges do not overlap."""
        pages: list[Page] = []
        end = self._length
        for number, width, height in reversed(self._sizes):
            start = min(self._starts.get(number, end), end)
            pages.append(Page(number, start, end, width, height))
            end = start
        return tuple(reversed(pages))

    @property
    def recognised(self) -> tuple[Recognised, ...]:
        """The ranges so far that were recognised in pictures, one for each printed line."""
        return tuple(
            Recognised(placed.start, placed.start + len(placed.piece.text), placed.piece.confidence)
            for placed in self._placed
            if placed.piece.confidence is not None
        )

    @property
    def layout(self) -> PrintedLayout:
        """Where the text so far stands."""
        return PrintedLayout(tuple(self._placed))
