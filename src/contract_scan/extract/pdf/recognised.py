"""Lays recognised lines out like printed ones: a box for each character, the cells of tables, blanks to fill in."""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from statistics import fmean, median

from contract_scan.extract.ocr.result import ReadLine, Scan
from contract_scan.extract.ocr.rulings import Ruling
from contract_scan.extract.pdf.drawings import Drawings, Rule
from contract_scan.extract.pdf.fragments import NOWHERE, Fragment
from contract_scan.extract.pdf.tables import Cell, Table, ruled_tables

__all__ = ["laid_out"]

_INK = 0.72  # share of a found line's height that its characters take: the rest is room round them
_SPACED = 1.8  # em from the middle of a 汉字 to the next one's: a space stands between them
_WIDER = 1.6  # times the usual step: a gap
_ALIKE = 0.3  # share of its size by which a short line's is told wrong
_SHORT = 5  # characters on which a line's own pitch cannot be told
_RECOGNISED = 0
_TOUCH = 2.0  # points: a border reaches the one that it ends at, a blank in a cell does not
_PAST = 6.0  # points: narrower than any cell
_UNDER = 0.4  # em: a blank lies so near to the foot of its line
_NEAR = 2.0  # em: and its text goes on, or ended, so near to its ends
_MOST = 0.6  # of the page's width: a longer rule parts header or footer from the text
_UNORDERED = -1  # lines come in no order
_SEEN = 1.0  # the confidence of what is drawn and not written
_DASH = 0.5  # em: the width of one _


def laid_out(scan: Scan) -> tuple[list[Table], list[Fragment]]:
    """Return the ruled tables of a scan and, for what stands in none, one fragment for each line.

    Places are in points on the page set upright and straightened. A ruled blank becomes a run of ``_``, a lone dash in
    a cell ``—``.
    """
    fragments = [
        _fragment(line, em, order) for order, (line, em) in enumerate(zip(scan.lines, _ems(scan), strict=True))
    ]
    if not fragments:
        return [], []
    usual = median(line.size for line in fragments)
    borders = [ruling for ruling in scan.rulings.across if _meets(ruling, scan.rulings.down)]
    blanks: list[Fragment] = []
    for ruling in scan.rulings.across:
        if ruling not in borders and ruling.end - ruling.start < _MOST * scan.upright_size[0]:
            line = _line_over(ruling, fragments)
            if line is not None:
                blanks.append(_blank(ruling, line.top, line.bottom))
            elif _is_in_cell(ruling, scan.rulings.down):
                blanks.append(_blank(ruling, ruling.at - usual, ruling.at))
    drawings = Drawings(
        horizontal=_rules(_ended(border, scan.rulings.down) for border in borders), vertical=_rules(scan.rulings.down)
    )
    tables, body = ruled_tables(drawings, [*fragments, *blanks])
    for cell in (cell for table in tables for row in table.rows for cell in row if not cell.fragments):
        cell.fragments.extend(_dash(ruling, usual) for ruling in scan.rulings.dashes if _lies_in(ruling, cell))
    return tables, body


def _rules(rulings: Iterable[Ruling]) -> list[Rule]:
    return [Rule(ruling.at, ruling.start, ruling.end) for ruling in rulings]


def _meets(ruling: Ruling, others: Iterable[Ruling]) -> bool:
    return any(
        ruling.start - _TOUCH <= other.at <= ruling.end + _TOUCH
        and other.start - _TOUCH <= ruling.at <= other.end + _TOUCH
        for other in others
    )


def _ended(border: Ruling, down: Iterable[Ruling]) -> Ruling:
    """Return a border that ends at the outer ones that it meets, and not a little past them, as it does on a page that
    was straightened by not quite what it leaned.
    """
    met = [other.at for other in down if _meets(border, (other,))]
    start = min(met) if abs(min(met) - border.start) < _PAST else border.start
    end = max(met) if abs(max(met) - border.end) < _PAST else border.end
    return Ruling(border.at, start, end)


