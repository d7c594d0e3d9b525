"""The characters of a Word file's main text and the runs that they stand in."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from contract_scan.extract.docx.names import MC, W, w

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Characters", "characters_of", "cut_runs"]

# Deleted text, and what Word takes no comments in or shows twice.
_CLOSED = frozenset({w("del"), w("moveFrom"), w("txbxContent"), f"{{{MC}}}Fallback"})
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of the text in order, blanks left out, each with its ``w:t`` and its place in that."""

    text: str
    places: tuple[tuple[Any, int], ...]

    def run(self, at: int) -> Any:
        """Return the run that a character stands in."""
        return self.places[at][0].getparent()


def characters_of(body: _Element, *, blank: bool = False) -> Characters:
    """Return the characters of a body that a comment can stand at; with blanks where `blank`."""
    chars, places = [], []
    for element in _texts(body):
        for offset, char in enumerate(element.text or ""):
            if blank or not char.isspace():
                chars.append(char)
                places.append((element, offset))
    return Characters("".join(chars), tuple(places))


def _texts(element: _Element) -> Iterator[Any]:
    for child in element:
        if child.tag == w("t"):
            parent = child.getparent()
            if parent is not None and parent.tag == w("r"):
                yield child
        elif child.tag not in _CLOSED:
            yield from _texts(child)


def cut_runs(characters: Characters, edges: Collection[int]) -> None:
    """Cut the runs so that one begins at each of `edges`, which count in `characters`. Nothing that shows changes."""
    for edge in sorted(edges, reverse=True):
        if 0 < edge < len(characters.places):
            _cut(*characters.places[edge])


def _cut(text: Any, offset: int) -> None:
    """Cut a run before a character of one of its texts, unless it begins there."""
    run = text.getparent()
    before = [child for child in text.itersiblings(preceding=True) if child.tag != w("rPr")]
    if offset == 0 and not before:
        return
    rest = run.makeelement(run.tag, dict(run.attrib), nsmap=run.nsmap)
    properties = run.find(w("rPr"))
    if properties is not None:
        rest.append(deepcopy(properties))
    if offset:
        behind = run.makeelement(f"{{{W}}}t", {_SPACE: "preserve"})
        behind.text = text.text[offset:]
        text.text = text.text[:offset]
        text.set(_SPACE, "preserve")
        following = list(text.itersiblings())
        rest.append(behind)
    else:
        following = [text, *text.itersiblings()]
    for child in following:
        rest.append(child)
    run.addnext(rest)
