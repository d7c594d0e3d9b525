"""Automatic numbers: what ``numbering.xml`` makes Word print before a paragraph."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from contract_scan.extract.docx.names import MC, child, children, is_on, number, properties_of, value, w
from contract_scan.extract.docx.styles import Style, Styles, font_of
from contract_scan.extract.numerals import numeral
from contract_scan.extract.symbols import BULLET, symbol

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Counters", "Label", "Numbering"]

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
# A format of one's own is given by its first numbers: 001, 002, 003, ...
_PADDED = re.compile(r"0{1,8}1")
_GAPS = {"tab": " ", "space": " ", "nothing": ""}


@dataclass(frozen=True, slots=True)
class Label:
    """A printed number, what parts it from the text, and its list level from 0."""

    text: str
    gap: str
    level: int
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    gap: str = " "
    legal: bool = False
    restart: int | None = None
    style: str | None = None
    font: str | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class _List:
    """One ``w:num``: the levels of its abstract list with its own overrides. Lists of one `abstract` count together."""

    abstract: str
    levels: dict[int, _Level]
    start_overrides: dict[int, int]

    def start(self, level: int) -> int:
        """Return the number that `level` starts with, also when it starts again."""
        return self.start_overrides.get(level, self.levels.get(level, _Level()).start)


class Numbering:
    """The lists of a document."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, _Element] = {}
        self._nums: dict[int, _Element] = {}
        self._lists: dict[int, _List | None] = {}
        if root is None:
            return
        for element in children(root, "abstractNum"):
            self._abstract.setdefault(value(element, "abstractNumId") or "", element)
        for element in children(root, "num"):
            num_id = number(element, "numId")
            if num_id is not None:
                self._nums.setdefault(num_id, element)

    def find(self, properties: _Element | None, style: Style) -> tuple[int, int] | None:
        """Return list and level of a paragraph with these direct `properties` (``w:numPr``) and `style`, or None."""
        num_id = level = None
        if properties is not None:
            num_id = number(child(properties, "numId"))
            level = number(child(properties, "ilvl"))
        if num_id is None:
            num_id = style.num_id
        if level is None and num_id is not None:
            # List and level are inherited apart: a paragraph may name another list and keep its style's level.
            level = self._style_level(num_id, style)
        if num_id is None or num_id == 0 or self.get(num_id) is None:
            return None
        return num_id, min(max(level or 0, 0), _LEVELS - 1)

    def get(self, num_id: int) -> _List | None:
        """Return the list called `num_id`, or None where the file has none."""
        if num_id not in self._lists:
            self._lists[num_id] = self._build(num_id)
        return self._lists[num_id]

    def _style_level(self, num_id: int, style: Style) -> int | None:
        # A style's own level is where the list names the style; its ilvl only counts where none does.
        found = self.get(num_id)
        if found is not None and style.num_style is not None:
            for index, level in found.levels.items():
                if level.style == style.num_style:
                    return index
        return style.num_level

    def _build(self, num_id: int) -> _List | None:
        element = self._nums.get(num_id)
        if element is None:
            return None
        abstract_id = value(child(element, "abstractNumId")) or ""
        abstract = self._follow_links(abstract_id)
        if abstract is None:
            return None
        levels: dict[int, _Level] = {}
        for level in children(abstract, "lvl"):
            levels.setdefault(number(level, "ilvl") or 0, _level(level))
        overrides: dict[int, int] = {}
        for override in children(element, "lvlOverride"):
            index = number(override, "ilvl") or 0
            replaced = child(override, "lvl")
            if replaced is not None:
                levels[index] = _level(replaced)
            start = number(child(override, "startOverride"))
            if start is not None:
                overrides[index] = start
        return _List(value(abstract, "abstractNumId") or abstract_id, levels, overrides)

    def _follow_links(self, abstract_id: str) -> _Element | None:
        """Return the abstract list that holds the levels: one may stand for a numbering style kept elsewhere."""
        seen: set[str] = set()
        while abstract_id not in seen:
            seen.add(abstract_id)
            abstract = self._abstract.get(abstract_id)
            if abstract is None:
                return None
            link = value(child(abstract, "numStyleLink"))
            if link is None or children(abstract, "lvl"):
                return abstract
            target = self._styles.linked_list(link)
            num = self._nums.get(target) if target is not None else None
            if num is None:
                return None
            abstract_id = value(child(num, "abstractNumId")) or ""
        return None


