"""A Word package in one XML file (Flat OPC), opened as if it were an archive."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from contract_scan.errors import CorruptFileError
from contract_scan.extract.bounds import Bounds
from contract_scan.extract.xml import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["FlatPackage"]

_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"


class FlatPackage:
    """The parts of a flat package, under the names that they would have in an archive."""

    def __init__(self, data: bytes, bounds: Bounds) -> None:
        bounds.check("member_bytes", len(data))
        self._parts: dict[str, _Element] = {}
        #: Part names that stand in the file more than once.
        self.duplicates: list[str] = []
        for part in parse_xml(data, "the flat package", bounds).iter(f"{_PKG}part"):
            name = (part.get(f"{_PKG}name") or "").lstrip("/")
            if name.lower() in self._parts:
                self.duplicates.append(name)
            self._parts[name.lower()] = part

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def names(self) -> list[str]:
        """Return the names of the parts."""
        return [(part.get(f"{_PKG}name") or "").lstrip("/") for part in self._parts.values()]

    def read(self, name: str) -> bytes:
        """Return the bytes of a part."""
        from lxml import etree

        part = self._parts.get(name.lower())
        if part is None:
            raise CorruptFileError(f"the package has no part {name}")
        for inner in part.iterfind(f"{_PKG}xmlData/*"):
            return etree.tostring(inner, encoding="utf-8")
        try:
            return base64.b64decode(part.findtext(f"{_PKG}binaryData") or "")
        except binascii.Error as error:
            raise CorruptFileError(f"the package's part {name} is damaged") from error
