"""Brings everything that was read of one agreement into its report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from contract_scan.assess.absences import absences_of
from contract_scan.assess.actions import ActionBook
from contract_scan.assess.agreement import Agreement
from contract_scan.assess.conditions import read_conditions
from contract_scan.assess.deposit import read_deposit
from contract_scan.assess.ending import EndingLexicon, read_ending
from contract_scan.assess.facts import FactsJudge
from contract_scan.assess.fee_example import fee_example
from contract_scan.assess.fees import FeeLexicon, read_fees
from contract_scan.assess.findings import clause_ids, findings_of
from contract_scan.assess.law import LawBook
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.assess.recognise import is_agreement
from contract_scan.assess.risks import Risk, load_risks
from contract_scan.assess.score import score_of
from contract_scan.assess.verdict import assess_refund
from contract_scan.model.document import Document
from contract_scan.model.facts import MerchantFacts
from contract_scan.model.report import (
    Check,
    CheckOutcome,
    Clause,
    ContractReport,
    Deposit,
    DocumentInfo,
    Finding,
    Generator,
    LegalBasis,
    Party,
    Reason,
    RefundAssessment,
    TermInfo,
    UnreadPart,
    WarningInfo,
)
from contract_scan.rules.model import Rule

__all__ = ["Assessor"]


class Assessor:
    """Assesses agreements, by the lexicons of one directory. Loaded once, never changed, shared by threads."""

    def __init__(self, root: Path) -> None:
        self.law = LawBook.load(root)
        self.actions = ActionBook.load(root)
        self.risks: Mapping[str, Risk] = load_risks(root)
        self._fees = FeeLexicon(root)
        self._ending = EndingLexicon(root)
        self._deposit = DepositLexicon.load(root)
        self._facts = FactsJudge(root, self._deposit)

    def report(
        self,
        agreement: Agreement,
        rules: Sequence[Rule],
        generator: Generator,
        facts: MerchantFacts | None = None,
    ) -> ContractReport:
        """Return the report of an agreement; one that is none is reported as not assessed.

        With `facts` each condition is judged by them, and ``refund.outlook`` is there.
        """
        document = agreement.document
        if not is_agreement(agreement, self._deposit):
            return self._not_assessed(agreement, generator, _why_not(document))
        deposit = read_deposit(agreement, self._deposit)
        conditions = read_conditions(agreement, deposit, self._deposit)
        refund = assess_refund(agreement, deposit, conditions, self._deposit)
        ending = read_ending(agreement, self._ending)
        findings = findings_of(agreement, self.law)
        findings += absences_of(agreement, deposit, refund, self.risks, self.law)
        score, drivers = score_of(refund.verdict, findings)
        refund = refund.model_copy(update={"score": score, "drivers": drivers})
        if facts is not None:
            refund = self._facts.judge(agreement, deposit, refund, facts)
        actions = self.actions.actions_for(
            refund.verdict, tags=_tags(deposit, refund, ending, findings, self.actions), law=self.law
        )
        cited = {law_id for finding in findings for law_id in finding.legal_basis}
        checklist = self.actions.checklist(self.law)
        cited |= {law_id for action in actions for law_id in action.legal_basis}
        cited |= {law_id for group in checklist for law_id in group.legal_basis}
        fees = read_fees(agreement, self._fees)
        return ContractReport(
            generator=generator,
            document=_document_info(document),
            parties=_parties(agreement),
            clauses=_clauses(agreement),
            findings=findings,
            deposit=deposit,
            refund=refund,
            fees=fees,
            fee_example=fee_example(fees, self._fees),
            termination=ending,
            checks=_checks(rules, findings),
            actions=actions,
            evidence_checklist=checklist,
            legal_basis=self._legal_basis(cited),
        )

    def _not_assessed(self, agreement: Agreement, generator: Generator, why: str) -> ContractReport:
        actions = self.actions.actions_for("not_assessed", tags=frozenset(), law=self.law)
        return ContractReport(
            generator=generator,
            document=_document_info(agreement.document),
            clauses=_clauses(agreement),
            deposit=Deposit(exists=None),
            refund=RefundAssessment(verdict="not_assessed", reasons=(Reason(text=why),)),
            termination=TermInfo(),
            actions=actions,
            legal_basis=self._legal_basis({law_id for action in actions for law_id in action.legal_basis}),
        )

    def _legal_basis(self, cited: set[str]) -> dict[str, LegalBasis]:
        return {law_id: self.law.get(law_id) for law_id in sorted(cited)}


def _why_not(document: Document) -> str:
    if document.unread and not document.text.strip():
        return "没有一页读出文字，所以不作判断：没读到的内容不等于没有风险。"
    return "读到的文字不是一份中文的协议或合同，所以不作判断。"


def _document_info(document: Document) -> DocumentInfo:
    read = bool(document.text.strip())
    return DocumentInfo(
        name=document.name,
        media_type=document.media_type,
        sha256=document.sha256,
        size_bytes=document.size_bytes,
        page_count=document.page_count,
        char_count=len(document.text),
        status="partial" if document.unread and read else "read" if read else "unread",
        unread=tuple(UnreadPart(part=u.part, page=u.page, reason=u.reason) for u in document.unread),
        warnings=tuple(WarningInfo(code=w.code, message=w.message, page=w.page) for w in document.warnings),
        text=document.text,
    )


def _parties(agreement: Agreement) -> tuple[Party, ...]:
    return tuple(
        Party(role="other" if party.role == "either" else party.role, label=party.label, name=party.name)
        for party in agreement.roles.parties
    )


def _clauses(agreement: Agreement) -> tuple[Clause, ...]:
    ids = clause_ids(agreement)
    return tuple(
        Clause(
            id=ids[clause.index],
            number=clause.number,
            heading=clause.heading,
            path=agreement.structure.path(clause.index),
            start=clause.start,
            end=clause.end,
            page=agreement.document.page_at(clause.start),
        )
        for clause in agreement.structure.clauses
    )


def _checks(rules: Sequence[Rule], findings: Sequence[Finding]) -> tuple[Check, ...]:
    """Return how each check ended: one for each rule about a risk or a protection, and one for each absence."""
    fired: dict[str, Finding] = {}
    for finding in findings:
        fired.setdefault(finding.rule_id, finding)
    checks = []
    for rule in rules:
        if rule.outcome not in ("risk", "protection"):
            continue
        hit = fired.get(rule.id)
        outcome: CheckOutcome
        if hit is None:
            outcome, reason = "clear", "全文没有这样的条款。"
        elif rule.outcome == "risk":
            outcome, reason = "risk", f"见「{_shortened(hit)}」。"
        else:
            outcome, reason = "protected", f"见「{_shortened(hit)}」。"
        if hit is not None or rule.outcome == "risk":
            checks.append(Check(id=rule.id, title=rule.title, outcome=outcome, reason=reason))
    for finding in findings:
        if finding.outcome == "absent":
            checks.append(
                Check(id=finding.rule_id, title=finding.title, outcome="absent", reason=f"看过{finding.searched}。")
            )
        elif finding.outcome == "contradiction":
            checks.append(
                Check(id=finding.rule_id, title=finding.title, outcome="contradictory", reason="两处说法不能并存。")
            )
    return tuple(checks)


def _shortened(finding: Finding) -> str:
    quote = " ".join(finding.evidence[0].quote.split()) if finding.evidence else finding.title
    return quote if len(quote) <= 40 else quote[:39] + "…"


#: The tag that a rule's firing gives to the choice of next steps.
_TAG_OF_RULE = {
    "DEP-FROM-SETTLEMENT": "has_first_swipe",
    "REF-CONVERT": "has_conversion",
    "HLD-NO-LIMIT": "has_holds",
    "HLD-SETOFF": "has_holds",
    "FEE-CHANGE": "has_unilateral_change",
    "CHG-FREE-HAND": "has_unilateral_change",
    "DIS-BOTH": "forum_conflict",
    "DIS-FAR": "has_remote_court",
}
_TAG_OF_CONDITION = {
    "device_return": "has_device_return",
    "volume_threshold": "has_volume",
    "transaction_count": "has_volume",
    "active_period": "has_volume",
    "application_window": "has_application_window",
    "review_approval": "has_review",
}


def _tags(
    deposit: Deposit, refund: RefundAssessment, ending: TermInfo, findings: Sequence[Finding], book: ActionBook
) -> frozenset[str]:
    tags = {_TAG_OF_RULE[finding.rule_id] for finding in findings if finding.rule_id in _TAG_OF_RULE}
    tags |= {_TAG_OF_CONDITION[c.type] for c in refund.conditions if c.type in _TAG_OF_CONDITION}
    if deposit.payee == "agent":
        tags.add("payee_agent")
    if refund.deadline is not None:
        tags.add("has_deadline")
    if ending.penalties:
        tags.add("has_penalty")
    return frozenset(tags & book.tags.keys())
