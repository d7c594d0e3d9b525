"""What an extractor makes of a file: one text, and for every character the place it was printed at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

__all__ = [
    "BODY_KINDS",
    "STROKES",
    "Block",
    "BlockKind",
    "Box",
    "Document",
    "Layout",
    "Page",
    "PartFile",
    "ReadingWarning",
    "Recognised",
    "Region",
    "Unread",
]

#: Signs that part the columns of a table that is drawn with signs, beside | itself.
STROKES = "┃│║‖▏▕¦"


class BlockKind(StrEnum):
    """What a stretch of the text is on the page."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    TABLE_ROW = "table_row"
    FOOTNOTE = "footnote"
    TEXT_BOX = "text_box"
    HEADER = "header"
    FOOTER = "footer"
    PAGE_NUMBER = "page_number"
    WATERMARK = "watermark"
    SEAL = "seal"
    COMMENT = "comment"
    #: A line of the table of contents, which repeats a heading.
    CONTENTS = "contents"
    HIDDEN = "hidden"


#: Kinds that are part of the agreement's running text. The others stay in the text, but are no clause of it.
BODY_KINDS = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.TABLE_ROW, BlockKind.FOOTNOTE, BlockKind.TEXT_BOX}
)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in PDF points (1/72 inch) from the page's top left corner as it is shown."""

    x0: float
    top: float
    x1: float
    bottom: float

    def union(self, other: Box) -> Box:
        """Return the smallest box that holds both."""
        return Box(
            min(self.x0, other.x0), min(self.top, other.top), max(self.x1, other.x1), max(self.bottom, other.bottom)
        )


@dataclass(frozen=True, slots=True)
class Region:
    """A box on a page; pages count from 1."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Page:
    """A page and the half-open range of the document's text that came from it."""

    number: int
    start: int
    end: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Unread:
    """A page or part that could not be read, and why. `page` is None where the part is not a page."""

    part: str
    reason: str
    page: int | None = None
    #: The file of a set; None for one file.
    file: str | None = None


@dataclass(frozen=True, slots=True)
class ReadingWarning:
    """Something about the file that a reader of the report should know. `code` is stable, `message` is for people."""

    code: str
    message: str
    page: int | None = None
    #: The file of a set; None for one file.
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Recognised:
    """A half-open range of the text that was recognised in a picture of it.

    `confidence` is the recogniser's, from 0 to 1, of the line or of its least sure digit; 0 where the text came with
    the file and it is not known.
    """

    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or table row: a half-open range of the document's text.

    `label_end` is the offset at which an automatic number (Word numbering, an HTML list) that the extractor wrote at
    the start of the block ends, or None where there is none. `level` is the heading or list level, from 0.
    Rows of one table share `table`; `cells` are the half-open ranges of the row's cells, in reading order.
    `columns`, where the extractor knows them, has one range for each column of the table: that of the cell which covers
    it. A merged cell is written once, in its first row, so that the range may lie before the block.
    """

    start: int
    end: int
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int | None = None
    label_end: int | None = None
    table: int | None = None
    row: int | None = None
    cells: tuple[tuple[int, int], ...] = ()
    columns: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PartFile:
    """One file of a set, and the half-open range of the joined text that came from it."""

    name: str
    media_type: str
    sha256: str
    size_bytes: int
    page_count: int | None
    start: int
    end: int


class Layout(Protocol):
    """Tells where characters stand on the page. Made by an extractor; may work the boxes out only when asked."""

    def regions(self, start: int, end: int) -> Sequence[Region]:
        """Return one region for each printed line that `text[start:end]` touches, in reading order."""
        ...


class _Nowhere:
    """The layout of a document without pages."""

    __slots__ = ()

    def regions(self, start: int, end: int) -> Sequence[Region]:  # noqa: ARG002 - the form of a Layout
        return ()


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one file, or of the files of a set, with its structure and places.

    `text` is built from positioned pieces: paragraphs are one line each, blocks are parted by ``\\n``, the cells of
    a table row by ``" | "``. Offsets are Unicode code points into `text`, half open. `pages` is empty for formats
    that have none; `page_count` may count pages that could not be read. `recognised` are the ranges that come from
    pictures (OCR), in order and apart. `files` is empty for one file; for a set it has each of them in the order given,
    and page numbers are those of the file. `redacted` says that what is personal in the text was masked.
    """

    name: str
    media_type: str
    sha256: str
    size_bytes: int
    text: str
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...] = ()
    page_count: int | None = None
    unread: tuple[Unread, ...] = ()
    warnings: tuple[ReadingWarning, ...] = ()
    recognised: tuple[Recognised, ...] = ()
    files: tuple[PartFile, ...] = ()
    redacted: bool = False
    layout: Layout = field(default_factory=_Nowhere, compare=False, repr=False)

    def quote(self, start: int, end: int) -> str:
        """Return ``text[start:end]``."""
        return self.text[start:end]

    def page_at(self, offset: int) -> int | None:
        """Return the number, in its own file, of the page that the character at `offset` stands on, or None."""
        low, high = 0, len(self.pages)
        while low < high:
            middle = (low + high) // 2
            if self.pages[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        if low < len(self.pages) and self.pages[low].start <= offset:
            return self.pages[low].number
        return None

    def was_recognised(self, start: int, end: int) -> bool:
        """Tell whether any of ``text[start:end]`` was recognised in a picture."""
        return self.sureness(start, end) is not None

    def sureness(self, start: int, end: int) -> float | None:
        """Return the least confidence of what was recognised of ``text[start:end]``; None where nothing was."""
        low, high = 0, len(self.recognised)
        while low < high:
            middle = (low + high) // 2
            if self.recognised[middle].end <= start:
                low = middle + 1
            else:
                high = middle
        sure: float | None = None
        while low < len(self.recognised) and self.recognised[low].start < end:
            confidence = self.recognised[low].confidence
            sure = confidence if sure is None else min(sure, confidence)
            low += 1
        return sure

    def body(self) -> Iterator[Block]:
        """Yield the blocks that are part of the agreement, in reading order."""
        return (block for block in self.blocks if block.kind in BODY_KINDS)
