"""Paragraphs, columns and reading order of files from several producers."""

from __future__ import annotations

import io
import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from contract_scan.model.document import BlockKind, Document
from support.painting import agreement, agreement_html, wrapped


def body(document: Document) -> list[str]:
    return [document.quote(block.start, block.end) for block in document.body()]


def recall(document: Document, paragraphs: list[str]) -> float:
    read = set(body(document))
    return sum(paragraph in read for paragraph in paragraphs) / len(paragraphs)


@pytest.mark.parametrize(
    ("style", "paragraph"),
    [
        ("", "text-indent:2em"),
        ("p{text-align:justify}", "text-indent:2em"),
        ("", "margin:0"),
        ("p{font-size:9pt;line-height:1.1}", "margin:0;padding-left:2em"),
        ("div{columns:2}", "text-indent:2em"),
        ("div{columns:2;column-gap:3em} p{text-align:justify}", "margin:4pt 0"),
    ],
)
def test_chromium_paragraphs(chromium, read, style, paragraph):
    document = read(chromium(agreement_html(style=style, paragraph=paragraph)))
    assert recall(document, agreement()) == 1.0


def test_chromium_keeps_the_order_and_no_radical(chromium_agreement, read):
    document = read(chromium_agreement)
    assert body(document) == agreement()
    assert not any("⺀" <= char <= "⿕" for char in document.text)


def test_libreoffice_paragraphs(libreoffice, read, tmp_path):
    from docx import Document as Word

    word = Word()
    for paragraph in agreement(40):
        word.add_paragraph(paragraph)
    path = tmp_path / "agreement.docx"
    word.save(path)
    assert body(read(libreoffice(path))) == agreement(40)


def test_font_that_is_not_embedded(painter, read):
    paragraphs = [text for text in agreement(6) if len(text) > 60][:5]
    painter.prose(70, 80, paragraphs)
    assert body(read(painter.data())) == paragraphs


def test_content_order_does_not_matter(painter, read):
    paragraphs = [text for text in agreement(6) if len(text) > 60][:4]
    lines = []
    y = 80
    for paragraph in paragraphs:
        first, rest = paragraph[:36], wrapped(paragraph[36:], 38)
        for number, line in enumerate([first, *rest]):
            lines.append((70 + (0 if number else 24), y, line))
            y += 20
    random.Random(7).shuffle(lines)
    for x, y, line in lines:
        painter.text(x, y, line)
    assert body(read(painter.data())) == paragraphs


def test_values_stamped_over_blanks(painter, read):
    painter.text(70, 100, "第二条 乙方收取押金人民币________元，期限____个月。")
    painter.text(70, 130, "其余条款不变。")
    painter.text(70 + 12 * 13 + 8, 98, "299.00", 11)
    painter.text(70 + 12 * 18.4, 98, "36", 11)
    text = read(painter.data()).text
    assert "人民币" in text
    assert "299.00" in text.split("元")[0]
    assert "____299" not in text


def test_sentence_runs_on_over_the_page(painter, read):
    sentence = "3.1 " + "甲方连续三个月交易量未达到约定标准的，乙方有权不予退还押金，" * 4 + "甲方对此无异议。"
    lines = wrapped(sentence, 38)
    for number, line in enumerate(lines[:2]):
        painter.text(70, 740 + 20 * number, line)
    painter.text(280, 820, "第 1 页 共 2 页", 9)
    painter.next_page()
    for number, line in enumerate(lines[2:]):
        painter.text(70, 80 + 20 * number, line)
    painter.text(70, 80 + 20 * len(lines), "3.2 本条款单独成段。")
    painter.text(280, 820, "第 2 页 共 2 页", 9)
    document = read(painter.data())
    assert body(document) == [sentence, "3.2 本条款单独成段。"]
    numbers = [block for block in document.blocks if block.kind is BlockKind.PAGE_NUMBER]
    assert [document.page_at(block.start) for block in numbers] == [1, 2]
    assert document.page_at(document.text.index(sentence[-8:])) == 2


