"""Puts right what the recogniser is known to get wrong."""

from __future__ import annotations

import re

__all__ = ["corrected"]

_HAN = "一-鿿"
#: No model of the recogniser knows ‰: it gives %, or its rings as digits or letters. No one prints 5%0.
_PER_MILLE = re.compile(r"(?<=\d)\s?%\s?[0oO〇。](?![\d.])")
_WIDE = {",": "，", ":": "：", ";": "；", "(": "（", ")": "）", "?": "？", "!": "！"}
_CHAIN = 2  # marks in a row: the second stands beside a wide one only once the first is wide
#: Narrow marks beside 汉字 or a wide mark, and those that close or part figures in such a text.
_NARROW = re.compile(
    rf"(?<=[{_HAN}，。；：（）％%‰》”]) ?[,:;()?!]|[,:;()?!](?= ?[{_HAN}，。；：（）《“])|(?<=[\d%‰])\)"
)


def corrected(text: str) -> str:
    """Return a line's text with per-mille signs and the width of marks in Chinese text put right.

    The length changes only where a sign was read as two characters; `_PER_MILLE` is then marked by ``\\0`` after it, so
    that places stay parallel.
    """
    if not re.search(rf"[{_HAN}]", text) and "%" not in text:
        return text
    text = _PER_MILLE.sub(lambda match: "‰" + "\0" * (len(match.group()) - 1), text)
    if not re.search(rf"[{_HAN}]", text):
        return text
    for _ in range(_CHAIN):
        text = _NARROW.sub(lambda match: "".join(_WIDE.get(char, char) for char in match.group()), text)
    return text
