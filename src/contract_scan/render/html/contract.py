"""The contract's own text, cut so that every quote can be shown and reached, however quotes overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from contract_scan.model.report import Clause
from contract_scan.render.html.references import Quote, Reference, graver
from contract_scan.render.safe import inert
from contract_scan.render.summary import Tone

__all__ = ["ContractLine", "Piece", "contract_lines"]

_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that the same quotes cover. `tone` is None where none does.

    `anchors` are of the quotes that begin with it, `references` of those that end with it.
    """

    text: str
    tone: Tone | None
    quotes: tuple[str, ...]
    anchors: tuple[str, ...]
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class ContractLine:
    """A line of the text. `depth` counts the clauses around it; `page` is set where a clause begins on a new page."""

    pieces: tuple[Piece, ...]
    depth: int
    heading: bool
    page: int | None


def contract_lines(text: str, clauses: Sequence[Clause], quotes: Sequence[Quote]) -> Iterator[ContractLine]:
    """Yield the lines of `text`, each in pieces. Nothing is left out, and nothing said twice."""
    cut = [(start, line, list(_cut(line, start, quotes_here))) for start, line, quotes_here in _lines(text, quotes)]
    stretches = [stretch for _, _, line in cut for stretch in line]
    # A quote may begin or end with the break of a line: it is reached at the first of it that shows.
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for number, (_, over) in enumerate(stretches):
        for quote in over:
            first.setdefault(quote.anchor, number)
            last[quote.anchor] = number
    begins = {clause.start: clause for clause in sorted(clauses, key=lambda clause: -len(clause.path))}
    number, page, depth = 0, None, 0
    for start, line, own in cut:
        # A number or a label may stand before what the clause counts as its beginning.
        clause = next((begins[at] for at in range(start, min(start + 3, start + len(line))) if at in begins), None)
        turned = None
        if clause is not None:
            depth = min(max(len(clause.path) - 1, 0), _DEEPEST)
            if clause.page is not None and clause.page != page:
                turned = page = clause.page
        pieces = []
        for shown, over in own:
            ended = [quote for quote in over if last[quote.anchor] == number]
            pieces.append(
                Piece(
                    text=inert(shown),
                    tone=graver(quote.tone for quote in over) if over else None,
                    quotes=tuple(quote.anchor for quote in over),
                    anchors=tuple(quote.anchor for quote in over if first[quote.anchor] == number),
                    references=tuple(dict.fromkeys(one for quote in ended for one in quote.references)),
                )
            )
            number += 1
        yield ContractLine(tuple(pieces), depth, clause is not None and _is_heading(clause, line), turned)


def _lines(text: str, quotes: Sequence[Quote]) -> Iterator[tuple[int, str, list[Quote]]]:
    """Yield each line that shows anything, where it begins, and the quotes that reach into it."""
    waiting = sorted(quotes, key=lambda quote: (quote.start, quote.end), reverse=True)
    reaching: list[Quote] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        while waiting and waiting[-1].start < end:
            reaching.append(waiting.pop())
        reaching = [quote for quote in reaching if quote.end > start]
        if line.strip():
            yield start, line, list(reaching)
        start = end + 1


def _cut(line: str, start: int, quotes: Sequence[Quote]) -> Iterator[tuple[str, list[Quote]]]:
    """Yield the stretches of a line that the same quotes cover, with these quotes."""
    end = start + len(line)
    cuts = sorted({start, end, *(at for quote in quotes for at in (quote.start, quote.end) if start < at < end)})
    for left, right in pairwise(cuts):
        yield line[left - start : right - start], [q for q in quotes if q.start <= left and q.end >= right]


def _is_heading(clause: Clause, line: str) -> bool:
    """Tell whether the line on which a clause begins holds no more than its number and heading."""
    heading = clause.heading or ""
    return bool(heading) and len(line.strip()) <= len(heading) + len(clause.number or "") + 3
