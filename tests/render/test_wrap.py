import pytest
from rich.cells import cell_len

from contract_scan.render.wrap import break_lines


def lines(text, width, first=None):
    return [text[start:end] for start, end in break_lines(text, width, first=first)]


def test_chinese_breaks_anywhere_but_not_before_closing_punctuation():
    assert lines("押金不予退还，转为服务费。", 12) == ["押金不予退", "还，转为服务", "费。"]


def test_an_opening_bracket_does_not_end_a_line():
    assert lines("见附件（一）", 8) == ["见附件", "（一）"]


def test_a_number_and_an_english_word_stay_whole():
    assert lines("共300000.00元contract", 10) == ["共", "300000.00", "元contract"]


def test_a_page_stays_together():
    assert lines("第三条 · 第 12 页", 12) == ["第三条 ·", "第 12 页"]


def test_a_word_wider_than_the_line_is_cut():
    assert lines("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_the_first_line_may_be_wider():
    assert lines("一二三四五六", 4, first=8) == ["一二三四", "五六"]


def test_an_empty_text_has_no_lines():
    assert lines("", 10) == []
    assert lines("   ", 10) == []


@pytest.mark.parametrize("width", [10, 11, 33, 80])
def test_no_line_is_too_wide_and_nothing_is_lost(width):
    text = (
        "自激活之日起180日内，累计交易额未达到30万元的（含退款），押金 299 元/台不予退还；见 https://example.com/a。"
        * 3
    )
    broken = lines(text, width)
    assert max(map(cell_len, broken)) <= width
    assert "".join(broken).replace(" ", "") == text.replace(" ", "")
