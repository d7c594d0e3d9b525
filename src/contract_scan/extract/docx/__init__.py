"""DOCX: a Word document as a person sees it, automatic numbers and all."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from contract_scan.errors import ContractScanError, CorruptFileError
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.docx.chunks import chunk_source, items_of
from contract_scan.extract.docx.controls import BoundData
from contract_scan.extract.docx.leftovers import external_contents, unread_parts, unshown_parts
from contract_scan.extract.docx.margins import shown_margins
from contract_scan.extract.docx.names import child, children, value, w
from contract_scan.extract.docx.numbering import Numbering
from contract_scan.extract.docx.package import Package, Part
from contract_scan.extract.docx.reading import Reading, Side
from contract_scan.extract.docx.story import Setting, Story
from contract_scan.extract.docx.styles import Styles
from contract_scan.extract.flow import FlowWriter, Item
from contract_scan.extract.sniff import Format, sniff
from contract_scan.model.document import BlockKind, Document
from contract_scan.sources import Source, printable

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["DOCX_TYPE", "read_docx"]

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# A file with less text than this is looked at as a set of pictures.
_HARDLY_ANY_TEXT = 100
_NAMED = 6
_DAMAGED = "这一部分已损坏，没有读取"
_Notes = dict[tuple[str, str], tuple[Story, "_Element"]]


def read_docx(source: Source, *, tracked: Side = "final", bounds: Bounds = DEFAULT_BOUNDS) -> Document:
    """Return the text of a Word document (.docx, .docm, .dotx, strict or transitional).

    `tracked` says which side of unaccepted changes is read. The format has no pages: they are made anew by every
    program that shows it, so none are given.
    """
    return _DocxReader(source, tracked, bounds).read()


class _DocxReader:
    """Reads one package. One that is `embedded` in another takes in no further files."""

    def __init__(self, source: Source, tracked: Side, bounds: Bounds, *, embedded: bool = False) -> None:
        self._source = source
        self._bounds = bounds
        self._embedded = embedded
        self._package = Package(source.data, bounds)
        self._reading = Reading(tracked, bounds)
        styles = Styles(self._load(self._related("styles")))
        numbering = Numbering(self._load(self._related("numbering")), styles)
        self._setting = Setting(self._reading, styles, numbering, BoundData(self._package), self._chunk)
        self._writer = FlowWriter(bounds)

    def read(self) -> Document:
        main = Part(self._package, self._package.main)
        root = self._package.xml(main.name)
        body = child(root, "body")
        if body is None:
            raise CorruptFileError("the document part has no body; is the file a Word document?")
        if len(root.findall(w("body"))) > 1:
            self._reading.miss(main.name, "文档有不止一个正文，只读了第一个")
        if self._package.duplicates:
            self._reading.warn("duplicate_parts", "文件里有重复的部件，别的程序可能显示另一份文字")
        even_pages = self._load(self._related("settings"))
        headers, footers = shown_margins(root, main, even_pages, self._margin)
        self._writer.write(headers)
        notes = {**self._notes("footnote"), **self._notes("endnote")}
        self._writer.write(Story(self._setting, main, notes=notes).read_all(body))
        self._writer.write(footers)
        self._writer.write(self._comments())
        self._look_back(unshown_notes=len(notes))  # each that the text refers to was taken out
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

    def _related(self, kind: str) -> str | None:
        return next(self._package.related(self._package.main, kind), None)

    def _load(self, part: str | None) -> _Element | None:
        try:
            return None if part is None else self._package.xml(part)
        except CorruptFileError:
            self._reading.miss(part or "", _DAMAGED)
            return None

    def _margin(self, part: str, kind: BlockKind) -> Iterator[Item]:
        root = self._load(part)
        if root is not None:
            yield from Story(self._setting, Part(self._package, part), kind=kind).read_all(root)

    def _notes(self, kind: str) -> _Notes:
        part = self._related(f"{kind}s")
        root = self._load(part)
        if part is None or root is None:
            return {}
        story = Story(self._setting, Part(self._package, part))
        return {
            (kind, value(note, "id") or ""): (story, note)
            for note in children(root, kind)
            if value(note, "type") in {None, "normal"}
        }

    def _comments(self) -> Iterator[Item]:
        part = self._related("comments")
        root = self._load(part)
        if part is None or root is None:
            return
        story = Story(self._setting, Part(self._package, part), kind=BlockKind.COMMENT)
        for comment in children(root, "comment"):
            self._reading.comments += 1
            yield from story.read_all(comment)

    def _chunk(self, part: str) -> Iterable[Item]:
        """Read an embedded file. A file in such a file is not read: it may hold itself."""
        from contract_scan.extract import extract

        source = chunk_source(part, self._package.read(part))
        try:
            if sniff(source) is not Format.DOCX:
                document = extract(source, tracked=self._reading.side, bounds=self._bounds)
            elif not self._embedded:
                document = _DocxReader(source, self._reading.side, self._bounds, embedded=True).read()
            else:
                raise CorruptFileError("a file in an embedded file")
        except ContractScanError:
            self._reading.miss(part, "文档里嵌有另一个文件，没有读取；请用 Word 打开并另存后再读")
            return ()
        self._reading.take_over(document)
        return items_of(document)

    def _look_back(self, unshown_notes: int) -> None:
        """Say what was seen and not read: pictures that may be pages, and text in places that are not known."""
        pictures = list(self._reading.large_pictures)
        if len(self._writer.text) < _HARDLY_ANY_TEXT:
            pictures += self._reading.small_pictures
        for part in dict.fromkeys(pictures):
            self._reading.miss(part, "图片，其中的文字没有读取")
        if self._reading.texts < self._reading.expected:
            self._reading.miss(self._package.main, "有文字在 Word 不会写文字的位置，没有读取")
        if fetched := tuple(dict.fromkeys(external_contents(self._package))):
            kinds = "、".join(printable(kind) for kind in fetched[:_NAMED])
            self._reading.warn("external_content", f"文件要从别处载入内容（{kinds}）；没有载入，也没有读取")
        if any(name.lower().endswith("vbaproject.bin") for name in self._package.names()):
            self._reading.warn("macros", "文件带有宏；没有运行")
        if unshown := [posixpath.basename(part) for part in unshown_parts(self._package)]:
            self._reading.warn("unshown_text", f"文件里有不在任何一页上显示的页眉页脚（{'、'.join(unshown[:_NAMED])}）")
        if unshown_notes:
            self._reading.warn("unshown_text", f"有 {unshown_notes} 条脚注或尾注正文没有引用，不显示，没有读取")
        said = {missed.part for missed in self._reading.unread}
        for part, reason in unread_parts(self._package, self._writer.text):
            if part not in said:
                self._reading.miss(part, reason)
