"""Which document of an agreement goes before which, where they differ: 不一致的，以补充协议为准."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.assess.references import named_parts, titles_in
from contract_scan.frames.model import Reading

__all__ = ["Precedence", "PrecedenceClause", "absent_winners", "read_precedence"]

_WAYS = ("conflict", "before", "replaces", "defers", "plain")
_TWO = re.compile(r"[两二]者|(?:主|原)(?:协议|合同)")
_AND = re.compile(r"[与和同跟、及或]")


@dataclass(frozen=True, slots=True)
class PrecedenceClause:
    """A sentence by which the parts `first` go before the parts `others`, by their indexes."""

    reading: Reading
    first: frozenset[int]
    others: frozenset[int]


@dataclass(frozen=True, slots=True)
class Precedence:
    """The order of an agreement's documents, as it says itself."""

    clauses: tuple[PrecedenceClause, ...] = ()

    def clause_for(self, winner: int | None, loser: int | None) -> PrecedenceClause | None:
        """Return the clause by which one part goes before another; None where none says so, or one says each."""
        said = self._says(winner, loser)
        return said if said is not None and self._says(loser, winner) is None else None

    def disputed(self, one: int | None, other: int | None) -> tuple[PrecedenceClause, ...]:
        """Return the two clauses of which each puts another of the two parts first; none where they agree."""
        there, back = self._says(one, other), self._says(other, one)
        return (there, back) if there is not None and back is not None else ()

    def _says(self, winner: int | None, loser: int | None) -> PrecedenceClause | None:
        if winner is None or loser is None or winner == loser:
            return None
        return next((clause for clause in self.clauses if winner in clause.first and loser in clause.others), None)


def read_precedence(agreement: Agreement, lexicon: DepositLexicon) -> Precedence:
    """Return what the agreement says of the order of its documents; nothing where it is a single one."""
    if not agreement.parts:
        return Precedence()
    return Precedence(tuple(_clauses(agreement, lexicon)))


def _clauses(agreement: Agreement, lexicon: DepositLexicon) -> Iterator[PrecedenceClause]:
    everything = frozenset(range(len(agreement.parts)))
    for reading, first, others in _said(agreement, lexicon):
        at = agreement.part_of(reading)
        own = frozenset() if at is None else frozenset({at})
        winners = named_parts(agreement, first, at, lexicon) if first is not None else own
        if not winners:
            continue
        losers = own if others else frozenset()
        for phrase in _AND.split(others):
            losers |= named_parts(agreement, phrase, at, lexicon)
        # 「正文与附件不一致的」 names both; a sentence that names none but the winner speaks of all the others. What is
        # annexed to the winner is part of it: 两者不一致的，以本补充协议为准 speaks of the main agreement.
        rest = everything - winners
        if _TWO.search(reading.text):
            rest -= {index for index in rest if _is_annexed(agreement, index, winners)}
        losers = (losers - winners) or rest
        yield PrecedenceClause(reading, winners, losers)


def _is_annexed(agreement: Agreement, index: int, winners: frozenset[int]) -> bool:
    """Whether a part is an annex of the same file as the part that goes first."""
    part = agreement.parts[index]
    return part.kind == "annex" and any(agreement.parts[winner].file == part.file for winner in winners)


def _said(agreement: Agreement, lexicon: DepositLexicon) -> Iterator[tuple[Reading, str | None, str]]:
    """The sentences that put a document first: the words for it (None: the one they stand in), and for the others."""
    ways: dict[int, re.Match[str]] = {}
    for way in _WAYS:
        pattern = lexicon[f"documents.{way}"]
        for reading in agreement.saying(pattern):
            if reading.sentence.index not in ways and (match := pattern.search(reading.text)):
                ways[reading.sentence.index] = match
    for index, match in sorted(ways.items()):
        yield agreement.readings[index], match["first"], match.groupdict().get("others") or ""


def absent_winners(
    agreement: Agreement, absent: Sequence[str], lexicon: DepositLexicon
) -> tuple[tuple[Reading, str], ...]:
    """Return the sentences that put a document first which was not given, with its title."""
    if not absent:
        return ()
    found = []
    for reading, first, _ in _said(agreement, lexicon):
        named = (*titles_in(first, lexicon), first.strip()) if first is not None else ()
        found += [(reading, title) for title in absent if title in named]
    return tuple(found)
