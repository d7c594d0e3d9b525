"""How likely a figure of a sentence is a charge, a notice or a deadline, by all that stands around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, Literal, get_args

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.sign_weights import UNKNOWN, SignWeights
from contract_scan.frames.model import Reading
from contract_scan.language.quantities import Quantity

__all__ = ["LIKELY", "UNLIKELY", "FigureRole", "FigureWeights", "Weigh", "signs_of"]

#: What a figure may be: a charge that the merchant owes, the notice of an end, how soon the deposit is paid back.
FigureRole = Literal["charge", "notice", "deadline"]

#: Tells of a figure, by the head of the column that it stands in, how likely it is something, from 0 to 1.
Weigh = Callable[[Quantity, str], float]
#: From where on the weights are believed where the patterns find nothing, and below which these are not believed.
#: Chosen on agreements for which neither had been made.
LIKELY: Final[Mapping[FigureRole, float]] = {"charge": 0.8, "notice": 0.8, "deadline": 0.6}
UNLIKELY: Final = 0.02

_NUMBER = re.compile(r"[0-9][0-9.,]*")
_CLAUSE = re.compile("[，。；！？|：]")
_NEAR: Final = 5  # characters beside the figure that are told apart from the rest of its clause
_OWN: Final = 24  # characters of its clause, on either side


def signs_of(agreement: Agreement, reading: Reading, quantity: Quantity, head: str = "") -> set[str]:
    """Return what speaks for or against a figure's being something: signs as ``figure_weights.yaml`` names them.

    Those are the characters and pairs of characters right before it (``l:``) and behind it (``r:``), the pairs of its
    own clause before it (``c:``) and behind it (``d:``), of the whole sentence (``s:``), of the heading (``h:``), of
    what leads to its list (``p:``) and of the head of its column (``t:``), all other figures written as 0; the kinds of
    the sentence; what the figure is, is counted by and is about as large as; and the parties before and behind it.

    Args:
        agreement: the agreement of the sentence.
        reading: the sentence.
        quantity: one of its figures.
        head: the head of the column that the figure stands in.
    """
    before = _NUMBER.sub("0", reading.text[: quantity.start])
    behind = _NUMBER.sub("0", reading.text[quantity.end :])
    left, right = before[-_NEAR:], behind[:_NEAR]
    chapeau = agreement.readings[reading.chapeau].text if reading.chapeau is not None else ""
    parties = [role for _, end, role in reading.parties if end <= quantity.start]
    others = [role for start, _, role in reading.parties if start >= quantity.end]
    size = "none" if not quantity.value else str(quantity.value.adjusted())
    return {
        *("l:" + sign for sign in left),
        *("r:" + sign for sign in right),
        *_pairs("l:", left),
        *_pairs("r:", right),
        *_pairs("c:", _CLAUSE.split(before)[-1][-_OWN:]),
        *_pairs("d:", _CLAUSE.split(behind, maxsplit=1)[0][:_OWN]),
        *_pairs("s:", before),
        *_pairs("s:", behind),
        *_pairs("h:", reading.headings[0] if reading.headings else ""),
        *_pairs("p:", chapeau),
        *_pairs("t:", head),
        "e:" + left[-2:],
        "g:" + right[:2],
        *("kind=" + kind for kind in agreement.kinds(reading.sentence.index)),
        f"is={quantity.kind}",
        f"per={quantity.per}",
        f"bound={quantity.bound}",
        f"unit={quantity.unit}",
        f"size={size}",
        "before=" + (parties[-1] if parties else ""),
        "behind=" + (others[0] if others else ""),
        *(["row"] if reading.sentence.is_row else []),
    }


def _pairs(name: str, text: str) -> Iterator[str]:
    return (name + text[at : at + 2] for at in range(len(text) - 1))


class FigureWeights:
    """Weighs the signs of figures. Loaded once, never changed, shared by threads."""

    def __init__(self, directory: Path) -> None:
        """Read ``figure_weights.yaml`` of a lexicon directory; without it no figure is likely or unlikely anything.

        Raises:
            RuleError: the file is not as `SignWeights` wants it.
        """
        self._weights = SignWeights(directory / "figure_weights.yaml", get_args(FigureRole))

    def of(self, role: FigureRole, agreement: Agreement, reading: Reading) -> Weigh:
        """Return what tells of the figures of a sentence, by the head of their column, how likely each is that."""

        def weigh(quantity: Quantity, head: str = "") -> float:
            if quantity.value is None:
                return UNKNOWN  # a blank
            return self._weights.probability(role, signs_of(agreement, reading, quantity, head))

        return weigh
