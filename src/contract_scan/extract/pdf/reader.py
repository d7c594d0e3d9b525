"""The walk from a PDF's bytes to a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from contract_scan.errors import CorruptFileError, SourceTooLargeError
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.ocr import Picture
from contract_scan.extract.ocr.remarks import FATAL
from contract_scan.extract.pdf.annotations import annotations_of, has_signature
from contract_scan.extract.pdf.crosscheck import PageTree, page_tree
from contract_scan.extract.pdf.drawings import Drawings, drawings_of
from contract_scan.extract.pdf.fallback import SecondReader, second_reader
from contract_scan.extract.pdf.flow import PageContent
from contract_scan.extract.pdf.fragments import line_of
from contract_scan.extract.pdf.mapping import count_unknown
from contract_scan.extract.pdf.native import NativeDocument, NativePage, opened
from contract_scan.extract.pdf.oddities import oddities
from contract_scan.extract.pdf.pace import Pace
from contract_scan.extract.pdf.pictures import PictureReader, TextPicture, text_picture
from contract_scan.extract.pdf.printed import printed_document
from contract_scan.extract.pdf.rendering import rendered
from contract_scan.extract.pdf.spacing import Habit
from contract_scan.extract.pdf.tables import ruled_tables
from contract_scan.extract.pdf.turning import Placement, read_upright
from contract_scan.extract.pdf.updates import changed_pages
from contract_scan.extract.pdf.visibility import sort_text
from contract_scan.model.document import BlockKind, Document, ReadingWarning, Unread
from contract_scan.sources import Source

__all__ = ["read_pdf"]

_MEDIA_TYPE = "application/pdf"
_BROKEN = "这一页已损坏，无法打开"
_EMPTY = "这一页有内容，但两种方式都读不出来，文件可能有损坏"
_SWOLLEN = "这一页的内容展开后太大，没有读；可以用 Bounds({}=...) 放宽"
_SLOW = "这个文件读得太慢，时间用完，这一页没有读；可以用 Bounds(reading_seconds=...) 放宽"
_MOST_NAMED = 10  # pages
_LOOK = 1.0  # pixels to the point: enough to see whether anything is there


@dataclass(slots=True)
class _Remarks:
    """What a reader of the report should know about the file."""

    unread: list[Unread] = field(default_factory=list)
    warnings: list[ReadingWarning] = field(default_factory=list)
    pictures: list[TextPicture] = field(default_factory=list)

    def miss(self, page: int, reason: str) -> None:
        """Note a page that could not be read."""
        self.unread.append(Unread(f"第{page}页", reason, page))

    def warn(self, code: str, message: str, page: int | None = None) -> None:
        """Note something odd."""
        self.warnings.append(ReadingWarning(code, message, page))


def read_pdf(source: Source, *, password: str | None = None, bounds: Bounds = DEFAULT_BOUNDS) -> Document:
    """Read a PDF.

    Raises EncryptedFileError where a password is needed or wrong, CorruptFileError where no engine can open the
    file, SourceTooLargeError where it is over `bounds`.
    """
    reading = _Reading(source, password, bounds)
    tree = page_tree(source.data, bounds)
    try:
        with opened(source.data, password, source.name) as document:
            if tree is None or tree.is_doubtful:
                rewritten = page_tree(document.unlocked(bounds), bounds, unlocked=True)
                if tree is None or tree.is_encrypted:
                    tree = rewritten
                else:
                    tree.rewritten = rewritten
            reading.read_all(document, tree)
            reading.read_oddities(document, tree)
    except CorruptFileError:
        reading.read_with_second()
    reading.read_pictures()
    bounds.leave_pages()
    return printed_document(
        source,
        _MEDIA_TYPE,
        reading.contents,
        reading.turns,
        unread=reading.remarks.unread,
        warnings=reading.remarks.warnings,
    )


class _Reading:
    """One file being read: its pages so far, and what there is to say about them."""

    def __init__(self, source: Source, password: str | None, bounds: Bounds) -> None:
        self._source = source
        self._password = password
        self._bounds = bounds
        self._characters = 0
        self._habit = Habit()
        self._pace = Pace(bounds)
        self._left_out: set[int] = set()
        self._wordless: set[int] = set()  # numbers of pages on which pdfium found no character
        self.contents: list[PageContent] = []
        self.turns: dict[int, Placement] = {}
        self.remarks = _Remarks()

    def read_all(self, document: NativeDocument, tree: PageTree | None) -> None:
        """Read every page with pdfium; pages out of which it gets nothing, with the second reader."""
        count = self._page_count(document, tree)
        self._bounds.begin_pages(count)
        failed: list[int] = []
        bare: list[int] = []
        for index in range(count):
            if (reason := self._reason_against(index, tree)) is not None:
                self._leave_out(index, reason)
                continue
            with document.page(index) as page:
                content = None if page is None else self._read_page(page)
                if page is not None and tree is not None and self._has_lost_text(page, tree):
                    bare.append(index)
            if content is None:
                failed.append(index)
            self._keep(content or PageContent(index + 1, 0.0, 0.0))
        if failed or bare:
            self._read_again(failed, bare)

    def _has_lost_text(self, page: NativePage, tree: PageTree) -> bool:
        """Tell whether a page's content shows text, or may, of which pdfium saw nothing at all."""
        if page.is_bare:
            return tree.shows_text(page.number - 1)
        pictured = any(picture.page == page.number for picture in self.remarks.pictures[-1:])
        return page.number in self._wordless and not pictured and tree.shows_text(page.number - 1, own=True)

    def _reason_against(self, index: int, tree: PageTree | None) -> str | None:
        """Return why the page with this index is not read; None if it is, which it then is now."""
        if self._pace.is_over(index):
            return _SLOW
        if tree is not None and (bound := tree.passed(index)) is not None:
            return _SWOLLEN.format(bound)
        return None if self._bounds.may_open(index + 1) else FATAL

    def read_oddities(self, document: NativeDocument, tree: PageTree | None) -> None:
        """Say what the file holds besides its pages, and what they showed before they were changed."""
        unread, warnings = oddities(self._source.data, document, tree.packed if tree is not None else b"")
        self.remarks.unread.extend(unread)
        self.remarks.warnings.extend(warnings)

        def may_read(index: int) -> bool:
            allowed = index not in self._left_out and not self._pace.is_over(len(self.contents))
            return allowed and self._bounds.may_open(index + 1)

        changed = changed_pages(self._source.data, document, self._password, self._source.name, may_read)
        if changed:
            named = "、".join(map(str, changed[:_MOST_NAMED])) + ("等" if len(changed) > _MOST_NAMED else "")
            message = f"文件被改过：第{named}页以前的版本文字不同（多了、少了或换了），请对照双方手里的原件"
            self.remarks.warn("changed_by_update", message, changed[0])

    def _page_count(self, document: NativeDocument, tree: PageTree | None) -> int:
        """Return how many pages to read: those that pdfium counts, unless the page tree has others."""
        stated = document.page_count
        if tree is None or tree.page_count == stated or not tree.page_count:
            return stated
        if tree.page_count < stated:  # what lies past the tree's end counts only if it can be opened
            with document.page(tree.page_count) as beyond:
                if beyond is not None:
                    return stated
        self._warn_count(stated, tree.page_count)
        return tree.page_count

    def _warn_count(self, one: int, other: int) -> None:
        self.remarks.warn("page_count", f"两种读取方式得到的页数不同：{one}页和{other}页，文件可能有损坏或被改动")

    def read_with_second(self) -> None:
        """Read the whole file with the second reader: pdfium cannot open it."""
        with second_reader(self._source.data, self._password, self._source.name, self._bounds) as reader:
            self._bounds.begin_pages(reader.page_count)
            if not reader.page_count:
                raise CorruptFileError(
                    f"{self._source.name}: the PDF is damaged: it has no page; ask for the file again"
                )
            self.remarks.warn("damaged_file", "文件有损坏，已用备用方式读取，内容可能不全")
            for index in range(reader.page_count):
                if not self._bounds.may_open(index + 1):
                    self._leave_out(index, FATAL)
                    continue
                content = self._second(reader, index)
                if content is None:
                    self.remarks.miss(index + 1, _SLOW if reader.is_overtime else _BROKEN)
                self._keep(content or PageContent(index + 1, 0.0, 0.0))

    def read_pictures(self) -> None:
        """Read scanned pages and large pictures, or say that they were not read."""
        reader = PictureReader(self._source.data, self._password, self._source.name, self._bounds)
        reader.read(self.remarks.pictures, self.contents, self.turns)
        self.turns |= reader.scans
        self.remarks.unread.extend(reader.unread)
        self.remarks.unread.sort(key=lambda unread: unread.page or 0)
        self.remarks.warnings.extend(reader.warnings)
        self.remarks.warnings.sort(key=lambda warning: warning.page or 0)

    def _leave_out(self, index: int, reason: str) -> None:
        self._left_out.add(index)
        self.remarks.miss(index + 1, reason)
        self._keep(PageContent(index + 1, 0.0, 0.0))

    def _keep(self, content: PageContent) -> None:
        self.contents.append(content)
        self._characters += sum(len(fragment.text) for fragment in content.body)
        self._bounds.check("characters", self._characters)

    def _read_again(self, failed: Sequence[int], bare: Sequence[int]) -> None:
        """Try pages that pdfium could not open, and those that it found bare although they show text."""
        found: dict[int, PageContent | None] = {}
        try:
            with second_reader(self._source.data, self._password, self._source.name, self._bounds) as reader:
                if reader.page_count == len(self.contents):
                    found = {index: self._second(reader, index) for index in (*failed, *bare)}
                else:  # no one knows which of its pages are these
                    self._warn_count(len(self.contents), reader.page_count)
        except (CorruptFileError, SourceTooLargeError):
            pass
        for index in bare:
            content = found.get(index)
            if content is None or not content.body:
                self.remarks.miss(index + 1, _EMPTY)
            else:
                self.contents[index] = content
                self.remarks.warn("engines_differ", f"第{index + 1}页只有备用方式读出了文字，请对照原件", index + 1)
        for index in failed:
            content = found.get(index)
            if content is None:
                self.remarks.miss(index + 1, _BROKEN)
            else:
                self.contents[index] = content
                self.remarks.warn("damaged_page", f"第{index + 1}页有损坏，已用备用方式读取，内容可能不全", index + 1)

    def _second(self, reader: SecondReader, index: int) -> PageContent | None:
        found = reader.read(index)
        if found is None:
            return None
        raw, drawings, (width, height) = found
        text = sort_text(raw, drawings, width, height, self._habit)
        content = PageContent(index + 1, width, height, text.body, [], text.apart)
        _remark(content, drawings, text.recognised, self.remarks)
        content.tables, content.body = ruled_tables(drawings, content.body)
        content.rules = drawings.bands()
        return content

    def _look_at(self, page: NativePage) -> Picture | None:
        """Draw a page to see what shows on it, unless that is over the bounds."""
        return rendered(page, _LOOK, self._bounds)

    def _read_page(self, page: NativePage) -> PageContent:
        raw, turn = read_upright(page)
        if not raw.chars:
            self._wordless.add(page.number)
        if turn is not None:
            self.turns[page.number] = turn
        drawings = drawings_of(page, raw.text_objects)
        text = sort_text(raw, drawings, page.width, page.height, self._habit, lambda: self._look_at(page))
        content = PageContent(page.number, page.width, page.height, text.body, [], text.apart)
        for annotation in annotations_of(page):
            if annotation.comment:
                content.apart.extend((line_of(fragment), BlockKind.COMMENT) for fragment in annotation.fragments)
            else:
                content.body.extend(annotation.fragments)
        if has_signature(page):
            message = f"第{page.number}页有电子签名，签名图样里的文字（如签名人、日期）没有读，请对照原件"
            self.remarks.warn("signature", message, page.number)
        _remark(content, drawings, text.recognised, self.remarks)
        content.tables, content.body = ruled_tables(drawings, content.body)
        content.rules = drawings.bands()
        return content


def _remark(content: PageContent, drawings: Drawings, layered: bool, remarks: _Remarks) -> None:
    """Say what of the page could not be read, or should be read with care."""
    page = content.number
    picture = text_picture(content, drawings, layered=layered)
    if picture is not None:
        remarks.pictures.append(picture)
    unknown = count_unknown("".join([fragment.text for fragment in content.body]))
    if unknown and (picture is None or picture.kind == "beside"):
        message = f"第{page}页有{unknown}个字符的字体没有字符对照表，无法还原（显示为�），请对照原件"
        remarks.warn("unknown_characters", message, page)
    if any(kind is BlockKind.HIDDEN for _, kind in content.apart):
        remarks.warn(
            "hidden_text", f"第{page}页有肉眼看不见的文字（白色、透明、极小、被遮盖、被裁掉或在页面之外）", page
        )
