"""What a file is, by its content. The name only breaks ties between kinds of text."""

from __future__ import annotations

import re
from enum import StrEnum

from contract_scan.errors import CorruptFileError, UnsupportedFormatError
from contract_scan.extract.archive import Archive
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.decode import looks_like_text
from contract_scan.sources import Source

__all__ = ["Format", "sniff"]

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
)
_DOCUMENT = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_CLOSING = re.compile(rb"<\0?/")
_PAGE = re.compile(
    rb"<(?:p|div|table|h[1-6]|ol|ul|meta|title|style|center|font|span|section|article)[\s>]", re.IGNORECASE
)
# Kinds that are told only to say what to do with them.
_SAVE = "save the agreement in it as PDF or DOCX"
_KNOWN = (
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it and scan the folder"),
    (0, b"Rar!\x1a\x07", "a RAR archive; unpack it and scan the folder"),
    (0, b"\x1f\x8b", "a gzip archive; unpack it and scan the folder"),
    (0, b"\xfd7zXZ\0", "an xz archive; unpack it and scan the folder"),
    (0, b"BZh", "a bzip2 archive; unpack it and scan the folder"),
    (257, b"ustar", "a tar archive; unpack it and scan the folder"),
    (0, b"\x78\x9f\x3e\x22", "Outlook's winmail.dat; open the mail in Outlook and save what is attached to it"),
    (4, b"ftypheic", "a picture of a phone (HEIC); save it as JPEG or PDF"),
    (4, b"ftypmif1", "a picture of a phone (HEIC); save it as JPEG or PDF"),
    (0, b"%!PS", f"PostScript; {_SAVE}"),
)
_IN_ZIP = (
    ("xl/workbook", f"a spreadsheet; {_SAVE}"),
    ("ppt/presentation", f"a presentation; {_SAVE}"),
    ("index/document.iwa", f"a Pages document; {_SAVE}"),
    ("ofd.xml", f"an OFD document; {_SAVE}"),
)
_IN_OLE2 = (
    ("Workbook", f"a spreadsheet of an old kind; {_SAVE}"),
    ("Book", f"a spreadsheet of an old kind; {_SAVE}"),
    ("PowerPoint Document", f"a presentation of an old kind; {_SAVE}"),
    ("__properties_version1.0", "a mail of Outlook (MSG); open it and save what is attached to it"),
)
# Header lines of a message, one of which only a message has.
_MAIL = re.compile(
    rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:mime-version|received|message-id):[^\n]*\n", re.IGNORECASE
)
_HEADERS_END = re.compile(rb"\r?\n\r?\n|\r\r")
_PAGE_HEADER = re.compile(rb"^content-type:\s*(?:multipart/related|text/html)", re.IGNORECASE | re.MULTILINE)
_SENT = re.compile(rb"^(?:received|message-id|to|delivered-to):", re.IGNORECASE | re.MULTILINE)
_WORD_2003 = b"http://schemas.microsoft.com/office/word/2003/wordml"
_FLAT_PACKAGE = b"http://schemas.microsoft.com/office/2006/xmlPackage"
_LEAD = 4096
# PDF readers look for the mark in the first kilobyte: mail gateways put lines in front of it.
_PDF_LEAD = 1024


class Format(StrEnum):
    """The kinds of file that are told apart."""

    PDF = "PDF"
    DOCX = "DOCX"
    ODT = "ODT"
    LEGACY = "DOC"
    RTF = "RTF"
    HTML = "HTML"
    MARKDOWN = "Markdown"
    TEXT = "text"
    IMAGE = "image"
    ZIP = "ZIP"
    MAIL = "mail"
    MHTML = "MHTML"
    WORD_XML = "Word XML"
    OLE_ENCRYPTED = "encrypted Office file"


