"""A Chinese face as TrueType, small enough to be put into files: made of Noto Serif CJK SC, which has other outlines.

reportlab writes TrueType only, and most files that people get carry their faces with them.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

__all__ = ["truetype_face"]

_FAMILY = "Noto Serif CJK SC"
_ERROR = 1.0  # units of 1,000 to the em by which an outline may differ


def truetype_face(characters: Collection[str]) -> bytes | None:
    """Return a TrueType file with these characters; None where fontTools or the Noto face is not installed."""
    try:
        import fontTools  # noqa: F401
    except ImportError:
        return None
    place = _installed()
    if place is None:
        return None
    path, number = place
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "face.ttf")
        font = _subset(path, number, characters)
        _outline(font)
        font.save(target)
        return target.read_bytes()


def _installed() -> tuple[Path, int] | None:
    """Return where fontconfig knows the face to be: a file and the number of the face in it."""
    command = ["fc-list", f"{_FAMILY}:style=Regular", "-f", "%{file}|%{index}\n"]
    try:
        lines = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    except OSError:
        return None
    return next(((Path(path), int(index)) for path, _, index in (line.partition("|") for line in lines)), None)


def _subset(path: Path, number: int, characters: Collection[str]) -> Any:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=["*"], drop_tables=["BASE"])
    font = TTFont(path, fontNumber=number)
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(characters))
    subsetter.subset(font)
    return font


def _outline(font: Any) -> None:
    """Turn the outlines of cubic curves into such of quadratic ones, which TrueType has."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import newTable

    order, glyphs = font.getGlyphOrder(), font.getGlyphSet()
    outlines = {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, _ERROR, reverse_direction=True))
        outlines[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, outlines
    font["head"].glyphDataFormat = 0
    for unused in ("CFF ", "VORG", "vhea", "vmtx"):
        if unused in font:
            del font[unused]
    most = font["maxp"]
    most.tableVersion = 0x00010000
    most.numGlyphs = len(order)
    zeroes = (
        "maxZones maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements"
        " maxSizeOfInstructions maxComponentElements"
    )
    for name in zeroes.split():
        setattr(most, name, 0)
    most.maxZones = 1
    font["post"].formatType = 3.0
    font["post"].extraNames, font["post"].mapping = [], {}
    font.sfntVersion = "\x00\x01\x00\x00"
