"""Holds each rule to the texts that it carries: `hit` texts must make it fire, `miss` texts must not."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from contract_scan.model.document import Block, BlockKind, Document
from contract_scan.rules.judged import Judged
from contract_scan.rules.matcher import Fired, failing, passing
from contract_scan.rules.model import Rule
from contract_scan.rules.ruleset import Ruleset
from contract_scan.rules.signals import FROM_SURROUNDINGS

__all__ = ["Expected", "RuleTestResult", "fires", "firing", "judged_text", "judged_texts", "run_rule_tests"]

Expected = Literal["hit", "miss"]

#: In a rule's texts 甲方 is the acquirer, 乙方 the merchant and 丙方 the agent.
_PARTIES = "甲方（收单机构）：\n乙方（特约商户）：\n丙方（服务商）：\n"
_OWN_PARTIES = re.compile(r"(?m)^甲方[（：]")


@dataclass(frozen=True, slots=True)
class RuleTestResult:
    """How one text of a rule came out.

    Attributes:
        why: what is wrong in a few words; empty where the text passed.
        sentence: the sentence that came nearest (a hit), or that fired (a miss).
        stopped_by: the tests that kept the rule from firing on it, as `Trace` has them.
        held: what held.
        rivals: the rules of the same kind that went before it.
        read: the signals that were read from the sentence itself, for a hit that did not fire.
    """

    rule_id: str
    text: str
    expected: Expected
    passed: bool
    why: str = ""
    sentence: str | None = None
    stopped_by: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    read: tuple[str, ...] = ()


def run_rule_tests(ruleset: Ruleset, only: Collection[str] | None = None) -> list[RuleTestResult]:
    """Return the result of every text of every rule, in the order of the rules; of the rules `only`, where given."""
    return [_result(rule, expected, text, judged) for rule, expected, text, judged in judged_texts(ruleset, only)]


def judged_texts(ruleset: Ruleset, only: Collection[str] | None = None) -> Iterator[tuple[Rule, Expected, str, Judged]]:
    """Yield each text of each rule with how it was judged. The heads that say who 甲方 is are no part of it."""
    for rule in ruleset.rules:
        if only is not None and rule.id not in only:
            continue
        given: tuple[tuple[Expected, tuple[str, ...]], ...] = (("hit", rule.hit), ("miss", rule.miss))
        for expected, texts in given:
            for text in texts:
                yield rule, expected, text, judged_text(text, ruleset)


def judged_text(text: str, ruleset: Ruleset) -> Judged:
    """Return how a rule's text is judged, one paragraph a line. 甲方 is the acquirer unless the text says who it is."""
    if _OWN_PARTIES.search(text):
        return ruleset.judge(_document(text))
    judged = ruleset.judge(_document(_PARTIES + text))
    own = [at for at, one in enumerate(judged.fired) if one.reading.sentence.start >= len(_PARTIES)]
    return Judged(
        judged.structure,
        judged.roles,
        tuple(judged.readings[at] for at in own),
        tuple(judged.fired[at] for at in own),
    )


def fires(rule: Rule, text: str, ruleset: Ruleset) -> bool:
    """Return whether a rule fires on any sentence of `text`, one paragraph a line.

    A base rule need only fire; a further rule must also stand beside its rivals.
    """
    return firing(rule, judged_text(text, ruleset)) is not None


def firing(rule: Rule, judged: Judged) -> Fired | None:
    """Return the first sentence on which a rule fires, or None. A further rule must stand beside its rivals."""
    for one in judged.fired:
        matches = one.matches if rule.base else one.standing()
        if any(hit.rule.id == rule.id for hit in matches):
            return one
    return None


def _result(rule: Rule, expected: Expected, text: str, judged: Judged) -> RuleTestResult:
    fired = firing(rule, judged)
    if (fired is not None) == (expected == "hit"):
        return RuleTestResult(rule.id, text, expected, passed=True)
    failed = partial(RuleTestResult, rule.id, text, expected, passed=False)
    if fired is not None:
        return failed(
            why="the rule fires",
            sentence=fired.reading.text,
            held=passing(rule, fired.reading, fired.signals),
        )
    outdone = next((one for one in judged.fired if any(hit.rule.id == rule.id for hit in one.matches)), None)
    if outdone is not None:
        return failed(
            why="another rule goes before it",
            sentence=outdone.reading.text,
            rivals=tuple(hit.rule.id for hit in outdone.standing() if hit.rule.kind == rule.kind),
        )
    nearest = min(judged.fired, key=lambda one: len(failing(rule, one.reading, one.signals)), default=None)
    if nearest is None:
        return failed(why="the text holds no sentence")
    return failed(
        why="the rule does not fire",
        sentence=nearest.reading.text,
        stopped_by=failing(rule, nearest.reading, nearest.signals),
        held=passing(rule, nearest.reading, nearest.signals),
        # What a sentence has from its surroundings tells a rule's writer little.
        read=tuple(sorted(signal for signal in nearest.signals if not FROM_SURROUNDINGS.match(signal))),
    )


def _document(text: str) -> Document:
    blocks = tuple(
        Block(line.start(), line.end(), BlockKind.TABLE_ROW if " | " in line.group() else BlockKind.PARAGRAPH)
        for line in re.finditer(r"[^\n]+", text)
    )
    data = text.encode()
    return Document("<rule>", "text/plain", hashlib.sha256(data).hexdigest(), len(data), text, blocks)
