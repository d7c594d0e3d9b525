"""What was read from one sentence, and why each rule fired on it or did not."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from contract_scan.model.report import Evidence, Fact, Finding, Kind, Severity, Trace

__all__ = ["Explanation", "FrameReading", "Judgement", "PartyMention", "SentenceExplanation", "Weighing"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PartyMention(_Model):
    """A party that the sentence names, and the role it was read as."""

    text: str
    role: Literal["merchant", "provider", "agent", "either"]


class FrameReading(_Model):
    """One thing done: who may, must or must not do what to what.

    `resolved_from` says where the object was found: ``clause``, ``sentence``, ``chapeau``, ``before``, ``heading``,
    ``agreement`` or ``sum``. `why` names the words that decided a denial.
    """

    predicate: str
    text: str
    negative: bool
    modality: Literal["must", "may", "must_not"] | None = None
    actor: str | None = None
    object: str | None = None
    resolved_from: str | None = None
    why: tuple[str, ...] = ()


class Judgement(_Model):
    """A rule that fired.

    `stands` is false where a rule of the same kind goes before it, or where all that the sentence shows speaks against
    the kind (`unlikely`) and the rule is not `sure`.
    """

    rule_id: str
    title: str
    kind: Kind
    severity: Severity
    stands: bool
    unlikely: bool = False
    trace: Trace


class Weighing(_Model):
    """How likely the sentence is of a kind by all its signals, from 0 to 1, and what weighed most, in log odds."""

    kind: Kind
    probability: float
    reasons: tuple[str, ...]


class SentenceExplanation(_Model):
    """One sentence as it was read.

    `normalised` is the text that rules are matched on. `headings` stand over the sentence, the nearest first;
    `chapeau` introduces it as an item of a list, `leans_on` is the sentence before that it may leave words to. `near`
    holds the rules that one test alone kept from firing, `asked_about` every rule that was asked for by name; the
    test is in ``stopped_by``.
    """

    clause_id: str | None
    path: tuple[str, ...]
    evidence: Evidence
    normalised: str
    headings: tuple[str, ...] = ()
    chapeau: str | None = None
    leans_on: str | None = None
    parties: tuple[PartyMention, ...] = ()
    concepts: dict[str, tuple[str, ...]]
    facts: tuple[Fact, ...] = ()
    frames: tuple[FrameReading, ...] = ()
    kinds: tuple[Kind, ...] = ()
    weighed: tuple[Weighing, ...] = ()
    fired: tuple[Judgement, ...] = ()
    near: tuple[Trace, ...] = ()
    asked_about: tuple[Trace, ...] = ()


class Explanation(_Model):
    """What a finding, a clause or a whole agreement rests on: the sentences as they were read.

    `finding` is the one that was asked about. It has no sentences where it says that something is missing.
    """

    finding: Finding | None = None
    sentences: tuple[SentenceExplanation, ...] = ()
