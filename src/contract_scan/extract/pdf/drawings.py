"""What is drawn on a page besides text: rules, filled areas and images, from pdfium's page objects."""

from __future__ import annotations

import ctypes
import itertools
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from contract_scan.extract.pdf.calls import address_of, calls, reference
from contract_scan.extract.pdf.frame import Frame
from contract_scan.extract.pdf.native import NativePage
from contract_scan.extract.pdf.room import FLOAT, Room

__all__ = ["Drawings", "Rule", "drawings_of", "merged_rules"]

_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5
_MOVE, _LINE = 2, 0
_THIN = 3.0  # points: anything flatter is a rule
_SHORTEST = 4.0  # points
_MOST = 20_000  # objects looked at on one page, and segments of one path
_SNAP = 2.5  # points: rules nearer than this are one
_TOUCH = 4.0  # points: rules on one line that end so close to one another are one
_DEPTH = 4  # forms inside forms
_SEGMENTS = 64  # fetched at one go

_AS_IT_IS = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)  # the matrix that moves nothing

_Box = tuple[float, float, float, float]


class Rule(NamedTuple):
    """A straight horizontal or vertical line: `at` is its y (or x), `start` and `end` run along it, in points."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Drawings:
    """The drawings of one page; boxes are (x0, top, x1, bottom) in points from the top left as shown."""

    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    images: list[_Box] = field(default_factory=list)
    dark_areas: list[_Box] = field(default_factory=list)
    fills: list[_Box] = field(default_factory=list)
    light_areas: list[_Box] = field(default_factory=list)
    curves: int = 0

    def image_share(self, width: float, height: float) -> float:
        """Return which share of the page, 0 to 1, its images cover, overlaps counted twice."""
        area = 0.0
        for x0, top, x1, bottom in self.images:
            area += max(0.0, min(x1, width) - max(x0, 0.0)) * max(0.0, min(bottom, height) - max(top, 0.0))
        return min(1.0, area / max(1.0, width * height))

    def bands(self) -> list[Rule]:
        """Return the horizontal rules, those that meet as one, and the upper and lower edges of filled areas."""
        edges = [Rule(y, x0, x1) for x0, top, x1, bottom in self.fills for y in (top, bottom)]
        return merged_rules([*self.horizontal, *edges])

    def add_rule(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Add a line, or an area as thin as one."""
        if bottom - top <= _THIN and x1 - x0 >= max(_SHORTEST, 2 * (bottom - top)):
            self.horizontal.append(Rule((top + bottom) / 2, x0, x1))
        elif x1 - x0 <= _THIN and bottom - top >= max(_SHORTEST, 2 * (x1 - x0)):
            self.vertical.append(Rule((x0 + x1) / 2, top, bottom))


def merged_rules(rules: Sequence[Rule]) -> list[Rule]:
    """Join rules that lie on one line and meet, and sort them: borders are often drawn cell by cell."""
    lanes: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if lanes and rule.at - lanes[-1][0].at <= _SNAP:
            lanes[-1].append(rule)
        else:
            lanes.append([rule])
    out: list[Rule] = []
    for lane in lanes:
        at = sum(rule.at for rule in lane) / len(lane)
        start = end = None
        for rule in sorted(lane, key=lambda rule: rule.start):
            if start is None or end is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + _TOUCH:
                end = max(end, rule.end)
            else:
                out.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        if start is not None and end is not None:
            out.append(Rule(at, start, end))
    return out


def drawings_of(page: NativePage, text_objects: frozenset[int | None]) -> Drawings:
    """Collect a page's drawings. `text_objects` are its text objects, by address: those need no other look."""
    drawings = Drawings()
    count = min(page.raw.FPDFPage_CountObjects(page.handle), _MOST)
    hot, handle = calls(), reference(address_of(page.handle))
    over = False
    for found in map(hot.object_at, itertools.repeat(handle), range(count)):
        if found in text_objects:
            over = True
            continue
        drawn = reference(found)
        kind = hot.object_type(drawn)
        if kind != _TEXT:
            _collect(page.raw, found, kind, page.frame, drawings, _DEPTH)
            over = over or kind == _FORM
        if not over:
            drawings.light_areas.clear()  # under all text: paper
    return drawings


def _collect(raw: Any, address: int, kind: int, frame: Frame, drawings: Drawings, depth: int) -> None:
    handle = reference(address)
    if kind == _FORM:
        if depth:
            form, inner = ctypes.cast(address, raw.FPDF_PAGEOBJECT), _inside(handle, frame)
            for index in range(min(raw.FPDFFormObj_CountObjects(form), _MOST)):
                child = address_of(raw.FPDFFormObj_GetObject(form, index))
                child_kind = calls().object_type(reference(child)) if child else _TEXT
                if child_kind != _TEXT:
                    _collect(raw, child, child_kind, inner, drawings, depth - 1)
        return
    box = _bounds(handle, frame)
    if box is None:
        return
    if kind == _IMAGE:
        drawings.images.append(box)
        drawings.add_rule(*box)
    elif kind == _SHADING:
        drawings.dark_areas.append(box)
    elif kind == _PATH:
        _add_path(handle, box, frame, drawings)


