"""Facts that checks ask for by name: what the assessment has read of deposit, return, charges and ending.

A fact that holds is the tuple of the places that show it (empty where it shows in no one place); None does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import get_args

from contract_scan.assess.checks.conflicts import CONFLICTS
from contract_scan.assess.checks.reading import Read
from contract_scan.assess.figures import TURNOVER
from contract_scan.model.report import Condition, ConditionType, Evidence, FeeItem, Verdict

__all__ = ["FACTS", "Places", "Read", "fact"]

Places = tuple[Evidence, ...]


def fact(name: str, read: Read) -> Places | None:
    """Return the places that show a fact, or None where it does not hold."""
    return FACTS[name](read)


def _when(holds: bool, evidence: Iterable[Evidence] = ()) -> Places | None:
    return tuple(evidence) if holds else None


def _returns(read: Read) -> Places | None:
    """The agreement says that the deposit comes back, on whatever conditions."""
    return _when(
        read.refund.verdict in ("refundable", "conditional", "contradictory"),
        (e for reason in read.refund.reasons[:1] for e in reason.evidence[:1]),
    )


def _verdict(name: str) -> Callable[[Read], Places | None]:
    def look(read: Read) -> Places | None:
        # No place shows that nothing is said.
        reasons = read.refund.reasons if name != "silent" else ()
        return _when(read.refund.verdict == name, (e for reason in reasons for e in reason.evidence))

    return look


def _conditions(read: Read, wanted: Callable[[Condition], bool]) -> Places | None:
    found = [c for c in read.refund.conditions if wanted(c)]
    return _when(bool(found), (e for c in found for e in c.evidence))


def _condition(kind: str) -> Callable[[Read], Places | None]:
    return lambda read: _conditions(read, lambda c: c.type == kind)


_YEARLY = {"month": 12, "quarter": 4, "stage": 4}


def _yearly(condition: Condition) -> Decimal:
    """The turnover asked in a year: what is asked for each month counts twelve times."""
    return (condition.value or Decimal(0)) * _YEARLY.get(condition.per or "", 1)


def _is_turnover(condition: Condition) -> bool:
    """Whether a sum of money is to be reached: goods are counted by a measure of their own (满3000箱)."""
    return condition.type == "volume_threshold" and condition.value is not None and condition.unit == "CNY"


def _volume_high(read: Read) -> Places | None:
    high = read.settings.limits.high_volume
    return _conditions(read, lambda c: _is_turnover(c) and _yearly(c) >= high)


def _volume_monthly(read: Read) -> Places | None:
    return _conditions(read, lambda c: c.type in TURNOVER and c.per == "month")


_GATES = frozenset(
    {"volume_threshold", "transaction_count", "active_period", "no_breach", "application_window", "review_approval"}
)


def _gates(read: Read) -> Places | None:
    """The return depends on what not every merchant who keeps to the agreement can show."""
    return _conditions(read, lambda c: c.type in _GATES)


def _volume_in_time(read: Read) -> Places | None:
    return _conditions(read, lambda c: c.type in TURNOVER and bool(c.window))


def _deposit_small(read: Read) -> Places | None:
    """The deposit is small, and so is the turnover that brings it back."""
    limits, amounts = read.settings.limits, read.deposit.amounts
    volumes = [_yearly(c) for c in read.refund.conditions if _is_turnover(c)]
    small = bool(amounts) and max(amounts) <= limits.small_deposit
    return _when(small and bool(volumes) and max(volumes) <= limits.small_volume, read.deposit.evidence)


def _deadline(read: Read) -> Places | None:
    return _when(read.refund.deadline is not None, read.refund.deadline.evidence if read.refund.deadline else ())


def _deadline_in_days(read: Read) -> Places | None:
    deadline = read.refund.deadline
    return _when(deadline is not None and deadline.unit == "day", deadline.evidence if deadline else ())


def _deadline_of_known_days(read: Read) -> Places | None:
    """The deadline says which days it counts."""
    deadline = read.refund.deadline
    if deadline is None or (deadline.unit == "day" and not any(map(read.counts_days, deadline.evidence))):
        return None
    return deadline.evidence


def _deadline_long(read: Read) -> Places | None:
    deadline, limits = read.refund.deadline, read.settings.limits
    if deadline is None:
        return None
    most = {
        "working_day": limits.long_payout_working_days,
        "day": limits.long_payout_days,
        "month": limits.long_payout_months - 1,
    }[deadline.unit]
    return _when(deadline.value > most, deadline.evidence)


def _deductions(read: Read) -> Places | None:
    found = [d for d in read.refund.deductions if d.amount is None]
    return _when(bool(found), (e for d in found for e in d.evidence))


def _for_data(read: Read) -> list[FeeItem]:
    return [fee for fee in read.fees if read.matches("data_fee", fee.name) and not _free(fee)]


def _free(fee: FeeItem) -> bool:
    return (fee.amount is None and fee.waiver is not None) or fee.amount == 0


def _data_fee(read: Read) -> Places | None:
    found = _for_data(read)
    return _when(bool(found), (e for fee in found for e in fee.evidence[:1]))


def _data_fee_whole(read: Read) -> Places | None:
    """Every charge for data says how much and how often."""
    found = _for_data(read)
    whole = bool(found) and all(
        fee.amount is not None and (fee.period is not None or fee.type in ("one_off", "per_transaction"))
        for fee in found
    )
    return _when(whole, (e for fee in found for e in fee.evidence[:1]))


def _of_debit(read: Read) -> list[FeeItem]:
    return [f for f in read.fees if f.type == "transaction_rate" and f.rate and "借记卡" in (f.card_type or "")]


def _debit_rate(read: Read) -> Places | None:
    found = _of_debit(read)
    return _when(bool(found), (e for fee in found for e in fee.evidence[:1]))


def _debit_cap(read: Read) -> Places | None:
    found = _of_debit(read)
    return _when(all(fee.cap is not None for fee in found), (e for fee in found for e in fee.evidence[:1]))


def _wide_range(read: Read) -> Places | None:
    """A charge is named as a range whose high end is a multiple of the low one."""
    least = read.settings.limits.wide_range
    found = [
        read.agreement.evidence(reading)
        for reading in read.agreement.of_kind("fee")
        for q in reading.quantities
        if not read.matches("no_charge", reading.text)
        and q.kind in ("rate", "money")
        and q.upper is not None
        and q.value is not None
        and q.upper >= least * q.value
    ]
    return _when(bool(found), found)


def _penalty_of(*roles: str | None) -> Callable[[Read], Places | None]:
    def look(read: Read) -> Places | None:
        found = [p for p in read.ending.penalties if p.by in roles]
        return _when(bool(found), (e for p in found[:2] for e in p.evidence[:1]))

    return look


def _notice_of_merchant(read: Read) -> Places | None:
    found = [n for n in read.ending.notice if n.by in ("merchant", "either")]
    return _when(bool(found), (e for n in found for e in n.evidence[:1]))


def _auto_renewal(read: Read) -> Places | None:
    renewal = read.ending.auto_renewal
    return _when(renewal is not None, renewal.evidence if renewal else ())


def _ends(read: Read) -> Places | None:
    """The agreement says how it ends."""
    found = read.agreement.of_kind("termination")
    return _when(bool(found), (read.agreement.evidence(reading) for reading in found[:1]))


def _payee_agent(read: Read) -> Places | None:
    """An agent takes the deposit, and a sentence says so."""
    if read.deposit.payee != "agent":
        return None
    wanted = ("pay.yes", "collect.yes", "deduct.yes")
    found = [
        read.agreement.evidence(reading)
        for reading in read.agreement.of_kind("deposit")
        if {"deposit", "party.agent"} <= reading.signals
        and reading.signals.intersection(wanted)
        and not read.matches("forbidden", reading.text)
    ]
    return _when(bool(found), found[:1])


def _over_device(read: Read) -> Places | None:
    """The deposit is no less than the price that the agreement puts on the device."""
    most = max(read.deposit.amounts, default=None)
    if most is None:
        return None
    for reading in read.agreement.readings:
        if (said := read.search("device_price", reading.text)) is None:
            continue
        prices = [q.value for q in reading.quantities if q.kind == "money" and q.value and q.start >= said.start()]
        if prices and prices[0] <= most:
            return (*read.deposit.evidence[:1], read.agreement.evidence(reading))
    return None


def _named_provider(read: Read) -> Places | None:
    return _when(
        any(
            party.role == "provider" and party.name and read.matches("firm", party.name)
            for party in read.agreement.roles.parties
        )
    )


def _settles_not(read: Read) -> Places | None:
    """Nothing says that the provider pays the merchant's takings out itself, as only a licensed one may."""
    pays = ("pay.yes.by.provider", "hold.by.provider", "pay.yes.by.agent", "hold.by.agent")
    return _when(
        not any("funds" in signals and signals.intersection(pays) for signals in read.agreement.signals)
        and not any(read.matches("settles", reading.canonical) for reading in read.agreement.readings)
    )


