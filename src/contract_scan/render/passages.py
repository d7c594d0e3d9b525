"""A contract cut into passages that can be read by themselves: clauses, with their items where they introduce them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from contract_scan.model.report import Clause, ContractReport, Finding

__all__ = ["Passage", "passages"]

#: What items follow: 有下列情形之一的，押金不予退还：
_INTRODUCES: Final = ("：", ":")
_AROUND_HEADINGS: Final = " \t\u3000、.．#*】"


@dataclass(frozen=True, slots=True)
class Passage:
    """The words ``document.text[start:end]``, and the findings that quote any of them.

    `path` leads from the root to the clause that they belong to; it is empty for words outside all clauses. `document`
    names the part of an agreement in several documents that they stand in.
    """

    start: int
    end: int
    path: tuple[Clause, ...]
    document: str | None
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Node:
    clause: Clause
    path: tuple[Clause, ...]
    children: list[_Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Cut:
    start: int
    end: int
    path: tuple[Clause, ...] = ()
    heading: bool = False


def passages(report: ContractReport) -> Iterator[Passage]:
    """Yield the passages of a report's contract in reading order; none overlaps another.

    What ends in a colon introduces the clauses in it and stays whole with them. Otherwise each of these is a passage,
    and so are the words that stand before them, unless they are a mere heading on which nothing but information rests.
    Words outside all clauses are passages without one. Only such headings and white space are in none.
    """
    text = report.document.text or ""
    inside = [cut for node in _tree(report.clauses) for cut in _cuts(node, text)]
    cuts = [_trimmed(cut, text) for cut in _with_the_rest(inside, report, len(text))]
    cuts = [cut for cut in cuts if cut.start < cut.end]
    for cut, findings in zip(cuts, _quoting(cuts, report.findings), strict=True):
        if not cut.heading or any(finding.outcome != "information" for finding in findings):
            part = next((part for part in report.document.parts if part.start <= cut.start < part.end), None)
            yield Passage(cut.start, cut.end, cut.path, part.name if part else None, findings)


def _tree(clauses: Sequence[Clause]) -> list[_Node]:
    roots: list[_Node] = []
    over: list[_Node] = []
    for clause in sorted(clauses, key=lambda one: (one.start, -one.end)):
        while over and over[-1].clause.end <= clause.start:
            over.pop()
        node = _Node(clause, (*(one.clause for one in over), clause))
        (over[-1].children if over else roots).append(node)
        over.append(node)
    return roots


def _cuts(node: _Node, text: str) -> Iterator[_Cut]:
    clause = node.clause
    words_end = node.children[0].clause.start if node.children else clause.end
    words = text[clause.start : words_end].strip()
    if not node.children or words.endswith(_INTRODUCES):
        yield _Cut(clause.start, clause.end, node.path)
        return
    mere = clause.heading is not None and "\n" not in words and words.rstrip(_AROUND_HEADINGS).endswith(clause.heading)
    yield _Cut(clause.start, words_end, node.path, heading=mere)
    for child in node.children:
        yield from _cuts(child, text)


def _with_the_rest(cuts: Sequence[_Cut], report: ContractReport, length: int) -> Iterator[_Cut]:
    """Yield the cuts, and between them what is left of the text, each document's by itself."""
    borders = sorted({part.start for part in report.document.parts} | {length})
    at = 0
    for cut in (*cuts, _Cut(length, length)):
        for border in borders:
            if at < border < cut.start:
                yield _Cut(at, border)
                at = border
        if at < cut.start:
            yield _Cut(at, cut.start)
        yield cut
        at = max(at, cut.end)


def _trimmed(cut: _Cut, text: str) -> _Cut:
    words = text[cut.start : cut.end]
    start = cut.start + len(words) - len(words.lstrip())
    return _Cut(start, max(start, cut.start + len(words.rstrip())), cut.path, cut.heading)


def _quoting(cuts: Sequence[_Cut], findings: Sequence[Finding]) -> list[tuple[Finding, ...]]:
    """Return for each cut the findings that quote any of it, in their order."""
    starts = [cut.start for cut in cuts]
    found: list[dict[str, Finding]] = [{} for _ in cuts]
    for finding in findings:
        for place in finding.evidence:
            at = max(0, bisect_right(starts, place.start) - 1)
            while at < len(cuts) and cuts[at].start < place.end:
                if place.start < cuts[at].end:
                    found[at][finding.id] = finding
                at += 1
    return [tuple(one.values()) for one in found]
