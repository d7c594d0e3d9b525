"""Whom a change serves."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from contract_scan.model.comparison import Favours

__all__ = ["ABSENT", "by_size", "combined", "opposite"]

#: What stands for a term that an agreement does not have.
ABSENT = "没有约定"


def by_size(old: Decimal | None, new: Decimal | None, *, more: Favours) -> Favours | None:
    """Return whom a change of size serves, where `more` is whom a greater one serves; None where nothing changed."""
    if old == new:
        return None
    if old is None or new is None:
        return "unclear"
    return more if new > old else opposite(more)


def opposite(favours: Favours) -> Favours:
    """Return the other party; what is neutral or unclear stays so."""
    swapped: dict[Favours, Favours] = {"merchant": "provider", "provider": "merchant"}
    return swapped.get(favours, favours)


def combined(parts: Iterable[Favours | None]) -> Favours:
    """Return whom several changes serve together: one party where all that count are for it, else it is unclear."""
    counted = {part for part in parts if part is not None and part != "neutral"}
    if not counted:
        return "neutral"
    return counted.pop() if len(counted) == 1 else "unclear"
