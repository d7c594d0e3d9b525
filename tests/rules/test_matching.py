"""Matching: which of several rules stands, mitigators, context from before, and the reasons told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from contract_scan import Ruleset
from contract_scan.frames import Reading
from contract_scan.rules import Match, Rule, match
from contract_scan.rules.matcher import explain

Read = Callable[..., tuple[Reading, ...]]
FindAll = Callable[[str, list[Rule]], tuple[Match, ...]]


def rule(name: str, **given: object) -> Rule:
    form = {"id": name, "title": name, "kind": "deposit", "message": "。", "hit": ["x"], "miss": ["y"]}
    return Rule.model_validate({**form, "sure": True, **given})


@pytest.fixture
def find(read: Read, ruleset: Ruleset) -> FindAll:
    return lambda text, rules: match(read(text, head=""), rules, ruleset.headings, ruleset.normaliser, ruleset.weights)


def ids(found: tuple[Match, ...]) -> list[str]:
    return [m.rule.id for m in found]


def test_all_any_and_none(find: FindAll) -> None:
    tested = rule("T-ONE", when={"all": ["deposit", "money | rate"], "any": ["~元", "~圆"], "none": ["~免"]})
    assert ids(find("押金300元。", [tested])) == ["T-ONE"]
    assert ids(find("押金很高。", [tested])) == []
    assert ids(find("免押金300元。", [tested])) == []


def test_what_remains_is_not_displaced_by_a_protection(find: FindAll) -> None:
    shelter = rule("T-SHELTER", when={"all": ["deposit"]}, outcome="protection")
    trap = rule("T-TRAP", when={"all": ["deposit"]}, outcome="risk", severity="high")
    left = {"when": {"all": ["deposit"]}, "outcome": "risk", "severity": "low", "priority": -1}
    assert ids(find("押金300元。", [shelter, rule("T-LEFT", **left)])) == ["T-SHELTER"]
    assert ids(find("押金300元。", [shelter, rule("T-LEFT", **left, remains=True)])) == ["T-SHELTER", "T-LEFT"]
    assert ids(find("押金300元。", [trap, rule("T-LEFT", **left, remains=True)])) == ["T-TRAP"]


@pytest.mark.parametrize("base", [True, False])
def test_what_is_sure_stands_however_unlikely(find: FindAll, base: bool) -> None:
    doubted = {"when": {"all": ["unlikely.dispute"]}, "kind": "dispute", "base": base}
    assert ids(find("押金300元。", [rule("T-FOUND", **doubted, sure=False)])) == []
    assert ids(find("押金300元。", [rule("T-FOUND", **doubted, sure=True)])) == ["T-FOUND"]


def test_what_is_unlikely_is_no_rival(find: FindAll) -> None:
    doubted = {"when": {"all": ["unlikely.dispute"]}, "kind": "dispute"}
    rules = [rule("T-DOUBTED", **doubted, sure=False, priority=3), rule("T-SURE", **doubted)]
    assert ids(find("押金300元。", rules)) == ["T-SURE"]


def test_an_item_has_the_burden_of_its_chapeau(find: FindAll) -> None:
    case = rule("T-CASE", when={"all": ["item.against.return.of.deposit"]})
    item = "\n（一）终端原封寄回的；"
    assert [m.reading for m in find("有下列情形之一的，押金不予退还：" + item, [case])] == [1]
    assert find("有下列情形之一的，押金予以退还：" + item, [case]) == ()


def test_the_highest_priority_stands(find: FindAll) -> None:
    low, high = rule("T-LOW", when={"all": ["deposit"]}), rule("T-HIGH", when={"all": ["deposit"]}, priority=2)
    assert ids(find("押金300元。", [low, high])) == ["T-HIGH"]


def test_equals_stand_together(find: FindAll) -> None:
    rules = [rule("T-ONE", when={"all": ["deposit"]}), rule("T-TWO", when={"all": ["money"]})]
    assert ids(find("押金300元。", rules)) == ["T-ONE", "T-TWO"]


def test_a_further_rule_goes_before_a_base_rule(find: FindAll) -> None:
    base, further = rule("T-BASE", base=True, when={"all": ["deposit"]}), rule("T-MORE", when={"all": ["is.deposit"]})
    assert ids(find("押金300元。", [further, base])) == ["T-MORE"]


def test_kinds_do_not_rival_each_other(find: FindAll) -> None:
    rules = [rule("T-ONE", when={"all": ["deposit"]}, priority=5), rule("T-TWO", kind="fee", when={"all": ["money"]})]
    assert ids(find("押金300元。", rules)) == ["T-ONE", "T-TWO"]


def test_questions_are_of_no_kind(find: FindAll) -> None:
    assert ids(find("问：押金300元吗？", [rule("T-ONE", when={"all": ["deposit"]})])) == []


def test_context_from_before(find: FindAll) -> None:
    base = rule("T-BASE", base=True, when={"all": ["deposit"]})
    after = rule("T-AFTER", when={"all": ["after.deposit"]})
    item = rule("T-ITEM", when={"all": ["item.deposit"]})
    under = rule("T-UNDER", when={"all": ["under.deposit"], "none": ["heading"]})
    found = find("第一条 总则\n有下列情形的，押金不退：\n（一）移机；\n（二）拆机。", [base, item])
    assert ids(found) == ["T-BASE", "T-ITEM", "T-ITEM"]
    assert ids(find("押金300元。一次付清。", [base, after])) == ["T-BASE", "T-AFTER"]
    assert ids(find("第一条 押金\n一次付清。", [under])) == ["T-UNDER"]


def test_disguise_is_a_signal(find: FindAll) -> None:
    tested = rule("T-ONE", when={"all": ["disguised"]})
    assert ids(find("押jin不退。", [tested])) == ["T-ONE"]
    assert ids(find("押金不退。", [tested])) == []


@pytest.mark.parametrize(
    ("severity", "mitigators", "expected"),
    [
        ("high", [], "high"),
        ("high", ["~可以"], "medium"),
        ("high", ["~可以", "money"], "low"),
        ("high", ["~可以", "money", "deposit"], "low"),
        ("high", ["~不会有", "rate"], "high"),
        ("low", ["~可以"], "low"),
        ("none", ["~可以"], "none"),
    ],
)
def test_mitigators_lower_by_one_each(find: FindAll, severity: str, mitigators: list[str], expected: str) -> None:
    (found,) = find(
        "押金可以是300元。", [rule("T-ONE", severity=severity, when={"all": ["deposit"]}, mitigators=mitigators)]
    )
    assert found.severity == expected


def test_the_trace_says_why(read: Read) -> None:
    reading = read("甲方不得以交易量不足为由不予退还押金。")[0]
    told = rule("T-ONE", when={"all": ["return.yes.of.deposit", "~交易量"], "any": ["deposit"]})
    trace = explain(told, reading, reading.signals)
    assert trace.stopped_by is None
    assert trace.decided[:3] == ("return.yes.of.deposit", "「交易量」", "deposit")
    assert any("forbids the denial" in reason for reason in trace.decided)


@pytest.mark.parametrize(
    ("when", "stopped"),
    [
        ({"all": ["deposit", "rate"]}, "all: rate"),
        ({"any": ["rate", "~免"]}, "any: rate | ~免"),
        ({"all": ["deposit"], "none": ["~元"]}, "none: 「元」"),
    ],
)
def test_the_trace_says_why_not(read: Read, when: dict[str, list[str]], stopped: str) -> None:
    reading = read("押金300元。")[0]
    assert explain(rule("T-ONE", when=when), reading, reading.signals).stopped_by == stopped
