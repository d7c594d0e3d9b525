"""Text set round a circle, as in a round seal: each character stands turned a little further than the one before."""

from __future__ import annotations

from array import array
from itertools import chain

from contract_scan.extract.pdf.characters import SHAPELESS, cleaned
from contract_scan.extract.pdf.fragments import Fragment
from contract_scan.extract.pdf.textpage import RawText

__all__ = ["take_rings"]

_LEAST = 4  # characters
_FURTHEST = 60  # degrees from one to the next
_APART = 3.0  # times their size from one to the next

_NONE = -1


def take_rings(raw: RawText) -> list[Fragment]:
    """Return the texts of a page that run round a circle, and take their characters off the page."""
    rings: list[Fragment] = []
    if len({style.angle for style in raw.palette}) < _LEAST:
        return rings
    run: list[int] = []
    text = cleaned("".join(raw.chars))
    sense = 0
    for index, style in enumerate(raw.styles):
        if style < 0 or text[index] in (" ", SHAPELESS):
            continue
        turn = _turn(raw, run[-1], index) if run else 0
        if run and turn and sense in (0, turn):
            sense = turn
        else:
            _close(raw, text, run, rings)
            run, sense = [], 0
        run.append(index)
    _close(raw, text, run, rings)
    return rings


def _turn(raw: RawText, before: int, index: int) -> int:
    """Return in which sense, 1 or -1, a character is turned against the one before it; 0 where it is not, or far."""
    angle = raw.palette[raw.styles[index]].angle - raw.palette[raw.styles[before]].angle
    angle = (angle + 180) % 360 - 180
    if not 0 < abs(angle) <= _FURTHEST:
        return 0
    size = max(raw.x1[index] - raw.x0[index], raw.bottom[index] - raw.top[index])
    across = raw.x0[index] + raw.x1[index] - raw.x0[before] - raw.x1[before]
    down = raw.top[index] + raw.bottom[index] - raw.top[before] - raw.bottom[before]
    return (1 if angle > 0 else -1) if max(abs(across), abs(down)) / 2 < _APART * size else 0


def _close(raw: RawText, text: str, run: list[int], rings: list[Fragment]) -> None:
    if len(run) < _LEAST:
        return
    boxes = [(raw.x0[index], raw.top[index], raw.x1[index], raw.bottom[index]) for index in run]
    rings.append(
        Fragment(
            x0=min(box[0] for box in boxes),
            top=min(box[1] for box in boxes),
            x1=max(box[2] for box in boxes),
            bottom=max(box[3] for box in boxes),
            size=max(max(box[2] - box[0], box[3] - box[1]) for box in boxes),
            style=raw.styles[run[0]],
            order=run[0],
            text="".join(text[index] for index in run),
            boxes=array("f", chain.from_iterable(boxes)),
        )
    )
    for index in run:
        raw.styles[index] = _NONE
        raw.chars[index] = SHAPELESS
