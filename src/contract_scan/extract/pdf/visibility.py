"""Sorts a page's text: what a reader reads, what is stamped over it, and what is hidden from the eye."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from contract_scan.extract.ocr import Picture
from contract_scan.extract.pdf.doubts import is_shown, overlaid
from contract_scan.extract.pdf.drawings import Drawings
from contract_scan.extract.pdf.fragments import Fragment, Line, line_of
from contract_scan.extract.pdf.gathering import fragments_of, strings_of
from contract_scan.extract.pdf.rings import take_rings
from contract_scan.extract.pdf.spacing import Habit
from contract_scan.extract.pdf.textpage import RawText
from contract_scan.extract.pdf.textstyles import TextStyle
from contract_scan.model.document import BlockKind

__all__ = ["Sorted", "sort_text"]

_SKEW = 3  # degrees: text that leans so little was scanned askew
_FAINT = 0.5  # luminance from which text is faint
_WHITE = 0.96  # and from which it cannot be seen on white paper
_LARGE = 1.7  # times the usual size: a watermark that stands upright
_TILES = 3  # a faint text that stands on one page so often is tiled over it
_TINY = 1.5  # points
_OFF = 2.0  # points outside of the page
_EDGE = 0.06  # share of the page's width that lies at its edge
_SCAN = 0.5  # share of the page that a scan covers
_SEAL = re.compile(r"骑缝|(?:专用|公|印|财务|合同)章$|装订线")


@dataclass(slots=True)
class Sorted:
    """One page's text: `body` in content order, `apart` with its kinds; `recognised` tells a scan with a text layer."""

    body: list[Fragment] = field(default_factory=list)
    apart: list[tuple[Line, BlockKind]] = field(default_factory=list)
    recognised: bool = False


def sort_text(
    raw: RawText,
    drawings: Drawings,
    width: float,
    height: float,
    habit: Habit,
    draw: Callable[[], Picture | None] | None = None,
) -> Sorted:
    """Sort the text of a page of this size in points.

    `habit` is how the pages before are spaced; `draw` draws the page, to see what is shown where that is in doubt.
    """
    rings = take_rings(raw)
    counts = Counter(raw.styles)
    del counts[-1]
    invisible = sum(count for style, count in counts.items() if raw.palette[style].invisible)
    total = sum(counts.values())
    found = Sorted()
    # A scan with a recognised text layer: the letters are the image's, and the layer under it is what can be read.
    found.recognised = bool(total) and invisible > 0.8 * total and drawings.image_share(width, height) > _SCAN
    concealed = {i for i, style in enumerate(raw.palette) if style.invisible and not found.recognised}
    slanted = {i for i, style in enumerate(raw.palette) if _slant(style.angle) > _SKEW and i not in concealed}
    upright = [i not in concealed and i not in slanted for i in range(len(raw.palette))]
    body = fragments_of(raw, lambda style: upright[style], habit)
    found.body, stamped, unseen = _stamped(body, raw.palette, drawings, width, height)
    if draw is not None and not found.recognised:
        unseen.extend(_take_unshown(found.body, raw.palette, drawings, draw))
    found.apart.extend((line_of(ring), BlockKind.SEAL) for ring in _once(rings))
    found.apart.extend((line_of(fragment), _stamp_kind(fragment, raw.palette)) for fragment in _once(_stacked(stamped)))
    for string in _once(strings_of(raw, slanted) if slanted else []):
        found.apart.append((line_of(string), _slanted_kind(string, raw.palette)))
    unseen.extend(fragments_of(raw, lambda style: style in concealed, Habit()) if concealed else [])
    found.apart.extend((line_of(fragment), BlockKind.HIDDEN) for fragment in unseen)
    return found


def _slant(angle: float) -> float:
    return min(angle, 360 - angle)


