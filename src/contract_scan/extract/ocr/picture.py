"""A page as a grey picture."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

__all__ = ["Picture"]

_DARKER = (
    60  # levels of grey below the paper: ink, not the grain of the scanner or the back of the page shining through
)
_SPECK = 0.0002  # share of the pixels: dust, and no more than a single letter; one short line is four times as much
_EDGE = 0.03  # of each side: the shadow that a page's edge throws in a scanner


@dataclass(frozen=True, slots=True)
class Picture:
    """Grey pixels, one byte each, row by row from the top left; `scale` is how many of them a point (1/72 inch) has."""

    pixels: bytes
    width: int
    height: int
    scale: float

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed on the page, on whatever paper."""
        side, above = round(_EDGE * self.width), round(_EDGE * self.height)
        rows = range(above * self.width, (self.height - above) * self.width, self.width)
        inner = b"".join(self.pixels[row + side : row + self.width - side] for row in rows)
        upto = list(accumulate(inner.count(level) for level in range(256)))
        paper = next((level for level, count in enumerate(upto) if count * 2 >= len(inner)), 255)
        return paper < _DARKER or upto[paper - _DARKER] <= _SPECK * len(inner)
