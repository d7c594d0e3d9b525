"""The block level of a DOCX story: paragraphs and tables, in reading order."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from contract_scan.extract.docx.inline import Content, Fields, InlineReader
from contract_scan.extract.docx.names import is_on, local, number, value, w
from contract_scan.extract.docx.numbering import Counters, Label, Numbering
from contract_scan.extract.docx.reading import Reading
from contract_scan.extract.docx.styles import Style, Styles
from contract_scan.extract.flow import Cell, Item, Paragraph, Table, as_hidden
from contract_scan.model.document import BODY_KINDS, BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Story"]

# Word has no table with more columns; a file that claims more is not believed.
_MAX_COLUMNS = 63
_BODY_OUTLINE = 9
_ROW_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "del", "moveFrom"})


@dataclass(slots=True)
class _Carried:
    """Content whose paragraph mark is deleted or hidden: Word prints it in front of the next paragraph's."""

    content: Content = field(default_factory=Content)
    label: Label | None = None


class Story:
    """Reads one story: the body, a header, a footer or the notes. Lists count on through it."""

    def __init__(
        self,
        reading: Reading,
        styles: Styles,
        numbering: Numbering,
        *,
        kind: BlockKind = BlockKind.PARAGRAPH,
        notes: dict[tuple[str, str], _Element] | None = None,
    ) -> None:
        self._reading = reading
        self._styles = styles
        self._numbering = numbering
        self._counters = Counters(numbering)
        self._kind = kind
        self._notes = notes or {}
        self._fields = Fields()
        self._inline = InlineReader(reading, styles, self._fields)

    def read_all(self, container: _Element) -> Iterator[Item]:
        """Yield the items of a whole story, or of one note or comment of it."""
        self._reading.expect(container)
        self._fields.survey(container)
        yield from self.read(container)

    def read(self, container: _Element) -> Iterator[Item]:
        """Yield the items of `container`: a body, header, note, cell or text box."""
        carried: _Carried | None = None
        for element in self._blocks(container):
            if local(element) == "p":
                carried = yield from self._paragraph(element, carried)
            else:
                if carried is not None:
                    yield from self._items(carried.content, carried.label, None)
                    carried = None
                yield self._table(element)
        if carried is not None:
            yield from self._items(carried.content, carried.label, None)

    def _blocks(self, container: _Element) -> Iterator[_Element]:
        """The paragraphs and tables of a container, through every wrapper that prints nothing itself."""
        waiting = list(reversed(container))
        while waiting:
            element = waiting.pop()
            name = local(element)
            if name in {"p", "tbl"}:
                yield element
            elif name == "altChunk":
                self._reading.miss("altChunk", "文档里嵌有另一个文件；请用 Word 打开并另存后再读")
            elif name == "AlternateContent":
                branch = self._reading.branch(element)
                if branch is not None:
                    waiting.extend(reversed(branch))
            elif name in self._reading.left_out:
                self._reading.leave_out(element)
            elif name in self._reading.taken_in:
                self._reading.tracked = True
                waiting.extend(reversed(element))
            elif name and not name.endswith("Pr"):
                waiting.extend(reversed(element))

    def _paragraph(self, element: _Element, carried: _Carried | None) -> Generator[Item, None, _Carried | None]:
        self._reading.count_paragraph()
        properties = self._properties(element)
        style = self._styles.paragraph(value(None if properties is None else properties.find(w("pStyle"))))
        content = self._inline.read(element, style)
        in_contents = style.contents or content.in_contents
        mark = None if properties is None else properties.find(w("rPr"))
        joins_next = self._mark_is_gone(mark)
        mark_hidden = mark is not None and bool(is_on(mark.find(w("vanish"))) or is_on(mark.find(w("specVanish"))))
        if joins_next and carried is None and not content.text and not content.hidden and not content.boxes:
            return _Carried()
        visible = any(piece.strip() for piece in content.text)
        # A paragraph that is hidden with its mark is not printed at all, and so not counted in a list either.
        counted = not joins_next and (visible or not (mark_hidden or (style.vanish and mark is None)))
        label = self._label(properties, style) if counted else None
        if carried is not None:
            content = _joined(carried.content, content)
            label = carried.label or label
        if joins_next or (mark_hidden and visible):
            return _Carried(content, label)
        items = self._items(content, label, self._outline(properties, style))
        yield from _recast(items, BlockKind.CONTENTS, unless=self._kind) if in_contents else items
        return None

    def _properties(self, element: _Element) -> _Element | None:
        properties = element.find(w("pPr"))
        if properties is None or self._reading.side == "final":
            return properties
        # The formatting before the change stands inside the changed one.
        before = properties.find(f"{w('pPrChange')}/{w('pPr')}")
        return properties if before is None else before

    def _mark_is_gone(self, mark: _Element | None) -> bool:
        if mark is None:
            return False
        revised = [child for child in mark if local(child) in self._reading.left_out | self._reading.taken_in]
        if revised:
            self._reading.tracked = True
        return any(local(child) in self._reading.left_out for child in revised)

    def _label(self, properties: _Element | None, style: Style) -> Label | None:
        direct = None if properties is None else properties.find(w("numPr"))
        if direct is not None and direct.find(w("ins")) is not None:
            self._reading.tracked = True
            if self._reading.side == "original":
                direct = None
        found = self._numbering.find(direct, style)
        return None if found is None else self._counters.next(*found)

    def _outline(self, properties: _Element | None, style: Style) -> int | None:
        level = None if properties is None else number(properties.find(w("outlineLvl")))
        if level is not None:
            return level if 0 <= level < _BODY_OUTLINE else None
        return style.outline_level

    def _items(self, content: Content, label: Label | None, outline: int | None) -> Iterator[Item]:
        yield from self._lines("".join(content.text), label, outline)
        hidden = "".join(content.hidden)
        if hidden.strip():
            self._reading.hidden = True
            yield Paragraph(hidden, BlockKind.HIDDEN)
        for box in content.boxes:
            yield from _recast(self.read(box), BlockKind.TEXT_BOX, unless=self._kind)
        for reference in content.notes:
            note = self._notes.pop(reference, None)
            if note is not None:
                yield from _recast(self.read_all(note), BlockKind.FOOTNOTE)

    def _lines(self, text: str, label: Label | None, outline: int | None) -> Iterator[Paragraph]:
        kind, level = self._kind, label.level if label is not None else None
        if outline is not None and kind is BlockKind.PARAGRAPH:
            kind, level = BlockKind.HEADING, outline
        lines = text.split("\n")
        if label is not None and label.text and (not label.bullet or text.strip()):
            first = lines[0].strip()
            yield Paragraph(label.text + label.gap + first, kind, level, len(label.text))
            lines = lines[1:]
        for line in lines:
            if line.strip():
                yield Paragraph(line, kind, level)

    def _table(self, element: _Element) -> Table:
        open_merges: set[int] = set()
        rows = []
        for row in self._parts(element, "tr"):
            properties = row.find(w("trPr"))
            if properties is not None and self._row_is_gone(properties):
                self._reading.pass_over(row)
                continue
            rows.append(self._row(row, properties, open_merges))
        return Table(tuple(rows), BlockKind.TABLE_ROW if self._kind in BODY_KINDS else self._kind)

    def _parts(self, element: _Element, wanted: str) -> Iterator[_Element]:
        """Rows of a table or cells of a row, through controls and revision marks."""
        for child in element:
            name = local(child)
            if name == wanted:
                yield child
            elif name in self._reading.left_out:
                self._reading.leave_out(child)
            elif name in _ROW_WRAPPERS:
                yield from self._parts(child, wanted)

    def _row_is_gone(self, properties: _Element) -> bool:
        gone = False
        for child in properties:
            name = local(child)
            if name in {"ins", "del"}:
                self._reading.tracked = True
                gone = gone or name in self._reading.left_out
        return gone

    def _row(self, row: _Element, properties: _Element | None, open_merges: set[int]) -> tuple[Cell, ...]:
        hidden_row = properties is not None and bool(is_on(properties.find(w("hidden"))))
        before = 0 if properties is None else number(properties.find(w("gridBefore"))) or 0
        column = min(max(before, 0), _MAX_COLUMNS)
        cells = [Cell(covered=True)] * column
        for element in self._parts(row, "tc"):
            cell_properties = element.find(w("tcPr"))
            if cell_properties is not None and self._cell_is_gone(cell_properties):
                self._reading.pass_over(element)
                continue
            covered, span = self._span(cell_properties, column, open_merges)
            items = tuple(self.read(element))
            if covered or hidden_row:
                items = tuple(as_hidden(items))
                self._reading.hidden = self._reading.hidden or bool(items)
            cells.append(Cell(items, covered))
            cells.extend([Cell(covered=True)] * (span - 1))
            column += span
        return tuple(cells)

    def _span(self, properties: _Element | None, column: int, open_merges: set[int]) -> tuple[bool, int]:
        """Whether the cell is the continuation of a merged one, and how many grid columns it takes."""
        if properties is None:
            open_merges.discard(column)
            return False, 1
        span = min(max(number(properties.find(w("gridSpan"))) or 1, 1), _MAX_COLUMNS)
        vertical, horizontal = properties.find(w("vMerge")), properties.find(w("hMerge"))
        goes_on = vertical is not None and value(vertical) in {None, "continue"}
        covered = goes_on and column in open_merges
        if vertical is None:
            open_merges.discard(column)
        else:
            open_merges.add(column)
        return covered or (horizontal is not None and value(horizontal) in {None, "continue"}), span

    def _cell_is_gone(self, properties: _Element) -> bool:
        revised = {local(child) for child in properties} & {"cellIns", "cellDel"}
        self._reading.tracked = self._reading.tracked or bool(revised)
        return ("cellDel" if self._reading.side == "final" else "cellIns") in revised


def _joined(first: Content, second: Content) -> Content:
    return Content(
        first.text + second.text, first.hidden + second.hidden, first.boxes + second.boxes, first.notes + second.notes
    )


def _recast(items: Iterator[Item], kind: BlockKind, *, unless: BlockKind = BlockKind.PARAGRAPH) -> Iterator[Item]:
    """Give the paragraphs of a box or note its kind; those of a box in a header stay a header's."""
    target = kind if unless in BODY_KINDS else unless
    for item in items:
        if isinstance(item, Paragraph) and item.kind in BODY_KINDS:
            yield Paragraph(item.text, target, item.level, item.label_length)
        else:
            yield item
