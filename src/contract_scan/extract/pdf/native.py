"""The pdfium calls: opens a PDF and hands out plain Python values; no handle leaves this module's contexts."""

from __future__ import annotations

import ctypes
import threading
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import atan2, degrees, hypot
from typing import Any

from contract_scan.errors import CorruptFileError, EncryptedFileError
from contract_scan.extract.pdf.mapping import mark_unknown

__all__ = ["Calls", "Frame", "NativeDocument", "NativePage", "RawText", "TextStyle", "calls", "opened"]

#: pdfium keeps process-wide state and may be called by one thread at a time only.
_PDFIUM = threading.RLock()

_PASSWORD_ERROR, _SECURITY_ERROR = 4, 5
_INVISIBLE = 3
_PRECISION = 1000


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How one text object is drawn: `angle` in degrees counter-clockwise as shown, `fill` as RGBA bytes."""

    angle: float
    invisible: bool
    fill: tuple[int, int, int, int]

    @property
    def luminance(self) -> float:
        """How light the text looks on white paper, from 0 (black) to 1 (white, or fully transparent)."""
        red, green, blue, alpha = self.fill
        shade = (0.299 * red + 0.587 * green + 0.114 * blue) / 255
        return 1 - (1 - shade) * alpha / 255


@dataclass(frozen=True, slots=True)
class RawText:
    """The characters of a page in content order; the columns are parallel.

    Boxes are in points from the top left of the page as shown. `styles[i]` indexes `palette`, -1 for a space or
    line end that pdfium put in where the page has a gap.
    """

    chars: list[str]
    x0: array[float]
    top: array[float]
    x1: array[float]
    bottom: array[float]
    styles: array[int]
    palette: list[TextStyle]
    text_objects: frozenset[int | None] = frozenset()


@dataclass(frozen=True, slots=True)
class Calls:
    """The hot functions with plain-integer handles: building ctypes pointer objects doubles the cost of a call."""

    text_object: Any
    loose_box: Any
    matrix: Any
    render_mode: Any
    fill: Any
    object_at: Any
    object_type: Any


@cache
def calls() -> Calls:
    from pypdfium2 import raw

    pointer, integer = ctypes.c_void_p, ctypes.c_int

    def bind(function: Any, result: Any, *arguments: Any) -> Any:
        address: int = ctypes.cast(function, ctypes.c_void_p).value or 0
        return ctypes.PYFUNCTYPE(result, *arguments)(address)

    return Calls(
        text_object=bind(raw.FPDFText_GetTextObject, pointer, pointer, integer),
        loose_box=bind(raw.FPDFText_GetLooseCharBox, integer, pointer, integer, pointer),
        matrix=bind(raw.FPDFText_GetMatrix, integer, pointer, integer, pointer),
        render_mode=bind(raw.FPDFTextObj_GetTextRenderMode, integer, pointer),
        fill=bind(raw.FPDFPageObj_GetFillColor, integer, pointer, pointer, pointer, pointer, pointer),
        object_at=bind(raw.FPDFPage_GetObject, pointer, pointer, integer),
        object_type=bind(raw.FPDFPageObj_GetType, integer, pointer),
    )


@dataclass(frozen=True, slots=True)
class Frame:
    """The affine map from a page's user space to the page as shown: x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Map one point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def direction(self, x: float, y: float) -> tuple[float, float]:
        """Map a direction: a point without the shift."""
        return self.a * x + self.c * y, self.b * x + self.d * y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Map a rectangle; gives (x0, top, x1, bottom)."""
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


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
        text_page = self.raw.FPDFText_LoadPage(self.handle)
        if not text_page:
            return RawText([], array("f"), array("f"), array("f"), array("f"), array("i"), [])
        try:
            return self._read(text_page)
        finally:
            self.raw.FPDFText_ClosePage(text_page)

    def _read(self, text_page: Any) -> RawText:
        count = max(0, self.raw.FPDFText_CountChars(text_page))
        hot = calls()
        handle = ctypes.cast(text_page, ctypes.c_void_p).value
        boxes = (ctypes.c_float * (4 * count))()
        base = ctypes.addressof(boxes)
        loose_box, text_object = hot.loose_box, hot.text_object
        for index in range(count):
            loose_box(handle, index, base + 16 * index)
        objects = [text_object(handle, index) for index in range(count)]
        styles, palette = self._styles(handle, objects)
        values = array("f", bytes(boxes))  # left, top, right, bottom in user space
        chars = self._characters(text_page, count)
        mark_unknown(self.raw, text_page, chars, styles)
        return RawText(chars, *self._as_shown(values), styles, palette, frozenset(objects))

    def _as_shown(self, values: array[float]) -> tuple[array[float], array[float], array[float], array[float]]:
        left, top, right, bottom = values[0::4], values[1::4], values[2::4], values[3::4]
        frame = self.frame
        if frame.b == 0 and frame.c == 0 and frame.a == 1 and frame.d == -1:
            if frame.e:
                left, right = array("f", [x + frame.e for x in left]), array("f", [x + frame.e for x in right])
            return left, array("f", [frame.f - y for y in top]), right, array("f", [frame.f - y for y in bottom])
        mapped = [frame.box(*corners) for corners in zip(left, bottom, right, top, strict=True)]
        columns = zip(*mapped, strict=True) if mapped else ((), (), (), ())
        first, second, third, fourth = (array("f", column) for column in columns)
        return first, second, third, fourth

    def _characters(self, text_page: Any, count: int) -> list[str]:
        """One call gives the whole text; only where it does not line up one to one is each character asked for."""
        buffer = (ctypes.c_ushort * (2 * count + 2))()
        written = self.raw.FPDFText_GetText(text_page, 0, count, buffer) - 1
        if written == count:
            text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
            return list(text) if len(text) == count else _paired(buffer[:count])
        return _paired([self.raw.FPDFText_GetUnicode(text_page, index) for index in range(count)])

    def _styles(self, handle: int | None, objects: list[int | None]) -> tuple[array[int], list[TextStyle]]:
        """Give each character the index of its style; characters of one text object are drawn alike."""
        hot = calls()
        matrix, channels = (ctypes.c_float * 6)(), (ctypes.c_uint * 4)()
        numbers, colours = memoryview(matrix).cast("B").cast("f"), memoryview(channels).cast("B").cast("I")
        matrix_at, red = ctypes.addressof(matrix), ctypes.addressof(channels)
        green, blue, alpha = red + 4, red + 8, red + 12
        known: dict[int | None, int] = {None: -1}
        seen: dict[tuple[float, ...], int] = {}
        palette: list[TextStyle] = []
        styles = array("i")
        for index, text_object in enumerate(objects):
            number = known.get(text_object)
            if number is None:
                hot.matrix(handle, index, matrix_at)
                if not hot.fill(text_object, red, green, blue, alpha):
                    colours[0] = colours[1] = colours[2] = 0
                    colours[3] = 255  # a pattern: it can be seen
                key = (numbers[0], numbers[1], hot.render_mode(text_object), *colours)
                number = seen.setdefault(key, len(palette))
                if number == len(palette):
                    angle = _angle(self.frame, numbers[0], numbers[1])
                    fill = (colours[0], colours[1], colours[2], colours[3])
                    palette.append(TextStyle(angle, key[2] == _INVISIBLE, fill))
                known[text_object] = number
            styles.append(number)
        return styles, palette


def _angle(frame: Frame, a: float, b: float) -> float:
    """Return the direction in which text with this matrix runs on the page as shown, in whole degrees 0 to 359."""
    x, y = frame.direction(a, b)
    return round(degrees(atan2(-y, x))) % 360 if hypot(x, y) > 0 else 0


def _paired(codes: Sequence[int]) -> list[str]:
    """Turn codes into characters; of the two halves of a rare one, the first becomes it and the second ``\\0``."""
    chars = [chr(code) if 0 < code < 0x110000 else "\ufffd" for code in codes]
    for index, (high, low) in enumerate(pairwise(codes)):
        if 0xD800 <= high < 0xDC00 <= low < 0xE000:
            chars[index : index + 2] = [chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00), "\0"]
    return ["\ufffd" if "\ud800" <= char <= "\udfff" else char for char in chars]


class NativeDocument:
    """An open PDF. Valid inside `opened` only."""

    def __init__(self, handle: Any, form: Any, name: str) -> None:
        from pypdfium2 import raw

        self.raw = raw
        self._handle = handle
        self.form = form
        self.name = name
        self.page_count = int(raw.FPDF_GetPageCount(handle))

    @contextmanager
    def page(self, index: int) -> Iterator[NativePage | None]:
        """Load the page with this index, from 0; gives None where pdfium cannot."""
        handle = self.raw.FPDF_LoadPage(self._handle, index)
        if not handle:
            yield None
            return
        try:
            yield NativePage(self, index, handle)
        finally:
            self.raw.FPDF_ClosePage(handle)


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
            yield NativeDocument(document.raw, form, name)
        finally:
            document.close()


def _open(data: bytes, password: str | None, name: str) -> Any:
    import pypdfium2

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