def test_pages_cover_the_text_in_order(chromium_agreement, read):
    document = read(chromium_agreement)
    assert document.page_count == len(document.pages) > 1
    for before, after in zip(document.pages, document.pages[1:], strict=False):
        assert before.start <= before.end == after.start
    assert document.pages[-1].end == len(document.text)


@pytest.mark.parametrize("label", ["第八条 ", "八、", "（二）", "8.2 ", "2.", "（3）", "①"])
def test_a_clause_number_starts_a_paragraph(painter, read, label):
    above = "甲方违反本协议约定的，乙方有权解除本协议并不予退还已经收取的押金，且不承担任何责任。"[:38]
    painter.text(70, 100, above + "")
    painter.text(70, 120, f"{label}押金在协议终止后三十日内退还。")
    painter.text(70, 140, "甲" * 37 + "。")
    assert body(read(painter.data()))[1].startswith(label)


def test_a_reference_inside_a_sentence_starts_none(painter, read):
    first = "甲方在协议期内提前终止协议的，应当向乙方支付违约金，违约金的金额与计算方法按照本协议"
    painter.text(70, 100, first[:40])
    painter.text(70, 120, "第三条的约定处理。")
    assert body(read(painter.data())) == [first[:40] + "第三条的约定处理。"]


def test_landscape_page_with_rotation(read, painter):
    pikepdf = pytest.importorskip("pikepdf")
    painter.canvas.translate(95, 80)
    painter.canvas.rotate(90)
    painter.canvas.setFont("STSong-Light", 12)
    painter.canvas.drawString(0, 0, "押金人民币299元，协议终止后退还。")
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(painter.data())) as pdf:
        pdf.pages[0].Rotate = 90
        pdf.save(out)
    document = read(out.getvalue())
    assert body(document) == ["押金人民币299元，协议终止后退还。"]
    page = document.pages[0]
    assert page.width > page.height
    (region,) = document.layout.regions(0, 4)
    assert abs(region.box.x0 - 80) < 2
    assert abs(region.box.bottom - 95) < 5


def test_latin_words_keep_their_spaces(painter, read):
    text = ["This agreement is made by and between the merchant and", "the acquirer."]
    for number, line in enumerate(text):
        painter.text(70, 100 + 20 * number, line)
    assert " ".join(body(read(painter.data()))) == " ".join(text)


def test_running_header_and_footer(painter, read):
    for page in range(1, 5):
        painter.text(70, 40, "某某支付有限公司 商户服务协议", 9)
        painter.text(70, 100, f"第{page}条 这是第{'一二三四'[page - 1]}页的内容，押金不予退还。")
        painter.text(70, 815, "地址：某某市某某路1号", 9)
        painter.text(290, 830, f"- {page} -", 9)
        painter.next_page()
    document = read(painter.data())
    kinds = [block.kind for block in document.blocks]
    assert kinds == [BlockKind.HEADER, BlockKind.PARAGRAPH, BlockKind.FOOTER, BlockKind.PAGE_NUMBER] * 4
    assert [document.page_at(block.start) for block in document.blocks] == [n for n in (1, 2, 3, 4) for _ in range(4)]


def test_clause_at_the_top_of_every_page_is_no_header(painter, read):
    for page in range(1, 5):
        painter.text(70, 90, f"第{page}条 违约责任")
        painter.text(70, 130, f"本条内容{page}。")
        painter.next_page()
    assert all(block.kind is BlockKind.PARAGRAPH for block in read(painter.data()).blocks)


