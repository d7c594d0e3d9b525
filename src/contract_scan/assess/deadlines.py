"""How soon the deposit must be paid back, and by when it must be claimed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise
from typing import Literal

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.columns import cells_of, heads_after, under
from contract_scan.assess.figure_weights import LIKELY, FigureWeights
from contract_scan.assess.mentions import Mention, Talk, clause_of
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.assess.provisions import Provisions
from contract_scan.assess.statements import Statement
from contract_scan.assess.steps import NEAR, steps_after
from contract_scan.frames.model import Reading
from contract_scan.language.quantities import Quantity
from contract_scan.model.report import Condition, Deadline, DepositSort, Evidence

__all__ = ["read_claim_deadline", "read_deadline"]

_Unit = Literal["working_day", "day", "month"]
Length = tuple[int, _Unit]
_UNITS: dict[str, tuple[_Unit, int]] = {
    "working_day": ("working_day", 1),
    "day": ("day", 1),
    "week": ("day", 7),
    "hour": ("day", 1),
    "month": ("month", 1),
    "quarter": ("month", 3),
    "year": ("month", 12),
}
_HALF = Decimal("0.5")
_REPAID = re.compile(r"退|返|解冻|原路|¤|到账|打款")
_TAKINGS = re.compile(r"交易|结算|收款|货款|刷卡款|营业款|流水")
_CLOSED = ("。", "；", "：", "！", "？")
_PAYERS = ("provider", "agent")
_SINCE = re.compile(r"(?:[自从于经在]|^)([^，。；¤自从于经在]{2,16}?)(?:之日|当日|之后)?[起后，]?[^，。；]?$")
_EARNED = re.compile(r"(?:刷|交易|流水|收款)[^，。；]{0,12}(?:满|够|达|足)|(?:满|够|达)[^，。；]{0,12}(?:元|笔|次)")
_REACHED = re.compile(r"(?:达(?!成)|满|足(?!额))[^，。；]{0,12}\w*$|刷|交易")
_PAID_ON = re.compile(r"[^，。；]{0,3}(?:付|退|返|还|打|转|划)")
_WITHIN = re.compile(r"之?[内前]|以[内前]")
_CASE_END = re.compile(r"(?:的|时|者)$|^(?:若|如|倘|并且|且)")


def read_deadline(
    agreement: Agreement,
    told: Provisions,
    statements: Sequence[Statement],
    group: DepositSort,
    lexicon: DepositLexicon,
    figures: FigureWeights | None = None,
) -> Deadline | None:
    """Return how soon the provider must pay the deposit back, from the first sentence that says it.

    Where documents differ, from the one that goes before the other; where it comes back in parts, when the last does.
    Where no pattern finds one, `figures` tell which time is most likely that.
    """
    first: tuple[Mention, Deadline] | None = None
    special = {s.reading.sentence.index for s in statements if s.scope == "special"}
    special -= {s.reading.sentence.index for s in statements if s.scope != "special"}
    found = list(_deadlines(agreement, told.talk, statements, group, lexicon))
    ordinary = [one for one in found if one[0].reading.sentence.index not in special]
    for mention, deadline in ordinary or found:
        part = agreement.part_of(mention.reading)
        if (
            first is None
            or told.precedence.clause_for(part, agreement.part_of(first[0].reading)) is not None
            or (mention is first[0] and lexicon["deadline.rest"].search(deadline.evidence[0].quote))
        ):
            first = mention, deadline
    if first is not None:
        return first[1]
    return None if figures is None else _likely(agreement, told, statements, group, figures)


def _likely(
    agreement: Agreement, told: Provisions, statements: Sequence[Statement], group: DepositSort, figures: FigureWeights
) -> Deadline | None:
    """The time in a sentence on the deposit that is most likely the one in which it is paid back."""
    if told.precedence.clauses or not any(s.effect == "return" and s.scope != "special" for s in statements):
        return None
    best, deadline = LIKELY["deadline"], None
    for mention in told.talk.mentions:
        reading = mention.reading
        weigh = figures.of("deadline", agreement, reading)
        for quantity in reading.quantities if group in mention.groups else ():
            length = _length(quantity) if quantity.kind == "duration" else None
            if length is not None and (probability := weigh(quantity, "")) >= best:
                place = clause_of(reading.text, quantity.start, quantity.end)
                best, deadline = probability, _told(length, quantity.from_event, agreement.evidence(reading, *place))
    return deadline


def _deadlines(
    agreement: Agreement, talk: Talk, statements: Sequence[Statement], group: DepositSort, lexicon: DepositLexicon
) -> Iterator[tuple[Mention, Deadline]]:
    promised = {reading.sentence.index for s in statements if s.effect == "return" for reading in (s.reading, *s.items)}
    if not promised:  # 逾期未发起的，转为管理费。到账：提交后7个工作日内付款: who asks in time gets it
        asked = lexicon["conditions.application.denial"]
        promised = {s.reading.sentence.index for s in statements if s.denies and asked.search(s.case)}
    if not promised:
        return
    for mention in talk.mentions:
        index = mention.reading.sentence.index
        if group not in mention.groups or mention.reading.sentence.paragraph.heading:
            continue
        near = mention.titled or any(index - back in promised for back in range(NEAR))
        if index not in promised and not near:
            continue
        for quantity in mention.reading.quantities:
            if (found := _deadline(agreement, mention, quantity, lexicon)) is not None:
                yield mention, found
    yield from _answers(agreement, talk, group, lexicon)
    yield from _columns(agreement, talk, group, lexicon)
    for mention in talk.mentions:
        if group in mention.groups and mention.reading.sentence.index in promised:
            yield from _next_day(agreement, mention, lexicon)
    for mention in _steps(agreement, talk, promised, group):
        for quantity in mention.reading.quantities:
            if (found := _deadline(agreement, mention, quantity, lexicon)) is not None:
                yield mention, found
        yield from _next_day(agreement, mention, lexicon)


def _steps(agreement: Agreement, talk: Talk, promised: Set[int], group: DepositSort) -> Iterator[Mention]:
    """The steps that follow the promise of one sort of deposit, as if they named it."""
    for spoken, reading in steps_after(agreement, talk, promised):
        if group in spoken.groups:
            yield replace(spoken, reading=reading, text=reading.canonical, names=(), sorts=(), near=1)


def _answers(
    agreement: Agreement, talk: Talk, group: DepositSort, lexicon: DepositLexicon
) -> Iterator[tuple[Mention, Deadline]]:
    """What answers how soon the deposit is paid, without a word of paying it: 几天到账？五天。"""
    for before, reading in pairwise(agreement.readings):
        near = (reading.sentence.index - back for back in range(1, NEAR))
        if "question" not in before.signals or not lexicon["deadline.asked"].search(before.text):
            continue
        spoken = next((talk.by_index[index] for index in near if index in talk.by_index), None)
        if spoken is None or group not in spoken.groups:
            continue
        for quantity in reading.quantities:
            if quantity.kind == "duration" and (length := _length(quantity)) is not None:
                evidence = agreement.evidence(reading, *clause_of(reading.text, quantity.start, quantity.end))
                yield spoken, _told(length, quantity.from_event, evidence)
                break


def _columns(
    agreement: Agreement, talk: Talk, group: DepositSort, lexicon: DepositLexicon
) -> Iterator[tuple[Mention, Deadline]]:
    """The times in the rows on the deposit, under the head of a column that says that it is paid then: 退还时限."""
    heads: tuple[str, ...] = ()
    for reading in agreement.readings:
        cells = cells_of(agreement, reading) if reading.sentence.is_row else ()
        mention = talk.by_index.get(reading.sentence.index)
        if mention is not None and mention.names and group in mention.groups:
            for cell in under(cells, heads):
                inside = [q for q in reading.quantities if q.kind == "duration" and cell.start <= q.start < cell.end]
                length = _length(inside[0]) if inside and lexicon["deadline.column"].search(cell.head) else None
                if length is not None:
                    evidence = agreement.evidence(reading, cell.start, cell.end)
                    yield mention, _told(length, inside[0].from_event, evidence)
        heads = heads_after(reading, cells, heads)


def _next_day(agreement: Agreement, mention: Mention, lexicon: DepositLexicon) -> Iterator[tuple[Mention, Deadline]]:
    """The day or month after, where the deposit is what is paid then: 隔天把押金打回去."""
    for found in lexicon["deadline.next_day"].finditer(mention.text):
        begin, stop = clause_of(mention.text, *found.span())
        if not lexicon["deadline.merchant_side"].search(mention.text[begin:stop]):
            unit: _Unit = "month" if found["month"] else "working_day" if found["working"] else "day"
            yield mention, _told((1, unit), None, agreement.evidence(mention.reading, begin, stop))


def _told(length: Length, event: str | None, evidence: Evidence) -> Deadline:
    value, unit = length
    return Deadline(value=value, unit=unit, **{"from": event}, evidence=(evidence,))


def _length(quantity: Quantity) -> Length | None:
    """Return a length of time in the units of a deadline, None where these cannot tell it.

    Of a range the end is meant, 3-5个工作日: the later is what can be held against the payer.
    """
    value = quantity.upper or quantity.value
    if value is not None and quantity.unit == "T+n":
        return int(value), "working_day" if quantity.working else "day"
    if value is None or quantity.unit not in _UNITS:
        return None
    if quantity.unit == "hour":
        value = (value / 24).to_integral(ROUND_CEILING)
    if quantity.unit == "month" and value == _HALF:
        return 15, "day"
    if value != value.to_integral():
        return None
    unit, factor = _UNITS[quantity.unit]
    return int(value) * factor, unit


def _deadline(agreement: Agreement, mention: Mention, quantity: Quantity, lexicon: DepositLexicon) -> Deadline | None:
    text = mention.text
    if quantity.kind == "day_of_month" and quantity.value is not None:
        begin, stop = clause_of(text, quantity.start, quantity.end)
        rest = text[quantity.end : stop]
        if (
            rest in ("", "前", "之前", "以前")
            and (end := _paid_behind(text, stop, mention.reading, lexicon)) is not None
        ):
            rest, stop = text[quantity.end : end], end
        if lexicon["deadline.pays"].search(rest) and not lexicon["deadline.merchant_side"].search(rest):
            return _told((int(quantity.value), "day"), quantity.unit, agreement.evidence(mention.reading, begin, stop))
        return None
    if quantity.kind == "duration" and quantity.unit == "T+n":
        return _settled(agreement, mention, quantity)
    if quantity.kind != "duration" or quantity.bound not in ("at_most", None):
        return None
    if quantity.ordinal and not _by_then(text, quantity, lexicon):
        return None
    length = _length(quantity)
    whole = _unbroken(agreement, mention)
    end = _payment(whole, quantity, mention.reading, lexicon) if length is not None else None
    if length is None or end is None:
        return None
    begin, _ = clause_of(text, quantity.start, quantity.end)
    return _told(length, quantity.from_event, agreement.evidence(mention.reading, begin, min(end, len(text))))


def _unbroken(agreement: Agreement, mention: Mention) -> str:
    """Return the text of a mention with that of the line behind, where a line break cut the sentence."""
    text, after = mention.text, mention.reading.sentence.index + 1
    if text.endswith(_CLOSED) or mention.reading.sentence.is_row or after >= len(agreement.readings):
        return text
    behind = agreement.readings[after]
    if behind.sentence.paragraph.heading or behind.sentence.is_row or behind.sentence.paragraph.label is not None:
        return text
    return text + behind.canonical


def _by_then(text: str, quantity: Quantity, lexicon: DepositLexicon) -> bool:
    """Whether a place in time is the last for something: 第4个月内, 最迟第三天, 第5个工作日付还."""
    late = lexicon["deadline.at_latest"].search(text[: quantity.start])
    return late is not None or _is_paid_on(text, quantity) or _WITHIN.match(text, quantity.end) is not None


def _is_paid_on(text: str, quantity: Quantity) -> bool:
    """Whether a day in a sequence is the one on which it is paid: 第5个工作日付还."""
    day = quantity.ordinal and quantity.unit in ("day", "working_day")
    return day and _PAID_ON.match(text, quantity.end) is not None


def _settled(agreement: Agreement, mention: Mention, quantity: Quantity) -> Deadline | None:
    """T+1, counted in working days, or D+1: only where the deposit is what is paid, and not the day's takings."""
    text, length = mention.text, _length(quantity)
    begin, stop = clause_of(text, quantity.start, quantity.end)
    if length is None or not _REPAID.search(text[begin:stop]) or _TAKINGS.search(text[begin:stop]):
        return None
    event = _SINCE.search(text[begin : quantity.start])
    return _told(length, event[1] if event else None, agreement.evidence(mention.reading, begin, stop))


