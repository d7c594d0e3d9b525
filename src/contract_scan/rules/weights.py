"""How likely a sentence is of a kind, by all that it shows: each sign weighs for or against, and none decides alone.

Rules know the turns of phrase that somebody thought of. The weights of ``lexicons/weights.yaml`` and
``lexicons/pairs.yaml`` were fitted to labelled agreements (logistic regression over the signals of a sentence and the
pairs of neighbouring characters in it, see ``docs/accuracy.md``) and carry over to phrases that nobody thought of: a
sentence under 收费标准 that names a rate for each transaction is about a charge.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from copy import copy
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from contract_scan.errors import RuleError
from contract_scan.lexicons import read_yaml
from contract_scan.rules.settings import DEFAULT_SETTINGS, RuleSettings

__all__ = ["KindWeights"]

#: Weights are added up in millionths.
_UNIT: Final = 1_000_000
_PAIR: Final = 2


class KindWeights:
    """Weighs signals and pairs of characters. Holds nothing but numbers; threads may share it."""

    def __init__(self, directory: Path, known: Collection[str]) -> None:
        """Read ``weights.yaml`` and ``pairs.yaml`` of a lexicon directory; without them nothing is likely or unlikely.

        Raises:
            RuleError: a weight is given to what is no signal, or no pair of characters, or to pairs of an unknown kind.
        """
        self._likely, self._unlikely = DEFAULT_SETTINGS.likely, DEFAULT_SETTINGS.unlikely
        data = _mapping(directory / "weights.yaml")
        self._kinds = tuple(data)
        self._row_of_base = tuple(_millionths(weights.get("base", 0.0)) for weights in data.values())
        self._row_of_nothing = (0,) * len(data)
        #: For each signal, and for each pair, its weight on every kind, in the order of `_kinds`. Whole numbers add up
        #: to the same in any order, so that what many sentences share can be added up once.
        self._rows: dict[str, list[int]] = {}
        for at, (kind, weights) in enumerate(data.items()):
            for signal, weight in weights.items():
                if signal in known:
                    self._weigh(signal, at, weight)
                elif signal != "base":
                    raise _unknown(kind, f"{signal!r} is no signal", directory / "weights.yaml")
        for kind, pairs_by_weight in _mapping(directory / "pairs.yaml").items():
            if kind not in data:
                raise _unknown(kind, "has pairs of characters and no weights", directory / "pairs.yaml")
            at = self._kinds.index(kind)
            for weight, pairs in pairs_by_weight.items():
                for pair in pairs.split():
                    if len(pair) != _PAIR:
                        raise _unknown(kind, f"{pair!r} is no pair of characters", directory / "pairs.yaml")
                    self._weigh(pair, at, float(weight))

    def _weigh(self, sign: str, at: int, weight: float) -> None:
        row = self._rows.get(sign)
        if row is None:
            row = self._rows[sign] = [*self._row_of_nothing]
        row[at] = _millionths(weight)

    def with_settings(self, settings: RuleSettings) -> KindWeights:
        """Return the same weights with other thresholds."""
        other = copy(self)
        other._likely, other._unlikely = settings.likely, settings.unlikely
        return other

    def probabilities(self, signals: Collection[str], grams: Set[str]) -> dict[str, float]:
        """Return for each kind how likely a sentence that shows all this is of it, from 0 to 1."""
        sums = self._sums(signals, grams, self._row_of_nothing)
        return {kind: 1 / (1 + math.exp(-found / _UNIT)) for kind, found in zip(self._kinds, sums, strict=True)}

    def added(self, signs: Collection[str]) -> Sequence[int]:
        """Return the weights of signals or pairs added up, a whole number for each kind: many sentences share some."""
        rows = [self._rows[sign] for sign in self._rows.keys() & signs]
        return tuple(map(sum, zip(*rows, strict=True))) if rows else self._row_of_nothing

    def signals(self, signals: Collection[str], grams: Set[str], more: Sequence[int] | None = None) -> set[str]:
        """Return ``likely.KIND`` and ``unlikely.KIND``, as rules test them.

        Args:
            signals: those of the sentence, without those that `more` tells of.
            grams: its characters and pairs of neighbouring characters, as for `contract_scan.literals.grams_of`.
            more: what :meth:`added` gives for further signals of the sentence.
        """
        found = set()
        likely, unlikely = _log_odds(self._likely), _log_odds(self._unlikely)
        for kind, weight in zip(self._kinds, self._sums(signals, grams, more or self._row_of_nothing), strict=True):
            if weight >= likely:
                found.add(f"likely.{kind}")
            elif weight < unlikely:
                found.add(f"unlikely.{kind}")
        return found

    def _sums(self, signals: Collection[str], grams: Set[str], more: Sequence[int]) -> Iterator[int]:
        return map(sum, zip(self._row_of_base, self.added(signals), self.added(grams), more, strict=True))

    def reasons(self, kind: str, signals: Collection[str], grams: Set[str]) -> list[tuple[str, float]]:
        """Return the signals and pairs that weigh on a kind with their weights in log odds, the heaviest first."""
        at = self._kinds.index(kind)
        weighed = [(sign, row[at] / _UNIT) for sign in (*signals, *grams) if (row := self._rows.get(sign)) and row[at]]
        return sorted(weighed, key=lambda pair: (-abs(pair[1]), pair[0]))


def _mapping(path: Path) -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = read_yaml(path) if path.exists() else {}
    return found


def _millionths(weight: float) -> int:
    return round(weight * _UNIT)


def _unknown(kind: str, what: str, path: Path) -> RuleError:
    return RuleError(f"{kind}: {what}; fit the weights anew", file=str(path))


@lru_cache(maxsize=32)
def _log_odds(probability: float) -> float:
    """Return the sum of weights from which on something is so likely."""
    return math.log(probability / (1 - probability)) * _UNIT if 0 < probability < 1 else math.inf * (probability - 0.5)
