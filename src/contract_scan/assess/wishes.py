"""What whoever scans wishes to have reported: what is disabled is gone, what is suppressed does not count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from contract_scan.assess.checks.book import CheckBook, Checked
from contract_scan.model.ranking import is_warning
from contract_scan.model.report import Check, Clause, Finding, Severity, SuppressedFinding
from contract_scan.rules.ruleset import Ruleset

__all__ = ["Wished", "as_wished"]

_ORDER: tuple[Severity, ...] = ("none", "low", "medium", "high")


@dataclass(frozen=True, slots=True)
class Wished:
    """What counts, what was suppressed, and the checks that were made."""

    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    suppressed: tuple[SuppressedFinding, ...]
    missing: tuple[str, ...]


def as_wished(
    checked: Checked, more: Sequence[Check], clauses: Sequence[Clause], book: CheckBook, ruleset: Ruleset
) -> Wished:
    """Return what is reported of what was found. `more` are the checks of rules that no known risk speaks for."""
    gone = _silent(book, ruleset)
    paths = {clause.id: (*clause.path, clause.number or "") for clause in clauses}
    findings: list[Finding] = []
    suppressed: list[SuppressedFinding] = []
    for found in checked.findings:
        if found.rule_id in gone:
            continue
        finding = _raised(found, ruleset)
        said = _suppressed(finding, paths, ruleset)
        if said is None:
            findings.append(finding)
        else:
            suppressed.append(said)
    reasons = {one.finding.id: one.reason for one in suppressed}
    checks = [_marked(check, reasons) for check in (*checked.checks, *more) if check.id not in gone]
    silent = gone | {check.id for check in checks if check.suppressed is not None}
    return Wished(
        checks=tuple(checks),
        findings=tuple(findings),
        suppressed=tuple(suppressed),
        missing=tuple(text for risk, text in checked.missing if risk not in silent),
    )


def _silent(book: CheckBook, ruleset: Ruleset) -> frozenset[str]:
    """Return the risks that are disabled, and those whose check asks for nothing but disabled rules."""
    if not ruleset.disabled:
        return frozenset()
    gone = {risk for risk in book.risks if any(fnmatchcase(risk, pattern) for pattern in ruleset.disabled)}
    for risk in book.risks.values():
        asked = set(risk.check.deciding(risk.type))
        if asked and asked <= ruleset.silenced:
            gone.add(risk.id)
    return frozenset(gone)


def _raised(finding: Finding, ruleset: Ruleset) -> Finding:
    """Return a warning with at least the severity that the settings want for its rule."""
    if not is_warning(finding):
        return finding
    floors = [
        _ORDER.index(floor)
        for pattern, floor in ruleset.settings.floors.items()
        if fnmatchcase(finding.rule_id, pattern)
    ]
    severity = _ORDER[max([_ORDER.index(finding.severity), *floors])]
    if severity == finding.severity:
        return finding
    trace = finding.trace
    told = trace.model_copy(update={"decided": (*trace.decided, f"floor: {finding.severity} → {severity}")})
    return finding.model_copy(update={"severity": severity, "trace": told})


def _suppressed(finding: Finding, paths: Mapping[str, Sequence[str]], ruleset: Ruleset) -> SuppressedFinding | None:
    path = paths.get(finding.clause_id or "", ())
    for suppression in ruleset.suppressions:
        if suppression.covers(finding, path):
            return SuppressedFinding(finding=finding, reason=suppression.reason, rule=suppression.rule)
    least = ruleset.settings.least
    if is_warning(finding) and _ORDER.index(finding.severity) < _ORDER.index(least):
        return SuppressedFinding(finding=finding, reason=f"低于设定的严重程度（{least}）", rule="*")
    return None


def _marked(check: Check, reasons: Mapping[str, str]) -> Check:
    if not check.findings or any(finding not in reasons for finding in check.findings):
        return check
    said = dict.fromkeys(reasons[finding] for finding in check.findings)
    return check.model_copy(update={"suppressed": "；".join(said)})
