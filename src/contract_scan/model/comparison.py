"""What changed between two agreements, and in whose favour. Its JSON form has a schema of its own."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, field_validator

from contract_scan.model.jsontext import inert_json
from contract_scan.model.report import Evidence, Generator, Rate, Verdict
from contract_scan.model.versions import readable_by

__all__ = [
    "COMPARISON_SCHEMA_VERSION",
    "Aspect",
    "Change",
    "ChangeKind",
    "Compared",
    "Comparison",
    "Favours",
    "Side",
]

COMPARISON_SCHEMA_VERSION = "1.0"

Aspect = Literal[
    "verdict",
    "deposit",
    "condition",
    "deadline",
    "interest",
    "payer",
    "deduction",
    "fee",
    "notice",
    "renewal",
    "ending",
    "penalty",
    "right",
    "risk",
    "clause",
]
ChangeKind = Literal["changed", "added", "removed"]
#: Whom a change serves. ``neutral``: it changes nothing for either; ``unclear``: it was not told.
Favours = Literal["merchant", "provider", "neutral", "unclear"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", json_schema_serialization_defaults_required=True)


class Side(_Model):
    """One side of a change: what that agreement has, in words, and its own words with their place.

    Offsets count in that agreement's ``document.text``. Where it has nothing, `evidence` is the clause that answers to
    the other side's, if there is one.
    """

    text: str
    evidence: tuple[Evidence, ...] = ()
    place: str | None = None


class Change(_Model):
    """One thing that differs. `why` says how it was told whom it favours."""

    aspect: Aspect
    kind: ChangeKind
    title: str
    old: Side
    new: Side
    favours: Favours
    why: str


class Compared(_Model):
    """One of the two agreements. `redacted`: what is personal in its text was masked before it was compared."""

    name: str
    sha256: str
    status: Literal["read", "partial", "unread"]
    verdict: Verdict
    score: int | None = None
    redacted: bool = False


class Comparison(_Model):
    """What changed from `old` to `new`.

    `relation` says whether the two are versions of one text, whose clauses are set side by side, or different
    agreements, of which only the terms are compared. `similarity` is the share of text that answers to each other, 0 to
    1. `unchanged` counts the clauses that are the same, those that only have another number or place included.
    """

    schema_version: str = COMPARISON_SCHEMA_VERSION
    generator: Generator
    relation: Literal["versions", "different"]
    similarity: Rate
    old: Compared
    new: Compared
    unchanged: int
    changes: tuple[Change, ...] = ()
    favours: dict[Favours, int]
    notes: tuple[str, ...] = ()

    _readable = field_validator("schema_version")(readable_by(COMPARISON_SCHEMA_VERSION))

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the comparison as JSON text, the same for the same input."""
        return inert_json(self.model_dump_json(indent=indent))
