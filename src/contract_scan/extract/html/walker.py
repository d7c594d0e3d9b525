"""Walks a page as a browser lays it out, and gives its paragraphs and tables in reading order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from contract_scan.extract.bounds import Bounds
from contract_scan.extract.flow import Cell, Item, Paragraph, Table, as_hidden
from contract_scan.extract.html.controls import CONTROLS, shown_by
from contract_scan.extract.html.css import StyleSheet
from contract_scan.extract.html.lists import Counters, List, open_list, whole
from contract_scan.extract.html.look import Look, look_of
from contract_scan.extract.symbols import symbol
from contract_scan.model.document import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Walker"]

_BLOCK_NAMES = (
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre search section summary table ul caption "
    "optgroup listing xmp marquee"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_NEVER_SHOWN_NAMES = (
    "script style head title meta link template noscript base datalist object embed audio video canvas rp rt param "
    "source track area map noframes xml"
)
_NEVER_SHOWN = frozenset(_NEVER_SHOWN_NAMES.split())
# Elements that show what lies elsewhere.
_FETCHED = frozenset({"iframe", "frame", "object", "embed"})
_HEADINGS = {f"h{n}": n - 1 for n in range(1, 7)}
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff]")
_SYMBOL_FONTS = frozenset({"wingdings", "wingdings 2", "symbol"})
_BLOCK_DISPLAYS = frozenset({"block", "flex", "grid", "list-item", "table", "flow-root", "table-row", "table-caption"})
# Wider spans are not drawn by any page that is meant to be read.
_MAX_SPAN = 100
# Pages inside of pages: a page may hold itself in any number of layers.
_MAX_FRAMES = 3


@dataclass(slots=True)
class _Line:
    """The block that is being filled; a piece goes with whether its line breaks are shown."""

    pieces: list[tuple[str, bool]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    label: str | None = None
    level: int | None = None
    heading: int | None = None


class Walker:
    """Walks one page. What was met on the way is known after the walk: hidden and struck text, changes, pictures."""

    def __init__(
        self,
        sheet: StyleSheet,
        tracked: Literal["final", "original"],
        bounds: Bounds,
        *,
        whole_style: bool,
        parse: Callable[[str, Bounds], _Element],
    ) -> None:
        self._sheet = sheet
        self._left_out = "del" if tracked == "final" else "ins"
        self._bounds = bounds
        self._look = Look() if whole_style else Look(ground=None)
        self._parse = parse
        self._paragraphs = 0
        self._cells = 0
        self._frames = 0
        self._line = _Line()
        self._lists: list[List] = []
        self._counters = Counters()
        self.hidden = False
        self.struck = False
        self.tracked = False
        self.pictures = 0
        self.external = False

    def items(self, root: _Element) -> Iterator[Item]:
        """Yield the paragraphs and tables of a page."""
        yield from self._all(root, look_of(root, self._sheet.properties(root), self._look))

    def _all(self, element: _Element, look: Look) -> Iterator[Item]:
        yield from self._inside(element, look)
        yield from self._flush()

    def _inside(self, element: _Element, look: Look) -> Iterator[Item]:
        self._generate(element, "before", look)
        self._say(element.text, look)
        for child in element:
            if isinstance(child.tag, str):
                yield from self._element(child, look)
            self._say(child.tail, look)
        self._generate(element, "after", look)
        self._counters.leave(element)

    def _element(self, element: _Element, outer: Look) -> Iterator[Item]:
        name = str(element.tag).lower()
        if name in _FETCHED and (element.get("src") or element.get("data") or "").strip():
            self.external = True
        if name in _NEVER_SHOWN:
            return
        if name in {"ins", "del"}:
            self.tracked = True
            if name == self._left_out:
                return
        properties = self._sheet.properties(element)
        look = look_of(element, properties, outer)
        if properties.get("display") != "none":
            self._counters.enter(element, properties)
        if name == "br":
            yield from self._flush(keep_heading=True)
        elif name == "hr":
            yield from self._flush()
        elif name == "img":
            self.pictures += not look.hidden
        elif name in CONTROLS:
            if name == "textarea":
                yield from self._flush()
            self._say(shown_by(element), look)
        elif name == "svg":
            yield from self._drawing(element, look)
        elif name == "iframe":
            yield from self._frame(element, look)
        elif name == "table":
            yield from self._flush()
            yield self._table(element, look)
        elif name in {"ol", "ul", "menu", "dir"}:
            yield from self._flush()
            self._lists.append(open_list(element, look.list_style, len(self._lists)))
            yield from self._inside(element, look)
            yield from self._flush()
            self._lists.pop()
        elif name in _BLOCKS or properties.get("display") in _BLOCK_DISPLAYS:
            yield from self._block(element, name, properties, look)
        else:
            yield from self._inside(element, look)

    def _block(self, element: _Element, name: str, properties: dict[str, str], look: Look) -> Iterator[Item]:
        self._paragraphs += 1
        self._bounds.check("paragraphs", self._paragraphs)
        yield from self._flush()
        if name in _HEADINGS:
            self._line.heading = _HEADINGS[name]
        if name == "li" and not look.hidden and properties.get("display", "list-item") == "list-item" and self._lists:
            own = properties.get("list-style-type") or properties.get("list-style", "").split(" ")[0]
            self._line.level = self._lists[-1].depth
            self._line.label = self._lists[-1].label(element, own or None)
        yield from self._inside(element, look)
        yield from self._flush(drop_label=True)

    def _generate(self, element: _Element, where: Literal["before", "after"], look: Look) -> None:
        """Add the text that a style sheet generates. At the beginning of a block it is an automatic number."""
        properties = self._sheet.properties(element, where)
        if not properties or properties.get("display") == "none":
            return
        self._counters.enter(element, properties)
        text = self._counters.text(properties.get("content", ""), element)
        if not text.strip():
            return
        if where == "before" and not look.hidden and not self._line.label and not self._filled():
            self._line.label = text
        else:
            self._say(text, look)

    def _filled(self) -> bool:
        return any(text.strip() for text, _ in self._line.pieces)

    def _drawing(self, element: _Element, look: Look) -> Iterator[Item]:
        for text in element.iter("text"):
            yield from self._flush()
            self._say("".join(map(str, text.itertext())), look)
            yield from self._flush()

    def _frame(self, element: _Element, look: Look) -> Iterator[Item]:
        """A page that stands in an attribute. One that would have to be fetched is not read."""
        page = element.get("srcdoc")
        if page and self._frames < _MAX_FRAMES:
            self._frames += 1
            yield from self._flush()
            yield from self._all(self._parse(page, self._bounds), look)
            self._frames -= 1

    def _say(self, text: str | None, look: Look) -> None:
        if not text:
            return
        if look.font in _SYMBOL_FONTS:
            text = "".join(char if char.isspace() else symbol(ord(char), look.font) for char in text)
        if look.hidden:
            if text.strip():
                self.hidden = True
                self._line.hidden.append(text)
        else:
            self.struck = self.struck or (look.struck and bool(text.strip()))
            self._line.pieces.append((text, look.keeps_lines))

    def _flush(self, *, keep_heading: bool = False, drop_label: bool = False) -> Iterator[Paragraph]:
        """Close the block. A list number waits for the first text of its item, however deep that stands."""
        line = self._line
        hidden = _collapse("".join(line.hidden))
        self._line = _Line(heading=line.heading if keep_heading else None)
        shown = [text for text in _shown_lines(line.pieces) if text.strip()]
        if not shown and line.label and not drop_label:
            self._line.label, self._line.level = line.label, line.level
        for index, text in enumerate(shown):
            kind = BlockKind.PARAGRAPH if line.heading is None else BlockKind.HEADING
            level = line.level if line.heading is None else line.heading
            if index == 0 and line.label:
                yield Paragraph(line.label + text.strip(), kind, level, len(line.label.rstrip()))
            else:
                yield Paragraph(text, kind, level)
        if hidden:
            yield Paragraph(hidden, BlockKind.HIDDEN)

    def _table(self, table: _Element, look: Look) -> Table:
        rows: list[tuple[Cell, ...]] = []
        covered: dict[int, int] = {}  # column: rows that a cell above still covers
        for row, around in self._rows(table, look):
            look_of_row = look_of(row, self._sheet.properties(row), around)
            if row.tag == "caption":
                rows.insert(0, (Cell(tuple(self._fresh(row, look_of_row))),))
            elif look_of_row.gone:
                rows.append((Cell(tuple(as_hidden(self._fresh(row, look_of_row)))),))
            else:
                rows.append(self._row(row, look_of_row, covered))
        return Table(tuple(rows))

    def _rows(self, table: _Element, look: Look) -> Iterator[tuple[_Element, Look]]:
        """Yield the rows and captions of a table, each with the look of what is around it."""
        for child in table:
            if child.tag in {"tr", "caption"}:
                yield child, look
            elif child.tag in {"thead", "tbody", "tfoot"}:
                inner = look_of(child, self._sheet.properties(child), look)
                yield from ((row, inner) for row in child if row.tag == "tr")

    def _row(self, row: _Element, look: Look, covered: dict[int, int]) -> tuple[Cell, ...]:
        cells: list[Cell] = []
        fresh: dict[int, int] = {}

        def skip_covered() -> None:
            while covered.get(len(cells), 0) > 0:
                covered[len(cells)] -= 1
                cells.append(Cell(covered=True, below=True))

        for element in row:
            if element.tag not in {"td", "th"}:
                continue
            inner = look_of(element, self._sheet.properties(element), look)
            items = tuple(self._fresh(element, inner))
            if inner.gone and not look.gone:
                cells.append(Cell(tuple(as_hidden(items)), covered=True))
                continue
            skip_covered()
            columns = min(max(whole(element.get("colspan")) or 1, 1), _MAX_SPAN)
            height = min(max(whole(element.get("rowspan")) or 1, 1), 65534)
            fresh.update({len(cells) + offset: height - 1 for offset in range(columns) if height > 1})
            cells.append(Cell(items))
            cells.extend([Cell(covered=True)] * (columns - 1))
        skip_covered()
        self._cells += len(cells)
        self._bounds.check("table_cells", self._cells)
        for column, count in fresh.items():
            covered[column] = max(covered.get(column, 0), count)
        return tuple(cells)

    def _fresh(self, element: _Element, look: Look) -> list[Item]:
        """The items of a cell, read apart from the block around the table."""
        outer, outer_lists = self._line, self._lists
        self._line, self._lists = _Line(), []
        found = list(self._all(element, look))
        self._line, self._lists = outer, outer_lists
        return found


def _shown_lines(pieces: list[tuple[str, bool]]) -> list[str]:
    """The lines that a block shows: one, but for the line breaks that are kept."""
    lines = [""]
    alike = len({keeps_lines for _, keeps_lines in pieces}) == 1
    for text, keeps_lines in pieces:
        if keeps_lines:
            first, *others = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            lines[-1] += first
            lines.extend(others)
        else:
            lines[-1] += text if alike else _SPACE.sub(" ", text)
    return [_collapse(line) for line in lines] if alike and not pieces[0][1] else lines


def _collapse(text: str) -> str:
    """Collapse white space as a browser does; a line break between two Chinese characters is no space."""

    def gap(match: re.Match[str]) -> str:
        if "\n" not in match[0] and "\r" not in match[0]:
            return " "
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        return "" if _WIDE.match(before) and _WIDE.match(after) else " "

    return _SPACE.sub(gap, text).strip(" ")
