"""The second reader: pdfplumber, for files and pages out of which pdfium gets nothing."""

from __future__ import annotations

import io
import re
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from math import atan2, degrees
from time import monotonic
from typing import Any

from contract_scan.deadline import OvertimeError, is_short, within
from contract_scan.errors import CorruptFileError
from contract_scan.extract.bounds import Bounds
from contract_scan.extract.pdf.drawings import Drawings
from contract_scan.extract.pdf.mapping import UNKNOWN
from contract_scan.extract.pdf.textpage import RawText
from contract_scan.extract.pdf.textstyles import TextStyle

__all__ = ["SecondReader", "second_reader"]

# A file without a page in sight would only send the parser searching.
_HOPE = re.compile(rb"/Page\b|/Pages\b|/ObjStm\b")
_WORD_GAP = 0.2  # em
# What pdfplumber writes for a character that its font gives no meaning for.
_NO_MEANING = re.compile(r"\(cid:\d+\)|\0")

_Size = tuple[float, float]


class SecondReader:
    """A PDF open in pdfplumber. Valid inside `second_reader` only."""

    def __init__(self, pdf: Any, seconds: float) -> None:
        self._pdf = pdf
        self._ends = monotonic() + seconds
        self.page_count = len(pdf.pages)

    @property
    def is_overtime(self) -> bool:
        """Whether there is no time for another page."""
        return monotonic() >= self._ends or is_short()

    def read(self, index: int) -> tuple[RawText, Drawings, _Size] | None:
        """Return text, drawings and size in points of the page with this index, from 0; None where it fails."""
        if index >= self.page_count or self.is_overtime:
            return None

        def reading() -> tuple[RawText, Drawings, _Size]:
            page = self._pdf.pages[index]
            return _text(page), _drawings(page), (float(page.width), float(page.height))

        try:
            return within(self._ends - monotonic(), reading)
        except Exception:  # the parser raises whatever its innards do on a damaged page, or never ends
            return None
        finally:
            self._pdf.pages[index].close()


@contextmanager
def second_reader(data: bytes, password: str | None, name: str, bounds: Bounds) -> Iterator[SecondReader]:
    """Open a PDF with pdfplumber. It has `bounds.reading_seconds` for all pages together.

    Raises CorruptFileError where that fails too, SourceTooLargeError where it takes longer.
    """
    damaged = CorruptFileError(f"{name}: the PDF is damaged and cannot be opened; ask for the file again")
    if not _HOPE.search(data):
        raise damaged
    import pdfplumber

    seconds = bounds.reading_seconds

    def opening() -> tuple[Any, SecondReader]:
        pdf = pdfplumber.open(io.BytesIO(data), password=password)
        return pdf, SecondReader(pdf, seconds)

    try:
        pdf, reader = within(seconds, opening)
    except OvertimeError as error:
        raise bounds.exceeded("reading_seconds") from error
    except Exception as error:  # as above
        raise damaged from error
    with pdf:
        yield reader


def _text(page: Any) -> RawText:
    """Give the characters in the form that pdfium's come in; blanks between Latin words are put in by their gap."""
    raw = RawText([], array("f"), array("f"), array("f"), array("f"), array("i"), [])
    numbers: dict[TextStyle, int] = {}
    last: dict[str, Any] | None = None
    for found in page.chars:
        style = TextStyle(_angle(found["matrix"]), False, _colour(found.get("non_stroking_color")))
        number = numbers.setdefault(style, len(numbers))
        if last is not None and found["x0"] - last["x1"] > _WORD_GAP * found["size"]:
            _append(raw, " ", last["x1"], last["bottom"], last["x1"], last["bottom"], -1)
        text = found["text"] or ""
        for char in UNKNOWN if _NO_MEANING.fullmatch(text) else text:
            _append(raw, char, found["x0"], found["top"], found["x1"], found["bottom"], number)
        last = found
    raw.palette.extend(numbers)
    return raw


def _append(raw: RawText, char: str, x0: float, top: float, x1: float, bottom: float, style: int) -> None:
    raw.chars.append(char)
    raw.x0.append(x0)
    raw.top.append(top)
    raw.x1.append(x1)
    raw.bottom.append(bottom)
    raw.styles.append(style)


def _angle(matrix: tuple[float, ...]) -> float:
    return round(degrees(atan2(matrix[1], matrix[0]))) % 360


def _colour(value: Any) -> tuple[int, int, int, int]:
    """Return a fill colour as RGBA; only grey and RGB are told, the rest is taken for black."""
    parts = value if isinstance(value, tuple | list) else (value,)
    if len(parts) in (1, 3) and all(isinstance(part, int | float) for part in parts):
        red, green, blue = (round(255 * part) for part in (parts if len(parts) == 3 else parts * 3))
        return red, green, blue, 255
    return 0, 0, 0, 255


def _drawings(page: Any) -> Drawings:
    drawings = Drawings()
    for line in page.edges:
        drawings.add_rule(line["x0"], line["top"], line["x1"], line["bottom"])
    drawings.images.extend((image["x0"], image["top"], image["x1"], image["bottom"]) for image in page.images)
    return drawings
