"""Words: jieba behind a small interface.

Tokens say where words begin and end. They are evidence for short terms (退 in 退还 is the word, in 衰退 it is not),
never the only ground of a match: stock jieba keeps 7 of 25 terms of this field whole, 24 with the lexicons' terms.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any, Protocol

__all__ = ["JiebaTokenizer", "Tokenizer"]


class Tokenizer(Protocol):
    """Cuts normalised text into words."""

    def boundaries(self, text: str) -> frozenset[int]:
        """Return the offsets at which a word begins or ends, 0 and ``len(text)`` among them."""
        ...

    def words(self, text: str) -> list[str]:
        """Return the words of `text`, in order; joined they are `text`."""
        ...


class JiebaTokenizer:
    """jieba with the lexicons' terms as its user dictionary, loaded when the first sentence wants words.

    The dictionary is private to the instance, and no cache file is read or written: jieba's own lies under a known
    name in the shared temporary directory, where anyone could plant one.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms = tuple(sorted(set(terms)))
        self._cutter: Any = None
        self._lock = threading.Lock()

    def words(self, text: str) -> list[str]:
        return list(self._ready().cut(text, HMM=False))

    def boundaries(self, text: str) -> frozenset[int]:
        offsets, at = {0}, 0
        for word in self.words(text):
            at += len(word)
            offsets.add(at)
        return frozenset(offsets)

    def _ready(self) -> Any:
        with self._lock:
            if self._cutter is None:
                import jieba

                cutter = jieba.Tokenizer()
                cutter.FREQ, cutter.total = cutter.gen_pfdict(cutter.get_dict_file())
                cutter.initialized = True
                for term in self._terms:
                    cutter.add_word(term, freq=max(cutter.suggest_freq(term), 2000))
                self._cutter = cutter
        return self._cutter

    def __getstate__(self) -> dict[str, Any]:
        return {"_terms": self._terms}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["_terms"])  # type: ignore[misc]
