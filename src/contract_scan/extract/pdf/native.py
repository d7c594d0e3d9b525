"""The pdfium calls: opens a PDF and hands out plain Python values; no handle leaves this module's contexts."""

from __future__ import annotations

import atexit
import ctypes
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

from contract_scan.errors import CorruptFileError, EncryptedFileError
from contract_scan.extract.bounds import Bounds
from contract_scan.extract.pdf.frame import Frame
from contract_scan.extract.pdf.patterns import has_fine_pattern
from contract_scan.extract.pdf.textpage import RawText, read_text

__all__ = ["NativeDocument", "NativePage", "opened", "wide_string"]

#: pdfium keeps process-wide state and may be called by one thread at a time only.
_PDFIUM = threading.RLock()

_PASSWORD_ERROR, _SECURITY_ERROR = 4, 5
_PRECISION = 1000
#: A file has layers only with one of these: its layers' dictionaries, or packed objects that may be such.
_LAYERS = (b"/OCProperties", b"/ObjStm")


class NativePage:
    """One loaded page. Valid inside `NativeDocument.page` only."""

    def __init__(self, document: NativeDocument, index: int, handle: Any) -> None:
        from pypdfium2 import raw

        self.raw = raw
        self.document = document
        self.handle = handle
        self.number = index + 1
        self.width = float(raw.FPDF_GetPageWidthF(handle))
        self.height = float(raw.FPDF_GetPageHeightF(handle))
        self.frame = self._frame()
        self.turned = 0  # degrees, as in `turn`

    def _frame(self) -> Frame:
        """Ask pdfium where three points come out: that covers crop box, rotation and odd page boxes at once."""
        size = (round(self.width * _PRECISION), round(self.height * _PRECISION))
        corner, x_step, y_step = (self._shown(size, x, y) for x, y in ((0, 0), (1000, 0), (0, 1000)))
        return Frame(
            (x_step[0] - corner[0]) / 1000,
            (x_step[1] - corner[1]) / 1000,
            (y_step[0] - corner[0]) / 1000,
            (y_step[1] - corner[1]) / 1000,
            *corner,
        )

    def _shown(self, size: tuple[int, int], x: float, y: float) -> tuple[float, float]:
        out_x, out_y = ctypes.c_int(), ctypes.c_int()
        self.raw.FPDF_PageToDevice(self.handle, 0, 0, *size, 0, x, y, out_x, out_y)
        return out_x.value / _PRECISION, out_y.value / _PRECISION

    @property
    def is_bare(self) -> bool:
        """Whether nothing is drawn on the page, as far as pdfium can tell."""
        return int(self.raw.FPDFPage_CountObjects(self.handle)) <= 0

    def turn(self, angle: int) -> None:
        """Turn the page so that text running at this angle (90, 180 or 270) runs to the right."""
        frame, width, height = self.frame, self.width, self.height
        self.turned = angle
        if angle == 180:
            self.frame = Frame(-frame.a, -frame.b, -frame.c, -frame.d, width - frame.e, height - frame.f)
            return
        if angle == 90:  # upwards: x' = height - y, y' = x
            self.frame = Frame(-frame.b, frame.a, -frame.d, frame.c, height - frame.f, frame.e)
        else:  # downwards: x' = y, y' = width - x
            self.frame = Frame(frame.b, -frame.a, frame.d, -frame.c, frame.f, width - frame.e)
        self.width, self.height = height, width

    def text(self) -> RawText:
        """Read the page's characters."""
        return read_text(self.raw, self.handle, self.frame, layered=self.document.layered)