def test_vertical_writing(chromium, read):
    paragraphs = [text for text in agreement(6) if len(text) > 90][:3]
    style = "body{writing-mode:vertical-rl;height:500px}"
    html = f"<meta charset=utf-8><style>{style}</style>" + "".join(f"<p>{text}</p>" for text in paragraphs)
    document = read(chromium(html))
    assert [text.replace(" ", "") for text in body(document)] == [text.replace(" ", "") for text in paragraphs]
    page = document.pages[0]
    assert page.height > page.width
    start = document.text.index("押金")
    (region,) = document.layout.regions(start, start + 2)
    assert region.box.x0 > page.width / 2  # the first column stands on the right
    assert region.box.bottom - region.box.top > 1.5 * (region.box.x1 - region.box.x0)


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_page_that_was_bound_turned(painter, read, angle):
    paragraph = "第一条 押金人民币299元，协议终止后退还。"
    painter.canvas.translate(300, 400)
    painter.canvas.rotate(angle)
    painter.text(0, 842, paragraph)
    document = read(painter.data())
    assert body(document) == [paragraph]
    page = document.pages[0]
    assert (page.width, page.height) == (595, 842)
    (region,) = document.layout.regions(0, len(paragraph))
    box = region.box
    corner = {90: (box.x1, box.bottom), 180: (box.x1, box.top), 270: (box.x0, box.top)}[angle]
    assert abs(corner[0] - 300) < 5
    assert abs(corner[1] - 442) < 5


def word_agreement(path, *, columns: int = 1, hanging: bool = False) -> None:
    from docx import Document as Word
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    word = Word()
    section = word.sections[0]
    section.header.paragraphs[0].text = "某某支付有限公司 商户服务协议"
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    footer = section.footer.paragraphs[0]
    footer.add_run("第 ")
    footer._p.append(field)
    footer.add_run(" 页")
    if columns > 1:
        cols = section._sectPr.find(qn("w:cols"))
        cols.set(qn("w:num"), str(columns))
    for text in agreement(40):
        paragraph = word.add_paragraph(text)
        if hanging:
            paragraph.paragraph_format.left_indent = Pt(24)
            paragraph.paragraph_format.first_line_indent = Pt(-24)
        paragraph.paragraph_format.space_after = Pt(0)
    word.save(path)


@pytest.mark.parametrize(("columns", "hanging"), [(1, False), (2, False), (1, True)])
def test_libreoffice_header_columns_and_indents(libreoffice, read, tmp_path, columns, hanging):
    path = tmp_path / "agreement.docx"
    word_agreement(path, columns=columns, hanging=hanging)
    document = read(libreoffice(path))
    assert body(document) == agreement(40)
    kinds = [block.kind for block in document.blocks]
    assert kinds.count(BlockKind.HEADER) == kinds.count(BlockKind.PAGE_NUMBER) == document.page_count


def test_mark_that_is_drawn_apart_fills_its_gap(painter, read):
    painter.text(70, 100, "用户应遵守")
    painter.text(70 + 12 * 6, 100, "微信支付")
    painter.text(70 + 12 * 11, 100, "的规则，不得违反。")
    painter.text(70 + 12 * 5, 100, "《")
    painter.text(70 + 12 * 10, 100, "》")
    assert body(read(painter.data())) == ["用户应遵守《微信支付》的规则，不得违反。"]


def test_printed_web_page_with_date_and_address(painter, read):
    for page in range(1, 4):
        painter.text(24, 24, "1/12/26, 3:58 PM", 8)
        painter.text(24, 830, "https://example.com/agreement.html", 8)
        painter.text(560, 830, f"{page}/3", 8)
        painter.text(70, 100, f"第{page}条 内容各不相同{'甲乙丙'[page - 1]}。")
        painter.next_page()
    document = read(painter.data())
    assert body(document) == [f"第{page}条 内容各不相同{'甲乙丙'[page - 1]}。" for page in (1, 2, 3)]


def test_rare_characters_keep_their_places(chromium, read):
    document = read(chromium("<meta charset=utf-8><p>𠮷野家商户费率6‰，⼀、⼾名</p>"))
    assert document.text.startswith("𠮷野家商户费率6‰，")
    assert document.text.endswith("一、户名")
    (region,) = document.layout.regions(1, 2)
    (before,) = document.layout.regions(0, 1)
    assert before.box.x1 <= region.box.x0 + 1


