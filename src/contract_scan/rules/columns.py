"""What the head of its column says of a row's figure: 88 under 月租（元）, 600 under 押金（元/台）."""

from __future__ import annotations

import re
from collections.abc import Callable

from contract_scan.frames.model import Reading

__all__ = ["ColumnHeads"]

#: A cell that answers its head: a figure, a blank to be filled in, or that it is not charged.
_ANSWER = re.compile(r"\d|_{2,}|^(?:免费?|免收|不收取?|包含?|含|赠送|无)$")
_FIGURE = re.compile(r"\d")


class ColumnHeads:
    """The heads over the rows that are gone through in turn; `kinds` says which kinds a head names."""

    __slots__ = ("_heads", "_kinds")

    def __init__(self, kinds: Callable[[str], frozenset[str]]) -> None:
        self._kinds = kinds
        self._heads: tuple[frozenset[str], ...] = ()

    def over(self, reading: Reading) -> frozenset[str]:
        """Return ``column.KIND`` for each kind that the heads over this row's answers name.

        The first row of a table has none: it is the head where none of its cells has a figure, but for the first.
        """
        sentence = reading.sentence
        if not sentence.is_row:
            self._heads = ()
            return frozenset()
        if sentence.position:  # a further sentence within a cell
            return frozenset()
        cells = sentence.cells()
        if len(cells) != len(self._heads):
            headed = not any(_FIGURE.search(cell) for cell in cells[1:])
            self._heads = tuple(self._kinds(cell) for cell in cells) if headed else ()
            return frozenset()
        return frozenset(
            f"column.{kind}"
            for kinds, cell in zip(self._heads, cells, strict=True)
            if kinds and _ANSWER.search(cell)
            for kind in kinds
        )
