"""Files to documents: the type is told by the content, the reader chosen, and every failure made a typed error."""

from __future__ import annotations

from typing import Literal

from contract_scan.errors import (
    ContractScanError,
    CorruptFileError,
    EncryptedFileError,
    UnsupportedFormatError,
)
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.sniff import Format, sniff
from contract_scan.model.document import Document
from contract_scan.sources import Source

__all__ = ["Bounds", "extract"]


def extract(
    source: Source,
    *,
    password: str | None = None,
    tracked: Literal["final", "original"] = "final",
    bounds: Bounds = DEFAULT_BOUNDS,
) -> Document:
    """Return the text of `source` with its blocks and, where the format has them, pages and places.

    `password` opens an encrypted PDF. `tracked` says which side of unaccepted changes in a Word file is read.
    Raises `ExtractionError` or `SourceTooLargeError`; no other error of a parser gets out.
    """
    found: Format | None = None
    try:
        found = sniff(source, bounds)
        return _read(source, found, password, tracked, bounds)
    except ContractScanError as error:
        error.args = (_named(source, str(error)),)
        raise
    except MemoryError:
        raise
    except Exception as error:  # parsers meet files that their authors did not think of
        kind = f"{found} file" if found else "file"
        raise CorruptFileError(
            _named(source, f"the {kind} is damaged and cannot be read ({type(error).__name__})")
        ) from error


def _named(source: Source, message: str) -> str:
    return message if message.startswith(f"{source.name}: ") else f"{source.name}: {message}"


def _read(
    source: Source, found: Format, password: str | None, tracked: Literal["final", "original"], bounds: Bounds
) -> Document:
    # Readers bring heavy libraries; each is imported when a file needs it.
    match found:
        case Format.PDF:
            from contract_scan.extract.pdf import read_pdf

            return read_pdf(source, password=password, bounds=bounds)
        case Format.DOCX:
            from contract_scan.extract.docx import read_docx

            return read_docx(source, tracked=tracked, bounds=bounds)
        case Format.HTML:
            from contract_scan.extract.html import read_html

            return read_html(source, tracked=tracked, bounds=bounds)
        case Format.TEXT:
            from contract_scan.extract.plain import read_plain

            return read_plain(source, bounds=bounds)
        case Format.MARKDOWN:
            from contract_scan.extract.markdown import read_markdown

            return read_markdown(source, tracked=tracked, bounds=bounds)
        case Format.MHTML:
            from contract_scan.extract.containers import page_of
            from contract_scan.extract.html import read_page

            page, sheets = page_of(source, bounds)
            return read_page(source, page, sheets=sheets, tracked=tracked, bounds=bounds)
        case Format.LEGACY | Format.RTF | Format.ODT | Format.WORD_XML:
            from contract_scan.extract.legacy import read_legacy

            return read_legacy(source, found, tracked=tracked, bounds=bounds)
        case Format.OLE_ENCRYPTED:
            raise EncryptedFileError("the Office file is locked with a password; open it and save it without one")
        case Format.IMAGE:
            from contract_scan.extract.image import read_image

            return read_image(source, bounds=bounds)
        case Format.ZIP:
            raise UnsupportedFormatError(
                "the file is an archive; `scan` and scan_folder() open it, for one file of it unpack it"
            )
        case Format.MAIL:
            raise UnsupportedFormatError(
                "the file is a mail; `scan` and scan_folder() open it, for one attachment save it"
            )
