"""Reads what stands on pages as pictures: whole scanned pages, and large pictures beside text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from contract_scan.errors import CorruptFileError, EncryptedFileError
from contract_scan.extract.ocr import Picture, Scan, installed, recognise
from contract_scan.extract.ocr.remarks import remarks_on
from contract_scan.extract.pdf.flow import PageContent
from contract_scan.extract.pdf.fragments import Fragment
from contract_scan.extract.pdf.native import opened
from contract_scan.extract.pdf.recognised import fragments_of_scan
from contract_scan.extract.pdf.rendering import rendered
from contract_scan.model.document import ReadingWarning, Unread

__all__ = ["PictureReader", "TextPicture"]

_OCR = "需要文字识别（OCR）才能读：pip install 'contract-scan[ocr]'"
_SCALE = 150 / 72  # pixels to the point: enough for letters of 9 points; finer where they are smaller
_BESIDE = 0.9  # confidence of a line in a picture beside text: logos and stamps read worse

_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class TextPicture:
    """A page that is a picture, or has large ones: `images` are their boxes in points as shown, None for a page of
    which nothing else can be read. `reason` says why it was not read.
    """

    page: int
    reason: str
    images: tuple[_Box, ...] | None = None

    def unread(self) -> Unread | None:
        """Return how the report lists a page that stays unread."""
        return Unread(f"第{self.page}页", f"{self.reason}，{_OCR}", self.page) if self.images is None else None

    def warning(self) -> ReadingWarning | None:
        """Return the warning about pictures that stay unread."""
        message = f"第{self.page}页有大幅图片，图片里的文字没有读"
        return None if self.images is None else ReadingWarning("image_not_read", message, self.page)


class PictureReader:
    """Reads the pictures of one file, a page at a time: pdfium is held only while a page is drawn."""

    def __init__(self, data: bytes, password: str | None, name: str) -> None:
        self._data, self._password, self._name = data, password, name
        #: How the pages that were recognised as a whole lie, by number.
        self.scans: dict[int, Scan] = {}
        self.unread: list[Unread] = []
        self.warnings: list[ReadingWarning] = []

    def read(self, pictures: Sequence[TextPicture], contents: Sequence[PageContent]) -> None:
        """Put what stands in the pictures into the contents of their pages."""
        able = installed() if pictures else False
        for picture in pictures:
            content = contents[picture.page - 1]
            if not (able and self._read(picture, content)):
                unread, warning = picture.unread(), picture.warning()
                self.unread.extend([unread] if unread else [])
                self.warnings.extend([warning] if warning else [])

    def _read(self, picture: TextPicture, content: PageContent) -> bool:
        drawn = self._drawn(picture.page, _SCALE)
        if drawn is None:
            return False
        if picture.images is None:
            scan = recognise(drawn, finer=lambda factor: self._drawn(picture.page, _SCALE * factor))
            self.scans[picture.page] = scan
            content.width, content.height = scan.upright_size
            content.body = fragments_of_scan(scan)
            content.tables = []
        else:
            scan = recognise(drawn, wanted=_beside(picture.images, content.body))
            if scan.turned:
                return False
            lines = tuple(line for line in scan.lines if line.confidence >= _BESIDE)
            scan = Scan(lines, scan.width, scan.height, 0, 0.0)
            content.body.extend(fragments_of_scan(scan))
        unread, warnings = remarks_on(scan, picture.page, whole=picture.images is None)
        self.unread.extend(unread)
        self.warnings.extend(warnings)
        return True

    def _drawn(self, number: int, scale: float) -> Picture | None:
        with (
            suppress(CorruptFileError, EncryptedFileError),
            opened(self._data, self._password, self._name) as document,
            document.page(number - 1) as page,
        ):
            return None if page is None else rendered(page, scale)
        return None


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
