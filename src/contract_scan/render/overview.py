"""One contract in one row, for spreadsheets and tables of many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from contract_scan.model.ranking import is_warning, severities, verdict_of
from contract_scan.model.report import ContractReport, Finding, ScanRecord
from contract_scan.render.phrases import Lang, phrases
from contract_scan.render.safe import inert
from contract_scan.render.summary import VERDICT_TONES, Tone
from contract_scan.render.trouble import problem_lines
from contract_scan.render.wording import Wording

__all__ = ["COLUMNS", "FindingRow", "OverviewRow", "finding_rows", "overview"]


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """What a row says of one input. `problem` is empty for a file that was read whole."""

    path: str
    status: str
    verdict: str
    score: int | None
    deposit: str
    high: int
    medium: int
    low: int
    provider: str
    merchant: str
    template: str
    problem: str
    sha256: str

    @property
    def tone(self) -> Tone:
        """How good the news is. Half a file read, or a high risk beside the deposit, is never good."""
        tone = VERDICT_TONES[self.verdict]
        return "doubtful" if tone == "good" and (self.problem or self.high) else tone


@dataclass(frozen=True, slots=True)
class FindingRow:
    """What a row says of one warning."""

    path: str
    severity: str
    kind: str
    title: str
    clause: str
    quote: str
    message: str
    advice: str
    rule_id: str


#: The columns of a table of many contracts.
COLUMNS = tuple(field.name for field in fields(OverviewRow))

_SEVERITY_ORDER = ("high", "medium", "low")


def overview(record: ScanRecord, *, lang: Lang = "zh") -> OverviewRow:
    """Return the row of one record. Everything in it is safe to print; nothing in it is a formula by intent."""
    report, counts, words = record.report, severities(record), phrases(lang)
    deposit = ""
    if report is not None and report.deposit.exists:
        deposit = Wording(report, words).deposit_amounts(report.deposit, as_range=True)
    return OverviewRow(
        path=inert(record.path),
        status=record.status,
        verdict=verdict_of(record),
        score=report.refund.score if report else None,
        deposit=deposit,
        high=counts["high"],
        medium=counts["medium"],
        low=counts["low"],
        provider=_party(report, "provider"),
        merchant=_party(report, "merchant"),
        template=record.template or "",
        problem=words["note.join"].join(problem_lines(record, lang=lang)),
        sha256=record.sha256 or "",
    )


def finding_rows(record: ScanRecord) -> Iterator[FindingRow]:
    """Yield a row for each warning of a record, the worst first."""
    report = record.report
    if report is None:
        return
    numbers = {clause.id: clause.number or "" for clause in report.clauses}
    warnings = sorted(filter(is_warning, report.findings), key=lambda finding: _SEVERITY_ORDER.index(finding.severity))
    for finding in warnings:
        yield FindingRow(
            path=inert(record.path),
            severity=finding.severity,
            kind=finding.kind,
            title=inert(finding.title),
            clause=inert(numbers.get(finding.clause_id or "", "")),
            quote=inert(_quote(finding)),
            message=inert(finding.message),
            advice=inert((finding.why or "") + (finding.advice or "")),
            rule_id=finding.rule_id,
        )


def _quote(finding: Finding) -> str:
    return " … ".join(place.quote for place in finding.evidence)


def _party(report: ContractReport | None, role: str) -> str:
    names = [party.name for party in report.parties if party.role == role and party.name] if report else []
    return inert(names[0]) if names else ""