@cache
def _told() -> Room:
    """Return room for six numbers."""
    return Room(1, 6 * FLOAT, *range(0, 6 * FLOAT, FLOAT))


@cache
def _points() -> Room:
    return Room(_SEGMENTS, 2 * FLOAT, 0, FLOAT)


def _bounds(handle: Any, frame: Frame) -> _Box | None:
    room = _told()
    if not calls().bounds(handle, *room.first[:4]):
        return None
    left, bottom, right, top = room.floats[:4]
    return frame.box(left, bottom, right, top)


def _inside(handle: Any, frame: Frame) -> Frame:
    """Return the frame for coordinates inside an object that has its own matrix."""
    room = _told()
    if not calls().object_matrix(handle, room.first[0]):
        return frame
    own = tuple(room.floats)
    if own == _AS_IT_IS:
        return frame
    a, b = frame.direction(own[0], own[1])
    c, d = frame.direction(own[2], own[3])
    return Frame(a, b, c, d, *frame.point(own[4], own[5]))


def _add_path(path: Any, box: _Box, frame: Frame, drawings: Drawings) -> None:
    room = _told()
    if not calls().draw_mode(path, *room.first[:2]):
        return
    fill, stroke = room.numbers[:2]
    if not fill and not stroke:
        return
    if box[2] - box[0] <= _THIN or box[3] - box[1] <= _THIN:
        drawings.add_rule(*box)
        return
    if fill:
        drawings.fills.append(box)
        (drawings.dark_areas if _is_dark(path) else drawings.light_areas).append(box)
    for subpath in _subpaths(path, _inside(path, frame)):
        if subpath is None:
            drawings.curves += 1
            continue
        xs, ys = [x for x, _ in subpath], [y for _, y in subpath]
        outline = (min(xs), min(ys), max(xs), max(ys))
        if outline[2] - outline[0] <= _THIN or outline[3] - outline[1] <= _THIN:
            drawings.add_rule(*outline)
        elif stroke:
            for (ax, ay), (bx, by) in itertools.pairwise(subpath):
                x0, x1 = (bx, ax) if bx < ax else (ax, bx)
                top, bottom = (by, ay) if by < ay else (ay, by)
                drawings.add_rule(x0, top, x1, bottom)


def _is_dark(path: Any) -> bool:
    room = _told()
    if not calls().fill(path, *room.first[:4]):
        return True  # a pattern: something is drawn there
    red, green, blue, alpha = room.numbers[:4]
    return (red + green + blue) / 3 < 225 and alpha > 60


def _subpaths(path: Any, frame: Frame) -> Iterator[list[tuple[float, float]] | None]:
    """Yield the corners of each straight-lined part of a path (a closed one ends where it began); None for curves."""
    kinds, closing, corners = _segments(path, frame)
    if kinds[:1] == [_MOVE] and kinds.count(_LINE) == len(kinds) - 1 and not any(closing[:-1]):  # as nearly all are
        if len(corners) > 1:
            yield [*corners, corners[0]] if closing[-1] and corners[0] != corners[-1] else corners
        return
    points: list[tuple[float, float]] = []
    curved = False
    for kind, closes, corner in zip(kinds, closing, corners, strict=True):
        if kind == _MOVE:
            if len(points) > 1:
                yield None if curved else points
            points, curved = [], False
        curved = curved or kind not in (_MOVE, _LINE)
        points.append(corner)
        if closes and points[0] != points[-1]:
            points.append(points[0])
    if len(points) > 1:
        yield None if curved else points


def _segments(path: Any, frame: Frame) -> tuple[list[int], list[int], list[tuple[float, float]]]:
    """Return the kind of each segment of a path, whether it closes the path, and where it leads to."""
    hot, room = calls(), _points()
    count = min(hot.count_segments(path), _MOST)
    kinds: list[int] = []
    closing: list[int] = []
    points: list[float] = []
    for start in range(0, count, _SEGMENTS):
        some = range(start, min(start + _SEGMENTS, count))
        segments = list(map(hot.segment_at, itertools.repeat(path), some))
        deque(map(hot.segment_point, segments, *room.places), maxlen=0)
        points += room.floats[: 2 * len(some)].tolist()
        kinds += map(hot.segment_type, segments)
        closing += map(hot.segment_closes, segments)
    return kinds, closing, list(map(frame.point, points[0::2], points[1::2]))
