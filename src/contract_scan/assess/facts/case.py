"""One condition with all that is needed to judge it, and the judgement."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.dates import period_end, uncovered
from contract_scan.assess.facts.counting import Counting, read_counting
from contract_scan.assess.facts.events import Event, event_in
from contract_scan.assess.facts.lexicon import FactsLexicon
from contract_scan.assess.facts.words import ask, length
from contract_scan.frames.model import Reading
from contract_scan.language.quantities import Quantity
from contract_scan.model.facts import MerchantFacts
from contract_scan.model.report import Condition

__all__ = ["Case", "Judgement", "Period", "met", "missing", "unknown", "unmet"]

_AROUND = 8  # sentences on either side in which a clause's rules of counting are looked for


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a condition stands. `lacking` is what is still missing, in the condition's unit, and `by` the last day.

    `final` says that an unmet condition can no longer be met. `needs` names facts that would settle an unknown one.
    """

    status: Literal["met", "unmet", "unknown"]
    why: str
    lacking: Decimal | None = None
    by: date | None = None
    needs: tuple[str, ...] = ()
    final: bool = False
    #: The day on which a turnover was reached.
    reached: date | None = None


def met(why: str, *, reached: date | None = None) -> Judgement:
    """Return that a condition is met."""
    return Judgement("met", why + "，已满足", reached=reached)


def unmet(why: str, *, lacking: Decimal | None = None, by: date | None = None, final: bool = False) -> Judgement:
    """Return that a condition is not met, now or for good."""
    return Judgement("unmet", why, lacking=lacking, by=by, final=final)


def unknown(why: str, *needs: str, by: date | None = None) -> Judgement:
    """Return that a condition cannot be judged."""
    return Judgement("unknown", why, needs=needs, by=by)


@dataclass(frozen=True, slots=True)
class Period:
    """A period of the contract: from the event's day, which its transactions belong to, to its last day."""

    event: Event
    end: date | None
    why: str
    needs: tuple[str, ...] = ()

    @property
    def start(self) -> date | None:
        """The day of the event."""
        return self.event.day


@dataclass(frozen=True)
class Case:
    """A condition, the sentences that it was read from, and the merchant's facts."""

    condition: Condition
    facts: MerchantFacts
    agreement: Agreement
    lexicon: FactsLexicon
    qualified_on: date | None = None
    places: tuple[tuple[Reading, int, int], ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", tuple(self._places()))

    def _places(self) -> list[tuple[Reading, int, int]]:
        found = []
        for evidence in self.condition.evidence:
            for reading in self.agreement.readings:
                sentence = reading.sentence
                if sentence.start <= evidence.start < sentence.end:
                    start = _shadowed(reading, evidence.start)
                    found.append((reading, start, max(start, _shadowed(reading, evidence.end))))
                    break
        return found

    @cached_property
    def words(self) -> str:
        """The condition's own words as normalised, clause by clause."""
        return "，".join(reading.text[start:end] for reading, start, end in self.places)

    @cached_property
    def sentence(self) -> str:
        """The sentences that the condition stands in, as normalised."""
        return "\n".join(reading.text for reading, _, _ in self.places)

    @cached_property
    def counting(self) -> Counting:
        """Which transactions count."""
        return read_counting(self.places, self._around(), self.lexicon)

    def _around(self) -> list[Reading]:
        roots = {_root(self.agreement, reading) for reading, _, _ in self.places}
        indexes = [reading.sentence.index for reading, _, _ in self.places]
        return [
            reading
            for reading in self.agreement.readings
            if any(abs(reading.sentence.index - index) <= _AROUND for index in indexes)
            and (_root(self.agreement, reading) in roots or reading.sentence.index in indexes)
        ]

    @property
    def staged(self) -> bool:
        """Whether what counts is judged stage by stage, by the sentence, its list's introduction or its price list."""
        pattern = self.lexicon["stages"]
        for reading, _, _ in self.places:
            lead = self.agreement.readings[reading.chapeau].text if reading.chapeau is not None else ""
            if pattern.search(reading.text) or pattern.search(lead):
                return True
            if reading.sentence.is_row and any(pattern.search(other.text) for other in self.agreement.readings):
                return True
        return False

    def figure(self) -> tuple[Reading, Quantity] | None:
        """The condition's figure where it is printed."""
        return self._quantity(lambda q: q.value == self.condition.value and q.kind in ("money", "count", "duration"))

    def window(self) -> tuple[Reading, Quantity] | None:
        """The period that the condition is to be met in, where it is printed."""
        return self._quantity(lambda q: q.kind == "duration" and q.text == self.condition.window)

    def _quantity(self, wanted: object) -> tuple[Reading, Quantity] | None:
        for reading, _, _ in self.places:
            for quantity in reading.quantities:
                if wanted(quantity):  # type: ignore[operator]
                    return reading, quantity
        return None

    def period(self, reading: Reading, quantity: Quantity) -> Period:
        """The period of a duration: what it runs from and its last day.

        「激活满一年后30日内」 runs from the end of the year before it.
        """
        before = [
            other
            for other in reading.quantities
            if other.kind == "duration" and other.end <= quantity.start <= other.end + 6 and other.unit != "T+n"
        ]
        if before and "后" in reading.text[before[-1].end : quantity.start] and before[-1].bound != "at_most":
            first = self.period(reading, before[-1])
            if first.end is None:
                return Period(first.event, None, first.why, first.needs)
            event = Event(first.end, f"{first.end:%Y-%m-%d} {first.why}", first.event.names)
        else:
            event = self._event(reading, quantity)
        if event.day is None:
            return Period(event, None, event.why, event.needs)
        value, unit = quantity.value, quantity.unit
        end = period_end(event.day, value, unit) if value is not None and unit is not None else None
        if end is None or value is None or unit is None:
            return Period(event, None, uncovered() if unit == "working_day" else "这段期限算不出日期")
        return Period(event, end, f"{event.why}，{length(value, unit)}到 {end:%Y-%m-%d}")

    def _event(self, reading: Reading, quantity: Quantity) -> Event:
        if quantity.from_event:
            event = event_in(quantity.from_event, self.facts, self.lexicon, self.qualified_on)
            if event.names:
                return event
        before = reading.text[: quantity.start]
        return event_in(before[-24:], self.facts, self.lexicon, self.qualified_on)

    def until(self) -> date | None:
        """The day up to which use goes: the end of the agreement, or today."""
        return min((day for day in (self.facts.today, self.facts.ended_on) if day), default=None)

    def over(self, last: date) -> bool | None:
        """Whether a period that runs to `last` is over: nothing more can be done in it. None without a date."""
        until = self.until()
        if self.facts.ended_on and (self.facts.today is None or self.facts.ended_on <= self.facts.today):
            return True
        return None if until is None else until > last


def missing(*fields: str) -> Judgement:
    """Return that facts are needed."""
    return unknown(ask(*fields), *fields)


def _shadowed(reading: Reading, printed: int) -> int:
    """The place in a sentence's normalised text of a printed offset."""
    sentence = reading.sentence
    for at in range(len(sentence.text)):
        if sentence.printed(at, at + 1)[1] > printed:
            return at
    return len(sentence.text)


def _root(agreement: Agreement, reading: Reading) -> str | None:
    clause = reading.sentence.paragraph.clause
    if clause is None:
        return None
    path = agreement.structure.path(clause)
    return path[0] if path else None
