"""How likely the sentences on the deposit name conditions of each type, by all that they show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.sign_weights import SignWeights
from contract_scan.frames.model import Reading
from contract_scan.model.report import ConditionType

__all__ = ["LIKELY", "ConditionWeights", "Likelihood", "signs_of", "speaks_of_return"]

#: From where on the weights are believed where the patterns find no condition of a type. What the patterns find is not
#: judged: on clauses of few words the weights doubt much that is plainly said.
LIKELY: Final = 0.6

_MONEY: Final = frozenset({"deposit", "refund"})


def speaks_of_return(agreement: Agreement, reading: Reading) -> bool:
    """Whether a sentence may name conditions of the deposit's return: what is weighed at all."""
    return not reading.sentence.paragraph.heading and not _MONEY.isdisjoint(agreement.kinds(reading.sentence.index))


def signs_of(agreement: Agreement, reading: Reading) -> set[str]:
    """Return what speaks for or against a sentence's naming a condition, as ``condition_weights.yaml`` names it.

    Those are the characters and pairs of characters of the sentence, the pairs once more (``d:``) where it is both of
    the deposit and of a refund, the pairs of its heading (``h:``) and of what leads to its list (``p:``), its kinds and
    its signals.

    Args:
        agreement: the agreement of the sentence.
        reading: the sentence.
    """
    index = reading.sentence.index
    kinds = agreement.kinds(index)
    chapeau = agreement.readings[reading.chapeau].text if reading.chapeau is not None else ""
    return {
        *reading.grams,
        *("d:" + gram for gram in reading.grams if len(gram) == 2 and kinds >= _MONEY),
        *_pairs("h:", reading.headings[0] if reading.headings else ""),
        *_pairs("p:", chapeau),
        *("kind=" + kind for kind in kinds),
        *("signal=" + signal for signal in agreement.signals[index] if not signal.startswith(("is.", "likely."))),
    }


def _pairs(name: str, text: str) -> Iterator[str]:
    return (name + text[at : at + 2] for at in range(len(text) - 1))


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How likely conditions of a type are named, from 0 to 1, and the sentence that speaks for it most."""

    probability: float
    reading: Reading


class ConditionWeights:
    """Weighs the signs of sentences on the deposit. Loaded once, never changed, shared by threads."""

    def __init__(self, directory: Path) -> None:
        """Read ``condition_weights.yaml`` of a lexicon directory; without it nothing is known.

        Raises:
            RuleError: the file is not as `SignWeights` wants it.
        """
        types: tuple[ConditionType, ...] = get_args(ConditionType)
        self._weights = SignWeights(directory / "condition_weights.yaml", types)
        self._kinds = tuple(kind for kind in types if kind in self._weights.questions)

    def of(self, agreement: Agreement) -> dict[ConditionType, Likelihood]:
        """Return for each type that something is known of how likely the agreement names a condition of it."""
        found: dict[ConditionType, Likelihood] = {}
        for reading in agreement.readings:
            if not speaks_of_return(agreement, reading):
                continue
            signs = signs_of(agreement, reading)
            for kind in self._kinds:
                probability = self._weights.probability(kind, signs)
                if kind not in found or found[kind].probability < probability:
                    found[kind] = Likelihood(probability, reading)
        return found
