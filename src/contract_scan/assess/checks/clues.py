"""Clues: what a check wants to know of single sentences, tested as rules are, and reported as no finding."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pydantic import Field

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.entries import Entry, add_entries, entry_list, read_mapping
from contract_scan.frames.model import Reading
from contract_scan.remembered import Remembered
from contract_scan.rules.index import REMEMBERED, TestIndex
from contract_scan.rules.model import When

__all__ = ["Clue", "ClueIndex", "load_clues", "sentences_by_clue"]

FILE = "clues.yaml"


class Clue(Entry):
    """A test of a sentence, written like that of a rule. `hit` texts must show it, `miss` texts must not.

    In these texts 甲方 is the acquirer, 乙方 the merchant and 丙方 the agent; each line is a paragraph.
    """

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    when: When
    hit: tuple[str, ...] = Field(min_length=1)
    miss: tuple[str, ...] = Field(min_length=1)


class ClueIndex(TestIndex[Clue]):
    """The clues by what they want. `shown` remembers which of them were found in sentences before."""

    def __init__(self, clues: Sequence[Clue]) -> None:
        super().__init__(clues)
        self.shown: Remembered[tuple[Clue, ...]] = Remembered(REMEMBERED)


def load_clues(root: Path) -> dict[str, Clue]:
    """Return the clues of a lexicon directory by id; none where it has no such file. Raises RuleError."""
    path = root / FILE
    clues: dict[str, Clue] = {}
    if path.exists():
        add_entries(Clue, entry_list(read_mapping(path, keys=frozenset({"clues"})), "clues", path), path, clues)
    return clues


def sentences_by_clue(clues: ClueIndex, agreement: Agreement) -> dict[str, list[Reading]]:
    """Return the sentences that show each clue, by its id, in reading order. A question shows none."""
    found: dict[str, list[Reading]] = {}
    shared = cache(clues.by_signals)
    for reading, signals in zip(agreement.readings, agreement.signals, strict=True):
        if "question" in signals:
            continue
        key = (reading.said, signals)  # a sentence of the same words and signals shows the same
        shown = clues.shown.get(key)
        if shown is None:
            met = clues.by_text(reading.grams) | shared(reading.near) | clues.by_signals(signals - reading.near)
            possible = clues.of(clues.possible(met, clues.everything))
            shown = tuple(clue for clue in possible if clue.when.decided(signals, reading) is not None)
            clues.shown.keep(key, shown)
        for clue in shown:
            found.setdefault(clue.id, []).append(reading)
    return found
