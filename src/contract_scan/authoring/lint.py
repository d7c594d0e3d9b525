"""Finds what is wrong with rules before a contract shows it: duplicates, rules that never fire or never matter, typing
errors, patterns that no text tests.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any, Literal

from contract_scan.assess.checks.book import CheckBook
from contract_scan.assess.law import LawBook
from contract_scan.errors import RuleError
from contract_scan.rules import Judged, Rule, RulePack, Ruleset
from contract_scan.rules.matcher import Match
from contract_scan.rules.selftest import Expected, firing, judged_texts

__all__ = ["Level", "Problem", "lint"]

Level = Literal["error", "warning", "hint"]

_ENOUGH = 3  # texts of each sort
_SEVERITIES = ("none", "low", "medium", "high")
_PLAIN_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]{2,}\Z")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `code` is stable; `other` is the rule that it has to do with.

    An ``error`` makes a rule useless or wrong, a ``warning`` should be mended, a ``hint`` may be.
    """

    code: str
    level: Level
    message: str
    rule: str | None = None
    file: str | None = None
    line: int | None = None
    other: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the problem as JSON has it."""
        return asdict(self)


def lint(packs: Sequence[str | os.PathLike[str]] = (), *, base: Ruleset | None = None) -> tuple[Problem, ...]:
    """Return the problems of packs, or of the package's own rules without any, in the order of the rules.

    Args:
        packs: folders or files, as for `Ruleset.extend`; they are read on top of one another.
        base: what they are added to; the package's rules without one.
    """
    ruleset = base or Ruleset.default()
    loaded: list[RulePack] = []
    broken: list[Problem] = []
    for path in packs:
        try:
            pack = RulePack.load(path)
            ruleset = ruleset.extend(pack)
        except RuleError as error:
            broken.append(_refused(error))
        else:
            loaded.append(pack)
    if broken:
        # What is not whole cannot be judged: the mistakes in it come first.
        return tuple(broken)
    only = frozenset(rule.id for pack in loaded for rule in pack.rules) if packs else None
    found = [*_Linter(ruleset, only, loaded).problems()]
    if only is None:
        found += _risks(ruleset)
    return tuple(found)


def _refused(error: RuleError) -> Problem:
    said = str(error)
    place = f"{error.file}:{error.line}: " if error.line else f"{error.file}: "
    said = said.removeprefix(place)
    code = "duplicate-id" if "used twice" in said or "already" in said else "unreadable"
    if "too many ways" in said:
        code = "unsafe-pattern"
    elif "is no signal" in said:
        code = "unknown-signal"
    return Problem(code, "error", said, file=error.file, line=error.line)


@dataclass(frozen=True, slots=True)
class _Text:
    """One text of a rule as it was judged, and what stands on the sentence on which the rule fires."""

    text: str
    expected: Expected
    judged: Judged
    own: tuple[Match, ...] | None


def _text(rule: Rule, expected: Expected, text: str, judged: Judged) -> _Text:
    fired = firing(rule, judged)
    return _Text(text, expected, judged, None if fired is None else fired.standing())


class _Linter:
    def __init__(self, ruleset: Ruleset, only: frozenset[str] | None, packs: Sequence[RulePack]) -> None:
        self._ruleset = ruleset
        self._only = only
        self._packs = packs
        self._book = CheckBook(ruleset.root)
        self._law = LawBook.load(ruleset.root).provisions
        self._words = frozenset(term for entry in ruleset.concepts.entries.values() for term in entry.terms)
        self._places = {key: place for pack in packs for key, place in pack.places.items()}

    def problems(self) -> Iterator[Problem]:
        judged = judged_texts(self._ruleset, self._only)
        # One rule after another: what was judged of the texts of all at once takes much memory.
        for _, group in groupby(judged, key=lambda one: one[0].id):
            texts = list(group)
            yield from self._rule(texts[0][0], [_text(*one) for one in texts])
        for pack in self._packs:
            yield from self._terms(pack)

    def _problem(self, code: str, level: Level, message: str, rule: Rule, other: str | None = None) -> Problem:
        file, line = self._places.get(rule.id) or self._ruleset.sources[rule.id]
        return Problem(code, level, message, rule.id, file, line, other)

    def _rule(self, rule: Rule, texts: Sequence[_Text]) -> Iterator[Problem]:
        yield from self._meaning(rule)
        yield from self._fires(rule, texts)
        yield from self._patterns(rule, texts)
        for law_id in rule.legal_basis:
            if law_id not in self._law:
                yield self._problem("unknown-law", "error", f"没有编号为 {law_id} 的法律规定；改正编号或删去", rule)
        for name, given in (("hit", rule.hit), ("miss", rule.miss)):
            if len(set(given)) < _ENOUGH:
                said = f"{name} 只有 {len(set(given))} 个不同的例句；至少写 {_ENOUGH} 个"
                yield self._problem("few-texts", "warning", said, rule)
        if both := sorted(set(rule.hit) & set(rule.miss)):
            yield self._problem("hit-and-miss", "error", f"同一个例句既在 hit 又在 miss：{both[0]}", rule)
        if rule.outcome == "risk" and rule.severity == "none":
            yield self._problem("no-severity", "warning", "是风险，却没有轻重；写 severity", rule)
        if rule.outcome == "risk" and rule.severity == "high" and not (rule.why and rule.advice):
            yield self._problem("no-advice", "warning", "高风险要写 why 和 advice：为什么要紧、怎么办", rule)

    def _meaning(self, rule: Rule) -> Iterator[Problem]:
        wanted = {one for one in rule.when.all if " | " not in one}
        refused = {part for one in rule.when.none for part in one.split(" | ")}
        if clash := sorted(wanted & refused):
            yield self._problem("never-fires", "error", f"all 要有 {clash[0]}，none 又不许有：永远不会命中", rule)
        for one in self._ruleset.rules:
            if one.id != rule.id and _same(one, rule) and (one.id < rule.id or self._is_foreign(one)):
                said = f"和 {one.id} 的条件完全一样；留一条"
                yield self._problem("duplicate-meaning", "warning", said, rule, one.id)

    def _is_foreign(self, rule: Rule) -> bool:
        return self._only is not None and rule.id not in self._only

    def _fires(self, rule: Rule, texts: Sequence[_Text]) -> Iterator[Problem]:
        hits = [text for text in texts if text.expected == "hit"]
        silent = [text for text in hits if text.own is None]
        if hits and len(silent) == len(hits):
            said = "没有一个 hit 例句命中；用 rules test 看卡在哪里"
            yield self._problem("never-fires", "error", said, rule)
        else:
            for text in silent:
                yield self._problem("hit-fails", "error", f"hit 例句没有命中：{text.text}", rule)
            if hits and not silent and (other := self._shadow(rule, hits)) is not None:
                said = f"{other} 在它的每个 hit 例句上都命中，同类，轻重不低于它：这条规则多余，或者条件要写得不同"
                yield self._problem("shadowed", "warning", said, rule, other)
        for text in texts:
            if text.expected == "miss" and text.own is not None:
                yield self._problem("miss-fires", "error", f"miss 例句却命中了：{text.text}", rule)

    def _shadow(self, rule: Rule, hits: Sequence[_Text]) -> str | None:
        """Return a rule that says at least as much on every sentence on which this one fires."""
        if rule.base:
            return None  # it says of what kind a sentence is, as others may
        asking = [set(risk.check.rules) for risk in self._book.risks.values() if rule.id in risk.check.rules]
        common: set[str] | None = None
        for text in hits:
            matches = text.own or ()
            own = next((hit.severity for hit in matches if hit.rule.id == rule.id), rule.severity)
            here = {
                hit.rule.id
                for hit in matches
                if hit.rule.id != rule.id
                and not hit.rule.base
                and (hit.rule.kind, hit.rule.outcome) == (rule.kind, rule.outcome)
                and _SEVERITIES.index(hit.severity) >= _SEVERITIES.index(own)
            }
            common = here if common is None else common & here
        # A rule that a known risk asks for, and the other not, says something else.
        return min((other for other in common or () if all(other in rules for rules in asking)), default=None)

    def _patterns(self, rule: Rule, texts: Sequence[_Text]) -> Iterator[Problem]:
        """Tell of words that no term knows and no text has: they are misspelt, or nobody has tried them."""
        shown = "\n".join(
            reading.canonical for text in texts for reading in text.judged.readings if text.expected == "hit"
        )
        for group in (rule.when.all, rule.when.any):
            for expression in group:
                for part in expression.split(" | "):
                    for word in part[1:].split("|") if part.startswith("~") else ():
                        if (
                            _PLAIN_WORD.match(word)
                            and word not in shown
                            and not any(word in term for term in self._words)
                        ):
                            said = f"“{word}”不在任何词表里，也没有 hit 例句用到；写错了，就改正，没写错，就加个例句"
                            yield self._problem("untried-word", "hint", said, rule)

    def _terms(self, pack: RulePack) -> Iterator[Problem]:
        named = {signal for rule in self._ruleset.rules for signal in rule.signals()}
        for terms in pack.terms:
            for name, entry in terms.entries.items():
                if entry.zh is not None and not any(
                    signal in (name, f"near.{name}") or signal.endswith(f".of.{name}") for signal in named
                ):
                    said = f"没有规则用到 {name}；在规则里用它，或者删去"
                    yield Problem("unused-term", "warning", said, file=terms.file)
                if not (entry.terms or entry.patterns):
                    yield Problem("empty-term", "error", f"{name} 没有词，也没有表达式", file=terms.file)
                if strange := sorted(set(entry.whole) - set(entry.terms)):
                    said = f"{name}：whole 里的“{strange[0]}”不在 terms 里，不会去找"
                    yield Problem("whole-no-term", "error", said, file=terms.file)


def _same(one: Rule, other: Rule) -> bool:
    return _canon(one) == _canon(other)


def _canon(rule: Rule) -> tuple[object, ...]:
    groups = (rule.when.all, rule.when.any, rule.when.none)
    return (
        rule.kind,
        rule.outcome,
        rule.base,
        *(frozenset(frozenset(expression.split(" | ")) for expression in group) for group in groups),
    )


def _risks(ruleset: Ruleset) -> Iterator[Problem]:
    """Tell of known risks that ask for rules that are not there."""
    rules = {rule.id for rule in ruleset.rules}
    book = CheckBook(ruleset.root)
    for risk in book.risks.values():
        for name in dict.fromkeys(risk.check.names()):
            if name[0].isupper() and name not in rules and name not in book.risks:
                yield Problem("unknown-rule", "error", f"没有规则 {name}；改正或删去", rule=risk.id, other=name)
