"""What rules, terms and risks are tried by: how many texts each has, and which of them fire on given contracts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from contract_scan.assess.checks.book import CheckBook
from contract_scan.model.report import ScanRecord
from contract_scan.rules import Ruleset
from contract_scan.rules.selftest import judged_texts

__all__ = ["Coverage", "RiskCoverage", "RuleCoverage", "TermCoverage", "coverage_of"]


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """A rule: how many texts it has, on how many of the given contracts it fires, and how often in all."""

    id: str
    kind: str
    hits: int
    misses: int
    contracts: int
    findings: int


@dataclass(frozen=True, slots=True)
class TermCoverage:
    """A concept: how many words and patterns it has, how many rules name it, in how many texts it is found."""

    name: str
    terms: int
    patterns: int
    rules: int
    texts: int


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """A known risk: how many rules look for it, with how many texts, and how its check ended on the given contracts."""

    id: str
    title: str
    rules: int
    texts: int
    outcomes: dict[str, int]


@dataclass(frozen=True, slots=True)
class Coverage:
    """All of it. `contracts` were read, `unread` could not be, or not whole."""

    rules: tuple[RuleCoverage, ...]
    terms: tuple[TermCoverage, ...]
    risks: tuple[RiskCoverage, ...]
    contracts: int
    unread: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the coverage as JSON has it."""
        return asdict(self)


def coverage_of(
    ruleset: Ruleset, records: Iterable[ScanRecord] = (), *, only: Collection[str] | None = None
) -> Coverage:
    """Return what the rules of a ruleset are tried by; of the rules `only`, where given, and what they name.

    Args:
        ruleset: the rules.
        records: scans of contracts with this ruleset.
        only: ids of rules.
    """
    rules = [rule for rule in ruleset.rules if only is None or rule.id in only]
    seen: Counter[str] = Counter()
    for _, _, _, judged in judged_texts(ruleset, only):
        seen.update({hit.concept for reading in judged.readings for hit in reading.hits})
    contracts, findings, outcomes, unread, read = Counter[str](), Counter[str](), dict[str, Counter[str]](), [], 0
    for record in records:
        if record.status != "ok":
            unread.append(record.path)
        if record.report is None:
            continue
        read += 1
        found = [*record.report.findings, *(one.finding for one in record.report.suppressed)]
        findings.update(finding.rule_id for finding in found)
        contracts.update({finding.rule_id for finding in found})
        for check in record.report.checks:
            outcomes.setdefault(check.id, Counter())[check.outcome] += 1
    texts = {rule.id: len(rule.hit) + len(rule.miss) for rule in ruleset.rules}
    named = Counter(part for rule in rules for signal in rule.signals() for part in {*signal.split(".")})
    return Coverage(
        rules=tuple(
            RuleCoverage(rule.id, rule.kind, len(rule.hit), len(rule.miss), contracts[rule.id], findings[rule.id])
            for rule in rules
        ),
        terms=tuple(
            TermCoverage(name, len(entry.terms), len(entry.patterns), named[name], seen[name])
            for name, entry in ruleset.concepts.entries.items()
            if only is None or named[name]
        ),
        risks=tuple(
            RiskCoverage(
                risk.id,
                risk.title,
                sum(rule in texts for rule in risk.check.rules),
                sum(texts.get(rule, 0) for rule in risk.check.rules),
                dict(outcomes.get(risk.id, {})),
            )
            for risk in CheckBook(ruleset.root).risks.values()
            if only is None or set(risk.check.rules) & set(only)
        ),
        contracts=read,
        unread=tuple(unread),
    )
