"""Names of the WordprocessingML vocabulary, in the transitional namespaces that every part is brought to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = [
    "CHART",
    "CUSTOM_XML",
    "MC",
    "STRICT_TO_TRANSITIONAL",
    "W14",
    "A",
    "Properties",
    "R",
    "W",
    "child",
    "children",
    "is_on",
    "local",
    "number",
    "properties_of",
    "value",
    "w",
]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
CUSTOM_XML = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"

#: ISO/IEC 29500 Strict uses other namespaces for the same vocabulary.
STRICT_TO_TRANSITIONAL = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": R.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/diagram": b"http://schemas.openxmlformats.org/drawingml/2006/diagram",
    b"http://purl.oclc.org/ooxml/drawingml/chart": b"http://schemas.openxmlformats.org/drawingml/2006/chart",
    b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": (
        b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/picture": b"http://schemas.openxmlformats.org/drawingml/2006/picture",
    b"http://purl.oclc.org/ooxml/officeDocument/customXml": CUSTOM_XML.encode(),
}

#: The children of an element that holds formatting, by their qualified names.
Properties = Mapping[str, "_Element"]

_OFF = frozenset({"0", "false", "off", "none"})


@cache
def w(name: str) -> str:
    """Return the qualified name of ``w:name``."""
    return f"{{{W}}}{name}"


def local(element: _Element) -> str:
    """Return the element's name without its namespace; "" for comments and processing instructions."""
    return _without_namespace(element.tag)


@lru_cache(maxsize=1024)
def _without_namespace(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: _Element | None, attribute: str = "val") -> str | None:
    """Return the attribute ``w:attribute`` of `element`, or None where either is missing."""
    return None if element is None else element.get(w(attribute))


def number(element: _Element | None, attribute: str = "val") -> int | None:
    """Return a whole-number attribute, or None where it is missing or no number."""
    text = value(element, attribute)
    try:
        return None if text is None else int(text)
    except ValueError:
        return None


def is_on(element: _Element | None) -> bool | None:
    """Return an on/off property's state, or None where the property is not given."""
    return None if element is None else value(element) not in _OFF


def child(element: _Element, name: str) -> _Element | None:
    """Return the first direct child called ``w:name``: at half the cost of lxml's ``find``, which takes paths."""
    return next(element.iterchildren(w(name)), None)


def children(element: _Element, name: str) -> list[_Element]:
    """Return the direct children called ``w:name``."""
    return list(element.iterchildren(w(name)))


def properties_of(element: _Element | None) -> Properties:
    """Return an element's children by their qualified names, the first of each; none where there is no element.

    That costs as much as looking for two of them.
    """
    return {} if element is None else {child.tag: child for child in element.iterchildren(reversed=True)}
