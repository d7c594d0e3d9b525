"""The second reader takes over where pdfium gets nothing."""

from __future__ import annotations

import io
from contextlib import contextmanager

import pytest

from contract_scan.errors import CorruptFileError
from contract_scan.extract.pdf import reader
from contract_scan.extract.pdf.native import NativeDocument
from contract_scan.model.document import BlockKind
from support.painting import agreement


@pytest.fixture
def broken_pdfium(monkeypatch):
    @contextmanager
    def refusing(data, password, name):
        raise CorruptFileError(f"{name}: refused")
        yield

    monkeypatch.setattr(reader, "opened", refusing)


@pytest.fixture
def broken_second_page(monkeypatch):
    loading = NativeDocument.page

    @contextmanager
    def page(self, index):
        if index == 1:
            yield None
        else:
            with loading(self, index) as found:
                yield found

    monkeypatch.setattr(NativeDocument, "page", page)


def paint(painter):
    paragraphs = [text for text in agreement(6) if len(text) > 60][:3]
    painter.prose(70, 80, paragraphs)
    painter.grid([70, 180, 290], [400, 424, 448])
    for column, (upper, lower) in enumerate((("项目", "押金"), ("金额", "299元"))):
        painter.text(74 + 110 * column, 416, upper, 11)
        painter.text(74 + 110 * column, 440, lower, 11)
    return paragraphs


def test_file_that_pdfium_refuses(painter, read, broken_pdfium):
    paragraphs = paint(painter)
    document = read(painter.data())
    assert [warning.code for warning in document.warnings] == ["damaged_file"]
    texts = [document.quote(block.start, block.end) for block in document.blocks]
    assert texts == [*paragraphs, "项目 | 金额", "押金 | 299元"]
    assert document.blocks[-1].kind is BlockKind.TABLE_ROW
    (region,) = document.layout.regions(len(document.text) - 4, len(document.text))
    assert 180 < region.box.x0 < region.box.x1 < 290
    assert 420 < region.box.top < region.box.bottom < 450


def test_file_that_both_refuse(read, broken_pdfium):
    for data in (b"%PDF-1.4 nothing", b"%PDF-1.4\n1 0 obj<</Type/Pages/Kids[]>>endobj"):
        with pytest.raises(CorruptFileError):
            read(data)


def test_page_that_pdfium_cannot_load(painter, read, broken_second_page):
    painter.text(70, 100, "第一条 押金")
    painter.next_page()
    painter.text(70, 100, "第二条 押金不予退还。")
    document = read(painter.data())
    assert document.text == "第一条 押金\n第二条 押金不予退还。"
    assert [(warning.code, warning.page) for warning in document.warnings] == [("damaged_page", 2)]
    assert not document.unread
    assert document.page_at(len(document.text) - 1) == 2


def test_page_that_no_one_can_load(painter, read, broken_second_page, monkeypatch):
    monkeypatch.setattr("contract_scan.extract.pdf.fallback.SecondReader.read", lambda self, index: None)
    painter.text(70, 100, "第一条 押金")
    painter.next_page()
    painter.text(70, 100, "第二条 押金不予退还。")
    document = read(painter.data())
    assert document.text == "第一条 押金"
    assert [(unread.part, unread.page) for unread in document.unread] == [("第2页", 2)]
    assert document.page_count == 2


def test_characters_without_meaning(chromium_agreement, read, broken_pdfium, monkeypatch):
    pikepdf = pytest.importorskip("pikepdf")
    monkeypatch.setattr("contract_scan.extract.pdf.pictures.installed", lambda: False)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(chromium_agreement)) as pdf:
        del pdf.pages[1:]
        for font in pdf.pages[0].Resources.Font.values():
            del font.ToUnicode
        pdf.save(out)
    document = read(out.getvalue())
    assert "cid" not in document.text
    assert [unread.page for unread in document.unread] == [1]
