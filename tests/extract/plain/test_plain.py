"""Text files: the text verbatim, whatever its encoding, and its lines as blocks."""

from __future__ import annotations

import codecs

import pytest

from contract_scan.errors import SourceTooLargeError, UnsupportedFormatError
from contract_scan.extract import Bounds, extract
from contract_scan.sources import as_source

TEXT = "第一条 押金\n\n甲方应当缴纳押金人民币299元，自激活之日起满一年退还。\n（一）费率0.6%；\n"
TRADITIONAL = "第一條 押金\n甲方應當繳納押金新臺幣299元，自啟用之日起滿一年退還，逾期視為放棄。\n"


def read(data, name="a.txt", **options):
    document = extract(as_source(data if isinstance(data, bytes) else data.encode(), name=name), **options)
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        assert all(block.start <= first <= last <= block.end for first, last in block.cells)
        end = block.end
    return document


def texts(document):
    return [document.text[block.start : block.end] for block in document.blocks]


@pytest.mark.parametrize(
    ("data", "guessed"),
    [
        (TEXT.encode(), False),
        (codecs.BOM_UTF8 + TEXT.encode(), False),
        (TEXT.encode("utf-16"), False),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), False),
        (TEXT.encode("utf-32"), False),
        (TEXT.encode("utf-16-le"), True),
        (TEXT.encode("utf-16-be"), True),
        (TEXT.encode("gb18030"), True),
    ],
    ids=["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "le without mark", "be without mark", "gb18030"],
)
def test_encodings(data, guessed):
    document = read(data)
    assert document.text == TEXT
    assert document.media_type == "text/plain"
    assert [warning.code for warning in document.warnings] == ["encoding_guessed"] * guessed


def test_big5():
    document = read(TRADITIONAL.encode("big5"))
    assert document.text == TRADITIONAL
    assert "Big5" in document.warnings[0].message


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("押金不退", "gb18030"),
        ("㍿公司应退还押金", "gb18030"),
        ("押金𠮷元不退還", "gb18030"),  # four bytes
        ("服務協議", "gb18030"),
        ("與活動前請詳細閱讀本協議", "gb18030"),
        ("押金0元。\n", "gb18030"),
        ("押金不予退還", "big5"),
        ("1-5000元 ", "big5"),
        ("費率10%，刷卡手續費另計", "big5"),
        ("名稱：鑫龍貿易商行，押金概不退還", "big5"),
        ("①押金不予退還", "big5hkscs"),
        ("押金不退還", "utf-16-le"),
    ],
)
def test_short_texts_in_their_encodings(text, encoding):
    assert read(text.encode(encoding)).text == text


@pytest.mark.parametrize("length", [8, 20, 60, 200])
def test_stretches_of_agreements_in_both_scripts(length):
    for text, encoding in ((TEXT * 4, "gb18030"), (TRADITIONAL * 6, "gb18030"), (TRADITIONAL * 6, "big5")):
        for start in range(0, 40, 3):
            piece = text[start : start + length].strip()
            assert read(piece.encode(encoding)).text == piece


def test_garbled_text_is_said():
    sound = TEXT.encode()
    for garbled in (
        sound.decode("gb18030", "replace"),
        sound.decode("latin-1"),
        sound.decode("cp1252", "replace"),
        TEXT.encode("gb18030").decode("latin-1"),
        TEXT.encode("gb18030").decode("big5hkscs", "replace"),
    ):
        document = read(garbled)
        assert document.text == garbled
        assert "garbled_text" in [warning.code for warning in document.warnings]


@pytest.mark.parametrize(
    "text",
    [
        "これは日本語の契約書です。保証金の返還について定めます。",
        "이것은 한국어 계약서입니다. 보증금 반환",
        "Договор аренды оборудования и залог",
        "déjà vu où été Ünïcödé ça et là",
        "龘靐齉麤鱻爨麣鸜饢",
    ],
)
def test_other_scripts_are_not_garbled(text):
    assert read(text).warnings == ()


@pytest.mark.parametrize("lost", ["锟斤拷", "\ufffd"])
def test_what_was_lost_before_is_said(lost):
    assert [warning.code for warning in read(f"押金{lost}不退").warnings] == ["damaged_text"]


@pytest.mark.parametrize("line_break", ["\r\n", "\r", "\r\r\n", "\v", "\u2028"])
def test_only_line_breaks_are_changed(line_break):
    odd = "\u3000\u3000押金 ２９９元\u200b，\t退还\u00a0。  \n下一行"
    assert read(odd.replace("\n", line_break)).text == odd


