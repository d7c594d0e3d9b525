"""Matches rules against readings, in reading order, so that a sentence can lean on what was found before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from contract_scan.frames.model import Reading
from contract_scan.language.shadow import Normaliser
from contract_scan.model.report import Severity, Trace
from contract_scan.rules.bounds import binds_provider
from contract_scan.rules.columns import ColumnHeads
from contract_scan.rules.headings import Headings
from contract_scan.rules.index import Held, JudgedSentence, RuleIndex
from contract_scan.rules.model import Rule, first_held
from contract_scan.rules.signals import FROM_SURROUNDINGS
from contract_scan.rules.weights import KindWeights

__all__ = ["Fired", "Match", "explain", "failing", "fire", "match", "near", "passing"]

#: A heading that names several things announces none of them for all its sentences.
_SEVERAL = re.compile("[与及和、]")
#: Headings are often set wide: 退 还.
_SPACE = re.compile(r"\s+")
_SEVERITIES: tuple[Severity, ...] = ("none", "low", "medium", "high")


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fired on a sentence, with the severity after mitigators and the reason."""

    rule: Rule
    reading: int
    severity: Severity
    trace: Trace

    @property
    def is_grave(self) -> bool:
        """Whether it is a risk of more than low severity."""
        return self.rule.outcome == "risk" and self.severity != "low"


@dataclass(frozen=True)
class Fired:
    """The rules whose tests hold for a reading, and those of them that stand beside their rivals.

    `signals` are all that the tests were made on: the reading's own and what its surroundings gave it.
    """

    reading: Reading
    signals: frozenset[str]
    matches: Sequence[Match] = ()

    def standing(self) -> tuple[Match, ...]:
        """Return the matches of the highest priority of their kind; what is not `base` goes before what is.

        No rule makes a sentence of a kind that is unlikely by all else, unless it is `sure`. A protection is no rival
        of a rule that remains beside it. In a sentence that only binds the provider no grave risk stands.
        """
        return self._standing

    @cached_property
    def _standing(self) -> tuple[Match, ...]:
        standing = []
        matches = self.matches
        if any(hit.is_grave for hit in matches) and binds_provider(self.reading.canonical):
            matches = [hit for hit in matches if not hit.is_grave]
        for hit in matches:
            rivals = [
                other
                for other in matches
                if other.rule.kind == hit.rule.kind and not (hit.rule.remains and other.rule.outcome == "protection")
            ]
            if f"unlikely.{hit.rule.kind}" in self.signals:
                rivals = [other for other in rivals if other.rule.sure]
            specific = [other for other in rivals if not other.rule.base]
            pool = specific or rivals
            top = max((other.rule.priority for other in pool), default=0)
            best = [other for other in pool if other.rule.priority == top]
            if any(hit is one for one in (best if specific else best[:1])):
                standing.append(hit)
        return tuple(standing)


