"""XML from strangers: no entities, no document types, no network, bounded depth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contract_scan.errors import CorruptFileError
from contract_scan.extract.bounds import Bounds

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["parse_xml"]

# How the parser says that one piece of the text passes its own limits.
_TOO_LONG = ("huge", "too long", "too big")
_DEEPEST = 256  # elements in one another: the limit of the parser
_DECLARATIONS = ("<!DOCTYPE", "<!ENTITY")
_ENCODINGS = ("ascii", "utf-16-le", "utf-16-be")
_FORBIDDEN = tuple(mark.encode(encoding) for mark in _DECLARATIONS for encoding in _ENCODINGS)


def parse_xml(data: bytes, part: str, bounds: Bounds) -> _Element:
    """Return the root element of `data`; `part` names it in errors.

    A document type is refused before parsing, since entities can only be declared there. Office formats forbid it.
    """
    from lxml import etree

    if any(mark in data for mark in _FORBIDDEN):
        raise CorruptFileError(f"{part} declares a document type, which this format forbids; it was not read")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,  # nothing is looked up by its id
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "Excessive depth" in str(error):
            raise bounds.exceeded("xml_depth") from error
        if any(mark in str(error).lower() for mark in _TOO_LONG):
            raise CorruptFileError(f"{part} has a name, an attribute or a text of millions of characters") from error
        raise CorruptFileError(f"{part} is damaged: it is not well-formed XML") from error
    # The parser itself refuses what is deeper than that.
    if bounds.xml_depth < _DEEPEST and root.xpath("boolean(" + "/*" * (bounds.xml_depth + 1) + ")"):
        raise bounds.exceeded("xml_depth")
    return root
