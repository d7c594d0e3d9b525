"""Regular expressions of lexicon files, each with a proof that it ends soon on every text.

Python's engine tries one way after another. A pattern with many ways to match the same text (``(a+)+b``) may try them
for years. How many there can be is counted here from the pattern alone, for the longest sentence that rules are shown;
a pattern that may try too many is refused with the part that multiplies them. The count is an upper bound: what is let
through ends, and what is refused might end as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any, Final

__all__ = ["LONGEST", "MOST_STEPS", "UnsafePatternError", "compiled_pattern", "steps_of"]

#: Characters of the longest sentence that a pattern is shown.
LONGEST: Final = 500
#: Steps that a pattern may be counted to take in a search through such a sentence. The count is high: what comes near
#: it takes seconds at the very worst.
MOST_STEPS: Final = 3_000_000_000

_parser: Any = import_module("re._parser")
_constants: Any = import_module("re._constants")
#: Where counting stops: beyond every limit.
_MANY: Final = 10**18
#: Classes of more characters than this are compared by no list.
_LISTED: Final = 400
_SINGLE: Final = ("LITERAL", "NOT_LITERAL", "ANY", "IN", "CATEGORY")
_REPEATS: Final = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_WIDTH: Final = 12  # leading characters by which alternatives are told apart


class UnsafePatternError(ValueError):
    """A pattern is no regular expression, or may take too many steps. Says which part, and what to do."""


@lru_cache(maxsize=4096)
def compiled_pattern(source: str) -> re.Pattern[str]:
    """Return a compiled regular expression that is proved to end within `MOST_STEPS` on a sentence.

    Raises:
        UnsafePatternError: it is broken, or cannot be proved to end.
    """
    try:
        pattern = re.compile(source)
    except (re.error, OverflowError, RecursionError, ValueError) as error:  # the last: a number of 4,301 digits
        raise UnsafePatternError(f"{source!r} is no regular expression: {error}") from error
    _check(source)
    return pattern


def steps_of(source: str) -> int:
    """Return an upper bound of the steps that searching a sentence of `LONGEST` characters can take.

    Raises:
        UnsafePatternError: the pattern has a part that is not known here.
    """
    return _count(source)[0]


def _count(source: str) -> tuple[int, str]:
    """Return the steps, and words for the part that multiplies them most."""
    tree = _parser.parse(source)
    counter = _Counter(source, ignore_case=bool(tree.state.flags & re.IGNORECASE))
    once = not tree.state.flags & re.MULTILINE
    branches = _branches(list(tree))
    steps = sum(
        counter.sequence(branch).work * (1 if once and _is_start(branch[:1]) else LONGEST) for branch in branches
    )
    return min(_MANY, steps), counter.blame()


def _branches(items: list[Any]) -> list[list[Any]]:
    """Return the alternatives that a whole pattern consists of."""
    while len(items) == 1 and str(items[0][0]) == "SUBPATTERN":
        items = list(items[0][1][3])
    if len(items) == 1 and str(items[0][0]) == "BRANCH":
        return [inner for branch in items[0][1][1] for inner in _branches(list(branch))]
    return [items]


def _is_start(items: Sequence[Any]) -> bool:
    return bool(items) and str(items[0][0]) == "AT" and str(items[0][1]) in ("AT_BEGINNING", "AT_BEGINNING_STRING")


def _check(source: str) -> None:
    steps, blame = _count(source)
    if steps > MOST_STEPS:
        raise UnsafePatternError(
            f"{source!r} may try too many ways to match one text{blame}; limit how often a part repeats, as in "
            "[^，。；]{0,12}, and let no repeated part hold another that repeats"
        )


@dataclass(frozen=True, slots=True)
class _Cost:
    """In how many ways a part can match from one place, and how many steps it takes to try them all."""

    ways: int
    work: int


_ONE: Final = _Cost(1, 1)


def _capped(ways: int, work: int) -> _Cost:
    return _Cost(min(ways, _MANY), min(work, _MANY))


class _Counter:
    """Counts the ways and steps of the parts of one pattern."""

    def __init__(self, source: str, *, ignore_case: bool) -> None:
        self._source = source
        self._ignore_case = ignore_case
        self._worst: tuple[int, str] = (1, "")

    def blame(self) -> str:
        """Return words for the part that multiplies the ways most, or nothing."""
        return f": {self._worst[1]}" if self._worst[1] else ""

    def sequence(self, items: Iterable[Any], after: Any = None) -> _Cost:
        """Return the cost of parts that follow one another: each way through the first tries all of the second.

        `after` is the class of the characters that can follow them, or None where that is not known.
        """
        parts = list(items)
        ways, work = 1, 1
        for at, part in enumerate(parts):
            following = self._first(parts[at + 1 :], after)
            one = self._part(part, following)
            work += ways * one.work
            ways = min(_MANY, ways * (1 if self._ends_alone(part, following) else one.ways))
        return _capped(ways, work)

    def _part(self, part: Any, after: Any) -> _Cost:
        name, value = str(part[0]), part[1]
        if name in _SINGLE or name == "AT":
            return _ONE
        if name in _REPEATS:
            least, most, inner = value
            cost = self._repeat(int(least), int(most), inner, after)
            return _capped(1, cost.work) if name == "POSSESSIVE_REPEAT" else cost
        if name == "SUBPATTERN":
            return self.sequence(value[3], after)
        if name == "ATOMIC_GROUP":
            return _capped(1, self.sequence(value).work)
        if name == "BRANCH":
            return self._branch([list(branch) for branch in value[1]], after)
        if name in ("ASSERT", "ASSERT_NOT"):
            # The engine does not come back into what looks around.
            return _capped(1, self.sequence(value[1]).work)
        if name == "GROUPREF":
            return _Cost(1, LONGEST)
        if name == "GROUPREF_EXISTS":
            yes, no = self.sequence(value[1]), self.sequence(value[2] or ())
            return _capped(max(yes.ways, no.ways), yes.work + no.work)
        raise UnsafePatternError(f"{self._source!r} has a part that cannot be checked: {name.lower()}")

    def _repeat(self, least: int, most: int, inner: Any, after: Any) -> _Cost:
        cost = self.sequence(inner, after if most == 1 else self._first(inner, after, again=True))
        width = inner.getwidth()[0]
        if width == 0 and most > 1 and (cost.ways > 1 or inner.getwidth()[1] > 0):
            # What may match nothing can be repeated in endless ways.
            width = 1
            cost = _capped(cost.ways + 1, cost.work)
        times = min(most, max(LONGEST // max(width, 1), least))
        counts = max(1, times - least + 1)
        if cost.ways == 1:
            return _capped(counts, 1 + (times + 1) * cost.work)
        ways, at, total = 0, 1, 1
        for number in range(times + 1):
            if number >= least:
                ways = min(_MANY, ways + at)
            total = min(_MANY, total + at * cost.work)
            at = min(_MANY, at * cost.ways)
            if total == _MANY and ways == _MANY:
                break
        if most > 1 and total > self._worst[0]:
            self._worst = (total, f"a repeated part matches in {cost.ways} ways or more itself")
        return _capped(ways, total)

    def _branch(self, branches: list[list[Any]], after: Any) -> _Cost:
        """Of alternatives that begin differently only one can match at a place."""
        costs = [self.sequence(branch, after) for branch in branches]
        heads = [self._head(branch) for branch in branches]
        ways = max(
            sum(cost.ways for cost, other in zip(costs, heads, strict=True) if not self._apart(head, other))
            for head in heads
        )
        return _capped(ways, 1 + sum(cost.work for cost in costs))

    def _ends_alone(self, part: Any, following: Any) -> bool:
        """Whether a repeated character can end at one place only, because what must follow is none of it."""
        if following is None or str(part[0]) not in _REPEATS:
            return False
        inner = list(part[1][2])
        return len(inner) == 1 and _is_character(inner[0]) and self._disjoint(inner[0], following)

    def _first(self, items: Iterable[Any], after: Any, *, again: bool = False) -> Any:
        """Return the class of the characters that can come first, or None where that is not known.

        With `again` what comes first may be `after` as well.
        """
        found = [after] if again else []
        for part in items:
            name, value = str(part[0]), part[1]
            if name == "SUBPATTERN":
                one = self._first(value[3], None)
            elif name == "BRANCH":
                one = _either([self._first(branch, None) for branch in value[1]])
            elif name in _REPEATS:
                one = self._first(value[2], None)
            elif name == "ASSERT" and value[0] > 0 and (ahead := self._first(value[1], None)) is not None:
                return _either([*found, ahead])  # what follows begins as it is seen ahead
            elif name in ("ASSERT", "ASSERT_NOT", "AT"):
                continue
            else:
                one = part if _is_character(part) else None
            found.append(one)
            if one is None or name not in _REPEATS or int(value[0]) > 0:
                return _either(found)
        return _either([*found, after])

    def _head(self, items: Iterable[Any]) -> list[Any]:
        """Return the classes of the characters that a sequence must begin with, as far as they are known."""
        found: list[Any] = []
        parts = list(items)
        for at, part in enumerate(parts):
            name = str(part[0])
            if _is_character(part):
                found.append(part)
            elif name == "SUBPATTERN":
                inner = list(part[1][3])
                found += self._head(inner)
                if not all(map(_is_character, inner)):
                    break
            elif name not in ("ASSERT", "ASSERT_NOT", "AT"):
                first = self._first(parts[at:], None)
                found += [] if first is None else [first]
                break
            if len(found) >= _WIDTH:
                break
        return found

    def _apart(self, one: Sequence[Any], other: Sequence[Any]) -> bool:
        return one is not other and any(self._disjoint(a, b) for a, b in zip(one, other, strict=False))

    def _disjoint(self, one: Any, other: Any) -> bool:
        """Whether no character is of both classes. Where that would be long to tell, it is denied."""
        if self._ignore_case:
            return False
        for listed, held in ((_characters(one), other), (_characters(other), one)):
            if listed is not None:
                return not any(_holds(held, char) for char in listed)
        return False


def _is_character(part: Any) -> bool:
    return str(part[0]) in _SINGLE


def _either(classes: Sequence[Any]) -> Any:
    """Return the class of all characters of some classes; None where one is not known."""
    if not classes or any(one is None for one in classes):
        return None
    return classes[0] if len(classes) == 1 else ("EITHER", list(classes))


def _characters(part: Any) -> list[int] | None:
    """Return the characters of a class, or None where they are many."""
    name, value = str(part[0]), part[1]
    if name == "LITERAL":
        return [value]
    if name == "EITHER":
        lists = [_characters(item) for item in value]
        return None if None in lists else [char for chars in lists for char in chars or ()]
    if name != "IN" or str(value[0][0]) == "NEGATE":
        return None
    found: list[int] = []
    for item in value:
        kind = str(item[0])
        if kind == "LITERAL":
            found.append(item[1])
        elif kind == "RANGE" and item[1][1] - item[1][0] < _LISTED:
            found += range(item[1][0], item[1][1] + 1)
        else:
            return None
    return found if len(found) <= _LISTED else None


def _holds(part: Any, char: int) -> bool:
    """Whether a class has a character. Where that is not known, it has."""
    name, value = str(part[0]), part[1]
    if name == "LITERAL":
        return bool(value == char)
    if name == "NOT_LITERAL":
        return bool(value != char)
    if name == "RANGE":
        return bool(value[0] <= char <= value[1])
    if name == "CATEGORY":
        test = _CATEGORIES.get(str(value))
        return test is None or test(chr(char))
    if name == "EITHER":
        return any(_holds(item, char) for item in value)
    if name == "IN":
        negated = str(value[0][0]) == "NEGATE"
        held = any(_holds(item, char) for item in (value[1:] if negated else value))
        return not held if negated else held
    return True


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


_CATEGORIES: Final[Mapping[str, Callable[[str], bool]]] = {
    "CATEGORY_DIGIT": str.isdecimal,
    "CATEGORY_NOT_DIGIT": lambda char: not char.isdecimal(),
    "CATEGORY_SPACE": str.isspace,
    "CATEGORY_NOT_SPACE": lambda char: not char.isspace(),
    "CATEGORY_WORD": _is_word,
    "CATEGORY_NOT_WORD": lambda char: not _is_word(char),
}
