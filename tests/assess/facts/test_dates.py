"""Periods, months and Chinese working days."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from contract_scan.assess.dates import (
    add_months,
    carried_forward,
    covered,
    is_working_day,
    period_begin,
    period_end,
    working_days_after,
)


@pytest.mark.parametrize(
    ("start", "value", "unit", "last"),
    [
        ("2026-01-01", 30, "day", "2026-01-31"),
        ("2024-02-01", 30, "day", "2024-03-02"),
        ("2023-02-01", 30, "day", "2023-03-03"),
        ("2024-01-31", 1, "month", "2024-02-29"),
        ("2023-01-31", 1, "month", "2023-02-28"),
        ("2024-02-29", 1, "year", "2025-02-28"),
        ("2024-02-29", 4, "year", "2028-02-29"),
        ("2025-11-30", 1, "quarter", "2026-02-28"),
        ("2026-01-01", 2, "week", "2026-01-15"),
        ("2026-01-31", "0.5", "month", "2026-02-15"),
        ("2026-01-31", "1.5", "year", "2027-07-31"),
        ("2025-12-31", 6, "month", "2026-06-30"),
    ],
)
def test_the_last_day_of_a_period(start, value, unit, last):
    assert period_end(date.fromisoformat(start), Decimal(value), unit) == date.fromisoformat(last)


def test_periods_that_cannot_be_known():
    assert period_end(date(2026, 1, 1), Decimal(3), "hour") is None
    assert period_end(date(9999, 1, 1), Decimal(3), "year") is None
    assert period_end(date(2026, 1, 1), Decimal(355_000), "day") == date(2997, 12, 16)
    assert period_end(date(2026, 1, 1), Decimal(974), "year") is None
    assert period_end(date(2026, 1, 1), Decimal("9" * 400), "month") is None
    assert period_end(date(2026, 1, 1), Decimal("2.5"), "working_day") is None


@pytest.mark.parametrize(
    ("end", "value", "unit", "first"),
    [
        ("2026-03-31", 1, "month", "2026-02-28"),
        ("2026-01-31", 30, "day", "2026-01-01"),
        ("2026-01-31", 999_999, "day", None),
        ("2026-01-31", 10**30, "month", None),
        ("2026-01-31", 3, "working_day", None),
    ],
)
def test_the_first_day_of_a_period(end, value, unit, first):
    assert period_begin(date.fromisoformat(end), Decimal(value), unit) == (first and date.fromisoformat(first))


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ("2026-09-30", 1, "2026-10-08"),  # T+1 over National Day
        ("2026-09-29", 1, "2026-09-30"),
        ("2026-09-25", 10, "2026-10-15"),  # with 10 October, a Saturday that is worked
        ("2026-10-09", 1, "2026-10-10"),
        ("2026-02-13", 1, "2026-02-14"),  # the Saturday before Spring Festival is worked
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-06-05", 1, "2026-06-08"),
        ("2026-06-05", 0, "2026-06-05"),
    ],
)
def test_working_days(start, days, last):
    assert working_days_after(date.fromisoformat(start), days) == date.fromisoformat(last)


def test_the_calendar_says_where_it_ends():
    first, last = covered()
    assert first <= date(2015, 1, 1)
    assert last >= date(2026, 12, 28)
    assert is_working_day(last + timedelta(days=4)) is None
    assert working_days_after(last, 5) is None
    assert working_days_after(first - timedelta(days=1), 1) is None


def test_a_period_does_not_end_on_a_holiday():
    assert carried_forward(date(2026, 10, 3)) == (date(2026, 10, 8), True)
    assert carried_forward(date(2026, 10, 10)) == (date(2026, 10, 10), True)
    beyond = covered()[1] + timedelta(days=30)
    assert carried_forward(beyond) == (beyond, False)


def test_months_go_back_too():
    assert add_months(date(2024, 3, 31), -1) == date(2024, 2, 29)
    assert add_months(date(2024, 1, 15), -1) == date(2023, 12, 15)
