"""As much of CSS as it takes to tell what a page hides."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["HiddenRules", "declarations", "hides"]

_RULE = re.compile(r"([^{}@;]{1,500})\{([^{}]{0,5000})\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# One compound selector: a tag, an id, classes. Anything with more to it is left alone.
_SIMPLE = re.compile(r"([a-zA-Z][\w-]*|\*)?((?:[.#][\w\u0080-\uffff-]+)*)")
_MAX_CLASSES = 100
_ZERO = re.compile(r"0*\.?0+(?:px|pt|em|rem|%|vw|vh)?")


def declarations(style: str | None) -> dict[str, str]:
    """Return the properties of a ``style`` attribute or rule body, lower case, the last of each name."""
    found: dict[str, str] = {}
    for piece in (style or "").split(";"):
        name, colon, value = piece.partition(":")
        if colon:
            found[name.strip().lower()] = value.replace("!important", "").strip().lower()
    return found


def hides(properties: dict[str, str]) -> bool:
    """True if these properties keep a browser from showing the text."""
    if properties.get("display") == "none" or properties.get("visibility") in {"hidden", "collapse"}:
        return True
    return any(_ZERO.fullmatch(properties.get(name, "")) is not None for name in ("font-size", "opacity"))


@dataclass(frozen=True, slots=True)
class _Selector:
    tag: str | None
    id: str | None
    classes: frozenset[str]

    @property
    def key(self) -> str:
        if self.id is not None:
            return "#" + self.id
        return "." + min(self.classes) if self.classes else self.tag or ""

    def matches(self, element: _Element) -> bool:
        if self.tag is not None and str(element.tag).lower() != self.tag:
            return False
        if self.id is not None and element.get("id") != self.id:
            return False
        return not self.classes or self.classes <= set((element.get("class") or "").split())


@dataclass(frozen=True, slots=True)
class HiddenRules:
    """The simple selectors of a page's style sheets whose elements are not shown.

    Each stands under one thing that an element must have to match (``.class``, ``#id`` or a tag), so that a page of
    many elements and many rules is not a product of both.
    """

    by_key: dict[str, tuple[_Selector, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, sheets: Iterable[str]) -> HiddenRules:
        """Return the rules of these style sheets. Rules for printing or other media are left out."""
        found: list[_Selector] = []
        for sheet in sheets:
            for selectors, body in _RULE.findall(_without_media(_COMMENT.sub("", sheet))):
                if hides(declarations(body)):
                    found.extend(filter(None, map(_selector, selectors.split(","))))
        by_key: dict[str, list[_Selector]] = {}
        for selector in dict.fromkeys(found):
            by_key.setdefault(selector.key, []).append(selector)
        return cls({key: tuple(selectors) for key, selectors in by_key.items()})

    def hide(self, element: _Element) -> bool:
        """True if a rule keeps `element` from being shown."""
        if not self.by_key:
            return False
        keys = ["", str(element.tag).lower(), "#" + (element.get("id") or "")]
        keys += ["." + name for name in (element.get("class") or "").split()[:_MAX_CLASSES]]
        return any(selector.matches(element) for key in keys for selector in self.by_key.get(key, ()))


def _selector(text: str) -> _Selector | None:
    match = _SIMPLE.fullmatch(text.strip())
    if not match or not match[0]:
        return None
    ids = re.findall(r"#([\w\u0080-\uffff-]+)", match[2])
    classes = re.findall(r"\.([\w\u0080-\uffff-]+)", match[2])
    tag = match[1].lower() if match[1] and match[1] != "*" else None
    return _Selector(tag, ids[0] if ids else None, frozenset(classes))


def _without_media(sheet: str) -> str:
    """Drop @media and other conditional blocks: they may not apply to a screen."""
    kept: list[str] = []
    depth = 0
    skipping = False
    for piece in re.split(r"([{}])", sheet):
        if piece == "{":
            depth += 1
        elif piece == "}":
            depth -= 1
            if skipping and depth <= 0:
                skipping = False
                continue
        elif depth == 0 and "@" in piece and not skipping:
            skipping = True
            kept.append(piece.partition("@")[0])
            continue
        if not skipping:
            kept.append(piece)
        depth = max(depth, 0)
    return "".join(kept)
