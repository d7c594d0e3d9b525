"""Where paragraphs begin and end, and which blanks are none: cases that a reader settles by the whole page."""

from __future__ import annotations

import pytest

from contract_scan.model.document import Document
from support.painting import Painter

_SENTENCES = (
    "乙方应当妥善保管终端，不得将终端转租、转借、抵押或者以其他方式处分给第三人。",
    "甲方连续三个月交易量未达到约定标准的，乙方有权解除本协议并要求甲方交还终端。",
    "本协议终止后，乙方应当在三十日内完成账务核对，并将押金退还至甲方的结算账户。",
)
_PARAGRAPHS = ["".join((*_SENTENCES[at:], *_SENTENCES[:at])) for at in (0, 1, 2, 0, 1)]


def body(document: Document) -> list[str]:
    return [document.quote(block.start, block.end) for block in document.body()]


def spread(painter: Painter, x: float, y: float, text: str, room: float) -> None:
    """Write a line whose characters are pushed apart, as justified lines are."""
    for char in text:
        painter.text(x, y, char)
        x += 12 + room


@pytest.mark.parametrize("room", [2.0, 4.0, 9.0, 18.0])
def test_justified_line_gets_no_blanks(painter, read, room):
    text = "乙方应当自本协议终止之日起三十日内将押金退还给甲方，逾期的每日按照千分之一支付违约金。"
    at = int(456 / (12 + room))
    spread(painter, 70, 100, text[:at], room)
    painter.text(70, 120, text[at:])
    assert body(read(painter.data())) == [text]


def test_blank_that_was_typed_is_kept_in_a_justified_line(painter, read):
    spread(painter, 70, 100, "授权代表　身份证号码及联系电话", 6)
    assert body(read(painter.data())) == ["授权代表 身份证号码及联系电话"]


def test_typed_blank_between_number_and_name(painter, read):
    """A page whose figures mostly stand tight beside 汉字 has no automatic room there: its blanks were typed."""
    painter.prose(70, 80, _PARAGRAPHS[:2])
    for row, text in enumerate(["1 前台", "2 中餐厅"]):
        painter.text(70, 400 + 20 * row, text[0])
        painter.text(80, 400 + 20 * row, text[2:])
    assert body(read(painter.data()))[-2:] == ["1 前台", "2 中餐厅"]


def test_titles_of_the_last_page_show_no_margin(painter, read):
    painter.prose(70, 80, _PARAGRAPHS)
    painter.next_page()
    titles = ("附表一　商户信息登记表", "附表二　资费确认单")
    painter.text(228, 80, titles[0])
    painter.text(94, 110, "本表由乙方填写。")
    painter.text(240, 140, titles[1])
    painter.text(94, 170, "本人已知悉并确认正文所列各项费用标准，并同意支付。")
    document = read(painter.data())
    assert body(document)[-4:] == [
        titles[0],
        "本表由乙方填写。",
        titles[1],
        "本人已知悉并确认正文所列各项费用标准，并同意支付。",
    ]


def test_a_page_of_indented_lines_keeps_the_margin_of_the_others(painter, read):
    painter.prose(70, 80, _PARAGRAPHS)
    painter.next_page()
    for row, text in enumerate(["（一）不得转租终端；", "（二）不得出售终端；"]):
        painter.text(94, 80 + 20 * row, text)
    long = "（三）" + "甲方连续三个月交易量未达到约定标准的，乙方有权不予退还押金并解除协议。"
    painter.text(94, 120, long[:36])
    painter.text(70, 140, long[36:])
    assert body(read(painter.data()))[-3:] == ["（一）不得转租终端；", "（二）不得出售终端；", long]


def test_heading_after_a_full_line_stands_further_down(painter, read):
    text = "乙方有权修改本协议，修改后的协议在发布后生效，甲方继续使用服务视为接受全部修改。"
    y = painter.prose(70, 80, _PARAGRAPHS)
    first = text[: 38 - 2 - 1] + "。"
    painter.text(94, y, first)
    painter.text(70, y + 24, "常见问题")
    painter.text(94, y + 44, "终端要交押金吗？")
    assert body(read(painter.data()))[-3:] == [first, "常见问题", "终端要交押金吗？"]


def test_number_at_the_margin_goes_on_where_paragraphs_are_indented(painter, read):
    head = "操作要点：一、消费。在主界面选择消费，输入金额并确认，请顾客刷卡、插卡或者挥卡"
    y = painter.prose(70, 80, _PARAGRAPHS)
    first = head[:35] + "。"
    painter.text(94, y, "1、本手册随终端交付。")
    y += 20
    painter.text(94, y, first)
    painter.text(70, y + 20, "二、撤销。当日交易需要取消的，选择撤销。")
    assert body(read(painter.data()))[-1] == first + "二、撤销。当日交易需要取消的，选择撤销。"


def test_fields_that_a_line_end_parts_keep_their_blank(painter, read):
    y = painter.prose(70, 80, _PARAGRAPHS)
    painter.text(94, y, "授权代表：________________________　　联系电话：______________________")
    painter.text(70, y + 20, "电子邮箱：________________")
    painter.text(94, y + 40, "签字：________________________________　　日期：______年____月____日　　联系")
    painter.text(70, y + 60, "电话：________________")
    assert [" ".join(text.split()) for text in body(read(painter.data()))[-2:]] == [
        "授权代表：________________________ 联系电话：______________________ 电子邮箱：________________",
        "签字：________________________________ 日期：______年____月____日 联系电话：________________",
    ]


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("押金人民币1,", "000元", "押金人民币1,000元"),
        ("押金人民币1", ",000元", "押金人民币1,000元"),
        ("资金于T+", "1日到账", "资金于T+1日到账"),
        ("资金于T", "+1日到账", "资金于T+1日到账"),
        ("POS终端与P", "OS机", "POS终端与POS机"),
        ("见https://example.com/agree", "ments/2026.html", "见https://example.com/agreements/2026.html"),
        ("见www.example.com/a-", "b", "见www.example.com/a-b"),
        ("the merchant and the ac-", "quirer", "the merchant and the acquirer"),
        ("客服电话400-", "000-0000", "客服电话400-000-0000"),
        ("e-mail与e-", "mail", "e-mail与e-mail"),
        ("the merchant", "and", "the merchant and"),
    ],
)
def test_words_and_figures_over_a_line_end(painter, read, above, below, joined):
    lead = "甲方" * 30
    room = 456 - painter.width(above)
    lead = lead[: int(room // 12)]
    painter.prose(70, 80, _PARAGRAPHS)
    painter.text(70, 700, "文中的POS、e-mail等词。")
    painter.next_page()
    painter.text(70, 100, lead)
    painter.text(70 + 456 - painter.width(above), 100, above)
    painter.text(70, 120, below + "，双方均无异议。")
    found = body(read(painter.data()))[-1]
    assert found.replace(" ", "")[: len(lead)] == lead
    assert found.removeprefix(lead).strip() == joined + "，双方均无异议。"


def test_value_that_a_line_end_breaks_gets_no_blank(painter, read):
    y = painter.prose(70, 80, _PARAGRAPHS)
    first = "甲方（盖章）：" + "某某" * 8 + "智能设备租赁有限"
    painter.text(94, y, first)
    painter.text(70, y + 20, "公司　乙方（签字）：________________")
    assert body(read(painter.data()))[-1].split()[0] == first + "公司"
