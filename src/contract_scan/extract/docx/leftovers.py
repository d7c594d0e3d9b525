"""A last look at the package: parts with text that nothing has read."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from contract_scan.errors import CorruptFileError
from contract_scan.extract.docx.names import A, w
from contract_scan.extract.docx.package import Package, Relationship

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["external_contents", "unread_parts", "unshown_parts"]

# Parts that print no text of their own, or, as headers and notes, only where the document refers to them.
_SILENT_NAMES = (
    "attachedTemplate comments commentsExtended commentsExtensible commentsIds customXml customXmlProps "
    "diagramColors diagramDrawing diagramLayout diagramQuickStyle endnotes fontTable footer footnotes "
    "glossaryDocument header hyperlink image keyMapCustomizations mailMergeSource numbering people printerSettings "
    "settings styles stylesWithEffects theme themeOverride vbaProject webSettings wordVbaData xmlsignatures"
)
_SILENT = frozenset(_SILENT_NAMES.split())
# Whole files inside of the file.
_FILES = frozenset({"oleObject", "package", "aFChunk", "subDocument", "control"})
# What is external by its nature, and is fetched by whoever clicks on it.
_LINKS = frozenset({"hyperlink"})
_BLANK = re.compile(r"\s+")


def unread_parts(package: Package, text: str) -> Iterator[tuple[str, str]]:
    """Yield each part that the document leads to and whose text is not in `text`, and why it was not read."""
    read: str | None = None
    for part, relationship in _reached(package):
        if relationship.kind in _FILES:
            # The figures behind a chart are read with the chart.
            if not posixpath.dirname(part).endswith("charts"):
                yield relationship.target, "嵌入的文件没有读取"
        elif relationship.kind not in _SILENT:
            read = _BLANK.sub("", text) if read is None else read
            if _text(package, relationship.target) not in read:
                yield relationship.target, "这一部分有文字，没有读取"


def external_contents(package: Package) -> Iterator[str]:
    """Yield what the parts that were read want to have fetched from elsewhere; hyperlinks are left out."""
    for part in ["", *(name for name in package.names() if name.lower() in package.opened)]:
        with suppress(CorruptFileError):
            for relationship in package.relationships(part).values():
                if relationship.external and relationship.kind not in _LINKS:
                    yield relationship.kind


def unshown_parts(package: Package) -> Iterator[str]:
    """Yield the headers and footers with text that no page of the document shows: they were not opened."""
    for kind in ("header", "footer"):
        for part in package.related(package.main, kind):
            if part.lower() not in package.opened and _text(package, part):
                yield part


def _reached(package: Package) -> Iterator[tuple[str, Relationship]]:
    """The parts that were not opened and that those which were refer to, each with the part that does."""
    seen: set[str] = set()
    for part in [name for name in package.names() if name.lower() in package.opened]:
        for relationship in package.relationships(part).values():
            target = relationship.target.lower()
            if relationship.external or target in package.opened | seen or relationship.target not in package:
                continue
            seen.add(target)
            yield part, relationship


def _text(package: Package, part: str) -> str:
    try:
        root: _Element = package.xml(part)
    except CorruptFileError:
        return ""
    return _BLANK.sub("", "".join(element.text or "" for element in root.iter(w("t"), f"{{{A}}}t")))
