"""What was read from a picture."""

from __future__ import annotations

from dataclasses import dataclass

from contract_scan.extract.ocr.geometry import rotated
from contract_scan.extract.ocr.marks import doubtful_figures
from contract_scan.extract.ocr.rulings import Rulings
from contract_scan.extract.ocr.sheet import Sheet

__all__ = ["ReadLine", "Scan"]


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of text. Places are in points on the page turned upright and straightened; see `Scan.back`.

    `centres` are the places of its characters from the left, and `sureness` how sure the recogniser is of each, from 0
    to 1; both are parallel to `text`. `y` is the middle of the line, `height` the height of its ink and some room.
    """

    text: str
    confidence: float
    x0: float
    x1: float
    y: float
    height: float
    centres: tuple[float, ...]
    sureness: tuple[float, ...]

    @property
    def doubtful_figures(self) -> list[str]:
        """The figures of the line that a reader should check."""
        return doubtful_figures(self.text, self.sureness)

    @property
    def trust(self) -> float:
        """How far the line may be relied on: as far as its least sure figure."""
        figures = [sure for char, sure in zip(self.text, self.sureness, strict=True) if char.isdigit()]
        return min([self.confidence, *figures])


@dataclass(frozen=True, slots=True)
class Scan:
    """What was read from a picture of `width` by `height` points.

    `turned` are the quarter turns, counter-clockwise, that set it upright, `skew` the degrees, clockwise, that its
    lines still leaned by. `illegible` counts the lines that were found and could not be read. `sheet` is the sheet of
    paper on a photograph that was made flat before all that.
    """

    lines: tuple[ReadLine, ...]
    width: float
    height: float
    turned: int
    skew: float
    rulings: Rulings
    illegible: int
    sheet: Sheet | None = None

    @property
    def confidence(self) -> float:
        """How sure the recogniser is, from 0 to 1, each line weighing as much as it has characters."""
        total = sum(len(line.text) for line in self.lines)
        return sum(line.confidence * len(line.text) for line in self.lines) / total if total else 0.0

    @property
    def upright_size(self) -> tuple[float, float]:
        """Width and height in points once set upright."""
        lying = self.sheet or self
        return (lying.height, lying.width) if self.turned % 2 else (lying.width, lying.height)

    def back(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        """Return where a box of the upright, straightened page is on the page as shown."""
        width, height = self.upright_size
        x, y = rotated((x0 + x1) / 2, (top + bottom) / 2, self.skew, width, height)
        half_width, half_height = (x1 - x0) / 2, (bottom - top) / 2
        for _ in range(self.turned):  # undo one counter-clockwise quarter turn: clockwise on the page
            x, y = height - y, x
            width, height = height, width
            half_width, half_height = half_height, half_width
        box = x - half_width, y - half_height, x + half_width, y + half_height
        return self.sheet.back(*box) if self.sheet else box
