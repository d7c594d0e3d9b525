"""From a picture to its lines: found, turned upright where the page lies on its side, straightened and read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import Any

from contract_scan.deadline import excused
from contract_scan.extract.ocr import geometry
from contract_scan.extract.ocr.engine import STRIP_HEIGHT, Engine, Strip, shared_engine
from contract_scan.extract.ocr.geometry import Quad
from contract_scan.extract.ocr.marks import BOXES, corrected
from contract_scan.extract.ocr.picture import Picture
from contract_scan.extract.ocr.result import ReadLine, Scan
from contract_scan.extract.ocr.rulings import Rulings, rulings_of
from contract_scan.extract.ocr.sheet import Sheet, sheet_of

__all__ = ["recognise"]

#: Lines are read a little narrower than they are: a quarter less work, and no more errors than at full width.
_SQUEEZE = 0.85
_LONGEST = 4000  # pixels of a strip
_DOUBTED = 0.8  # confidence under which lines may be upside down
_NONSENSE = 0.5  # and under which a line is a stain or a stamp
_PROBES = 3  # lines that settle which way up a page is
_LOW = 26.0  # pixels: the height of a line, room round it included, under which its letters are small
_LARGER = 2.0  # times: more does not make a scan clearer
_FIGURES = "0123456789.‰"  # what is guessed in a figure is not sure
_BOX = 0.9  # of a line's height: what is read twice lies nearer together
_TICKED = 0.95  # confidence of a box that is there; one that is not has less
_SEALED = 0.02  # share of a line's pixels: a seal lies over it
_ASIDE = 0.3  # of a line's height: a border so near to its end cuts off nothing

Wanted = Callable[[float, float, float, float], bool]
_Sign = tuple[str, float, float]  # a character, its place along the line, and how sure it is
Finer = Callable[[float], Picture | None]


def recognise(
    picture: Picture,
    *,
    wanted: Wanted | None = None,
    finer: Finer | None = None,
    tick: Callable[[], None] = lambda: None,
    engine: Engine | None = None,
) -> Scan:
    """Read a picture.

    Only lines whose box (x0, top, x1, bottom, in points as shown) is `wanted` are read. Where the letters are small
    and `finer` can draw the page so many times larger, they are read from that. `tick` is called before each step that
    takes time, and may raise to end it.
    """
    with excused():  # it has a bound of its own
        return _recognised(picture, wanted, finer, tick, engine or shared_engine())


def _recognised(
    picture: Picture, wanted: Wanted | None, finer: Finer | None, tick: Callable[[], None], engine: Engine
) -> Scan:
    import numpy

    tick()
    size = picture.width / picture.scale, picture.height / picture.scale
    sheet = sheet_of(picture) if wanted is None else None
    if sheet is not None:
        picture, finer = sheet.flattened(picture), _flattened(finer, sheet)
    quads = list(engine.detect(_three(_pixels(picture))))
    if wanted is not None:
        quads = [quad for quad in quads if wanted(*geometry.bounds(quad, picture.scale))]
    picture, quads = _sharper(picture, quads, finer)
    pixels, scale = _pixels(picture), picture.scale
    bleached = None if picture.bleached is None else _pixels(picture, picture.bleached)
    turned = 0
    if quads and sum(geometry.is_tall(quad) for quad in quads) > len(quads) / 2:
        turned = 1
        pixels, quads = numpy.rot90(pixels), [geometry.turned(quad, picture.width) for quad in quads]
        bleached = None if bleached is None else numpy.rot90(bleached)
    known: dict[Quad, Strip] = {}
    if quads and _is_upside_down(pixels, quads, known, engine):
        turned += 2
        height, width = pixels.shape
        pixels, quads = numpy.rot90(pixels, 2), [geometry.upside_down(quad, width, height) for quad in quads]
        bleached = None if bleached is None else numpy.rot90(bleached, 2)
        known = {}
    skew = geometry.skew_of(quads)
    rulings = rulings_of(pixels if bleached is None else bleached, skew, scale) if quads else Rulings()
    reader = _Reader(pixels, skew, scale)
    lines: list[ReadLine] = []
    illegible = 0
    for quad in [part for found in quads for part in reader.cut(found, rulings)]:
        tick()
        strip = known[quad] if quad in known else engine.read(_strip(pixels, quad))
        if bleached is not None:
            strip = _clearer(strip, _strip(pixels, quad), _strip(bleached, quad), engine)
        line = reader.line(quad, strip)
        if line is None or line.confidence < _NONSENSE:
            illegible += 1
        else:
            lines.append(line)
    return Scan(tuple(lines), *size, turned, skew, rulings, illegible, sheet)


def _flattened(finer: Finer | None, sheet: Sheet) -> Finer | None:
    """Return what draws the flat sheet larger."""
    if finer is None:
        return None

    def flat(factor: float) -> Picture | None:
        larger = finer(factor)
        return None if larger is None else sheet.flattened(larger)

    return flat


def _pixels(picture: Picture, pixels: bytes | None = None) -> Any:
    import numpy

    return numpy.frombuffer(pixels or picture.pixels, dtype=numpy.uint8).reshape(picture.height, picture.width)


def _sharper(picture: Picture, quads: list[Quad], finer: Finer | None) -> tuple[Picture, list[Quad]]:
    """Draw the page larger where most of its lines are low."""
    height = median(min(geometry.sides(quad)) for quad in quads) if quads else _LOW
    larger = finer(min(_LOW / height, _LARGER)) if finer is not None and height < _LOW else None
    if larger is None:
        return picture, quads
    factor = larger.scale / picture.scale
    return larger, [geometry.scaled(quad, factor) for quad in quads]


def _three(pixels: Any) -> Any:
    """Return grey pixels as the three equal channels that the models want."""
    import numpy

    return numpy.repeat(pixels[:, :, None], 3, axis=2)


def _is_upside_down(pixels: Any, quads: Sequence[Quad], known: dict[Quad, Strip], engine: Engine) -> bool:
    """Tell whether long lines read better upside down. Those of an upright page read well at once, and are kept."""
    longest = sorted(quads, key=lambda quad: -geometry.sides(quad)[0])[:_PROBES]
    for quad in longest:
        known[quad] = engine.read(_strip(pixels, quad))
    upright = median(known[quad].confidence for quad in longest)
    if upright >= _DOUBTED:
        return False
    return median(engine.read(_strip(pixels, quad)[::-1, ::-1]).confidence for quad in longest) > upright


def _clearer(read: Strip, seen: Any, bleached: Any, engine: Engine) -> Strip:
    """Return what a line says, with its red ink or without: red may be a seal, or the text.

    The better reading has more characters that are likely right. A lone character that is all red is one of a seal.
    """
    if (seen != bleached).mean() < _SEALED:
        return read
    under = engine.read(bleached)
    if len(read.text.strip()) == 1 and under.text.strip() != read.text.strip():
        return Strip("", 0.0, (), ())
    return max(under, read, key=lambda strip: sum(strip.sureness))


def _strip(pixels: Any, quad: Quad) -> Any:
    """Cut a line out, straightened, `STRIP_HEIGHT` high."""
    import cv2
    import numpy

    width, height = geometry.sides(quad)
    length = min(max(round(_SQUEEZE * STRIP_HEIGHT * width / max(height, 1.0)), STRIP_HEIGHT // 3), _LONGEST)
    corners = numpy.array([(0, 0), (length, 0), (length, STRIP_HEIGHT), (0, STRIP_HEIGHT)], dtype=numpy.float32)
    matrix = cv2.getPerspectiveTransform(numpy.array(quad, dtype=numpy.float32), corners)
    shape = (length, STRIP_HEIGHT)
    return _three(
        cv2.warpPerspective(
            numpy.ascontiguousarray(pixels), matrix, shape, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
    )


def _once(signs: Sequence[_Sign], apart: float) -> list[_Sign]:
    """Leave out unsure boxes that lie within `apart`, a share of the line's length, of a sure one.

    The recogniser sees a ticked box in the room before an empty one.
    """
    boxes = [(place, sure) for char, place, sure in signs if char in BOXES]
    return [
        (char, place, sure)
        for char, place, sure in signs
        if char not in BOXES
        or sure >= _TICKED
        or not any(other > sure and abs(at - place) < apart for at, other in boxes)
    ]


class _Reader:
    """Places what is read in an upright picture that leans by `skew` degrees, `scale` pixels to the point."""

    def __init__(self, pixels: Any, skew: float, scale: float) -> None:
        self._height, self._width = pixels.shape
        self._skew, self._scale = skew, scale

    def cut(self, quad: Quad, rulings: Rulings) -> Iterator[Quad]:
        """Yield the parts of a line between the borders that cross it: cells side by side are found as one line."""
        x0, x1, y, height = self._place(quad)
        aside = _ASIDE * height
        # A border is taller than the line; the strokes of its letters are not.
        borders = [
            ruling.at
            for ruling in rulings.down
            if x0 + aside < ruling.at < x1 - aside and ruling.start < y - height / 2 and ruling.end > y + height / 2
        ]
        if not borders:
            yield quad
            return
        yield from geometry.cut(quad, [(border - x0) / (x1 - x0) for border in borders], 1.0 / (x1 - x0))

    def line(self, quad: Quad, strip: Strip) -> ReadLine | None:
        """Return what was read in a line, None where that is nothing."""
        text = corrected(strip.text)
        kept = [
            (char, centre, sure if char == read or char not in _FIGURES else 0.0)
            for char, read, centre, sure in zip(text, strip.text, strip.centres, strip.sureness, strict=True)
            if char != "\0"
        ]
        x0, x1, y, height = self._place(quad)
        kept = _once(kept, _BOX * height / max(x1 - x0, 1.0))
        while kept and kept[-1][0].isspace():
            kept.pop()
        while kept and kept[0][0].isspace():
            kept.pop(0)
        if not kept:
            return None
        return ReadLine(
            text="".join(char for char, _, _ in kept),
            confidence=strip.confidence,
            x0=x0,
            x1=x1,
            y=y,
            height=height,
            centres=tuple(x0 + centre * (x1 - x0) for _, centre, _ in kept),
            sureness=tuple(sure for _, _, sure in kept),
        )

    def _place(self, quad: Quad) -> tuple[float, float, float, float]:
        """Return left, right, middle and height of a line in points on the straightened page."""
        corners = [geometry.rotated(x, y, -self._skew, self._width, self._height) for x, y in quad]
        first, second, third, fourth = ((x / self._scale, y / self._scale) for x, y in corners)
        y = (first[1] + second[1] + third[1] + fourth[1]) / 4
        return (
            (first[0] + fourth[0]) / 2,
            (second[0] + third[0]) / 2,
            y,
            geometry.sides(quad)[1] / self._scale,
        )
