"""The day that a contract's event fell on: 自激活之日起, 解除且交还终端后."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contract_scan.assess.facts.lexicon import FactsLexicon
from contract_scan.assess.facts.words import ask
from contract_scan.model.facts import EventDay, MerchantFacts

__all__ = ["Event", "event_in"]

_FIELD = {
    "returned": "terminal_returned_on",
    "applied": "applied_on",
    "reviewed": "reviewed_on",
    "qualified": "qualified_on",
    "notified": "notice_given_on",
    "ended": "ended_on",
    "first_transaction": "first_transaction_on",
    "activated": "activated_on",
    "installed": "installed_on",
    "signed": "signed_on",
    "paid": "deposit_paid_on",
}
_HAPPENED = {
    "returned": "交还机器",
    "applied": "申请",
    "reviewed": "审核通过",
    "qualified": "达标",
    "notified": "通知",
    "term": "合同到期",
    "ended": "合同结束",
    "first_transaction": "首笔交易",
    "activated": "激活",
    "installed": "装机",
    "signed": "签约",
    "paid": "交押金",
}
#: 签收终端 is the merchant's receipt of the terminal and 通知终止 an ending: what is named first says which.
_INSTEAD = {"reviewed": ("applied",), "returned": ("installed",), "notified": ("ended",), "qualified": ("reviewed",)}


@dataclass(frozen=True, slots=True)
class Event:
    """An event that a period runs from.

    `day` is when it was, None where it has not been or is not known; `why` says which, `needs` the fact to give.
    `names` are the events of the lexicon; no name means that the contract names none.
    """

    day: date | None
    why: str
    names: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    #: It is known not to have happened yet.
    ahead: bool = False

    @property
    def begins_use(self) -> bool:
        """Whether there can be no transaction before the event."""
        return bool({"activated", "installed", "first_transaction"} & set(self.names))


def event_in(text: str, facts: MerchantFacts, lexicon: FactsLexicon, qualified_on: date | None = None) -> Event:
    """Return the event that a text names; of several (解除且交还终端) the last one that happened.

    Args:
        text: the words of the event, without the period itself.
        facts: what the merchant told.
        lexicon: the patterns of events.
        qualified_on: the day on which the turnover was reached, as computed from transactions.
    """
    names = _named(text, lexicon)
    if not names:
        return Event(None, "合同没写从哪一天起算")
    days: list[date] = []
    for name in names:
        told, field = _told(name, facts, qualified_on)
        if told is False or (told is not None and facts.today is not None and told > facts.today):
            when = f"（{told:%Y-%m-%d}）" if told else ""
            return Event(None, f"还没有{_HAPPENED[name]}{when}，期限还没有起算", names, ahead=True)
        if told is None:
            return Event(None, ask(field), names, needs=(field,))
        days.append(told)
    last = max(days)
    said = _HAPPENED[names[days.index(last)]]
    return Event(last, f"{last:%Y-%m-%d} {said}", names)


def _named(text: str, lexicon: FactsLexicon) -> tuple[str, ...]:
    names = lexicon.named("events", text)
    return tuple(name for name in names if not any(name in _INSTEAD.get(other, ()) for other in names))


def _told(name: str, facts: MerchantFacts, qualified_on: date | None) -> tuple[EventDay | None, str]:
    if name == "term":
        # 期满 is the day of the term; one that ended before it never ran out.
        return (facts.term_ends_on or facts.ended_on, "term_ends_on")
    field = _FIELD[name]
    told: EventDay | None = getattr(facts, field)
    if name == "qualified" and told is None:
        told = qualified_on
    if name == "first_transaction" and told is None and facts.transactions and _complete_from_start(facts):
        told = min(one.day for one in facts.transactions if one.status == "success")
    return told, field


def _complete_from_start(facts: MerchantFacts) -> bool:
    """Whether the records reach back to a time when there can have been no transaction."""
    begun = facts.activated_on or facts.installed_on
    went_through = any(one.status == "success" for one in facts.transactions or ())
    return bool(went_through and begun and facts.records_from and facts.records_from <= begun)
