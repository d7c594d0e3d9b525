"""jieba's dictionary, of which only the words are read that begin with a character at hand.

jieba itself turns all of its 349,046 words into a table of words and beginnings before it cuts the first sentence:
three quarters of a second and 100 MB for a contract that uses a few hundred characters. The file lists the words by
their first character, so where each character's words lie is found in one pass, and they are read when a text has it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from importlib.util import find_spec
from math import log
from pathlib import Path
from typing import NamedTuple

__all__ = ["Dictionary", "FirstWords"]

#: The lines of a run of words with one first character.
_RUN = re.compile(r"(\S).*\n(?:\1.*\n)*+")
_LINE = re.compile(r"(?m)^(\S+) ([0-9]+)")
_COUNTS = re.compile(rb" ([0-9]+)")
#: The sum of all frequencies of a known file, by its SHA-256: that of jieba 0.42.1, its last release.
_TOTALS = {"7197c3211ddd98962b036cdf40324d1ea2bfaa12bd028e68faa70111a88e12a8": 60101967}


class FirstWords(NamedTuple):
    """The words with one first character: the logarithm of each one's frequency, and the lengths that they have."""

    logs: Mapping[str, float]
    lengths: tuple[int, ...]


class Dictionary:
    """Words with their frequencies, those of jieba's own file and some added. Threads may share it."""

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
        #: The sum of all frequencies.
        self.total = _TOTALS.get(hashlib.sha256(data).hexdigest()) or sum(map(int, _COUNTS.findall(data)))
        self._counts: dict[str, dict[str, int]] = {}
        self._beginnings: dict[str, FirstWords] = {}

    def add(self, word: str, frequency: int) -> None:
        """Add a word, or give a known one another frequency. To be called before threads share the dictionary."""
        self._count(word[0])[word] = frequency
        self.total += frequency
        if (known := self._beginnings.get(word[0])) is not None:
            lengths = tuple(sorted({*known.lengths, len(word)}))
            self._beginnings[word[0]] = FirstWords({**known.logs, word: log(frequency)}, lengths)

    def frequency(self, word: str) -> int | None:
        """Return how often a word was counted, or None where it is unknown."""
        return self._count(word[0]).get(word)

    def beginning(self, character: str) -> FirstWords:
        """Return the words that begin with a character."""
        known = self._beginnings.get(character)
        if known is None:
            logs = {word: log(count) for word, count in self._count(character).items() if count}
            known = self._beginnings[character] = FirstWords(logs, tuple(sorted(set(map(len, logs)))))
        return known

    def _count(self, character: str) -> dict[str, int]:
        """Return how often each word was counted that begins with a character."""
        counts = self._counts.get(character)
        if counts is None:
            counts = {}
            for start, end in self._runs.get(character, ()):
                counts.update((word, int(count)) for word, count in _LINE.findall(self._text[start:end]))
            self._counts[character] = counts
        return counts
