"""Clauses: numbers as printed, headings, chapeaus with their items, annexes, and offsets that never slip."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract_scan.model.document import Block, BlockKind, Document
from contract_scan.segment import Structure, read_label, segment

Make = Callable[[str], Document]


def outline(document: Document) -> list[tuple[int, str | None, str | None]]:
    return [(c.depth, c.number, c.heading) for c in segment(document).clauses]


@pytest.mark.parametrize(
    ("text", "style", "number", "words"),
    [
        ("第一章 总则", "part", "第一章", "总则"),
        ("第三节 费用", "section", "第三节", "费用"),
        ("第十二条 押金", "article", "第十二条", "押金"),
        ("第 5 条 押金", "article", "第 5 条", "押金"),
        ("第八条之一 押金", "article", "第八条之一", "押金"),
        ("第二款 乙方应付押金", "paragraph", "第二款", "乙方应付押金"),
        ("一、押金", "han", "一", "押金"),
        ("十二．押金", "han", "十二", "押金"),
        ("（一）押金", "han_parens", "（一）", "押金"),
        ("(三) 押金", "han_parens", "(三)", "押金"),
        ("1. 押金", "digit", "1", "押金"),
        ("1、押金", "digit", "1", "押金"),
        ("１、押金", "digit", "１", "押金"),
        ("5.2 押金", "decimal2", "5.2", "押金"),
        ("5.2.1 押金", "decimal3", "5.2.1", "押金"),
        ("5.2.1.3 押金", "decimal4", "5.2.1.3", "押金"),
        ("（1）押金", "digit_parens", "（1）", "押金"),
        ("B2 押金", "lettered", "B2", "押金"),
        ("K2之一 押金", "lettered", "K2之一", "押金"),
        ("D7.1 押金", "lettered2", "D7.1", "押金"),
        ("(2) 押金", "digit_parens", "(2)", "押金"),
        ("3）押金", "digit_paren", "3）", "押金"),
        ("① 押金", "circled", "①", "押金"),
        ("⑵ 押金", "circled", "⑵", "押金"),
        ("(a) 押金", "letter_parens", "(a)", "押金"),
        ("附件一：费率表", "annex", "附件一", "费率表"),
        ("附件2 押金说明", "annex", "附件2", "押金说明"),
        ("补充协议：", "annex", "补充协议", ""),
        ("【押金退还】满一年退还。", "bracketed", "【押金退还】", "满一年退还。"),
        ("问：押金退吗？", "question", "问", "押金退吗？"),
        ("　　第一条 押金", "article", "第一条", "押金"),
        ("## 第一条 押金", "article", "第一条", "押金"),
    ],
)
def test_reads_numbers(text: str, style: str, number: str, words: str) -> None:
    label = read_label(text)
    assert label is not None
    assert (label.style, label.text, text[label.end :]) == (style, number, words)


@pytest.mark.parametrize(
    "text",
    [
        "押金299元",
        "299元押金",
        "0.6%的手续费",
        "1.5万元押金",
        "2024年1月1日",
        "一经缴纳概不退还",
        "十日内退还",
        "附件所列费用由乙方承担",
        "第三方不承担责任",
        "30个工作日内退还",
        "",
    ],
)
def test_figures_are_no_numbers(text: str) -> None:
    assert read_label(text) is None


def test_levels_nest(make_document: Make) -> None:
    document = make_document(
        "POS机服务协议\n第一章 总则\n第一条 押金\n一、交纳\n（一）乙方应交押金。\n1、金额300元。\n2、一次付清。\n"
        "（二）押金不计息。\n"
        "二、退还\n第二条 费用\n第二章 附则\n第三条 生效"
    )
    assert outline(document) == [
        (0, "第一章", "总则"),
        (1, "第一条", "押金"),
        (2, "一", "交纳"),
        (3, "（一）", None),
        (4, "1", None),
        (4, "2", None),
        (3, "（二）", None),
        (2, "二", "退还"),
        (1, "第二条", "费用"),
        (0, "第二章", "附则"),
        (1, "第三条", "生效"),
    ]


def test_decimals_nest(make_document: Make) -> None:
    document = make_document(
        "1、押金\n1.1 乙方应交押金。\n1.1.1 押金300元。\n1.1.2 不计息。\n1.2 押金可退。\n2、费用\n2.1 手续费0.6%。"
    )
    assert [(d, n) for d, n, _ in outline(document)] == [
        (0, "1"),
        (1, "1.1"),
        (2, "1.1.1"),
        (2, "1.1.2"),
        (1, "1.2"),
        (0, "2"),
        (1, "2.1"),
    ]


def test_paths_and_headings(make_document: Make) -> None:
    structure = segment(make_document("第五条 押金退还\n（一）退还条件\n1、终端完好。"))
    last = structure.paragraphs[-1].clause
    assert structure.path(last) == ("第五条", "（一）", "1")
    assert structure.headings(last) == ("退还条件", "押金退还")


def test_brackets_are_headings(make_document: Make) -> None:
    structure = segment(make_document("【押金】\n乙方应交押金300元。\n【费用】手续费0.6%。"))
    assert [(c.number, c.heading) for c in structure.clauses] == [(None, "押金"), (None, "费用")]
    assert structure.paragraphs[0].heading
    assert not structure.paragraphs[2].heading


def test_annexes_stand_at_the_root(make_document: Make) -> None:
    document = make_document("第一条 押金\n乙方应交押金。\n附件一：费用表\n1、手续费0.6%。\n补充协议\n一、押金不退。")
    clauses = segment(document).clauses
    annexes = [c for c in clauses if c.annex]
    assert [(c.number, c.depth) for c in annexes] == [("附件一", 0), ("补充协议", 0)]
    assert [clauses[c.parent].number for c in clauses if c.parent is not None] == ["附件一", "补充协议"]


def test_chapeaus_introduce_their_items(make_document: Make) -> None:
    structure = segment(
        make_document(
            "第六条 有下列情形之一的，押金不予退还：\n（一）终端遗失；\n（二）擅自移机；\n第七条 甲方应当培训。"
        )
    )
    introduced = [None if p.chapeau is None else p.chapeau for p in structure.paragraphs]
    assert introduced == [None, 0, 0, None]


@pytest.mark.parametrize(
    ("text", "introduced"),
    [
        (
            "第六条 解除\n6.3 出现以下任一情形时，甲方有权停止服务。\n6.3.1 虚假入网的；\n6.3.2 套现的。",
            [None, None, 1, 1],
        ),
        ("三、有下列情形之一者，甲方有权解除合同，并要求赔偿。\n（1）拖欠的；\n（2）转租的。", [None, 0, 0]),
        ("第九条 买断\n发生下列情形之一的，视为买断，应付买断费。\n9.1 逾期的；\n9.2 丢失的。", [None, None, 1, 1]),
        ("第九条 解除\n乙方有下列行为的，甲方可以解除。押金不退。\n（一）逾期的；\n（二）丢失的。", [None, None, 1, 1]),
        ("1、有上述情形之一的，甲方可以解除。\n2、乙方应付清费用。", [None, None]),
        ("1、有下列情形之一的：拖欠、转租的，甲方可以解除。\n2、乙方应付清费用。", [None, None]),
        ("第九条 解除\n乙方可以解除。\n（一）逾期的；", [None, None, None]),
        ("下列情形请您注意，无异议后签字。\n一、费用\n1、手续费0.6%。", [None, None, None]),
    ],
)
def test_a_whole_sentence_may_announce_cases(text: str, introduced: list[int | None], make_document: Make) -> None:
    assert [p.chapeau for p in segment(make_document(text)).paragraphs] == introduced


def test_another_number_ends_what_was_introduced(make_document: Make) -> None:
    text = "付款\n甲方分期付费：\n1、首期30%。\n2、二期70%。\n1.1 甲方提供资料。\n1.2 甲方配合验收。"
    structure = segment(make_document(text))
    assert [p.chapeau for p in structure.paragraphs] == [None, None, 1, 1, None, None]


def test_nothing_is_introduced_behind_the_end_of_the_text(make_document: Make) -> None:
    text = "第四条 备注\n交款账号如下：\n户名：某某公司\n（以下无正文）\n甲方签章：某某公司"
    assert [p.chapeau for p in segment(make_document(text)).paragraphs] == [None, None, 1, None, None]


def test_an_unnumbered_list_ends_with_its_full_stop(make_document: Make) -> None:
    structure = segment(make_document("押金在以下情形不退：\n终端遗失；\n擅自移机。\n甲方应当培训乙方。"))
    assert [p.chapeau for p in structure.paragraphs] == [None, 0, 0, None]


def test_headings_with_words_behind_them(make_document: Make) -> None:
    structure = segment(make_document("第七条 争议解决 由甲方所在地法院管辖。\n第八条　押金：乙方应交300元。"))
    assert [c.heading for c in structure.clauses] == ["争议解决", "押金"]
    assert not any(p.heading for p in structure.paragraphs)


def test_table_rows_are_no_clauses(make_document: Make) -> None:
    document = make_document("第三条 费用\n1、贷记卡 | 0.6%\n2、借记卡 | 0.5%")
    structure = segment(document)
    assert len(structure.clauses) == 1
    assert [p.block.kind for p in structure.paragraphs[1:]] == [BlockKind.TABLE_ROW] * 2
    assert [p.clause for p in structure.paragraphs] == [0, 0, 0]


def test_headers_and_watermarks_are_no_clauses() -> None:
    text = "第一条 押金\n样本\n押金300元。\n第 1 页"
    kinds = (BlockKind.PARAGRAPH, BlockKind.WATERMARK, BlockKind.PARAGRAPH, BlockKind.PAGE_NUMBER)
    blocks, at = [], 0
    for line, kind in zip(text.split("\n"), kinds, strict=True):
        blocks.append(Block(at, at + len(line), kind))
        at += len(line) + 1
    structure = segment(Document("a", "text/plain", "", 1, text, tuple(blocks)))
    assert [text[p.block.start : p.block.end] for p in structure.paragraphs] == ["第一条 押金", "押金300元。"]


def test_heading_blocks_without_numbers() -> None:
    text = "押金说明\n乙方应交押金。"
    blocks = (Block(0, 4, BlockKind.HEADING, level=0), Block(5, len(text)))
    structure = segment(Document("a", "text/plain", "", 1, "某某协议\n" + text, (Block(0, 4), *_moved(blocks, 5))))
    assert [c.heading for c in structure.clauses] == ["押金说明"]


def _moved(blocks: tuple[Block, ...], by: int) -> tuple[Block, ...]:
    return tuple(Block(b.start + by, b.end + by, b.kind, b.level) for b in blocks)


_LINES = st.sampled_from(
    [
        "第一条 押金",
        "第二章 费用",
        "一、交纳",
        "（一）押金不退；",
        "1、金额：",
        "1.1 退还",
        "5.2.1 押金。",
        "① 终端",
        "附件一",
        "- 押金",
        "手续费 | 0.6%",
        "有下列情形的：",
        "押金300元。",
        "【退还】",
        "   ",
        "问：退吗？",
    ]
) | st.text(max_size=12).map(lambda s: s.replace("\n", "").replace("\r", ""))


@given(st.lists(_LINES, max_size=14))
@settings(max_examples=200)
def test_structure_holds_together(lines: list[str]) -> None:
    text = "\n".join(lines)
    blocks, at = [], 0
    for line in lines:
        if line:
            blocks.append(Block(at, at + len(line), BlockKind.TABLE_ROW if " | " in line else BlockKind.PARAGRAPH))
        at += len(line) + 1
    structure: Structure = segment(Document("a", "text/plain", "", 1, text, tuple(blocks)))
    for index, clause in enumerate(structure.clauses):
        assert clause.index == index
        assert 0 <= clause.start < clause.end <= len(text)
        if clause.number:
            assert clause.number in text[clause.start : clause.end]
        if clause.parent is None:
            assert clause.depth == 0
        else:
            parent = structure.clauses[clause.parent]
            assert parent.depth == clause.depth - 1
            assert parent.start <= clause.start
            assert clause.end <= parent.end
    for index, paragraph in enumerate(structure.paragraphs):
        assert paragraph.index == index
        assert paragraph.block.start <= paragraph.content <= paragraph.block.end
        assert paragraph.chapeau is None or paragraph.chapeau < index
        if paragraph.clause is not None:
            clause = structure.clauses[paragraph.clause]
            assert clause.start <= paragraph.block.start
            assert paragraph.block.end <= clause.end
    written = [b for b in blocks if text[b.start : b.end].strip()]
    assert [p.block for p in structure.paragraphs] == written


def test_a_numbered_list_of_whole_sentences_goes_on_to_the_next_number(make_document: Make) -> None:
    structure = segment(
        make_document("7.4 平台不保证以下事项：\n服务合您的意。\n服务从不中断。\n7.5 服务由合作单位提供。\n")
    )
    assert [paragraph.chapeau for paragraph in structure.paragraphs] == [None, 0, 0, None]


def test_an_unnumbered_list_ends_with_its_first_full_stop(make_document: Make) -> None:
    structure = segment(make_document("7.4 乙方应提供下列资料：\n营业执照；\n身份证。\n押金在终止后退还。\n"))
    assert [paragraph.chapeau for paragraph in structure.paragraphs] == [None, 0, 0, None]


def test_a_list_that_begins_anew_leaves_what_introduced_the_one_before(make_document: Make) -> None:
    text = (
        "2 退款\n退款按下列办法处理：\n(a) 商户提交材料。\n(b) 商户备足资金。\n"
        "隐私\n下列情形可以披露：\n(a) 商户授权；\n(b) 法律要求。\n"
        "变更\n甲方可以变更服务。\n(a) 以通知变更。\n(b) 以公告变更。"
    )
    document = make_document(text)
    paragraphs = segment(document).paragraphs
    items = [p for p in paragraphs if p.label is not None and p.label.style == "letter_parens"]
    leads = [None if p.chapeau is None else paragraphs[p.chapeau].block for p in items]
    assert [lead and document.text[lead.start : lead.start + 2] for lead in leads] == [
        "退款",
        "退款",
        "下列",
        "下列",
        None,
        None,
    ]
