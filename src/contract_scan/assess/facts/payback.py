"""How much comes back and when it is due."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.dates import add_months, carried_forward, covered, period_end, uncovered
from contract_scan.assess.facts.events import event_in
from contract_scan.assess.facts.lexicon import FactsLexicon
from contract_scan.assess.facts.words import ask, length, yuan
from contract_scan.model.facts import MerchantFacts
from contract_scan.model.report import Deadline, Deposit, RefundAssessment

__all__ = ["amount_due", "day_due"]

_NEXT_MONTH = ("次月", "下月", "下个月")


def amount_due(
    deposit: Deposit, refund: RefundAssessment, facts: MerchantFacts, lexicon: FactsLexicon
) -> tuple[Decimal | None, str, tuple[str, ...]]:
    """Return what comes back once every condition is met, the arithmetic, and the facts that are needed for it."""
    paid = facts.deposit_paid
    if paid is None:
        named = "、".join(f"{yuan(amount)}{'/' + deposit.per if deposit.per else ''}" for amount in deposit.amounts)
        return None, ask("deposit_paid") + (f"；合同写的是 {named}" if named else ""), ("deposit_paid",)
    steps = [f"实付 {yuan(paid)}"]
    left = paid
    for name, amount in (facts.deductions or {}).items():
        left -= amount
        steps.append(f"减{name} {yuan(amount)}")
    if facts.arrears:
        left -= facts.arrears
        steps.append(f"减欠费 {yuan(facts.arrears)}")
    if facts.deductions is None:
        for amount_kept, why in _for_the_terminal(refund, facts, lexicon):
            if amount_kept is None:
                return None, "，".join(steps) + f"；{why}", ("deductions",)
            left -= amount_kept
            steps.append(f"减{why} {yuan(amount_kept)}")
    if facts.deposit_returned:
        left -= facts.deposit_returned
        steps.append(f"减已退 {yuan(facts.deposit_returned)}")
    due = max(left, Decimal(0))
    text = "，".join(steps) + f"，应退 {yuan(due)}"
    if left < 0:
        text += f"（扣款超出 {yuan(-left)}）"
    needs: tuple[str, ...] = ()
    if facts.arrears is None and any(lexicon["owed"].search(one.text) for one in refund.deductions):
        text += f"；合同可扣欠费，{ask('arrears')}"
        needs = ("arrears",)
    if facts.terminal_state is None and facts.deductions is None and _about_the_terminal(refund, lexicon):
        text += f"；合同可扣机器损坏、丢失的钱，{ask('terminal_state')}"
        needs = (*needs, "terminal_state")
    return (None if needs else due), text, needs


def _about_the_terminal(refund: RefundAssessment, lexicon: FactsLexicon) -> bool:
    return any(lexicon["lost"].search(one.text) or lexicon["damaged"].search(one.text) for one in refund.deductions)


def _for_the_terminal(
    refund: RefundAssessment, facts: MerchantFacts, lexicon: FactsLexicon
) -> list[tuple[Decimal | None, str]]:
    """What the contract takes for a terminal in this state: a sum where it names one."""
    state = facts.terminal_state
    if state not in ("lost", "damaged"):
        return []
    said = "机器丢失" if state == "lost" else "机器损坏"
    named = [one for one in refund.deductions if lexicon[state].search(one.text)]
    if not named:
        return []
    sums = {one.amount for one in named if one.amount is not None}
    if len(sums) == 1 and all(one.amount is not None for one in named):
        return [(sums.pop(), f"{said}按合同")]
    return [(None, f"{said}要扣多少合同没写死；写明 deductions，如 {{ 维修费 = 50 }}")]


def day_due(
    agreement: Agreement,
    deadline: Deadline | None,
    facts: MerchantFacts,
    lexicon: FactsLexicon,
    qualified_on: date | None,
) -> tuple[date | None, str, tuple[str, ...]]:
    """Return the last day on which the deposit is paid in time, how it is counted, and the facts that are needed."""
    if deadline is None:
        return None, "合同没写多久退", ()
    monthly = deadline.from_ in _NEXT_MONTH or (deadline.from_ or "").endswith("月")
    text = _before(agreement, deadline) if monthly else deadline.from_ or ""
    event = event_in(text, facts, lexicon, qualified_on)
    if not event.names and deadline.from_ and not monthly:
        return None, f"从“{deadline.from_}”起算，这是哪一天请自己核对", ()
    if event.day is None:
        return None, event.why, event.needs
    value = Decimal(deadline.value)
    if monthly:
        if deadline.from_ not in _NEXT_MONTH:
            return None, f"“{deadline.from_} {deadline.value} 日”从哪个月算，合同没写清", ()
        month = add_months(event.day.replace(day=1), 1)
        last = min(add_months(month, 1).toordinal() - 1, month.toordinal() + deadline.value - 1)
        end, said = date.fromordinal(last), f"{event.why}，次月 {deadline.value} 日前"
    elif (found := period_end(event.day, value, deadline.unit)) is not None:
        end, said = found, f"{event.why}，{length(value, deadline.unit)}内"
    else:
        return None, f"{event.why}，{length(value, deadline.unit)}内；{uncovered()}", ()
    if deadline.unit == "working_day":
        return end, f"{said}，最迟 {end:%Y-%m-%d}（按国务院放假安排计工作日）", ()
    moved, known = carried_forward(end)
    if not known:
        return end, f"{said}，到 {end:%Y-%m-%d}；如当天是法定休假日则顺延，工作日历只到 {covered()[1]:%Y-%m-%d}", ()
    if moved != end:
        return moved, f"{said}，到 {end:%Y-%m-%d}，是休假日，顺延到 {moved:%Y-%m-%d}", ()
    return end, f"{said}，最迟 {end:%Y-%m-%d}", ()


def _before(agreement: Agreement, deadline: Deadline) -> str:
    """The words of the sentence before 次月20日: what that month follows."""
    if not deadline.evidence:
        return ""
    start = deadline.evidence[0].start
    for reading in agreement.readings:
        if reading.sentence.start <= start < reading.sentence.end:
            return reading.text[: reading.text.find(deadline.from_ or "")]
    return ""
