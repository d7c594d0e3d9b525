"""Near-identical contracts: the same printed form, filled in differently.

A contract is cut at its punctuation, what a pen fills in (figures, blanks, check boxes) is left out of the pieces, and
the set of pieces is kept as a sketch by one-permutation hashing (Li, Owen and Zhang, "One Permutation Hashing", NIPS
2012): each piece's hash falls into one of `BINS` bins, and a bin keeps its least. The share of bins in which two
sketches agree estimates the share of pieces that the contracts have in common (their Jaccard index), to about 0.06.
"""

from __future__ import annotations

import re
import sqlite3
import zlib
from array import array
from typing import Final

__all__ = ["BINS", "TemplateIndex", "similarity", "sketch"]

BINS: Final = 64
#: Contracts with at least this share of common pieces are of one form. Two forms of the same trade, with the same law
#: behind them, share under a third; names, addresses and terms written into a form's blanks change a tenth.
ALIKE: Final = 0.6

_FILLED = re.compile(r"[\s\d_＿.．…—\-〇零一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟整□☑☒√×✓¥￥%％‰/|]+")
_CUT = re.compile(r"[，。；：、！？,;:!?（）()《》〈〉【】“”\"「」]+")
_SHORTEST = 4
_LEAST_PIECES = 8
_EMPTY: Final = 0xFFFFFFFF
# Contracts that agree in every bin of one band are compared. Sixteen bands of four bins find pairs that are alike by
# 0.6 with a probability of 0.9, by 0.7 with 0.99.
_BAND: Final = 4


def sketch(text: str) -> bytes:
    """Return the sketch of a contract's text, ``4 * BINS`` bytes; empty where there is too little text to tell."""
    pieces = {piece for raw in _CUT.split(text.replace("\n", "")) if len(piece := _FILLED.sub("", raw)) >= _SHORTEST}
    if len(pieces) < _LEAST_PIECES:
        return b""
    bins = [_EMPTY] * BINS
    for piece in pieces:
        value = zlib.crc32(piece.encode("utf-8", "replace"))
        at, rest = value % BINS, value // BINS
        bins[at] = min(bins[at], rest)
    return array("I", bins).tobytes()


def similarity(one: bytes, other: bytes) -> float:
    """Return the share of pieces that two contracts have in common, 0 to 1, by their sketches."""
    both = [pair for pair in zip(array("I", one), array("I", other), strict=True) if pair != (_EMPTY, _EMPTY)]
    return sum(a == b for a, b in both) / len(both) if both else 0.0


class TemplateIndex:
    """The forms met so far, in a database, so that a million of them take no memory.

    A contract belongs to the form that it is most alike to by its first contract, and starts one of its own where it is
    alike to none. Which one it is hangs on the order in which contracts are added, and on nothing else.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        database.execute("CREATE TABLE IF NOT EXISTS template (id INTEGER PRIMARY KEY, sketch BLOB NOT NULL)")
        database.execute(
            "CREATE TABLE IF NOT EXISTS band (hash INTEGER, template INTEGER, PRIMARY KEY (hash, template)) "
            "WITHOUT ROWID"
        )

    def clear(self) -> None:
        """Forget every form."""
        self._database.execute("DELETE FROM template")
        self._database.execute("DELETE FROM band")

    def add(self, sketched: bytes) -> int | None:
        """Return the number of the form (from 1) that a contract belongs to; None without a sketch."""
        if not sketched:
            return None
        bands = _bands(sketched)
        marks = ",".join("?" * len(bands))
        near = self._database.execute(
            f"SELECT id, sketch FROM template WHERE id IN (SELECT template FROM band WHERE hash IN ({marks}))",  # noqa: S608 - marks are question marks
            bands,
        )
        alike = max(((similarity(sketched, known), -number) for number, known in near), default=(0.0, 0))
        if alike[0] >= ALIKE:
            return -alike[1]
        number = self._database.execute("INSERT INTO template (sketch) VALUES (?)", (sketched,)).lastrowid
        self._database.executemany("INSERT INTO band VALUES (?, ?)", [(band, number) for band in bands])
        return number


def _bands(sketched: bytes) -> list[int]:
    """Return a number for the bins of each band, with the band's place in it."""
    size = _BAND * array("I").itemsize
    return sorted(
        {
            (at << 32) | zlib.crc32(sketched[at : at + size])
            for at in range(0, len(sketched), size)
            if sketched[at : at + size] != b"\xff" * size
        }
    )
