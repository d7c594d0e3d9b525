"""Tells whether text that something is drawn over or under is seen, by looking at the drawn page."""

from __future__ import annotations

from collections.abc import Sequence

from contract_scan.extract.ocr import Picture
from contract_scan.extract.pdf.drawings import Drawings
from contract_scan.extract.pdf.fragments import CharBox, Fragment

__all__ = ["is_shown", "overlaid"]

_SAMPLE = 12  # characters of a fragment that are looked at
_SHOWN = 0.3  # share of them that is enough
_CONTRAST = 10  # of 255 grey levels: fainter letters than that no one sees
_INSIDE = 0.15  # share of a box's height left out at its edges, where rules and areas end


def overlaid(fragments: Sequence[Fragment], drawings: Drawings) -> list[Fragment]:
    """Return the fragments where something else is drawn too, over them or under them."""
    areas = [*drawings.dark_areas, *drawings.light_areas, *drawings.images]
    found = []
    for fragment in fragments if areas else ():
        x, y = (fragment.x0 + fragment.x1) / 2, (fragment.top + fragment.bottom) / 2
        if any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in areas):
            found.append(fragment)
    return found


def is_shown(fragment: Fragment, drawn: Picture) -> bool:
    """Tell whether the letters of a fragment can be seen on the drawn page: something stands out in their boxes."""
    boxes = [box for char, box in zip(fragment.text, fragment.char_boxes(), strict=True) if char.isalnum()]
    if not boxes:
        return True  # blanks to fill in, whose lines stand at the edge of their boxes, or below
    step = max(1, len(boxes) // _SAMPLE)
    looked = boxes[::step]
    return sum(_stands_out(box, drawn) for box in looked) > _SHOWN * len(looked)


def _stands_out(box: CharBox, drawn: Picture) -> bool:
    margin = _INSIDE * (box[3] - box[1])
    x0, x1 = (max(0, min(drawn.width, round(x * drawn.scale))) for x in (box[0], box[2]))
    top, bottom = (max(0, min(drawn.height, round(y * drawn.scale))) for y in (box[1] + margin, box[3] - margin))
    rows = [drawn.pixels[y * drawn.width + x0 : y * drawn.width + x1] for y in range(top, bottom)]
    rows = [row for row in rows if row]
    return bool(rows) and max(map(max, rows)) - min(map(min, rows)) >= _CONTRAST
