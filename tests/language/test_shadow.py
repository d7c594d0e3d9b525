"""The shadow: what is read, and the way back to every printed character."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from contract_scan import RuleError
from contract_scan.language.shadow import Normaliser, Shadow
from contract_scan.lexicons import lexicon_root

NORMALISE = Normaliser(lexicon_root())

# Signs that the tables treat, and the pieces of disguises, so that properties meet them often.
_PIECES = st.sampled_from(
    [
        *"押金保证手续费退还刷卡乙方的元帐萬⺠⻓⼾１，：．％￥,;:()?!%*·•.。_- \u3000\t\n\u200b\u00ad\ufeff\U0001f4b0",
        "jin",
        "JIN",
        "ka",
        "fei",
        *("f", "tui", "huan", "zheng", "押*金", "保zheng", "押 jin", "1,000", "10:30", "POS"),
        *("ya", "yajin", "shou", "XU", "lv", "费", "率", "押 金", "退\u200b还", "手續費", "佥"),
    ]
)
TEXTS = st.lists(_PIECES | st.characters(codec="utf-8"), max_size=30).map("".join)


@given(TEXTS)
@example("保zhengjin")
@example("押 * 金")
@settings(max_examples=300)
def test_every_character_has_its_print(text: str) -> None:
    base = 7
    shadow = NORMALISE(text, base)
    assert len(shadow.starts) == len(shadow.ends) == len(shadow.text)
    last = base
    for start, end in zip(shadow.starts, shadow.ends, strict=True):
        assert last <= start <= end <= base + len(text)
        last = start
    for i in range(len(shadow.text)):
        start, end = shadow.printed(i, i + 1)
        # Of a word that is read as more than was printed, all but the first character are of no width.
        assert end > start or i > 0


@given(TEXTS)
@example("押 jin,")
@example("押 jin POS 机")
@example("\u2f3e主")
@settings(max_examples=300)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = NORMALISE(text).text
    assert NORMALISE(once).text == once


@given(TEXTS, st.integers(0, 40), st.integers(0, 40))
@settings(max_examples=200)
def test_print_is_found_again(text: str, a: int, b: int) -> None:
    shadow = NORMALISE(text)
    low, high = sorted((min(a, len(shadow.text)), min(b, len(shadow.text))))
    if low < high and all(shadow.starts[i] < shadow.ends[i] for i in range(len(shadow.text))):
        start, end = shadow.printed(low, high)
        assert shadow.reading(start, end) == (low, high)


@given(TEXTS)
@settings(max_examples=200)
def test_disguises_say_what_is_printed(text: str) -> None:
    for disguise in NORMALISE(text).disguises:
        assert text[disguise.start : disguise.end] == disguise.printed


def test_base_moves_every_offset() -> None:
    plain, moved = NORMALISE("押jin１００元"), NORMALISE("押jin１００元", 50)
    assert moved.text == plain.text
    assert [s - 50 for s in moved.starts] == list(plain.starts)
    assert [d.start - 50 for d in moved.disguises] == [d.start for d in plain.disguises]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("押金２９９元，费率０．６％", "押金299元，费率0.6%"),
        ("ＰＯＳ机", "POS机"),
        ("￥299", "¥299"),
        ("⺠法典、⻓期、⻔店、⻚码", "民法典、长期、门店、页码"),
        ("\u2f3e主、\u2f26弟", "戶主、子弟"),
        ("押\u200b金\ufeff不\u00ad退\u2060还", "押金不退还"),
        ("押 金 不\u3000退\n还", "押金不退还"),
        ("POS  terminal 押 金", "POS terminal押金"),
        ("保證金、手續費、退還、帳戶、賬号", "保证金、手续费、退还、账户、账号"),
        ("押金不退,请知悉;谢谢!", "押金不退，请知悉；谢谢！"),
        ("(一)押金", "（一）押金"),
        ("费用∶10元", "费用：10元"),
        ("押金1,000元", "押金1,000元"),
        ("每日10:30前", "每日10:30前"),
        ("T+1", "T+1"),
        ("", ""),
    ],
)
def test_reads(printed: str, read: str) -> None:
    # 戶 is a traditional form too, so it is read on to 户.
    assert NORMALISE(printed).text == read.replace("戶", "户")


@pytest.mark.parametrize(
    ("printed", "read", "disguised"),
    [
        ("押jin不退", "押金不退", ["押jin"]),
        ("押JIN不退", "押金不退", ["押JIN"]),
        ("ya金299元", "押金299元", ["ya金"]),
        ("刷ka手续费", "刷卡手续费", ["刷ka"]),
        ("手续f按月扣", "手续费按月扣", ["f"]),
        ("流量fei", "流量费", ["流量fei"]),
        ("押*金", "押金", ["押*金"]),
        ("保·证·金", "保证金", ["保·证·金"]),
        ("退 * 还", "退还", ["退 * 还"]),
        ("圧金", "押金", ["圧"]),
        ("押金tui还", "押金退还", ["tui还"]),
        ("POSS费", "POS费", ["POSS费"]),
        ("扣徐押金", "扣除押金", ["扣徐"]),
        ("押\u200bjin不退", "押金不退", ["押\u200bjin"]),
    ],
)
def test_reads_disguises(printed: str, read: str, disguised: list[str] | None) -> None:
    shadow = NORMALISE(printed)
    assert shadow.text == read
    assert shadow.disguises
    if disguised is not None:
        assert [d.printed for d in shadow.disguises] == disguised


@pytest.mark.parametrize(
    "plain",
    [
        "押金299元",
        "KFC门店",
        "f(x)",
        "微信jinritoutiao",
        "APP后台",
        "WiFi",
        "A*B",
        "费率：0.6%",
        "J栋3层",
        "KA客户",
        "www.yajin.com",
        "自动结算",
        "押金APP",
        "费率lvl",
    ],
)
def test_leaves_plain_words_alone(plain: str) -> None:
    shadow = NORMALISE(plain)
    assert shadow.text == plain
    assert not shadow.disguises


def test_a_disguise_keeps_its_place() -> None:
    text = "乙方所交押 * 金不予退还"
    shadow = NORMALISE(text)
    at = shadow.text.index("押金")
    start, end = shadow.printed(at, at + 2)
    assert text[start:end] == "押 * 金"
    assert shadow.reading(start, end) == (at, at + 2)


def test_tables_of_unequal_length_are_refused(tmp_path: Path) -> None:
    (tmp_path / "characters.yaml").write_text(
        "variants:\n- [帳賬, 账]\nradicals: [⺠, 民]\ndisguises: []\nbroken: {signs: '*', words: [押金]}\n", "utf-8"
    )
    with pytest.raises(RuleError, match=r"characters\.yaml.*one length"):
        Normaliser(tmp_path)


def test_long_hostile_text_is_quick() -> None:
    shadow: Shadow = NORMALISE("押 * " * 20_000 + "*" * 20_000)
    assert len(shadow.text) > 0


@pytest.mark.parametrize("text", ["乙方交纳的押金不退。", "押jin 300 元", "押 金", "", "⻓期 有效"])
def test_a_text_that_comes_again_elsewhere_is_read_alike(text):
    again = Normaliser(lexicon_root())
    for base in (0, 7, 7):
        assert again(text, base) == Normaliser(lexicon_root())(text, base)
        shadow = again(text, base)
        assert list(shadow.starts) == [base + start for start in again(text).starts]
        assert list(shadow.ends) == [base + end for end in again(text).ends]
