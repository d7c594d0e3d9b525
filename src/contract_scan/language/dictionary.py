"""jieba's dictionary, of which only the words are read that begin with a character at hand.

jieba itself turns all of its 349,046 words into a table of words and beginnings before it cuts the first sentence:
three quarters of a second and 100 MB for a contract that uses a few hundred characters. The file lists the words by
their first character, so where each character's words lie is found in one pass, and they are read when a text has it.
"""

from __future__ import annotations

import hashlib
import re
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

__all__ = ["Dictionary", "FirstWords"]

#: The lines of a run of words with one first character.
_RUN = re.compile(r"(\S).*\n(?:\1.*\n)*+")
_LINE = re.compile(r"(?m)^(\S+) ([0-9]+)")
_COUNTS = re.compile(rb" ([0-9]+)")
#: The sum of all counts of a known file, by its SHA-256: that of jieba 0.42.1, its last release.
_TOTALS = {"7197c3211ddd98962b036cdf40324d1ea2bfaa12bd028e68faa70111a88e12a8": 60101967}


class FirstWords(NamedTuple):
    """The words with one first character: how often each was counted, as it is printed, and the lengths they have.

    Of hundreds of words a text has one or two: only theirs are made numbers.
    """

    counts: dict[str, str]
    lengths: tuple[int, ...]


class Dictionary:
    """Words with how often each was counted, those of jieba's own file and some added. Threads may share it."""

    def __init__(self) -> None:
        spec = find_spec("jieba")
        places = spec.submodule_search_locations if spec is not None else None
        if not places:
            raise ModuleNotFoundError("jieba is not installed; install contract-scan anew", name="jieba")
        data = (Path(places[0]) / "dict.txt").read_bytes()
        self._text = data.decode("utf-8")
        if not self._text.endswith("\n"):
            self._text += "\n"
        self._runs: dict[str, list[tuple[int, int]]] = {}
        for run in _RUN.finditer(self._text):
            self._runs.setdefault(run[1], []).append(run.span())
        #: The sum of all counts.
        self.total = _TOTALS.get(hashlib.sha256(data).hexdigest()) or sum(map(int, _COUNTS.findall(data)))
        self._beginnings: dict[str, FirstWords] = {}

    def add(self, word: str, count: int) -> None:
        """Add a word, or give a known one another count. To be called before threads share the dictionary."""
        counts, lengths = self.beginning(word[0])
        counts[word] = str(count)
        self._beginnings[word[0]] = FirstWords(counts, tuple(sorted({*lengths, len(word)})))
        self.total += count

    def count(self, word: str) -> int | None:
        """Return how often a word was counted, or None where it is unknown."""
        found = self.beginning(word[0]).counts.get(word)
        return None if found is None else int(found)

    def beginning(self, character: str) -> FirstWords:
        """Return the words that begin with a character."""
        known = self._beginnings.get(character)
        if known is None:
            lines = [line for run in self._runs.get(character, ()) for line in _LINE.findall(self._text, *run)]
            counts: dict[str, str] = dict(lines)
            known = self._beginnings[character] = FirstWords(counts, tuple(sorted(set(map(len, counts)))))
        return known
