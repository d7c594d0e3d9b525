"""DOCX: a Word document as a person sees it, automatic numbers and all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from contract_scan.errors import CorruptFileError
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.docx.names import R, children, is_on, local, value, w
from contract_scan.extract.docx.numbering import Numbering
from contract_scan.extract.docx.package import Package
from contract_scan.extract.docx.reading import Reading, Side
from contract_scan.extract.docx.story import Story
from contract_scan.extract.docx.styles import Styles
from contract_scan.extract.flow import FlowWriter, Item, Paragraph
from contract_scan.model.document import BlockKind, Document
from contract_scan.sources import Source

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["DOCX_TYPE", "read_docx"]

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# A file with less text than this is looked at as a set of pictures.
_HARDLY_ANY_TEXT = 100
_DAMAGED = "这一部分已损坏，没有读取"
_DRAWING_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_PAGE_NUMBER = re.compile(r"[-—–\s]*(?:第\s*)?\d+\s*页?\s*(?:[/,，]?\s*共?\s*\d+\s*页?)?[-—–\s]*")


def read_docx(source: Source, *, tracked: Side = "final", bounds: Bounds = DEFAULT_BOUNDS) -> Document:
    """Return the text of a Word document (.docx, .docm, .dotx, strict or transitional).

    `tracked` says which side of unaccepted changes is read. The format has no pages: they are made anew by every
    program that shows it, so none are given.
    """
    return _DocxReader(source, tracked, bounds).read()


class _DocxReader:
    def __init__(self, source: Source, tracked: Side, bounds: Bounds) -> None:
        self._source = source
        self._package = Package(source.data, bounds)
        self._reading = Reading(tracked, bounds)
        self._styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"), self._styles)
        self._writer = FlowWriter(bounds)

    def read(self) -> Document:
        root = self._package.xml(self._package.main)
        body = root.find(w("body"))
        if body is None:
            raise CorruptFileError("the document part has no body; is the file a Word document?")
        if self._package.duplicates:
            self._reading.warn("duplicate_parts", "文件里有重复的部件，别的程序可能显示另一份文字")
        headers, footers = self._margins(root)
        self._writer.write(headers)
        notes = {**self._notes("footnote"), **self._notes("endnote")}
        self._writer.write(self._story(notes=notes).read_all(body))
        self._writer.write(self._word_art())
        self._writer.write(self._diagrams())
        self._writer.write(footers)
        self._writer.write(self._comments())
        self._look_back()
        return Document(
            name=self._source.name,
            media_type=DOCX_TYPE,
            sha256=self._source.sha256,
            size_bytes=self._source.size_bytes,
            text=self._writer.text,
            blocks=tuple(self._writer.blocks),
            unread=tuple(self._reading.unread),
            warnings=self._reading.all_warnings(),
        )

    def _part(self, kind: str) -> _Element | None:
        for part in self._package.related(self._package.main, kind):
            try:
                return self._package.xml(part)
            except CorruptFileError:
                self._reading.miss(part, _DAMAGED)
        return None

    def _story(
        self, kind: BlockKind = BlockKind.PARAGRAPH, notes: dict[tuple[str, str], _Element] | None = None
    ) -> Story:
        return Story(self._reading, self._styles, self._numbering, kind=kind, notes=notes)

    def _notes(self, kind: str) -> dict[tuple[str, str], _Element]:
        root = self._part(f"{kind}s")
        if root is None:
            return {}
        return {
            (kind, value(note, "id") or ""): note
            for note in children(root, kind)
            if value(note, "type") in {None, "normal"}
        }

    def _margins(self, root: _Element) -> tuple[list[Item], list[Item]]:
        """The headers and footers that are shown on some page, each text once."""
        relationships = self._package.relationships(self._package.main)
        settings = self._part("settings")
        even_pages = settings is not None and bool(is_on(settings.find(w("evenAndOddHeaders"))))
        found: dict[str, list[Item]] = {"headerReference": [], "footerReference": []}
        seen: set[str] = set()
        for section in root.iter(w("sectPr")):
            first_page = bool(is_on(section.find(w("titlePg"))))
            for reference in section:
                name, shown_on = local(reference), value(reference, "type")
                unused = (shown_on == "first" and not first_page) or (shown_on == "even" and not even_pages)
                if name not in found or unused:
                    continue
                target = relationships.get(reference.get(f"{{{R}}}id") or "")
                if target is None or target.external or target.target in seen:
                    continue
                seen.add(target.target)
                kind = BlockKind.HEADER if name == "headerReference" else BlockKind.FOOTER
                for item in self._margin(target.target, kind):
                    if item not in found[name]:
                        found[name].append(item)
        return found["headerReference"], found["footerReference"]

    def _margin(self, part: str, kind: BlockKind) -> Iterator[Item]:
        try:
            root = self._package.xml(part)
        except CorruptFileError:
            self._reading.miss(part, _DAMAGED)
            return
        for item in self._story(kind).read_all(root):
            if isinstance(item, Paragraph) and _PAGE_NUMBER.fullmatch(item.text):
                yield Paragraph(item.text, BlockKind.PAGE_NUMBER)
            else:
                yield item

    def _look_back(self) -> None:
        """Say what was seen and not read: pictures that may be pages, and text in places that are not known."""
        pictures = list(self._reading.large_pictures)
        if len(self._writer.text) < _HARDLY_ANY_TEXT:
            pictures += self._reading.small_pictures
        relationships = self._package.relationships(self._package.main)
        for key in dict.fromkeys(pictures):
            found = relationships.get(key)
            part = found.target if found is not None and found.kind == "image" else "picture"
            self._reading.miss(part, "图片，其中的文字没有读取")
        if self._reading.texts < self._reading.expected:
            self._reading.miss(self._package.main, "有文字在 Word 不会写文字的位置，没有读取")

    def _word_art(self) -> Iterator[Item]:
        """Text drawn as a shape: nearly always a watermark."""
        for text in dict.fromkeys(self._reading.word_art):
            yield Paragraph(text, BlockKind.WATERMARK)

    def _diagrams(self) -> Iterator[Item]:
        relationships = self._package.relationships(self._package.main)
        for key in dict.fromkeys(self._reading.diagrams):
            target = relationships.get(key)
            if target is None or target.external or target.target not in self._package.names():
                self._reading.miss("diagram", "图示的文字不在文件里")
                continue
            for paragraph in self._package.xml(target.target).iter(_DRAWING_TEXT.replace("}t", "}p")):
                yield Paragraph("".join(t.text or "" for t in paragraph.iter(_DRAWING_TEXT)), BlockKind.TEXT_BOX)

    def _comments(self) -> list[Item]:
        root = self._part("comments")
        if root is None:
            return []
        story = self._story(BlockKind.COMMENT)
        found = children(root, "comment")
        self._reading.comments = len(found)
        return [item for comment in found for item in story.read_all(comment)]
