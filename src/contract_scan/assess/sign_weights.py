"""Weights of signs: each weighs for or against something, and none decides alone.

Patterns know the turns of phrase that somebody thought of. Weights were fitted to labelled agreements (logistic
regression, see ``docs/accuracy.md``) and carry over to phrases that nobody thought of.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Final

from contract_scan.errors import RuleError
from contract_scan.lexicons import read_yaml

__all__ = ["UNKNOWN", "SignWeights"]

#: Nothing is known of it.
UNKNOWN: Final = 0.5


class SignWeights:
    """The weights of a lexicon file, for each of several questions. Loaded once, never changed, shared by threads."""

    def __init__(self, path: Path, questions: Collection[str]) -> None:
        """Read the weights; without the file nothing is known.

        The file holds for each question the weights in log odds, and for each weight the signs that weigh so, parted by
        spaces; the sign ``base`` is what holds before any.

        Raises:
            RuleError: there are weights for what is no question, or they are no numbers.
        """
        data: Mapping[str, Mapping[str, str]] = read_yaml(path) if path.exists() else {}
        self._weights: dict[str, dict[str, float]] = {}
        for question, signs_by_weight in data.items():
            if question not in questions:
                raise RuleError(f"{question!r} is nothing that is asked; fit the weights anew", file=str(path))
            try:
                self._weights[question] = {
                    sign: float(weight) for weight, signs in signs_by_weight.items() for sign in signs.split()
                }
            except (AttributeError, ValueError) as error:
                raise RuleError(f"{question}: {error}; fit the weights anew", file=str(path)) from error

    @property
    def questions(self) -> frozenset[str]:
        """What something is known of."""
        return frozenset(self._weights)

    def probability(self, question: str, signs: Iterable[str]) -> float:
        """Return how likely that is of what shows these signs, from 0 to 1."""
        weights = self._weights.get(question)
        if weights is None:
            return UNKNOWN
        found = weights.get("base", 0.0) + sum(weights.get(sign, 0.0) for sign in signs)
        return 1 / (1 + math.exp(-found))
