"""Seeds changed at random: cut, doubled, spliced with one another, and with words that parsers trip over."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

SEEDS = Path(__file__).parent / "seeds"
_NASTY = tuple(
    word.encode("utf-8", "surrogatepass")
    for word in (
        *(
            "\0",
            "\x1b[31m",
            "\u202e",
            "\u200b",
            "\ufeff",
            "\ud800",
            "\U0001f600",
            "\u3000",
            "⼾",
            "㈠",
            "Ⅷ",
            "①",
            "½",
            "²",
            "〇",
        ),
        *(
            "-1",
            "0",
            "2147483648",
            "99999999999999999999",
            "1e999",
            "NaN",
            "Infinity",
            "-0",
            "0x1F",
            "１２",
            "3.4.5",
            "1,2,3",
        ),
        *(
            "元",
            "万",
            "亿",
            "%",
            "‰",
            "千分之",
            "百分之百",
            "个月",
            "工作日",
            "T+",
            "第",
            "条",
            "（",
            "）",
            "(",
            ")",
            "“",
            "|",
            " | ",
        ),
        *(
            "押金",
            "退还",
            "不予",
            "甲方",
            "乙方",
            "除",
            "外",
            "。",
            "；",
            "：",
            ",",
            "\n",
            "\r\n",
            "\t",
            "\\",
            '"',
            "'",
            "<",
            ">",
            "&#",
        ),
        *(
            "{{",
            "{%",
            "{#",
            "=cmd()",
            "@",
            "*",
            "_",
            "[",
            "]",
            "~",
            "!",
            "&",
            "--",
            "...",
            "2024年2月30日",
            "0000-00-00",
            "25:61",
        ),
    )
)


def seeds(target: str) -> tuple[bytes, ...]:
    """Return the stored seeds of a target, in a fixed order."""
    return tuple(path.read_bytes() for path in sorted((SEEDS / target).iterdir()))


def mutated(rng: random.Random, stored: Sequence[bytes]) -> bytes:
    """Return one of the seeds with one to a dozen changes."""
    data = bytearray(rng.choice(stored))
    for _ in range(rng.randint(1, 12)):
        _change(rng, data, stored)
    return bytes(data)


def _change(rng: random.Random, data: bytearray, stored: Sequence[bytes]) -> None:
    at = rng.randint(0, len(data))
    length = min(rng.choice((1, 1, 2, 3, 8, 40)), len(data) - at)
    match rng.randrange(7):
        case 0 | 1:
            data[at:at] = rng.choice(_NASTY)
        case 2:
            data[at : at + length] = rng.choice(_NASTY)
        case 3:
            del data[at : at + length]
        case 4:
            data[at:at] = data[at : at + length] * rng.choice((1, 2, 20))
        case 5:
            other = rng.choice(stored)
            start = rng.randint(0, len(other))
            data[at:at] = other[start : start + rng.randint(1, 80)]
        case _:
            if at < len(data):
                data[at] = rng.randrange(256)
