"""How the deposit is paid back: how soon, with interest or not, less what, and by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Literal

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.assess.provisions import Provisions
from contract_scan.assess.statements import Statement
from contract_scan.assess.talk import Mention, Talk, clause_of
from contract_scan.language.quantities import Quantity
from contract_scan.model.report import Condition, Deadline, Deduction, Deposit, DepositSort, Role

__all__ = ["read_claim_deadline", "read_deadline", "read_deductions", "read_interest", "read_payer"]

_UNITS: dict[str, tuple[Literal["working_day", "day", "month"], int]] = {
    "working_day": ("working_day", 1),
    "day": ("day", 1),
    "week": ("day", 7),
    "hour": ("day", 1),
    "month": ("month", 1),
    "quarter": ("month", 3),
    "year": ("month", 12),
}
_REPAID = re.compile(r"退|返|解冻|原路|¤")
_SINCE = re.compile(r"(?:[自从于经在]|^)([^，。；¤自从于经在]{2,16}?)(?:之日|当日|之后)?[起后，]?[^，。；]?$")
_REACHED = re.compile(r"[达满足][^，。；]{0,12}\w*$|刷|交易")
_WITHIN = re.compile(r"之?内|以内")
_CASE_END = re.compile(r"(?:的|时|者)$|^(?:若|如|倘|并且|且)")


def read_deadline(
    agreement: Agreement, told: Provisions, statements: Sequence[Statement], group: DepositSort, lexicon: DepositLexicon
) -> Deadline | None:
    """Return how soon the provider must pay the deposit back, from the first sentence that says it.

    Where documents differ, from the one that goes before the other.
    """
    first: tuple[int | None, Deadline] | None = None
    for mention, deadline in _deadlines(agreement, told.talk, statements, group, lexicon):
        part = agreement.part_of(mention.reading)
        if first is None or told.precedence.clause_for(part, first[0]) is not None:
            first = part, deadline
    return None if first is None else first[1]


def _deadlines(
    agreement: Agreement, talk: Talk, statements: Sequence[Statement], group: DepositSort, lexicon: DepositLexicon
) -> Iterator[tuple[Mention, Deadline]]:
    promised = {reading.sentence.index for s in statements if s.effect == "return" for reading in (s.reading, *s.items)}
    if not promised:
        return
    for mention in talk.mentions:
        index = mention.reading.sentence.index
        if group not in mention.groups or mention.reading.sentence.paragraph.heading:
            continue
        near = mention.titled or any(index - back in promised for back in range(7))
        if index not in promised and not near:
            continue
        for quantity in mention.reading.quantities:
            if (found := _deadline(agreement, mention, quantity, lexicon)) is not None:
                yield mention, found


def _deadline(agreement: Agreement, mention: Mention, quantity: Quantity, lexicon: DepositLexicon) -> Deadline | None:
    text = mention.text
    if quantity.kind == "day_of_month" and quantity.value is not None:
        _, stop = clause_of(text, quantity.start, quantity.end)
        if lexicon["deadline.pays"].search(text[quantity.end : stop]):
            evidence = agreement.evidence(mention.reading, *clause_of(text, quantity.start, quantity.end))
            return Deadline(value=int(quantity.value), unit="day", **{"from": quantity.unit}, evidence=(evidence,))
        return None
    if quantity.kind == "duration" and quantity.unit == "T+n":
        return _settled(agreement, mention, quantity)
    if quantity.kind != "duration" or quantity.bound not in ("at_most", None) or quantity.unit not in _UNITS:
        return None
    value = quantity.upper or quantity.value  # 3-5个工作日: the later is what can be held against the payer
    if value is not None and quantity.unit == "hour":
        value = (value / 24).to_integral(ROUND_CEILING)
    if value is not None and quantity.ordinal and not _WITHIN.match(text, quantity.end):
        return None  # 第4个月 is when something happens; 第4个月内 is by when it must
    if value is None or value != value.to_integral():
        return None
    end = _payment(text, quantity, mention.reading.quantities, lexicon)
    if end is None:
        return None
    unit, factor = _UNITS[quantity.unit]
    begin, _ = clause_of(text, quantity.start, quantity.end)
    return Deadline(
        value=int(value) * factor,
        unit=unit,
        **{"from": quantity.from_event},
        evidence=(agreement.evidence(mention.reading, begin, end),),
    )


def _settled(agreement: Agreement, mention: Mention, quantity: Quantity) -> Deadline | None:
    """T+1, counted in working days, or D+1: only where the deposit is what is paid, and not the day's takings."""
    text = mention.text
    begin, stop = clause_of(text, quantity.start, quantity.end)
    if quantity.value is None or not _REPAID.search(text[quantity.end : stop]):
        return None
    event = _SINCE.search(text[begin : quantity.start])
    return Deadline(
        value=int(quantity.value),
        unit="working_day" if quantity.working else "day",
        **{"from": event[1] if event else None},
        evidence=(agreement.evidence(mention.reading, begin, stop),),
    )


