"""The edges that the lines of a column run between, from the column itself and from like ones on other pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from contract_scan.extract.pdf.fragments import Line

__all__ = ["Margined", "settle_edges"]

_NEAR = 1.5  # em: lines that end so close to each other end at the same margin
_SAME_START = 3.0  # points
_LONG = 20.0  # em: two lines of this length that end together show a margin
_SHOWN = 8  # lines that end together show one, however many others are short
_FEW = 4  # lines: fewer show one only where no other page shows another
_SYMMETRY = 3.0  # em: a right margin may be so much wider than the left one
_INDENTED = 5.0  # em: a page of single lines, all indented, starts at most so far inside of the left margin
_BESIDE = 6.0  # em: columns that start so close to one another are the same column of their pages


class Margined(Protocol):
    """A column of one page: `left` and `right` are its edges in points, `whole` tells that the page has no other."""

    left: float
    right: float
    whole: bool

    @property
    def lines(self) -> Sequence[Line]: ...

    @property
    def page_width(self) -> float: ...


@dataclass(frozen=True, slots=True)
class _Margin:
    """Where lines end, and how many of how many end there; `long` where that is as far as prose runs."""

    at: float
    near: int
    of: int
    long: bool

    @property
    def shown(self) -> bool:
        """Whether enough lines end there to take it for a margin."""
        return self.near >= max(2 if self.long else _FEW, min(0.3 * self.of, _SHOWN))

    @property
    def plain(self) -> bool:
        """Whether they are enough even against what other pages show."""
        return self.shown and self.near >= _FEW


def settle_edges(columns: Sequence[Margined]) -> None:
    """Set each column's edges to those that its lines, or else those of like columns on other pages, run between."""
    for column in columns:
        column.left = _start(column.lines, column.left)
    for group in _alike(columns):
        lines = [line for column in group for line in column.lines]
        shared, start = _margin(lines), _start(lines, 0.0)
        for column in group:
            if column.lines:
                column.whole = column.whole and group[0].whole
                column.right = _right(column, shared)
                if 0 < column.left - start < _INDENTED * _size(column) and not _shows_start(column):
                    column.left = start


def _alike(columns: Sequence[Margined]) -> list[list[Margined]]:
    """Group the columns that are the same column of their pages.

    A page that ends inside of its first column has no other, and belongs to the first columns all the same.
    """
    groups: list[list[Margined]] = []
    whole: dict[int, list[Margined]] = defaultdict(list)
    for column in sorted(columns, key=lambda column: (column.page_width, column.left)):
        last = groups[-1][-1] if groups else None
        if column.whole:
            whole[round(column.page_width)].append(column)
        elif last is not None and _stand_alike(last, column):
            groups[-1].append(column)
        else:
            groups.append([column])
    for sheet in whole.values():
        rest: list[Margined] = []
        for column in sheet:
            home = next((group for group in groups if _ends_within(column, group)), None)
            (rest if home is None else home).append(column)
        if rest:
            groups.append(rest)
    return groups


def _stand_alike(one: Margined, other: Margined) -> bool:
    return one.page_width == other.page_width and abs(other.left - one.left) <= _BESIDE * _size(other)


def _ends_within(column: Margined, group: Sequence[Margined]) -> bool:
    """Tell whether all lines of a page's only column stand within a column of other pages."""
    if not column.lines or not _stand_alike(group[0], column):
        return False
    edge = max(line.x1 for other in group for line in other.lines) if any(other.lines for other in group) else 0.0
    return max(line.x1 for line in column.lines) < edge + _NEAR * _size(column)


def _right(column: Margined, shared: _Margin) -> float:
    own = _margin(column.lines)
    room = _SYMMETRY * _size(column)
    if not column.whole:
        return own.at if own.shown and not (shared.shown and 0 <= shared.at - own.at < room) else shared.at
    if shared.shown:
        # A page's few lines (a signature, two titles) may well end alike; they show no margin where others show one.
        return own.at if own.plain and not 0 <= shared.at - own.at < room and _fills(column, own.at) else shared.at
    mirrored = column.page_width - column.left
    return own.at if own.shown or own.at > mirrored - room else mirrored


def _fills(column: Margined, margin: float) -> bool:
    """Tell whether the lines that end at a margin are long ones."""
    return margin - column.left > _LONG * _size(column)


def _size(column: Margined) -> float:
    return max((line.size for line in column.lines), default=0.0)


def _margin(lines: Sequence[Line]) -> _Margin:
    """Return where the longest lines end, a single one that sticks out aside."""
    if not lines:
        return _Margin(0.0, 0, 0, False)
    ends = sorted((line.end, line.size) for line in lines)
    margin = ends[-1][0]
    for (x1, _), (longer, size) in zip(reversed(ends[:-1]), reversed(ends[1:]), strict=True):
        if longer - x1 < _NEAR * size:
            margin = longer
            break
    near = sum(abs(margin - x1) < _NEAR * size for x1, size in ends)
    return _Margin(margin, near, len(ends), margin - min(line.x0 for line in lines) > _LONG * ends[-1][1])


def _start(lines: Sequence[Line], edge: float) -> float:
    """Return where lines start, a single one that sticks out aside."""
    starts = sorted(line.x0 for line in lines)
    for first, second in pairwise(starts):
        if second - first < _SAME_START:
            return first
    return starts[0] if starts else edge


def _shows_start(column: Margined) -> bool:
    """Tell whether a column's own lines show where lines start: some go on there after a full line."""
    goes_on = sum(
        above.end > column.right - _NEAR * above.size and abs(below.x0 - column.left) < _SAME_START
        for above, below in pairwise(column.lines)
    )
    return goes_on > 1 and min(line.x0 for line in column.lines) > column.left - _SAME_START
