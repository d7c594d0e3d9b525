"""Fields: what stands between their marks, and what those show that keep no result."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from contract_scan.extract.docx.controls import BLANK
from contract_scan.extract.docx.equations import equation
from contract_scan.extract.docx.names import child, is_on, number, value, w
from contract_scan.extract.numerals import numeral
from contract_scan.extract.symbols import CHECKED, UNCHECKED, symbol

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Field", "Fields", "field_name", "form_value"]

# Fields that print something that matters in an agreement; page numbers and the like do not.
_COMPUTED_NAMES = "DATE DOCPROPERTY DOCVARIABLE FILLIN FORMTEXT IF INCLUDETEXT LISTNUM MERGEFIELD QUOTE REF SEQ TIME ="
_COMPUTED = frozenset(_COMPUTED_NAMES.split())
_OUTLINE_LEVELS = 9
# Characters of a field code that are looked at: far more than anybody writes, few enough for any pattern.
_LONGEST_CODE = 5_000

# Formats of the levels of the lists that LISTNUM and AUTONUMOUT bring along.
_OUTLINE_FORMATS = (
    ("upperRoman", "{}."), ("upperLetter", "{}."), ("decimal", "{}."), ("lowerLetter", "{})"), ("decimal", "({})"),
    ("lowerLetter", "({})"), ("lowerRoman", "({})"), ("lowerLetter", "({})"), ("lowerRoman", "({})"),
)  # fmt: skip
_NUMBER_FORMATS = (
    ("decimal", "{})"), ("lowerLetter", "{})"), ("lowerRoman", "{})"), ("decimal", "({})"), ("lowerLetter", "({})"),
    ("lowerRoman", "({})"), ("decimal", "{}."), ("lowerLetter", "{}."), ("lowerRoman", "{}."),
)  # fmt: skip
# Names that the number switch \* gives to number formats, in capitals where that makes no difference.
_SWITCHES = {
    "ROMAN": "upperRoman", "roman": "lowerRoman", "ALPHABETIC": "upperLetter", "alphabetic": "lowerLetter",
    "CHINESENUM1": "ideographDigital", "CHINESENUM2": "chineseLegalSimplified",
    "CHINESENUM3": "chineseCountingThousand",
    "CIRCLENUM": "decimalEnclosedCircle", "GB1": "decimalEnclosedFullstop", "GB2": "decimalEnclosedParen",
    "GB3": "decimalEnclosedCircleChinese", "GB4": "ideographEnclosedCircle", "ZODIAC1": "ideographTraditional",
    "ZODIAC2": "ideographZodiac", "ZODIAC3": "ideographZodiacTraditional", "DBCHAR": "decimalFullWidth",
}  # fmt: skip


@dataclass(slots=True)
class Field:
    """A complex field that is open."""

    #: The data of a legacy form field.
    form: _Element | None = None
    instruction: str = ""
    in_result: bool = False
    #: How much of its result was shown: pieces, and whether any of them is more than blank.
    pieces: int = 0
    filled: bool = False


@dataclass(slots=True)
class Fields:
    """The complex fields that are open. A field may span paragraphs, so one of these serves a whole story."""

    stack: list[Field] = field(default_factory=list)
    #: Marks that open a field which no mark closes; Word shows what follows them as text.
    unclosed: set[_Element] = field(default_factory=set)
    _counts: dict[str, list[int]] = field(default_factory=dict)

    def survey(self, container: _Element) -> None:
        """Look at all field marks of `container` before it is read."""
        opened: list[_Element] = []
        for mark in container.iter(w("fldChar")):
            kind = value(mark, "fldCharType")
            if kind == "begin":
                opened.append(mark)
            elif kind == "end" and opened:
                opened.pop()
        self.unclosed.update(opened)

    @property
    def in_contents(self) -> bool:
        """True inside of the field that makes the table of contents."""
        return bool(self.stack) and any(field_name(item.instruction) == "TOC" for item in self.stack)

    @property
    def showing(self) -> bool:
        """True where text is printed: outside of fields, or in the result of every open one."""
        return not self.stack or all(item.in_result for item in self.stack)

    def shown(self, text: str) -> None:
        """Note that `text` was printed in the result of the open fields."""
        for item in self.stack:
            item.pieces += 1
            item.filled = item.filled or bool(text.strip())

    def without_result(self, instruction: str, outline: int | None) -> str | None:
        """Return what a field shows of itself, in a paragraph of this outline level; None if only Word can tell."""
        instruction = instruction[:_LONGEST_CODE]
        name, words = field_name(instruction), instruction.split()
        if name == "EQ":
            return equation(instruction.split(None, 1)[1] if len(words) > 1 else "")
        if name in {"AUTONUM", "AUTONUMLGL", "AUTONUMOUT"}:
            return self._automatic(name, words, outline or 0)
        if name == "LISTNUM":
            return self._listed(words)
        if name == "MACROBUTTON" and len(words) > 2:
            return instruction.split(None, 2)[2].strip()
        if name == "SYMBOL" and len(words) > 1:
            font = re.search(r'\\f\s+"?([^"\\]+)"?', instruction)
            try:
                return symbol(int(words[1], 0), font[1].strip() if font else None)
            except ValueError:
                return None
        return None if name in _COMPUTED else ""

    def _automatic(self, name: str, words: list[str], level: int) -> str:
        counts = self._count(name, level, None)
        if name == "AUTONUMOUT":
            number_format, frame = _OUTLINE_FORMATS[level]
            return frame.format(numeral(counts[level], number_format))
        wanted = _switch(words, "\\*") or "Arabic"
        number_format = _SWITCHES.get(wanted) or _SWITCHES.get(wanted.upper(), "decimal")
        shown = counts[: level + 1] if name == "AUTONUMLGL" else counts[level : level + 1]
        end = "" if "\\e" in words else _switch(words, "\\s") or "."
        return ".".join(numeral(count or 1, number_format) for count in shown) + end

    def _listed(self, words: list[str]) -> str | None:
        name = words[1].strip('"').lower() if len(words) > 1 and not words[1].startswith("\\") else "numberdefault"
        level, start = _whole(_switch(words, "\\l")), _whole(_switch(words, "\\s"))
        level = min(max((level or 1) - 1, 0), _OUTLINE_LEVELS - 1)
        if name == "legaldefault":
            counts = self._count(name, level, start)
            return ".".join(str(count or 1) for count in counts[: level + 1]) + "."
        formats = {"numberdefault": _NUMBER_FORMATS, "outlinedefault": _OUTLINE_FORMATS}.get(name)
        if formats is None:
            return None
        number_format, frame = formats[level]
        return frame.format(numeral(self._count(name, level, start)[level], number_format))

    def _count(self, name: str, level: int, start: int | None) -> list[int]:
        counts = self._counts.setdefault(name, [0] * _OUTLINE_LEVELS)
        counts[level] = counts[level] + 1 if start is None else start
        counts[level + 1 :] = [0] * (_OUTLINE_LEVELS - level - 1)
        return counts


def field_name(instruction: str) -> str:
    """Return the field's name in capitals, "" where there is none."""
    return instruction.split(None, 1)[0].upper() if instruction.strip() else ""


def form_value(form: Field) -> str:
    """Return what a legacy form field shows beside its result: a check box, a choice, or the blank of an empty one."""
    if form.form is None:
        return ""
    box, text, choices = (child(form.form, name) for name in ("checkBox", "textInput", "ddList"))
    if box is not None:
        state = is_on(child(box, "checked"))
        if state is None:
            state = is_on(child(box, "default"))
        return CHECKED if state else UNCHECKED
    if form.filled:
        return ""
    if choices is not None:
        entries = [value(entry) or "" for entry in choices.findall(w("listEntry"))]
        picked = number(child(choices, "result")) or number(child(choices, "default")) or 0
        return entries[picked] if 0 <= picked < len(entries) else ""
    default = None if text is None or form.pieces else value(child(text, "default"))
    return default or (BLANK if text is not None else "")


def _switch(words: list[str], name: str) -> str | None:
    """Return the word after the switch `name`."""
    for at, word in enumerate(words):
        if word.lower() == name and at + 1 < len(words):
            return words[at + 1].strip('"')
        if word.lower().startswith(name) and len(word) > len(name):
            return word[len(name) :].strip('"')
    return None


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else None
