"""Seeds changed at random: cut, doubled, spliced with one another, their tokens exchanged for worse ones.

Bytes that are changed anywhere mostly break what a parser looks at first. Half of the changes therefore keep to tokens
(a number stays a number, a word a word), so that what lies behind the grammar is reached too.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from pathlib import Path

SEEDS = Path(__file__).parent / "seeds"
_TOKEN = re.compile(rb"[0-9][0-9.,]*|[A-Za-z_][\w\-]*|\s+|(?:[\x80-\xff]{3}){1,4}|.", re.DOTALL)
#: Numbers at the edges of what types hold: of 32 and 64 bits, floats, decimals, dates, and of Python's own bound.
_NUMBERS = (
    *("0", "-0", "-1", "1", "00", "1.", ".5", "1_000", "0x1F", "１２", "²", "½", "٣"),
    *("255", "256", "65536", "2147483648", "4294967296", "9223372036854775808", "99999999999999999999"),
    *("1e999", "1e-999", "1e999999", "1e222222222222222222222", "1E+1000000000", "-1e400"),
    *("NaN", "-NaN", "sNaN", "Infinity", "-inf", "true", "null", "3.4.5", "1,2,3"),
    *("9" * 400, "9" * 5000, "0." + "0" * 400 + "1", "1" + "0" * 4300),
)
_DATES = (
    *("2024-02-30", "2023-02-29", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "99999-1-1"),
    *("2024年2月30日", "2024-13", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59+23:59", "25:61", "00:00:60"),
)
_CHARACTERS = (
    *("\0", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u202e", "\u200b", "\ufeff", "\ufffe", "\ud800", "\udfff\ud800"),
    *("\U0001f600", "\U0010ffff", "\u3000", "⼾", "㈠", "Ⅷ", "①", "½", "〇", "e\u0301\u0301"),
)
_WORDS = (
    *("元", "万", "亿", "%", "‰", "千分之", "百分之百", "个月", "工作日", "T+", "第", "条", "（", "）", "(", ")"),
    *("“", "|", " | ", "押金", "退还", "不予", "甲方", "乙方", "除", "外", "。", "；", "：", ","),
    *("\n", "\r", "\r\n", "\t", "\f", "\\", '"', "'", "<", ">", "&#", "{{", "{%", "{#", "=cmd()", "@", "*", "_"),
    *("[", "]", "~", "!", "&", "--", "...", "[]", "{}", '""', "''", "---", "<<", "!!python/name:os.system", "%00", ";"),
)
#: What parsers that call themselves do not come back from, and what those that look again and again do not end with.
_DEEP = tuple(opening * 3_000 for opening in ("[", "{", "(", "（", "<b>", "- ", '{"a":', "[[a]]\n", ">", "q "))
_LONG = tuple(one * 5_000 for one in (" ", "\u3000", "\n", "#", "|", "_", "*", "`", '"', "押", "(", ")", "\\", "."))
_NASTY = tuple(word.encode("utf-8", "surrogatepass") for word in (*_NUMBERS, *_DATES, *_CHARACTERS, *_WORDS))
_NUMERIC = tuple(word.encode() for word in (*_NUMBERS, *_DATES))
_HUGE = tuple(word.encode() for word in (*_DEEP, *_LONG))


def seeds(target: str) -> tuple[bytes, ...]:
    """Return the stored seeds of a target, in a fixed order."""
    return tuple(path.read_bytes() for path in sorted((SEEDS / target).iterdir()))


def mutated(rng: random.Random, stored: Sequence[bytes]) -> bytes:
    """Return one of the seeds with one to a dozen changes."""
    data = bytearray(rng.choice(stored))
    for _ in range(rng.choice((1, 1, 2, 3, 5, 8, 12))):
        if rng.random() < 0.5:
            _change_bytes(rng, data, stored)
        else:
            data = _with_other_tokens(rng, bytes(data), stored)
    return bytes(data)


def _change_bytes(rng: random.Random, data: bytearray, stored: Sequence[bytes]) -> None:
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


def _with_other_tokens(rng: random.Random, data: bytes, stored: Sequence[bytes]) -> bytearray:
    tokens = _TOKEN.findall(data)
    if not tokens:
        return bytearray(rng.choice(_NASTY))
    at = rng.randrange(len(tokens))
    match rng.randrange(8):
        case 0 | 1:  # a number for a number
            numbers = [place for place, token in enumerate(tokens) if token[:1].isdigit()]
            tokens[rng.choice(numbers) if numbers else at] = rng.choice(_NUMERIC)
        case 2:  # any token for another of its kind, from any seed
            kind = _kind(tokens[at])
            alike = [token for token in _TOKEN.findall(rng.choice(stored)) if _kind(token) == kind]
            tokens[at] = rng.choice(alike) if alike else rng.choice(_NASTY)
        case 3:
            other = rng.randrange(len(tokens))
            tokens[at], tokens[other] = tokens[other], tokens[at]
        case 4:  # some tokens again, elsewhere
            some = tokens[at : at + rng.choice((1, 3, 10, 30))]
            place = rng.randint(0, len(tokens))
            tokens[place:place] = some * rng.choice((1, 1, 2, 50))
        case 5:
            del tokens[at : at + rng.choice((1, 2, 5, 20))]
        case 6:  # a line elsewhere, or twice
            lines = data.splitlines(keepends=True)
            lines.insert(rng.randint(0, len(lines)), rng.choice(lines))
            return bytearray(b"".join(lines))
        case _:
            tokens[at] = rng.choice(_HUGE) if rng.random() < 0.1 else rng.choice(_NASTY)
    return bytearray(b"".join(tokens))


def _kind(token: bytes) -> str:
    if token[:1].isdigit():
        return "number"
    if token[:1].isalpha() or token[0] > 127:
        return "word"
    return "space" if token.isspace() else "sign"
