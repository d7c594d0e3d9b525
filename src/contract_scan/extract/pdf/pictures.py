"""Reads what stands on pages as pictures: whole scanned pages, and pictures beside text."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal

from contract_scan.errors import CorruptFileError, EncryptedFileError, SourceTooLargeError
from contract_scan.extract.bounds import Bounds
from contract_scan.extract.ocr import Picture, Scan, Stopwatch, installed, recognise
from contract_scan.extract.ocr.remarks import OVERTIME, TRUSTED, remarks_on
from contract_scan.extract.ocr.rulings import Ruling, Rulings
from contract_scan.extract.pdf.drawings import Drawings
from contract_scan.extract.pdf.flow import PageContent
from contract_scan.extract.pdf.fragments import Fragment
from contract_scan.extract.pdf.mapping import count_unknown
from contract_scan.extract.pdf.native import NativePage, opened
from contract_scan.extract.pdf.recognised import laid_out
from contract_scan.extract.pdf.rendering import has_truncated_image, rendered
from contract_scan.model.document import ReadingWarning, Unread

__all__ = ["PictureReader", "TextPicture", "text_picture"]

_OCR = "需要文字识别（OCR）才能读：pip install 'contract-scan[ocr]'"
_FAILED = "文字识别（OCR）没有读出来（图片损坏、方向不同、太不清楚，或超过 Bounds(image_pixels=...)），请核对原件"
_TRUNCATED = "这一页图片的数据不全，缺的部分显示为空白，里面的文字没有读；请重新取得这份文件"
_SCALE = 150 / 72  # pixels to the point: enough for letters of 9 points; finer where they are smaller
_GLANCE = 1.0  # pixels to the point: enough to see whether anything is printed
_BESIDE = 0.9  # confidence of a line in a picture beside text: logos and stamps read worse
_LEVEL = 0.3  # degrees: a scan that leans by less lies as its page does
_NAME = 6  # characters: a logo or stamp has no more

_SCAN = 0.5  # share of a page that a scan covers
_PICTURE = 0.04  # share of a page that a picture of a small table covers; a seal or a signature covers less
_FEW = 20  # characters: a scan may carry a stamped page number, and is still unread
_STAMPED = 200  # characters: or what a platform prints on each page that it sealed; a page of text has more
_OUTLINES = 200  # curves: letters drawn as shapes
_UNMAPPED = 0.1  # share of characters without a meaning, from which a page had better be read as a picture
_AGREED = 0.9  # share of characters that a good recogniser's layer has in common with the picture
_CHINESE = 0.3  # share of 汉字 under which the layer of a Chinese agreement is rubbish
_UNKNOWN = 0.0  # the confidence of a text layer that came with the file

_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class TextPicture:
    """A page that is a picture, or has some. `reason` says why its own text does not do.

    Of a `page` nothing else can be read; a `layer` is a scan with text under it that some program recognised; `beside`
    are pictures next to text, `images` their boxes in points as shown: there, a `reason` tells that they are most of
    the page. `lettered`: the page has text, whatever its picture shows.
    """

    page: int
    kind: Literal["page", "layer", "beside"]
    reason: str
    images: tuple[_Box, ...] = ()
    lettered: bool = False


def text_picture(content: PageContent, drawings: Drawings, *, layered: bool) -> TextPicture | None:
    """Return what of a page is to be read as a picture; `layered` tells that its text lies unseen under a scan."""
    page = content.number
    read = sum(len(fragment.text) for fragment in content.body)
    images = drawings.image_share(content.width, content.height)
    unmapped = sum(count_unknown(fragment.text) for fragment in content.body)
    if layered:
        return TextPicture(page, "layer", "这一页是图片（扫描件），自带的识别层是乱码")
    if read < _STAMPED and images > _SCAN:
        scanned = "这一页是图片（扫描件）"
        return TextPicture(page, "page" if read < _FEW else "beside", scanned, tuple(drawings.images))
    if read < _FEW and drawings.curves > _OUTLINES:
        return TextPicture(page, "page", "这一页的文字是曲线图形")
    if unmapped > _UNMAPPED * max(read, 1):
        return TextPicture(page, "page", "这一页的字体没有字符对照表，文字无法还原", lettered=unmapped > _FEW)
    if images > _PICTURE:
        return TextPicture(page, "beside", "", tuple(drawings.images))
    return None


class PictureReader:
    """Reads the pictures of one file, a page at a time: pdfium is held only while a page is drawn."""

    def __init__(self, data: bytes, password: str | None, name: str, bounds: Bounds) -> None:
        self._data, self._password, self._name, self._bounds = data, password, name, bounds
        self._watch = Stopwatch(bounds)
        self._page = 0
        self._truncated = False
        #: How the pages that were recognised as a whole lie, by number.
        self.scans: dict[int, Scan] = {}
        self.unread: list[Unread] = []
        self.warnings: list[ReadingWarning] = []

    def read(
        self, pictures: Sequence[TextPicture], contents: Sequence[PageContent], turned: Container[int] = ()
    ) -> None:
        """Put what stands in the pictures into the contents of their pages; `turned` are those that lie turned."""
        able = installed() if pictures else False
        for picture in pictures:
            content = contents[picture.page - 1]
            self._truncated = False
            reason = _FAILED if able else _OCR
            try:
                if (
                    able
                    and self._bounds.may_open(picture.page)
                    and self._read(picture, content, turned=picture.page in turned)
                ):
                    continue
            except SourceTooLargeError:
                reason = OVERTIME.format(seconds=self._bounds.ocr_seconds)
            self._leave(picture, content, reason)

    def _note_truncation(self, page: NativePage) -> None:
        """Say once of a page that its picture is not all there: what is missing shows white."""
        if not self._truncated and has_truncated_image(page):
            self._truncated = True
            self.unread.append(Unread(f"第{page.number}页", _TRUNCATED, page.number))

    def _tick(self) -> None:
        """Tell of a step forward on a page. Raises SourceTooLargeError once the time is over."""
        self._watch.check()
        self._bounds.may_open(self._page)

    def _leave(self, picture: TextPicture, content: PageContent, why: str) -> None:
        """Say what of a page stays unread."""
        page = picture.page
        if picture.kind == "layer" and _is_chinese(content.body):
            self._warn("ocr_layer", f"第{page}页是扫描件，文字来自文件自带的识别层，可能有错字", page)
            for fragment in content.body:
                fragment.confidence = _UNKNOWN
        elif not picture.reason:
            self._warn("image_not_read", f"第{page}页有图片，图片里的文字没有读（{why}）", page)
        elif picture.kind == "layer" or picture.lettered or not self._is_blank(page):
            self.unread.append(Unread(f"第{page}页", f"{picture.reason}，{why}", page))

    def _warn(self, code: str, message: str, page: int) -> None:
        self.warnings.append(ReadingWarning(code, message, page))

    def _is_blank(self, page: int) -> bool:
        drawn = self._drawn(page, _GLANCE)
        return drawn is not None and drawn.is_blank

    def _read(self, picture: TextPicture, content: PageContent, *, turned: bool) -> bool:
        self._page = picture.page
        drawn = self._drawn(picture.page, _SCALE)
        if drawn is None or (picture.lettered and drawn.is_blank):
            return False
        if picture.kind == "beside":
            # What is on a page laid out turned is not where it is on the page as drawn.
            found = not turned and self._read_beside(picture, content, drawn)
            if found or not picture.reason:
                return found
        scan = recognise(drawn, finer=lambda factor: self._drawn(picture.page, _SCALE * factor), tick=self._tick)
        if picture.kind == "layer":
            if scan.confidence < TRUSTED:
                return False
            self._compare(content, scan)
        self.scans[picture.page] = scan
        content.width, content.height = scan.upright_size
        content.tables, content.body = laid_out(scan)
        self._remark(scan, picture.page, whole=True, blank=not scan.illegible and drawn.is_blank)
        return True

    def _read_beside(self, picture: TextPicture, content: PageContent, drawn: Picture) -> bool:
        scan = recognise(drawn, wanted=_beside(picture.images, content.body), tick=self._tick)
        if scan.turned or (picture.reason and abs(scan.skew) > _LEVEL):
            return False  # what the page's own text is placed by does not hold for the picture
        lines = tuple(line for line in scan.lines if line.confidence >= _BESIDE)
        lost = sum(len(line.text) > _NAME for line in scan.lines) - sum(len(line.text) > _NAME for line in lines)
        scan = replace(scan, lines=lines, skew=0.0, rulings=_inside(scan.rulings, picture.images), illegible=lost)
        tables, body = laid_out(scan)
        content.tables = sorted([*content.tables, *tables], key=lambda table: table.top)
        content.body.extend(body)
        self._remark(scan, picture.page, whole=bool(picture.reason), blank=True)
        return True

    def _remark(self, scan: Scan, page: int, *, whole: bool, blank: bool) -> None:
        unread, warnings = remarks_on(scan, page, whole=whole, blank=blank)
        self.unread.extend(unread)
        self.warnings.extend(warnings)

    def _compare(self, content: PageContent, scan: Scan) -> None:
        """Say so where the layer that came with the file is not what a person sees."""
        layer = _letters(char for fragment in content.body for char in fragment.text)
        seen = _letters(char for line in scan.lines for char in line.text)
        agreed = (layer & seen).total() / max(layer.total(), seen.total(), 1)
        if agreed < _AGREED:
            page = content.number
            message = f"第{page}页自带的识别层与图片上的文字不一致（相同的字占{agreed:.0%}），以图片为准"
            self._warn("ocr_layer_differs", message, page)

    def _drawn(self, number: int, scale: float) -> Picture | None:
        with (
            suppress(CorruptFileError, EncryptedFileError),
            opened(self._data, self._password, self._name) as document,
            document.page(number - 1) as page,
        ):
            if page is None:
                return None
            self._note_truncation(page)
            return rendered(page, scale, self._bounds)
        return None


def _letters(chars: Iterable[str]) -> Counter[str]:
    return Counter(char for char in chars if char.isalnum())


def _is_chinese(body: Sequence[Fragment]) -> bool:
    letters = _letters(char for fragment in body for char in fragment.text)
    han = sum(count for char, count in letters.items() if unicodedata.name(char, "").startswith("CJK"))
    return han >= _CHINESE * letters.total()


def _inside(rulings: Rulings, images: Sequence[_Box]) -> Rulings:
    def lies(x: float, y: float) -> bool:
        return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in images)

    def middle(ruling: Ruling) -> float:
        return (ruling.start + ruling.end) / 2

    return Rulings(
        tuple(ruling for ruling in rulings.across if lies(middle(ruling), ruling.at)),
        tuple(ruling for ruling in rulings.down if lies(ruling.at, middle(ruling))),
    )


def _beside(images: Sequence[_Box], body: Sequence[Fragment]) -> Callable[[float, float, float, float], bool]:
    """Return the test for lines that lie in a picture and are not the page's own text, which is read already."""

    def wanted(x0: float, top: float, x1: float, bottom: float) -> bool:
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        if not any(left <= x <= right and above <= y <= below for left, above, right, below in images):
            return False
        return not any(
            min(x1, own.x1) - max(x0, own.x0) > 0 and own.top - own.size / 3 < y < own.bottom + own.size / 3
            for own in body
        )

    return wanted
