"""Patterns with which a PDF tiles an area. pdfium draws tile by tile, and cannot be stopped in between."""

from __future__ import annotations

import re
from math import hypot

from contract_scan.extract.pdf.objects import plain_names

__all__ = ["has_fine_pattern"]

_FINEST = 0.2  # points from one tile to the next: a page of A4 takes twelve million tiles
_AROUND = 2048  # bytes of the object in which a step stands
_NUMBER = rb"([-+]?\d*\.?\d+)"
_STEP = re.compile(rb"/[XY]Step\s*(?:" + _NUMBER + rb"(?![\d.])(?!\s+\d+\s+R\b))?")
_MATRIX = re.compile(rb"/Matrix\s*\[\s*" + rb"\s+".join([_NUMBER] * 4))


def has_fine_pattern(data: bytes) -> bool:
    """Tell whether a file has a pattern whose tiles lie so near together that to draw one does not end."""
    data = plain_names(data)
    return b"Step" in data and any(_step(data, match) < _FINEST for match in _STEP.finditer(data))


def _step(data: bytes, match: re.Match[bytes]) -> float:
    """Return the points from tile to tile, by the pattern's own matrix if any; 0 where they cannot be told."""
    if match[1] is None:
        return 0.0
    first = max(match.start() - _AROUND, 0)
    begin = max(data.rfind(b"obj", first, match.start()), first)
    around = data[begin : match.end() + _AROUND].split(b"stream", 1)[0]
    matrix = _MATRIX.search(around)
    if matrix is None and b"/Matrix" in around:
        return 0.0
    a, b, c, d = (float(part) for part in matrix.groups()) if matrix else (1.0, 0.0, 0.0, 1.0)
    return abs(float(match[1])) * min(hypot(a, b), hypot(c, d))