def _payment(text: str, quantity: Quantity, reading: Reading, lexicon: DepositLexicon) -> int | None:
    """Return the end of the clause that pays within the period, or None where the period is for something else."""
    _, stop = clause_of(text, quantity.start, quantity.end)
    before, within = text[: quantity.start], text[quantity.end : stop]
    begin, _ = clause_of(text, quantity.start, quantity.start)
    acts = any(role in _PAYERS for start, _, role in reading.parties if begin <= start < quantity.start)
    if not acts:  # 十日内办理退押手续 is the merchant's claim, unless the payer is who must
        within = lexicon["deadline.claim"].sub("申请", within)
    if lexicon["deadline.labelled"].search(before) or lexicon["deadline.limit"].search(before):
        return stop
    if _is_merchants_own(text, quantity, stop, reading, lexicon):
        return None
    if "¤" in before and lexicon["deadline.handled"].match(within):
        return stop
    if lexicon["deadline.subject"].search(before) and lexicon["deadline.seen_to"].search(within):
        return stop
    if lexicon["deadline.overcharged"].search(text, begin, stop):
        return None
    inside = lexicon["deadline.inside"].match(text[quantity.end :]) or lexicon["deadline.after"].search(before)
    since = lexicon["deadline.since"].search(before) and text.startswith("，", quantity.end)
    late = lexicon["deadline.at_latest"].search(before)
    if quantity.bound is None and not (inside or since or late or _is_paid_on(text, quantity)):
        return None
    if side := lexicon["deadline.merchant_side"].search(within):
        pays = lexicon["deadline.pays"].search(within)
        return stop if pays and pays.start() < side.start() else None
    if lexicon["deadline.papers"].search(within):
        return None
    if (paid := lexicon["deadline.pays"].search(within)) is not None:
        # 60天内刷满5万元的可以领回: the time in which it is earned
        return None if _EARNED.search(within, 0, paid.start()) else stop
    # 「应于五日内取出该款，原数归还」: who must do one thing in time goes on to pay.
    another = within.strip("之以内前后，") and not lexicon["deadline.review"].search(within)
    if another and (not acts or lexicon["deadline.answers"].search(within)):
        return None
    return _paid_behind(text, stop, reading, lexicon)


