"""Which pages of a PDF are read as pictures, whose text is believed, and what is said of the rest."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from contract_scan.extract.bounds import Bounds
from contract_scan.extract.ocr.picture import Picture
from contract_scan.model.document import Document
from support.painting import Painter
from support.scanning import bars, encoded, read, scan_pdf

LINES = [
    "第一条 乙方交纳终端押金人民币二百九十九元，协议终止后乙方凭",
    "押金收据到甲方营业网点办理退还手续，甲方在三十日内退还。",
    "第二条 手续费率为0.60%，甲方不得擅自调整。",
]
SEALED = "电子签约平台合同编号：2024-0001，签署时间：2024年5月1日，请扫码核验真伪。"


@pytest.fixture
def without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("image", "pdf.pictures"):
        monkeypatch.setattr(f"contract_scan.extract.{module}.installed", lambda: False)


def codes(document: Document) -> list[str]:
    return [warning.code for warning in document.warnings]


def scanned_page(image: Image.Image, *texts: str, layer: bool = False) -> bytes:
    """Return a page with a picture of its size and text over it, or unseen under it."""
    from reportlab.lib.utils import ImageReader

    painter = Painter()
    painter.canvas.drawImage(ImageReader(image), 0, 0, 595, 842)
    for number, text in enumerate(texts):
        written = painter.canvas.beginText(72, 842 - 105 - 27 * number)
        written.setFont("STSong-Light", 12 if layer else 8)
        written.setTextRenderMode(3 if layer else 0)
        written.textOut(text)
        painter.canvas.drawText(written)
    return painter.data()


def page_with_picture(image: Image.Image, width: float, height: float) -> bytes:
    """Return a page of text with a picture of this size in points under it."""
    from reportlab.lib.utils import ImageReader

    painter = Painter()
    painter.prose(70, 80, ["甲方按照下表的标准向乙方收取手续费，乙方对下表的各项收费标准均无异议。" * 7])
    painter.canvas.drawImage(ImageReader(image), 70, 400, width, height)
    return painter.data()


def test_a_blank_page_is_not_unread(painted_engine, without_the_extra) -> None:
    paper = Image.effect_noise((1240, 1754), 12).point(lambda value: value + 90)
    paper.paste(0, (0, 0, 25, 1754))  # the shadow of the page's edge
    document = read(scan_pdf(bars(LINES), paper))
    assert [unread.page for unread in document.unread] == [1]


def test_a_blank_page_is_not_unread_with_the_extra(painted_engine) -> None:
    painted_engine(LINES)
    assert not read(scan_pdf(bars(LINES), Image.new("L", (1240, 1754), 240))).unread


def test_one_short_line_is_no_blank_page() -> None:
    image = Image.new("L", (595, 842), 240)
    assert Picture(image.tobytes(), 595, 842, 1.0).is_blank
    image.paste(40, (100, 100, 160, 104))
    assert not Picture(image.tobytes(), 595, 842, 1.0).is_blank


def test_a_stamped_scan_is_unread_without_the_extra(without_the_extra) -> None:
    document = read(scanned_page(bars(LINES), SEALED))
    assert [unread.page for unread in document.unread] == [1]
    assert "contract-scan[ocr]" in document.unread[0].reason
    assert SEALED in document.text


def test_a_stamped_scan_is_read_beside_its_stamp(painted_engine) -> None:
    painted_engine(LINES)
    document = read(scanned_page(bars(LINES), SEALED))
    at = document.text.index("合同编号")
    assert not document.was_recognised(at, at + 4)
    assert "手续费率为0.60%" in document.text
    assert not document.unread


def test_the_picture_is_believed_and_not_the_layer_under_it(painted_engine) -> None:
    painted_engine(LINES)
    document = read(scanned_page(bars(LINES), "押金一律不退，以本条为准。", layer=True))
    assert "不退" not in document.text
    assert LINES[2] in document.text
    assert codes(document) == ["ocr_layer_differs", "ocr", "ocr_rates"]


def test_a_layer_like_the_picture_raises_no_doubt(painted_engine) -> None:
    painted_engine(LINES)
    assert codes(read(scanned_page(bars(LINES), *LINES, layer=True))) == ["ocr", "ocr_rates"]


def test_a_layer_is_read_where_the_picture_cannot_be(without_the_extra) -> None:
    document = read(scanned_page(bars(LINES), *LINES, layer=True))
    assert codes(document) == ["ocr_layer"]
    assert {recognised.confidence for recognised in document.recognised} == {0.0}
    assert LINES[2] in document.text


def test_a_layer_of_rubbish_is_unread(without_the_extra) -> None:
    document = read(scanned_page(bars(LINES), "Z,kfi? W~ 3ijB- AfmJ{ 0.60% tt", "iff,H iWJ:lJIJ", layer=True))
    assert "乱码" in document.unread[0].reason


@pytest.mark.parametrize(("width", "height", "said"), [(400, 120, True), (110, 110, False)])
def test_a_small_picture_is_said_and_a_seal_is_not(without_the_extra, width, height, said) -> None:
    document = read(page_with_picture(bars(LINES), width, height))
    assert codes(document) == ["image_not_read"] * said
    assert not document.unread


def test_a_picture_of_a_table_is_read(painted_engine) -> None:
    engine = painted_engine(LINES)
    document = read(page_with_picture(bars(LINES).crop((0, 150, 1240, 400)), 450, 90))
    assert engine.reads == len(LINES)
    assert document.was_recognised(document.text.index("0.60%"), document.text.index("0.60%") + 5)


def test_a_picture_on_a_page_of_turned_text_is_said(painted_engine) -> None:
    from reportlab.lib.utils import ImageReader

    engine = painted_engine(LINES)
    painter = Painter()
    painter.canvas.rotate(90)
    painter.canvas.translate(0, -842)
    painter.prose(70, 300, ["甲方按照下表的标准向乙方收取手续费，乙方对下表的各项收费标准均无异议。" * 7])
    painter.canvas.drawImage(ImageReader(bars(LINES).crop((0, 150, 1240, 400))), 70, 300, 450, 90)
    document = read(painter.data())
    assert codes(document) == ["image_not_read"]
    assert engine.reads == 0


def test_pages_after_the_time_is_over_are_unread(painted_engine) -> None:
    painted_engine(LINES)
    bounds = Bounds(ocr_seconds=-1.0)
    for data in (scan_pdf(bars(LINES), bars(LINES)), encoded(bars(LINES), "PNG")):
        document = read(data, bounds=bounds)
        assert len(document.unread) == document.page_count
        assert "ocr_seconds" in document.unread[0].reason


def test_a_huge_picture_is_not_drawn(painted_engine) -> None:
    engine = painted_engine(LINES)
    document = read(scan_pdf(bars(LINES)), bounds=Bounds(image_pixels=1_000_000))
    assert "image_pixels" in document.unread[0].reason
    assert engine.reads == 0


def test_strips_make_one_page(painted_engine) -> None:
    from reportlab.lib.utils import ImageReader

    painted_engine(LINES)
    painter, image = Painter(), bars(LINES)
    for top in range(0, 1754, 100):
        strip = image.crop((0, top, 1240, min(top + 100, 1754)))
        height = strip.height * 0.48
        painter.canvas.drawImage(ImageReader(strip), 0, 842 - top * 0.48 - height, 595.2, height)
    assert LINES[2] in read(painter.data()).text


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_turned_by_its_dictionary(painted_engine, angle: int) -> None:
    import pikepdf

    painted_engine(LINES)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan_pdf(bars(LINES)))) as pdf:
        pdf.pages[0].Rotate = angle
        pdf.save(out)
    document = read(out.getvalue())
    assert LINES[2] in document.text
    assert document.pages[0].width == pytest.approx(595 if angle == 180 else 842, abs=1)
