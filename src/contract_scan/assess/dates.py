"""Periods and due dates: how contracts count days, months and Chinese working days.

The day of the event is not counted, the period runs to the end of its last day, months end on the same day of the
month or on the last one (2024-01-31 and a month: 2024-02-29).
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from decimal import Decimal

__all__ = [
    "add_months",
    "carried_forward",
    "covered",
    "is_working_day",
    "month_end",
    "period_begin",
    "period_end",
    "uncovered",
    "working_days_after",
]

_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_DAYS = {"day": 1, "week": 7}
#: Periods that end later are no dates that anybody lives by, and every day is to have a day after it.
_LAST_YEAR = 2999
#: The arrangement for New Year's Day comes with the next year's and moves working days from 29 December on.
_SETTLED_UNTIL = (12, 28)


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later (or earlier), or the last of that month where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """Return the last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def period_end(start: date, value: Decimal, unit: str) -> date | None:
    """Return the last day of a period that begins with the event of `start`.

    Args:
        start: the day of the event, which is not counted itself.
        value: the length; half months are fifteen days.
        unit: day, week, month, quarter, half_year, year or working_day.

    Returns:
        The last day, or None where it cannot be known: working days outside the calendar, a unit that is no day, a
        date past the year 2999.
    """
    try:
        if unit == "working_day":
            return working_days_after(start, int(value)) if value == value.to_integral() else None
        end = _shifted(start, value, unit)
    except (OverflowError, ValueError):
        return None
    return end if end is not None and end.year <= _LAST_YEAR else None


def period_begin(end: date, value: Decimal, unit: str) -> date | None:
    """Return the day from which a period of days or months runs to `end`; None for another unit or before year 1."""
    try:
        return _shifted(end, -value, unit)
    except (OverflowError, ValueError):
        return None


def _shifted(day: date, value: Decimal, unit: str) -> date | None:
    if unit in _DAYS:
        return day + timedelta(days=int(value * _DAYS[unit]))
    if unit in _MONTHS:
        months = value * _MONTHS[unit]
        whole = int(months)
        return add_months(day, whole) + timedelta(days=int((months - whole) * 30))
    return None


def covered() -> tuple[date, date]:
    """Return the first and the last day whose working days are known: the State Council's published arrangements."""
    from chinese_calendar.constants import holidays

    years = {day.year for day in holidays}
    return date(min(years), 1, 1), date(max(years), *_SETTLED_UNTIL)


def uncovered() -> str:
    """Return why a working day is not computed, for people."""
    first, last = covered()
    return f"工作日历只收录国务院已公布的放假安排（{first:%Y-%m-%d} 至 {last:%Y-%m-%d}），超出的不推算"


def is_working_day(day: date) -> bool | None:
    """Return whether a day is worked in mainland China, weekends worked in exchange included; None if not known."""
    from chinese_calendar import is_workday

    first, last = covered()
    return bool(is_workday(day)) if first <= day <= last else None


def working_days_after(start: date, count: int) -> date | None:
    """Return the `count`-th working day after `start` (T+1: the next one), None where the calendar ends before it.

    With a count of 0 it is `start` itself.
    """
    from chinese_calendar import is_workday

    first, last = covered()
    if start < first:
        return None
    day = start
    while count > 0:
        day += timedelta(days=1)
        if day > last:
            return None
        count -= bool(is_workday(day))
    return day


def carried_forward(day: date) -> tuple[date, bool]:
    """Return when a period that ends on `day` really ends: after the holiday or weekend that it falls on.

    The second is False where the calendar does not tell; then the day is the one given.
    """
    at = day
    while (works := is_working_day(at)) is False:
        at += timedelta(days=1)
    return (at, True) if works else (day, False)
