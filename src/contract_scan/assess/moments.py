"""The days that next steps hang on: when the money may be asked for, when a reminder is due, when claims run out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, Literal

from contract_scan.assess.dates import add_months, carried_forward, period_begin, period_end
from contract_scan.model.facts import MerchantFacts
from contract_scan.model.report import RefundAssessment, TermInfo

__all__ = ["MOMENTS", "MomentName", "moments_of"]

MomentName = Literal[
    "now", "claim", "apply_by", "reach_by", "return_by", "failed_review", "end_notice_by", "remind", "reminded",
    "limitation", "rescind_by",
]  # fmt: skip
#: What a step's ``due.by`` may name.
MOMENTS: Final[tuple[MomentName, ...]] = (
    "now", "claim", "apply_by", "reach_by", "return_by", "failed_review", "end_notice_by", "remind", "reminded",
    "limitation", "rescind_by",
)  # fmt: skip

#: Days that no law sets: how long an answer to a claim is waited for, and the time that a reminder gives.
_ANSWER_DAYS: Final = 7
_REMINDER_DAYS: Final = 15
_LIMITATION_YEARS: Final = 3
_RESCISSION_YEARS: Final = 1
_RESCISSION_YEARS_AT_MOST: Final = 5
_MONTHS_OF_A_YEAR: Final = 12

_TOTALS: Final = ("volume_threshold", "transaction_count", "active_period")
_OWED: Final = ("non_refundable", "silent", "contradictory")


def moments_of(
    refund: RefundAssessment, ending: TermInfo, facts: MerchantFacts | None, signed: date | None
) -> Mapping[MomentName, date | None]:
    """Return each day that is known, None for the others. Without facts no day is known.

    Args:
        refund: the assessment, with the merchant's facts in it.
        ending: how the agreement ends.
        facts: what the merchant told.
        signed: the contract's date.
    """
    if facts is None:
        return dict.fromkeys(MOMENTS)
    return _Days(refund, ending, facts, signed).all()


@dataclass(frozen=True, slots=True)
class _Days:
    refund: RefundAssessment
    ending: TermInfo
    facts: MerchantFacts
    signed: date | None

    def all(self) -> dict[MomentName, date | None]:
        found: dict[MomentName, Callable[[], date | None]] = {
            "now": lambda: self.facts.today,
            "claim": self.claim,
            "apply_by": lambda: self._first_by("application_window"),
            "reach_by": lambda: self._first_by(*_TOTALS),
            "return_by": lambda: self._first_by("device_return"),
            "failed_review": lambda: self.facts.today if self.facts.review == "failed" else None,
            "end_notice_by": self.end_notice_by,
            "remind": self.remind,
            "reminded": self.reminded,
            "limitation": self.limitation,
            "rescind_by": self.rescind_by,
        }
        return {name: day() for name, day in found.items()}

    def claim(self) -> date | None:
        """Today where the money may be asked for: every condition is met, or the contract names none that counts."""
        outlook = self.refund.outlook
        qualifies = outlook is not None and outlook.qualifies is True
        return self.facts.today if self.refund.verdict in _OWED or qualifies else None

    def remind(self) -> date | None:
        """The day to send the reminder: after the contract's deadline, or after a week without an answer."""
        if self.refund.deadline is not None and self.refund.verdict not in _OWED:
            due = self._payback_day()
            return None if due is None else due + timedelta(days=1)
        asked = self.facts.applied_on or self.claim()
        return None if not asked or self.claim() is None else asked + timedelta(days=_ANSWER_DAYS)

    def reminded(self) -> date | None:
        """The day on which the time that the reminder gave is over."""
        sent = self.facts.demanded_on or self._not_past(self.remind())
        return sent + timedelta(days=_REMINDER_DAYS) if sent else None

    def limitation(self) -> date | None:
        """The last day to sue: three years from the first day overdue, or from the reminder that started them anew."""
        due = self._payback_day()
        begins = self.facts.demanded_on or (due + timedelta(days=1) if due else None)
        last = period_end(begins, Decimal(_LIMITATION_YEARS), "year") if begins else None
        return carried_forward(last)[0] if last else None

    def rescind_by(self) -> date | None:
        """The last day to rescind for deceit: a year from knowing, five from signing. No holiday moves it."""
        known = self.facts.deceit_known_on
        days = [add_months(known, _RESCISSION_YEARS * _MONTHS_OF_A_YEAR)] if known else []
        if self.signed and known:
            days.append(add_months(self.signed, _RESCISSION_YEARS_AT_MOST * _MONTHS_OF_A_YEAR))
        return min(days, default=None)

    def end_notice_by(self) -> date | None:
        """The last day to say that the agreement is not to renew."""
        renewal, ends = self.ending.auto_renewal, self.facts.term_ends_on
        if renewal is None or ends is None:
            return None
        value, unit = renewal.notice_value, renewal.notice_unit
        if value is None:
            return ends
        # Working days backwards are not counted by any arrangement that is published: calendar days come out earlier.
        days = value * 2 if unit == "working_day" else value
        return period_begin(ends, Decimal(days), "month" if unit == "month" else "day")

    def _payback_day(self) -> date | None:
        outlook = self.refund.outlook
        return outlook.due_by if outlook is not None and outlook.qualifies is True else None

    def _not_past(self, day: date | None) -> date | None:
        today = self.facts.today
        return max(day, today) if day and today else day

    def _first_by(self, *types: str) -> date | None:
        open_ones = (one for one in self.refund.conditions if one.type in types and one.status != "met")
        return _earliest(one.by for one in open_ones)


def _earliest(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day is not None), default=None)
