"""Files embedded as a part of the text (``w:altChunk``): Word takes their content in when it opens the document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import groupby

from contract_scan.extract.flow import Cell, Item, Paragraph, Table
from contract_scan.model.document import Block, BlockKind, Document
from contract_scan.sources import Source

__all__ = ["chunk_source", "items_of"]


def chunk_source(name: str, data: bytes) -> Source:
    """Return the embedded file `name` as a source of its own."""
    return Source(name, data, hashlib.sha256(data).hexdigest(), len(data))


def items_of(document: Document) -> Iterator[Item]:
    """Return what a document holds as items of another one's flow."""
    for table, blocks in groupby(document.blocks, key=_table_of):
        if table is None:
            yield from (_paragraph(document, block) for block in blocks)
        else:
            yield Table(tuple(tuple(_cells(document, block)) for block in blocks))


def _table_of(block: Block) -> int | None:
    return block.table if block.cells and block.kind is BlockKind.TABLE_ROW else None


def _paragraph(document: Document, block: Block) -> Paragraph:
    label = None if block.label_end is None else block.label_end - block.start
    return Paragraph(document.quote(block.start, block.end), block.kind, block.level, label)


def _cells(document: Document, block: Block) -> Iterator[Cell]:
    for start, end in block.cells:
        text = document.quote(start, end)
        yield Cell((Paragraph(text),) if text else ())
