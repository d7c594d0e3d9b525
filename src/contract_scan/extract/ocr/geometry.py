"""The corners of lines in a picture: turned, measured and cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import atan2, cos, degrees, dist, radians, sin
from statistics import median

__all__ = [
    "Point",
    "Quad",
    "bounds",
    "cut",
    "is_tall",
    "rotated",
    "scaled",
    "sides",
    "skew_of",
    "turned",
    "upside_down",
]

Point = tuple[float, float]
#: The corners of a line in pixels: top left, top right, bottom right, bottom left of its text.
Quad = tuple[Point, Point, Point, Point]

_TALL = 1.5  # times its width: a line that runs up or down


def sides(quad: Quad) -> tuple[float, float]:
    """Return width and height of a line's box, in pixels."""
    first, second, third, fourth = quad
    return max(dist(first, second), dist(third, fourth)), max(dist(first, fourth), dist(second, third))


def bounds(quad: Quad, scale: float) -> tuple[float, float, float, float]:
    """Return the upright box (x0, top, x1, bottom) round a line, in units of `scale` pixels."""
    xs, ys = [x / scale for x, _ in quad], [y / scale for _, y in quad]
    return min(xs), min(ys), max(xs), max(ys)


def is_tall(quad: Quad) -> bool:
    """Tell whether a line runs up or down."""
    width, height = sides(quad)
    return height > _TALL * width


def scaled(quad: Quad, factor: float) -> Quad:
    """Return a line's corners in a picture so many times larger."""
    first, second, third, fourth = ((x * factor, y * factor) for x, y in quad)
    return first, second, third, fourth


def turned(quad: Quad, width: int) -> Quad:
    """Turn a line with its page, which is `width` pixels wide, counter-clockwise by a quarter."""
    first, second, third, fourth = ((y, width - x) for x, y in quad)
    return second, third, fourth, first


def upside_down(quad: Quad, width: int, height: int) -> Quad:
    """Turn a line with its page, which is so many pixels large, by half a turn."""
    first, second, third, fourth = ((width - x, height - y) for x, y in quad)
    return third, fourth, first, second


def skew_of(quads: Sequence[Quad]) -> float:
    """Return how much lines lean, in degrees clockwise: what the longer half of them agree on."""
    longest = sorted(quads, key=lambda quad: -sides(quad)[0])[: max(1, len(quads) // 2)]
    angles = [
        degrees(atan2(second[1] - first[1] + third[1] - fourth[1], second[0] - first[0] + third[0] - fourth[0]))
        for first, second, third, fourth in longest
    ]
    return median(angles) if angles else 0.0


def rotated(x: float, y: float, angle: float, width: float, height: float) -> Point:
    """Rotate a point clockwise, in degrees, round the middle of a page of this size."""
    dx, dy, turn = x - width / 2, y - height / 2, radians(angle)
    return width / 2 + dx * cos(turn) - dy * sin(turn), height / 2 + dx * sin(turn) + dy * cos(turn)


def cut(quad: Quad, shares: Sequence[float], room: float) -> Iterator[Quad]:
    """Yield the parts of a line that is cut at these shares of its length, each `room` of it away from its cuts."""
    ends = [0.0, *sorted(shares), 1.0]
    for start, end in pairwise(ends):
        start, end = start + room * (start > 0), end - room * (end < 1)
        if end > start:
            yield _part(quad, start, end)


def _part(quad: Quad, start: float, end: float) -> Quad:
    first, second, third, fourth = quad
    return (
        _between(first, second, start),
        _between(first, second, end),
        _between(fourth, third, end),
        _between(fourth, third, start),
    )


def _between(one: Point, other: Point, share: float) -> Point:
    return one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])
