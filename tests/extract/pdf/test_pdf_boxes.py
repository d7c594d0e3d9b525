"""Every character of the text stands in its box: inside of its page, with ink in it on the drawn page."""

from __future__ import annotations

import io

import pytest

from contract_scan.model.document import Document
from support.painting import agreement, agreement_html

_SCALE = 2  # pixels to the point
_INK = 20  # grey levels between paper and letter


def boxed(document: Document, data: bytes) -> int:
    """Check all boxes, and return how many characters were looked at."""
    import pypdfium2

    file = pypdfium2.PdfDocument(data)
    pictures = [page.render(scale=_SCALE, grayscale=True).to_pil().convert("L") for page in file]
    file.close()
    looked = 0
    for block in document.blocks:
        for offset in range(block.start, block.end):
            if document.text[offset].isspace() or document.text[offset] == "|":
                continue
            (region,) = document.layout.regions(offset, offset + 1)
            page, box = document.pages[region.page - 1], region.box
            assert -1 <= box.x0 < box.x1 <= page.width + 1
            assert -1 <= box.top < box.bottom <= page.height + 1
            corners = (box.x0 * _SCALE, box.top * _SCALE, box.x1 * _SCALE + 1, box.bottom * _SCALE + 1)
            low, high = pictures[region.page - 1].crop(tuple(map(int, corners))).getextrema()
            assert high - low > _INK, (document.text[offset - 5 : offset + 6], region)
            looked += 1
    return looked


def changed(data: bytes, *, turn: int = 0, cropped: bool = False) -> bytes:
    pikepdf = pytest.importorskip("pikepdf")
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.Rotate = turn
            if cropped:
                x0, y0, x1, y1 = (float(edge) for edge in page.MediaBox)
                page.MediaBox = [x0 - 100, y0 - 50, x1 + 60, y1 + 70]
                page.CropBox = [x0 + 12, y0 + 9, x1 - 7, y1 - 5]
        pdf.save(out)
    return out.getvalue()


@pytest.fixture(scope="session")
def columns(chromium) -> bytes:
    return chromium(agreement_html(style="div{columns:2} p{text-align:justify}"))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("cropped", [False, True])
def test_two_columns_turned_and_cropped(columns, read, turn, cropped):
    data = changed(columns, turn=turn, cropped=cropped)
    assert boxed(read(data), data) > 1000


@pytest.mark.parametrize("orientation", ["mixed", "upright"])
def test_vertical_writing(chromium, read, orientation):
    style = f"body{{writing-mode:vertical-rl;text-orientation:{orientation};height:500px}}"
    paragraphs = "".join(f"<p>{text}</p>" for text in agreement(6) if len(text) > 60)
    data = chromium(f"<meta charset=utf-8><style>{style}</style>{paragraphs}")
    assert boxed(read(data), data) > 500


def test_vertical_section_of_a_word_file(libreoffice, read, tmp_path):
    from docx import Document as Word
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraphs = [text for text in agreement(6) if len(text) > 60][:4]
    word = Word()
    for text in paragraphs:
        word.add_paragraph(text)
    direction = OxmlElement("w:textDirection")
    direction.set(qn("w:val"), "tbRl")
    word.sections[0]._sectPr.append(direction)
    path = tmp_path / "vertical.docx"
    word.save(path)
    data = libreoffice(path)
    document = read(data)
    found = [document.quote(block.start, block.end).replace(" ", "") for block in document.body()]
    assert found == [text.replace(" ", "") for text in paragraphs]
    assert boxed(document, data) > 200


def test_agreement_of_libreoffice(libreoffice, read, tmp_path):
    from docx import Document as Word

    word = Word()
    for text in agreement(20):
        word.add_paragraph(text)
    path = tmp_path / "agreement.docx"
    word.save(path)
    data = libreoffice(path)
    assert boxed(read(data), data) > 1000


def test_painted_lines(painter, read):
    painter.prose(70, 80, [text for text in agreement(6) if len(text) > 60][:5])
    data = painter.data()
    assert boxed(read(data), data) > 300
