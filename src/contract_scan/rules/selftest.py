"""Holds each rule to the texts that it carries: `hit` texts must make it fire, `miss` texts must not."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from contract_scan.model.document import Block, BlockKind, Document
from contract_scan.rules.model import Rule
from contract_scan.rules.ruleset import Ruleset

__all__ = ["RuleTestResult", "fires", "run_rule_tests"]

#: In a rule's texts 甲方 is the acquirer, 乙方 the merchant and 丙方 the agent.
_PARTIES = "甲方（收单机构）：\n乙方（特约商户）：\n丙方（服务商）：\n"


@dataclass(frozen=True, slots=True)
class RuleTestResult:
    """How one text of a rule came out. `why` is empty where it passed."""

    rule_id: str
    text: str
    expected: Literal["hit", "miss"]
    passed: bool
    why: str


def run_rule_tests(ruleset: Ruleset) -> list[RuleTestResult]:
    """Return the result of every text of every rule, in the order of the rules."""
    return [result for rule in ruleset.rules for result in _run(rule, ruleset)]


def fires(rule: Rule, text: str, ruleset: Ruleset) -> bool:
    """Return whether a rule fires on any sentence of `text`, one paragraph a line.

    A base rule need only fire; a further rule must also stand beside its rivals.
    """
    judged = ruleset.judge(_document(text if re.search(r"(?m)^甲方[（：]", text) else _PARTIES + text))
    found = (hit for one in judged.fired for hit in one.matches) if rule.base else judged.matches
    return any(hit.rule.id == rule.id for hit in found)


def _run(rule: Rule, ruleset: Ruleset) -> Iterator[RuleTestResult]:
    expectations: tuple[tuple[Literal["hit", "miss"], tuple[str, ...]], ...] = (("hit", rule.hit), ("miss", rule.miss))
    for expected, texts in expectations:
        for text in texts:
            fired = fires(rule, text, ruleset)
            passed = fired == (expected == "hit")
            why = "" if passed else "the rule does not fire" if expected == "hit" else "the rule fires"
            yield RuleTestResult(rule.id, text, expected, passed, why)


def _document(text: str) -> Document:
    blocks = tuple(
        Block(line.start(), line.end(), BlockKind.TABLE_ROW if " | " in line.group() else BlockKind.PARAGRAPH)
        for line in re.finditer(r"[^\n]+", text)
    )
    data = text.encode()
    return Document("<rule>", "text/plain", hashlib.sha256(data).hexdigest(), len(data), text, blocks)