class _Ledger:
    """What was found so far: the kinds of each sentence."""

    __slots__ = ("_columns", "_heading_kinds", "_headings", "_normalise", "asked", "kinds")

    def __init__(self, headings: Headings, normalise: Normaliser) -> None:
        self.kinds: list[frozenset[str]] = []
        #: What a question asks about; a question itself is of no kind.
        self.asked: list[frozenset[str]] = []
        self._headings = headings
        self._normalise = normalise
        self._heading_kinds: dict[str, frozenset[str]] = {}
        self._columns = ColumnHeads(headings.column_kinds)

    def heading_kinds(self, heading: str) -> frozenset[str]:
        if heading not in self._heading_kinds:
            self._heading_kinds[heading] = self._headings.kinds(_SPACE.sub("", self._normalise(heading).text))
        return self._heading_kinds[heading]

    def _of_chapeau(self, at: int, readings: Sequence[Reading]) -> set[str]:
        """What items share with the chapeau that ends at `at`, of one sentence or more: kinds, and whom it burdens."""
        shared: set[str] = set()
        paragraph = readings[at].sentence.paragraph.index
        own = len(self.kinds)  # the item itself: in a running list only the sentence that introduces it counts
        last = at if readings[own].sentence.paragraph.index == paragraph else 0
        while at >= last and readings[at].sentence.paragraph.index == paragraph:
            shared |= self.kinds[at]
            shared |= {name for name in readings[at].signals if name.startswith("against.")}
            at -= 1
        return shared

    def context(self, reading: Reading, readings: Sequence[Reading]) -> frozenset[str]:
        """Return the signals that a sentence has from what was found before it and from its headings."""
        signals = set(self._columns.over(reading))
        if reading.chapeau is not None:
            signals.add("item")
            # A line to be filled in (开户行：____) is no condition of what the chapeau says, nor is a heading.
            if "field" not in reading.signals and not reading.sentence.paragraph.heading:
                signals |= {f"item.{name}" for name in self._of_chapeau(reading.chapeau, readings)}
        if reading.previous is not None:
            signals |= {f"after.{kind}" for kind in self.kinds[reading.previous]}
        if len(self.kinds) > 0:
            last = readings[len(self.kinds) - 1]
            if not last.sentence.paragraph.heading:
                signals |= {f"prior.{kind}" for kind in self.kinds[-1]}
            signals |= {f"asked.{kind}" for kind in self.asked[-1]}
        headings = reading.headings
        if reading.sentence.paragraph.heading:
            signals |= {f"titled.{kind}" for kind in self.heading_kinds(reading.text)}
            headings = headings[1:]
        if headings and _SEVERAL.search(headings[0]):
            signals.add("mixed_heading")
        for depth, heading in enumerate(headings):
            place = "under" if depth == 0 else "within"
            signals |= {f"{place}.{kind}" for kind in self.heading_kinds(heading)}
        if reading.sentence.disguises:
            signals.add("disguised")
        return frozenset(signals)


def match(
    readings: Sequence[Reading], rules: Sequence[Rule], headings: Headings, normalise: Normaliser, weights: KindWeights
) -> tuple[Match, ...]:
    """Return the rules that stand, by sentence and then by rule order.

    Of the rules that fire on a sentence for one kind, those of the highest priority stand.
    """
    found = fire(readings, RuleIndex(rules), headings, normalise, weights)
    return tuple(hit for fired in found for hit in fired.standing())


def fire(
    readings: Sequence[Reading], index: RuleIndex, headings: Headings, normalise: Normaliser, weights: KindWeights
) -> Iterator[Fired]:
    """Yield for each reading the rules whose tests hold, whether or not they stand beside their rivals.

    For each sentence the base rules come first and settle its kinds; the others may test them as ``is.KIND``. Base
    rules that do so themselves (a sentence of no other kind) follow those that do not.
    """
    ledger = _Ledger(headings, normalise)
    shared = cache(lambda near: _Shared(index.by_signals(near), weights.added(near)))
    for reading in readings:
        around = ledger.context(reading, readings)
        # Only on this hangs which rules hold: a clause that came before in the same surroundings is not judged again.
        key = (weights, reading.said, reading.signals, around, tuple(part.signals for part in reading.statements))
        judged = index.judged.get(key)
        if judged is None:
            judged = _judge(reading, around, index, weights, shared(reading.near))
            index.judged.keep(key, judged)
        at = reading.sentence.index
        found = Fired(
            reading, judged.signals, tuple(Match(rule, at, severity, trace) for rule, severity, trace in judged.held)
        )
        ledger.asked.append(judged.asked)
        ledger.kinds.append(frozenset(hit.rule.kind for hit in found.standing()))
        yield found


class _Shared(NamedTuple):
    """What the signals that a sentence has from those near it satisfy and weigh."""

    met: int
    weights: Sequence[int]


def _judge(
    reading: Reading, around: frozenset[str], index: RuleIndex, weights: KindWeights, shared: _Shared
) -> JudgedSentence:
    """Return which rules hold for a reading that has these signals from its surroundings."""
    own = (reading.signals - reading.near) | around
    weighed = weights.signals(own, reading.grams, shared.weights)
    own |= weighed
    signals = reading.signals | own
    text = index.by_text(reading.grams) | shared.met
    if "question" in signals:
        statement = signals - {"question"}
        asked = index.possible(text | index.by_signals(own - {"question"}), index.base)
        kinds = frozenset(rule.kind for rule in index.of(asked) if _fire(rule, reading, statement))
        return JudgedSentence(signals, asked=kinds)
    statements = [(part, part.signals | around | weighed) for part in reading.statements]
    met = text | index.by_signals(own)
    base = index.possible(met, index.base)
    for _, all_ in statements:
        base |= index.possible(text | index.by_signals(all_), index.base)
    fired = [hit for rule in index.of(base) if (hit := _fire_any(rule, reading, signals, statements))]
    for stage in (index.leaning, index.further):
        settled = frozenset(f"is.{rule.kind}" for rule, *_ in fired)
        signals |= settled
        met |= index.by_signals(settled)
        # What a clause means for the merchant may be settled by its last words: 但…除外. So whole sentences are
        # judged.
        fired += [hit for rule in index.of(index.possible(met, stage)) if (hit := _fire(rule, reading, signals))]
    return JudgedSentence(signals, tuple(fired))


