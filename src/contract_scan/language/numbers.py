"""Numbers as Chinese contracts print them: 5,000 · 1.5万 · 二百九十九 · 二九九 · 贰佰玖拾玖 · 一万二 · 3万5.

Every value is an exact `Decimal`. Patterns are bounded and possessive, so that reading takes time linear in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

from contract_scan.precompiled import compile_pattern

__all__ = ["CN_DIGITS", "EXACT", "Number", "find_numbers", "parse_number", "tidy"]

#: Wide enough for every figure read here, whatever precision and traps the caller has set for its own arithmetic.
EXACT = Context(prec=60)

CN_DIGITS = "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
_CN_TENS = "十百千万亿拾佰仟萬億"
_CAPITALS = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟萬億")

# One alphabet for both scripts: digits become ASCII, so 3万5千 and 三万五千 go through the same grammar.
_FOLD = str.maketrans(CN_DIGITS + "拾佰仟萬億点wWkK", "001223456789" + "123456789" + "十百千万亿.万万千千")
_PLACES = {"十": 10, "百": 100, "千": 1000}
_LONGEST = 24  # characters; a longer run is an account or serial number, never an amount

_GROUPED = compile_pattern(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?")
_PLAIN = compile_pattern(r"[0-9]+(?:\.[0-9]+)?")
_SCALED = compile_pattern(r"([0-9]+\.[0-9]+)([千百])")
_SECTION = compile_pattern(r"(?:([0-9]*)千)?(?:(0?[0-9]*)百)?(?:(0?[0-9]*)十)?([0-9]*)")

_NUMBER = compile_pattern(
    rf"""
    (?<![0-9.]) (?: [0-9]{{1,3}}(?:,[0-9]{{3}})++(?![0-9]) | [0-9]++ ) (?:\.[0-9]++)?
    (?: [十百千万亿萬億]{{1,2}}+ | [wWkK](?![A-Za-z0-9]) )?
    # 3万5 is 35,000 and 3万5千 too; 1万45 is two figures.
    (?: (?<=[万萬]) (?: [0-9一二三四五六七八九](?:千(?:[0-9一二三四五六七八九]百)?|(?![0-9.,%‰{_CN_TENS}{CN_DIGITS}]))
      | 零[0-9一二三四五六七八九]{{1,3}}+ ) )?
    | (?<![{CN_DIGITS}{_CN_TENS}]) [十拾廿卅{CN_DIGITS}] [{CN_DIGITS}{_CN_TENS}]{{0,{_LONGEST}}}+
      (?: 点[零〇一二三四五六七八九]{{1,8}}+(?!十) [万亿]? )?
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A figure without its unit; `start` and `end` are offsets into the text searched.

    `upper` is set where two neighbouring digits say a span (三五天, 七八个): `value` is then the lower end.
    """

    start: int
    end: int
    text: str
    value: Decimal
    upper: Decimal | None = None

    @property
    def arabic(self) -> bool:
        return self.text[0].isascii()

    @property
    def capital(self) -> bool:
        """Written in the characters that are hard to alter (贰佰玖拾玖)."""
        return not _CAPITALS.isdisjoint(self.text)

    @property
    def scale(self) -> Decimal:
        """10,000 for 88万, 1 for 300: what the figure is counted in."""
        return {"万": Decimal(10**4), "亿": Decimal(10**8), "千": Decimal(1000)}.get(
            self.text[-1].translate(_FOLD), Decimal(1)
        )


def tidy(value: Decimal) -> Decimal:
    """The same value in one plain spelling: 299.00 → 299, 3E+2 → 300."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1)) if value.adjusted() < _LONGEST else value
    return value.normalize()


def _below_ten_thousand(text: str) -> Decimal | None:
    """A section of 千百十 and digits. 二九九 is read digit by digit, 一百二 as 120."""
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if scaled := _SCALED.fullmatch(text):
        return Decimal(scaled[1]) * _PLACES[scaled[2]]
    match = _SECTION.fullmatch(text)
    if match is None or not text:
        return None
    total, last = 0, 0
    for digits, (mark, place) in zip(match.groups(), reversed(_PLACES.items()), strict=False):
        if digits is None:
            continue
        # 十五 may leave out its 一, 百 and 千 may not.
        if not digits.strip("0") and mark != "十":
            return None
        if len(digits.lstrip("0")) > (1 if total else 4):
            return None
        total += int(digits.lstrip("0") or "1") * place
        last = place
    ones = match.group(4)
    if not ones:
        return Decimal(total)
    if ones.startswith("0"):
        return Decimal(total + int(ones)) if len(ones) <= 3 else None
    if len(ones) > 1:
        return None
    return Decimal(total + int(ones) * (last // 10))


def _whole(text: str, marks: str = "亿万") -> Decimal | None:
    if not marks:
        return _below_ten_thousand(text)
    head, mark, tail = text.rpartition(marks[0])
    if not mark:
        return _whole(text, marks[1:])
    unit = Decimal(10**8 if mark == "亿" else 10**4)
    high = _whole(head, marks[1:])
    if high is None:
        return None
    if not tail:
        return high * unit
    if len(tail) == 1 and tail in "123456789":  # 一万二 is 12,000
        return high * unit + int(tail) * unit / 10
    low = _whole(tail, marks[1:])
    return None if low is None or low >= unit or "." in tail else high * unit + low


def parse_number(text: str) -> Decimal | None:
    """The value of a figure written in Arabic or Chinese digits, or None where it is not one number.

    >>> parse_number("贰佰玖拾玖"), parse_number("3万5"), parse_number("5,000.50")
    (Decimal('299'), Decimal('35000'), Decimal('5000.5'))
    """
    if not text or len(text) > _LONGEST:
        return None
    if "," in text:
        grouped = _GROUPED.match(text)
        if grouped is None or "," in text[grouped.end() :]:
            return None
    folded = text.translate(_FOLD).replace(",", "").replace("廿", "2十").replace("卅", "3十")
    if not folded.isascii() and folded[0] in "百千万亿":
        return None
    with localcontext(EXACT):
        value = _whole(folded)
        return None if value is None else tidy(value)


def find_numbers(text: str) -> list[Number]:
    """Every figure of the text, left to right; figures too long to be an amount are left out."""
    found: list[Number] = []
    for match in _NUMBER.finditer(text):
        printed = match.group()
        value = parse_number(printed)
        # The 00 of a broken 1,00 is no figure of its own.
        if value is None or (printed[0] == "0" and text.endswith(",", 0, match.start())):
            continue
        low, upper = value, None
        if len(printed) == 2 and not printed.isascii() and 12 <= value <= 89 and "十" not in printed:
            first, second = divmod(int(value), 10)
            if second == first + 1 or (first, second) == (3, 5):
                low, upper = Decimal(first), Decimal(second)
        found.append(Number(match.start(), match.end(), printed, low, upper))
    return found
