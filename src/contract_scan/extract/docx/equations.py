"""Formulas as one line of text: those of EQ fields, and those of Office Math."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from contract_scan.extract.docx.names import local
from contract_scan.extract.symbols import CHECKED

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["MATH", "equation", "math_marks"]

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_CIRCLES, _SQUARES, _TICKS = frozenset("○◯〇"), frozenset("□▢"), frozenset("√✓✔")
# A formula inside of a formula inside of …: nobody writes more, and a file may.
_DEPTH = 16
# Characters in which an argument shows what it begins with, blanks before it included.
_PEEK = 16
# What a formula says by the places and sizes of its pieces, said on one line.
_MARKS = {"num": ("", "/"), "sup": ("^", ""), "sub": ("_", ""), "rad": ("√(", ")")}
_COMPOUND = re.compile(r"[+\-−*×/÷^]")


def equation(code: str) -> str:
    """Return what the code of an EQ field shows: ``\\f(3,1000)`` is 3/1000, ``\\o\\ac(○,3)`` is ③."""
    return _Eq(code).read(0)


class _Eq:
    def __init__(self, code: str) -> None:
        # The general switches of a reading aid (\* jc2 \* "Font:…" \* hps10) come first and show nothing.
        self._code = re.sub(r'\\\*\s*(?:"[^"]*"|\S+)', "", code).strip()
        self._at = 0

    def read(self, depth: int, stops: str = "") -> str:
        """Read up to one of `stops`."""
        shown: list[str] = []
        while self._at < len(self._code) and self._code[self._at] not in stops:
            char = self._code[self._at]
            if char == "\\" and self._at + 1 < len(self._code):
                shown.append(self._switch(depth))
            else:
                shown.append(char)
                self._at += 1
        return "".join(shown).strip() if stops else "".join(shown)

    def _switch(self, depth: int) -> str:
        name = re.compile(r"\\([a-z]+)\s*\d*\s*", re.IGNORECASE).match(self._code, self._at)
        if name is None:  # a sign that is meant as it is: \( \, \\
            self._at += 2
            return self._code[self._at - 1]
        names = []
        while name is not None:
            names.append(name[1].lower())
            self._at = name.end()
            name = re.compile(r"\\([a-z]+)\s*\d*\s*", re.IGNORECASE).match(self._code, self._at)
        if self._at >= len(self._code) or self._code[self._at] != "(" or depth >= _DEPTH:
            return ""
        plain: list[bool] = []
        arguments: list[str] = []
        while self._at < len(self._code) and self._code[self._at] != ")":
            self._at += 1
            plain.append(not self._code[self._at : self._at + _PEEK].lstrip().lower().startswith("\\s"))
            arguments.append(self.read(depth + 1, ",，;)"))
        self._at += 1
        return _shown(names[0], arguments, plain)


def _shown(name: str, arguments: list[str], plain: list[bool]) -> str:
    if name == "f":
        return "/".join(f"({part})" if _COMPOUND.search(part) else part for part in arguments)
    if name == "r":
        return f"√({arguments[-1]})"
    if name == "o" and len(arguments) > 1:
        first, last = arguments[0], arguments[-1]
        if first in _CIRCLES and last.isdecimal() and 1 <= int(last) <= 20:
            return chr(0x2460 + int(last) - 1)
        if first in _SQUARES and last in _TICKS:
            return CHECKED
        if first in _CIRCLES | _SQUARES:
            return last
        if last in _CIRCLES | _SQUARES:
            return first
        if not plain[0] and plain[-1]:
            # A reading aid stands over its base; a word combined into one sign has a raised and a lowered half.
            return last
    return "".join(arguments)


def math_marks(element: _Element) -> tuple[str, str]:
    """Return what is to stand before and after a part of an Office Math formula, so that one line can show it."""
    if not element.tag.startswith(MATH):
        return "", ""
    if not any((text.text or "").strip() for text in element.iter(f"{MATH}t")):
        return "", ""
    name = local(element)
    if name == "d":
        return _character(element, "dPr/begChr", "("), _character(element, "dPr/endChr", ")")
    if name == "nary":
        return _character(element, "naryPr/chr", "∫"), ""
    return _MARKS.get(name, ("", ""))


def _character(element: _Element, path: str, default: str) -> str:
    found = element.find("/".join(MATH + name for name in path.split("/")))
    given = None if found is None else found.get(f"{MATH}val")
    return default if given is None else given
