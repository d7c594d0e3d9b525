"""Every rule against the texts that it carries, and what a rule owes its reader."""

from __future__ import annotations

import functools

import pytest

from contract_scan import Ruleset
from contract_scan.assess.law import LawBook
from contract_scan.rules import Rule
from contract_scan.rules.selftest import RuleTestResult, fires, run_rule_tests

# Parametrised when the tests are collected, which loads the rules once for all of them.
RULES = [pytest.param(rule, id=rule.id) for rule in Ruleset.default().rules]
FURTHER = [pytest.param(rule, id=rule.id) for rule in Ruleset.default().rules if not rule.base]


@functools.cache
def results() -> dict[str, list[RuleTestResult]]:
    found: dict[str, list[RuleTestResult]] = {}
    for result in run_rule_tests(Ruleset.default()):
        found.setdefault(result.rule_id, []).append(result)
    return found


@pytest.mark.parametrize("rule", RULES)
def test_own_texts(rule: Rule) -> None:
    own = results()[rule.id]
    assert len(own) == len(rule.hit) + len(rule.miss)
    assert [f"{r.expected}: {r.text}: {r.why}" for r in own if not r.passed] == []


@pytest.mark.parametrize("rule", RULES)
def test_three_hits_and_three_misses(rule: Rule) -> None:
    assert len(set(rule.hit)) >= 3
    assert len(set(rule.miss)) >= 3
    assert not set(rule.hit) & set(rule.miss)


@pytest.mark.parametrize("rule", FURTHER)
def test_says_what_it_means(rule: Rule) -> None:
    assert rule.message.endswith("。")
    if rule.outcome == "risk":
        assert rule.severity != "none"
        assert (rule.why and rule.advice) or rule.severity != "high"
    else:
        assert rule.severity == "none"


def test_law_ids_resolve(ruleset: Ruleset) -> None:
    book = LawBook.load(ruleset.root)
    for rule in ruleset.rules:
        for law_id in rule.legal_basis:
            # A merchant may put it before the provider or, at least, before the provider's supervisor.
            assert book.citable([law_id], purpose="complaint") == (law_id,), f"{rule.id} cites {law_id}"


def test_high_risks_cite_law(ruleset: Ruleset) -> None:
    book = LawBook.load(ruleset.root)
    assert [rule.id for rule in ruleset.rules if rule.severity == "high" and not book.citable(rule.legal_basis)] == []


def test_base_rules_only_name_the_kind(ruleset: Ruleset) -> None:
    for rule in ruleset.rules:
        if rule.base:
            assert (rule.outcome, rule.severity, rule.advice) == ("information", "none", None), rule.id


def test_a_wrong_text_is_told(ruleset: Ruleset) -> None:
    rule = ruleset.rule("REF-NEVER")
    assert fires(rule, "押金概不退还。", ruleset)
    assert not fires(rule, "甲方应当退还押金。", ruleset)
    assert not fires(rule, "今天天气很好。", ruleset)
