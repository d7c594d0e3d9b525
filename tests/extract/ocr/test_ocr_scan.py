"""From bars, whose texts are known, to lines: order, orientation, skew, places and corrections."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from contract_scan.errors import CorruptFileError, MissingExtraError, SourceTooLargeError
from contract_scan.extract.bounds import Bounds
from contract_scan.extract.image import read_image
from contract_scan.extract.ocr import recognise
from contract_scan.extract.ocr.marks import corrected
from contract_scan.model.document import Document
from contract_scan.sources import as_source
from support.scanning import PaintedEngine, bars, encoded, picture_of, read, scan_pdf

LINES = [
    "第一条 乙方交纳终端押金人民币二百九十九元，协议终止后乙方凭",
    "押金收据到甲方营业网点办理退还手续，甲方在三十日内退还。",
    "第二条 手续费率为0.60%，甲方不得擅自调整。",
]


def body(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.body()]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_page_is_set_upright(turned: int) -> None:
    engine = PaintedEngine(LINES)
    scan = recognise(picture_of(bars(LINES).rotate(turned, expand=True)), engine=engine)
    assert [line.text for line in sorted(scan.lines, key=lambda line: line.y)] == LINES
    assert scan.upright_size == pytest.approx((595.2, 841.92))
    shown = (841.92, 595.2) if turned % 180 else (595.2, 841.92)
    assert (scan.width, scan.height) == pytest.approx(shown)


def test_upright_page_costs_no_more_reads_than_it_has_lines() -> None:
    engine = PaintedEngine(LINES)
    recognise(picture_of(bars(LINES)), engine=engine)
    assert engine.reads == len(LINES)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_boxes_lie_on_the_ink_as_shown(painted_engine, turned: int) -> None:
    painted_engine(LINES)
    image = bars(LINES).rotate(turned, expand=True)
    document = read(scan_pdf(image))
    at = document.text.index("手续费率")
    (region,) = document.layout.regions(at, at + 4)
    box = region.box
    middle = ((box.x0 + box.x1) / 2 * 150 / 72, (box.top + box.bottom) / 2 * 150 / 72)
    assert image.getpixel((round(middle[0]), round(middle[1]))) == 120  # the grey of the third bar
    assert (document.pages[0].width, document.pages[0].height) == pytest.approx(
        (image.width * 0.48, image.height * 0.48), abs=1
    )


def test_lines_become_paragraphs(painted_engine) -> None:
    painted_engine(LINES)
    document = read(scan_pdf(bars(LINES)))
    assert body(document) == [LINES[0] + LINES[1], LINES[2]]
    assert [document.text[r.start : r.end] for r in document.recognised] == LINES
    assert all(recognised.confidence == 0.98 for recognised in document.recognised)
    assert [warning.code for warning in document.warnings] == ["ocr", "ocr_rates"]
    assert "98%" in document.warnings[0].message
    assert not document.unread


def test_small_letters_are_read_from_a_larger_drawing() -> None:
    asked: list[float] = []
    image = bars(LINES, em=6)

    def finer(factor: float):
        asked.append(factor)
        larger = image.resize((round(image.width * factor), round(image.height * factor)))
        return type(picture_of(larger))(larger.tobytes(), larger.width, larger.height, factor * 150 / 72)

    scan = recognise(picture_of(image), finer=finer, engine=PaintedEngine(LINES))
    assert asked == [pytest.approx(26 / 17, rel=0.1)]
    assert {line.text for line in scan.lines} == set(LINES)
    assert min(line.x0 for line in scan.lines) == pytest.approx(72, abs=1)


def test_mixed_file_is_read_page_by_page(painted_engine) -> None:
    import pikepdf
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, (595, 842))
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(72, 700, "甲方为乙方提供终端一台，押金不予退还，双方对此均无异议。")
    canvas.save()
    painted_engine(LINES)
    with pikepdf.open(io.BytesIO(buffer.getvalue())) as pdf, pikepdf.open(io.BytesIO(scan_pdf(bars(LINES)))) as scan:
        pdf.pages.extend(scan.pages)
        whole = io.BytesIO()
        pdf.save(whole)
    document = read(whole.getvalue())
    assert body(document)[0].startswith("甲方为乙方提供终端一台")
    assert LINES[2] in body(document)
    printed = document.text.index("押金不予退还")
    assert not document.was_recognised(printed, printed + 6)
    assert document.was_recognised(document.text.index("0.60%"), document.text.index("0.60%") + 5)


def test_large_picture_beside_text_is_read(painted_engine) -> None:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, (595, 842))
    canvas.drawImage(ImageReader(bars(LINES)), 0, 0, 595, 842)
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(72, 400, "甲方为乙方提供终端一台，押金不予退还，双方对此均无异议。")
    canvas.save()
    engine = painted_engine(LINES)
    document = read(buffer.getvalue())
    assert [text for text in body(document) if text.startswith("第二条")] == [LINES[2]]
    assert document.text.count("押金不予退还") == 1
    assert engine.reads >= len(LINES)
    assert "image_not_read" not in {warning.code for warning in document.warnings}


def test_page_without_a_line_stays_unread(painted_engine) -> None:
    painted_engine([])
    image = Image.new("L", (1240, 1754), 235)
    image.paste(190, (300, 300, 700, 330))  # too faint for the recogniser of bars
    image.paste(150, (300, 400, 700, 404))
    document = read(scan_pdf(image))
    assert [(unread.page, "没有读出文字" in unread.reason) for unread in document.unread] == [(1, True)]


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("image", "pdf.pictures"):
        monkeypatch.setattr(f"contract_scan.extract.{module}.installed", lambda: False)
    (unread,) = read(scan_pdf(bars(LINES))).unread
    assert unread.page == 1
    assert "contract-scan[ocr]" in unread.reason
    with pytest.raises(MissingExtraError, match=r"contract-scan\[ocr\]"):
        read(encoded(bars(LINES), "PNG"))


@pytest.mark.parametrize(("orientation", "turned"), [(3, 180), (6, 90), (8, 270)])
def test_a_photograph_is_turned_as_its_camera_says(painted_engine, orientation: int, turned: int) -> None:
    engine = painted_engine(LINES)
    exif = Image.Exif()
    exif[0x0112] = orientation
    document = read(encoded(bars(LINES).rotate(turned, expand=True), "JPEG", quality=95, exif=exif))
    assert body(document) == [LINES[0] + LINES[1], LINES[2]]
    assert engine.reads == len(LINES)
    assert document.pages[0].height > document.pages[0].width


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF"])
def test_picture_files(painted_engine, kind: str) -> None:
    painted_engine(LINES)
    options = {"lossless": True} if kind == "WEBP" else {"quality": 95} if kind == "JPEG" else {}
    document = read(encoded(bars(LINES), kind, dpi=(150, 150), **options))
    assert body(document) == [LINES[0] + LINES[1], LINES[2]]
    assert document.media_type == f"image/{kind.lower()}"
    assert document.pages[0].height == pytest.approx(842, abs=1)


def test_pages_of_a_tiff(painted_engine) -> None:
    painted_engine(LINES)
    data = encoded(bars(LINES), "TIFF", save_all=True, append_images=[bars(LINES[:1])])
    document = read(data)
    assert document.page_count == 2
    assert document.page_at(document.text.rindex("第一条")) == 2


def test_a_fax_of_two_levels(painted_engine) -> None:
    painted_engine(["乙" * 20] * 9)  # one level of grey is left for all bars
    black = bars(LINES).point(lambda level: 0 if level < 200 else 255).convert("1")
    document = read(encoded(black, "TIFF", compression="group4", save_all=True, append_images=[black], dpi=(150, 150)))
    assert document.page_count == 2
    assert len(document.pages) == 2


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "I;16", "CMYK", "LA"])
def test_kinds_of_pixels(painted_engine, mode: str) -> None:
    painted_engine(LINES)
    image = bars(LINES)
    if mode == "I;16":
        image = image.convert("I").point(lambda value: value * 257).convert("I;16")
    kind = "TIFF" if mode == "CMYK" else "PNG"
    document = read(encoded(image if mode == "I;16" else image.convert(mode), kind))
    assert len(document.text) > 20


def test_damaged_and_huge_pictures(tmp_path) -> None:
    data = encoded(bars(LINES), "PNG")
    with pytest.raises(CorruptFileError, match="damaged"):
        read(data[:200])
    file = tmp_path / "page.png"
    file.write_bytes(data)
    with pytest.raises(SourceTooLargeError, match="image_pixels"):
        read_image(as_source(file), bounds=Bounds(image_pixels=1000))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("手续费率为5%0，", "手续费率为5‰，"),
        ("每日0.5%o计收", "每日0.5‰计收"),
        ("为5%05元", "为5%05元"),
        ("手续费率为0.60%,封顶20元", "手续费率为0.60%，封顶20元"),
        ("共1,000,000元", "共1,000,000元"),
        ("押金(保证金):", "押金（保证金）："),
        ("400-000-0000, 8:00", "400-000-0000, 8:00"),
        ("押金3OO元，期限l0日", "押金300元，期限10日"),
        ("费率O.6%，借记卡0。5%", "费率0.6%，借记卡0.5%"),
        ("POS机2台，型号G10O", "POS机2台，型号G10O"),
        ("承租人（盖章：      )", "承租人（盖章：      ）"),
    ],
)
def test_known_errors_are_put_right(text: str, expected: str) -> None:
    assert corrected(text).replace("\0", "") == expected
    assert len(corrected(text)) == len(text)
