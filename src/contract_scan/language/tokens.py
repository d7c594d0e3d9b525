"""Words: jieba's way of cutting, behind a small interface.

Tokens say where words begin and end. They are evidence for short terms (退 in 退还 is the word, in 衰退 it is not),
never the only ground of a match: stock jieba keeps 7 of 25 terms of this field whole, 24 with the lexicons' terms.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import log
from typing import Any, Protocol

from contract_scan.language.dictionary import Dictionary

__all__ = ["JiebaTokenizer", "Tokenizer"]

#: What jieba cuts into words as a whole; all between is cut into its characters.
_STRETCH = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+")
_LETTER = re.compile(r"[a-zA-Z0-9]")
_BETWEEN = re.compile(r"\r\n|(?s:.)")
#: How often a term of the lexicons is taken to have been counted, at least.
_COMMON = 2000
#: Stretches whose words are remembered: 乙方应 and the like come again and again.
_REMEMBERED = 8192


class Tokenizer(Protocol):
    """Cuts normalised text into words."""

    def boundaries(self, text: str) -> frozenset[int]:
        """Return the offsets at which a word begins or ends, 0 and ``len(text)`` among them."""
        ...

    def bounds(self, text: str, start: int, end: int) -> bool:
        """Return whether a word begins or ends at both of these offsets. Only what stands around them is cut."""
        ...

    def words(self, text: str) -> list[str]:
        """Return the words of `text`, in order; joined they are `text`."""
        ...


class JiebaTokenizer:
    """jieba without its guesses at unknown words, with the lexicons' terms added to its dictionary.

    The words are those of ``jieba.Tokenizer.cut(text, HMM=False)`` to the last one (a test compares them), but of the
    dictionary only what a text can use is read, when the first sentence wants words. The dictionary is private to
    the instance, and no cache file is read or written: jieba's own lies under a known name in the shared temporary
    directory, where anyone could plant one.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms = tuple(sorted(set(terms)))
        self._dictionary: Dictionary | None = None
        self._lock = threading.Lock()
        #: Remembers the words of a stretch for all threads.
        self._cut = lru_cache(_REMEMBERED)(self._cut_anew)

    def words(self, text: str) -> list[str]:
        return [word for words in self._stretches(text) for word in words]

    def boundaries(self, text: str) -> frozenset[int]:
        offsets, at = {0}, 0
        for word in self.words(text):
            at += len(word)
            offsets.add(at)
        return frozenset(offsets)

    def bounds(self, text: str, start: int, end: int) -> bool:
        for stretch in _STRETCH.finditer(text):
            low, high = stretch.span()
            if low < start < high or low < end < high:
                at, cuts = low, set()
                for word in self._cut(stretch.group()):
                    at += len(word)
                    cuts.add(at)
                if (low < start < high and start not in cuts) or (low < end < high and end not in cuts):
                    return False
            if low >= end:
                break
        return True

    def _stretches(self, text: str) -> Iterator[Iterable[str]]:
        at = 0
        for stretch in _STRETCH.finditer(text):
            yield _BETWEEN.findall(text, at, stretch.start())
            yield self._cut(stretch.group())
            at = stretch.end()
        yield _BETWEEN.findall(text, at)

    def _cut_anew(self, stretch: str) -> tuple[str, ...]:
        return tuple(_most_likely(stretch, self._ready()))

    def _ready(self) -> Dictionary:
        with self._lock:
            if self._dictionary is None:
                dictionary = Dictionary()
                for term in self._terms:
                    dictionary.add(term, max(_frequency_to_stay_whole(term, dictionary), _COMMON))
                self._dictionary = dictionary
        return self._dictionary

    def __getstate__(self) -> dict[str, Any]:
        return {"_terms": self._terms}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["_terms"])  # type: ignore[misc]


def _most_likely(stretch: str, dictionary: Dictionary) -> Iterator[str]:
    """Yield the words of the most likely way to cut a stretch: the product of their frequencies is the greatest.

    The way is found from the end to the beginning, as jieba does, with its arithmetic: a difference in the last digit
    would choose another way. Letters and figures that are no words stay together.
    """
    size, logtotal = len(stretch), log(dictionary.total)
    best = [0.0] * (size + 1)
    ends = [0] * size
    for start in range(size - 1, -1, -1):
        counts, lengths = dictionary.beginning(stretch[start])
        top: float | None = None
        for length in lengths:
            end = start + length
            if end > size:
                break
            count = counts.get(stretch[start:end])
            if count is not None and count != "0":
                likely = log(int(count)) - logtotal + best[end]
                if top is None or likely >= top:
                    top, ends[start] = likely, end
        if top is None:
            top, ends[start] = 0.0 - logtotal + best[start + 1], start + 1
        best[start] = top
    at, letters = 0, ""
    while at < size:
        word = stretch[at : ends[at]]
        at = ends[at]
        if len(word) == 1 and _LETTER.match(word):
            letters += word
            continue
        if letters:
            yield letters
            letters = ""
        yield word
    if letters:
        yield letters


def _frequency_to_stay_whole(term: str, dictionary: Dictionary) -> int:
    """Return how often a term must have been counted to be more likely than its parts, as jieba reckons it."""
    likely = 1.0
    for stretch in _STRETCH.findall(term):
        for word in _most_likely(stretch, dictionary):
            likely *= (dictionary.count(word) or 1) / dictionary.total
    for sign in _STRETCH.sub("", term):
        likely *= (dictionary.count(sign) or 1) / dictionary.total
    return max(int(likely * dictionary.total) + 1, dictionary.count(term) or 1)
