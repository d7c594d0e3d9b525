"""Which rules can fire on a sentence at all, found from its signals and its characters without asking each rule.

A rule wants one of several things in each of its tests. All that rules want is listed once with the tests that it
would satisfy, and all that they shun with the rules that it stops. For a sentence these lists are put together, as bits
of whole numbers, so that the cost hangs on what the sentence holds and hardly on how many rules there are. What is
found is necessary and not sufficient: the rules that are left are tested in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from contract_scan.model.report import Severity, Trace
from contract_scan.remembered import Remembered
from contract_scan.rules.model import Part, Rule, When

__all__ = ["REMEMBERED", "Held", "JudgedSentence", "RuleIndex", "TestIndex"]

#: Sentences in their surroundings for which it is kept which rules hold.
REMEMBERED = 4096


class Tested(Protocol):
    """What has a test of a sentence."""

    @property
    def when(self) -> When: ...


_T = TypeVar("_T", bound=Tested)


class TestIndex(Generic[_T]):
    """Rules, or others with a test of a sentence, by what they want. Never changed; threads may share it.

    What is satisfied is a whole number: bit ``test * len(rules) + rule`` says that a sentence has something that this
    test of this rule wants; a rule with fewer tests than others has the bits of those that it lacks. The highest group
    of bits says of each rule that the sentence has a signal that it shuns.
    """

    __test__ = False  # its name is no reason for pytest to collect it

    def __init__(self, rules: Sequence[_T]) -> None:
        self.rules = tuple(rules)
        wanted = [rule.when.compiled for rule in self.rules]
        count = self._count = len(self.rules)
        self._tests = max((len(all_) + bool(any_) for all_, any_, _ in wanted), default=0)
        self._always = 0
        self._by_signal: dict[str, int] = {}
        self._by_gram: dict[str, int] = {}
        #: All rules.
        self.everything = (1 << count) - 1
        for at, (all_, any_, none) in enumerate(wanted):
            either = [tuple(part for parts in any_ for part in parts)] if any_ else []
            for number, parts in enumerate((*all_, *either)):
                self._want(parts, 1 << number * count + at)
            for number in range(len(all_) + len(either), self._tests):
                self._always |= 1 << number * count + at
            shunned = [part for parts in none for part in parts if part.signal is not None]
            self._want(shunned, 1 << self._tests * count + at)

    def _want(self, parts: Iterable[Part], bit: int) -> None:
        """Say that each of these parts satisfies a test."""
        for part in parts:
            if part.signal is not None:
                self._by_signal[part.signal] = self._by_signal.get(part.signal, 0) | bit
                continue
            grams = part.needs
            if grams is None:
                self._always |= bit
            for gram in grams or ():
                self._by_gram[gram] = self._by_gram.get(gram, 0) | bit

    def by_text(self, grams: Iterable[str]) -> int:
        """Return what a text of these grams may satisfy."""
        met, wanted = self._always, self._by_gram
        for gram in wanted.keys() & grams:
            met |= wanted[gram]
        return met

    def by_signals(self, signals: Iterable[str]) -> int:
        """Return what these signals satisfy."""
        met, wanted = 0, self._by_signal
        for signal in wanted.keys() & signals:
            met |= wanted[signal]
        return met

    def possible(self, met: int, among: int) -> int:
        """Return those `among` the rules that can fire where `met` is satisfied, as one bit each."""
        for _ in range(self._tests):
            among &= met
            met >>= self._count
        return among & ~met

    def of(self, found: int) -> Iterator[_T]:
        """Yield the rules of these bits in their order."""
        while found:
            lowest = found & -found
            yield self.rules[lowest.bit_length() - 1]
            found ^= lowest


#: A rule that holds for a sentence, with the severity after mitigators and the reason.
Held = tuple[Rule, Severity, Trace]


@dataclass(frozen=True, slots=True)
class JudgedSentence:
    """Which rules hold for a sentence: `signals` are all that the tests were made on; `asked` are the kinds of which a
    question asks."""

    signals: frozenset[str]
    held: tuple[Held, ...] = ()
    asked: frozenset[str] = frozenset()


class RuleIndex(TestIndex[Rule]):
    """The rules of a ruleset by what they want, in the stages in which they are tried.

    `judged` remembers what was found for sentences before.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        super().__init__(rules)
        #: The rules that say which kind a sentence is of, those of them that ask for its other kinds, and the others.
        self.base = _bits(rule.base and not rule.when.leans_on_kinds for rule in rules)
        self.leaning = _bits(rule.base and rule.when.leans_on_kinds for rule in rules)
        self.further = _bits(not rule.base for rule in rules)
        self.judged: Remembered[JudgedSentence] = Remembered(REMEMBERED)


def _bits(chosen: Iterable[bool]) -> int:
    return sum(1 << at for at, one in enumerate(chosen) if one)
