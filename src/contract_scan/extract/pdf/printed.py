"""From the pages of a PDF or a picture file to the document that they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contract_scan.extract.assemble import DocumentBuilder
from contract_scan.extract.pdf.flow import PageContent, write_pages
from contract_scan.extract.pdf.turning import Placement, shown_pages, turned_back
from contract_scan.model.document import Document, ReadingWarning, Unread
from contract_scan.sources import Source

__all__ = ["printed_document"]


def printed_document(
    source: Source,
    media_type: str,
    contents: Sequence[PageContent],
    turns: Mapping[int, Placement],
    *,
    unread: Sequence[Unread],
    warnings: Sequence[ReadingWarning],
) -> Document:
    """Return the document of a file's pages, with boxes where they are on the pages as shown.

    `turns` are, by page number, the pages that were laid out turned.
    """
    builder = DocumentBuilder()
    write_pages(contents, builder)
    return Document(
        name=source.name,
        media_type=media_type,
        sha256=source.sha256,
        size_bytes=source.size_bytes,
        text=builder.text,
        blocks=builder.blocks,
        pages=shown_pages(builder.pages, turns),
        page_count=len(contents),
        unread=tuple(unread),
        warnings=tuple(warnings),
        recognised=builder.recognised,
        layout=turned_back(builder.layout, turns),
    )