def _line_over(ruling: Ruling, fragments: Sequence[Fragment]) -> Fragment | None:
    """Return the line that a rule is at the foot of: the rule is a blank in it. Other rules just part things."""
    for line in fragments:
        near = line.x0 - _NEAR * line.size < ruling.end and ruling.start < line.x1 + _NEAR * line.size
        if near and abs(ruling.at - line.bottom) < _UNDER * line.size:
            return line
    return None


def _is_in_cell(ruling: Ruling, down: Iterable[Ruling]) -> bool:
    borders = [border.at for border in down if border.start < ruling.at < border.end]
    return bool(borders) and min(borders) < ruling.start and ruling.end < max(borders)


def _lies_in(dash: Ruling, cell: Cell) -> bool:
    return (
        cell.x0 + _TOUCH < dash.start < dash.end < cell.x1 - _TOUCH
        and cell.top + _TOUCH < dash.at < cell.bottom - _TOUCH
    )


def _dash(ruling: Ruling, size: float) -> Fragment:
    box = (ruling.start, ruling.at - size / 2, ruling.end, ruling.at + size / 2)
    return Fragment(*box, size, _RECOGNISED, _UNORDERED, "—", array("d", box), confidence=_SEEN)


def _blank(ruling: Ruling, top: float, bottom: float) -> Fragment:
    size = bottom - top
    count = max(round((ruling.end - ruling.start) / (_DASH * size)), 1)
    width = (ruling.end - ruling.start) / count
    edges = [ruling.start + index * width for index in range(count + 1)]
    boxes = array("d", chain.from_iterable((x0, top, x1, bottom) for x0, x1 in pairwise(edges)))
    box = (ruling.start, top, ruling.end, bottom)
    return Fragment(*box, size, _RECOGNISED, _UNORDERED, "_" * count, boxes, confidence=_SEEN)


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


def _ems(scan: Scan) -> list[float]:
    """Return the width of a 汉字 of each line in points."""
    pitches = [_pitch(line) for line in scan.lines]
    known = [(pitch, line.height) for pitch, line in zip(pitches, scan.lines, strict=True) if pitch is not None]
    # How that goes with the height of the line as it was found is much alike on a page; but how high a short line is
    # found varies. It is as large as the long lines are unless it clearly is not.
    ratio = median(pitch / height for pitch, height in known) if known else _INK
    ems = []
    for pitch, line in zip(pitches, scan.lines, strict=True):
        em = ratio * line.height
        nearest = min((other for other, _ in known), key=lambda other: abs(other - em), default=em)
        ems.append(pitch or (nearest if abs(nearest - em) < _ALIKE * em else em))
    return ems


def _fragment(line: ReadLine, em: float, order: int) -> Fragment:
    top, bottom = line.y - em / 2, line.y + em / 2
    widths = [em if _is_wide(char) else 0.55 * em for char in line.text]
    boxes = array("d")
    printed = [centre for char, centre in zip(line.text, line.centres, strict=True) if not char.isspace()]
    edges = [line.x0, *((before + after) / 2 for before, after in pairwise(printed)), line.x1]
    bounds = pairwise(edges)
    chars: list[str] = []
    last = 0.0
    for char, centre, width in zip(line.text, line.centres, widths, strict=True):
        if chars and _is_wide(char) and _is_wide(chars[-1]) and centre - last > _SPACED * em:
            chars.append(" ")  # the recogniser does not see every one
            boxes.extend(NOWHERE)
        chars.append(char)
        if char.isspace():
            boxes.extend(NOWHERE)
            continue
        last = centre
        left, right = next(bounds)
        x0, x1 = max(centre - width / 2, left), min(centre + width / 2, right)
        boxes.extend((x0, top, max(x1, x0 + 0.1 * em), bottom))
    return Fragment(
        x0=boxes[0],
        top=top,
        x1=boxes[-2],
        bottom=bottom,
        size=em,
        style=_RECOGNISED,
        order=order,
        text="".join(chars),
        boxes=boxes,
        confidence=line.trust,
    )
