"""Which conditions are ways of which one is enough: 有下列情形之一的，退还押金：…, or 满10万元或者满200笔."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from contract_scan.assess.figures import Figure
from contract_scan.assess.grounds import Place
from contract_scan.assess.statements import Statement

__all__ = ["Groups"]

_OR = re.compile(r"或者?|任一|之一")
_AND = re.compile(r"[且并]|同时|以及")
_APART = 30  # characters between two figures of one choice
_CHOSEN = frozenset({"volume_threshold", "transaction_count", "active_period"})


class Groups:
    """Numbers the choices of an agreement and the ways of each: ``"1.2"`` is the second way of the first choice."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._count = 0
        self._by_sentence: dict[int, str] = {}
        for statement in statements:
            if statement.effect == "return" and statement.any_of and len(statement.items) > 1:
                self._count += 1
                for number, item in enumerate(statement.items, 1):
                    self._by_sentence[item.sentence.index] = f"{self._count}.{number}"

    def of_place(self, place: Place) -> str | None:
        """Return the way that a place belongs to: an item of a list of which one is enough."""
        return self._by_sentence.get(place.reading.sentence.index)

    def of_figures(self, place: Place, figures: Sequence[Figure]) -> dict[tuple[int, int], str]:
        """Return the ways that figures of one sentence are (达到10万元或者200笔), by where the figures stand."""
        if place.side == "denial" or self.of_place(place) is not None:
            return {}  # 不足10万元或者不足200笔的不退: both are asked
        ways: dict[tuple[int, int], str] = {}
        chosen = sorted((f for f in figures if f.type in _CHOSEN), key=lambda figure: figure.start)
        number = 0
        for one, other in pairwise(chosen):
            between = place.text[one.end : other.start]
            if len(between) > _APART or not _OR.search(between) or _AND.search(between):
                number = 0
                continue
            if not number:
                self._count += 1
                number = 1
                ways[one.start, one.end] = f"{self._count}.1"
            number += 1
            ways[other.start, other.end] = f"{self._count}.{number}"
        return ways
