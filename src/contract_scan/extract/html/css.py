"""As much of CSS as it takes to tell what a page shows: rules, the elements that they match, and which one wins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["StyleSheet"]

# Lengths are limited where a piece that never ends would be looked for anew from each of its characters.
_STRING = r"\"(?:[^\"\\]|\\.){0,2000}\"|'(?:[^'\\]|\\.){0,2000}'"
_TOKEN = re.compile(rf"{_STRING}|[{{}}]|[^{{}}\"']+|[\"']", re.DOTALL)
_DECLARATION = re.compile(rf"(?<![\w-])([\w-]{{1,40}})\s{{0,40}}:\s*((?:{_STRING}|\([^()]*\)|[^;\"'])*)", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
# One compound selector: a tag, ids, classes, attributes, the generated text around it. One with more is left alone.
_NAME = r"(?:[\w\u0080-\uffff-]|\\.)+"
_COMPOUND = re.compile(rf"([a-zA-Z][\w-]*|\*)?((?:[.#]{_NAME}|\[[^\]]*\])*)(::?(?:before|after))?")
_ATTRIBUTE = re.compile(r"\[\s*([\w-]+)\s*(?:([~|^$*]?=)\s*[\"']?([^\"'\]]*)[\"']?\s*)?\]")
_COMBINED = re.compile(r"\s*>\s*|\s+")
# Media rules that hold on any screen. The others ask for its size or for paper.
_EVERY_SCREEN = re.compile(r"@(?:media\s+(?:only\s+)?(?:screen|all)|layer[^{]*|supports[^{]*)\s*", re.IGNORECASE)
_RELEVANT_NAMES = (
    "background background-color background-image clip clip-path color content content-visibility counter-increment "
    "counter-reset display font-family font-size height left list-style list-style-type max-height max-width opacity "
    "overflow position right text-decoration text-decoration-line text-indent top transform visibility white-space "
    "width"
)
_RELEVANT = frozenset(_RELEVANT_NAMES.split())
_MAX_CLASSES = 100
# Rules that may hold for one element, by its tag or one of its names: so that a page of many elements and many rules
# is no product of both.
_MAX_RULES = 500
_MAX_PARTS = 8


def _declared(body: str) -> dict[str, tuple[str, bool]]:
    """The properties that matter here, in lower case but for strings, each with whether it is marked as important."""
    found: dict[str, tuple[str, bool]] = {}
    for match in _DECLARATION.finditer(body):
        name = match[1].lower()
        value, mark, _ = match[2].partition("!important") if "!important" in match[2] else (match[2], "", "")
        if name in _RELEVANT and (mark or not found.get(name, ("", False))[1]):
            found[name] = (value.strip() if name == "content" else value.strip().lower(), bool(mark))
    return found


@dataclass(frozen=True, slots=True)
class _Compound:
    tag: str | None
    ids: frozenset[str]
    classes: frozenset[str]
    attributes: tuple[tuple[str, str, str], ...] = ()  # name, sign of comparison, value

    def matches(self, element: _Element) -> bool:
        if not all(_compare(element.get(name), sign, value) for name, sign, value in self.attributes):
            return False
        if self.tag is not None and str(element.tag).lower() != self.tag:
            return False
        if self.ids and self.ids != {element.get("id")}:
            return False
        return not self.classes or self.classes <= set((element.get("class") or "").split())

    @property
    def key(self) -> str:
        if self.ids:
            return "#" + min(self.ids)
        return "." + min(self.classes) if self.classes else self.tag or ""


def _compare(found: str | None, sign: str, value: str) -> bool:
    if found is None or not sign:
        return found is not None
    match sign:
        case "=":
            return found == value
        case "~=":
            return value in found.split()
        case "|=":
            return found == value or found.startswith(value + "-")
        case "^=":
            return bool(value) and found.startswith(value)
        case "$=":
            return bool(value) and found.endswith(value)
        case _:
            return bool(value) and value in found


@dataclass(frozen=True, slots=True)
class _Rule:
    """A selector with its properties. `parts` go from the element outwards, each with whether it is the parent."""

    parts: tuple[tuple[_Compound, bool], ...]
    pseudo: str
    weight: tuple[int, int, int, int]  # ids, classes, tags, order: what decides between rules
    properties: dict[str, tuple[str, bool]] = field(hash=False)

    def matches(self, element: _Element) -> bool:
        if not self.parts[0][0].matches(element):
            return False
        current: _Element | None = element
        for part, direct in self.parts[1:]:
            current = current.getparent() if current is not None else None
            while not direct and current is not None and not part.matches(current):
                current = current.getparent()
            if current is None or not part.matches(current):
                return False
        return True


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """The rules of a page, under one thing that an element must have to match (``.class``, ``#id`` or a tag)."""

    by_key: dict[str, tuple[_Rule, ...]]
    pseudos: frozenset[str]

    @classmethod
    def of(cls, sheets: Iterable[str]) -> StyleSheet:
        """Return the rules of these style sheets. Rules for printing or for some screens are left out."""
        by_key: dict[str, list[_Rule]] = {}
        order = 0
        for sheet in sheets:
            for selectors, body in _rules(_COMMENT.sub("", sheet)):
                properties = _declared(body)
                for selector in selectors.split(",") if properties else ():
                    rule = _rule(selector.strip(), properties, order)
                    if rule is not None:
                        order += 1
                        by_key.setdefault(rule.parts[0][0].key, []).append(rule)
        kept = {key: tuple(rules[-_MAX_RULES:]) for key, rules in by_key.items()}
        return cls(kept, frozenset(rule.pseudo for rules in kept.values() for rule in rules))

    def properties(self, element: _Element, pseudo: str = "") -> dict[str, str]:
        """Return the properties that hold for `element`, or for the text generated ``before`` or ``after`` it."""
        given = [rule.properties for rule in self._matching(element, pseudo)] if pseudo in self.pseudos else []
        if not pseudo and (style := element.get("style")):
            given.append(_declared(style))
        found: dict[str, tuple[str, bool]] = {}
        for properties in given:
            for name, (value, important) in properties.items():
                if important or not found.get(name, ("", False))[1]:
                    # The name moves to the end, so that of a property and its shorthand the later one is read last.
                    found.pop(name, None)
                    found[name] = (value, important)
        return {name: value for name, (value, _) in found.items()}

    def _matching(self, element: _Element, pseudo: str) -> list[_Rule]:
        keys = ["", str(element.tag).lower(), "#" + (element.get("id") or "")]
        keys += ["." + name for name in (element.get("class") or "").split()[:_MAX_CLASSES]]
        found = [
            rule
            for key in dict.fromkeys(keys)
            for rule in self.by_key.get(key, ())
            if rule.pseudo == pseudo and rule.matches(element)
        ]
        return sorted(found, key=lambda rule: rule.weight)


def _rule(selector: str, properties: dict[str, tuple[str, bool]], order: int) -> _Rule | None:
    pieces = _COMBINED.split(selector)
    joins = [">" in match[0] for match in _COMBINED.finditer(selector)]
    if not selector or len(pieces) > _MAX_PARTS:
        return None
    parts: list[tuple[_Compound, bool]] = []
    pseudo = ""
    for index, piece in enumerate(pieces):
        match = _COMPOUND.fullmatch(piece)
        if not match or not match[0] or (match[3] and index < len(pieces) - 1):
            return None
        pseudo = (match[3] or "").lstrip(":")
        attributes = tuple(
            (found[1].lower(), found[2] or "", found[3] or "") for found in _ATTRIBUTE.finditer(match[2])
        )
        names = [name.replace("\\", "") for name in re.findall(rf"[.#]{_NAME}", _ATTRIBUTE.sub("", match[2]))]
        tag = match[1].lower() if match[1] and match[1] != "*" else None
        ids = frozenset(name[1:] for name in names if name[0] == "#")
        classes = frozenset(name[1:] for name in names if name[0] == ".")
        # Whether this part must be the parent of the next one to its right is known to the join behind it.
        parts.append((_Compound(tag, ids, classes, attributes), index < len(joins) and joins[index]))
    compounds = [part for part, _ in parts]
    weight = (
        sum(len(part.ids) for part in compounds),
        sum(len(part.classes) + len(part.attributes) for part in compounds),
        sum(part.tag is not None for part in compounds),
        order,
    )
    return _Rule(tuple(reversed(parts)), pseudo, weight, properties)


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield selectors and bodies of the rules that hold on any screen."""
    open_blocks: list[bool] = []  # of the blocks around: whether what is in them holds
    buffer: list[str] = []
    for match in _TOKEN.finditer(sheet):
        piece = match[0]
        if piece == "{":
            head = "".join(buffer).rpartition(";")[2].strip()
            buffer = []
            at_rule = head.startswith("@")
            open_blocks.append(not at_rule or _EVERY_SCREEN.fullmatch(head) is not None)
            if not at_rule:
                buffer = [head, "\0"]
        elif piece == "}":
            selectors, mark, body = "".join(buffer).rpartition("\0")
            if mark and all(open_blocks):
                yield selectors, body
            buffer = []
            if open_blocks:
                open_blocks.pop()
        else:
            buffer.append(piece)