def _is_merchants_own(text: str, quantity: Quantity, stop: int, reading: Reading, lexicon: DepositLexicon) -> bool:
    """Whether the merchant is who must act in the time: 客户须在30天内凭收据到前台办理退押."""
    begin, _ = clause_of(text, quantity.start, quantity.start)
    actors = [(end, role) for start, end, role in reading.parties if begin <= start < quantity.start]
    return (
        bool(actors)
        and actors[-1][1] == "merchant"
        and lexicon["deadline.must"].match(text[actors[-1][0] : quantity.start]) is not None
        and lexicon["deadline.comes_for"].search(text, quantity.end, stop) is not None
    )


def _paid_behind(text: str, stop: int, reading: Reading, lexicon: DepositLexicon) -> int | None:
    """Return the end of the clause behind `stop` that pays: 合同终止后30日内，若无拖欠，甲方退还保证金.

    None where the merchant acts first, or the payment has a period of its own: 365日内刷满的，乙方在15日内退还.
    """
    while stop < len(text) and text[stop] == "，":
        start = stop + 1
        _, stop = clause_of(text, start, start)
        piece = text[start:stop]
        if lexicon["deadline.merchant_act"].search(piece) or _REACHED.search(piece):
            return None
        if _CASE_END.search(piece):
            continue
        own = [q for q in reading.quantities if q.kind == "duration" and start <= q.start < stop]
        if any(q.bound == "at_most" or q.ordinal for q in own):
            return None
        if lexicon["deadline.pays"].search(piece):
            return None if lexicon["effects.deny"].search(piece) else stop
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
