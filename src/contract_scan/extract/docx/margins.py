"""Headers and footers: those that are shown on some page, each text once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from contract_scan.extract.docx.names import R, child, is_on, local, value, w
from contract_scan.extract.docx.package import Part
from contract_scan.extract.flow import Item, Paragraph
from contract_scan.model.document import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["shown_margins"]

_PAGE_NUMBER = re.compile(
    r"[-—–\s]*(?:第|page)?\s*\d+\s*页?\s*(?:(?:[/,，]|of)?\s*共?\s*\d+\s*页?)?[-—–\s]*", re.IGNORECASE
)
_LONGEST_NUMBER = 100  # characters: the pattern is slow on a long run of blanks or figures
_KINDS = {"headerReference": BlockKind.HEADER, "footerReference": BlockKind.FOOTER}


def shown_margins(
    root: _Element, part: Part, settings: _Element | None, read: Callable[[str, BlockKind], Iterable[Item]]
) -> tuple[list[Item], list[Item]]:
    """Return the headers and the footers of a document; `read` yields what a header or footer part holds.

    A section without a header of its own goes on with that of the section before. Those of the first page and of
    even pages are shown only where the section or the settings say that these pages have their own.
    """
    even_pages = settings is not None and bool(is_on(child(settings, "evenAndOddHeaders")))
    current: dict[tuple[str, str], str] = {}
    shown: dict[BlockKind, list[str]] = {kind: [] for kind in _KINDS.values()}
    replaced = set(root.iterfind(f".//{w('sectPrChange')}/{w('sectPr')}"))
    for section in root.iter(w("sectPr")):
        if section in replaced:
            continue
        for reference in section:
            target = part.target(reference.get(f"{{{R}}}id"))
            if local(reference) in _KINDS and target is not None:
                current[local(reference), value(reference, "type") or "default"] = target
        pages = {"default"} | ({"first"} if is_on(child(section, "titlePg")) else set())
        pages |= {"even"} if even_pages else set()
        for (name, page), target in current.items():
            if page in pages and target not in shown[_KINDS[name]]:
                shown[_KINDS[name]].append(target)
    headers, footers = (_once(shown[kind], kind, read) for kind in _KINDS.values())
    return headers, footers


def _once(parts: list[str], kind: BlockKind, read: Callable[[str, BlockKind], Iterable[Item]]) -> list[Item]:
    found: list[Item] = []
    for part in parts:
        for item in read(part, kind):
            if isinstance(item, Paragraph) and item.kind is kind and _is_page_number(item.text):
                item = Paragraph(item.text, BlockKind.PAGE_NUMBER)
            if item not in found:
                found.append(item)
    return found


def _is_page_number(text: str) -> bool:
    return len(text) <= _LONGEST_NUMBER and _PAGE_NUMBER.fullmatch(text) is not None
