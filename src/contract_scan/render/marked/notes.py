"""What is written into the copy: a note for each stretch of the contract that findings quote, and one for the whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from contract_scan.model.report import ContractReport, Evidence
from contract_scan.render.phrases import Lang, phrases
from contract_scan.render.summarise import summarise
from contract_scan.render.summary import Line, Summary, Tone

__all__ = ["AUTHOR", "INITIALS", "Note", "notes_of", "whole_note"]

AUTHOR = "contract-scan"
INITIALS = "CS"


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be said of one stretch. `tone` is that of the gravest finding."""

    place: Evidence
    tone: Tone
    text: str


def notes_of(report: ContractReport, lang: Lang) -> tuple[Note, ...]:
    """Return a note for each stretch that a warning or a protection quotes, in reading order.

    Several findings about the same words make one note, the gravest first.
    """
    places = {(e.start, e.end): e for finding in report.findings for e in finding.evidence}
    said: dict[tuple[int, int], list[tuple[Tone, str]]] = {}
    for spans, tone, text in _said(summarise(report, lang)):
        for span in spans:
            if span in places:
                said.setdefault(span, []).append((tone, text))
    return tuple(
        Note(places[span], entries[0][0], "\n\n".join(dict.fromkeys(text for _, text in entries)))
        for span, entries in sorted(said.items())
    )


def _said(summary: Summary) -> Iterator[tuple[tuple[tuple[int, int], ...], Tone, str]]:
    words = phrases(summary.lang)
    for problem in summary.problems:
        lines = [f"[{words[f'page.severity.{problem.severity}']}] {problem.title}", problem.message, problem.why]
        if problem.advice:
            lines.append(f"{words['label.advice']}{words['colon']}{problem.advice}")
        if problem.law:
            lines.append(f"{words['label.law']}{words['colon']}{words['list.join'].join(problem.law)}")
        spans = tuple(span for quote in problem.quotes for span in quote.spans)
        yield spans, problem.tone, "\n".join(filter(None, lines))
    for line in summary.protections:
        yield line.spans, "good", f"[{words['page.legend.good']}] {line.text}"


def whole_note(report: ContractReport, lang: Lang, unplaced: tuple[Note, ...] = ()) -> str:
    """Return what stands at the beginning: the verdict with its limits, what the contract lacks, what has no place."""
    words, summary = phrases(lang), summarise(report, lang)
    colon = words["colon"]
    score = words["score.none"] if summary.score is None else words["score.of"].format(score=summary.score)
    lines = [f"{summary.verdict}{colon}{summary.sentence}", *summary.cautions]
    lines += [f"{words['label.deposit']}{colon}{summary.deposit}", f"{words['label.score']}{colon}{score}"]
    lines += _listed(words["heading.unread"], summary.unread)
    absent = [one.title for one in summary.problems if not one.quotes]
    lines += _listed(words["heading.missing"], (*absent, *summary.missing))
    lines += _listed(words["marked.unplaced"], tuple(f"「{note.place.quote}」\n{note.text}" for note in unplaced))
    return "\n".join([*lines, "", words["disclaimer"], summary.made_by])


def _listed(heading: str, entries: tuple[str | Line, ...]) -> list[str]:
    return [f"{heading}:", *(f"- {entry}" for entry in dict.fromkeys(entries))] if entries else []
