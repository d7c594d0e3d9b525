"""Which item of one list answers to which of another: fees, penalties, deductions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

__all__ = ["paired"]

ItemT = TypeVar("ItemT")


def paired(
    old: Sequence[ItemT], new: Sequence[ItemT], likeness: Callable[[ItemT, ItemT], float], least: float
) -> Iterator[tuple[ItemT | None, ItemT | None]]:
    """Yield pairs, the most alike first come together; then what only the old list has, then what only the new has.

    Args:
        likeness: how alike two items are, greater for more alike.
        least: the least likeness of two that may be paired.
    """
    scored = sorted(
        (-score, abs(i - j), i, j)
        for i, one in enumerate(old)
        for j, other in enumerate(new)
        if (score := likeness(one, other)) >= least
    )
    with_old: dict[int, int] = {}
    with_new: dict[int, int] = {}
    for _, _, i, j in scored:
        if i not in with_old and j not in with_new:
            with_old[i], with_new[j] = j, i
    for i, one in enumerate(old):
        yield one, new[with_old[i]] if i in with_old else None
    for j, other in enumerate(new):
        if j not in with_new:
            yield None, other
