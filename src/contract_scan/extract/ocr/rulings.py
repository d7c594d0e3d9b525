"""Lines in a picture: the borders of tables, blanks to be filled in, and dashes that stand for nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Ruling", "Rulings", "rulings_of"]

_SHORTEST = 18.0  # points across: longer than the strokes of letters up to that size, shorter than blanks and cells
_LOWEST = 14.0  # points down: lower than any row of a table, taller than a stroke of running text
_DASH = 4.0  # points: a hyphen is shorter, a dash as long as a 汉字 is wide
_FLAT = 0.3  # of its length: what is higher is no dash
_THICKEST = 3.0  # points: what is thicker is an area or the shadow of a page's edge
_INK = 24  # levels of grey below the paper round it: above a scanner's grain, below the faintest printed rule
_NEIGHBOURHOOD = 12.0  # points: light changes little over it


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight line across or down: `at` is its y (or x), `start` and `end` run along it."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Rulings:
    """The lines of a picture in points on the page set upright and straightened.

    `dashes` are those across that are too short to be ruled: dashes, and flat strokes of letters.
    """

    across: tuple[Ruling, ...] = ()
    down: tuple[Ruling, ...] = ()
    dashes: tuple[Ruling, ...] = ()


def rulings_of(pixels: Any, skew: float, scale: float) -> Rulings:
    """Find the ruled lines of grey pixels that lean by `skew` degrees clockwise, `scale` of them to the point."""
    ink = _ink(_straightened(pixels, skew), scale)
    return Rulings(
        tuple(_lines(ink, _SHORTEST, scale)), tuple(_lines(ink.T, _LOWEST, scale)), tuple(_dashes(ink, scale))
    )


def _straightened(pixels: Any, skew: float) -> Any:
    """Rotate a picture about its middle so that its lines are level."""
    import cv2
    import numpy

    height, width = pixels.shape
    if abs(skew) * max(height, width) < 1.0:  # degrees times pixels: no line leaves its row of pixels
        return numpy.ascontiguousarray(pixels)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    return cv2.warpAffine(numpy.ascontiguousarray(pixels), matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)


def _ink(pixels: Any, scale: float) -> Any:
    """Return 1 where a pixel is darker than what is round it, whatever light lies on the page."""
    import cv2

    size = 2 * round(_NEIGHBOURHOOD * scale / 2) + 1
    return cv2.adaptiveThreshold(pixels, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, max(size, 3), _INK)


def _lines(ink: Any, shortest: float, scale: float) -> list[Ruling]:
    """Return the lines that run along the rows of pixels."""
    import cv2
    import numpy

    # A line that still leans a little, or that noise has gnawed at, steps from row to row: thickened, it holds.
    thick = cv2.dilate(numpy.ascontiguousarray(ink), numpy.ones((3, 1), numpy.uint8))
    long = cv2.morphologyEx(thick, cv2.MORPH_OPEN, numpy.ones((1, max(round(shortest * scale), 3)), numpy.uint8))
    count, _, stats, centroids = cv2.connectedComponentsWithStats(long, connectivity=8)
    found = []
    for index in range(1, count):
        left, _, width, _, area = (int(value) for value in stats[index])
        if area / width - 2 <= _THICKEST * scale:
            found.append(Ruling(float(centroids[index][1] + 0.5) / scale, left / scale, (left + width) / scale))
    return found


def _dashes(ink: Any, scale: float) -> list[Ruling]:
    """Return the flat marks that touch no other ink."""
    import cv2

    count, _, stats, centroids = cv2.connectedComponentsWithStats(ink, connectivity=8)
    found = []
    for index in range(1, count):
        left, _, width, height, _ = (int(value) for value in stats[index])
        if _DASH * scale <= width < _SHORTEST * scale and height <= _FLAT * width:
            found.append(Ruling(float(centroids[index][1] + 0.5) / scale, left / scale, (left + width) / scale))
    return found
