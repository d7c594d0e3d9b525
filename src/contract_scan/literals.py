"""Which characters a text must hold before a regular expression can match it at all.

Most sentences hold nothing that most patterns want. What a pattern cannot do without is read from its parse tree once;
a text is then cut into its single characters and pairs of neighbours (its *grams*), and the patterns none of whose
grams are there are not tried. The test is necessary and never sufficient: what it lets through is still searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache
from importlib import import_module
from operator import add
from sys import intern
from typing import Any, Final
from weakref import WeakValueDictionary

from contract_scan.prepared import known_grams

__all__ = ["Prefilter", "find_grams", "grams_of", "may_match", "required_grams"]

_parser: Any = import_module("re._parser")
#: More strings than this are not told apart.
_MOST: Final = 96
#: A longer piece says no more.
_LONGEST: Final = 4
_REPEATS: Final = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
#: How much more often one character stands in a text than a pair of them.
_COMMONNESS: Final = {1: 12, 2: 1}

#: The grams of texts, as long as somebody has them.
_KEPT: Final[WeakValueDictionary[str, frozenset[str]]] = WeakValueDictionary()

_Strings = frozenset[str]
_EMPTY: Final[_Strings] = frozenset({""})


def grams_of(text: str) -> frozenset[str]:
    """Return the characters and the pairs of neighbouring characters of a text.

    Those of all sentences of an agreement are kept while it is read: each pair is there once for all of them, the copy
    has half the room of a set that grew, and sentences of the same words share it.
    """
    grams = _KEPT.get(text)
    if grams is None:
        grams = _KEPT[text] = frozenset({*text, *map(intern, map(add, text, text[1:]))})
    return grams


@lru_cache(maxsize=8192)
def required_grams(source: str, flags: int = 0) -> frozenset[str] | None:
    """Return grams of which every text that a pattern matches holds one at least; None where that is not known."""
    known = known_grams()
    if source in known and not flags & ~re.UNICODE:
        grams = known[source]
        return None if grams is None else frozenset(grams)
    return find_grams(source, flags)


def find_grams(source: str, flags: int = 0) -> frozenset[str] | None:
    """Return what `required_grams` does, from the pattern alone."""
    tree = _parser.parse(source, flags)
    exact, needed = _sequence(list(tree), ignore_case=bool(tree.state.flags & re.IGNORECASE))
    best = _better(needed, exact)
    return None if best is None else frozenset(map(_gram, best))


def may_match(pattern: re.Pattern[str], grams: Set[str]) -> bool:
    """Return whether a pattern can match a text of these grams, or any of several texts whose grams these are."""
    wanted = required_grams(pattern.pattern, pattern.flags)
    return wanted is None or not wanted.isdisjoint(grams)


class Prefilter:
    """Tells which of many patterns can match a text. Holds no text; threads may share it."""

    __slots__ = ("_always", "_masks")

    def __init__(self, wanted: Iterable[frozenset[str] | None]) -> None:
        """Take for each pattern, in order, the grams of which it needs one, or None where it may match any text."""
        self._always = 0
        self._masks: dict[str, int] = {}
        for at, grams in enumerate(wanted):
            if grams is None:
                self._always |= 1 << at
            for gram in grams or ():
                self._masks[gram] = self._masks.get(gram, 0) | 1 << at

    def possible(self, grams: Iterable[str]) -> int:
        """Return the patterns that may match a text of these grams: bit *n* stands for the *n*-th pattern."""
        found, masks = self._always, self._masks
        for gram in masks.keys() & grams:
            found |= masks[gram]
        return found


def _gram(piece: str) -> str:
    """Return one gram of a piece: its last pair, since words of one field often begin alike."""
    return piece[-2:]


def _sequence(items: Sequence[Any], *, ignore_case: bool) -> tuple[_Strings | None, _Strings | None]:
    """Return all strings that a sequence can match, where they are few, and the best set that it cannot do without."""
    exact: _Strings | None = _EMPTY
    run: _Strings = _EMPTY  # what the text must hold up to here, without a gap
    needed: _Strings | None = None
    for item in items:
        matches, inner = _item(item, ignore_case=ignore_case)
        needed = _better(needed, inner)
        exact = _product(exact, matches)
        longer = _product(run, matches)
        if longer is None or max(map(len, longer)) > _LONGEST:
            needed = _better(needed, run)
            run = _EMPTY if matches is None else matches
        else:
            run = longer
    return exact, _better(needed, run)


def _item(item: Any, *, ignore_case: bool) -> tuple[_Strings | None, _Strings | None]:
    name, value = str(item[0]), item[1]
    if name == "LITERAL":
        return _characters([value], ignore_case=ignore_case), None
    if name == "IN":
        return _characters(_listed(value), ignore_case=ignore_case), None
    if name in ("AT", "ASSERT_NOT"):
        return _EMPTY, None
    if name == "ASSERT":
        exact, needed = _sequence(value[1], ignore_case=ignore_case)
        return _EMPTY, _better(needed, exact)
    if name == "SUBPATTERN":
        _, on, off, inner = value
        caseless = bool((ignore_case or on & re.IGNORECASE) and not off & re.IGNORECASE)
        return _sequence(inner, ignore_case=caseless)
    if name == "ATOMIC_GROUP":
        return _sequence(value, ignore_case=ignore_case)
    if name == "BRANCH":
        return _branch([_sequence(branch, ignore_case=ignore_case) for branch in value[1]])
    if name in _REPEATS:
        least, most, inner = value
        exact, needed = _sequence(inner, ignore_case=ignore_case)
        if least == 0:
            return (exact | _EMPTY if most == 1 and exact is not None else None), None
        return (exact if most == 1 else None), _better(needed, exact)
    return None, None


def _branch(branches: Sequence[tuple[_Strings | None, _Strings | None]]) -> tuple[_Strings | None, _Strings | None]:
    """Any of the alternatives may match: what is needed is one of what each of them needs."""
    exact: _Strings | None = frozenset()
    needed: _Strings | None = frozenset()
    for matches, inner in branches:
        exact = None if exact is None or matches is None else exact | matches
        best = _better(inner, matches)
        needed = None if needed is None or best is None else needed | best
    return (None if exact is None or len(exact) > _MOST else exact), needed


def _listed(value: Sequence[Any]) -> list[int] | None:
    """Return the characters of a class, or None where they are many."""
    found: list[int] = []
    for item in value:
        kind = str(item[0])
        if kind == "LITERAL":
            found.append(item[1])
        elif kind == "RANGE" and item[1][1] - item[1][0] < _MOST:
            found += range(item[1][0], item[1][1] + 1)
        else:
            return None
    return found if len(found) <= _MOST else None


def _characters(codes: Sequence[int] | None, *, ignore_case: bool) -> _Strings | None:
    if codes is None:
        return None
    found = frozenset(map(chr, codes))
    # What is written in two cases is not looked for where case does not matter.
    return None if ignore_case and any(one.lower() != one.upper() for one in found) else found


def _product(one: _Strings | None, other: _Strings | None) -> _Strings | None:
    if one is None or other is None or len(one) * len(other) > _MOST:
        return None
    return frozenset(a + b for a in one for b in other)


def _better(one: _Strings | None, other: _Strings | None) -> _Strings | None:
    """Return the set that fewer texts satisfy. A set with an empty string asks for nothing."""
    known = [strings for strings in (one, other) if strings and "" not in strings]
    return min(known, key=_cost, default=None)


def _cost(strings: _Strings) -> int:
    return sum(_COMMONNESS[min(2, len(string))] for string in strings)
