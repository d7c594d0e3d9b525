"""Columns and reading order of a page, by looking for gutters that no text crosses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from contract_scan.extract.pdf.fragments import Fragment
from contract_scan.extract.pdf.paragraphs import is_field

__all__ = ["Region", "reading_order"]

_ROWS = 3  # a column has at least so many lines
_TURNS = 0.15  # changes of side in the page's content for each line of the shorter column
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
    for gutter in _gutters(fragments, left, right):
        regions = _parted(fragments, gutter, depth)
        if len(regions) > 1:
            return regions
    return whole


def _gutters(fragments: Sequence[Fragment], left: float, right: float) -> list[float]:
    """Return the left edges, shared by several fragments, that may be the edge of a second column; best first.

    The best is the one that the fewest fragments cross: most lines may start at the indent of first lines, which all
    the others of that column cross.
    """
    width = right - left
    counts: dict[int, int] = {}
    for fragment in fragments:
        if left + 0.2 * width < fragment.x0 < left + 0.85 * width:
            key = round(fragment.x0 / 3)
            counts[key] = counts.get(key, 0) + 1
    found = [(count + counts.get(key + 1, 0), key) for key, count in counts.items()]
    often = [3 * key - 2.0 for count, key in sorted(found, key=lambda item: (-item[0], item[1])) if count >= _ROWS][:6]
    return sorted(often, key=lambda gutter: sum(f.x0 < gutter < f.x1 for f in fragments))


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


def _are_columns(band: Sequence[Fragment], gutter: float) -> bool:
    """Tell columns of prose from cells and signatures: full lines, or written one column after the other."""
    sides = [[f for f in band if f.x1 <= gutter], [f for f in band if f.x1 > gutter]]
    least = min(map(len, sides))
    if least < _ROWS:
        return False
    in_content = sorted(band, key=lambda f: f.order)
    turns = sum((a.x1 <= gutter) != (b.x1 <= gutter) for a, b in pairwise(in_content))
    if turns <= max(1, _TURNS * least):  # one side was written after the other: no table is written like that
        return True
    if any(sum(is_field(f.text) for f in side) > 0.5 * len(side) for side in sides):
        return False  # two parties sign side by side
    widths = [max(f.x1 for f in side) - min(f.x0 for f in side) for side in sides]
    fills = [median(f.x1 - f.x0 for f in side) / max(width, 1.0) for side, width in zip(sides, widths, strict=True)]
    return min(fills) > _FILL and min(widths) > _PROSE * median(f.size for f in band)
