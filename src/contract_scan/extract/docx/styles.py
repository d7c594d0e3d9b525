"""Paragraph and character styles: what a paragraph or run inherits."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from contract_scan.extract.docx.names import Properties, child, children, is_on, number, properties_of, value, w

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Style", "Styles", "font_of"]

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLE = frozenset({"title", "标题"})
_CONTENTS = re.compile(r"(?:toc|目录)\s*(?:[1-9]|heading|标题)", re.IGNORECASE)
_BODY_LEVEL = 9


@dataclass(frozen=True, slots=True)
class Style:
    """A style with everything that its chain of ancestors gives it."""

    outline_level: int | None = None
    #: Numbering: the list (0 switches it off), the level, and the style of the chain that names the list.
    num_id: int | None = None
    num_level: int | None = None
    num_style: str | None = None
    vanish: bool = False
    #: Size of the letters in half points and their colour, where the style gives them, and whether it has a ground.
    size: int | None = None
    color: str | None = None
    shaded: bool = False
    #: The font of letters and signs that are not Chinese.
    font: str | None = None
    #: The style of a line of the table of contents.
    contents: bool = False


_PLAIN = Style()


class Styles:
    """The styles of ``styles.xml``, resolved on demand."""

    def __init__(self, root: _Element | None) -> None:
        self._elements: dict[str, _Element] = {}
        self._resolved: dict[str, Style] = {}
        self._default_paragraph: str | None = None
        self.default_vanish = False
        if root is None:
            return
        for element in children(root, "style"):
            style_id = value(element, "styleId")
            if style_id is None:
                continue
            self._elements.setdefault(style_id, element)
            if value(element, "type") == "paragraph" and value(element, "default") in {"1", "true", "on"}:
                self._default_paragraph = style_id
        self.default_vanish = bool(is_on(root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}/{w('vanish')}")))

    def paragraph(self, style_id: str | None) -> Style:
        """Return the paragraph style; the document's default where none is named or the name is unknown."""
        if style_id is None or style_id not in self._elements:
            style_id = self._default_paragraph
        return self.get(style_id)

    def get(self, style_id: str | None) -> Style:
        """Return the style called `style_id`, or one without properties."""
        if style_id is None or style_id not in self._elements:
            return _PLAIN
        if style_id not in self._resolved:
            self._resolve(style_id)
        return self._resolved[style_id]

    def linked_list(self, style_id: str) -> int | None:
        """Return the list that a numbering style points to."""
        element = self._elements.get(style_id)
        return None if element is None else number(element.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}"))

    def _resolve(self, style_id: str) -> None:
        chain: list[str] = []
        current: str | None = style_id
        # A chain of basedOn may be a loop in a damaged file; it is followed once round.
        while current is not None and current in self._elements and current not in chain:
            chain.append(current)
            current = value(child(self._elements[current], "basedOn"))
        resolved = _PLAIN
        for name in reversed(chain):
            resolved = _derive(self._elements[name], name, resolved)
        self._resolved[style_id] = resolved


def _derive(element: _Element, style_id: str, parent: Style) -> Style:
    paragraph = child(element, "pPr")
    outline, num_id, num_level, num_style = (
        parent.outline_level,
        parent.num_id,
        parent.num_level,
        parent.num_style,
    )
    named = _named_level(value(child(element, "name")) or "")
    if named is not None:
        outline = named
    if paragraph is not None:
        parent = replace(parent, shaded=parent.shaded or child(paragraph, "shd") is not None)
        given = number(child(paragraph, "outlineLvl"))
        if given is not None:
            outline = given if 0 <= given < _BODY_LEVEL else None
        numbering = child(paragraph, "numPr")
        if numbering is not None:
            own = number(child(numbering, "numId"))
            if own is not None:
                num_id, num_style = own, style_id
            level = number(child(numbering, "ilvl"))
            num_level = level if level is not None else num_level
            if own is None and num_id is not None:
                num_style = style_id
    contents = _CONTENTS.fullmatch((value(child(element, "name")) or "").strip()) is not None
    run = properties_of(child(element, "rPr"))
    derived = replace(
        parent, outline_level=outline, num_id=num_id, num_level=num_level, num_style=num_style, contents=contents
    )
    return _with_run(derived, run) if run else derived


def _with_run(style: Style, run: Properties) -> Style:
    vanish, size = is_on(run.get(w("vanish"))), number(run.get(w("sz")))
    return replace(
        style,
        vanish=style.vanish if vanish is None else vanish,
        size=style.size if size is None else size,
        color=value(run.get(w("color"))) or style.color,
        shaded=style.shaded or w("shd") in run,
        font=font_of(run) or style.font,
    )


def font_of(run: Properties) -> str | None:
    """Return the font that run properties give to letters and signs."""
    fonts = run.get(w("rFonts"))
    return value(fonts, "hAnsi") or value(fonts, "ascii")


def _named_level(name: str) -> int | None:
    match = _HEADING.fullmatch(name.strip())
    if match:
        return int(match[1]) - 1
    return 0 if name.strip().lower() in _TITLE else None
