"""What is fetched through little room is what pdfium tells of each character and text object."""

from __future__ import annotations

import ctypes
import io
from functools import partial
from pathlib import Path

import pypdfium2
import pytest
from pypdfium2 import raw
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from contract_scan.extract.pdf.calls import address_of, reference
from contract_scan.extract.pdf.fetching import LOOK, fetch_boxes, fetch_looks, fetch_map_errors, fetch_text_objects
from contract_scan.extract.pdf.frame import Frame
from contract_scan.extract.pdf.textpage import read_text

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
_COUNT = 300  # text objects: more than are fetched at one go


@pytest.fixture
def text_page():
    """A page on which each text object has a colour, an opacity and a size of its own."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for number in range(_COUNT):
        canvas.setFillColor(Color(number % 256 / 255, 0.5, 0, alpha=1 if number % 2 else 0.5))
        canvas.setFont("Helvetica", 5 + number % 7)
        canvas.drawString(20 + 28 * (number % 20), 40 + 40 * (number // 20), f"{number:03}")
    canvas.save()
    document = pypdfium2.PdfDocument(buffer.getvalue())
    page = document[0]
    text = page.get_textpage()
    yield text.raw
    text.close()
    page.close()
    document.close()


def test_boxes_are_those_of_each_character(text_page):
    count = raw.FPDFText_CountChars(text_page)
    assert count > 3 * _COUNT
    expected = []
    box = raw.FS_RECTF()
    for index in range(count):
        raw.FPDFText_GetLooseCharBox(text_page, index, box)
        expected += [box.left, box.top, box.right, box.bottom]
    assert fetch_boxes(reference(address_of(text_page)), count).tolist() == expected
    assert fetch_map_errors(reference(address_of(text_page)), count) == [0] * count


def test_looks_are_those_of_each_text_object(text_page):
    handle = reference(address_of(text_page))
    every = fetch_text_objects(handle, raw.FPDFText_CountChars(text_page))
    objects = list(dict.fromkeys(found for found in every if found is not None))
    assert len(objects) == _COUNT
    looks = fetch_looks(handle, objects, [every.index(found) for found in objects])
    for number, (record, found) in enumerate(zip(looks.records, objects, strict=True)):
        red, green, _, alpha, size, a, b, c, d = LOOK.unpack(record)
        colour = [ctypes.c_uint() for _ in range(4)]
        raw.FPDFPageObj_GetFillColor(ctypes.cast(found, raw.FPDF_PAGEOBJECT), *colour)
        assert [red, green, alpha] == [colour[0].value, colour[1].value, colour[3].value]
        assert (red, alpha > 200) == (number % 256, number % 2 == 1)
        assert (size, a, b, c, d) == (5 + number % 7, 1, 0, 0, 1)
    assert looks.modes == [0] * _COUNT
    assert max(looks.paths) <= 0


@pytest.mark.parametrize("name", ["12-terminal-rental-libreoffice.pdf", "04-fair-merchant-terms-chromium.pdf"])
def test_characters_of_one_style_are_of_one_height(name):
    """Fonts that alternate within a line give its characters other heights; each stands as high as its size says."""
    document = pypdfium2.PdfDocument(SAMPLES / name)
    page = document[0]
    text = read_text(raw, page.raw, Frame(1, 0, 0, -1, 0, page.get_height()), layered=False)
    loose = page.get_textpage()
    heights = {round(box[3] - box[1], 1) for box in map(partial(loose.get_charbox, loose=True), range(len(text.chars)))}
    assert len(heights) > 2
    looked = 0
    for char, style, top, bottom in zip(text.chars, text.styles, text.top, text.bottom, strict=True):
        if style >= 0 and not char.isspace():
            assert bottom - top == pytest.approx(1.1 * text.palette[style].size, abs=0.01), char
            looked += 1
    assert looked > 500
    loose.close()
    page.close()
    document.close()
