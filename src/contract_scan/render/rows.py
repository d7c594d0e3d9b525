"""What reports say as rows, for data frames and databases: a type of row for each table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeVar
from uuid import NAMESPACE_URL, uuid5

from contract_scan.assess.places import Places
from contract_scan.errors import UsageError
from contract_scan.model.ranking import count_warnings, severities, verdict_of
from contract_scan.model.report import ContractReport, Evidence, ScanRecord
from contract_scan.render.passages import passages

__all__ = ["ClauseRow", "FeeRow", "FindingRow", "ReportRow", "rows"]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """What a row says of one input, whether or not it could be read.

    `status` and `error_type` are those of the `ScanRecord`; `verdict` is ``not_assessed`` where there is no report.
    Amounts are in CNY. `high`, `medium` and `low` count warnings: risks, contradictions and missing protections.
    `provider` and `merchant` are the names that the agreement gives, None where it leaves a blank.
    """

    path: str
    sha256: str | None
    status: str
    error_type: str | None
    error_message: str | None
    template: str | None
    verdict: str
    score: int | None
    deposit_exists: bool | None
    deposit_amounts: tuple[Decimal, ...] | None
    high: int
    medium: int
    low: int
    page_count: int | None
    provider: str | None
    merchant: str | None


@dataclass(frozen=True, slots=True)
class FindingRow:
    """What a row says of one finding. `path` and `finding_id` name it among all.

    `start` and `end` count code points in the text that was read, half open, and `quote` is what stands there. These
    and `page` are of the finding's first place; `other_quotes` has what it quotes besides, as a contradiction does. All
    are None for an absence, which says in `searched` where was looked. `clause` is the number as a reader would look it
    up (第五条（二）), `document` the one of an agreement's documents that is quoted, None where it is a single one.
    """

    path: str
    document: str | None
    finding_id: str
    rule_id: str
    kind: str
    subkind: str | None
    outcome: str
    severity: str
    title: str
    message: str
    why: str | None
    advice: str | None
    clause_id: str | None
    clause: str | None
    page: int | None
    start: int | None
    end: int | None
    quote: str | None
    other_quotes: tuple[str, ...]
    searched: str | None
    legal_basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeeRow:
    """What a row says of one charge.

    Amounts are in CNY, or in `currency` (ISO 4217) where it is given; `rate` is a fraction of the transaction (0.6 %
    is 0.006). `doubtful` says why the figures should not be relied on. Places are as in a `FindingRow`.
    """

    path: str
    document: str | None
    name: str
    type: str
    rate: Decimal | None
    amount: Decimal | None
    cap: Decimal | None
    min: Decimal | None
    period: str | None
    card_type: str | None
    collection: str | None
    waiver: str | None
    changeable_by: str | None
    doubtful: str | None
    clause_id: str | None
    clause: str | None
    page: int | None
    start: int | None
    end: int | None
    quote: str | None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """What a row says of one clause: its words, what was found in them, and the verdict on the agreement.

    Rows follow the text and never overlap; ``text == document.text[start:end]``. Items stay with the words that
    introduce them (有下列情形之一的：). A heading over other clauses is no row of its own but is in their `headings`,
    from the root down; it is one where a warning or a protection rests on it. Words outside all clauses, like those
    on the parties, are a row without `clause_id`.

    The findings are those that quote the clause, so one that quotes two is with both. `kinds` and `rule_ids` name each
    once, `titles` those that say more than what the clause is about, and `high`, `medium` and `low` count the warnings.
    `page` is where the clause begins.
    """

    path: str
    document: str | None
    clause_id: str | None
    clause: str | None
    headings: tuple[str, ...]
    page: int | None
    start: int
    end: int
    text: str
    finding_ids: tuple[str, ...]
    titles: tuple[str, ...]
    kinds: tuple[str, ...]
    rule_ids: tuple[str, ...]
    high: int
    medium: int
    low: int
    verdict: str
    score: int | None
    status: str

    @property
    def uid(self) -> str:
        """A UUID for stores that want one: the same for the same `path` and clause, whatever the clause now says."""
        return str(uuid5(NAMESPACE_URL, f"{self.path}#{self.clause_id or self.start}"))

    def metadata(self) -> dict[str, str | int]:
        """Return all but the text as plain values, for stores that take neither lists nor null.

        What is unknown is left out. Several values are one text: titles and `headings` with ``；`` between them, the
        others with commas. `severity` is that of the gravest warning, ``none`` without one.

            >>> from contract_scan import ClauseRow, rows, scan
            >>> report = scan("第一条 押金\n乙方向甲方交纳押金300元，概不退还。", name="a.txt")
            >>> [row.metadata()["severity"] for row in rows(report, ClauseRow)]
            ['high']
        """
        values: dict[str, str | int | None] = {
            "path": self.path,
            "document": self.document,
            "clause_id": self.clause_id,
            "clause": self.clause,
            "headings": "；".join(self.headings),
            "page": self.page,
            "start": self.start,
            "end": self.end,
            "findings": "；".join(self.titles),
            "finding_ids": ",".join(self.finding_ids),
            "kinds": ",".join(self.kinds),
            "rule_ids": ",".join(self.rule_ids),
            "severity": next((name for name in ("high", "medium", "low") if getattr(self, name)), "none"),
            "high": self.high,
            "medium": self.medium,
            "low": self.low,
            "verdict": self.verdict,
            "score": self.score,
            "status": self.status,
        }
        return {name: value for name, value in values.items() if value is not None}


_Row = TypeVar("_Row", ReportRow, FindingRow, FeeRow, ClauseRow)
_Given = ScanRecord | ContractReport


def rows(reports: _Given | Iterable[_Given], kind: type[_Row]) -> Iterator[_Row]:
    """Yield the rows of one kind of all `reports`, in the order of the reports and of the text.

    Findings that are suppressed have no row. Values are text, whole numbers, `Decimal`, bool, None, or tuples of text
    and `Decimal`; `typing.get_type_hints(kind)` names the columns with their types, also where there is no row.

        >>> from contract_scan import FindingRow, rows, scan
        >>> report = scan("第一条 押金\\n乙方向甲方交纳押金300元，概不退还。")
        >>> [row.quote for row in rows(report, FindingRow) if row.quote and row.severity == "high"]
        ['乙方向甲方交纳押金300元，概不退还。']

    Args:
        reports: what `scan` returns, what `scan_folder` yields, or several of either. A report goes by the name of its
            document.
        kind: `ReportRow`, `FindingRow`, `FeeRow` or `ClauseRow`.

    Raises:
        UsageError: `kind` is none of these.
    """
    if kind not in _TABLES:
        raise UsageError(f"rows() takes one of {', '.join(one.__name__ for one in _TABLES)}, not {kind!r}")
    given = (reports,) if isinstance(reports, _Given) else reports
    table: Callable[[ScanRecord], Iterator[_Row]] = _TABLES[kind]
    return (row for one in given for row in table(ScanRecord.of(one) if isinstance(one, ContractReport) else one))


def _report_rows(record: ScanRecord) -> Iterator[ReportRow]:
    report, counts = record.report, severities(record)
    yield ReportRow(
        path=record.path,
        sha256=record.sha256,
        status=record.status,
        error_type=record.error.type if record.error else None,
        error_message=record.error.message if record.error else None,
        template=record.template,
        verdict=verdict_of(record),
        score=report.refund.score if report else None,
        deposit_exists=report.deposit.exists if report else None,
        deposit_amounts=report.deposit.amounts if report else None,
        high=counts["high"],
        medium=counts["medium"],
        low=counts["low"],
        page_count=report.document.page_count if report else None,
        provider=_party(report, "provider"),
        merchant=_party(report, "merchant"),
    )


def _party(report: ContractReport | None, role: str) -> str | None:
    parties = report.parties if report else ()
    return next((party.name for party in parties if party.role == role and party.name), None)


def _finding_rows(record: ScanRecord) -> Iterator[FindingRow]:
    report = record.report
    if report is None:
        return
    places = Places(report.clauses)
    for finding in report.findings:
        yield FindingRow(
            path=record.path,
            finding_id=finding.id,
            rule_id=finding.rule_id,
            kind=finding.kind,
            subkind=finding.subkind,
            outcome=finding.outcome,
            severity=finding.severity,
            title=finding.title,
            message=finding.message,
            why=finding.why,
            advice=finding.advice,
            other_quotes=tuple(place.quote for place in finding.evidence[1:]),
            searched=finding.searched,
            legal_basis=finding.legal_basis,
            **_place(places, finding.evidence, finding.clause_id),
        )


def _fee_rows(record: ScanRecord) -> Iterator[FeeRow]:
    report = record.report
    if report is None:
        return
    places = Places(report.clauses)
    for fee in report.fees:
        yield FeeRow(
            path=record.path,
            name=fee.name,
            type=fee.type,
            rate=fee.rate,
            amount=fee.amount,
            cap=fee.cap,
            min=fee.min,
            currency=fee.currency,
            period=fee.period,
            card_type=fee.card_type,
            collection=fee.collection,
            waiver=fee.waiver,
            changeable_by=fee.changeable_by,
            doubtful=fee.doubtful,
            **_place(places, fee.evidence),
        )


def _place(places: Places, evidence: tuple[Evidence, ...], clause_id: str | None = None) -> dict[str, Any]:
    """Return the columns that say where the first piece of evidence stands."""
    first = evidence[0] if evidence else None
    clause = places.clause(clause_id) if clause_id else places.clause_at(first.start) if first else None
    return {
        "clause_id": clause.id if clause else None,
        "clause": (places.number(clause) or None) if clause else None,
        "document": first.document if first else None,
        "page": first.page if first else None,
        "start": first.start if first else None,
        "end": first.end if first else None,
        "quote": first.quote if first else None,
    }


def _clause_rows(record: ScanRecord) -> Iterator[ClauseRow]:
    report = record.report
    if report is None or report.document.text is None:
        return
    places = Places(report.clauses)
    for passage in passages(report):
        clause, found = passage.path[-1] if passage.path else None, passage.findings
        counts = count_warnings(found)
        yield ClauseRow(
            path=record.path,
            document=passage.document,
            clause_id=clause.id if clause else None,
            clause=(places.number(clause) or None) if clause else None,
            headings=tuple(one.heading for one in passage.path if one.heading),
            page=clause.page if clause else None,
            start=passage.start,
            end=passage.end,
            text=report.document.text[passage.start : passage.end],
            finding_ids=tuple(finding.id for finding in found),
            titles=tuple(dict.fromkeys(finding.title for finding in found if finding.outcome != "information")),
            kinds=tuple(dict.fromkeys(finding.kind for finding in found)),
            rule_ids=tuple(dict.fromkeys(finding.rule_id for finding in found)),
            high=counts["high"],
            medium=counts["medium"],
            low=counts["low"],
            verdict=report.refund.verdict,
            score=report.refund.score,
            status=record.status,
        )


_TABLES: Final[dict[type[Any], Callable[[ScanRecord], Iterator[Any]]]] = {
    ReportRow: _report_rows,
    FindingRow: _finding_rows,
    FeeRow: _fee_rows,
    ClauseRow: _clause_rows,
}
