"""The sheet of paper on a photograph, seen at a slant: found by its edges and made flat."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, degrees, dist
from typing import Any

from contract_scan.extract.ocr.geometry import Point, Quad, bounds
from contract_scan.extract.ocr.picture import Picture

__all__ = ["Sheet", "sheet_of"]

_GLANCE = 600  # pixels of the longer side that the sheet is looked for at
_PEN = 15  # pixels of that: wider than strokes and the room in letters
_LEAST = 0.4  # share of the picture: a smaller bright thing may be anything
_STRAIGHT = 0.02  # of the outline's length: how far an edge may bend
_SLANT = 0.7  # degrees by which opposite edges run together: less is no slant, and straightening does
_RIGHT = 8.0  # degrees by which a corner may miss a right angle: more is no page seen at a slight slant


@dataclass(frozen=True, slots=True)
class Sheet:
    """The corners of a sheet in points on the picture, from its top left clockwise, and the size it gets when flat."""

    corners: Quad
    width: float
    height: float

    def flattened(self, picture: Picture) -> Picture:
        """Return the sheet as if it had been photographed from straight above."""
        import cv2
        import numpy

        scale = picture.scale
        size = (max(1, round(self.width * scale)), max(1, round(self.height * scale)))
        matrix = cv2.getPerspectiveTransform(
            numpy.array(self.corners, dtype=numpy.float32) * scale,
            numpy.array([(0, 0), (size[0], 0), size, (0, size[1])], dtype=numpy.float32),
        )

        def flat(pixels: bytes) -> bytes:
            rows = numpy.frombuffer(pixels, dtype=numpy.uint8).reshape(picture.height, picture.width)
            found = cv2.warpPerspective(rows, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
            return bytes(found.tobytes())

        bleached = None if picture.bleached is None else flat(picture.bleached)
        return Picture(flat(picture.pixels), *size, scale, bleached)

    def back(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        """Return the box round where a box of the flat sheet is on the picture."""
        import cv2
        import numpy

        edges = [(0, 0), (self.width, 0), (self.width, self.height), (0, self.height)]
        matrix = cv2.getPerspectiveTransform(
            numpy.array(edges, dtype=numpy.float32), numpy.array(self.corners, dtype=numpy.float32)
        )
        box = numpy.array([[(x0, top), (x1, top), (x1, bottom), (x0, bottom)]], dtype=numpy.float64)
        first, second, third, fourth = ((float(x), float(y)) for x, y in cv2.perspectiveTransform(box, matrix)[0])
        return bounds((first, second, third, fourth), 1.0)


def sheet_of(picture: Picture) -> Sheet | None:
    """Find a sheet that is brighter than what it lies on and seen at a slight slant; None where there is none."""
    import cv2
    import numpy

    pixels = numpy.frombuffer(picture.pixels, dtype=numpy.uint8).reshape(picture.height, picture.width)
    smaller = min(1.0, _GLANCE / max(picture.width, picture.height))
    small = cv2.resize(pixels, None, fx=smaller, fy=smaller, interpolation=cv2.INTER_AREA)
    around = cv2.copyMakeBorder(small, _PEN, _PEN, _PEN, _PEN, cv2.BORDER_REPLICATE)
    around = cv2.morphologyEx(around, cv2.MORPH_CLOSE, numpy.ones((_PEN, _PEN), numpy.uint8))  # letters vanish
    small = around[_PEN:-_PEN, _PEN:-_PEN]
    _, bright = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    outlines, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = max(outlines, key=cv2.contourArea, default=None)
    if largest is None or cv2.contourArea(largest) < _LEAST * small.size:
        return None
    outline = cv2.approxPolyDP(largest, _STRAIGHT * cv2.arcLength(largest, True), True)
    if len(outline) != 4 or not cv2.isContourConvex(outline):
        return None
    corners = _in_order(outline.reshape(4, 2), smaller * picture.scale)
    first, second, third, fourth = corners
    across = _angle(first, second), _angle(fourth, third)
    down = _angle(first, fourth) - 90, _angle(second, third) - 90
    slants = abs(across[0] - across[1]), abs(down[0] - down[1])
    bent = max(abs(one - other) for one in across for other in down)
    if max(slants) < _SLANT or bent > _RIGHT:
        return None
    width = max(dist(first, second), dist(fourth, third))
    return Sheet(corners, width, max(dist(first, fourth), dist(second, third)))


def _in_order(points: Any, scale: float) -> Quad:
    """Return corners from the top left clockwise, in points."""
    placed = sorted(((float(x) / scale, float(y) / scale) for x, y in points), key=lambda point: point[1])
    left, right = sorted(placed[:2])
    lower_left, lower_right = sorted(placed[2:])
    return left, right, lower_right, lower_left


def _angle(one: Point, other: Point) -> float:
    """Return the direction from one point to another in degrees, clockwise from the right."""
    return degrees(atan2(other[1] - one[1], other[0] - one[0]))
