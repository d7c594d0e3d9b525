"""One contract in one row, for spreadsheets and tables of many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from contract_scan.model.ranking import is_warning
from contract_scan.model.report import ScanRecord
from contract_scan.render.phrases import Lang, phrases
from contract_scan.render.rows import FindingRow, ReportRow, rows
from contract_scan.render.safe import inert
from contract_scan.render.summary import VERDICT_TONES, Tone
from contract_scan.render.trouble import problem_lines
from contract_scan.render.wording import Wording

__all__ = ["COLUMNS", "OverviewRow", "WarningRow", "overview", "warning_rows"]


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
class WarningRow:
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
    report, words, row = record.report, phrases(lang), next(rows(record, ReportRow))
    deposit = ""
    if report is not None and report.deposit.exists:
        deposit = Wording(report, words).deposit_amounts(report.deposit, as_range=True)
    return OverviewRow(
        path=inert(row.path),
        status=row.status,
        verdict=row.verdict,
        score=row.score,
        deposit=deposit,
        high=row.high,
        medium=row.medium,
        low=row.low,
        provider=inert(row.provider or ""),
        merchant=inert(row.merchant or ""),
        template=row.template or "",
        problem=words["note.join"].join(problem_lines(record, lang=lang)),
        sha256=row.sha256 or "",
    )


def warning_rows(record: ScanRecord) -> Iterator[WarningRow]:
    """Yield a row for each warning of a record, the worst first. Everything in it is safe to print."""
    warnings = {finding.id for finding in record.report.findings if is_warning(finding)} if record.report else set()
    found = [row for row in rows(record, FindingRow) if row.finding_id in warnings]
    for row in sorted(found, key=lambda row: _SEVERITY_ORDER.index(row.severity)):
        yield WarningRow(
            path=inert(row.path),
            severity=row.severity,
            kind=row.kind,
            title=inert(row.title),
            clause=inert(row.clause or ""),
            quote=inert(" … ".join((row.quote or "", *row.other_quotes))),
            message=inert(row.message),
            advice=inert((row.why or "") + (row.advice or "")),
            rule_id=row.rule_id,
        )
