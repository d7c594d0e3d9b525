"""A page as a grey picture."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Any

__all__ = ["Picture", "picture_of"]

_DARKER = (
    60  # levels of grey below the paper: ink, not the grain of the scanner or the back of the page shining through
)
_SPECK = 0.0002  # share of the pixels: dust, and no more than a single letter; one short line is four times as much
_EDGE = 0.03  # of each side: the shadow that a page's edge throws in a scanner


_RED = 50  # levels of red above the other colours: the ink of a seal, even a pale one
_STAMPED = 0.0005  # share of the pixels: a seal's ring covers more, even on a large page


@dataclass(frozen=True, slots=True)
class Picture:
    """Grey pixels, one byte each, row by row from the top left; `scale` is how many of them a point (1/72 inch) has.

    `bleached` are the same pixels without red ink, where there is some: what stands under a seal is read from them.
    """

    pixels: bytes
    width: int
    height: int
    scale: float
    bleached: bytes | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed on the page, on whatever paper."""
        side, above = round(_EDGE * self.width), round(_EDGE * self.height)
        rows = range(above * self.width, (self.height - above) * self.width, self.width)
        inner = b"".join(self.pixels[row + side : row + self.width - side] for row in rows)
        upto = list(accumulate(inner.count(level) for level in range(256)))
        paper = next((level for level, count in enumerate(upto) if count * 2 >= len(inner)), 255)
        return paper < _DARKER or upto[paper - _DARKER] <= _SPECK * len(inner)


def picture_of(image: Any, scale: float) -> Picture:
    """Return a Pillow image, grey or RGB, as a picture of `scale` pixels to the point."""
    grey = image.convert("L")
    return Picture(grey.tobytes(), grey.width, grey.height, scale, _bleached(image, grey))


def _bleached(image: Any, grey: Any) -> bytes | None:
    """Return grey pixels that are as light where the image is red as it is seen through a red glass."""
    from PIL import ImageChops

    if image.mode != "RGB":
        return None
    red, green, blue = image.split()
    ink = ImageChops.subtract(red, ImageChops.lighter(green, blue)).point(lambda level: 255 if level > _RED else 0)
    if ink.histogram()[255] <= _STAMPED * grey.width * grey.height:
        return None
    through = grey.copy()
    through.paste(red, mask=ink)
    return bytes(through.tobytes())
