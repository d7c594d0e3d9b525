"""How each check ends. Three answers: found, not found, and not known where a part of the document was not read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import accumulate

from contract_scan.assess.checks.clues import ClueIndex, sentences_by_clue
from contract_scan.assess.checks.facts import FACTS, fact
from contract_scan.assess.checks.reading import Read
from contract_scan.assess.checks.spec import CheckSpec, alternatives
from contract_scan.assess.risks import Risk
from contract_scan.model.report import CheckOutcome, Evidence, Finding

__all__ = ["BAD", "Checker", "Ending"]

#: The outcomes in which a check warns the merchant.
BAD: frozenset[CheckOutcome] = frozenset({"risk", "absent", "contradictory"})
_QUOTES = 6  # places quoted for one check


class _Truth(Enum):
    NO = 0
    UNKNOWN = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class _Found:
    """Whether something is there, and the places that show it."""

    truth: _Truth
    places: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """How a check ended. `places` show what is wrong, or the protection; `asked` is False where it did not arise.

    `findings` are those of the check's own rules where it ended badly. `bare` are the places on which no rule's finding
    says that anything is wrong: what the assessment read there, rules did not.
    """

    risk: Risk
    outcome: CheckOutcome
    places: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()
    bare: tuple[Evidence, ...] = ()
    asked: bool = True
    settled: bool = False
    eased: bool = False


class Checker:
    """Runs the checks of one agreement; each is run once, those that others lean on first."""

    def __init__(self, read: Read, risks: Mapping[str, Risk], clues: ClueIndex, findings: Sequence[Finding]) -> None:
        self._read = read
        self._risks = risks
        self._said = sentences_by_clue(clues, read.agreement)
        self._findings: dict[str, list[Finding]] = {}
        for finding in findings:
            self._findings.setdefault(finding.rule_id, []).append(finding)
        #: What is not found may stand on a page that was not read.
        self._lacking = _Truth.UNKNOWN if read.agreement.document.unread else _Truth.NO
        self._known: dict[str, _Found] = {}
        self._endings: dict[str, Ending] = {}
        self._asked: dict[tuple[str, bool], Sequence[_Found]] = {}

    def run(self) -> tuple[Ending, ...]:
        """Return how every check ended, in the order of the risks."""
        return tuple(self.ending(identifier) for identifier in self._risks)

    def ending(self, identifier: str) -> Ending:
        """Return how one check ended."""
        if identifier not in self._endings:
            self._endings[identifier] = self._end(self._risks[identifier])
        return self._endings[identifier]

    def _end(self, risk: Risk) -> Ending:
        spec = risk.check
        asked = self._all(spec.when)
        if asked.truth is _Truth.NO:
            return Ending(risk, "clear", asked=False)
        if asked.truth is _Truth.UNKNOWN:
            return Ending(risk, "not_assessed")
        given = self._any(spec.given)
        if risk.type == "absence":
            if given.truth is _Truth.YES:
                return Ending(risk, "protected", given.places[:_QUOTES])
            otherwise = self._any(spec.none)
            if otherwise.truth is _Truth.YES:
                return Ending(risk, "clear")
            outcome: CheckOutcome = "absent" if given.truth is otherwise.truth is _Truth.NO else "not_assessed"
            return Ending(risk, outcome, eased=self._eased(spec))
        bad = self._wrong(risk)
        if risk.type == "contradiction" and len({(e.start, e.end) for e in bad.places}) < 2:
            bad = _Found(self._lacking)
        if bad.truth is _Truth.YES:
            settled = self._any(spec.settled)
            if settled.truth is _Truth.YES:
                return Ending(risk, "protected", settled.places[:_QUOTES], settled=True)
            outcome = "contradictory" if risk.type == "contradiction" else "risk"
            return Ending(
                risk,
                outcome,
                bad.places[:_QUOTES],
                self._covering(spec, bad.places),
                tuple(place for place in bad.places if not self._told(place))[:_QUOTES],
                eased=self._eased(spec),
            )
        if given.truth is _Truth.YES:
            return Ending(risk, "protected", given.places[:_QUOTES])
        return Ending(risk, "clear" if bad.truth is _Truth.NO else "not_assessed")

    def _eased(self, spec: CheckSpec) -> bool:
        return self._any(spec.eases).truth is _Truth.YES

    def _wrong(self, risk: Risk) -> _Found:
        """Whether what a check shuns is there. Each part of a combination is shown by its first place alone."""
        spec, brief = risk.check, risk.type == "combination"
        every = self._all(spec.all, brief=brief)
        some = self._any(spec.any, brief=brief) if spec.any else _Found(_Truth.YES)
        if not spec.all and not spec.any:
            some = self._ruled(spec)
        none = self._any(spec.none)
        shunned = _Truth(_Truth.YES.value - none.truth.value)
        truth = min((every.truth, some.truth, shunned), key=lambda truth: truth.value)
        return _Found(truth, _merged((every, some)))

    def _ruled(self, spec: CheckSpec) -> _Found:
        """What the check's own rules found, where they count."""
        found = self._any(spec.rules)
        if not spec.where or found.truth is not _Truth.YES:
            return found
        clues = self._any(spec.where)
        near = _Ground(clues.places)
        places = tuple(e for e in self._places(spec.rules) if near.meets(e))
        return self._held(places or None)

    def _places(self, rules: Iterable[str]) -> Iterable[Evidence]:
        return (e for rule in rules for finding in self._findings.get(rule, ()) for e in finding.evidence)

    def _covering(self, spec: CheckSpec, places: Sequence[Evidence]) -> tuple[Finding, ...]:
        """Return the findings of the check's own rules that stand where it ended badly."""
        ground = _Ground(places)
        return tuple(
            finding
            for rule in spec.rules
            for finding in self._findings.get(rule, ())
            if any(ground.meets(e) for e in finding.evidence)
        )

    def _told(self, place: Evidence) -> bool:
        """Whether a rule's finding says that something is wrong at a place."""
        return self._warned.meets(place)

    @cached_property
    def _warned(self) -> _Ground:
        """Where findings of rules say that something is wrong."""
        every = (finding for findings in self._findings.values() for finding in findings)
        return _Ground(e for finding in every if finding.outcome == "risk" for e in finding.evidence)

    def _all(self, expressions: Iterable[str], *, brief: bool = False) -> _Found:
        return _every([self._any((expression,), brief=brief) for expression in expressions])

    def _any(self, expressions: Iterable[str], *, brief: bool = False) -> _Found:
        found = [one for expression in expressions for one in self._alternatives(expression, brief=brief)]
        truth = max((one.truth for one in found), key=lambda truth: truth.value, default=_Truth.NO)
        return _Found(truth, _merged(one for one in found if one.truth is truth))

    def _alternatives(self, expression: str, *, brief: bool) -> Sequence[_Found]:
        """Return what each alternative of an expression found. Many checks ask the same."""
        found = self._asked.get((expression, brief))
        if found is None:
            found = self._asked[expression, brief] = [
                _every([self._look(name, brief=brief or len(names) > 1) for name in names])
                for names in alternatives(expression)
            ]
        return found

    def _look(self, name: str, *, brief: bool = False) -> _Found:
        if name not in self._known:
            self._known[name] = self._found(name)
        found = self._known[name]
        return _Found(found.truth, found.places[:1]) if brief else found

    def _found(self, name: str) -> _Found:
        if name in self._risks:
            ending = self.ending(name)
            if ending.outcome == "not_assessed":
                return _Found(_Truth.UNKNOWN)
            return self._held(ending.places if ending.outcome in BAD else None)
        if name in FACTS:
            return self._held(fact(name, self._read))
        if name.startswith("says."):
            agreement = self._read.agreement
            said = tuple(agreement.evidence(reading) for reading in self._said.get(name.removeprefix("says."), ()))
            return self._held(said or None)
        return self._held(tuple(self._places((name,))) or None)

    def _held(self, places: tuple[Evidence, ...] | None) -> _Found:
        return _Found(self._lacking) if places is None else _Found(_Truth.YES, places)


def _every(found: Sequence[_Found]) -> _Found:
    truth = min((one.truth for one in found), key=lambda truth: truth.value, default=_Truth.YES)
    return _Found(truth, _merged(found))


def _merged(found: Iterable[_Found]) -> tuple[Evidence, ...]:
    """Return the places of several parts in reading order, none within another."""
    places = [e for one in found for e in one.places]
    if len(places) < 2:
        return tuple(places)
    kept: list[Evidence] = []
    for place in sorted(places, key=lambda e: (e.start, -e.end)):
        if not kept or place.end > kept[-1].end:
            kept.append(place)
    return tuple(kept)


class _Ground:
    """The stretches of text that places cover; asking whether one meets them takes no walk through all."""

    def __init__(self, places: Iterable[Evidence]) -> None:
        ordered = sorted(places, key=lambda e: e.start)
        self._starts = [e.start for e in ordered]
        self._furthest = list(accumulate((e.end for e in ordered), max))

    def meets(self, place: Evidence) -> bool:
        """Tell whether `place` shares a character with any of the places."""
        before = bisect_left(self._starts, place.end)
        return before > 0 and self._furthest[before - 1] > place.start
