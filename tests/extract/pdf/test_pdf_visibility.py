"""Watermarks, seals, hidden text, fields, scans and files that cannot be read."""

from __future__ import annotations

import io
import pickle

import pytest

from contract_scan.errors import CorruptFileError, EncryptedFileError, SourceTooLargeError
from contract_scan.extract.bounds import Bounds
from contract_scan.model.document import BlockKind, Document
from support.painting import Painter, agreement

_PARAGRAPHS = [text for text in agreement(6) if len(text) > 60][:5]


def body(document: Document) -> list[str]:
    return [document.quote(block.start, block.end) for block in document.body()]


def of_kind(document: Document, kind: BlockKind) -> list[str]:
    return [document.quote(block.start, block.end) for block in document.blocks if block.kind is kind]


def tile(painter: Painter, text: str, angle: float, grey: float, size: float = 40) -> None:
    canvas = painter.canvas
    canvas.setFillGray(grey)
    canvas.setFont("STSong-Light", size)
    for x in (60, 320):
        for y in (150, 400, 650):
            canvas.saveState()
            canvas.translate(x, y)
            canvas.rotate(angle)
            canvas.drawString(0, 0, text)
            canvas.restoreState()
    canvas.setFillGray(0)


@pytest.mark.parametrize("angle", [35, 45, 315, 0])
@pytest.mark.parametrize("over", [True, False])
def test_watermark_is_kept_apart(painter, read, angle, over):
    if not over:
        tile(painter, "仅供查阅", angle, 0.8)
    painter.prose(70, 80, _PARAGRAPHS)
    if over:
        tile(painter, "仅供查阅", angle, 0.8)
    document = read(painter.data())
    assert body(document) == _PARAGRAPHS
    assert of_kind(document, BlockKind.WATERMARK) == ["仅供查阅"]


def test_chromium_watermark(chromium, read):
    html = (
        "<meta charset=utf-8><style>div{position:absolute;top:30%;left:10%;font-size:60px;color:rgba(0,0,0,.15);"
        "transform:rotate(-30deg)}</style><div>内部资料 严禁外传</div>" + "".join(f"<p>{p}</p>" for p in _PARAGRAPHS)
    )
    document = read(chromium(html))
    assert body(document) == _PARAGRAPHS


def test_seal_text(painter, read):
    painter.text(70, 80, "押金不予退还。")
    painter.canvas.setFillColorRGB(0.9, 0.1, 0.1)
    painter.text(300, 600, "合同专用章", 14)
    document = read(painter.data())
    assert body(document) == ["押金不予退还。"]
    assert of_kind(document, BlockKind.SEAL) == ["合同专用章"]


def white(painter: Painter) -> None:
    painter.canvas.setFillGray(1)
    painter.text(70, 300, "押金概不退还")


def invisible(painter: Painter) -> None:
    text = painter.canvas.beginText(70, 542)
    text.setFont("STSong-Light", 12)
    text.setTextRenderMode(3)
    text.textOut("押金概不退还")
    painter.canvas.drawText(text)


def off_page(painter: Painter) -> None:
    painter.text(700, 300, "押金概不退还")


def tiny(painter: Painter) -> None:
    painter.text(70, 300, "押金概不退还", 0.6)


def covered(painter: Painter) -> None:
    painter.text(70, 300, "押金概不退还")
    painter.canvas.setFillGray(1)
    painter.canvas.rect(60, 842 - 310, 200, 24, stroke=0, fill=1)


def blacked_out(painter: Painter) -> None:
    painter.text(70, 300, "押金概不退还")
    painter.canvas.rect(60, 842 - 310, 200, 24, stroke=0, fill=1)


def under_a_picture(painter: Painter) -> None:
    painter.text(70, 300, "押金概不退还")
    picture(painter, 60, 842 - 310, 200, 24, printed=False)


def in_the_colour_of_its_ground(painter: Painter) -> None:
    painter.canvas.setFillColorRGB(0.1, 0.2, 0.6)
    painter.canvas.rect(60, 842 - 310, 200, 24, stroke=0, fill=1)
    painter.text(70, 300, "押金概不退还")


def cut_off(painter: Painter) -> None:
    painter.canvas.saveState()
    outline = painter.canvas.beginPath()
    outline.rect(300, 300, 50, 50)
    painter.canvas.clipPath(outline, stroke=0, fill=0)
    painter.text(70, 300, "押金概不退还")
    painter.canvas.restoreState()


def as_a_clip_path(painter: Painter) -> None:
    text = painter.canvas.beginText(70, 542)
    text.setFont("STSong-Light", 12)
    text.setTextRenderMode(7)
    text.textOut("押金概不退还")
    painter.canvas.saveState()
    painter.canvas.drawText(text)
    painter.canvas.restoreState()


def transparent(painter: Painter) -> None:
    painter.canvas.setFillAlpha(0)
    painter.text(70, 300, "押金概不退还")


_HIDING = [white, invisible, off_page, tiny, covered, blacked_out, under_a_picture, in_the_colour_of_its_ground]