def sniff(source: Source, bounds: Bounds = DEFAULT_BOUNDS) -> Format:
    """Return what `source` is.

    Raises `CorruptFileError` for an empty file, `UnsupportedFormatError` for one that is not read here, and
    `SourceTooLargeError` for an archive whose list of members is over `bounds`.
    """
    data = source.data
    if not data.strip(b"\0 \t\r\n"):
        raise CorruptFileError("the file is empty" if not data else "the file holds nothing but blanks")
    if b"%PDF-" in data[:_PDF_LEAD]:
        return Format.PDF
    if data.startswith(_OLE2):
        return _ole2(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip(data, bounds)
    if data.lstrip().startswith(b"{\\rtf"):
        return Format.RTF
    if data.startswith((b"RIFF",)) and data[8:12] == b"WEBP":
        return Format.IMAGE
    if any(data.startswith(mark) for mark, _ in _IMAGES) and b"\0" in data[:_LEAD]:
        return Format.IMAGE
    for offset, mark, what in _KNOWN:
        if data.startswith(mark, offset) and not data[:_LEAD].isascii():
            raise UnsupportedFormatError(f"the file is {what}")
    if not looks_like_text(data):
        raise UnsupportedFormatError(_UNSUPPORTED)
    return _text(source)


_UNSUPPORTED = (
    "the content is of no format that is read here; give a PDF, DOCX, HTML, Markdown or text file "
    "(UTF-8, UTF-16, GB18030 or Big5)"
)


def _ole2(data: bytes) -> Format:
    """Old Office files are little file systems; their directory names are UTF-16."""

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        return Format.OLE_ENCRYPTED
    if has("WordDocument"):
        return Format.OLE_ENCRYPTED if _is_locked_word(data) else Format.LEGACY
    for name, what in _IN_OLE2:
        if has(name):
            raise UnsupportedFormatError(f"the file is {what}")
    raise UnsupportedFormatError(f"the file is an Office file of an old kind and no Word document; {_SAVE}")


def _is_locked_word(data: bytes) -> bool:
    """True if the header of an old Word file says that its text is encrypted. It begins a sector, of 512 bytes."""
    header = next((at for at in range(512, len(data), 512) if data[at : at + 2] == b"\xec\xa5"), None)
    return header is not None and data[header + 11 : header + 12] > b"" and data[header + 11] & 0x01 != 0


def _zip(data: bytes, bounds: Bounds) -> Format:
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in data[:200]:
        return Format.ODT
    try:
        names = [name.lstrip("/").lower() for name in Archive(data, bounds).names()]
    except CorruptFileError:
        # The list at the end is damaged. The name of the first part stands in the clear at the beginning.
        return Format.DOCX if data[30:].startswith((b"[Content_Types].xml", b"_rels/", b"word/")) else Format.ZIP
    package = {"[content_types].xml", "_rels/.rels"} & set(names)
    if any(name.startswith("word/" if package else "word/document.xml") for name in names):
        return Format.DOCX
    for part, what in _IN_ZIP:
        if any(name.startswith(part) for name in names):
            raise UnsupportedFormatError(f"the file is {what}")
    if b"mimetypeapplication/" in data[:200]:
        raise UnsupportedFormatError(f"the file is no text document; {_SAVE}")
    return Format.DOCX if package else Format.ZIP


def _text(source: Source) -> Format:
    lead = source.data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:_LEAD]
    if _MAIL.match(lead):
        headers = _HEADERS_END.split(lead, maxsplit=1)[0]
        return Format.MHTML if _PAGE_HEADER.search(headers) and not _SENT.search(headers) else Format.MAIL
    plain = lead.replace(b"\0", b"").lstrip()  # UTF-16 markup without its every other byte
    name = source.name.lower()
    if plain.startswith(b"<?xml"):
        return _xml(plain)
    if name.endswith((".html", ".htm", ".xhtml")) or plain.startswith(b"<"):
        at_start = _PAGE.match(plain) or (plain.startswith(b"<!--") and _PAGE.search(plain))
        if _DOCUMENT.search(plain) or (at_start and _CLOSING.search(source.data)):
            return Format.HTML
    if name.endswith((".md", ".markdown")):
        return Format.MARKDOWN
    return Format.MARKDOWN if not name.endswith(".txt") and _is_markdown(lead) else Format.TEXT


def _xml(lead: bytes) -> Format:
    if _FLAT_PACKAGE in lead:
        return Format.DOCX
    if _WORD_2003 in lead:
        return Format.WORD_XML
    if _DOCUMENT.search(lead):
        return Format.HTML
    raise UnsupportedFormatError("the file is XML of a kind that is not read here; save the agreement as PDF or DOCX")


def _is_markdown(lead: bytes) -> bool:
    """True for a heading and one more mark; a lone number sign may stand in any text."""
    heading = re.search(rb"(?m)^#{1,6} \S", lead)
    return heading is not None and re.search(rb"(?m)^(?:[-*] \S|\||.*\*\*\S|#{2,6} \S)", lead) is not None
