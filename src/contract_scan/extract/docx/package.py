"""The parts of a DOCX file and how they refer to each other."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from contract_scan.errors import CorruptFileError
from contract_scan.extract.archive import Archive
from contract_scan.extract.bounds import Bounds
from contract_scan.extract.docx.flat import FlatPackage
from contract_scan.extract.docx.names import STRICT_TO_TRANSITIONAL
from contract_scan.extract.xml import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Package", "Part", "Relationship"]

_STRICT_MARK = "purl.oclc.org/ooxml"
_STRICT_MARKS = tuple(_STRICT_MARK.encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Relationship:
    """A reference from one part to another. `kind` is the last word of its type; `target` a part's full name."""

    id: str
    kind: str
    target: str
    external: bool


class Package:
    """A DOCX file's parts, parsed once each. External targets are known but never fetched."""

    def __init__(self, data: bytes, bounds: Bounds) -> None:
        self._archive = Archive(data, bounds) if data.startswith(b"PK") else FlatPackage(data, bounds)
        self._bounds = bounds
        self.duplicates = self._archive.duplicates
        self._relationships: dict[str, dict[str, Relationship]] = {}
        #: Names, in lower case, of the parts that were read.
        self.opened: set[str] = set()
        self.main = self._find_main()

    def __contains__(self, part: str) -> bool:
        return part in self._archive

    def names(self) -> list[str]:
        """Return the names of all parts."""
        return self._archive.names()

    def read(self, part: str) -> bytes:
        """Return a part's bytes."""
        self.opened.add(part.lower())
        return self._archive.read(part)

    def xml(self, part: str) -> _Element:
        """Return a part's root element, with the namespaces of the strict standard brought to the common ones."""
        from lxml import etree

        data = self.read(part)
        root = parse_xml(data, part, self._bounds)
        if not any(mark in data for mark in _STRICT_MARKS):
            return root
        data = etree.tostring(root, encoding="utf-8")
        for strict, transitional in STRICT_TO_TRANSITIONAL.items():
            data = data.replace(strict, transitional)
        return parse_xml(data, part, self._bounds)

    def relationships(self, part: str) -> Mapping[str, Relationship]:
        """Return the references that `part` makes, by id; "" asks for those of the package itself."""
        if part not in self._relationships:
            self._relationships[part] = self._read_relationships(part)
        return self._relationships[part]

    def _read_relationships(self, part: str) -> dict[str, Relationship]:
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self._archive:
            return {}
        found: dict[str, Relationship] = {}
        for element in parse_xml(self._archive.read(rels), rels, self._bounds):
            target = element.get("Target") or ""
            external = element.get("TargetMode") == "External"
            if not external:
                target = self._internal(folder, target)
            kind = (element.get("Type") or "").rpartition("/")[2]
            found[element.get("Id") or ""] = Relationship(element.get("Id") or "", kind, target, external)
        return found

    def _internal(self, folder: str, target: str) -> str:
        """Return the part that `target` names, as seen from `folder`."""
        name = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
        # A target is a URI: what is no plain letter in a name may stand escaped.
        return name if name in self._archive or unquote(name) not in self._archive else unquote(name)

    def related(self, part: str, kind: str) -> Iterator[str]:
        """Yield the parts of the archive that `part` refers to as `kind`."""
        for relationship in self.relationships(part).values():
            if relationship.kind == kind and not relationship.external and relationship.target in self._archive:
                yield relationship.target

    def _find_main(self) -> str:
        for part in self.related("", "officeDocument"):
            return part
        if "word/document.xml" in self._archive:
            return "word/document.xml"
        raise CorruptFileError("the file is an Office package without a document part")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the package as the place that others are referred to from."""

    package: Package
    name: str

    def target(self, key: str | None, kind: str | None = None) -> str | None:
        """Return the part of the package that the relationship `key` leads to, or None where there is none."""
        found = self.package.relationships(self.name).get(key or "")
        if found is None or found.external or found.target not in self.package or kind not in {None, found.kind}:
            return None
        return found.target
