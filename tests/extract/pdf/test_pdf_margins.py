"""What stands beside the running text: line numbers, notes at the foot, tables of contents."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from contract_scan.extract.pdf.margins import settle_edges
from contract_scan.model.document import BlockKind, Document
from support.painting import wrapped

_SENTENCES = (
    "乙方应当妥善保管终端，不得将终端转租、转借、抵押或者以其他方式处分给第三人。",
    "甲方连续三个月交易量未达到约定标准的，乙方有权解除本协议并要求甲方交还终端。",
)
_PARAGRAPHS = ["".join(_SENTENCES) * 2, "".join(_SENTENCES[::-1]) * 2]
_NOTE = "① 押金指甲方为使用终端向乙方交纳的款项，不计利息。"


def body(document: Document) -> list[str]:
    return [document.quote(block.start, block.end) for block in document.body()]


def of_kind(document: Document, kind: BlockKind) -> list[str]:
    return [document.quote(block.start, block.end) for block in document.blocks if block.kind is kind]


@pytest.mark.parametrize("every", [1, 5])
def test_line_numbers(painter, read, every):
    bottom = painter.prose(70, 100, _PARAGRAPHS)
    for number in range(1, int((bottom - 100) / 20) + 1):
        if number % every == 0:
            painter.text(40, 80 + 20 * number, str(number), 8)
    document = read(painter.data())
    assert body(document) == _PARAGRAPHS
    assert of_kind(document, BlockKind.PAGE_NUMBER)[-1] == "10"


def test_numbers_of_a_list_are_no_line_numbers(painter, read):
    for number in range(1, 7):
        painter.text(50, 80 + 20 * number, f"{number}.")
        painter.text(70, 80 + 20 * number, f"甲方应当遵守第{number}项规定；")
    painter.prose(70, 300, _PARAGRAPHS)
    assert body(read(painter.data()))[0] == "1. 甲方应当遵守第1项规定；"


def test_sheet_whose_columns_all_belong_to_others_leaves_no_group_behind():
    lines = [SimpleNamespace(x0=70, x1=300, end=300, size=12)] * 3

    def column(page_width, *, whole):
        return SimpleNamespace(page_width=page_width, whole=whole, left=70, right=0, lines=lines)

    columns = [column(595, whole=False), column(595, whole=True), column(842, whole=True)]
    settle_edges(columns)
    assert [column.left for column in columns] == [70, 70, 70]


def test_sentence_runs_on_past_a_note_and_a_page_number(painter, read):
    text = "".join(_PARAGRAPHS)
    lines = [text[:36], *wrapped(text[36:], 38)]
    for number, line in enumerate(lines[:4]):
        painter.text(70 if number else 94, 620 + 20 * number, line)
    painter.canvas.line(70, 842 - 712, 200, 842 - 712)
    painter.text(70, 726, _NOTE[:20], 9)
    painter.text(70, 738, _NOTE[20:], 9)
    painter.text(280, 820, "第 1 页 共 2 页", 9)
    painter.next_page()
    for number, line in enumerate(lines[4:]):
        painter.text(70, 100 + 20 * number, line)
    painter.text(280, 820, "第 2 页 共 2 页", 9)
    document = read(painter.data())
    assert body(document) == [_NOTE, text]
    assert of_kind(document, BlockKind.FOOTNOTE) == [_NOTE]


def test_table_of_contents(painter, read):
    painter.text(270, 80, "目　录", 16)
    for number, title in enumerate(("第一条 总则", "第二条 押金的收取与退还", "附件一 费率表")):
        dots = "." * int((456 - painter.width(title) - 12) / painter.width("."))
        painter.text(70, 120 + 24 * number, f"{title}{dots}{3 * number + 1}")
    painter.next_page()
    painter.text(70, 80, "第一条 总则")
    painter.prose(70, 110, _PARAGRAPHS)
    document = read(painter.data())
    assert body(document) == ["目　录", "第一条 总则", *_PARAGRAPHS]
    assert len(of_kind(document, BlockKind.CONTENTS)) == 3
