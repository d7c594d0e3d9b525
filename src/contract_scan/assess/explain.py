"""Why, and why not: what was read from each sentence, and the tests of the rules that fired or nearly did."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import get_args

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.findings import clause_ids, facts_of
from contract_scan.errors import UsageError
from contract_scan.frames.model import Frame
from contract_scan.model.explanation import (
    FrameReading,
    Judgement,
    PartyMention,
    SentenceExplanation,
    Weighing,
)
from contract_scan.model.report import Kind
from contract_scan.rules import Fired, Rule, Ruleset
from contract_scan.rules.matcher import explain, near

__all__ = ["explain_agreement"]

_WORTH_TELLING = 0.1  # probability of a kind
_REASONS = 5


def explain_agreement(
    agreement: Agreement, fired: Sequence[Fired], ruleset: Ruleset, *, clause: str | None, wanted: Sequence[Rule]
) -> tuple[SentenceExplanation, ...]:
    """Return the explanation of every sentence, or of those of one clause, in reading order.

    `wanted` are rules of which is told in any case why they fired or not.

    Raises:
        UsageError: the agreement has no such clause.
    """
    ids = clause_ids(agreement)
    inside = None if clause is None else _clauses(agreement, ids, clause)
    return tuple(
        _explained(agreement, ids, one, ruleset, wanted)
        for one in fired
        if inside is None or one.reading.sentence.paragraph.clause in inside
    )


def _clauses(agreement: Agreement, ids: Mapping[int, str], wanted: str) -> Collection[int]:
    """Return the indices of a clause and of all under it. Several clauses may bear the same number."""
    structure = agreement.structure
    steps = tuple(_plain(step) for step in wanted.split("/"))

    def is_named(index: int) -> bool:
        path = tuple(_plain(step) for step in structure.path(index))
        return ids[index] == wanted or path[-len(steps) :] == steps

    inside: set[int] = set()
    for node in structure.clauses:  # parents come before their children
        if is_named(node.index) or node.parent in inside:
            inside.add(node.index)
    if not inside:
        numbers = list(dict.fromkeys(node.number for node in structure.clauses if node.number))
        known = "、".join(numbers[:12]) + ("……" if len(numbers) > 12 else "")
        raise UsageError(f"no clause {wanted!r}; the agreement's clauses are {known or 'not numbered'}")
    return inside


def _plain(number: str) -> str:
    return "".join(number.split()).rstrip("、.．:：").translate(str.maketrans("()", "（）"))


def _explained(
    agreement: Agreement, ids: Mapping[int, str], one: Fired, ruleset: Ruleset, wanted: Sequence[Rule]
) -> SentenceExplanation:
    reading = one.reading
    clause = reading.sentence.paragraph.clause
    fired = {hit.rule.id for hit in one.matches}
    standing = {hit.rule.id: hit.rule.kind for hit in one.standing()}
    kinds = set(standing.values())
    concepts: dict[str, list[str]] = {}
    for hit in reading.hits:
        concepts.setdefault(hit.concept, []).append(hit.text)
    return SentenceExplanation(
        clause_id=None if clause is None else ids[clause],
        path=agreement.structure.path(clause),
        evidence=agreement.evidence(reading),
        normalised=reading.text,
        headings=reading.headings,
        chapeau=_quote(agreement, reading.chapeau),
        leans_on=_quote(agreement, reading.previous),
        parties=tuple(PartyMention(text=reading.text[a:b], role=role) for a, b, role in reading.parties),
        concepts={name: tuple(dict.fromkeys(texts)) for name, texts in concepts.items()},
        facts=facts_of(agreement, reading),
        frames=tuple(map(_frame, reading.frames)),
        kinds=tuple(kind for kind in get_args(Kind) if kind in kinds),
        weighed=tuple(_weighed(one, ruleset)),
        fired=tuple(
            Judgement(
                rule_id=hit.rule.id,
                title=hit.rule.title,
                kind=hit.rule.kind,
                severity=hit.severity,
                stands=hit.rule.id in standing,
                unlikely=f"unlikely.{hit.rule.kind}" in one.signals,
                trace=hit.trace,
            )
            for hit in one.matches
        ),
        near=tuple(
            trace
            for rule in ruleset.rules
            if rule.id not in fired and (trace := near(rule, reading, one.signals)) is not None
        ),
        asked_about=tuple(explain(rule, reading, one.signals) for rule in wanted),
    )


def _weighed(one: Fired, ruleset: Ruleset) -> Iterator[Weighing]:
    """Yield the kinds that are not unlikely or that a rule fired for, the likeliest first."""
    shown = one.signals - {signal for signal in one.signals if signal.startswith("is.")}
    grams = one.reading.grams
    fired = {hit.rule.kind for hit in one.matches}
    chances = ruleset.weights.probabilities(shown, grams)
    for kind, chance in sorted(chances.items(), key=lambda pair: -pair[1]):
        if chance >= _WORTH_TELLING or kind in fired:
            reasons = ruleset.weights.reasons(kind, shown, grams)[:_REASONS]
            yield Weighing(
                kind=kind,
                probability=round(chance, 3),
                reasons=tuple(f"{signal} {weight:+.2f}" for signal, weight in reasons),
            )


def _quote(agreement: Agreement, index: int | None) -> str | None:
    if index is None:
        return None
    sentence = agreement.readings[index].sentence
    return agreement.document.quote(sentence.start, sentence.end)


def _frame(frame: Frame) -> FrameReading:
    return FrameReading(
        predicate=frame.predicate,
        text=frame.text,
        negative=frame.negative,
        modality=frame.modality,
        actor=frame.actor,
        object=frame.object,
        resolved_from=frame.resolved_from,
        why=frame.why,
    )
