"""Pages whose text another program took out of a file: laid out as the pages of one document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.plain import read_plain
from contract_scan.model.document import Document, Page, Unread
from contract_scan.sources import Pages, Source

__all__ = ["read_pages"]

_BREAK = "\f"
_NOT_GIVEN = "没有给出这一页的文字"
_NOTHING = "给出的这一页没有文字；如果是扫描页，请先识别（OCR），如果确实是空白页，请用 Pages(blank=...) 说明"


def read_pages(pages: Pages, *, bounds: Bounds = DEFAULT_BOUNDS) -> Document:
    """Return the pages as a document, verbatim but for line breaks, which all become ``\\n``.

    Form feeds part the pages; their width and height are 0. A page without text is `unread` unless it is known to be
    blank. The digest is that of the joined text in UTF-8. Raises SourceTooLargeError where it is over `bounds`.
    """
    bounds.begin_pages(len(pages.texts))
    data = _BREAK.join(map(_one_page, pages.texts)).encode("utf-8", errors="replace")
    source = Source(pages.name, data, hashlib.sha256(data).hexdigest(), len(data), decoded=True)
    document = read_plain(source, bounds=bounds)
    laid = tuple(_laid_out(document.text))
    return replace(document, pages=laid, page_count=len(laid), unread=tuple(_unread(pages)))


def _one_page(text: str | None) -> str:
    # A form feed inside of a page, as some programs put at its end, is no page break here, and a NUL no character.
    return (text or "").replace(_BREAK, "\n").replace("\0", "\ufffd").removeprefix("\ufeff")


def _laid_out(text: str) -> Iterator[Page]:
    start = 0
    for number, piece in enumerate(text.split(_BREAK), 1):
        yield Page(number, start, start + len(piece), 0.0, 0.0)
        start += len(piece) + 1


def _unread(pages: Pages) -> Iterator[Unread]:
    for number, text in enumerate(pages.texts, 1):
        if number not in pages.blank and not (text or "").strip():
            yield Unread(f"第{number}页", _NOT_GIVEN if text is None else _NOTHING, number)
