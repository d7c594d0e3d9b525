"""Remembering what was worked out before, within bounds, in this process only."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Generic, TypeVar

__all__ = ["Remembered"]

_ValueT = TypeVar("_ValueT")


class Remembered(Generic[_ValueT]):
    """What was found for a key before: at most so many entries, those that were not asked for longest given up first.

    For what hangs on its key alone, so that whatever is forgotten can be found again. Values are shared, and so must
    never change. Threads may share it: at worst one finds anew what another has just found. Nothing is written to disk
    or sent to another process; a pickled one is empty.

    Entries lie in two halves. What is asked for moves into the recent one, and once that is full it becomes the older
    one, whose entries are given up.
    """

    __slots__ = ("_half", "_older", "_recent")

    def __init__(self, most: int) -> None:
        self._half = most // 2
        self._recent: dict[Hashable, _ValueT] = {}
        self._older: dict[Hashable, _ValueT] = {}

    def get(self, key: Hashable) -> _ValueT | None:
        """Return what was kept under a key, or None."""
        found = self._recent.get(key)
        if found is None and (found := self._older.get(key)) is not None:
            self.keep(key, found)
        return found

    def keep(self, key: Hashable, value: _ValueT) -> None:
        """Keep a value under a key."""
        if len(self._recent) >= self._half:
            self._older, self._recent = self._recent, {}
        self._recent[key] = value

    def clear(self) -> None:
        """Forget everything."""
        self._older, self._recent = {}, {}

    def __len__(self) -> int:
        return len(self._recent.keys() | self._older.keys())

    def __reduce__(self) -> tuple[Any, ...]:
        return Remembered, (2 * self._half,)
