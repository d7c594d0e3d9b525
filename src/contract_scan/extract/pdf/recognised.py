"""Gives the characters of recognised lines their boxes, so that pages laid out from them read like printed ones."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean, median

from contract_scan.extract.ocr.scan import ReadLine, Scan
from contract_scan.extract.pdf.fragments import CharBox, Fragment

__all__ = ["fragments_of_scan"]

_INK = 0.72  # share of a found line's height that its characters take: the rest is room round them
_WIDER = 1.6  # times the usual step: a gap
_SHORT = 5  # characters on which a line's own pitch cannot be told
_NOWHERE: CharBox = (1.0, 0.0, 0.0, 0.0)  # x0 > x1: not printed
_RECOGNISED = 0


def fragments_of_scan(scan: Scan) -> list[Fragment]:
    """Return one fragment for each line of a scan, in points on the page set upright and straightened."""
    ratio = _em_of_height(scan.lines)
    return [_fragment(line, _pitch(line) or ratio * line.height, order) for order, line in enumerate(scan.lines)]


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF" or char in "“”‘’…—‰"


def _pitch(line: ReadLine) -> float | None:
    """Return the width of a 汉字 of the line in points, by the steps between them; None in a line of few."""
    steps = [
        after - before
        for (char, before), (following, after) in pairwise(zip(line.text, line.centres, strict=True))
        if char.isalpha() and following.isalpha() and _is_wide(char) and _is_wide(following)
    ]
    if len(steps) < _SHORT:
        return None
    # Places come in coarse steps: their mean is finer than any one of them, once gaps in the line are left out.
    usual = median(steps)
    return fmean(step for step in steps if step < _WIDER * usual)


def _em_of_height(lines: Sequence[ReadLine]) -> float:
    """Return how a 汉字's width goes with the height of the line as it was found; that is much alike on a page."""
    known = [pitch / line.height for line in lines if (pitch := _pitch(line)) is not None]
    return median(known) if known else _INK


def _fragment(line: ReadLine, em: float, order: int) -> Fragment:
    top, bottom = line.y - em / 2, line.y + em / 2
    widths = [em if _is_wide(char) else 0.55 * em for char in line.text]
    boxes: list[CharBox] = []
    printed = [centre for char, centre in zip(line.text, line.centres, strict=True) if not char.isspace()]
    edges = [line.x0, *((before + after) / 2 for before, after in pairwise(printed)), line.x1]
    bounds = pairwise(edges)
    for char, centre, width in zip(line.text, line.centres, widths, strict=True):
        if char.isspace():
            boxes.append(_NOWHERE)
            continue
        left, right = next(bounds)
        x0, x1 = max(centre - width / 2, left), min(centre + width / 2, right)
        boxes.append((x0, top, max(x1, x0 + 0.1 * em), bottom))
    return Fragment(
        x0=boxes[0][0],
        top=top,
        x1=boxes[-1][2],
        bottom=bottom,
        size=em,
        style=_RECOGNISED,
        order=order,
        chars=list(line.text),
        boxes=boxes,
        confidence=line.confidence,
    )
