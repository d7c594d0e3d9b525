"""Puts right what the recogniser is known to get wrong."""

from __future__ import annotations

import re

__all__ = ["BOXES", "corrected", "doubtful_figures"]

_HAN = "一-鿿"
#: No model of the recogniser knows ‰: it gives %, or its rings as digits or letters. No one prints 5%0.
_PER_MILLE = re.compile(r"(?<=\d)\s?%\s?[0oO〇。](?![\d.])")
_UNIT = "[%％‰元万日天个月年笔台]"
#: Letters and marks inside a figure that look like a digit or a decimal point.
_ALIKE = (
    (
        re.compile(
            rf"(?<=\d)[OoQ]+(?=[\d,.]*{_UNIT})|(?<![A-Za-z\d])[Oo](?=\.\d)|(?<=\d\.)[OoQ](?=\d)|(?<=[TtDd]\+)[OoQ]"
        ),
        "0",
    ),
    (re.compile(rf"(?<=\d)[lI|｜]+(?=[\d,.]*{_UNIT})|(?<![A-Za-z\d])[lI](?=\d[\d,.]*{_UNIT})"), "1"),
    (re.compile(r"(?<=\d)[。·，,](?=\d{1,2}\s?[%％‰])"), "."),
)
#: Signs of a box to tick.
BOXES = "□☐☑☒■"
_WIDE = {",": "，", ":": "：", ";": "；", "(": "（", ")": "）", "?": "？", "!": "！"}
_CHAIN = 2  # marks in a row: the second stands beside a wide one only once the first is wide
#: Narrow marks beside 汉字 or a wide mark, and those that close or part figures in such a text.
_NARROW = re.compile(
    rf"(?<=[{_HAN}，。；：（）％%‰》”]) ?[,:;()?!]|[,:;()?!](?= ?[{_HAN}，。；：（）《“])|(?<=[\d%‰])\)"
)
_FIGURE = re.compile(r"\d(?:[\d,，]|\.(?=\d))*(?:\s?[%％‰])?")
_NO_POINT = re.compile(r"0\d+\s?[%％‰]")
_SURE = 0.8  # a digit that is less sure may be another one; in clear print nearly all are above 0.95


def corrected(text: str) -> str:
    """Return a line's text with figures, per-mille signs and the width of marks in Chinese text put right.

    The length changes only where a sign was read as two characters; `_PER_MILLE` is then marked by ``\\0`` after it, so
    that places stay parallel.
    """
    if not re.search(rf"[{_HAN}]", text) and "%" not in text:
        return text
    for pattern, right in _ALIKE:
        text = _replaced(text, pattern, right)
    text = _PER_MILLE.sub(lambda match: "‰" + "\0" * (len(match.group()) - 1), text)
    if not re.search(rf"[{_HAN}]", text):
        return text
    for _ in range(_CHAIN):
        text = _NARROW.sub(lambda match: "".join(_WIDE.get(char, char) for char in match.group()), text)
    return _closed(text)


def _replaced(text: str, pattern: re.Pattern[str], right: str) -> str:
    return pattern.sub(lambda match: right * len(match.group()), text)


def _closed(text: str) -> str:
    """Close each bracket by one of its width: the blank before it may be one to fill in."""
    opened = ""
    out = list(text)
    for index, char in enumerate(text):
        if char in "（(":
            opened += char
        elif char in "）)" and opened:
            out[index] = "）" if opened[-1] == "（" else ")"
            opened = opened[:-1]
    return "".join(out)


def doubtful_figures(text: str, sureness: tuple[float, ...]) -> list[str]:
    """Return the figures of a line that a reader should check; `sureness` is parallel to `text`."""
    return [
        figure.group()
        for figure in _FIGURE.finditer(text)
        if _NO_POINT.fullmatch(figure.group())
        or any(
            sure < _SURE and char not in ",，"
            for char, sure in zip(figure.group(), sureness[figure.start() :], strict=False)
        )
    ]
