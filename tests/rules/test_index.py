"""The index of rules: it never leaves out a rule that would fire, and what holds nothing finds none."""

from __future__ import annotations

from collections.abc import Callable

from contract_scan import Ruleset
from contract_scan.frames import Reading
from contract_scan.literals import grams_of
from contract_scan.rules import Rule
from contract_scan.rules.index import RuleIndex
from contract_scan.rules.matcher import failing
from contract_scan.rules.selftest import judged_text

Read = Callable[..., tuple[Reading, ...]]


def _possible(index: RuleIndex, text: str, signals: frozenset[str]) -> set[str]:
    met = index.by_text(grams_of(text)) | index.by_signals(signals)
    return {rule.id for rule in index.of(index.possible(met, index.base | index.leaning | index.further))}


def test_every_rule_whose_tests_hold_is_found(ruleset: Ruleset) -> None:
    index = RuleIndex(ruleset.rules)
    tried = found = 0
    for rule in ruleset.rules:
        for one in judged_text("\n".join(rule.hit), ruleset).fired:
            possible = _possible(index, one.reading.canonical, one.signals)
            holding = {rule.id for rule in ruleset.rules if not failing(rule, one.reading, one.signals)}
            assert holding <= possible
            tried, found = tried + 1, found + len(possible)
    assert found / tried < len(ruleset.rules) / 10  # and it leaves out most of the others


def _rule(number: int, **when: object) -> Rule:
    form = {"id": f"T-{number}", "title": "t", "kind": "deposit", "message": "。", "hit": ["x"], "miss": ["y"]}
    return Rule.model_validate({**form, "when": when})


def test_tests_are_told_apart() -> None:
    rules = [
        _rule(1, all=["deposit", "money | ~元"], none=["question"]),
        _rule(2, any=["~退还", "return.no"]),
        _rule(3, none=["deposit"]),
        _rule(4, all=["deposit", r"~\d"]),
    ]
    index = RuleIndex(rules)
    assert _possible(index, "押金", frozenset({"deposit"})) == {"T-4"}
    assert _possible(index, "押金三百元", frozenset({"deposit"})) == {"T-1", "T-4"}
    assert _possible(index, "押金三百元？", frozenset({"deposit", "question"})) == {"T-4"}
    assert _possible(index, "予以退还", frozenset()) == {"T-2", "T-3"}
    assert _possible(index, "", frozenset({"return.no"})) == {"T-2", "T-3"}


def test_a_thousand_rules_that_want_something_else_are_not_tried() -> None:
    letters = [chr(0x4E00 + 7 * number) for number in range(1000)]
    index = RuleIndex([_rule(at, all=["deposit", f"~{one}{one}"]) for at, one in enumerate(letters)])
    assert _possible(index, "押金概不退还。", frozenset({"deposit"})) == set()
    assert _possible(index, f"押金{letters[500] * 2}。", frozenset({"deposit"})) == {"T-500"}


def test_no_rules_at_all() -> None:
    assert _possible(RuleIndex([]), "押金", frozenset({"deposit"})) == set()
