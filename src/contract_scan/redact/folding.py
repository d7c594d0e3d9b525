"""The printed text made plain for patterns, character for character: offsets into it are offsets into the print."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

__all__ = ["NOTHING", "folded", "spelled_out"]

#: What stands for every character without width.
NOTHING: Final = "\u200b"
_HYPHENS: Final = frozenset("-‐‑‒–—―−－﹣")
_DOTS: Final = frozenset(".．·•‧・∙⋅")
_LIKE_X: Final = frozenset("xXХх×✕Ⅹⅹ")
_SIGNS: Final = {"：": ":", "﹕": ":", "∶": ":", "︰": ":", "│": "|", "｜": "|", "＠": "@", "﹫": "@"}
#: Digits as they are said and as they are written on cheques.
_SAID: Final = {
    character: str(digit)
    for digit, characters in enumerate(
        ("〇零○Ｏ", "一壹幺弌", "二贰两貳", "三叁參弎", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for character in characters
}


@lru_cache(maxsize=8192)
def _fold(character: str) -> str:
    if character in _SIGNS:
        return _SIGNS[character]
    if character in _HYPHENS:
        return "-"
    if character in _DOTS:
        return "."
    if character in _LIKE_X:
        return "X"
    category = unicodedata.category(character)
    if category == "Cf" or character in "\u034f\ufe0f":
        return NOTHING
    if character == "\n":
        return "\n"
    if category in ("Zs", "Zl", "Zp", "Cc"):
        return " "
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", character)
    # What becomes several characters would move every offset behind it.
    return plain if len(plain) == 1 else character


def folded(text: str) -> str:
    """Return `text` with digits, letters, spaces, hyphens and colons of every print as their ASCII; of one length."""
    return text if text.isascii() else "".join(map(_fold, text))


def spelled_out(plain: str) -> str:
    """Return folded text with the digits that are written as Chinese characters as digits too; of one length."""
    return "".join(_SAID.get(character, character) for character in plain)
