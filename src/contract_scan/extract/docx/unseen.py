"""Text that is printed and yet not to be seen: white on white, or too small to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contract_scan.extract.docx.names import local, number, value, w

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["is_unseen"]

# Half points: 2 points and less cannot be read on paper.
_TINY = 4
_WHITE = frozenset({"FFFFFF", "FEFEFE", "FDFDFD"})


def is_unseen(run_properties: _Element) -> bool:
    """True if a run's own formatting makes its text tiny, or white where nothing dark lies beneath."""
    size = number(run_properties.find(w("sz")))
    if size is not None and 0 < size <= _TINY:
        return True
    color = (value(run_properties.find(w("color"))) or "").upper()
    return color in _WHITE and not _has_ground(run_properties)


def _has_ground(run_properties: _Element) -> bool:
    """True if something may lie beneath the text: shading, a highlight, a table style, a shape, a page colour."""
    highlight = value(run_properties.find(w("highlight")))
    if highlight not in {None, "none", "white"} or _is_shaded(run_properties):
        return True
    for parent in run_properties.iterancestors():
        name = local(parent)
        if name in {"txbxContent", "hdr", "ftr"}:
            return True
        if name in {"p", "tc", "tbl"} and _is_shaded(parent.find(w(f"{name}Pr"))):
            return True
        if name == "tbl" and parent.find(f"{w('tblPr')}/{w('tblStyle')}") is not None:
            return True
        if name == "document" and parent.find(w("background")) is not None:
            return True
    return False


def _is_shaded(properties: _Element | None) -> bool:
    shading = None if properties is None else properties.find(w("shd"))
    if shading is None:
        return False
    fill, pattern = value(shading, "fill"), value(shading)
    return (fill or "auto").upper() not in {"AUTO", *_WHITE} or pattern not in {None, "clear", "nil"}
