"""The text that a file of a word processor holds, looked at as it lies there: what a conversion must not lose.

It is no reading: order, fields' codes and what is only shown, such as numbers of paragraphs, are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from contract_scan.errors import ContractScanError
from contract_scan.extract.archive import Archive
from contract_scan.extract.bounds import Bounds
from contract_scan.extract.docx.equations import MATH
from contract_scan.extract.docx.names import MC, A, w
from contract_scan.extract.rtf import rtf_text
from contract_scan.extract.sniff import Format
from contract_scan.extract.word_binary import doc_text
from contract_scan.extract.xml import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["lost", "written"]

_ODF_TEXT: Final = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_WORD_2003: Final = "http://schemas.microsoft.com/office/word/2003/wordml"
_PARTS: Final = re.compile(r"word/[^/]+\.xml", re.IGNORECASE)
# What is not compared: blanks, signs that only direct the setting, and the private signs of fonts made of symbols.
_NOT_COMPARED: Final = re.compile(
    r"[\s\0-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ue000-\uf8ff\ufeff\ufffd]+"
)
# Characters that a conversion may lose with prompts, fields and the like, beside a fiftieth of all.
_MAY_BE_LOST: Final = 20, 50


def written(data: bytes, found: Format, bounds: Bounds) -> str:
    """Return the text that a DOC, RTF, ODT or Word 2003 XML file holds; nothing where it cannot be looked at.

    Raises SourceTooLargeError where an ODT file passes `bounds`: LibreOffice, which has none, is to unpack it next.
    """
    match found:
        case Format.LEGACY:
            return doc_text(data)
        case Format.RTF:
            return rtf_text(data)
        case Format.ODT:
            return _odt(data, bounds)
        case Format.WORD_XML:
            with suppress(ContractScanError):
                return _texts(parse_xml(data, "", bounds), f"{{{_WORD_2003}}}t", f"{{{_WORD_2003}}}delText")
    return ""


def lost(text: str, shown: str, converted: bytes, bounds: Bounds) -> int:
    """Return how many characters of a file's own `text` a conversion has lost; 0 where that may be by the way.

    Args:
        text: what `written` returned.
        shown: the text that was read out of the converted file.
        converted: the converted file, a DOCX; what was left out there in reading it, as deleted text, is not lost.
        bounds: those of the file.
    """
    held = Counter(_NOT_COMPARED.sub("", text))
    least, part = _MAY_BE_LOST
    may_be_lost = least + held.total() // part
    missing = (held - Counter(shown)).total()
    if missing > may_be_lost:
        missing = min(missing, (held - Counter(_docx(converted, bounds))).total())
    return missing if missing > may_be_lost else 0


def _odt(data: bytes, bounds: Bounds) -> str:
    archive = Archive(data, bounds)
    for name in archive.names():
        if name.lower().endswith(".xml"):
            archive.read(name)
    try:
        root = parse_xml(archive.read("content.xml"), "content.xml", bounds)
    except ContractScanError:
        return ""
    texts = root.xpath(
        "//*[namespace-uri() = $n and (local-name() = 'p' or local-name() = 'h')]"
        "//text()[not(ancestor::*[local-name() = 'tracked-changes' or local-name() = 'annotation'])]",
        n=_ODF_TEXT,
    )
    return "".join(map(str, texts if isinstance(texts, list) else ()))


def _docx(data: bytes, bounds: Bounds) -> str:
    """Return the text of all parts of a Word file, deleted text too. Pictures' stand-ins are copies, and left out."""
    archive = Archive(data, bounds)
    texts: list[str] = []
    for name in filter(_PARTS.fullmatch, archive.names()):
        with suppress(ContractScanError):
            root = parse_xml(archive.read(name), name, bounds)
            for copy in list(root.iter(f"{{{MC}}}Fallback")):
                copy.clear()
            texts.append(_texts(root, w("t"), w("delText"), f"{{{A}}}t", f"{MATH}t"))
    return "".join(texts)


def _texts(root: _Element, *tags: str) -> str:
    return "".join(element.text or "" for element in root.iter(*tags))
