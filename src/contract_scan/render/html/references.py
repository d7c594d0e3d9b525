"""What refers to which words of the contract: the anchors that a click jumps between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from contract_scan.render.phrases import Phrases
from contract_scan.render.summary import Line, Problem, Spans, Summary, Tone

__all__ = ["Group", "Quote", "Reference", "graver", "grouped", "quote_id", "quotes_of"]

# Where words are quoted for several reasons, they show the gravest.
_GRAVITY: Final[tuple[Tone, ...]] = ("bad", "doubtful", "good", "plain", "unknown")


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that say the same of several places: one entry of the page, with all of their quotes."""

    problem: Problem
    quotes: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the report that quotes the contract: its anchor, a short mark for it, its title."""

    anchor: str
    mark: str
    title: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted words, ``document.text[start:end]``, with everything that quotes them. `tone` is how they show."""

    start: int
    end: int
    tone: Tone
    references: tuple[Reference, ...]

    @property
    def anchor(self) -> str:
        """The id of the place in the contract."""
        return quote_id((self.start, self.end))


def grouped(problems: Iterable[Problem]) -> tuple[Group, ...]:
    """Bring together what is said in the same words; the groups stand in the order of their first."""
    groups: dict[tuple[object, ...], list[Problem]] = {}
    for problem in problems:
        said = (problem.severity, problem.kind, problem.title, problem.message, problem.why, problem.advice)
        # A contradiction is between its own quotes.
        groups.setdefault((*said, problem.id if problem.contradicts else ""), []).append(problem)
    return tuple(
        Group(same[0], tuple(dict.fromkeys(quote for problem in same for quote in problem.quotes)))
        for same in groups.values()
    )


def graver(tones: Iterable[Tone]) -> Tone:
    """Return the gravest of some tones."""
    return min(tones, key=_GRAVITY.index)


def quote_id(span: tuple[int, int]) -> str:
    """Return the id of the place of ``document.text[start:end]`` in the contract."""
    return f"q-{span[0]}-{span[1]}"


def quotes_of(summary: Summary, groups: Iterable[Group], words: Phrases) -> tuple[Quote, ...]:
    """Return every stretch of the contract that the report quotes, in reading order."""
    tones: dict[tuple[int, int], list[Tone]] = {}
    references: dict[tuple[int, int], list[Reference]] = {}
    for spans, tone, reference in _uses(summary, groups, words):
        for span in spans:
            if span[0] < span[1]:
                tones.setdefault(span, []).append(tone)
                references.setdefault(span, [])
                if reference is not None:
                    references[span].append(reference)
    return tuple(Quote(*span, graver(tones[span]), tuple(dict.fromkeys(references[span]))) for span in sorted(tones))


def _uses(summary: Summary, groups: Iterable[Group], words: Phrases) -> Iterator[tuple[Spans, Tone, Reference | None]]:
    for number, group in enumerate(groups, 1):
        reference = Reference(f"f-{number}", str(number), group.problem.title)
        for line in group.quotes:
            yield line.spans, group.problem.tone, reference
    others: tuple[tuple[str, Iterable[tuple[Spans, Tone, str]]], ...] = (
        ("condition", ((row.spans, "plain", row.text) for row in summary.conditions)),
        ("fee", ((row.spans, "plain", row.name) for row in summary.fees)),
        ("term", ((line.spans, "plain", line.text) for line in summary.termination)),
        ("good", ((line.spans, "good", line.text) for line in summary.protections)),
    )
    for name, entries in others:
        for number, (spans, tone, title) in enumerate(entries, 1):
            yield spans, tone, Reference(f"{name}-{number}", words[f"ref.{name}"].format(number=number), title)
    for line in (*summary.reasons, *summary.refund):
        yield line.spans, "plain", None
    for moment in summary.timeline:
        yield moment.spans, "plain", None
