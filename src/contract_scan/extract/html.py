"""HTML: what a browser would show, without what it hides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from contract_scan.errors import CorruptFileError
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.css import HiddenRules, declarations, hides
from contract_scan.extract.decode import decode_text
from contract_scan.extract.flow import Cell, FlowWriter, Item, Paragraph, Table, as_hidden
from contract_scan.extract.numerals import numeral
from contract_scan.model.document import BlockKind, Document, ReadingWarning
from contract_scan.sources import Source

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read_html"]

_BLOCK_NAMES = (
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table ul caption optgroup"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_NEVER_SHOWN_NAMES = (
    "script style head title meta link template noscript base datalist object embed iframe audio video canvas svg "
    "rp rt param source track area map noframes"
)
_NEVER_SHOWN = frozenset(_NEVER_SHOWN_NAMES.split())
_HEADINGS = {f"h{n}": n - 1 for n in range(1, 7)}
_META_CHARSET = re.compile(rb"""<(?:meta[^>]*?charset|\?xml[^>]*?encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff]")
_SILENT_INPUTS = frozenset({"hidden", "submit", "button", "reset", "image", "file", "password"})
# Wider spans are not drawn by any page that is meant to be read.
_MAX_SPAN = 100
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


def read_html(source: Source, *, bounds: Bounds = DEFAULT_BOUNDS, page: bytes | None = None) -> Document:
    """Return the visible text of a page. Nothing that the page points to is fetched, and no script is run.

    `page` is the page itself where `source` is an archive of it.
    """
    data = source.data if page is None else page
    declared = _META_CHARSET.search(data[:4096])
    decoded = decode_text(data, declared=declared[1].decode("ascii") if declared else None)
    bounds.check("characters", len(decoded.text) // 4)  # markup is longer than what it shows
    root = _parse(decoded.text, bounds)
    walker = _Walker(HiddenRules.of(element.text or "" for element in root.iter("style")), bounds)
    writer = FlowWriter(bounds)
    writer.write(walker.items(root))
    warnings = list(decoded.warnings)
    if walker.hidden:
        warnings.append(ReadingWarning("hidden_text", "网页里有浏览器不显示的文字"))
    return Document(
        name=source.name,
        media_type="text/html",
        sha256=source.sha256,
        size_bytes=source.size_bytes,
        text=writer.text,
        blocks=tuple(writer.blocks),
        warnings=tuple(warnings),
    )


def _parse(text: str, bounds: Bounds) -> _Element:
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, recover=True
    )
    data = text.replace("\0", "\ufffd").encode("utf-8", errors="replace")
    try:
        root = etree.fromstring(data, parser)
    except etree.ParserError as error:
        raise CorruptFileError("the page has no content") from error
    # The parser drops everything inside of what is nested too deeply, without an error.
    if any("depth" in entry.message for entry in parser.error_log):
        raise bounds.exceeded("xml_depth")
    if root is None:
        raise CorruptFileError("the page has no content")
    return root


@dataclass(slots=True)
class _List:
    """An open list: the number that its next item has."""

    number: int = 1
    step: int = 1
    number_format: str = "decimal"
    gap: str = ". "
    ordered: bool = False
    depth: int = 0


@dataclass(slots=True)
class _Line:
    """The block that is being filled."""

    pieces: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    label: str | None = None
    level: int | None = None
    heading: int | None = None


