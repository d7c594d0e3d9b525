"""Findings: place, words, facts, law and the reason, as a reader can check them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from contract_scan import Finding, Ruleset
from contract_scan.assess.agreement import Agreement
from contract_scan.assess.findings import clause_ids, findings_of
from contract_scan.assess.law import LawBook

Agree = Callable[[str], Agreement]
Find = Callable[[str], tuple[Finding, ...]]

HEAD = "甲方（收单机构）：\n乙方（特约商户）：\n"


@pytest.fixture
def find(agree: Agree, ruleset: Ruleset) -> Find:
    book = LawBook.load(ruleset.root)
    return lambda text: findings_of(agree(HEAD + text), book)


def one(findings: tuple[Finding, ...], rule: str) -> Finding:
    found = [f for f in findings if f.rule_id == rule]
    assert found, [f.rule_id for f in findings]
    return found[0]


def test_place_and_words(find: Find, agree: Agree) -> None:
    text = "第一条 押金\n1.1 乙方交纳押金300元。\n1.2 未达到交易量要求的，押 金 不予退还。"
    found = one(find(text), "REF-NEVER")
    (evidence,) = found.evidence
    assert evidence.quote == "未达到交易量要求的，押 金 不予退还。"
    assert (HEAD + text)[evidence.start : evidence.end] == evidence.quote
    agreement = agree(HEAD + text)
    clause = {f"c{c.index + 1}": c for c in agreement.structure.clauses}[found.clause_id or ""]
    assert clause.number == "1.2"
    assert set(clause_ids(agreement).values()) >= {found.clause_id}


def test_ids_count_each_rule(find: Find) -> None:
    found = find("1、未达标的，押金不予退还。\n2、移机的，押金不予退还。")
    assert [f.id for f in found if f.rule_id == "REF-NEVER"] == ["REF-NEVER.1", "REF-NEVER.2"]


def test_what_the_rule_says_is_said(find: Find, ruleset: Ruleset) -> None:
    found, rule = one(find("押金一经交纳概不退还。"), "REF-NEVER"), ruleset.rule("REF-NEVER")
    assert (found.kind, found.outcome, found.severity, found.title) == (
        rule.kind,
        rule.outcome,
        rule.severity,
        rule.title,
    )
    assert found.message == rule.message
    assert (found.why, found.advice) == (rule.why, rule.advice)
    assert found.legal_basis
    assert set(found.legal_basis) <= set(rule.legal_basis)
    assert found.trace.rule == rule.id
    assert found.trace.decided
    assert found.trace.stopped_by is None


def test_disguises_are_said(find: Find) -> None:
    found = one(find("押jin一经交纳概不退huan。"), "REF-NEVER")
    assert "「押jin」" in found.message
    assert "「退huan」" in found.message
    assert found.evidence[0].quote == "押jin一经交纳概不退huan。"


def test_headings_are_told_apart(find: Find) -> None:
    found = find("第一条 押金\n乙方交纳押金300元。")
    assert [f.subkind for f in found if f.evidence[0].quote == "第一条 押金"] == ["heading"]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("乙方交纳押金300.50元。", ("money", "300.50", "CNY", "300.50元")),
        ("交易手续费每笔0.125元。", ("money", "0.125", "CNY", None)),
        ("乙方交纳押 金 ３００ 元。", ("money", "300.00", "CNY", "300元")),
        ("交易手续费费率为0.6%。", ("rate", "0.006", "fraction", "0.6%")),
        ("甲方应在30个工作日内退还押金。", ("duration", "30", "working_day", "30个工作日")),
        ("累计交易满10万元的，押金予以退还。", ("threshold", "100000.00", "CNY", None)),
        ("交易手续费费率0.6%，20元封顶。", ("cap", "20.00", "CNY", None)),
        ("乙方交纳押金____元。", ("blank", None, None, None)),
    ],
)
def test_facts_are_typed(find: Find, text: str, fact: tuple[str, str | None, str | None, str | None]) -> None:
    facts = {(f.type, f.value, f.unit): f for finding in find(text) for f in finding.facts}
    kind, value, unit, printed = fact
    matching = [
        f
        for (t, v, u), f in facts.items()
        if t == kind and (value is None or v == value) and (unit is None or u == unit)
    ]
    assert matching, facts
    told = matching[0]
    assert (HEAD + text)[told.start : told.end]
    if printed is not None:
        assert told.text.startswith(printed)


def test_facts_point_at_the_print(find: Find) -> None:
    text = "甲方收取押金 ３００ 元，１０个工作日内退还。"
    printed = {(HEAD + text)[fact.start : fact.end] for finding in find(text) for fact in finding.facts}
    assert printed == {"３００ 元", "１０个工作日"}


def test_traps_give_nothing_harmful(find: Find) -> None:
    for text in ("住店押金由乙方向住客退还。", "甲方不得以任何理由不予退还押金。", "问：押金不退吗？"):
        assert not [f for f in find(text) if f.outcome == "risk"]


def test_a_quote_leaves_out_blank_lines_at_its_ends(find: Find) -> None:
    found = one(find("____ 乙方选择一次性付款，支付服务费总额\n____\n元。"), "FEE-CHARGE")
    assert found.evidence[0].quote == "____ 乙方选择一次性付款，支付服务费总额"


def test_a_line_to_be_filled_in_is_no_condition(find: Find) -> None:
    found = find("第一条 押金\n1、乙方接收退还押金的账户如下：\n（1）开户行：____；\n（2）终端完好。")
    assert [f.evidence[0].quote for f in found if f.rule_id == "REF-ITEM"] == ["终端完好。"]