class NativeDocument:
    """An open PDF. Valid inside `opened` only."""

    def __init__(self, document: Any, form: Any, name: str, *, layered: bool, drawable: bool = True, size: int) -> None:
        from pypdfium2 import raw

        self.raw = raw
        self.handle = document.raw
        self.form = form
        self.name = name
        self._size = size
        self.layered = layered
        self.drawable = drawable
        self.page_count = int(raw.FPDF_GetPageCount(self.handle))

    @contextmanager
    def page(self, index: int) -> Iterator[NativePage | None]:
        """Load the page with this index, from 0; gives None where pdfium cannot."""
        handle = self.raw.FPDF_LoadPage(self.handle, index)
        if not handle:
            yield None
            return
        try:
            yield NativePage(self, index, handle)
        finally:
            self.raw.FPDF_ClosePage(handle)

    def unlocked(self, bounds: Bounds) -> bytes:
        """Return the file without its encryption, and with no object packed in others; nothing where pdfium cannot.

        Raises SourceTooLargeError where what is packed comes to more than `bounds.stream_bytes`: nobody could count
        that before the file was opened.
        """
        written, most, passed = bytearray(), self._size + bounds.stream_bytes, False

        def write(_: Any, data: int, size: int) -> int:
            # An error raised in here would be printed and passed over; 0 makes pdfium stop.
            nonlocal passed
            passed = len(written) + size > most
            if not passed:
                written.extend(ctypes.string_at(data, size))
            return int(not passed)

        target = self.raw.FPDF_FILEWRITE(version=1)
        target.WriteBlock = dict(self.raw.FPDF_FILEWRITE._fields_)["WriteBlock"](write)
        if self.raw.FPDF_SaveAsCopy(self.handle, ctypes.byref(target), self.raw.FPDF_REMOVE_SECURITY):
            return bytes(written)
        if passed:
            raise bounds.exceeded("stream_bytes")
        return b""

    def plain_text(self, index: int) -> str:
        """Return the letters and figures of the page with this index, from 0; nothing where it cannot be loaded."""
        with self.page(index) as page:
            text_page = None if page is None else self.raw.FPDFText_LoadPage(page.handle)
            if not text_page:
                return ""
            try:
                count = max(0, self.raw.FPDFText_CountChars(text_page))
                buffer = (ctypes.c_ushort * (count + 1))()
                self.raw.FPDFText_GetText(text_page, 0, count, buffer)
            finally:
                self.raw.FPDFText_ClosePage(text_page)
        return "".join(filter(str.isalnum, bytes(buffer).decode("utf-16-le", "replace")))


def wide_string(call: Callable[[Any, int], int]) -> str:
    """Fetch a UTF-16 string the way pdfium gives them: once for its size in bytes, once for the string."""
    size = call(None, 0)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    call(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")


@contextmanager
def opened(data: bytes, password: str | None, name: str) -> Iterator[NativeDocument]:
    """Open a PDF from memory and close everything at the end.

    Raises EncryptedFileError or CorruptFileError.
    """
    with _PDFIUM:
        document = _open(data, password, name)
        try:
            document.init_forms()
            form = document.formenv.raw if document.formenv is not None else None
            layered = any(mark in data for mark in _LAYERS)
            yield NativeDocument(
                document, form, name, layered=layered, drawable=not has_fine_pattern(data), size=len(data)
            )
        finally:
            document.close()


@cache
def _spare_what_is_in_use() -> None:
    """See to it that the end of this process does not take pdfium away from a thread that was left inside of it."""
    with suppress(ImportError):
        from pypdfium2._library_scope import destroy_lib

        def sparing() -> None:
            if not _PDFIUM.acquire(blocking=False):
                atexit.unregister(destroy_lib)

        atexit.register(sparing)


def _open(data: bytes, password: str | None, name: str) -> Any:
    import pypdfium2

    _spare_what_is_in_use()
    try:
        return pypdfium2.PdfDocument(data, password=password)
    except pypdfium2.PdfiumError as error:
        refusal = _refusal(name, password)
        if password is None or not isinstance(refusal, EncryptedFileError):
            raise refusal from error
    try:  # one password is given for many files: this one may need none
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise refusal from error


def _refusal(name: str, password: str | None) -> CorruptFileError | EncryptedFileError:
    """Say why pdfium would not open a file: it keeps the reason of its last failure."""
    from pypdfium2 import raw

    reason = raw.FPDF_GetLastError()
    if reason == _SECURITY_ERROR:
        return EncryptedFileError(
            f"{name}: the PDF is locked to certain readers by a certificate or a rights service;"
            " open it in the program that it was made for and print it to a PDF without protection"
        )
    if reason != _PASSWORD_ERROR:
        return CorruptFileError(f"{name}: the PDF is damaged and cannot be opened; ask for the file again")
    if password is None:
        return EncryptedFileError(f"{name}: the PDF is encrypted; give its password (--password, or password=...)")
    return EncryptedFileError(
        f"{name}: the password given does not open this PDF; check its capitals and full-width characters"
    )
