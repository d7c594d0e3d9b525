"""Pages whose text runs up, down or upside down: they are laid out turned, and their boxes turned back."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import lt
from typing import Protocol

from contract_scan.extract.assemble import Piece, PlacedText, PrintedLayout
from contract_scan.extract.pdf.native import NativePage
from contract_scan.extract.pdf.textpage import RawText
from contract_scan.model.document import Page

__all__ = ["Placement", "Turn", "read_upright", "shown_pages", "turned_back"]

_MOST = 0.6  # share of the characters that settles how a page is read
_FEW = 20  # characters
_SAME = 2.0  # points
_DOWN = 270


class Placement(Protocol):
    """How a page that was laid out turned stands: its true size in points, and the way back."""

    @property
    def width(self) -> float: ...

    @property
    def height(self) -> float: ...

    def back(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        """Return where a box of the page as laid out is on the page as shown."""
        ...


@dataclass(frozen=True, slots=True)
class Turn:
    """How a page was turned for reading: counter-clockwise degrees of its text, and its true size in points."""

    angle: int
    width: float
    height: float

    def back(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        """Return where a box of the turned page is on the page as shown."""
        if self.angle == 90:
            return top, self.height - x1, bottom, self.height - x0
        if self.angle == 180:
            return self.width - x1, self.height - bottom, self.width - x0, self.height - top
        return self.width - bottom, x0, self.width - top, x1


def read_upright(page: NativePage) -> tuple[RawText, Turn | None]:
    """Read a page's text, and turn the page first where nearly all of it runs another way.

    Vertical writing is read as lines that run down: the columns from right to left become lines from top to bottom.
    """
    raw = page.text()
    angle = _main_angle(raw)
    vertical = angle == 0 and _runs_down(raw)
    if angle == 0 and not vertical:
        return raw, None
    turn = Turn(_DOWN if vertical else angle, page.width, page.height)
    page.turn(turn.angle)
    raw = page.text()
    if vertical:  # 汉字 stand upright in it, Latin lies on its side
        raw.palette[:] = [replace(style, angle=0) if style.angle == 90 else style for style in raw.palette]
    return raw, turn


def _main_angle(raw: RawText) -> int:
    """Return the angle, of four, at which most characters run; 0 where none has enough."""
    if not any(_quarter(style.angle) for style in raw.palette):
        return 0
    counts: Counter[int] = Counter()
    for style, count in Counter(raw.styles).items():
        if style >= 0:
            counts[_quarter(raw.palette[style].angle)] += count
    angle, count = counts.most_common(1)[0] if counts else (0, 0)
    return angle if count > _MOST * counts.total() else 0


def _quarter(angle: float) -> int:
    """Return the one of four angles that this one is next to."""
    return round(angle / 90) * 90 % 360


def _runs_down(raw: RawText) -> bool:
    """Tell whether most characters stand under the one before them, and not beside it."""
    if len(raw.chars) < _FEW:
        return False
    beside = sum(map(lt, raw.x0, raw.x0[1:]))
    if beside > (1 - _MOST) * len(raw.chars):  # the usual case, told at the least cost
        return False
    middles = [(a + b) / 2 for a, b in zip(raw.x0, raw.x1, strict=True)]
    below = sum([abs(x - before) < _SAME for before, x in pairwise(middles)])
    return below > _MOST * len(middles)


def shown_pages(pages: Sequence[Page], turns: Mapping[int, Placement]) -> tuple[Page, ...]:
    """Return the pages with the sizes that they have as shown."""
    shown = []
    for page in pages:
        turn = turns.get(page.number)
        shown.append(page if turn is None else replace(page, width=turn.width, height=turn.height))
    return tuple(shown)


def turned_back(layout: PrintedLayout, turns: Mapping[int, Placement]) -> PrintedLayout:
    """Return the layout with the boxes of turned pages, by page number, where they are on the pages as shown."""
    if not turns:
        return layout
    return PrintedLayout(
        tuple(
            PlacedText(placed.start, _piece_back(placed.piece, turns[placed.piece.page]))
            if placed.piece.page in turns
            else placed
            for placed in layout.placed
        )
    )


def _piece_back(piece: Piece, turn: Placement) -> Piece:
    boxes = array("f")
    for at in range(0, len(piece.boxes), 4):
        x0, top, x1, bottom = piece.boxes[at : at + 4]
        boxes.extend(turn.back(x0, top, x1, bottom) if x0 <= x1 else (x0, top, x1, bottom))
    return piece._replace(boxes=boxes)
