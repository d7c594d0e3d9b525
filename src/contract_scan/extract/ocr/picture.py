"""A page as a grey picture."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Picture"]


@dataclass(frozen=True, slots=True)
class Picture:
    """Grey pixels, one byte each, row by row from the top left; `scale` is how many of them a point (1/72 inch) has."""

    pixels: bytes
    width: int
    height: int
    scale: float