@pytest.mark.parametrize("hide", [*_HIDING, cut_off, as_a_clip_path, transparent])
def test_hidden_text_is_reported(painter, read, hide):
    painter.text(70, 80, "第一条 押金")
    hide(painter)
    document = read(painter.data())
    assert body(document) == ["第一条 押金"]
    assert of_kind(document, BlockKind.HIDDEN) == ["押金概不退还"]
    assert [(warning.code, warning.page) for warning in document.warnings] == [("hidden_text", 1)]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_covered_text_is_told_from_text_on_a_ground(painter, read, turn):
    pikepdf = pytest.importorskip("pikepdf")
    painter.canvas.setFillGray(0.85)
    painter.canvas.rect(60, 842 - 210, 300, 40, stroke=0, fill=1)
    painter.canvas.setFillGray(0)
    painter.text(70, 196, "第一条 押金")
    covered(painter)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(painter.data())) as pdf:
        pdf.pages[0].Rotate = turn
        pdf.save(out)
    document = read(out.getvalue())
    assert body(document) == ["第一条 押金"]
    assert of_kind(document, BlockKind.HIDDEN) == ["押金概不退还"]


def test_layer_that_is_off_is_hidden(painter, read):
    pikepdf = pytest.importorskip("pikepdf")
    painter.text(70, 80, "第一条 押金")
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(painter.data())) as pdf:
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("附注")))
        pdf.Root.OCProperties = pikepdf.Dictionary(
            OCGs=pikepdf.Array([layer]), D=pikepdf.Dictionary(OFF=pikepdf.Array([layer]))
        )
        page = pdf.pages[0]
        page.Resources.Properties = pikepdf.Dictionary(Note=layer)
        font = next(name for name, font in page.Resources.Font.items() if font.Subtype == "/Type0")
        code = "押金概不退还".encode("utf-16-be").hex()
        content = f"/OC /Note BDC BT {font} 12 Tf 70 542 Td <{code}> Tj ET EMC"
        page.contents_add(pdf.make_stream(content.encode()))
        pdf.save(out)
    document = read(out.getvalue())
    assert body(document) == ["第一条 押金"]
    assert of_kind(document, BlockKind.HIDDEN) == ["押金概不退还"]


def ring(painter: Painter, x: float, y: float, text: str) -> None:
    """Set a text round the upper part of a circle, each character turned by itself."""
    for number, char in enumerate(text):
        angle = 210 - 240 * number / (len(text) - 1)
        painter.canvas.saveState()
        painter.canvas.translate(x, 842 - y)
        painter.canvas.rotate(angle - 90)
        painter.canvas.setFont("STSong-Light", 14)
        painter.canvas.drawCentredString(0, 60, char)
        painter.canvas.restoreState()


@pytest.mark.parametrize("red", [0.9, 0.0])
def test_round_seal_over_the_text(painter, read, red):
    painter.prose(70, 80, _PARAGRAPHS)
    painter.canvas.setFillColorRGB(red, 0.1 * red, 0.1 * red)
    ring(painter, 400, 200, "某某支付有限公司合同专用章")
    document = read(painter.data())
    assert body(document) == _PARAGRAPHS
    assert of_kind(document, BlockKind.SEAL) == ["某某支付有限公司合同专用章"]


def test_seal_across_the_edges_of_the_pages(painter, read):
    for page, part in enumerate(("某某支付", "有限公司", "骑缝章")):
        painter.prose(70, 80, _PARAGRAPHS[page : page + 2])
        painter.canvas.setFillColorRGB(0.9, 0.1, 0.1)
        for number, char in enumerate(part):
            painter.text(578, 400 + 18 * number, char, 14)
        painter.next_page()
    document = read(painter.data())
    assert body(document) == [text for page in range(3) for text in _PARAGRAPHS[page : page + 2]]
    assert of_kind(document, BlockKind.SEAL) == ["某某支付", "有限公司", "骑缝章"]


@pytest.mark.parametrize(("alpha", "size"), [(0.2, 14), (0.15, 44), (1.0, 44)])
def test_upright_watermark_comes_back_on_every_page(painter, read, alpha, size):
    for page in range(3):
        painter.canvas.saveState()
        painter.canvas.setFillAlpha(alpha)
        painter.text(200, 112, "仅供内部查阅", size)
        painter.canvas.restoreState()
        painter.prose(70, 80, _PARAGRAPHS[page : page + 2])
        painter.next_page()
    document = read(painter.data())
    assert body(document) == [text for page in range(3) for text in _PARAGRAPHS[page : page + 2]]
    assert of_kind(document, BlockKind.WATERMARK) == ["仅供内部查阅"] * 3


def test_white_text_on_a_dark_area_is_seen(painter, read):
    painter.canvas.setFillGray(0.2)
    painter.canvas.rect(60, 842 - 310, 300, 40, stroke=0, fill=1)
    painter.canvas.setFillGray(1)
    painter.text(70, 296, "收费标准")
    document = read(painter.data())
    assert body(document) == ["收费标准"]
    assert not document.warnings


def picture(painter: Painter, x: float, y: float, width: float, height: float, *, printed: bool = True) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    paper = Image.new("RGB", (60, 80), (230, 230, 220))
    if printed:
        paper.paste((20, 20, 20), (10, 20, 50, 24))
    painter.canvas.drawImage(ImageReader(paper), x, y, width, height)