class _Walker:
    def __init__(self, rules: HiddenRules, bounds: Bounds) -> None:
        self._rules = rules
        self._bounds = bounds
        self._paragraphs = 0
        self._cells = 0
        self._line = _Line()
        self._lists: list[_List] = []
        self._preformatted = False
        self.hidden = False

    def items(self, root: _Element) -> Iterator[Item]:
        """Yield the paragraphs and tables inside of `root`."""
        yield from self._inside(root, hidden=False)
        yield from self._flush()

    def _inside(self, element: _Element, *, hidden: bool) -> Iterator[Item]:
        self._say(element.text, hidden)
        for child in element:
            if isinstance(child.tag, str):
                yield from self._element(child, hidden=hidden)
            self._say(child.tail, hidden)

    def _element(self, element: _Element, *, hidden: bool) -> Iterator[Item]:
        name = str(element.tag).lower()
        if name in _NEVER_SHOWN:
            return
        style = declarations(element.get("style"))
        hidden = hidden or element.get("hidden") is not None or hides(style) or self._rules.hide(element)
        if name == "br":
            yield from self._flush(keep_heading=True)
        elif name == "hr":
            yield from self._flush()
        elif name in {"input", "select", "textarea"}:
            self._say(_control(element, name), hidden)
        elif name == "table" and not hidden:
            yield from self._flush()
            yield self._table(element)
        elif name in {"ol", "ul", "menu", "dir"}:
            yield from self._flush()
            self._lists.append(_open_list(element, name, style, len(self._lists)))
            yield from self._inside(element, hidden=hidden)
            yield from self._flush()
            self._lists.pop()
        elif name in _BLOCKS or style.get("display") in {"block", "flex", "grid", "list-item"}:
            yield from self._block(element, name, hidden)
        else:
            yield from self._inside(element, hidden=hidden)

    def _block(self, element: _Element, name: str, hidden: bool) -> Iterator[Item]:
        self._paragraphs += 1
        self._bounds.check("paragraphs", self._paragraphs)
        yield from self._flush()
        if name in _HEADINGS:
            self._line.heading = _HEADINGS[name]
        if name == "li" and not hidden:
            self._number(element)
        outer = self._preformatted
        self._preformatted = outer or name == "pre"
        yield from self._inside(element, hidden=hidden)
        yield from self._flush(drop_label=True)
        self._preformatted = outer

    def _number(self, item: _Element) -> None:
        if not self._lists:
            return
        current = self._lists[-1]
        self._line.level = current.depth
        if not current.ordered:
            self._line.label = "• " if current.number_format != "none" else None
            return
        given = _whole(item.get("value"))
        if given is not None:
            current.number = given
        shown = numeral(current.number, _ORDERED.get(item.get("type") or "", current.number_format))
        self._line.label = shown + current.gap if shown else None
        current.number += current.step

    def _say(self, text: str | None, hidden: bool) -> None:
        if not text:
            return
        if hidden:
            if text.strip():
                self.hidden = True
                self._line.hidden.append(text)
        else:
            self._line.pieces.append(text)

    def _flush(self, *, keep_heading: bool = False, drop_label: bool = False) -> Iterator[Paragraph]:
        """Close the block. A list number waits for the first text of its item, however deep that stands."""
        line = self._line
        raw = "".join(line.pieces)
        texts = raw.split("\n") if self._preformatted else [_collapse(raw)]
        hidden = _collapse("".join(line.hidden))
        self._line = _Line(heading=line.heading if keep_heading else None)
        shown = [text for text in texts if text.strip()]
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

    def _table(self, table: _Element) -> Table:
        rows: list[tuple[Cell, ...]] = [(Cell(tuple(self._fresh(caption))),) for caption in table.findall("caption")]
        covered: dict[int, int] = {}  # column: rows that a cell above still covers
        for row in _rows_of(table):
            if row.get("hidden") is not None or hides(declarations(row.get("style"))) or self._rules.hide(row):
                self.hidden = True
                rows.append((Cell(tuple(as_hidden(self._fresh(row)))),))
                continue
            rows.append(self._row(row, covered))
        return Table(tuple(rows))

    def _row(self, row: _Element, covered: dict[int, int]) -> tuple[Cell, ...]:
        cells: list[Cell] = []
        fresh: dict[int, int] = {}

        def skip_covered() -> None:
            while covered.get(len(cells), 0) > 0:
                covered[len(cells)] -= 1
                cells.append(Cell(covered=True))

        for element in row:
            if not isinstance(element.tag, str) or element.tag.lower() not in {"td", "th"}:
                continue
            skip_covered()
            columns = min(max(_whole(element.get("colspan")) or 1, 1), _MAX_SPAN)
            height = min(max(_whole(element.get("rowspan")) or 1, 1), 65534)
            gone = element.get("hidden") is not None or hides(declarations(element.get("style")))
            items = tuple(self._fresh(element))
            fresh.update({len(cells) + offset: height - 1 for offset in range(columns) if height > 1})
            cells.append(Cell(tuple(as_hidden(items)) if gone or self._rules.hide(element) else items))
            self.hidden = self.hidden or gone
            cells.extend([Cell(covered=True)] * (columns - 1))
        skip_covered()
        self._cells += len(cells)
        self._bounds.check("table_cells", self._cells)
        for column, count in fresh.items():
            covered[column] = max(covered.get(column, 0), count)
        return tuple(cells)

    def _fresh(self, element: _Element) -> list[Item]:
        """The items of a cell, read apart from the block around the table."""
        outer, outer_lists = self._line, self._lists
        self._line, self._lists = _Line(), []
        found = list(self.items(element))
        self._line, self._lists = outer, outer_lists
        return found


def _rows_of(table: _Element) -> Iterator[_Element]:
    for child in table:
        name = child.tag.lower() if isinstance(child.tag, str) else ""
        if name == "tr":
            yield child
        elif name in {"thead", "tbody", "tfoot"}:
            yield from (row for row in child if isinstance(row.tag, str) and row.tag.lower() == "tr")


def _open_list(element: _Element, name: str, style: dict[str, str], depth: int) -> _List:
    named = style.get("list-style-type") or (style.get("list-style") or "").split(" ")[0]
    if name != "ol" and named not in _STYLES:
        return _List(number_format="none" if named == "none" else "bullet", depth=depth)
    number_format, gap = _ORDERED.get(element.get("type") or "", "decimal"), ". "
    if named == "none":
        number_format = "none"
    elif named in _STYLES:
        number_format, gap = _STYLES[named]
    start, step = _whole(element.get("start")), 1
    if element.get("reversed") is not None:
        step = -1
        start = start if start is not None else sum(child.tag == "li" for child in element)
    return _List(1 if start is None else start, step, number_format, gap, ordered=True, depth=depth)


def _control(element: _Element, name: str) -> str:
    """What a form control shows."""
    if name == "textarea":
        return element.text or ""
    if name == "select":
        options = list(element.iter("option"))
        picked = [option for option in options if option.get("selected") is not None] or options[:1]
        return " ".join("".join(map(str, option.itertext())).strip() for option in picked)
    kind = (element.get("type") or "text").lower()
    if kind in {"checkbox", "radio"}:
        return "☑" if element.get("checked") is not None else "☐"
    return "" if kind in _SILENT_INPUTS else element.get("value") or ""


def _collapse(text: str) -> str:
    """Collapse white space as a browser does; a line break between two Chinese characters is no space."""

    def gap(match: re.Match[str]) -> str:
        if "\n" not in match[0] and "\r" not in match[0]:
            return " "
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        return "" if _WIDE.match(before) and _WIDE.match(after) else " "

    return _SPACE.sub(gap, text).strip(" ")


def _whole(text: str | None) -> int | None:
    match = re.match(r"\s*(-?\d{1,9})", text or "")
    return int(match[1]) if match else None
