"""Columns and reading order of a page, by looking for gutters that no text crosses."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from contract_scan.extract.pdf.fragments import Fragment
from contract_scan.extract.pdf.labels import is_field

__all__ = ["Region", "reading_order"]

_ROWS = 3  # a column has at least so many lines
_MANY_ROWS = 8  # or fewer, where the column beside it has so many and was written whole
_INDENT = 3.0  # em: first lines are indented by less
_CANDIDATES = 6
_TURNS = 0.15  # changes of side in the page's content for each line of the shorter column
_OFF_CENTRE = 1.0  # em
_FILL = 0.75  # lines of prose fill at least this share of their column
_PROSE = 12.0  # em: and it is at least so wide
_DEPTH = 3  # columns within columns within columns


@dataclass(frozen=True, slots=True)
class Region:
    """Fragments that are read together, line by line, and the left and right edge of the column they stand in."""

    fragments: tuple[Fragment, ...]
    left: float
    right: float


def reading_order(fragments: Sequence[Fragment], depth: int = _DEPTH) -> list[Region]:
    """Part fragments into regions, in the order in which a person reads them."""
    if not fragments:
        return []
    left, right = min(f.x0 for f in fragments), max(f.x1 for f in fragments)
    whole = [Region(tuple(fragments), left, right)]
    if depth == 0 or len(fragments) < 2 * _ROWS:
        return whole
    head, rest = _head(fragments, (left + right) / 2)
    if head and rest:
        below = reading_order(rest, depth)
        return [Region(tuple(head), left, right), *below] if len(below) > 1 else whole
    for gutter in _gutters(fragments, left, right):
        regions = _parted(fragments, gutter, depth)
        if len(regions) > 1:
            return regions
    return whole


def _head(fragments: Sequence[Fragment], middle: float) -> tuple[list[Fragment], list[Fragment]]:
    """Part off the lines at the top that stand alone and centred: a title, which may be as narrow as one column."""
    ordered = sorted(fragments, key=lambda f: f.top)
    count = 0
    for f, below in pairwise(ordered):
        if abs((f.x0 + f.x1) / 2 - middle) > _OFF_CENTRE * f.size or below.top < f.bottom - _OFF_CENTRE * f.size / 3:
            break
        count += 1
    return ordered[:count], ordered[count:]


def _gutters(fragments: Sequence[Fragment], left: float, right: float) -> list[float]:
    """Return the left edges that may be the edge of a second column, the fewest fragments crossing it first.

    Most of its lines may start further in, at the indent of first lines.
    """
    width = right - left
    indent = _INDENT * median(f.size for f in fragments)
    starts = sorted(f.x0 for f in fragments for _ in range(_height_in_rows(f)))
    crossed: dict[float, int] = {}
    for x0 in starts:
        gutter = 3 * round(x0 / 3) - 2.0
        if gutter in crossed or not left + 0.2 * width < x0 < left + 0.85 * width:
            continue
        if bisect_right(starts, gutter + indent) - bisect_left(starts, gutter) >= _ROWS:
            crossed[gutter] = sum(f.x0 < gutter < f.x1 for f in fragments)
    return sorted(crossed, key=lambda gutter: (crossed[gutter], gutter))[:_CANDIDATES]


def _parted(fragments: Sequence[Fragment], gutter: float, depth: int) -> list[Region]:
    """Cut at fragments that cross the gutter; between them, read two real columns one after the other."""
    crossing = sorted((f for f in fragments if f.x0 < gutter < f.x1), key=lambda f: f.top)
    bands: list[list[Fragment]] = [[] for _ in range(len(crossing) + 1)]
    edges = [(f.top + f.bottom) / 2 for f in crossing]
    for fragment in fragments:
        if fragment.x0 < gutter < fragment.x1:
            continue
        middle = (fragment.top + fragment.bottom) / 2
        bands[sum(edge < middle for edge in edges)].append(fragment)
    if not any(_are_columns(band, gutter) for band in bands):
        return []
    regions: list[Region] = []
    waiting: list[Fragment] = []
    for index, band in enumerate(bands):
        if _are_columns(band, gutter):
            regions.extend(reading_order(waiting, depth - 1))
            waiting = []
            for side in ([f for f in band if f.x1 <= gutter], [f for f in band if f.x1 > gutter]):
                regions.extend(reading_order(side, depth - 1))
        else:
            waiting.extend(band)
        if index < len(crossing):
            waiting.append(crossing[index])
    return regions + reading_order(waiting, depth - 1)


def _rows(side: Sequence[Fragment]) -> int:
    """Return about how many lines there are; a table stands for as many as it is high."""
    return sum({round(f.bottom / 3): _height_in_rows(f) for f in side}.values())


def _height_in_rows(fragment: Fragment) -> int:
    return max(1, round((fragment.bottom - fragment.top) / (2 * fragment.size)))


def _are_columns(band: Sequence[Fragment], gutter: float) -> bool:
    """Tell columns of prose from cells and signatures: full lines, or written one column after the other."""
    sides = [[f for f in band if f.x1 <= gutter], [f for f in band if f.x1 > gutter]]
    if not all(sides):
        return False
    rows = sorted(map(_rows, sides))
    in_content = sorted(band, key=lambda f: f.order)
    turns = sum((a.x1 <= gutter) != (b.x1 <= gutter) for a, b in pairwise(in_content))
    if rows[0] < _ROWS and (turns > 1 or rows[1] < _MANY_ROWS):
        return False
    if turns <= max(1, _TURNS * rows[0]):  # one side was written after the other: no table is written like that
        return True
    if any(sum(is_field(f.text) for f in side) >= 0.5 * len(side) for side in sides):
        return False  # two parties sign side by side
    widths = [max(f.x1 for f in side) - min(f.x0 for f in side) for side in sides]
    fills = [median(f.x1 - f.x0 for f in side) / max(width, 1.0) for side, width in zip(sides, widths, strict=True)]
    return min(fills) > _FILL and min(widths) > _PROSE * median(f.size for f in band)