def _licensed(read: Read) -> Places | None:
    """An institution that may acquire is named: as a party, or as the one that settles."""
    names = [party.name for party in read.agreement.roles.parties if party.role != "merchant" and party.name]
    if any(read.matches("licensed_name", name) for name in names):
        return ()
    for reading in read.agreement.readings:
        if read.matches("licensed", reading.text):
            return (read.agreement.evidence(reading),)
    return None


FACTS: Mapping[str, Callable[[Read], Places | None]] = {
    "deposit": lambda read: _when(read.deposit.exists is True, read.deposit.evidence),
    "deposit.amount": lambda read: _when(bool(read.deposit.amounts or read.deposit.foreign), read.deposit.evidence),
    "deposit.small": _deposit_small,
    "deposit.over_device": _over_device,
    "payee": lambda read: _when(read.deposit.payee is not None, read.deposit.evidence[:1]),
    "payee.agent": _payee_agent,
    "payer": lambda read: _when(read.refund.payer is not None, _returns(read) or ()),
    "payer.provider": lambda read: _when(read.refund.payer == "provider", _returns(read) or ()),
    "returns": _returns,
    **{f"verdict.{name}": _verdict(name) for name in get_args(Verdict)},
    "condition": lambda read: _conditions(read, lambda condition: bool(condition.evidence)),
    **{f"condition.{kind}": _condition(kind) for kind in get_args(ConditionType)},
    "condition.gate": _gates,
    "volume.high": _volume_high,
    "volume.monthly": _volume_monthly,
    "volume.in_time": _volume_in_time,
    "deadline": _deadline,
    "deadline.in_days": _deadline_in_days,
    "deadline.of_known_days": _deadline_of_known_days,
    "deadline.long": _deadline_long,
    "deduction.open": _deductions,
    "fee.data": _data_fee,
    "fee.data_whole": _data_fee_whole,
    "fee.debit_rate": _debit_rate,
    "fee.debit_cap": _debit_cap,
    "fee.wide_range": _wide_range,
    "penalty.merchant": _penalty_of("merchant", None),
    "penalty.provider": _penalty_of("provider"),
    "notice.merchant": _notice_of_merchant,
    "ending": _ends,
    "auto_renewal": _auto_renewal,
    "party.named_provider": _named_provider,
    "party.licensed": _licensed,
    "party.settles_not": _settles_not,
    **{f"differs.{name}": look for name, look in CONFLICTS.items()},
}
