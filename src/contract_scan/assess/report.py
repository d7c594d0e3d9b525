"""Brings everything that was read of one agreement into its report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from contract_scan.assess.actions import ActionBook
from contract_scan.assess.agreement import Agreement
from contract_scan.assess.checklist import Seen, checklist_of
from contract_scan.assess.checks.book import CheckBook
from contract_scan.assess.checks.findings import shortened
from contract_scan.assess.condition_weights import ConditionWeights
from contract_scan.assess.conditions import read_conditions
from contract_scan.assess.counts import with_counts
from contract_scan.assess.deposit import read_deposit
from contract_scan.assess.documents import document_info
from contract_scan.assess.ending import EndingLexicon, read_ending
from contract_scan.assess.facts import FactsJudge
from contract_scan.assess.facts.lexicon import FactsLexicon
from contract_scan.assess.fee_example import fee_example
from contract_scan.assess.fees import FeeLexicon, read_fees, without_deposit
from contract_scan.assess.figure_weights import FigureWeights
from contract_scan.assess.findings import clause_ids, findings_of, without_force
from contract_scan.assess.law import LawBook, LawView
from contract_scan.assess.moments import moments_of
from contract_scan.assess.parts import Part, read_parts
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.assess.provisions import Provisions, read_provisions
from contract_scan.assess.recognise import is_agreement
from contract_scan.assess.score import score_of
from contract_scan.assess.signing import SigningLexicon, signing_date
from contract_scan.assess.tags import tags_of
from contract_scan.assess.verdict import assess_refund
from contract_scan.assess.wishes import as_wished
from contract_scan.model.document import Document
from contract_scan.model.facts import MerchantFacts
from contract_scan.model.report import (
    Action,
    Check,
    ChecklistGroup,
    CheckOutcome,
    Clause,
    ContractReport,
    Deposit,
    DepositAssessment,
    Finding,
    Generator,
    LegalBasis,
    Party,
    Perspective,
    Reason,
    RefundAssessment,
    TermInfo,
)
from contract_scan.rules import Rule, Ruleset

__all__ = ["Assessor"]


class Assessor:
    """Assesses agreements, by the lexicons of one directory. Loaded once, never changed, shared by threads."""

    def __init__(self, root: Path) -> None:
        self.law = LawBook.load(root)
        self.actions = ActionBook.load(root)
        self.checks = CheckBook(root)
        self._fees = FeeLexicon(root)
        self._figures = FigureWeights(root)
        self._conditions = ConditionWeights(root)
        self._ending = EndingLexicon(root)
        self._deposit = DepositLexicon.load(root)
        self._signing = SigningLexicon(root)
        self._counting = FactsLexicon.load(root)
        self._facts = FactsJudge(self._counting)

    def parts(self, document: Document) -> tuple[Part, ...]:
        """Return the documents that an agreement consists of, in reading order; none where it is a single one."""
        return read_parts(document, self._deposit)

    def report(
        self,
        agreement: Agreement,
        ruleset: Ruleset,
        generator: Generator,
        facts: MerchantFacts | None = None,
        perspective: Perspective = "merchant",
    ) -> ContractReport:
        """Return the report of an agreement; one that is none is reported as not assessed.

        With `facts` each condition is judged by them, and ``refund.outlook`` is there. Law is cited as `perspective`
        may rely on it, by the contract's date where that is known.
        """
        document = agreement.document
        signed = signing_date(agreement, facts, self._signing)
        today = facts.today if facts else None
        law = self.law.seen_by(perspective, on=signed.day if signed else None, today=today)
        if not is_agreement(agreement, self._deposit):
            return self._not_assessed(agreement, generator, _why_not(document), law)
        told = read_provisions(agreement, self._deposit)
        deposit = read_deposit(agreement, self._deposit, everything=told.talk)
        refund = self._refund(agreement, deposit, told)
        ending = read_ending(agreement, self._ending, self._figures)
        fees = without_deposit(read_fees(agreement, self._fees, self._figures), deposit)
        by_rules = without_force(findings_of(agreement, law), told, self._deposit.say("documents.say.set_aside"))
        checked = self.checks.run(agreement, deposit, refund, fees, ending, by_rules, law)
        clauses = _clauses(agreement)
        more = _rule_checks(ruleset.rules, checked.findings, self.checks, document)
        wished = as_wished(checked, more, clauses, self.checks, ruleset)
        findings = wished.findings
        score, drivers = score_of(refund.verdict, findings, ruleset.settings.score)
        missing = tuple(dict.fromkeys((*refund.missing, *wished.missing)))
        refund = refund.model_copy(update={"score": score, "drivers": drivers, "missing": missing})
        if facts is not None:
            refund = self._facts.judge(agreement, deposit, refund, facts)
        deposits = self._deposits(agreement, told, deposit, refund, facts)
        parties = _parties(agreement)
        tags = tags_of(deposit, refund, ending, findings, parties, self.actions.signs, facts)
        days = moments_of(refund, ending, facts, signed.day if signed else None)
        actions = self.actions.actions_for(refund.verdict, tags=tags, law=law, days=days, facts=facts)
        seen = Seen(agreement, refund, fees, tags, signed, facts)
        checklist = checklist_of(self.actions.evidence, seen, law) if refund.verdict != "no_deposit" else ()
        set_apart = [one.finding for one in wished.suppressed]
        citing: tuple[Finding | Action | ChecklistGroup, ...] = (*findings, *set_apart, *actions, *checklist)
        cited = {law_id for one in citing for law_id in one.legal_basis}
        return ContractReport(
            generator=generator,
            document=document_info(agreement, told.absent, self._deposit),
            perspective=perspective,
            signed=signed,
            parties=parties,
            clauses=clauses,
            findings=findings,
            suppressed=wished.suppressed,
            deposit=deposit,
            refund=refund,
            deposits=deposits,
            fees=fees,
            fee_example=fee_example(fees, self._fees),
            termination=ending,
            checks=wished.checks,
            actions=actions,
            checklist=checklist,
            legal_basis=_legal_basis(cited, law),
        )

    def _refund(self, agreement: Agreement, deposit: Deposit, told: Provisions) -> RefundAssessment:
        conditions = read_conditions(agreement, deposit, self._deposit, told, self._conditions)
        counted = with_counts(agreement, conditions, self._counting)
        return assess_refund(agreement, deposit, counted, self._deposit, told, self._figures)

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
            its = read_deposit(agreement, self._deposit, own.talk, everything=told.talk)
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

    def _not_assessed(self, agreement: Agreement, generator: Generator, why: str, law: LawView) -> ContractReport:
        actions = self.actions.actions_for("not_assessed", tags=frozenset(), law=law)
        return ContractReport(
            generator=generator,
            document=document_info(agreement, (), self._deposit),
            perspective=law.perspective,
            clauses=_clauses(agreement),
            deposit=Deposit(exists=None),
            refund=RefundAssessment(verdict="not_assessed", reasons=(Reason(text=why),)),
            termination=TermInfo(),
            actions=actions,
            legal_basis=_legal_basis({law_id for action in actions for law_id in action.legal_basis}, law),
        )


def _legal_basis(cited: set[str], law: LawView) -> dict[str, LegalBasis]:
    return {law_id: law.get(law_id) for law_id in sorted(cited)}


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


def _rule_checks(
    rules: Sequence[Rule], findings: Sequence[Finding], book: CheckBook, document: Document
) -> tuple[Check, ...]:
    """Return how the rules ended that no known risk speaks for: each about a risk, and each protection found."""
    fired: dict[str, list[Finding]] = {}
    for finding in findings:
        if "set.aside" not in finding.trace.decided:
            fired.setdefault(finding.rule_id, []).append(finding)
    checks = []
    for rule in rules:
        hits = fired.get(rule.id, ())
        if rule.id in book.rules or rule.outcome not in ("risk", "protection") or (rule.outcome != "risk" and not hits):
            continue
        outcome: CheckOutcome = "risk" if rule.outcome == "risk" else "protected"
        if hits:
            reason = f"见「{shortened(hits[0].evidence[0].quote)}」。"
        else:
            outcome, reason = book.not_found("presence", document)
        checks.append(
            Check(id=rule.id, title=rule.title, outcome=outcome, reason=reason, findings=tuple(hit.id for hit in hits))
        )
    return tuple(checks)
