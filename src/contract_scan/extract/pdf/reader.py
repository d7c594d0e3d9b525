"""The walk from a PDF's bytes to a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contract_scan.errors import SourceTooLargeError
from contract_scan.extract.assemble import DocumentBuilder
from contract_scan.extract.pdf.flow import PageContent, write_pages
from contract_scan.extract.pdf.fragments import Fragment, Line, fragments_of, lines_of
from contract_scan.extract.pdf.native import NativePage, opened
from contract_scan.model.document import Document, ReadingWarning, Unread
from contract_scan.sources import Source

__all__ = ["PdfBounds", "read_pdf"]

_MEDIA_TYPE = "application/pdf"


@dataclass(frozen=True, slots=True)
class PdfBounds:
    """How large a PDF may be before it is refused."""

    pages: int = 5_000
    characters_per_page: int = 200_000


def read_pdf(source: Source, *, password: str | None = None, bounds: PdfBounds | None = None) -> Document:
    """Read a PDF.

    Raises EncryptedFileError where a password is needed or wrong, CorruptFileError where no engine can open the
    file, SourceTooLargeError where it is over `bounds`.
    """
    bounds = bounds or PdfBounds()
    contents: list[PageContent] = []
    unread: list[Unread] = []
    warnings: list[ReadingWarning] = []
    with opened(source.data, password, source.name) as document:
        if document.page_count > bounds.pages:
            raise SourceTooLargeError(
                f"{source.name}: {document.page_count} pages, more than {bounds.pages}; "
                f"give PdfBounds(pages={document.page_count}) to read it"
            )
        for index in range(document.page_count):
            with document.page(index) as page:
                contents.append(_content(page))
        page_count = document.page_count
    builder = DocumentBuilder()
    write_pages(contents, builder)
    return Document(
        name=source.name,
        media_type=_MEDIA_TYPE,
        sha256=source.sha256,
        size_bytes=source.size_bytes,
        text=builder.text,
        blocks=builder.blocks,
        pages=builder.pages,
        page_count=page_count,
        unread=tuple(unread),
        warnings=tuple(warnings),
        layout=builder.layout,
    )


def _content(page: NativePage) -> PageContent:
    raw = page.text()
    body = fragments_of(raw, lambda style: raw.palette[style].angle in (0, 1, 2, 359, 358))
    return PageContent(page.number, page.width, page.height, body)
