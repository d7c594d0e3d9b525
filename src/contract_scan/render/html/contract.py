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
    begins = {clause.start: clause for clause in sorted(clauses, key=lambda clause: -len(clause.path))}
    waiting = sorted(quotes, key=lambda quote: (quote.start, quote.end))
    open_quotes: list[Quote] = []
    start, page, depth = 0, None, 0
    for line in text.split("\n"):
        end = start + len(line)
        while waiting and waiting[0].start <= end:
            open_quotes.append(waiting.pop(0))
        clause = next((begins[at] for at in range(start, min(start + 3, end + 1)) if at in begins), None)
        turned = None
        if clause is not None:
            depth = max(len(clause.path) - 1, 0)
            if clause.page is not None and clause.page != page:
                turned = page = clause.page
        if line.strip():
            heading = clause is not None and _is_heading(clause, line)
            pieces = tuple(_pieces(line, start, open_quotes))
            yield ContractLine(pieces, min(depth, _DEEPEST), heading, turned)
        open_quotes = [quote for quote in open_quotes if quote.end > end]
        start = end + 1


def _is_heading(clause: Clause, line: str) -> bool:
    """Tell whether the line on which a clause begins holds no more than its number and heading."""
    heading = clause.heading or ""
    return bool(heading) and len(line.strip()) <= len(heading) + len(clause.number or "") + 3


def _pieces(line: str, start: int, quotes: Sequence[Quote]) -> Iterator[Piece]:
    end = start + len(line)
    here = [quote for quote in quotes if quote.start < end and quote.end > start]
    cuts = sorted({start, end, *(at for quote in here for at in (quote.start, quote.end) if start < at < end)})
    for left, right in pairwise(cuts):
        over = [quote for quote in here if quote.start <= left and quote.end >= right]
        yield Piece(
            text=inert(line[left - start : right - start]),
            tone=graver(quote.tone for quote in over) if over else None,
            quotes=tuple(quote.anchor for quote in over),
            anchors=tuple(quote.anchor for quote in over if quote.start == left),
            references=tuple(
                dict.fromkeys(reference for quote in over if quote.end == right for reference in quote.references)
            ),
        )