def test_a_few_damaged_bytes_are_said():
    document = read(TEXT.encode() * 3 + b"\xff" + TEXT.encode())
    assert [warning.code for warning in document.warnings] == ["damaged_text"]
    assert document.text.count("\ufffd") == 1
    assert [warning.code for warning in read(TEXT.encode()[:-3]).warnings] == ["damaged_text"]


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 20, "押金\0不退".encode(), b"\x7fELF\x02\x01\x01" + b"\0" * 64, b"\xff" * 500]
)
def test_binary_is_refused(data):
    with pytest.raises(UnsupportedFormatError, match=r"save it|give a PDF"):
        read(data)


def test_blocks_are_the_lines():
    document = read(TEXT)
    assert texts(document) == [line for line in TEXT.split("\n") if line]
    assert document.pages == ()


WRAPPED = """第一条 押金
甲方应当在签署本协议之日起五个工作日内向乙方缴纳终端押金
人民币299元，押金在终端激活之日起满一年且累计交易金额达到
伍万元后，由乙方在三十个工作日内无息退还至甲方的结算账户。
第二条 费用
乙方按照交易金额的百分之零点六向甲方收取手续费，并有权根据
1.5倍的市场价格进行调整。
（一）通讯费每年六十元，自激活之日起第二年开始从甲方的待结
算资金中直接扣收，甲方对此没有异议。
"""


def test_lines_wrapped_at_a_column_are_one_paragraph():
    found = texts(read(WRAPPED))
    assert [piece.count("\n") for piece in found] == [0, 2, 0, 1, 1]
    assert found[1].startswith("甲方应当")
    assert found[1].endswith("结算账户。")
    assert found[3].endswith("1.5倍的市场价格进行调整。")
    assert found[4].startswith("（一）")


PARAGRAPHS = [
    "特约商户收单服务协议",
    "第一条 押金",
    "1、乙方应当在签署本协议之日起五个工作日内向甲方缴纳终端押金人民币299元，押金在终端激活之日起满一年且累计交易金额"
    "达到伍万元后，由甲方在三十个工作日内无息退还至乙方的结算账户。逾期未申请的，按第八条第（二）项处理。",
    "2、乙方未达到前款交易金额的，押金不予退还，抵作终端服务费，乙方对此没有异议；",
    "第二条 费用",
    "（一）甲方按照交易金额的百分之零点六向乙方收取手续费，并有权根据1.5倍的市场价格进行调整，调整自T+1日起生效。",
    "（二）通讯费每年60元，自激活之日起第二年开始从乙方的待结算资金中直接扣收，乙方对此没有异议。",
    "第三条 违约责任",
    "乙方违反本协议第二条约定的，应当向甲方支付违约金，违约金的数额按照当年交易金额的百分之五计算，不足以弥补甲方损失的，"
    "乙方应当另行赔偿。甲方可以从乙方的押金和待结算资金中扣收上述款项。",
]


def wrapped(paragraph, width, count):
    lines = [""]
    for char in paragraph:
        if count(lines[-1] + char) > width and char not in "，。；：）、":
            lines.append("")
        lines[-1] += char
    return "\n".join(lines)


def columns(text):
    return sum(1 if char.isascii() else 2 for char in text)


@pytest.mark.parametrize("indent", ["", "\u3000\u3000", "    "])
@pytest.mark.parametrize(("width", "count"), [(40, columns), (60, columns), (76, columns), (36, len)])
def test_wrapped_paragraphs_come_back_whole(width, count, indent):
    text = "\n".join(wrapped(indent + paragraph, width, count) for paragraph in PARAGRAPHS)
    assert [piece.replace("\n", "") for piece in texts(read(text))] == PARAGRAPHS


def test_lines_that_end_where_a_column_could_be_stay_apart():
    lines = [
        "甲方（盖章）：" + "_" * 30,
        "乙方（盖章）：" + "_" * 30,
        "丙方（盖章）：" + "_" * 30,
        "日期：" + "_" * 38,
    ] * 2
    assert texts(read("\n".join(lines))) == lines


def test_lines_of_any_length_stay_apart():
    lines = [
        "押金三百元",
        "甲方应当按时缴纳各项费用并妥善保管终端设备，不得转借他人使用。",
        "乙方有权调整",
        "费率表另附",
    ] * 3
    assert texts(read("\n".join(lines))) == lines


