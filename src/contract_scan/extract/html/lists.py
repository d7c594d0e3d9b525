"""The numbers and signs that a browser writes before list items, and those that style sheets count."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from contract_scan.extract.numerals import numeral

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Counters", "List", "open_list", "whole"]

_ORDERED = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {
    "decimal": ("decimal", ". "),
    "decimal-leading-zero": ("decimalZero", ". "),
    "lower-alpha": ("lowerLetter", ". "),
    "lower-latin": ("lowerLetter", ". "),
    "upper-alpha": ("upperLetter", ". "),
    "upper-latin": ("upperLetter", ". "),
    "lower-roman": ("lowerRoman", ". "),
    "upper-roman": ("upperRoman", ". "),
    "cjk-ideographic": ("chineseCountingThousand", "、"),
    "simp-chinese-informal": ("chineseCountingThousand", "、"),
    "trad-chinese-informal": ("chineseCountingThousand", "、"),
    "simp-chinese-formal": ("chineseLegalSimplified", "、"),
    "trad-chinese-formal": ("ideographLegalTraditional", "、"),
    "cjk-decimal": ("ideographDigital", "、"),
    "cjk-heavenly-stem": ("ideographTraditional", "、"),
    "cjk-earthly-branch": ("ideographZodiac", "、"),
}
_CONTENT = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|(counters?|attr)\(([^()]*)\)|[^\s\"']+", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)


@dataclass(slots=True)
class List:
    """An open list: the number that its next item has, and how it is written."""

    number: int = 1
    step: int = 1
    number_format: str = "decimal"
    gap: str = ". "
    ordered: bool = False
    depth: int = 0

    def label(self, item: _Element, style: str | None) -> str | None:
        """Return what stands before `item`, whose own list style is `style`, and go on to the next number."""
        if not self.ordered and style not in _STYLES:
            return "• " if self.number_format != "none" and style != "none" else None
        given = whole(item.get("value"))
        number = self.number if given is None else given
        self.number = number + self.step
        number_format, gap = _STYLES.get(style or "", (self.number_format, self.gap))
        shown = numeral(number, "none" if style == "none" else _ORDERED.get(item.get("type") or "", number_format))
        return shown + gap if shown else None


def open_list(element: _Element, style: str | None, depth: int) -> List:
    """Return the list that `element` opens; `style` is the list style that it has or inherits."""
    if element.tag != "ol" and style not in _STYLES:
        return List(number_format="none" if style == "none" else "bullet", depth=depth)
    number_format, gap = _ORDERED.get(element.get("type") or "", "decimal"), ". "
    if style == "none":
        number_format = "none"
    elif style in _STYLES:
        number_format, gap = _STYLES[style]
    start, step = whole(element.get("start")), 1
    if element.get("reversed") is not None:
        step = -1
        start = start if start is not None else sum(child.tag == "li" for child in element)
    return List(1 if start is None else start, step, number_format, gap, ordered=True, depth=depth)


def whole(text: str | None) -> int | None:
    """Return the whole number that an attribute begins with, or None."""
    match = re.match(r"\s*(-?\d{1,9})", text or "")
    return int(match[1]) if match else None


@dataclass(slots=True)
class Counters:
    """The counters of style sheets. Each holds inside of the element around the one that set it."""

    _open: dict[str, list[tuple[_Element | None, int]]] = field(default_factory=dict)

    def enter(self, element: _Element, properties: dict[str, str]) -> None:
        """Set and count what `element` sets and counts."""
        scope = element.getparent()
        for name, value in _named(properties.get("counter-reset", ""), 0):
            stack = self._open.setdefault(name, [])
            if stack and stack[-1][0] is scope:
                stack.pop()
            stack.append((scope, value))
        for name, value in _named(properties.get("counter-increment", ""), 1):
            stack = self._open.setdefault(name, [])
            owner, count = stack.pop() if stack else (scope, 0)
            stack.append((owner, count + value))

    def leave(self, element: _Element) -> None:
        """Drop the counters that hold inside of `element`."""
        for stack in self._open.values():
            while stack and stack[-1][0] is element:
                stack.pop()

    def text(self, content: str, element: _Element) -> str:
        """Return the text that a ``content`` property generates for `element`."""
        shown: list[str] = []
        for match in _CONTENT.finditer(content):
            if match[1] is not None or match[2] is not None:
                shown.append(_unescaped(match[1] or match[2] or ""))
            elif match[3] == "attr":
                shown.append(element.get(match[4].strip()) or "")
            elif match[3]:
                shown.append(self._counted(match[3], match[4]))
        return "".join(shown)

    def _counted(self, function: str, arguments: str) -> str:
        name, *rest = (part.strip() for part in arguments.lower().split(","))
        values = [value for _, value in self._open.get(name, ())] or [0]
        if function == "counter":
            values, gap = values[-1:], ""
        else:
            gap = rest.pop(0).strip("\"'") if rest else "."
        number_format = _STYLES.get(rest[0] if rest else "decimal", ("decimal", ""))[0]
        return gap.join(numeral(value, number_format) for value in values)


def _named(text: str, default: int) -> list[tuple[str, int]]:
    """The names of a counter property, each with its number."""
    found = re.findall(r"([a-zA-Z_][\w-]*)(?:\s+(-?\d{1,6}))?", text)
    return [(name, int(number) if number else default) for name, number in found if name != "none"]


def _unescaped(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        code = int(match[1], 16) if match[1] else 0
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else match[2] or ""

    return _ESCAPE.sub(character, text)
