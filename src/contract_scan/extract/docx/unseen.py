"""Text that is printed and yet not to be seen: in the colour of its ground, without ink, or too small to read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from contract_scan.extract.docx.names import W14, Properties, child, local, number, value, w
from contract_scan.extract.docx.styles import Style

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["ground_of", "is_unseen"]

# Half points: 2 points and less cannot be read on paper.
_TINY = 4
_FILL = f"{{{W14}}}textFill"
_PAPER = "FFFFFF"
_WHITE = frozenset({"FFFFFF", "FEFEFE", "FDFDFD"})
_HIGHLIGHTS = {
    "white": _PAPER, "black": "000000", "red": "FF0000", "yellow": "FFFF00", "green": "00FF00", "blue": "0000FF",
    "cyan": "00FFFF", "magenta": "FF00FF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip


def is_unseen(properties: Properties, styles: tuple[Style, ...], beneath: Callable[[], str | None]) -> bool:
    """True if nobody sees a run's text.

    `properties` is the run's own formatting; `styles` are those that it falls back on, the run's before the
    paragraph's; `beneath` returns the ground of its paragraph.
    """
    size = number(properties.get(w("sz")))
    color = value(properties.get(w("color")))
    for style in styles:
        size = style.size if size is None else size
        color = style.color if color is None else color
    if size is not None and 0 < size <= _TINY:
        return True
    if _FILL in properties and any(True for _ in properties[_FILL].iterchildren(f"{{{W14}}}noFill")):
        return f"{{{W14}}}textOutline" not in properties
    if color is None or color == "auto":
        return False
    ground = _ground(properties, styles, beneath)
    return ground is not None and (color.upper() == ground or {color.upper(), ground} <= _WHITE)


def _ground(properties: Properties, styles: tuple[Style, ...], beneath: Callable[[], str | None]) -> str | None:
    highlight = value(properties.get(w("highlight")))
    if highlight not in {None, "none"}:
        return _HIGHLIGHTS.get(highlight or "")
    shading = properties.get(w("shd"))
    if _is_filled(shading):
        return _fill(shading)
    return None if any(style.shaded for style in styles) else beneath()


def ground_of(paragraph: _Element, backdrop: bool) -> str | None:
    """Return the colour beneath a paragraph; None where a table style, a shape or the page's colour may lie there.

    `backdrop` tells whether something large is drawn behind the text of the story.
    """
    parent: _Element | None = paragraph
    while parent is not None:
        name = local(parent)
        if name in {"txbxContent", "hdr", "ftr"}:
            return None
        if name in {"p", "tc", "tbl"}:
            shading = parent.find(f"{w(name + 'Pr')}/{w('shd')}")
            if _is_filled(shading):
                return _fill(shading)
        if name == "tbl" and parent.find(f"{w('tblPr')}/{w('tblStyle')}") is not None:
            return None
        if name == "document" and child(parent, "background") is not None:
            return None
        parent = parent.getparent()
    return None if backdrop else _PAPER


def _is_filled(shading: _Element | None) -> bool:
    if shading is None:
        return False
    return (value(shading, "fill") or "auto") != "auto" or value(shading) not in {None, "clear", "nil"}


def _fill(shading: _Element | None) -> str | None:
    """The colour of a plain shading; a pattern is of two."""
    plain = value(shading) in {None, "clear", "nil"}
    return (value(shading, "fill") or "").upper() if plain else None
