"""Lists of words looked for at once: of each list the longest word at each place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import add

__all__ = ["WordLists"]

#: A list by its number, and the lengths of its words that begin alike, the longest first.
_Beginning = tuple[tuple[int, tuple[int, ...]], ...]


class WordLists:
    """Words by the two characters that they begin with: at most places of a text one look tells that none begins there.

    (As one regular expression, however factored, they would be tried one after another wherever the first character
    fits, which takes ten times as long.) Never changed; threads may share it.
    """

    __slots__ = ("_lists", "_pairs", "_single")

    def __init__(self, lists: Iterable[Iterable[str]]) -> None:
        self._lists: Sequence[frozenset[str]] = [frozenset(word for word in words if word) for words in lists]
        single = [frozenset(word for word in words if len(word) == 1) for words in self._lists]
        lengths: dict[str, dict[int, set[int]]] = {}
        for number, words in enumerate(self._lists):
            for word in words:
                lengths.setdefault(word[:2], {}).setdefault(number, set()).add(len(word))
        for start, found in lengths.items():
            for number, alone in enumerate(single):
                if start[0] in alone:
                    found.setdefault(number, set()).add(1)
        made = {
            start: tuple((number, tuple(sorted(found[number], reverse=True))) for number in sorted(found))
            for start, found in lengths.items()
        }
        #: What may begin at these two characters, and, where that is nothing, at the first of them.
        self._pairs: dict[str, _Beginning] = {start: one for start, one in made.items() if len(start) == 2}
        self._single: dict[str, _Beginning] = {start: one for start, one in made.items() if len(start) == 1}

    def find(self, text: str) -> dict[int, list[tuple[int, int, str]]]:
        """Return for each list that has a word in `text`, by its number, ``(start, end, word)`` in order.

        At each place the longest word of a list counts, and none of its words overlaps the one before.
        """
        found: dict[int, list[tuple[int, int, str]]] = {}
        pairs, single = self._pairs, self._single
        for start, beginning in enumerate(map(pairs.get, map(add, text, text[1:] + " "))):
            if beginning is None and (not single or (beginning := single.get(text[start])) is None):
                continue
            for number, lengths in beginning:
                hits = found.get(number)
                if hits is not None and start < hits[-1][1]:
                    continue
                words = self._lists[number]
                for length in lengths:
                    word = text[start : start + length]
                    if word in words:
                        found.setdefault(number, []).append((start, start + len(word), word))
                        break
        return found
