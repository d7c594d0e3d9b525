"""Running headers, footers and page numbers: lines at a page's edge that come back on other pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from contract_scan.extract.pdf.fragments import Fragment, Line
from contract_scan.model.document import BlockKind

__all__ = ["EDGE_ZONE", "PageLines", "furniture_of", "watermarks_of"]

#: Share of the page's height, at the top and at the bottom, in which running lines stand.
EDGE_ZONE = 0.14
_DEEPEST = 4  # lines from the edge
_SHARE = 0.3  # of the pages that a line comes back on (left and right pages differ)
_LARGE = 1.7  # times the usual size: a watermark that is printed dark
_DRIFT = 6.0  # points that a running line may move from page to page

_NUMBER = re.compile(
    r"\W*(?:第\s*[\d一二三四五六七八九十百]+\s*页\W*(?:[共总]\s*[\d一二三四五六七八九十百]+\s*页)?|[共总]\s*\d+\s*页\W*第\s*\d+\s*页"
    r"|(?:page|p\.)\s*\d+(?:\s*(?:of|/)\s*\d+)?|\d+\s*/\s*\d+(?:\s*页)?)\W*",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"[\s\-–—~·.]*(?:\d{1,4}|[ivxlcIVXLC]{1,6})[\s\-–—~·.]*")
# Where a running line may carry the page's number: in 第…页, at its end (alone or before a total), at its start.
_PLACES = (
    re.compile(r"(?<=第)\s*\d+(?=\s*页)"),
    re.compile(r"\d+(?=(?:\s*/\s*\d+)?\W*$)"),
    re.compile(r"^\d+"),
)
_LONGEST = 500  # characters of a running line: the patterns are slow on a long run of marks or figures
_CLAUSE = re.compile(r"第.{1,4}条|\d+\.\d")


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of one page, top to bottom, and its height in points."""

    number: int
    height: float
    lines: Sequence[Line]


def furniture_of(pages: Sequence[PageLines]) -> dict[int, list[tuple[Line, BlockKind]]]:
    """Return, for each page number, the lines that are running headers, footers and page numbers."""
    edges = {(page.number, top): _edge_lines(page, top) for page in pages for top in (True, False)}
    running = _running(edges, len(pages))
    found: dict[int, list[tuple[Line, BlockKind]]] = {page.number: [] for page in pages}
    numbers = [_bare(lines) for (_, _), lines in edges.items()]
    counted = sum(numbers) > 1
    for (number, top), lines in edges.items():
        taken: list[tuple[Line, BlockKind]] = []
        for line in lines:  # from the edge inward: what lies inside a line that stays is the page's own
            text = line.text
            if len(text) <= _LONGEST and (_NUMBER.fullmatch(text) or (counted and _BARE_NUMBER.fullmatch(text))):
                taken.append((line, BlockKind.PAGE_NUMBER))
            elif _returns(running, top, line, number):
                taken.append((line, BlockKind.HEADER if top else BlockKind.FOOTER))
            else:
                break
        found[number].extend(sorted(taken, key=lambda item: item[0].top))
    return found


def watermarks_of(pages: Sequence[tuple[int, Sequence[Fragment]]]) -> dict[int, list[Fragment]]:
    """Return, for each page number, the fragments that come back on other pages and are printed faint or large.

    A watermark stands inside of the page, where clauses do, but no clause is printed like that.
    """
    places: dict[tuple[str, int, int], list[tuple[int, Fragment]]] = defaultdict(list)
    sizes = [fragment.size for _, body in pages for fragment in body]
    usual = median(sizes) if sizes else 0.0
    for number, body in pages:
        for fragment in body:
            if fragment.faint or fragment.size > _LARGE * usual:
                places[fragment.text, round(fragment.x0 / _DRIFT), round(fragment.top / _DRIFT)].append(
                    (number, fragment)
                )
    found: dict[int, list[Fragment]] = {number: [] for number, _ in pages}
    for marked in places.values():
        if len({number for number, _ in marked}) >= max(2.0, _SHARE * len(pages)):
            for number, fragment in marked:
                found[number].append(fragment)
    return found


def _bare(lines: Sequence[Line]) -> bool:
    return any(_BARE_NUMBER.fullmatch(line.text) for line in lines)


def _edge_lines(page: PageLines, top: bool) -> list[Line]:
    """Return the lines in the top or bottom zone, from the edge inward."""
    if top:
        return [line for line in page.lines[:_DEEPEST] if line.bottom < EDGE_ZONE * page.height]
    return [line for line in reversed(page.lines[-_DEEPEST:]) if line.top > (1 - EDGE_ZONE) * page.height]


_Places = dict[tuple[bool, str], list[float]]


def _running(edges: dict[tuple[int, bool], list[Line]], pages: int) -> _Places:
    """Return the heights at which each text stands, for texts that come back on enough pages."""
    places: _Places = defaultdict(list)
    for (number, top), lines in edges.items():
        for line in lines:
            for key in _keys(line.text, number):
                places[top, key].append(line.bottom)
    least = max(2.0, _SHARE * pages)
    return {key: heights for key, heights in places.items() if len(heights) >= least}


def _keys(text: str, page: int) -> set[str]:
    """Return the text without blanks, and with each number that may be the page's own written relative to it."""
    text = "".join(text.split())
    keys = {text}
    if len(text) <= _LONGEST and not _CLAUSE.match(text):
        keys.update(place.sub(lambda match: f"#{int(match.group()) - page}", text, count=1) for place in _PLACES)
    return keys


def _returns(running: _Places, top: bool, line: Line, page: int) -> bool:
    heights = (running.get((top, key), ()) for key in _keys(line.text, page))
    return any(sum(abs(height - line.bottom) < _DRIFT for height in found) >= 2 for found in heights)
