"""From a box on a page as it is shown to the page's own coordinates, which know no turning and begin at the bottom."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Box", "PageFrame", "Quad"]

Box = tuple[float, float, float, float]
#: Corners as QuadPoints has them: top left, top right, bottom left, bottom right of the words as they are read.
Quad = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class PageFrame:
    """The visible part of a page in its own coordinates, and by how much it is turned clockwise when shown."""

    left: float
    bottom: float
    width: float
    height: float
    turned: int

    def quad(self, box: Box) -> Quad:
        """Return the corners of a box ``(x0, top, x1, bottom)`` that is given in points from the shown top left."""
        x0, top, x1, bottom = box
        return self._own(x0, top), self._own(x1, top), self._own(x0, bottom), self._own(x1, bottom)

    def _own(self, x: float, y: float) -> tuple[float, float]:
        match self.turned % 360:
            case 90:
                across, up = y, x
            case 180:
                across, up = self.width - x, y
            case 270:
                across, up = self.width - y, self.height - x
            case _:
                across, up = x, self.height - y
        return self.left + across, self.bottom + up
