"""How much of a known text an extractor gives back, and in how good an order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from contract_scan.model.document import BlockKind, Document

__all__ = ["Known", "Score", "read_back", "score"]

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A text in reading order: paragraphs as strings, table rows as tuples of cells."""

    items: tuple[str | Row, ...]

    @property
    def paragraphs(self) -> list[str]:
        return [_plain(item) for item in self.items if isinstance(item, str)]

    @property
    def rows(self) -> list[Row]:
        return [tuple(map(_plain, item)) for item in self.items if not isinstance(item, str)]

    @property
    def text(self) -> str:
        """The whole as one text: a line for each paragraph and row."""
        return "\n".join(_plain(item if isinstance(item, str) else " | ".join(item)) for item in self.items)


@dataclass(frozen=True, slots=True)
class Score:
    """Shares from 0 to 1: paragraphs given back whole, characters in their order, rows given back with their cells.

    `rows` is None where the known text has no table.
    """

    recall: float
    similarity: float
    rows: float | None


def read_back(document: Document) -> Known:
    """Return the body of a document that was read."""
    return Known(
        tuple(
            tuple(document.quote(start, end) for start, end in block.cells)
            if block.kind is BlockKind.TABLE_ROW
            else document.quote(block.start, block.end)
            for block in document.body()
        )
    )


def score(known: Known, found: Known) -> Score:
    """Compare what was found with what is known; white space counts, its kind does not."""
    return Score(
        recall=_share(known.paragraphs, found.paragraphs) or 0.0,
        similarity=_similarity(known.text, found.text),
        rows=_share(known.rows, found.rows),
    )


def _share(known: Sequence[str | Row], found: Sequence[str | Row]) -> float | None:
    return (Counter(known) & Counter(found)).total() / len(known) if known else None


def _similarity(known: str, found: str) -> float:
    return 1.0 if known == found else SequenceMatcher(None, known, found, autojunk=False).ratio()


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
