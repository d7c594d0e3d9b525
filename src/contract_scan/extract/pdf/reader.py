"""The walk from a PDF's bytes to a document."""

from __future__ import annotations

from dataclasses import dataclass, field

from contract_scan.extract.assemble import DocumentBuilder
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.pdf.annotations import annotations_of
from contract_scan.extract.pdf.drawings import Drawings, drawings_of
from contract_scan.extract.pdf.flow import PageContent, write_pages
from contract_scan.extract.pdf.fragments import Line
from contract_scan.extract.pdf.native import NativePage, opened
from contract_scan.extract.pdf.tables import ruled_tables
from contract_scan.extract.pdf.visibility import sort_text
from contract_scan.model.document import BlockKind, Document, ReadingWarning, Unread
from contract_scan.sources import Source

__all__ = ["read_pdf"]

_MEDIA_TYPE = "application/pdf"
_SCAN = 0.5  # share of a page that a scan covers
_PICTURE = 0.3  # share of a page that a picture worth a warning covers
_FEW = 20  # characters: a scan may carry a stamped page number, and is still unread
_OUTLINES = 200  # curves: letters drawn as shapes
_OCR = "需要文字识别（OCR）才能读：pip install 'contract-scan[ocr]'"
_UNMAPPED = 0.3  # share of characters that a font gives no meaning for


@dataclass(slots=True)
class _Remarks:
    """What a reader of the report should know about the file."""

    unread: list[Unread] = field(default_factory=list)
    warnings: list[ReadingWarning] = field(default_factory=list)

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
    contents: list[PageContent] = []
    remarks = _Remarks()
    characters = 0
    with opened(source.data, password, source.name) as document:
        page_count = document.page_count
        bounds.check("pages", page_count)
        for index in range(page_count):
            with document.page(index) as page:
                content = PageContent(index + 1, 0.0, 0.0) if page is None else _read_page(page, remarks)
            if page is None:
                remarks.miss(index + 1, "这一页已损坏，无法打开")
            contents.append(content)
            characters += sum(len(fragment.chars) for fragment in content.body)
            bounds.check("characters", characters)
    builder = DocumentBuilder()
    write_pages(contents, builder)
    return Document(
        name=source.name,
        media_type=_MEDIA_TYPE,
        sha256=source.sha256,
        size_bytes=source.size_bytes,
        text=builder.text,
        blocks=builder.blocks,
        pages=builder.pages,
        page_count=page_count,
        unread=tuple(remarks.unread),
        warnings=tuple(remarks.warnings),
        layout=builder.layout,
    )


def _read_page(page: NativePage, remarks: _Remarks) -> PageContent:
    raw = page.text()
    drawings = drawings_of(page, raw.text_objects)
    text = sort_text(raw, drawings, page.width, page.height)
    content = PageContent(page.number, page.width, page.height, text.body, [], text.apart)
    for annotation in annotations_of(page):
        if annotation.comment:
            content.apart.extend(
                (Line([f], f.x0, f.top, f.x1, f.bottom, f.size), BlockKind.COMMENT) for f in annotation.fragments
            )
        else:
            content.body.extend(annotation.fragments)
    _remark(content, drawings, text.recognised, remarks)
    content.tables, content.body = ruled_tables(drawings, content.body)
    return content


def _remark(content: PageContent, drawings: Drawings, recognised: bool, remarks: _Remarks) -> None:
    """Say what of the page could not be read, or should be read with care."""
    page = content.number
    read = sum(len(fragment.chars) for fragment in content.body)
    images = drawings.image_share(content.width, content.height)
    unmapped = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for f in content.body for char in f.chars)
    if recognised:
        remarks.warn("ocr_layer", f"第{page}页是扫描件，文字来自文件自带的识别层，可能有错字", page)
    elif read < _FEW and images > _SCAN:
        remarks.miss(page, f"这一页是图片（扫描件），{_OCR}")
    elif read < _FEW and drawings.curves > _OUTLINES:
        remarks.miss(page, f"这一页的文字是曲线图形，{_OCR}")
    elif images > _PICTURE:
        remarks.warn("image_not_read", f"第{page}页有大幅图片，图片里的文字没有读", page)
    if unmapped > _UNMAPPED * max(read, 1):
        remarks.miss(page, f"这一页的字体没有字符对照表，文字无法还原，{_OCR}")
    if any(kind is BlockKind.HIDDEN for _, kind in content.apart):
        remarks.warn("hidden_text", f"第{page}页有肉眼看不见的文字（白色、透明、极小或在页面之外）", page)
