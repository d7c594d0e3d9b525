"""What the agreement does not say, and what it says twice in different ways."""

from __future__ import annotations

from collections.abc import Mapping

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.law import LawBook
from contract_scan.assess.risks import Risk
from contract_scan.model.report import Deposit, Evidence, Finding, Kind, Outcome, RefundAssessment, Trace

__all__ = ["absences_of"]


def absences_of(
    agreement: Agreement, deposit: Deposit, refund: RefundAssessment, risks: Mapping[str, Risk], law: LawBook
) -> tuple[Finding, ...]:
    """Return a finding for each thing about the deposit that is missing or contradictory.

    An absence is named only where the whole document was read: a page that was not may hold it.
    """
    found: list[Finding] = []
    if refund.verdict == "contradictory":
        places = tuple({(e.start, e.end): e for reason in refund.reasons for e in reason.evidence}.values())
        found.append(_finding("R-CON-REFUND", risks, law, "contradiction", "refund", places))
    if agreement.document.unread or not deposit.exists:
        return tuple(found)
    if refund.verdict == "silent":
        found.append(_finding("R-ABS-REFUND-CLAUSE", risks, law, "absent", "refund"))
    elif refund.verdict in ("refundable", "conditional") and refund.deadline is None:
        found.append(_finding("R-ABS-PAYOUT-DEADLINE", risks, law, "absent", "refund"))
    if not deposit.amounts:
        found.append(_finding("R-ABS-AMOUNT", risks, law, "absent", "deposit"))
    return tuple(found)


def _finding(
    identifier: str,
    risks: Mapping[str, Risk],
    law: LawBook,
    outcome: Outcome,
    kind: Kind,
    evidence: tuple[Evidence, ...] = (),
) -> Finding:
    risk = risks[identifier]
    return Finding(
        id=f"{identifier}.1",
        rule_id=identifier,
        kind=kind,
        outcome=outcome,
        severity=risk.severity,
        title=risk.title,
        message=risk.title + "。",
        why=risk.why,
        advice=risk.advice,
        evidence=evidence,
        searched=None if evidence else "正文、表格和附件的每一句",
        legal_basis=law.citable(risk.law),
        trace=Trace(rule=identifier, decided=(f"verdict.{outcome}",)),
    )