def _payment(text: str, quantity: Quantity, quantities: Sequence[Quantity], lexicon: DepositLexicon) -> int | None:
    """Return the end of the clause that pays within the period, or None where the period is for something else."""
    _, stop = clause_of(text, quantity.start, quantity.end)
    within = lexicon["deadline.claim"].sub("申请", text[quantity.end : stop])
    before = text[: quantity.start]
    if lexicon["deadline.labelled"].search(before) or lexicon["deadline.limit"].search(before):
        return stop
    inside = lexicon["deadline.inside"].match(text[quantity.end :]) or lexicon["deadline.after"].search(before)
    since = lexicon["deadline.since"].search(before) and text.startswith("，", quantity.end)
    if quantity.bound is None and not inside and not since:
        return None
    if lexicon["deadline.merchant_side"].search(within):
        pays = lexicon["deadline.pays"].search(within)
        side = lexicon["deadline.merchant_side"].search(within)
        return stop if pays and side and pays.start() < side.start() else None
    if lexicon["deadline.pays"].search(within):
        return stop
    if within.strip("之以内前后，") and not lexicon["deadline.review"].search(within):
        return None
    # 「合同终止后30日内，若无拖欠，甲方退还保证金」: the payment follows the cases.
    while stop < len(text) and text[stop] == "，":
        start = stop + 1
        _, stop = clause_of(text, start, start)
        piece = text[start:stop]
        if lexicon["deadline.merchant_act"].search(piece) or _REACHED.search(piece):
            return None
        if _CASE_END.search(piece):
            continue
        if any(q.kind == "duration" and q.bound == "at_most" and start <= q.start < stop for q in quantities):
            return None  # 「365日内刷满的，乙方在15日内退还」: the payment has a period of its own
        if lexicon["deadline.pays"].search(piece):
            return stop
    return None


def read_claim_deadline(conditions: Sequence[Condition]) -> Deadline | None:
    """Return how soon the merchant must claim the deposit, from the condition that says it; of several the first."""
    for condition in conditions:
        if condition.type == "application_window" and condition.value is not None and condition.unit in _UNITS:
            unit, factor = _UNITS[condition.unit]
            value = condition.value * factor if condition.unit != "hour" else condition.value / 24
            return Deadline(
                value=int(value.to_integral(ROUND_CEILING)),
                unit=unit,
                **{"from": condition.from_},
                evidence=condition.evidence,
            )
    return None


def read_interest(talk: Talk, lexicon: DepositLexicon) -> Literal["none", "bearing"] | None:
    """Return whether the deposit bears interest, or None where nothing is said."""
    for name in ("none", "bearing"):
        for mention in talk.mentions:
            if lexicon[f"interest.{name}"].search(mention.reading.text):
                return "none" if name == "none" else "bearing"
    return None


def read_deductions(
    agreement: Agreement, statements: Sequence[Statement], lexicon: DepositLexicon
) -> tuple[Deduction, ...]:
    """Return what may be taken from the deposit, each sentence once."""
    found: dict[int, Deduction] = {}
    for statement in statements:
        index = statement.reading.sentence.index
        if statement.effect != "deduct" or index in found:
            continue
        begin, _ = clause_of(statement.mention.text, statement.start, statement.end)
        if lexicon["deductions.denied"].search(statement.mention.text[begin : statement.end]):
            continue
        for reading in (statement.reading, *statement.items):
            sums = [q for q in reading.quantities if q.kind == "money" and q.value is not None]
            amount: Decimal | None = sums[0].value if len({q.value for q in sums}) == 1 else None
            if reading is statement.reading:
                amount = next((q.value for q in sums if q.start >= statement.start), None)
            found[reading.sentence.index] = Deduction(
                text=reading.text.strip("。；; "), amount=amount, evidence=(agreement.evidence(reading),)
            )
    return tuple(found.values())


def read_payer(statements: Sequence[Statement], deposit: Deposit) -> Role | None:
    """Return who owes the deposit: who is said to return it, else who takes it."""
    for statement in statements:
        if statement.effect != "return":
            continue
        for role in _subjects(statement):
            return role
    return deposit.payee


def _subjects(statement: Statement) -> Iterator[Role]:
    parties = statement.reading.parties
    for _start, end, role in reversed([party for party in parties if party[1] <= statement.start]):
        bound = end == statement.start or re.match(r"应|须|将|需|负责|在|于|会", statement.mention.text[end:])
        if role in ("provider", "agent") and bound:
            yield "provider" if role == "provider" else "agent"
