"""Adding up the merchant's records: never more exactly than they tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from contract_scan.assess.dates import add_months, month_end
from contract_scan.assess.facts.counting import Counting
from contract_scan.assess.facts.words import ask
from contract_scan.model.facts import MerchantFacts, MonthFigures, Transaction

__all__ = ["Measure", "Tally", "add_up", "reached_on", "recorded_until"]

Measure = Literal["volume", "count"]


@dataclass(frozen=True, slots=True)
class Tally:
    """What the records add up to: at least `least`, at most `most` (None: records are missing). `gaps` say why."""

    least: Decimal
    most: Decimal | None
    gaps: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether the sum is known."""
        return self.most == self.least


def add_up(
    facts: MerchantFacts,
    measure: Measure,
    counting: Counting,
    start: date | None,
    end: date | None,
    *,
    from_first_use: bool = False,
) -> Tally:
    """Add up what counts from `start` to `end`, both days included (None: no limit).

    Args:
        facts: the merchant's records; single transactions go before monthly figures.
        measure: turnover in CNY, or number of transactions.
        counting: which transactions count.
        start: the first day.
        end: the last day.
        from_first_use: nothing can have been recorded before `start`, so that its month counts whole.
    """
    if facts.transactions is not None:
        return _from_transactions(facts, measure, counting, start, end)
    months = facts.volume if measure == "volume" else facts.count
    if months is None:
        return Tally(Decimal(0), None, (ask("volume" if measure == "volume" else "count"),))
    return _from_months(facts, months, counting, start, end, from_first_use)


def recorded_until(facts: MerchantFacts, measure: Measure) -> date | None:
    """Return the last day of the records, None where there are none."""
    if facts.transactions is not None:
        return facts.records_until or max((one.day for one in facts.transactions), default=None)
    months = facts.volume if measure == "volume" else facts.count
    return month_end(_first_of(max(months))) if months else None


def reached_on(
    facts: MerchantFacts, measure: Measure, counting: Counting, start: date | None, end: date | None, goal: Decimal
) -> date | None:
    """Return the day on which what surely counts reached the goal; None where only months are known."""
    total = Decimal(0)
    for one in sorted(facts.transactions or (), key=lambda one: one.day):
        if _within(one.day, start, end) and _counts(one, counting) is True:
            total += one.amount if measure == "volume" else 1
            if total >= goal:
                return one.day
    return None


def _from_transactions(
    facts: MerchantFacts, measure: Measure, counting: Counting, start: date | None, end: date | None
) -> Tally:
    least, most = Decimal(0), Decimal(0)
    gaps: list[str] = []
    for one in facts.transactions or ():
        if not _within(one.day, start, end):
            continue
        counts = _counts(one, counting)
        worth = one.amount if measure == "volume" else Decimal(1)
        least += worth if counts is True else 0
        most += worth if counts is not False else 0
    if least != most:
        gaps.append("有的流水没写卡种，或是退了款的，算不算合同没写清")
    if hidden := counting.hidden(facts, monthly=False):
        least = Decimal(0)
        gaps.append(hidden)
    missing = tuple(_uncovered_days(facts, start, end))
    return Tally(least, None if missing else most, (*gaps, *missing))


def _uncovered_days(facts: MerchantFacts, start: date | None, end: date | None) -> Iterator[str]:
    days = [one.day for one in facts.transactions or ()]
    first = facts.records_from or min(days, default=None)
    last = facts.records_until or max(days, default=None)
    if first is None or last is None:
        yield "流水里一笔也没有；请写明 records_from 和 records_until"
        return
    begun = start or facts.activated_on or facts.installed_on or None
    if begun is None or first > begun:
        yield f"流水从 {first:%Y-%m-%d} 开始，不知道之前有没有交易；如流水是完整的，写 records_from"
    if end is None or last < end:
        yield f"流水到 {last:%Y-%m-%d} 为止，不知道之后有没有交易；如流水是完整的，写 records_until"


def _counts(one: Transaction, counting: Counting) -> bool | None:
    """Whether a transaction counts; None where that is not known."""
    if one.status == "failed" or not counting.takes(one.amount):
        return False
    if one.status in ("refunded", "reversed"):
        return False if counting.without_refunds else None
    if one.card_type is None:
        return True if len(counting.cards) == 5 else None
    return one.card_type in counting.cards


def _from_months(
    facts: MerchantFacts,
    months: dict[str, MonthFigures],
    counting: Counting,
    start: date | None,
    end: date | None,
    from_first_use: bool,
) -> Tally:
    least, most = Decimal(0), Decimal(0)
    gaps: list[str] = []
    missing: list[str] = []
    begun = start or facts.activated_on or facts.installed_on or None
    listed = sorted(months)
    first = begun or (_first_of(listed[0]) if listed else None)
    last = end or (month_end(_first_of(listed[-1])) if listed else None)
    if first is None or last is None:
        return Tally(least, None, (ask("volume"),))
    if begun is None:
        missing.append(ask("activated_on") + "，不知道记录是否从头开始")
    month = first.replace(day=1)
    while month <= last:
        key = f"{month:%Y-%m}"
        if key not in months:
            missing.append(key)
        else:
            low, high = _of_month(months[key], counting)
            if _whole(month, first, last, facts, from_first_use or start is None):
                least += low
            else:
                gaps.append(f"{key} 只有一部分在期限内，请给逐笔流水（transactions）")
            most += high
        month = add_months(month, 1)
    without = [key for key in missing if len(key) == 7]
    if without:
        gaps.append(f"缺 {'、'.join(without[:6])}{'等' if len(without) > 6 else ''} 的记录")
    gaps += [text for text in missing if len(text) != 7]
    if hidden := counting.hidden(facts, monthly=True):
        least = Decimal(0)
        gaps.append(hidden)
    elif least != most and not gaps:
        gaps.append("有的月份只有合计（total），没有分卡种")
    return Tally(least, None if missing else most, tuple(gaps))


def _of_month(figures: MonthFigures, counting: Counting) -> tuple[Decimal, Decimal]:
    known = sum((value for card, value in figures.items() if card in counting.cards), Decimal(0))
    every = sum((value for card, value in figures.items() if card != "total"), Decimal(0))
    rest = max(figures.get("total", every) - every, Decimal(0))
    # What the total holds beyond the cards told apart can be of any card that is not.
    open_cards = counting.cards - figures.keys()
    if len(counting.cards) == 5:
        return known + rest, known + rest
    return known, known + (rest if open_cards else Decimal(0))


def _whole(month: date, first: date, last: date, facts: MerchantFacts, nothing_before: bool) -> bool:
    """Whether all that is recorded of a month lies within the period."""
    begins = first <= month or nothing_before
    ended = min((day for day in (facts.today, facts.ended_on) if day), default=None)
    ends = month_end(month) <= last or (ended is not None and ended <= last)
    return begins and ends


def _within(day: date, start: date | None, end: date | None) -> bool:
    return (start is None or day >= start) and (end is None or day <= end)


def _first_of(key: str) -> date:
    return date.fromisoformat(key + "-01")
