"""What form controls show."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["CONTROLS", "shown_by"]

CONTROLS = frozenset({"input", "select", "textarea"})
_SILENT = frozenset({"hidden", "submit", "button", "reset", "image", "file", "password"})


def shown_by(element: _Element) -> str:
    """Return the text that a form control shows: what was typed, picked or ticked."""
    if element.tag == "textarea":
        return element.text or ""
    if element.tag == "select":
        options = list(element.iter("option"))
        picked = [option for option in options if option.get("selected") is not None]
        if not picked and element.get("multiple") is None:
            picked = options[:1]
        return " ".join("".join(map(str, option.itertext())).strip() for option in picked)
    kind = (element.get("type") or "text").lower()
    if kind in {"checkbox", "radio"}:
        return "☑" if element.get("checked") is not None else "☐"
    return "" if kind in _SILENT else element.get("value") or ""
