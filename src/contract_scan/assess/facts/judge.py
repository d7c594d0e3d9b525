"""From a refund assessment and the merchant's facts to an assessment with the facts in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.facts.case import Case, Judgement, unknown
from contract_scan.assess.facts.lexicon import FactsLexicon
from contract_scan.assess.facts.payback import amount_due, day_due
from contract_scan.assess.facts.states import judge_state
from contract_scan.assess.facts.totals import judge_total
from contract_scan.assess.facts.ways import other_row, qualifies
from contract_scan.assess.facts.words import FIELDS
from contract_scan.assess.figures import TURNOVER
from contract_scan.model.facts import MerchantFacts
from contract_scan.model.report import Condition, Deposit, Outlook, RefundAssessment

__all__ = ["FactsJudge"]


class FactsJudge:
    """Judges conditions by facts, with the patterns of one lexicon. Never changed, shared by threads."""

    def __init__(self, lexicon: FactsLexicon) -> None:
        self._lexicon = lexicon

    def judge(
        self, agreement: Agreement, deposit: Deposit, refund: RefundAssessment, facts: MerchantFacts
    ) -> RefundAssessment:
        """Return `refund` with the status of each condition and the outlook. Pure: the same for the same facts."""
        judgements, qualified_on = self._judge_all(agreement, refund.conditions, facts)
        conditions = tuple(
            condition.model_copy(update={"status": j.status, "why": j.why, "lacking": j.lacking, "by": j.by})
            for condition, j in zip(refund.conditions, judgements, strict=True)
        )
        # Another row's requirement is no requirement of this merchant.
        skipped = frozenset(
            i for i, condition in enumerate(conditions) if other_row(agreement, condition, facts.deposit_paid)
        )
        refund = refund.model_copy(update={"conditions": conditions})
        outlook = self._outlook(agreement, deposit, refund, facts, judgements, skipped, qualified_on)
        return refund.model_copy(update={"outlook": outlook})

    def _judge_all(
        self, agreement: Agreement, conditions: Sequence[Condition], facts: MerchantFacts
    ) -> tuple[list[Judgement], date | None]:
        judged: dict[int, Judgement] = {}
        qualified_on: date | None = None
        # Totals first: 「达标后30日内申请」 runs from the day on which they were reached.
        order = sorted(range(len(conditions)), key=lambda i: conditions[i].type not in TURNOVER)
        for i in order:
            condition = conditions[i]
            if row := other_row(agreement, condition, facts.deposit_paid):
                judged[i] = unknown(f"这是另一档的要求（{row}），与实付押金不符")
                continue
            case = Case(condition, facts, agreement, self._lexicon, qualified_on)
            if condition.type not in TURNOVER:
                judged[i] = judge_state(case)
                continue
            judged[i] = judge_total(case)
            if len([c for c in conditions if c.type in TURNOVER]) == 1:
                qualified_on = judged[i].reached
        return [judged[i] for i in range(len(conditions))], qualified_on

    def _outlook(
        self,
        agreement: Agreement,
        deposit: Deposit,
        refund: RefundAssessment,
        facts: MerchantFacts,
        judgements: Sequence[Judgement],
        skipped: frozenset[int],
        qualified_on: date | None,
    ) -> Outlook:
        statuses = [condition.status for condition in refund.conditions]
        enough = qualifies(refund.conditions, skipped)
        if refund.verdict in ("refundable", "conditional"):
            amount, amount_why, amount_needs = amount_due(deposit, refund, facts, self._lexicon)
            due, due_why, due_needs = day_due(agreement, refund.deadline, facts, self._lexicon, qualified_on)
        else:
            enough, amount, due, amount_needs, due_needs = None, None, None, (), ()
            amount_why = due_why = _NO_SUM[refund.verdict]
        open_windows = [
            condition.by
            for condition, one in zip(refund.conditions, judgements, strict=True)
            if condition.type == "application_window" and condition.by and condition.status != "met" and not one.final
        ]
        claim_by = min(open_windows, default=None)
        settled = {
            i
            for i, condition in enumerate(refund.conditions)
            if i in skipped or (enough is not None and condition.groups)
        }
        needs = dict.fromkeys(
            [need for i, one in enumerate(judgements) if i not in settled for need in one.needs]
            + list(amount_needs)
            + list(due_needs)
        )
        return Outlook(
            met=statuses.count("met"),
            unmet=statuses.count("unmet"),
            unknown=statuses.count("unknown"),
            qualifies=enough,
            signed_on=facts.signed_on or None,
            activated_on=facts.activated_on or None,
            due_amount=amount,
            due_amount_why=amount_why,
            due_by=due,
            due_by_why=due_why,
            claim_by=claim_by,
            next_step=_next_step(refund, facts, judgements, settled, enough, due, claim_by, tuple(needs)),
            needs=tuple(needs),
        )


_NO_SUM = {
    "non_refundable": "合同写明不退",
    "silent": "合同没写退不退",
    "contradictory": "合同前后矛盾，退不退要先弄清",
    "no_deposit": "合同没有押金",
    "not_assessed": "没有读成合同，不作判断",
}


def _next_step(
    refund: RefundAssessment,
    facts: MerchantFacts,
    judgements: Sequence[Judgement],
    settled: set[int],
    enough: bool | None,
    due: date | None,
    claim_by: date | None,
    needs: tuple[str, ...],
) -> str:
    """Return the one thing to do first."""
    if refund.verdict not in ("refundable", "conditional"):
        return f"{_NO_SUM[refund.verdict]}；先看下一步建议，不要只等对方退。"
    pairs = [(c, j) for i, (c, j) in enumerate(zip(refund.conditions, judgements, strict=True)) if i not in settled]
    if enough is False:
        lost = [c for c, j in pairs if j.status == "unmet" and j.final]
        if lost:
            return f"有条件已补不上：{lost[0].why}。先核对原文和记录，再谈判或投诉。"
        if claim_by is not None:
            others = [c for c, j in pairs if j.status == "unmet" and not c.type.startswith("application")]
            lead = f"先补上：{others[0].why}；" if others else ""
            return f"{lead}在 {claim_by:%Y-%m-%d} 前（含当天）书面申请，并留底。"
        dated = sorted((c for c, j in pairs if j.status == "unmet" and c.by), key=lambda c: c.by or date.max)
        first = dated[0] if dated else next((c for c, j in pairs if j.status == "unmet"), refund.conditions[0])
        return f"先补上：{first.why}。"
    if enough is None:
        if needs:
            named = "、".join(f"{FIELDS.get(need, need)}（{need}）" for need in needs[:4])
            return f"补上这些事实再算：{named}。"
        return "有条件要对照原文自己核对，见各条说明。"
    if due is None or facts.today is None:
        return "条件都已满足：书面要求退还，写明金额和收款账户，并留底。"
    if facts.today > due:
        return f"条件都已满足，{due:%Y-%m-%d} 已过 {(facts.today - due).days} 天：发书面催告，要求退还押金。"
    return f"条件都已满足：最迟 {due:%Y-%m-%d} 应退，到期不退就发书面催告。"
