"""What an agreement says twice in different ways: figures, days, courts, parties. Each conflict shows both places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from contract_scan.assess.checks.reading import Read
from contract_scan.frames.model import Reading
from contract_scan.language.quantities import Quantity
from contract_scan.model.report import Evidence

__all__ = ["CONFLICTS"]

Pair = tuple[Evidence, Evidence]
_TIMED = ("application_window", "active_period")


def _amounts(read: Read) -> Iterator[Pair]:
    """Two sums for a deposit of one name, within the body or within the annexes."""
    for one, other in _deposit_sums(read):
        if read.in_annex(one) == read.in_annex(other):
            yield one, other


def _annex(read: Read) -> Iterator[Pair]:
    """A sum or a rate that the body and a form or annex give differently."""
    for one, other in (*_deposit_sums(read), *_rates(read)):
        if read.in_annex(one) != read.in_annex(other):
            yield one, other


def _deposit_sums(read: Read) -> Iterator[Pair]:
    sums = list(zip(read.deposit.amounts, read.deposit.evidence, strict=False))
    for (first, one), (second, other) in combinations(sums, 2):
        both = any(_names_sum(read.sentence_at(place), amount) for place, amount in ((one, second), (other, first)))
        if first != second and not both and _apart(read, one, other) and _same_name(read, one, other):
            yield one, other


def _names_sum(reading: Reading | None, amount: Decimal) -> bool:
    """Whether a sentence names a sum; one that names both of two sums tells them apart."""
    return reading is not None and any(q.kind == "money" and q.value == amount for q in reading.quantities)


def _same_name(read: Read, one: Evidence, other: Evidence) -> bool:
    """Whether two places name the deposit alike: 押金 and 终端押金, but not 押金 and 风险保证金."""
    names = [
        {hit.text for hit in reading.hits if hit.concept == "deposit"}
        for reading in (read.sentence_at(one), read.sentence_at(other))
        if reading is not None
    ]
    if len(names) < 2 or not all(names):
        return True
    return any(a.endswith(b) or b.endswith(a) for a in names[0] for b in names[1])


def _fee_rates(read: Read) -> Iterator[Pair]:
    """Two rates for one kind of card, within the body or within the annexes."""
    for one, other in _rates(read):
        if read.in_annex(one) == read.in_annex(other):
            yield one, other


def _rates(read: Read) -> Iterator[Pair]:
    rates = [fee for fee in read.fees if fee.type == "transaction_rate" and fee.rate and fee.evidence]
    for one, other in combinations(rates, 2):
        if one.rate != other.rate and one.card_type == other.card_type and one.name == other.name:
            places = one.evidence[0], other.evidence[0]
            if _apart(read, *places):
                yield places


def _thresholds(read: Read) -> Iterator[Pair]:
    """Two turnovers for one period, of which neither sentence says that they are steps or alternatives."""
    volumes = [c for c in read.refund.conditions if c.type == "volume_threshold" and c.value and c.evidence]
    for one, other in combinations(volumes, 2):
        places = one.evidence[0], other.evidence[0]
        differ = one.value != other.value and one.per == other.per
        if differ and all(_promised(read, place) for place in places) and _apart(read, *places):
            yield places


def _promised(read: Read, place: Evidence) -> bool:
    """Whether the sentence itself says that the deposit comes back, or is claimed: no item of a list of steps."""
    reading = read.sentence_at(place)
    if reading is None or reading.chapeau is not None:
        return False
    return bool(read.agreement.signals[reading.sentence.index] & {"return.yes.of.deposit", "apply"})


def _windows(read: Read) -> Iterator[Pair]:
    """Two times for the same thing: to reach one turnover, to apply, to use, or to pay back."""
    timed = [c for c in read.refund.conditions if c.type in _TIMED and c.value is not None and c.evidence]
    for one, other in combinations(timed, 2):
        places = one.evidence[0], other.evidence[0]
        differ = one.type == other.type and (one.value, one.unit) != (other.value, other.unit)
        if differ and all(_promised(read, place) for place in places) and _apart(read, *places):
            yield places
    for condition in read.refund.conditions:
        if condition.type == "volume_threshold":
            yield from _times_of(read, condition.evidence)
    yield from (places for places, same_figure in _payouts(read) if not same_figure)


def _times_of(read: Read, places: Sequence[Evidence]) -> Iterator[Pair]:
    """Two places that ask the same turnover within different times."""
    for one, other in combinations(places, 2):
        first, second = (_lengths(read.sentence_at(place)) for place in (one, other))
        if first and second and not first & second and _apart(read, one, other):
            yield one, other


def _lengths(reading: Reading | None) -> set[tuple[Decimal | None, str | None]]:
    return {(q.value, q.unit) for q in reading.quantities if q.kind == "duration"} if reading else set()


def _days(read: Read) -> Iterator[Pair]:
    """The same number of days to pay back, working days in one place and calendar days in the other."""
    yield from (places for places, same_figure in _payouts(read) if same_figure)


def _payouts(read: Read) -> Iterator[tuple[Pair, bool]]:
    """Two times to pay the deposit back after the same event; whether they differ in the sort of day alone."""
    said = [
        (reading, quantity)
        for reading, signals in zip(read.agreement.readings, read.agreement.signals, strict=True)
        if "return.yes.of.deposit" in signals and not signals & {"volume", "question", "heading"}
        for quantity in reading.quantities
        if quantity.kind == "duration" and quantity.unit in ("day", "working_day") and quantity.bound == "at_most"
    ]
    for (first, one), (second, other) in combinations(said, 2):
        if first is second or (one.value, one.unit) == (other.value, other.unit) or not _same_start(one, other):
            continue
        places = read.agreement.evidence(first), read.agreement.evidence(second)
        if _apart(read, *places):
            yield places, one.value == other.value


def _same_start(one: Quantity, other: Quantity) -> bool:
    return one.from_event is None or other.from_event is None or one.from_event[-4:] == other.from_event[-4:]


def _forums(read: Read) -> Iterator[Pair]:
    """A court in one place and an arbitration commission, or another court, in another."""
    said = [r for r in read.agreement.of_kind("dispute") if "forbid" not in r.signals]
    for first, second in combinations(said, 2):
        one, other = (_forum(read, reading) for reading in (first, second))
        if one and other and one != other:
            yield read.agreement.evidence(first), read.agreement.evidence(second)


def _forum(read: Read, reading: Reading) -> str | None:
    """Who decides by a sentence, where it names one: 仲裁, or whose or where the court is."""
    text = reading.canonical
    court, arbitration = read.matches("court", text), read.matches("arbitration", text)
    if arbitration == court:
        return None
    if arbitration:
        return "仲裁"
    place = read.search("court_place", text)
    return place["place"] if place else None


def _roles(read: Read) -> Iterator[Pair]:
    """A label that stands for the merchant in one place and for the provider in another, or for two companies."""
    said: dict[str, list[tuple[Reading, str | None, str | None]]] = {}
    for reading in read.agreement.readings:
        if (found := read.search("party_line", reading.text)) is not None:
            rest = reading.text[found.end() :]
            side = next((s for s in ("merchant", "provider") if read.matches(f"as_{s}", rest)), None)
            company = read.search("company", rest)
            said.setdefault(found["label"], []).append((reading, side, company.group() if company else None))
    for lines in said.values():
        for (first, side, name), (second, other_side, other_name) in combinations(lines, 2):
            sides = side and other_side and side != other_side
            names = name and other_name and name not in other_name and other_name not in name
            if sides or names:
                yield read.agreement.evidence(first), read.agreement.evidence(second)


def _nature(read: Read) -> Iterator[Pair]:
    """The sum of the deposit, called a charge or a price in another sentence."""
    for amount, place in zip(read.deposit.amounts, read.deposit.evidence, strict=False):
        for reading in read.agreement.readings:
            if "deposit" in reading.signals or (
                place.start < reading.sentence.end and reading.sentence.start < place.end
            ):
                continue
            for quantity in reading.quantities:
                if quantity.kind == "money" and quantity.value == amount and _is_charge(read, reading, quantity):
                    yield place, read.agreement.evidence(reading)


def _is_charge(read: Read, reading: Reading, quantity: Quantity) -> bool:
    """Whether the words around a sum call it a charge: 设备服务费299元, 299元为购机款."""
    return read.matches("charge_before", reading.text[: quantity.start]) or read.matches(
        "charge_after", reading.text[quantity.end :]
    )


def _apart(read: Read, one: Evidence, other: Evidence) -> bool:
    """Whether two places are different sentences that do not say themselves why they differ."""
    first, second = read.sentence_at(one), read.sentence_at(other)
    if first is None or second is None or first is second:
        return False
    if first.sentence.is_row and second.sentence.is_row:
        return False
    return not any(read.matches("explains", reading.text) for reading in (first, second))


def _first(pairs: Callable[[Read], Iterator[Pair]]) -> Callable[[Read], Pair | None]:
    return lambda read: next(iter(pairs(read)), None)


CONFLICTS: Mapping[str, Callable[[Read], Pair | None]] = {
    name: _first(pairs)
    for name, pairs in {
        "amount": _amounts,
        "annex": _annex,
        "rate": _fee_rates,
        "threshold": _thresholds,
        "window": _windows,
        "days": _days,
        "forum": _forums,
        "role": _roles,
        "nature": _nature,
    }.items()
}
