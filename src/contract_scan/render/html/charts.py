"""The figures of the page's two bar charts: where each bar begins and how long it is, in hundredths of the width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contract_scan.render.summary import Driver

__all__ = ["Bar", "score_bars", "shares"]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from `start`, `length` long, of a width of 100. `up` says that it adds."""

    start: float
    length: float
    up: bool


def score_bars(drivers: Iterable[Driver]) -> tuple[Bar, ...]:
    """Return a bar for each driver: it begins where the one before ended, and the score ends at 0 and at 100."""
    bars, at = [], 0
    for driver in drivers:
        to = at + driver.points
        low, high = (_within(edge) for edge in sorted((at, to)))
        bars.append(Bar(low, high - low, driver.points >= 0))
        at = to
    return tuple(bars)


def shares(values: Sequence[float]) -> tuple[float, ...]:
    """Return the lengths of bars for `values`; the largest fills the width."""
    most = max(values, default=0)
    return tuple(round(100 * value / most, 2) if most > 0 else 0.0 for value in values)


def _within(value: float) -> float:
    return float(min(100, max(0, value)))
