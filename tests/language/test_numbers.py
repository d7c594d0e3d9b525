"""Numbers in Arabic and Chinese digits."""

from __future__ import annotations

from decimal import Decimal, Inexact, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_scan.language.numbers import find_numbers, parse_number, tidy

VALUES = {
    "0": "0",
    "299": "299",
    "299.00": "299",
    "5,000": "5000",
    "5,000.50": "5000.5",
    "1,234,567.89": "1234567.89",
    "1.5万": "15000",
    "88万": "880000",
    "88萬": "880000",
    "88w": "880000",
    "3千": "3000",
    "2k": "2000",
    "1.5千": "1500",
    "5百万": "5000000",
    "3万5": "35000",
    "3万5千": "35000",
    "一万二": "12000",
    "一亿二": "120000000",
    "一万零五": "10005",
    "十": "10",
    "十五": "15",
    "一十五": "15",
    "二十": "20",
    "廿五": "25",
    "一百二": "120",
    "一百零二": "102",
    "一百二十": "120",
    "三千五": "3500",
    "一千零五十": "1050",
    "二百九十九": "299",
    "二九九": "299",
    "六〇〇": "600",
    "二〇二五": "2025",
    "两万五千": "25000",
    "二十五万三千五百": "253500",
    "三百五十万": "3500000",
    "1万亿": "1000000000000",
    "零点六": "0.6",
    "五点八": "5.8",
    "一点五万": "15000",
    "贰佰玖拾玖": "299",
    "叁佰": "300",
    "壹万贰仟叁佰肆拾伍": "12345",
    "壹拾万": "100000",
    "五八": "58",
}


@pytest.mark.parametrize(("text", "value"), VALUES.items())
def test_it_reads_a_number(text: str, value: str) -> None:
    assert str(parse_number(text)) == value


@pytest.mark.parametrize(
    "text",
    ["", "万一", "千", "百百", "5,00", "1,2345", "三百二五", "一万五万", "元", "1.2.3", "点五", "一" * 40, "百分之六"],
)
def test_what_is_not_one_number_is_none(text: str) -> None:
    assert parse_number(text) is None


@given(st.integers(0, 10**8 - 1))
def test_every_whole_number_is_read_back_from_its_chinese_spelling(number: int) -> None:
    assert parse_number(spelled(number)) == number


@given(st.text(alphabet="0123456789,.零一二三四五六七八九十百千万亿点壹佰拾wk", max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    value = parse_number(text)
    assert value is None or value.is_finite()


def spelled(number: int) -> str:
    """The number in Chinese digits, as a careful writer sets it."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = "零" if 0 < low < 1000 else ""
        return spelled(high) + "万" + (gap + spelled(low) if low else "")
    if number == 0:
        return "零"
    words = ""
    for place, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            words += "零一二三四五六七八九"[digit] + mark
        elif words and number % place:
            words = words.rstrip("零") + "零"
    return words


def test_it_finds_numbers_where_they_stand() -> None:
    found = find_numbers("刷1万45元，二百九十九元或5,000元；1.三十日")
    assert [(n.start, n.text, n.value) for n in found] == [
        (1, "1万", 10_000),
        (3, "45", 45),
        (7, "二百九十九", 299),
        (14, "5,000", 5000),
        (21, "1", 1),
        (23, "三十", 30),
    ]


def test_two_neighbouring_digits_are_a_span() -> None:
    (number,) = find_numbers("三五天")
    assert (number.value, number.upper) == (3, 5)


@pytest.mark.parametrize("text", ["一切", "万一", "6222021234567890123456789"])
def test_long_and_loose_digits_are_no_amounts(text: str) -> None:
    assert all(number.value < 10 for number in find_numbers(text))


def test_capitals_and_scales_are_known() -> None:
    capital, plain = find_numbers("贰佰元，88万元")
    assert capital.capital
    assert not capital.arabic
    assert plain.arabic
    assert plain.scale == 10_000


def test_values_are_spelled_one_way() -> None:
    assert [str(tidy(Decimal(v))) for v in ("299.00", "3E+2", "0.60", "0")] == ["299", "300", "0.6", "0"]


def test_the_callers_arithmetic_changes_nothing() -> None:
    with localcontext(prec=3, traps=[Inexact]):
        assert parse_number("12,345.67") == Decimal("12345.67")
        assert parse_number("123456万") == 1_234_560_000