def _fire_any(
    rule: Rule, reading: Reading, signals: frozenset[str], statements: Sequence[tuple[Reading, frozenset[str]]]
) -> Held | None:
    """Fire on the sentence, or else on one of its statements: what one of them says is no reason against another."""
    return _fire(rule, reading, signals) or next(
        (hit for part, own in statements if (hit := _fire(rule, part, own))), None
    )


def _fire(rule: Rule, reading: Reading, signals: frozenset[str]) -> Held | None:
    decided = rule.when.decided(signals, reading)
    if decided is None:
        return None
    lowered = 0
    for parts in rule.compiled_mitigators:
        if any(part.holds(signals, reading) for part in parts):
            lowered += 1
    floor = 1 if rule.severity != "none" else 0
    severity = _SEVERITIES[max(floor, _SEVERITIES.index(rule.severity) - lowered)]
    return rule, severity, _held(rule, reading, decided)


def explain(rule: Rule, reading: Reading, signals: frozenset[str]) -> Trace:
    """Return why a rule fires on a reading, or which test stops it (`stopped_by`)."""
    decided: list[str] = []
    for stop in _tests(rule, reading, signals, decided):
        return Trace(rule=rule.id, decided=tuple(decided), stopped_by=stop)
    return _held(rule, reading, decided)


def _held(rule: Rule, reading: Reading, decided: list[str]) -> Trace:
    """Return why a rule fired whose tests all held."""
    why = [reason for frame in reading.frames for reason in frame.why]
    anchors = tuple(dict.fromkeys(hit.text for hit in reading.hits if hit.concept in rule.when.signals))
    return Trace(rule=rule.id, anchors=anchors, decided=(*decided, *dict.fromkeys(why)))


def failing(rule: Rule, reading: Reading, signals: frozenset[str]) -> tuple[str, ...]:
    """Return every test of a rule that fails on a reading, in the words of `Trace.stopped_by`."""
    # A question is of no kind, whatever it says.
    asked = ("none: question",) if "question" in signals and "question" not in rule.when.signals else ()
    return (*asked, *_tests(rule, reading, signals, []))


def passing(rule: Rule, reading: Reading, signals: frozenset[str]) -> tuple[str, ...]:
    """Return what holds of a rule's tests on a reading, in the words of `Trace.decided`."""
    decided: list[str] = []
    list(_tests(rule, reading, signals, decided))
    return tuple(decided)


def near(rule: Rule, reading: Reading, signals: frozenset[str]) -> Trace | None:
    """Return what kept a rule from firing, where one test alone did and the rest is no matter of course.

    A rule that found all it wants was near if one thing that it shuns is there; one that lacks something was, if it
    found two things in the sentence itself. What a sentence has from its surroundings counts for neither.
    """
    decided: list[str] = []
    stops = list(_tests(rule, reading, signals, decided))
    found = [held for held in decided if not FROM_SURROUNDINGS.match(held)]
    if len(stops) != 1 or len(found) < (1 if stops[0].startswith("none") else 2):
        return None
    return Trace(rule=rule.id, decided=tuple(decided), stopped_by=stops[0])


def _tests(rule: Rule, reading: Reading, signals: frozenset[str], decided: list[str]) -> Iterator[str]:
    """Make the tests of a rule in order: yield those that fail, put what held into `decided`."""
    for parts in rule.when.compiled[2]:
        for part in parts:
            if held := part.holds(signals, reading):
                yield f"none: {held}"
    for name, parts in rule.when.wanted:
        held = first_held(parts, signals, reading)
        if held is None:
            yield f"{name}: " + " | ".join(part.source for part in parts)
        else:
            decided.append(held)
