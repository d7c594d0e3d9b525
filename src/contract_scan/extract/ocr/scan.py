"""From a picture to its lines: found, turned upright where the page lies on its side, straightened and read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, dist, radians, sin
from statistics import median
from typing import Any

from contract_scan.extract.ocr.engine import STRIP_HEIGHT, Engine, Quad, Strip, shared_engine
from contract_scan.extract.ocr.marks import corrected
from contract_scan.extract.ocr.picture import Picture

__all__ = ["ReadLine", "Scan", "recognise"]

#: Lines are read a little narrower than they are: a quarter less work, and no more errors than at full width.
_SQUEEZE = 0.85
_LONGEST = 4000  # pixels of a strip
_DOUBTED = 0.8  # confidence under which lines may be upside down
_NONSENSE = 0.5  # and under which a line is a stain or a stamp
_PROBES = 3  # lines that settle which way up a page is
_TALL = 1.5  # times its width: a line that runs up or down
_LOW = 26.0  # pixels: the height of a line, room round it included, under which its letters are small
_LARGER = 2.0  # times: more does not make a scan clearer

Wanted = Callable[[float, float, float, float], bool]
Finer = Callable[[float], Picture | None]


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of text. Places are in points on the page turned upright and straightened; see `Scan.back`.

    `centres` are the places of its characters from the left, parallel to `text`; `y` is the middle of the line,
    `height` the height of its ink and some room.
    """

    text: str
    confidence: float
    x0: float
    x1: float
    y: float
    height: float
    centres: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Scan:
    """What was read from a picture of `width` by `height` points; `turned` are the quarter turns, counter-clockwise,
    that set it upright, `skew` the degrees, clockwise, that its lines still leaned by.
    """

    lines: tuple[ReadLine, ...]
    width: float
    height: float
    turned: int
    skew: float

    @property
    def confidence(self) -> float:
        """How sure the recogniser is, from 0 to 1, each line weighing as much as it has characters."""
        total = sum(len(line.text) for line in self.lines)
        return sum(line.confidence * len(line.text) for line in self.lines) / total if total else 0.0

    @property
    def upright_size(self) -> tuple[float, float]:
        """Width and height in points once set upright."""
        return (self.height, self.width) if self.turned % 2 else (self.width, self.height)

    def back(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        """Return where a box of the upright, straightened page is on the page as shown."""
        width, height = self.upright_size
        x, y = _rotated((x0 + x1) / 2, (top + bottom) / 2, self.skew, width, height)
        half_width, half_height = (x1 - x0) / 2, (bottom - top) / 2
        for _ in range(self.turned):  # undo one counter-clockwise quarter turn: clockwise on the page
            x, y = height - y, x
            width, height = height, width
            half_width, half_height = half_height, half_width
        return x - half_width, y - half_height, x + half_width, y + half_height


def recognise(
    picture: Picture,
    *,
    wanted: Wanted | None = None,
    finer: Finer | None = None,
    engine: Engine | None = None,
) -> Scan:
    """Read a picture.

    Only lines whose box (x0, top, x1, bottom, in points as shown) is `wanted` are read. Where the letters are small
    and `finer` can draw the page so many times larger, they are read from that.
    """
    import numpy

    engine = engine or shared_engine()
    quads = list(engine.detect(_three(_pixels(picture))))
    if wanted is not None:
        quads = [quad for quad in quads if wanted(*_bounds(quad, picture.scale))]
    picture, quads = _sharper(picture, quads, finer)
    pixels = _pixels(picture)
    turned = 0
    if quads and sum(_is_tall(quad) for quad in quads) > len(quads) / 2:
        turned = 1
        pixels, quads = numpy.rot90(pixels), [_turned(quad, picture.width) for quad in quads]
    known: dict[Quad, Strip] = {}
    if quads and _is_upside_down(pixels, quads, known, engine):
        turned += 2
        height, width = pixels.shape
        pixels, quads = numpy.rot90(pixels, 2), [_upside_down(quad, width, height) for quad in quads]
        known = {}
    height, width = pixels.shape
    skew = _skew(quads)
    lines = []
    for quad in quads:
        strip = known[quad] if quad in known else engine.read(_strip(pixels, quad))
        line = _line(quad, strip, skew, width, height, picture.scale)
        if line is not None:
            lines.append(line)
    size = picture.width / picture.scale, picture.height / picture.scale
    return Scan(tuple(lines), *size, turned, skew)


def _pixels(picture: Picture) -> Any:
    import numpy

    return numpy.frombuffer(picture.pixels, dtype=numpy.uint8).reshape(picture.height, picture.width)


def _sharper(picture: Picture, quads: list[Quad], finer: Finer | None) -> tuple[Picture, list[Quad]]:
    """Draw the page larger where most of its lines are low."""
    height = median(min(_sides(quad)) for quad in quads) if quads else _LOW
    larger = finer(min(_LOW / height, _LARGER)) if finer is not None and height < _LOW else None
    if larger is None:
        return picture, quads
    factor = larger.scale / picture.scale
    scaled: list[Quad] = [
        ((ax * factor, ay * factor), (bx * factor, by * factor), (cx * factor, cy * factor), (dx * factor, dy * factor))
        for (ax, ay), (bx, by), (cx, cy), (dx, dy) in quads
    ]
    return larger, scaled


def _three(pixels: Any) -> Any:
    """Return grey pixels as the three equal channels that the models want."""
    import numpy

    return numpy.repeat(pixels[:, :, None], 3, axis=2)


def _bounds(quad: Quad, scale: float) -> tuple[float, float, float, float]:
    xs, ys = [x / scale for x, _ in quad], [y / scale for _, y in quad]
    return min(xs), min(ys), max(xs), max(ys)


def _sides(quad: Quad) -> tuple[float, float]:
    """Return width and height of a line's box, in pixels."""
    first, second, third, fourth = quad
    return max(dist(first, second), dist(third, fourth)), max(dist(first, fourth), dist(second, third))


def _is_tall(quad: Quad) -> bool:
    width, height = _sides(quad)
    return height > _TALL * width


def _turned(quad: Quad, width: int) -> Quad:
    """Turn a box with its page, which is `width` pixels wide, counter-clockwise by a quarter."""
    first, second, third, fourth = ((y, width - x) for x, y in quad)
    return second, third, fourth, first


def _upside_down(quad: Quad, width: int, height: int) -> Quad:
    first, second, third, fourth = ((width - x, height - y) for x, y in quad)
    return third, fourth, first, second


def _is_upside_down(pixels: Any, quads: Sequence[Quad], known: dict[Quad, Strip], engine: Engine) -> bool:
    """Tell whether long lines read better upside down. Those of an upright page read well at once, and are kept."""
    longest = sorted(quads, key=lambda quad: -_sides(quad)[0])[:_PROBES]
    for quad in longest:
        known[quad] = engine.read(_strip(pixels, quad))
    upright = median(known[quad].confidence for quad in longest)
    if upright >= _DOUBTED:
        return False
    return median(engine.read(_strip(pixels, quad)[::-1, ::-1]).confidence for quad in longest) > upright


def _strip(pixels: Any, quad: Quad) -> Any:
    """Cut a line out, straightened, `STRIP_HEIGHT` high."""
    import cv2
    import numpy

    width, height = _sides(quad)
    length = min(max(round(_SQUEEZE * STRIP_HEIGHT * width / max(height, 1.0)), STRIP_HEIGHT // 3), _LONGEST)
    corners = numpy.array([(0, 0), (length, 0), (length, STRIP_HEIGHT), (0, STRIP_HEIGHT)], dtype=numpy.float32)
    matrix = cv2.getPerspectiveTransform(numpy.array(quad, dtype=numpy.float32), corners)
    shape = (length, STRIP_HEIGHT)
    return _three(
        cv2.warpPerspective(
            numpy.ascontiguousarray(pixels), matrix, shape, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
    )


def _skew(quads: Sequence[Quad]) -> float:
    """Return how much lines lean, in degrees clockwise: what the longer half of them agree on."""
    longest = sorted(quads, key=lambda quad: -_sides(quad)[0])[: max(1, len(quads) // 2)]
    angles = [
        degrees(atan2(second[1] - first[1] + third[1] - fourth[1], second[0] - first[0] + third[0] - fourth[0]))
        for first, second, third, fourth in longest
    ]
    return median(angles) if angles else 0.0


def _rotated(x: float, y: float, angle: float, width: float, height: float) -> tuple[float, float]:
    """Rotate a point clockwise, in degrees, round the middle of a page of this size."""
    dx, dy, turn = x - width / 2, y - height / 2, radians(angle)
    return width / 2 + dx * cos(turn) - dy * sin(turn), height / 2 + dx * sin(turn) + dy * cos(turn)


def _line(quad: Quad, strip: Strip, skew: float, width: int, height: int, scale: float) -> ReadLine | None:
    text = corrected(strip.text)
    kept = [(char, centre) for char, centre in zip(text, strip.centres, strict=True) if char != "\0"]
    while kept and kept[-1][0].isspace():
        kept.pop()
    while kept and kept[0][0].isspace():
        kept.pop(0)
    if not kept or strip.confidence < _NONSENSE:
        return None
    first, second, third, fourth = (_rotated(x, y, -skew, width, height) for x, y in quad)
    x0, x1 = (first[0] + fourth[0]) / 2 / scale, (second[0] + third[0]) / 2 / scale
    y = (first[1] + second[1] + third[1] + fourth[1]) / 4 / scale
    return ReadLine(
        text="".join(char for char, _ in kept),
        confidence=strip.confidence,
        x0=x0,
        x1=x1,
        y=y,
        height=_sides(quad)[1] / scale,
        centres=tuple(x0 + centre * (x1 - x0) for _, centre in kept),
    )
