"""The block level of a DOCX story: paragraphs and tables, in reading order."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from contract_scan.extract.docx.controls import BoundData, settle_controls
from contract_scan.extract.docx.drawings import Drawings
from contract_scan.extract.docx.fields import Fields
from contract_scan.extract.docx.inline import Content, InlineReader
from contract_scan.extract.docx.names import Properties, R, child, is_on, local, number, properties_of, value, w
from contract_scan.extract.docx.numbering import Counters, Label, Numbering
from contract_scan.extract.docx.package import Part
from contract_scan.extract.docx.reading import Reading
from contract_scan.extract.docx.styles import Style, Styles
from contract_scan.extract.docx.tables import TableReader
from contract_scan.extract.flow import Item, Paragraph, Table
from contract_scan.model.document import BODY_KINDS, BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Setting", "Story"]

_BODY_OUTLINE = 9


@dataclass(slots=True)
class _Carried:
    """Content whose paragraph mark is deleted or hidden: Word prints it in front of the next paragraph's."""

    content: Content = field(default_factory=Content)
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What all stories of a document share. `chunk` reads an embedded file, given the part that holds it."""

    reading: Reading
    styles: Styles
    numbering: Numbering
    data: BoundData
    chunk: Callable[[str], Iterable[Item]]


class Story:
    """Reads one story: the body, a header, a footer or the notes. Lists and fields count on through it."""

    def __init__(
        self,
        setting: Setting,
        part: Part,
        *,
        kind: BlockKind = BlockKind.PARAGRAPH,
        notes: dict[tuple[str, str], tuple[Story, _Element]] | None = None,
    ) -> None:
        self._setting = setting
        self._reading = setting.reading
        self._part = part
        self._counters = Counters(setting.numbering)
        self._kind = kind
        self._notes = notes or {}
        self._fields = Fields()
        self._inline = InlineReader(self._reading, setting.styles, self._fields, Drawings(part, self._reading))
        self._tables = TableReader(self._reading, kind, self.read)

    def read_all(self, container: _Element) -> Iterator[Item]:
        """Yield the items of a whole story, or of one note or comment of it."""
        settle_controls(container, self._setting.data, self._reading)
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
                yield from self._embedded(element) if local(element) == "altChunk" else [self._tables.read(element)]
        if carried is not None:
            yield from self._items(carried.content, carried.label, None)

    def _blocks(self, container: _Element) -> Iterator[_Element]:
        """The paragraphs and tables of a container, through every wrapper that prints nothing itself."""
        waiting = list(reversed(container))
        while waiting:
            element = waiting.pop()
            name = local(element)
            if name in {"p", "tbl", "altChunk"}:
                yield element
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

    def _embedded(self, chunk: _Element) -> Iterator[Item]:
        part = self._part.target(chunk.get(f"{{{R}}}id"))
        if part is None:
            self._reading.miss("altChunk", "文档里嵌的另一个文件不在")
            return
        items = self._setting.chunk(part)
        yield from items if self._kind in BODY_KINDS else _recast(items, self._kind)

    def _paragraph(self, element: _Element, carried: _Carried | None) -> Generator[Item, None, _Carried | None]:
        self._reading.count_paragraph()
        given = child(element, "pPr")
        properties = properties_of(self._reading.formatting(given))
        style = self._setting.styles.paragraph(value(properties.get(w("pStyle"))))
        outline = self._outline(properties, style)
        content = self._inline.read(element, style, outline)
        in_contents = style.contents or content.in_contents
        mark = None if given is None else child(given, "rPr")
        joins_next = self._mark_is_gone(mark)
        mark_hidden = mark is not None and bool(is_on(child(mark, "vanish")) or is_on(child(mark, "specVanish")))
        visible = any(piece.strip() for piece in content.text)
        label = None if joins_next else self._label(properties, style)
        if not visible and (mark_hidden or (style.vanish and mark is None)):
            # A paragraph that is hidden with its mark is not printed, yet counts: Word skips numbers by such ones.
            label = None
        if carried is not None:
            content = carried.content.followed_by(content)
            label = carried.label or label
        if joins_next or (mark_hidden and visible) or _is_drop_cap(properties):
            return _Carried(content, label)
        items = self._items(content, label, outline)
        yield from _recast(items, BlockKind.CONTENTS, unless=self._kind) if in_contents else items
        return None

    def _mark_is_gone(self, mark: _Element | None) -> bool:
        if mark is None:
            return False
        revised = [child for child in mark if local(child) in self._reading.left_out | self._reading.taken_in]
        if revised:
            self._reading.tracked = True
        return any(local(child) in self._reading.left_out for child in revised)

    def _label(self, properties: Properties, style: Style) -> Label | None:
        direct = properties.get(w("numPr"))
        if direct is not None and child(direct, "ins") is not None:
            self._reading.tracked = True
            if self._reading.side == "original":
                direct = None
        found = self._setting.numbering.find(direct, style)
        return None if found is None else self._counters.next(*found)

    def _outline(self, properties: Properties, style: Style) -> int | None:
        level = number(properties.get(w("outlineLvl")))
        if level is not None:
            return level if 0 <= level < _BODY_OUTLINE else None
        return style.outline_level

    def _items(self, content: Content, label: Label | None, outline: int | None) -> Iterator[Item]:
        yield from self._lines(content.printed(), label, outline)
        hidden = "".join(content.hidden)
        if hidden.strip():
            self._reading.hidden = True
            yield Paragraph(hidden, BlockKind.HIDDEN)
        for box in content.boxes:
            yield from _recast(self.read(box), BlockKind.TEXT_BOX, unless=self._kind)
        yield from _recast(content.drawn, BlockKind.TEXT_BOX, unless=self._kind)
        for reference in content.notes:
            found = self._notes.pop(reference, None)
            if found is not None:
                story, note = found
                yield from _recast(story.read_all(note), BlockKind.FOOTNOTE)

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


def _is_drop_cap(properties: Properties) -> bool:
    """True for the large first letter of the paragraph that comes next."""
    return value(properties.get(w("framePr")), "dropCap") in {"drop", "margin"}


def _recast(items: Iterable[Item], kind: BlockKind, *, unless: BlockKind = BlockKind.PARAGRAPH) -> Iterator[Item]:
    """Give the paragraphs of a box or note its kind; those of a box in a header stay a header's."""
    target = kind if unless in BODY_KINDS else unless
    for item in items:
        if item.kind not in BODY_KINDS or (isinstance(item, Table) and target in BODY_KINDS):
            yield item
        else:
            yield replace(item, kind=target)