def test_form_feeds_part_pages():
    document = read("第一页\n押金\f第二页\f")
    assert [(page.number, document.text[page.start : page.end]) for page in document.pages] == [
        (1, "第一页\n押金"),
        (2, "第二页"),
    ]
    assert document.page_count == 2
    assert document.page_at(document.text.index("二")) == 2
    assert texts(document) == ["第一页", "押金", "第二页"]


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("卡种 | 费率\n贷记卡 | 0.6%\n", [["卡种", "费率"], ["贷记卡", "0.6%"]]),
        ("机型｜月租\n智能POS｜75元\n", [["机型", "月租"], ["智能POS", "75元"]]),
        ("┃ 机型 ┃ 押金 ┃\n━━━━━━━━\n┃ 电签 ┃ 99元 ┃\n", [["机型", "押金"], ["电签", "99元"]]),
        ("卡种\t费率\t封顶\n借记卡\t0.5%\t20元\n", [["卡种", "费率", "封顶"], ["借记卡", "0.5%", "20元"]]),
        ("| 卡种 | 费率 |\n|---|:--:|\n| 贷记卡 | 0.6% |\n", [["卡种", "费率"], ["贷记卡", "0.6%"]]),
    ],
)
def test_tables(table, cells):
    document = read("前文\n" + table + "后文")
    rows = [block for block in document.blocks if block.kind == "table_row"]
    assert [[document.text[a:b] for a, b in row.cells] for row in rows] == cells
    assert [(row.table, row.row) for row in rows] == [(0, 0), (0, 1)]
    assert texts(document)[0] == "前文"
    assert texts(document)[-1] == "后文"


WIDE = [["机型", "台数", "押金（元）"], ["电签", "2", "120"], ["扫码盒", "1", "免押"]]


@pytest.mark.parametrize("gap", ["\u3000", "\u3000\u3000\u3000", "   ", " / ", "　／　"])
def test_wide_space_and_slashes_part_the_columns_of_three_rows(gap):
    document = read("前文\n" + "\n".join(gap.join(row) for row in WIDE) + "\n后文")
    rows = [block for block in document.blocks if block.kind == "table_row"]
    assert [[document.text[a:b] for a, b in row.cells] for row in rows] == WIDE
    assert texts(document)[0] == "前文"
    assert texts(document)[-1] == "后文"


@pytest.mark.parametrize(
    "text",
    [
        "机型\u3000台数\u3000押金\n电签\u30002\u3000120元\n",  # two rows may be anything
        "出租方：\u3000地址：\u3000电话：\n承租方：\u3000地址：\u3000电话：\n日期：\u3000盖章：\u3000经办：\n",
        "签名____\u3000日期____\u3000电话____\n" * 3,
        "开通 微信 支付宝\n关闭 微信 支付宝\n暂停 微信 支付宝\n",  # single spaces
        "押金。\u3000租金。\u3000费率。\n押金。\u3000租金。\u3000费率。\n押金。\u3000租金。\u3000费率。\n",
    ],
)
def test_what_wide_space_parts_in_forms_is_no_table(text):
    assert {block.kind.value for block in read(text).blocks} == {"paragraph"}


def test_single_spaces_part_the_columns_where_every_row_has_a_figure():
    head, first, second = (
        "设备名称 数量 月租金 设备保证金",
        "双屏收银机 1台 128元 1500元/台",
        "扫码盒 2个 免费 200元/个",
    )
    rows = [block for block in read(f"清单\n{head}\n{first}\n{second}\n后文").blocks if block.kind == "table_row"]
    assert [len(row.cells) for row in rows] == [4, 4, 4]
    assert not [b for b in read(f"{head}\n{first}\n").blocks if b.kind == "table_row"]  # two rows may be anything
    spoken = "第一 本店营业时间为上午9点到晚上10点请勿早到 谢谢\n" * 3
    assert not [b for b in read(spoken).blocks if b.kind == "table_row"]


@pytest.mark.parametrize("filler", [" ", "\u3000", " /", "-", "|", "- "])
def test_lines_of_nothing_but_what_parts_cells_are_read_in_time_that_grows_with_them(filler):
    text = "甲" + filler * 200_000 + "乙"
    assert read(f"机型 | 押金\n{text}\n{text}\n").text.count("乙") == 2


def test_one_line_with_a_bar_is_no_table():
    assert [block.kind.value for block in read("甲方 | 乙方\n押金不退").blocks] == ["paragraph", "paragraph"]


def test_character_bound():
    with pytest.raises(SourceTooLargeError, match="characters=10"):
        read(TEXT, bounds=Bounds(characters=10))


def test_one_very_long_line():
    document = read("押金" * 1_000_000)
    assert len(document.blocks) == 1


def test_a_sentence_broken_at_a_blank_is_one() -> None:
    text = (
        "按成交金额的\n____\n%向甲方提供服务费，其中\n____\n%为管理费。\n预计周期为：\n____\n自然日\n二、押金\n人民币\n"
    )
    document = extract(as_source(text.encode()))
    assert [document.quote(block.start, block.end).replace("\n", "") for block in document.blocks] == [
        "按成交金额的____%向甲方提供服务费，其中____%为管理费。",
        "预计周期为：",
        "____自然日",
        "二、押金",
        "人民币",
    ]