def test_scanned_page_is_unread(painter, read):
    painter.text(70, 80, "第一页有文字，内容可以读取，押金不予退还，双方对此均无异议。")
    painter.next_page()
    picture(painter, 0, 0, 595, 842)
    painter.next_page()
    document = read(painter.data())
    assert [(unread.part, unread.page) for unread in document.unread] == [("第2页", 2)]
    assert "OCR" in document.unread[0].reason
    assert document.page_count == len(document.pages) == 2
    assert document.pages[1].start == document.pages[1].end


def test_recognised_scan_is_read_with_a_warning(painter, read):
    picture(painter, 0, 0, 595, 842)
    text = painter.canvas.beginText(70, 700)
    text.setFont("STSong-Light", 12)
    text.setTextRenderMode(3)
    text.textOut("押金人民币299元，协议终止后三十日内退还甲方。")
    painter.canvas.drawText(text)
    document = read(painter.data())
    assert body(document) == ["押金人民币299元，协议终止后三十日内退还甲方。"]
    assert [warning.code for warning in document.warnings] == ["ocr_layer"]


def test_filled_form_fields(painter, read):
    painter.text(70, 100, "押金金额：人民币")
    painter.text(260, 100, "元")
    painter.canvas.acroForm.textfield(
        name="amount", x=170, y=842 - 104, width=80, height=16, value="299.00", borderWidth=0, fontSize=10
    )
    painter.canvas.acroForm.checkbox(name="agree", x=70, y=842 - 140, size=12, checked=True)
    painter.text(90, 138, "同意押金不退")
    document = read(painter.data())
    assert body(document) == ["押金金额：人民币299.00元", "☑同意押金不退"]


def test_free_text_and_comments(painter, read):
    pikepdf = pytest.importorskip("pikepdf")
    painter.text(70, 100, "第一条 押金")
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(painter.data())) as pdf:
        pdf.pages[0].Annots = pdf.make_indirect(
            pikepdf.Array(
                [
                    pikepdf.Dictionary(
                        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(subtype), Rect=rect, Contents=pikepdf.String(text)
                    )
                    for subtype, rect, text in (
                        ("/FreeText", [70, 640, 300, 660], "补充：押金改为500元"),
                        ("/Text", [400, 640, 420, 660], "请法务核对"),
                    )
                ]
            )
        )
        pdf.save(out)
    document = read(out.getvalue())
    assert body(document) == ["第一条 押金", "补充：押金改为500元"]
    assert of_kind(document, BlockKind.COMMENT) == ["请法务核对"]


def test_passwords(painter, read, encrypted):
    painter.text(70, 100, "押金不予退还。")
    data = painter.data()
    locked = encrypted(data, owner="o", user="u")
    with pytest.raises(EncryptedFileError, match="encrypted"):
        read(locked)
    with pytest.raises(EncryptedFileError, match="password given"):
        read(locked, password="wrong")
    assert body(read(locked, password="u")) == ["押金不予退还。"]
    assert body(read(encrypted(data, owner="o", user=""))) == ["押金不予退还。"]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"%PDF-1.4\n" + bytes(range(256)) * 8])
def test_damaged_file(read, data):
    with pytest.raises(CorruptFileError):
        read(data)


def test_bounds(painter, read):
    for _ in range(3):
        painter.text(70, 100, "押金")
        painter.next_page()
    data = painter.data()
    with pytest.raises(SourceTooLargeError, match="pages"):
        read(data, bounds=Bounds(pages=2))
    with pytest.raises(SourceTooLargeError, match="characters"):
        read(data, bounds=Bounds(characters=3))


def test_boxes_stand_on_the_words(painter, read):
    painter.text(70, 100, "第一条 押金人民币299元")
    document = read(painter.data())
    start = document.text.index("押金")
    (region,) = document.layout.regions(start, start + 2)
    assert region.page == 1
    assert abs(region.box.x1 - region.box.x0 - 24) < 1
    assert region.box.top < 100 - 6 < region.box.bottom < 106
    assert document.layout.regions(start, start) == []


def test_every_printed_character_has_its_box(chromium_agreement, read):
    document = read(chromium_agreement)
    for block in document.blocks:
        for offset in range(block.start, block.end):
            if document.text[offset] != " ":
                regions = document.layout.regions(offset, offset + 1)
                assert len(regions) == 1
                assert regions[0].page == document.page_at(offset)


def test_a_sentence_over_lines_has_a_region_for_each(painter, read):
    painter.prose(70, 80, _PARAGRAPHS[:1])
    document = read(painter.data())
    regions = document.layout.regions(0, len(document.text))
    assert len(regions) == -(-(len(_PARAGRAPHS[0]) + 2) // 38)
    assert [region.box.top for region in regions] == sorted(region.box.top for region in regions)


def test_document_can_be_pickled(painter, read):
    painter.text(70, 100, "押金不予退还。")
    document = read(painter.data())
    assert pickle.loads(pickle.dumps(document)).layout.regions(0, 3) == document.layout.regions(0, 3)