@dataclass(slots=True)
class Counters:
    """Counts the numbered paragraphs of one story (the body, a header, the notes) in reading order."""

    numbering: Numbering
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    _started: set[tuple[int, int]] = field(default_factory=set)

    def next(self, num_id: int, level: int) -> Label | None:
        """Count one more paragraph at `level` of the list and return its printed number."""
        found = self.numbering.get(num_id)
        if found is None:
            return None
        counts = self._counts[found.abstract]
        begins = level in found.start_overrides and (num_id, level) not in self._started
        counts[level] = counts[level] + 1 if level in counts and not begins else found.start(level)
        self._started.add((num_id, level))
        for above in range(level):
            # A level that was skipped counts as printed once: the next paragraph of it is the second.
            counts.setdefault(above, found.start(above))
        self._restart_below(found, counts, level)
        return _label(found, counts, level)

    @staticmethod
    def _restart_below(found: _List, counts: dict[int, int], level: int) -> None:
        for deeper in [index for index in counts if index > level]:
            restart = found.levels.get(deeper, _Level()).restart
            # lvlRestart counts levels from 1: 0 never restarts, n restarts after a paragraph of level n or above.
            if restart is None or restart > level:
                del counts[deeper]


def _label(found: _List, counts: dict[int, int], level: int) -> Label:
    definition = found.levels.get(level, _Level())
    if definition.hidden:
        return Label("", "", level)
    if definition.number_format == "bullet":
        sign = definition.text.strip()
        text = "".join(symbol(ord(char), definition.font) for char in sign) or BULLET if sign else ""
        return Label(text, definition.gap, level, bullet=True)

    def shown(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        other = found.levels.get(index, _Level())
        if index > level:
            return ""
        count = counts.get(index, other.start)
        number_format = other.number_format
        if definition.legal and number_format != "none":
            number_format = "decimal"
        return numeral(count, number_format)

    return Label(_PLACEHOLDER.sub(shown, definition.text).strip(), definition.gap, level)


def _level(element: _Element) -> _Level:
    number_format, text = _number_format(element), child(element, "lvlText")
    run = properties_of(child(element, "rPr"))
    start = number(child(element, "start"))
    return _Level(
        start=0 if start is None else start,
        number_format=number_format,
        text=(value(text) or "") if text is not None and not _is_null(text) else "",
        gap=_GAPS.get(value(child(element, "suff")) or "tab", " "),
        legal=bool(is_on(child(element, "isLgl"))),
        restart=number(child(element, "lvlRestart")),
        style=value(child(element, "pStyle")),
        font=font_of(run),
        hidden=bool(is_on(run.get(w("vanish")))),
    )


def _is_null(text: _Element) -> bool:
    """True where ``w:lvlText`` says that it has no text at all."""
    return value(text, "null") in {"1", "true", "on"}


def _number_format(element: _Element) -> str:
    direct, older = child(element, "numFmt"), None
    if direct is None:
        # Formats newer than the standard stand in a compatibility wrapper with an older one to fall back on.
        direct = element.find(f"{{{MC}}}AlternateContent/{{{MC}}}Choice/{w('numFmt')}")
        older = element.find(f"{{{MC}}}AlternateContent/{{{MC}}}Fallback/{w('numFmt')}")
    found = value(direct) or value(older) or "decimal"
    if found != "custom":
        return found
    first = (value(direct, "format") or "").split(",")[0].strip()
    return first if _PADDED.fullmatch(first) else value(older) or "decimal"
