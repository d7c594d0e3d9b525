"""How likely a sentence is of a kind, by all that it shows: each signal weighs for or against, and none decides alone.

Rules know the turns of phrase that somebody thought of. The weights of ``lexicons/weights.yaml`` were fitted to
labelled agreements (logistic regression over the signals, see ``docs/accuracy.md``) and carry over to phrases that
nobody thought of: a sentence under 收费标准 that names a rate for each transaction is about a charge.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from functools import lru_cache
from pathlib import Path

from contract_scan.errors import RuleError
from contract_scan.lexicons import read_yaml
from contract_scan.rules.settings import DEFAULT_SETTINGS, RuleSettings

__all__ = ["KindWeights"]

#: Weights are added up in millionths.
_UNIT = 1_000_000


class KindWeights:
    """Weighs signals. Holds nothing but numbers; threads may share it."""

    def __init__(self, directory: Path, known: Collection[str]) -> None:
        """Read ``weights.yaml`` of a lexicon directory; without one, nothing is likely or unlikely.

        Raises:
            RuleError: a weight is given to what is no signal.
        """
        self._likely, self._unlikely = DEFAULT_SETTINGS.likely, DEFAULT_SETTINGS.unlikely
        path = directory / "weights.yaml"
        data: Mapping[str, Mapping[str, float]] = read_yaml(path) if path.exists() else {}
        self._base: dict[str, float] = {}
        self._weights: dict[str, list[tuple[str, float]]] = {}
        for kind, weights in data.items():
            for signal, weight in weights.items():
                if signal == "base":
                    self._base[kind] = weight
                elif signal in known:
                    self._weights.setdefault(signal, []).append((kind, weight))
                else:
                    raise RuleError(f"{kind}: {signal!r} is no signal; fit the weights anew", file=str(path))
        #: For each signal its weight on every kind, in the order of `_base`. Whole numbers add up to the same in any
        #: order, so that what many sentences share can be added up once.
        self._rows = {
            signal: tuple(round(dict(weights).get(kind, 0.0) * _UNIT) for kind in self._base)
            for signal, weights in self._weights.items()
        }
        self._row_of_base = tuple(round(weight * _UNIT) for weight in self._base.values())
        self._row_of_nothing = (0,) * len(self._base)

    def with_settings(self, settings: RuleSettings) -> KindWeights:
        """Return the same weights with other thresholds."""
        other = copy(self)
        other._likely, other._unlikely = settings.likely, settings.unlikely
        return other

    def probabilities(self, signals: Collection[str], more: Sequence[int] | None = None) -> dict[str, float]:
        """Return for each kind how likely a sentence with these signals is of it, from 0 to 1.

        `more` is what :meth:`added` gives for further signals of the sentence.
        """
        sums = self._sums(signals, more)
        return {kind: 1 / (1 + math.exp(-found / _UNIT)) for kind, found in zip(self._base, sums, strict=True)}

    def added(self, signals: Collection[str]) -> Sequence[int]:
        """Return the weights of some signals added up, a whole number for each kind: many sentences share some."""
        rows = [row for signal in signals if (row := self._rows.get(signal)) is not None]
        return tuple(map(sum, zip(*rows, strict=True))) if rows else self._row_of_nothing

    def signals(self, signals: Collection[str], more: Sequence[int] | None = None) -> set[str]:
        """Return ``likely.KIND`` and ``unlikely.KIND``, as rules test them. `more` is as in :meth:`probabilities`."""
        found = set()
        likely, unlikely = _log_odds(self._likely), _log_odds(self._unlikely)
        for kind, weight in zip(self._base, self._sums(signals, more), strict=True):
            if weight >= likely:
                found.add(f"likely.{kind}")
            elif weight < unlikely:
                found.add(f"unlikely.{kind}")
        return found

    def _sums(self, signals: Collection[str], more: Sequence[int] | None) -> Iterator[int]:
        return map(sum, zip(self._row_of_base, self.added(signals), more or self._row_of_nothing, strict=True))

    def reasons(self, kind: str, signals: Collection[str]) -> list[tuple[str, float]]:
        """Return the signals that weigh on a kind with their weights in log odds, the heaviest first."""
        weighed = [(s, w) for s in signals for of, w in self._weights.get(s, ()) if of == kind]
        return sorted(weighed, key=lambda pair: (-abs(pair[1]), pair[0]))


@lru_cache(maxsize=32)
def _log_odds(probability: float) -> float:
    """Return the sum of weights from which on something is so likely."""
    return math.log(probability / (1 - probability)) * _UNIT if 0 < probability < 1 else math.inf * (probability - 0.5)
