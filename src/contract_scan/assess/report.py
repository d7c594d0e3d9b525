"""Brings everything that was read of one agreement into its report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from contract_scan.assess.absences import absences_of
from contract_scan.assess.actions import ActionBook
from contract_scan.assess.agreement import Agreement
from contract_scan.assess.conditions import read_conditions
from contract_scan.assess.counts import with_counts
from contract_scan.assess.deposit import read_deposit
from contract_scan.assess.documents import document_info
from contract_scan.assess.ending import EndingLexicon, read_ending
from contract_scan.assess.facts import FactsJudge
from contract_scan.assess.facts.lexicon import FactsLexicon
from contract_scan.assess.fees import FeeLexicon, read_fees
from contract_scan.assess.findings import clause_ids, findings_of, without_force
from contract_scan.assess.law import LawBook
from contract_scan.assess.parts import Part, read_parts
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.assess.provisions import Provisions, read_provisions
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
    DepositAssessment,
    Finding,
    Generator,
    LegalBasis,
    Party,
    Reason,
    RefundAssessment,
    TermInfo,
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
        self._counting = FactsLexicon.load(root)
        self._facts = FactsJudge(self._counting)

    def parts(self, document: Document) -> tuple[Part, ...]:
        """Return the documents that an agreement consists of, in reading order; none where it is a single one."""
        return read_parts(document, self._deposit)

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
        told = read_provisions(agreement, self._deposit)
        deposit = read_deposit(agreement, self._deposit)
        refund = self._refund(agreement, deposit, told)
        ending = read_ending(agreement, self._ending)
        findings = findings_of(agreement, self.law)
        findings = without_force(findings, told, self._deposit.say("documents.say.set_aside"))
        findings += absences_of(agreement, deposit, refund, self.risks, self.law)
        score, drivers = score_of(refund.verdict, findings)
        refund = refund.model_copy(update={"score": score, "drivers": drivers})
        if facts is not None:
            refund = self._facts.judge(agreement, deposit, refund, facts)
        deposits = self._deposits(agreement, told, deposit, refund, facts)
        actions = self.actions.actions_for(
            refund.verdict, tags=_tags(deposit, refund, ending, findings, self.actions), law=self.law
        )
        cited = {law_id for finding in findings for law_id in finding.legal_basis}
        cited |= {law_id for action in actions for law_id in action.legal_basis}
        return ContractReport(
            generator=generator,
            document=document_info(agreement, told.absent, self._deposit),
            parties=_parties(agreement),
            clauses=_clauses(agreement),
            findings=findings,
            deposit=deposit,
            refund=refund,
            deposits=deposits,
            fees=read_fees(agreement, self._fees),
            termination=ending,
            checks=_checks(rules, findings),
            actions=actions,
            legal_basis=self._legal_basis(cited),
        )

    def _refund(self, agreement: Agreement, deposit: Deposit, told: Provisions) -> RefundAssessment:
        conditions = read_conditions(agreement, deposit, self._deposit, told)
        counted = with_counts(agreement, conditions, self._counting)
        return assess_refund(agreement, deposit, counted, self._deposit, told)

    def _deposits(
        self,
        agreement: Agreement,
        told: Provisions,
        deposit: Deposit,
        refund: RefundAssessment,
        facts: MerchantFacts | None,
    ) -> tuple[DepositAssessment, ...]:
        """Return each sort of deposit with its own assessment, the device's first."""
        if not deposit.exists:
            return ()
        if len(told.talk.groups) < 2:
            sort = told.talk.groups[0] if told.talk.groups else "device"
            return (DepositAssessment(sort=sort, deposit=deposit, refund=refund),)
        found = []
        for sort in told.talk.groups:
            own = told.only(sort)
            its = read_deposit(agreement, self._deposit, own.talk)
            if not its.exists:
                continue
            assessed = self._refund(agreement, its, own)
            if assessed.verdict == "silent" and not its.amounts and deposit.amounts:
                continue  # named in passing
            if facts is not None:
                # What was paid is told of the leading deposit, so that no sum is worked out for the others.
                judged = self._facts.judge(agreement, its, assessed, facts)
                assessed = judged.model_copy(update={"outlook": None})
            found.append(DepositAssessment(sort=sort, deposit=its, refund=assessed))
        if len(found) == 1:
            return (DepositAssessment(sort=found[0].sort, deposit=deposit, refund=refund),)
        return tuple(found)

    def _not_assessed(self, agreement: Agreement, generator: Generator, why: str) -> ContractReport:
        actions = self.actions.actions_for("not_assessed", tags=frozenset(), law=self.law)
        return ContractReport(
            generator=generator,
            document=document_info(agreement, (), self._deposit),
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
        if "set.aside" not in finding.trace.decided:
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
