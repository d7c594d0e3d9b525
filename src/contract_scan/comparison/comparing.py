"""Compares two agreements, given as files, texts or reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from contract_scan.assess.places import Places
from contract_scan.comparison.align import align
from contract_scan.comparison.charges import ending_changes, fee_changes, penalty_changes
from contract_scan.comparison.refunds import deposit_changes, refund_changes
from contract_scan.comparison.rights import clause_changes, right_changes
from contract_scan.comparison.side import Pair
from contract_scan.errors import UsageError
from contract_scan.model.comparison import Compared, Comparison, Favours
from contract_scan.model.report import ContractReport
from contract_scan.scanner import Scanner
from contract_scan.sources import SourceLike

__all__ = ["compare"]

_FAVOURS: Final[tuple[Favours, ...]] = ("merchant", "provider", "neutral", "unclear")


def compare(
    old: SourceLike | ContractReport, new: SourceLike | ContractReport, *, scanner: Scanner | None = None
) -> Comparison:
    """Return what changed from one agreement to another, and in whose favour, each change with both quotes.

    Two versions of one text are set side by side clause by clause, whatever their numbers; of two different agreements
    the terms are compared: deposit, conditions, deadline, fees, notice, penalties, rights and risks.

        >>> from contract_scan import compare
        >>> old = "第一条 押金\\n乙方向甲方交纳押金300元。合作终止后甲方退还押金。"
        >>> new = "第一条 押金\\n乙方向甲方交纳押金300元。押金概不退还。"
        >>> found = compare(old, new)
        >>> found.relation, found.old.verdict, found.new.verdict
        ('versions', 'refundable', 'non_refundable')

    Args:
        old: a path, bytes, an open binary file, the agreement's text, or its report.
        new: likewise.
        scanner: reads what is no report yet; one with the package's own rules without it.

    Raises:
        ContractScanError: an input cannot be read; `UsageError` where a report comes without its text.
    """
    own = scanner or Scanner()
    before, after = _report(old, own), _report(new, own)
    alignment = align(before, after)
    pair = Pair(before, after, alignment, Places(before.clauses), Places(after.clauses))
    terms = [
        *refund_changes(pair),
        *deposit_changes(pair),
        *fee_changes(pair),
        *ending_changes(pair),
        *penalty_changes(pair),
    ]
    terms += list(right_changes(pair, terms))
    clauses = list(clause_changes(pair, terms)) if alignment.versions else []
    changes = (*terms, *clauses)
    counts = Counter(change.favours for change in changes)
    return Comparison(
        generator=after.generator,
        relation="versions" if alignment.versions else "different",
        similarity=alignment.similarity,
        old=_compared(before),
        new=_compared(after),
        unchanged=alignment.same,
        changes=changes,
        favours={favours: counts[favours] for favours in _FAVOURS},
        notes=tuple(_notes(before, after, versions=alignment.versions)),
    )


def _report(given: SourceLike | ContractReport, scanner: Scanner) -> ContractReport:
    if not isinstance(given, ContractReport):
        return scanner.scan(given)
    if given.document.text is None:
        raise UsageError(f"{given.document.name}：报告里没有合同的文字（document.text），不能比较；请给原文件")
    return given


def _compared(report: ContractReport) -> Compared:
    return Compared(
        name=report.document.name,
        sha256=report.document.sha256,
        status=report.document.status,
        verdict=report.refund.verdict,
        score=report.refund.score,
        redacted=report.document.redacted,
    )


def _notes(old: ContractReport, new: ContractReport, *, versions: bool) -> Iterator[str]:
    for name, report in (("旧的一份", old), ("新的一份", new)):
        if report.document.status != "read":
            yield f"{name}没有读全，没读到的部分没有比。"
        if report.refund.verdict == "not_assessed":
            yield f"{name}不像一份收单合同，或者没有读成，条款只能按文字比。"
    if old.document.redacted or new.document.redacted:
        yield "个人信息已用 * 遮盖；遮盖的地方改了没有，这里看不出来。"
    if not versions:
        yield "两份文字大多对不上，是不同的合同：只比条件、费用、期限和权利，不逐条对照。"
    yield "对谁有利按程序读出的条款判断；“说不清”的请对照两处原文。一般信息，不是法律意见。"
