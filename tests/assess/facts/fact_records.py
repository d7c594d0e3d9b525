"""Records of turnover for the tests."""

from __future__ import annotations

from typing import Any


def months(first: str, number: int, **figures: int) -> dict[str, dict[str, int]]:
    """The same figures for a number of months from ``2026-01``."""
    year, month = int(first[:4]), int(first[5:])
    keys = [(year + (month - 1 + i) // 12, (month - 1 + i) % 12 + 1) for i in range(number)]
    return {f"{y}-{m:02}": dict(figures) for y, m in keys}


def swipes(*rows: tuple[str, float] | tuple[str, float, str]) -> list[dict[str, Any]]:
    """Transactions: day, sum, and a card type (credit without one)."""
    return [{"date": row[0], "amount": row[1], "card_type": row[2] if len(row) > 2 else "credit"} for row in rows]
