"""Markdown is read as it is meant to be seen, without its marks."""

from __future__ import annotations

import pytest

from contract_scan.errors import SourceTooLargeError
from contract_scan.extract import extract
from contract_scan.sources import as_source


def read(text, **options):
    document = extract(as_source(text.encode(), name="a.md"), **options)
    assert document.media_type == "text/markdown"
    return document


def blocks(document):
    return [(block.kind.value, block.level, document.text[block.start : block.end]) for block in document.blocks]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**押金**不予_退还_，`T+1`到账", "押金不予_退还_，T+1到账"),
        ("**押金：**不予退还，**“服务费”**除外", "押金：不予退还，“服务费”除外"),
        ("押金*不*退 ***重要***", "押金不退 重要"),
        ("[押金条款](https://example.com/a_b_c)见<https://example.com/>", "押金条款见https://example.com/"),
        (r"5 \* 3 \# 押金 \_ 1\. &lt;甲方&gt; &amp;", "5 * 3 # 押金 _ 1. <甲方> &"),
        ("押金____元，（____）和（____）", "押金____元，（____）和（____）"),
        ("____年____月____日", "____年____月____日"),
        ("第一条 押金\n乙方应交押金。\n第二条 费用", "第一条 押金\n乙方应交押金。\n第二条 费用"),
        ("    第一条 押金\n    乙方应交**押金**。", "第一条 押金\n乙方应交押金。"),
        ("- 押金\n- 费用\n  - 通讯费", "• 押金\n• 费用\n• 通讯费"),
        ("3. 押金\n4. 费用\n   1. 通讯费", "3. 押金\n4. 费用\n1. 通讯费"),
        ("- [x] 同意\n- [ ] 不同意", "• ☑ 同意\n• ☐ 不同意"),
        ("1、押金\n2、费用", "1、押金\n2、费用"),
        ("> 押金\n> 不退", "押金\n不退"),
        ("```\n押金 **不** 退\n```", "押金 **不** 退"),
        ("押金\n<!-- 批注 -->\n<b>不退</b>", "押金\n不退"),
        ("押金\n\n---\n\n不退", "押金\n不退"),
        ("---\ntitle: 协议\n---\n\n# 押金", "title: 协议\n押金"),
        ("![图](a.png)押金", "押金"),
    ],
)
def test_marks_are_dropped(text, shown):
    assert read(text).text == shown


def test_headings_and_tables():
    document = read(
        "# 协议 #\n\n正文 #1\n\n第一条 押金\n---\n\n| 卡种 | 费率 |\n|---|:--:|\n| 贷记卡 | 0.6%\\|封顶 |\n"
    )
    assert blocks(document) == [
        ("heading", 0, "协议"),
        ("paragraph", None, "正文 #1"),
        ("heading", 1, "第一条 押金"),
        ("table_row", None, "卡种 | 费率"),
        ("table_row", None, "贷记卡 | 0.6%|封顶"),
    ]
    assert document.quote(*document.blocks[-1].cells[1]) == "0.6%|封顶"


def test_wrapped_lines_are_joined():
    paragraph = (
        "乙方应当在签署本协议之日起五个工作日内向甲方缴纳终端押金，押金在终端激活之日起满一年后退还至乙方账户，" * 4
    )
    lines = [paragraph[at : at + 38] for at in range(0, len(paragraph), 38)]
    assert read("# 押金\n\n" + "\n".join(lines)).text == f"押金\n{paragraph}"


def test_html_inside_is_read_as_in_a_page():
    document = read("押金<span style='display:none'>不</span>退\n\n<del>甲方</del><ins>乙方</ins>\n\n~~丙方~~")
    assert [block[::2] for block in blocks(document)] == [
        ("paragraph", "押金退"), ("hidden", "不"), ("paragraph", "乙方"), ("paragraph", "丙方"),
    ]  # fmt: skip
    assert [warning.code for warning in document.warnings] == ["tracked_changes", "struck_text", "hidden_text"]


def test_nothing_that_is_nested_too_deeply_is_lost_in_silence():
    with pytest.raises(SourceTooLargeError, match="xml_depth"):
        read("> " * 200 + "押金")


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("见注[1]。\n\n[1]: 押金概不退还\n", "见注[1]。\n[1]: 押金概不退还"),
        ("> [注]: 押金概不退还\n", "[注]: 押金概不退还"),
        ("```押金概不退还\n第一条\n", "押金概不退还\n第一条"),
        ("见[官网][1]。\n\n[1]: https://example.org/a\n", "见官网。"),
        ("```text\n第一条\n```\n", "第一条"),
    ],
)
def test_what_markdown_keeps_for_itself_is_read_where_it_says_something(text: str, read_as: str) -> None:
    assert read(text).text == read_as


@pytest.mark.parametrize(
    "text", ["[注]:" + " " * 500_000 + "x\n", "- " * 20 + "[" * 300 + "\n", "[注]: " + "x" * 500_000 + "\n"]
)
def test_what_could_be_a_note_is_looked_at_once(text: str) -> None:
    assert read(text + "\n押金不退\n").text.endswith("押金不退")


def test_brackets_that_never_close_begin_no_link():
    shown = "第一条 [[[[[[[[[[[[押金"
    assert read(f"{shown}\n\n`[[[[`[条款](a.md)不退").text == f"{shown}\n[[[[条款不退"
    assert read(r"\[" * 20 + "[条款](a.md)").text == "[" * 20 + "条款"


def test_brackets_that_never_close_are_not_each_looked_up_in_all_others(monkeypatch):
    from markdown_it.parser_inline import ParserInline

    steps = 0
    skip = ParserInline.skipToken

    def counted(self, state):
        nonlocal steps
        steps += 1
        skip(self, state)

    monkeypatch.setattr(ParserInline, "skipToken", counted)
    for run in ("[", "[a", "!["):
        text = run * 6000
        steps = 0
        assert "押金" in read(f"{text}\n押金").text
        assert steps < 40 * len(text)