def _once(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Keep the first of each text: a tiled watermark says the same thing many times."""
    return list({fragment.text: fragment for fragment in reversed(fragments)}.values())[::-1]


def _stamped(
    fragments: Sequence[Fragment], palette: Sequence[TextStyle], drawings: Drawings, width: float, height: float
) -> tuple[list[Fragment], list[Fragment], list[Fragment]]:
    """Part upright fragments into running text, watermarks and seals, and what cannot be seen."""
    if not fragments:
        return [], [], []
    usual = median(fragment.size for fragment in fragments)
    light = [style.luminance for style in palette]
    printed = [fragment for fragment in fragments if not _is_red(palette[fragment.style])]
    margins = min((f.x0 for f in printed), default=0.0), max((f.x1 for f in printed), default=width)
    tiles = Counter(fragment.text for fragment in fragments if light[fragment.style] > _FAINT)
    body: list[Fragment] = []
    stamped: list[Fragment] = []
    unseen: list[Fragment] = []
    for fragment in fragments:
        style = palette[fragment.style]
        x, y = (fragment.x0 + fragment.x1) / 2, (fragment.top + fragment.bottom) / 2
        outside = not (-_OFF <= x <= width + _OFF and -_OFF <= y <= height + _OFF)
        faint = light[fragment.style] > _FAINT and not _backed(x, y, drawings)
        tiled = tiles[fragment.text] >= _TILES and len(fragment.text) > 1
        if outside or fragment.size < _TINY or (faint and light[fragment.style] > _WHITE):
            unseen.append(fragment)
        elif (faint and (tiled or fragment.size > _LARGE * usual)) or (
            _is_red(style) and (_is_seal(fragment.text) or _is_at_edge(fragment, margins, width))
        ):
            stamped.append(fragment)
        else:
            fragment.faint = faint
            body.append(fragment)
    return body, stamped, unseen


def _take_unshown(
    body: list[Fragment], palette: Sequence[TextStyle], drawings: Drawings, draw: Callable[[], Picture | None]
) -> list[Fragment]:
    """Take out of the running text what cannot be seen on the drawn page, and return it."""
    doubtful = [fragment for fragment in body if palette[fragment.style].doubtful]
    doubtful.extend(overlaid(body, drawings))
    if not doubtful:
        return []
    drawn = draw()
    if drawn is None:
        return []
    unshown = [fragment for fragment in doubtful if not is_shown(fragment, drawn)]
    gone = {id(fragment) for fragment in unshown}
    body[:] = [fragment for fragment in body if id(fragment) not in gone]
    return unshown


def _is_seal(text: str) -> bool:
    """Tell whether a red text is one of a seal: its name, or the star in its middle."""
    return _SEAL.search(text) is not None or not any(map(str.isalnum, text))


def _is_at_edge(fragment: Fragment, margins: tuple[float, float], width: float) -> bool:
    """Tell whether a fragment stands at the paper's edge, outside of the text: a seal across the edges of all pages."""
    outside = fragment.x0 >= margins[1] or fragment.x1 <= margins[0]
    return outside and (fragment.x1 > (1 - _EDGE) * width or fragment.x0 < _EDGE * width)


def _stacked(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Join single characters that stand one under another."""
    out: list[Fragment] = []
    for fragment in fragments:
        last = out[-1] if out else None
        below = last is not None and len(fragment.text) == 1 and last.x0 < (fragment.x0 + fragment.x1) / 2 < last.x1
        if last is not None and below and fragment.top - last.top > 0 and fragment.top - last.bottom < fragment.size:
            last.bottom = fragment.bottom
            last.text += fragment.text
            last.boxes += fragment.boxes
        else:
            out.append(fragment)
    return out


def _backed(x: float, y: float, drawings: Drawings) -> bool:
    """Tell whether something that light text can be seen on is drawn at this point."""
    return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in (*drawings.dark_areas, *drawings.images))


def _is_red(style: TextStyle) -> bool:
    red, green, blue, _ = style.fill
    return red > 140 and green < 110 and blue < 110


def _stamp_kind(fragment: Fragment, palette: Sequence[TextStyle]) -> BlockKind:
    return BlockKind.SEAL if _is_red(palette[fragment.style]) else BlockKind.WATERMARK


def _slanted_kind(string: Fragment, palette: Sequence[TextStyle]) -> BlockKind:
    style = palette[string.style]
    if _SEAL.search(string.text) or _is_red(style):
        return BlockKind.SEAL
    return BlockKind.TEXT_BOX if style.angle % 90 in (0, 1, 89) and style.luminance < _FAINT else BlockKind.WATERMARK
