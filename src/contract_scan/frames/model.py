"""What is read from a sentence."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from contract_scan.language.concepts import ConceptHit
from contract_scan.language.quantities import Quantity
from contract_scan.language.sentences import Sentence
from contract_scan.literals import grams_of

if TYPE_CHECKING:
    from contract_scan.frames.said import Said

__all__ = ["PREDICATES", "Frame", "Modality", "Reading"]

Modality = Literal["must", "may", "must_not"]

#: What a frame can say is done. Rules name their signals after these.
PREDICATES = frozenset(
    {
        "return", "forfeit", "convert", "deduct", "pay", "collect", "waive", "end", "suspend", "hold",
        "change", "consent", "exclude", "compensate", "renew", "give_back", "expire", "self_borne",
        "apply", "review", "deem_notified",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """One thing done: the predicate at ``[start, end)`` of the sentence's text, by whom, to what, and whether denied.

    `object` is a concept of the objects lexicon (all fees as ``fee``); `resolved_from` says where it was found:
    ``clause``, ``sentence``, ``chapeau``, ``before``, ``heading``, ``agreement``, or ``sum`` where only the deposit's
    amount is named. `supposed` says that the thing is only the case that something else is said of
    (甲方停止服务的，退还押金). `why` tells how polarity and actor were decided.
    """

    predicate: str
    start: int
    end: int
    text: str
    negative: bool
    modality: Modality | None
    actor: str | None
    object: str | None
    resolved_from: str | None
    supposed: bool = False
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A sentence with all that was read from it. `signals` are what rules test; see ``docs/signals.md``.

    `said` is what it says by itself, shared by all sentences of the same words. `near` are those of the signals that
    it has from the other sentences under its heading.

    `statements` are the parts of a sentence that says several things, each a reading of ``sentence.text[start:end]``
    by its `span`; the offsets of hits, figures and frames count from the start of the sentence all the same.
    `relabelled` is the sentence with 甲方 for the provider, 乙方 for the merchant and 丙方 for the agent, where the
    agreement has it otherwise; every character keeps its place.
    """

    sentence: Sentence
    said: Said = field(repr=False)
    hits: tuple[ConceptHit, ...]
    quantities: tuple[Quantity, ...]
    parties: tuple[tuple[int, int, str], ...]
    frames: tuple[Frame, ...]
    signals: frozenset[str]
    headings: tuple[str, ...]
    chapeau: int | None
    previous: int | None
    concepts: frozenset[str] = field(default_factory=frozenset)
    near: frozenset[str] = frozenset()
    relabelled: str | None = None
    span: tuple[int, int] | None = None
    statements: tuple[Reading, ...] = ()

    @cached_property
    def text(self) -> str:
        """The normalised text of the sentence, or of the statement."""
        return self.sentence.text if self.span is None else self.sentence.text[slice(*self.span)]

    @cached_property
    def canonical(self) -> str:
        """The text with the labels that rules are written in: 甲方 is the provider there, 乙方 the merchant."""
        if self.relabelled is None:
            return self.text
        return self.relabelled if self.span is None else self.relabelled[slice(*self.span)]

    @cached_property
    def grams(self) -> Set[str]:
        """The characters and pairs of neighbouring characters of the sentence, with the labels of `canonical`."""
        return self.sentence.grams if self.relabelled is None else grams_of(self.relabelled)

    def first(self, concept: str) -> ConceptHit | None:
        """Return the first hit of a concept, or None."""
        return next((hit for hit in self.hits if hit.concept == concept), None)
