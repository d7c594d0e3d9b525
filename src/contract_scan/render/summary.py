"""What a reader is told about one contract: a report in words, before any layout.

The text and the Markdown renderer lay out the same `Summary`, so that they cannot say different things. Every string
in it is safe to print.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from contract_scan.render.phrases import Lang

__all__ = [
    "VERDICT_TONES",
    "ConditionRow",
    "Driver",
    "Example",
    "FeeRow",
    "Line",
    "Moment",
    "Problem",
    "Proof",
    "ProofGroup",
    "Provision",
    "Spans",
    "Step",
    "Summary",
    "Tone",
]

#: Half-open ranges of ``document.text`` that something rests on.
Spans = tuple[tuple[int, int], ...]
Tone = Literal["bad", "doubtful", "good", "unknown", "plain"]

VERDICT_TONES: Final[dict[str, Tone]] = {
    "refundable": "good",
    "conditional": "doubtful",
    "non_refundable": "bad",
    "silent": "bad",
    "contradictory": "bad",
    "no_deposit": "good",
    "not_assessed": "unknown",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, where it stands in the contract, and how it should look to the merchant."""

    text: str
    place: str = ""
    tone: Tone = "plain"
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Driver:
    """What moved the score, and by how many points."""

    text: str
    points: int

    def __str__(self) -> str:
        return f"{self.text} {self.points:+d}"


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition of the return, whether it is met, and the sum or the day that this was settled by."""

    text: str
    status: str
    status_word: str
    why: str
    place: str
    tone: Tone
    spans: Spans
    clause_join: str

    @property
    def line(self) -> Line:
        """The condition in one line."""
        text = f"[{self.status_word}] {self.text}"
        if self.why:
            text = text.rstrip("。") + self.clause_join + self.why
        return Line(text, self.place, self.tone, self.spans)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point on the way from signing to the money: what happens, on what day or how long after, and by what clause.

    `day` is empty where only the merchant's facts could tell it.
    """

    title: str
    day: str
    detail: str
    place: str
    tone: Tone
    spans: Spans


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding that warns. `quotes` are verbatim but for control characters; `searched` is set for an absence."""

    id: str
    kind: str
    kind_word: str
    severity: str
    contradicts: bool
    tone: Tone
    title: str
    message: str
    why: str
    quotes: tuple[Line, ...]
    searched: str
    place: str
    advice: str
    law: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeeRow:
    """A fee: its name, how much, what else is said of it, where.

    `reckoning` and `a_year` are its part in the year's example; `counted` is as in ``FeeExampleLine``, or empty.
    `yuan` is `a_year` as a number for a chart, 0 where it is in no sum.
    """

    name: str
    charge: str
    note: str
    place: str
    tone: Tone
    spans: Spans = ()
    counted: str = ""
    reckoning: str = ""
    a_year: str = ""
    yuan: float = 0.0


@dataclass(frozen=True, slots=True)
class Example:
    """What the fees come to in a year: what was assumed, the sums, what they leave out."""

    assumed: str
    yearly: str
    once: str
    first_year: str
    share_amount: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do: by which day where one is known, when in words, and what the place that it leads to can do."""

    title: str
    detail: str
    due: str
    timing: str
    channel: str
    done: bool
    law: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence to keep. `ticked` says that it is there; `needed` that the contract makes it matter."""

    text: str
    note: str
    ticked: bool
    needed: bool


@dataclass(frozen=True, slots=True)
class ProofGroup:
    """What to keep for one question."""

    title: str
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Provision:
    """A provision of law: its name, what it says in this project's words, to whom it applies, and what to mind.

    `source` has its number, version and the day from which it is in force, as far as they were verified.
    """

    name: str
    text: str
    source: str
    scope: str
    verified: bool
    notes: tuple[str, ...]
    colon: str
    note_join: str

    def __str__(self) -> str:
        said = f"{self.name}{self.colon}{self.text}" + (f" ({self.source})" if self.source else "")
        return f"{said} [{self.note_join.join(self.notes)}]" if self.notes else said


@dataclass(frozen=True, slots=True)
class Summary:
    """One report in words. `score` is 0…100, or None where none was given."""

    lang: Lang
    file: str
    tone: Tone
    verdict: str
    sentence: str
    cautions: tuple[str, ...]
    score: int | None
    drivers: tuple[Driver, ...]
    reasons: tuple[Line, ...]
    deposit: str
    unread: tuple[str, ...]
    warnings: tuple[str, ...]
    problems: tuple[Problem, ...]
    problem_counts: str
    protections: tuple[Line, ...]
    conditions: tuple[ConditionRow, ...]
    timeline: tuple[Moment, ...]
    refund: tuple[Line, ...]
    fees: tuple[FeeRow, ...]
    fee_notes: tuple[str, ...]
    example: Example | None
    termination: tuple[Line, ...]
    missing: tuple[str, ...]
    suppressed: tuple[Line, ...]
    checks: tuple[tuple[str, str, str], ...]
    check_counts: str
    unassessed: tuple[str, ...]
    actions: tuple[Step, ...]
    checklist: tuple[ProofGroup, ...]
    law: tuple[Provision, ...]
    made_by: str
