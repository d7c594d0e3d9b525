"""Who does what to which money: actors, objects found near and far, and the signals that rules are written in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from contract_scan import Ruleset
from contract_scan.frames import Frame, Reading
from contract_scan.rules.signals import known_signals

Read = Callable[..., tuple[Reading, ...]]


def frame(read: Read, text: str, predicate: str) -> Frame:
    frames = [f for f in read(text)[-1].frames if f.predicate == predicate]
    assert frames, read(text)[-1].frames
    return frames[-1]


@pytest.mark.parametrize(
    ("text", "predicate", "actor"),
    [
        ("甲方应向乙方退还押金。", "return", "provider"),
        ("乙方应向甲方支付押金。", "pay", "merchant"),
        ("乙方可以要求甲方退还押金。", "return", "provider"),
        ("押金由甲方退还。", "return", "provider"),
        ("手续费由乙方承担。", "pay", "merchant"),
        ("甲方从乙方结算款中扣除费用。", "deduct", "provider"),
        ("乙方的押金由甲方没收。", "forfeit", "provider"),
        ("乙方书面通知甲方，可以解除本协议。", "end", "merchant"),
        ("任何一方可以解除本协议。", "end", "either"),
        ("押金到期退还。", "return", None),
    ],
)
def test_actors(read: Read, text: str, predicate: str, actor: str | None) -> None:
    assert frame(read, text, predicate).actor == actor


def test_the_actor_follows_the_roles(read: Read) -> None:
    head = "甲方（特约商户）：\n乙方（收单机构）：\n"
    (reading,) = read("乙方应退还甲方押金。", head=head)
    assert [f.actor for f in reading.frames if f.predicate == "return"] == ["provider"]


def test_the_actor_goes_on_from_the_sentence_before(read: Read) -> None:
    found = read("甲方有权冻结乙方资金；并可扣除押金。")
    assert {f.actor for f in found[-1].frames if f.predicate == "deduct"} == {"provider"}


@pytest.mark.parametrize(
    ("text", "predicate", "found", "where"),
    [
        ("甲方应退还押金。", "return", "deposit", "clause"),
        ("押金于到期后，三日内退还。", "return", "deposit", "sentence"),
        ("服务费不予退还，押金另计。", "return", "fee", "clause"),
        ("乙方交押金300元；到期退还。", "return", "deposit", "before"),
        ("有下列情形之一的，押金不予退还：\n（一）未达标的，不退；", "return", "deposit", "chapeau"),
        ("第四条 押金\n满一年退还。", "return", "deposit", "heading"),
        ("乙方应交押金。\n甲方每年培训一次。\n问：满一年退吗？", "return", "deposit", "agreement"),
        ("宾客所交住店押金由乙方退还。", "return", "guest_deposit", "clause"),
        ("终端应返还甲方。", "return", "equipment", "clause"),
        ("甲方可解除本协议。", "end", "agreement", "clause"),
        ("甲方扣减保证金后乙方补足。", "deduct", "deposit", "clause"),
    ],
)
def test_objects(read: Read, text: str, predicate: str, found: str, where: str) -> None:
    told = frame(read, text, predicate)
    assert (told.object, told.resolved_from) == (found, where)


def test_only_what_is_asked_of_giving_back_is_about_the_deposit(read: Read) -> None:
    text = "乙方应交押金。\n甲方每年培训一次。\n问：能没收吗？"
    assert frame(read, text, "forfeit").object is None


def test_no_object_where_nothing_names_one(read: Read) -> None:
    told = frame(read, "甲方培训乙方。\n三日内退还。", "return")
    assert (told.object, told.resolved_from) == (None, None)


def test_names_given_to_the_deposit(read: Read) -> None:
    found = read("激活时冻结星光款，星光款作为押金，以下称“星光款”。\n星光款到期返还。")
    returned = [f for f in found[-1].frames if f.predicate == "return"]
    assert [f.object for f in returned] == ["deposit"]


def test_signals_of_a_frame(read: Read) -> None:
    (reading,) = read("甲方不得以交易量不足为由不予退还押金。")
    assert {
        "return", "return.yes", "return.of.deposit", "return.yes.of.deposit", "return.by.provider", "party.provider",
        "deposit", "volume", "opening",
    } <= reading.signals  # fmt: skip
    assert "return.no.of.deposit" not in reading.signals


@pytest.mark.parametrize(
    ("text", "signals"),
    [
        ("押金300元。", {"money", "deposit"}),
        ("手续费费率0.6%，20元封顶。", {"rate", "money.cap", "fee"}),
        ("甲方应在30个工作日内退还押金。", {"duration", "return.must.by.provider"}),
        ("押金____元。", {"blank"}),
        ("贷记卡 | 0.6%", {"row", "rate"}),
        ("第四条 押金", {"heading", "deposit"}),
        ("问：押金退吗？", {"question"}),
        ("答：押金退。", {"answer"}),
        ("押金三百元", {"fragment"}),
        ("甲方可随时解除本协议。", {"end.may.by.provider", "at_will", "end.of.agreement"}),
    ],
)
def test_signals(read: Read, text: str, signals: set[str]) -> None:
    assert signals <= read(text)[-1].signals


def test_every_signal_is_known(read: Read, ruleset: Ruleset) -> None:
    """A signal that the loader does not know could be named by no rule."""
    known = known_signals(ruleset.concepts.names)
    texts = [text for rule in ruleset.rules for text in (*rule.hit, *rule.miss)]
    made = {signal for text in texts for reading in read(text) for signal in reading.signals}
    assert made <= known


def test_places_of_a_frame(read: Read, ruleset: Ruleset) -> None:
    texts = [text for rule in ruleset.rules for text in rule.hit]
    for text in texts:
        for reading in read(text):
            for told in reading.frames:
                assert reading.text[told.start : told.end] == told.text
            for quantity in reading.quantities:
                assert reading.text[quantity.start : quantity.end] == quantity.text


def test_a_sentence_leans_on_earlier_ones_only(read: Read) -> None:
    for index, reading in enumerate(
        found := read("有下列情形的，押金不退：\n（一）移机；拆机；\n（二）遗失。\n甲方培训。")
    ):
        for other in (reading.chapeau, reading.previous):
            assert other is None or other < reading.sentence.index
        assert found[index] is reading


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("乙方应于签约时向甲方存入入网保障金500元。\n终止后退还入网保障金。", "入网保障金"),
        ("甲方从首笔交易中一次性扣除激活服务金99元。\n达标后返还激活服务金。", "激活服务金"),
    ],
)
def test_a_name_begins_where_what_leads_up_to_it_ends(ruleset: Ruleset, read: Read, text: str, name: str) -> None:
    names = ruleset.frames._names.find([reading.sentence for reading in read(text)])
    assert names is not None
    assert names.fullmatch(name)


def test_what_ends_like_a_name_is_none(ruleset: Ruleset, read: Read) -> None:
    text = "乙方缴存履约保证金1000元，终止后退还。\n顾客退货的，商户应通过原终端将款退回，支付10元。"
    names = ruleset.frames._names.find([reading.sentence for reading in read(text)])
    assert names is None or not names.search("通过原终端将款退回")


def test_a_deposit_that_measures_another_sum_is_not_its_object(read: Read) -> None:
    reading = read("违约方应向对方支付相当于押金数额的违约金。")[-1]
    assert "deposit" not in reading.signals


def test_a_line_to_be_filled_in_is_a_field(read: Read) -> None:
    assert ["field" in reading.signals for reading in read("开户行：____\n押金：300元")] == [True, False]