def test_threads_do_not_disturb_one_another(chromium_agreement, read):
    with ThreadPoolExecutor(4) as pool:
        texts = {document.text for document in pool.map(read, [chromium_agreement] * 8)}
    assert len(texts) == 1


def test_parties_that_sign_side_by_side_are_read_across(painter, read):
    painter.prose(70, 80, [text for text in agreement(6) if len(text) > 60][:3])
    for number, name in enumerate(("（盖章）：________________", "地址：________________", "日期：____年__月__日____")):
        painter.text(70, 500 + 20 * number, f"甲方{name}")
        painter.text(320, 500 + 20 * number, f"乙方{name}")
    assert body(read(painter.data()))[-3:] == [
        "甲方（盖章）：________________ 乙方（盖章）：________________",
        "甲方地址：________________ 乙方地址：________________",
        "甲方日期：____年__月__日____ 乙方日期：____年__月__日____",
    ]


def test_number_that_is_broken_over_lines(painter, read):
    text = "甲方累计交易金额在激活之日起一百八十日以内没有达到约定标准的，押金人民币1299元不予退还。"
    at = text.index("1299") + 2
    painter.text(70, 100, text[:at])
    painter.text(70, 120, text[at:])
    assert body(read(painter.data())) == [text]


def test_title_of_the_next_page_is_not_drawn_into_a_form(painter, read):
    paragraphs = [text for text in agreement(6) if len(text) > 60][:3]
    painter.prose(70, 80, paragraphs)
    painter.text(70, 700, "签订日期：______年____月____日" + "　" * 4 + "签订日期：______年____月____日____")
    painter.next_page()
    painter.text(220, 80, "附表　终端配置与验收", 13)
    painter.prose(70, 110, paragraphs)
    assert body(read(painter.data()))[-4:] == ["附表　终端配置与验收", *paragraphs]


def ruled(painter, x, y, rows):
    painter.grid([x, x + 70, x + 210], [y + 20 * row for row in range(len(rows) + 1)])
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            painter.text(x + 4 + 70 * column, y + 14 + 20 * at, text, 9)


def test_title_over_columns_and_a_table_in_one_of_them(painter, read):
    paragraphs = [text for text in agreement(20) if len(text) > 40][:8]
    painter.text(297 - 48, 60, "机具租用协议书", 14)
    left = painter.prose(60, 100, paragraphs[:5], width=18, pitch=18)
    ruled(painter, 320, 90, [("项目", "金额"), ("押金", "人民币299元"), ("流量费", "每年36元")])
    painter.prose(320, 180, paragraphs[5:6], width=18, pitch=18)
    assert left > 300
    document = read(painter.data())
    assert [text.replace(" | ", "|") for text in body(document)] == [
        "机具租用协议书",
        *paragraphs[:5],
        "项目|金额",
        "押金|人民币299元",
        "流量费|每年36元",
        paragraphs[5],
    ]


def test_a_short_page_is_spaced_as_the_pages_before(painter, read):
    """Room between 汉字 and Latin is no space where the typesetter leaves it everywhere, on a page of one line too."""
    for number in range(12):
        y = 80 + 24 * number
        painter.text(70, y, "收款")
        painter.text(70 + painter.width("收款") + 4, y, "POS")
        painter.text(70 + painter.width("收款POS") + 8, y, "终端")
    painter.next_page()
    painter.text(70, 60, "终端型号A1款。")
    painter.text(70, 80, "乙方领用")
    painter.text(70 + painter.width("乙方领用") + 4, 80, "2")
    painter.text(70 + painter.width("乙方领用2") + 8, 80, "台")
    document = read(painter.data())
    assert body(document)[-1].endswith("乙方领用2台")
