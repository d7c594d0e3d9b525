"""Which clause of one agreement answers to which of the other, whatever its number."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from contract_scan.model.report import Clause, ContractReport, Evidence
from contract_scan.segment import read_label

__all__ = ["Alignment", "Unit", "align", "units_of"]

#: The least likeness (0 to 100) of two texts that are versions of one another.
_ALIKE: Final = 60
#: Under the same heading a clause may be written anew.
_ALIKE_UNDER_ONE_HEADING: Final = 45
#: The least share of text that answers to each other in two versions of one agreement.
_VERSIONS: Final = Decimal("0.5")
_LEAST_LENGTHS: Final = 0.4
_SPACE: Final = re.compile(r"\s+")
_REFERENCE: Final = re.compile(
    r"第[零〇一二三四五六七八九十百0-9]+[编章节条款项]|(?<=[^0-9.])[0-9]{1,2}(?:\.[0-9]{1,2})+(?=[条款项])"
)
_PUNCTUATION: Final = str.maketrans("，；：（）、“”", ',;:(),""')


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of an agreement that belongs to one clause and none below it. `key` is its text without number."""

    clause: Clause | None
    start: int
    end: int
    key: str
    heading: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """The units of two agreements, and which answers to which."""

    old: tuple[Unit, ...]
    new: tuple[Unit, ...]
    pairs: tuple[tuple[int, int], ...]
    old_text: str
    new_text: str

    @property
    def same(self) -> int:
        """How many clauses are the same but for number and place."""
        return sum(self.old[i].key == self.new[j].key for i, j in self.pairs)

    @property
    def similarity(self) -> Decimal:
        """The share of text in units that answer to each other, 0 to 1."""
        whole = sum(len(unit.key) for unit in (*self.old, *self.new))
        paired = sum(len(self.old[i].key) + len(self.new[j].key) for i, j in self.pairs)
        return (Decimal(paired) / whole if whole else Decimal(0)).quantize(Decimal("0.001"))

    @property
    def versions(self) -> bool:
        """Whether the two are versions of one text."""
        return self.similarity >= _VERSIONS

    def old_of(self, offset: int) -> Evidence | None:
        """Return the old unit that answers to the new one at `offset`."""
        return _other(offset, self.new, [(j, i) for i, j in self.pairs], self.old, self.old_text)

    def new_of(self, offset: int) -> Evidence | None:
        """Return the new unit that answers to the old one at `offset`."""
        return _other(offset, self.old, self.pairs, self.new, self.new_text)

    def evidence(self, unit: Unit, *, new: bool) -> Evidence:
        """Return a unit as evidence."""
        return _evidence(unit, self.new_text if new else self.old_text)


def units_of(report: ContractReport) -> tuple[Unit, ...]:
    """Return the units of an agreement in reading order; text outside clauses goes line by line."""
    text = report.document.text or ""
    clauses = sorted(report.clauses, key=lambda clause: (clause.start, -clause.end))
    marks = sorted({0, len(text), *(edge for clause in clauses for edge in (clause.start, clause.end))})
    found: list[Unit] = []
    open_clauses: list[Clause] = []
    waiting = list(reversed(clauses))
    for start, end in pairwise(marks):
        open_clauses = [clause for clause in open_clauses if clause.end > start]
        while waiting and waiting[-1].start <= start:
            open_clauses.append(waiting.pop())
        clause = open_clauses[-1] if open_clauses else None
        spans = [(start, end)] if clause else list(_lines(text, start, end))
        found += [unit for span in spans if (unit := _unit(text, *span, clause, open_clauses))]
    return tuple(found)


def align(old: ContractReport, new: ContractReport) -> Alignment:
    """Return which units of two agreements answer to each other: the same ones first, then the most alike."""
    olds, news = units_of(old), units_of(new)
    pairs = _same(olds, news)
    taken_old, taken_new = {i for i, _ in pairs}, {j for _, j in pairs}
    rest_old = [i for i in range(len(olds)) if i not in taken_old]
    rest_new = [j for j in range(len(news)) if j not in taken_new]
    pairs += _alike(olds, news, rest_old, rest_new)
    return Alignment(olds, news, tuple(sorted(pairs)), old.document.text or "", new.document.text or "")


def _same(olds: Sequence[Unit], news: Sequence[Unit]) -> list[tuple[int, int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for j, unit in enumerate(news):
        places[unit.key].append(j)
    pairs = []
    for i, unit in enumerate(olds):
        if places[unit.key]:
            # Of several that are the same, the one under the same heading.
            here = min(places[unit.key], key=lambda j: (news[j].heading != olds[i].heading, abs(j - i)))
            places[unit.key].remove(here)
            pairs.append((i, here))
    return pairs


def _alike(
    olds: Sequence[Unit], news: Sequence[Unit], rest_old: Sequence[int], rest_new: Sequence[int]
) -> list[tuple[int, int]]:
    from rapidfuzz import fuzz

    scored: list[tuple[float, int, int, int]] = []
    for i in rest_old:
        for j in rest_new:
            one, other = olds[i], news[j]
            if min(len(one.key), len(other.key)) < _LEAST_LENGTHS * max(len(one.key), len(other.key)):
                continue
            together = bool(one.heading) and one.heading == other.heading
            least = _ALIKE_UNDER_ONE_HEADING if together else _ALIKE
            score = fuzz.ratio(one.key, other.key, score_cutoff=least)
            if score:
                scored.append((-score - 10 * together, abs(i - j), i, j))
    pairs: list[tuple[int, int]] = []
    used_old: set[int] = set()
    used_new: set[int] = set()
    for _, _, i, j in sorted(scored):
        if i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            pairs.append((i, j))
    return pairs


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [(start + line.start(), start + line.end()) for line in re.finditer(r"[^\n]+", text[start:end])]


def _unit(text: str, start: int, end: int, clause: Clause | None, above: Sequence[Clause]) -> Unit | None:
    printed = text[start:end]
    start += len(printed) - len(printed.lstrip())
    end -= len(printed) - len(printed.rstrip())
    if end <= start:
        return None
    label = read_label(text[start:end]) if clause is None or clause.start == start else None
    words = text[start + (label.end if label else 0) : end]
    key = _SPACE.sub("", unicodedata.normalize("NFKC", words)).translate(_PUNCTUATION)
    key = _REFERENCE.sub("§", key)
    if not key.strip(",.;:"):
        return None
    heading = next((one.heading for one in reversed(above) if one.heading), "") or ""
    return Unit(clause, start, end, key, _SPACE.sub("", heading))


def _other(
    offset: int, units: Sequence[Unit], pairs: Sequence[tuple[int, int]], others: Sequence[Unit], text: str
) -> Evidence | None:
    for i, j in pairs:
        if units[i].start <= offset < units[i].end:
            return _evidence(others[j], text)
    return None


def _evidence(unit: Unit, text: str) -> Evidence:
    page = unit.clause.page if unit.clause else None
    return Evidence(start=unit.start, end=unit.end, quote=text[unit.start : unit.end], page=page)
