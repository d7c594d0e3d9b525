"""Numbers as list formats print them, under the names of ECMA-376 part 1, 17.18.59."""

from __future__ import annotations

from collections.abc import Callable, Sequence

__all__ = ["numeral"]

_DIGITS = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


def numeral(value: int, number_format: str) -> str:
    """Return `value` in the list format `number_format`; a format that is not known prints as decimal.

    A format may also be given as the first number in it, ``001`` for three digits.
    """
    if number_format == "none":
        return ""
    if number_format.isdecimal():
        return str(value).zfill(len(number_format))
    make = _FORMATS.get(number_format)
    # Word prints decimal digits wherever a format has no sign for the number.
    return (make(value) if make is not None and value > 0 else None) or str(value)


def _letters(first: str) -> Callable[[int], str]:
    def make(value: int) -> str:
        # a … z, aa, bb … zz, aaa: the letter is repeated, it does not carry.
        rounds, place = divmod(value - 1, 26)
        return chr(ord(first) + place) * (rounds + 1) if rounds < 30 else str(value)

    return make


_ROMAN = {
    1000: "M", 900: "CM", 500: "D", 400: "CD", 100: "C", 90: "XC", 50: "L", 40: "XL", 10: "X", 9: "IX", 5: "V",
    4: "IV", 1: "I",
}  # fmt: skip


def _roman(value: int) -> str | None:
    if value > 32767:
        return None
    pieces = []
    for size, sign in _ROMAN.items():
        count, value = divmod(value, size)
        pieces.append(sign * count)
    return "".join(pieces)


def _listed(signs: Sequence[str]) -> Callable[[int], str | None]:
    return lambda value: signs[value - 1] if value <= len(signs) else None


def _cycled(signs: Sequence[str]) -> Callable[[int], str]:
    return lambda value: signs[(value - 1) % len(signs)]


def _run(first: int, count: int) -> list[str]:
    return [chr(first + step) for step in range(count)]


def _digit_by_digit(digits: str) -> Callable[[int], str]:
    return lambda value: "".join(digits[int(digit)] for digit in str(value))


def _grouped(
    digits: str, units: tuple[str, str, str], myriad: str, *, bare_ten: bool = False, one_before: bool = True
) -> Callable[[int], str | None]:
    """Numbers with place units up to 99,999,999.

    `bare_ten` prints 10 to 19 without a leading one; `one_before` prints a one before hundreds and thousands. A zero
    digit that is "" is not printed.
    """

    def below_myriad(value: int) -> str:
        pieces: list[str] = []
        gap = False
        for power, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
            digit, value = divmod(value, power)
            if digit == 0:
                gap = bool(pieces)
                continue
            if gap:
                pieces.append(digits[0].strip())
                gap = False
            pieces.append(("" if digit == 1 and unit and not one_before else digits[digit]) + unit)
        return "".join(pieces)

    def make(value: int) -> str | None:
        if value >= 10**8:
            return None
        high, low = divmod(value, 10_000)
        text = below_myriad(low)
        if high:
            gap = digits[0].strip() if 0 < low < 1000 else ""
            text = below_myriad(high) + myriad + gap + text
        if bare_ten and 10 <= value <= 19:
            text = text.removeprefix(digits[1])
        return text

    return make


def _tens_then_digits(zero: str) -> Callable[[int], str | None]:
    counted = _grouped(_DIGITS, ("十", "百", "千"), "万", bare_ten=True)
    digits = _digit_by_digit(zero + _DIGITS[1:])
    return lambda value: counted(value) if value < 100 else digits(value)


def _ordinal(value: int) -> str:
    ending = "th" if value % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def _chicago(value: int) -> str:
    rounds, place = divmod(value - 1, 4)
    return "*†‡§"[place] * (rounds + 1) if rounds < 30 else str(value)


_ONE_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_ONES = _ONE_WORDS.split()
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def _words(value: int) -> str | None:
    if value < 20:
        return _ONES[value].capitalize()
    if value > 99:
        return None
    tens, one = divmod(value, 10)
    return (_TENS[tens - 2] + (f"-{_ONES[one]}" if one else "")).capitalize()


_IRREGULAR = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth"}


def _ordinal_words(value: int) -> str | None:
    words = _words(value)
    if words is None:
        return None
    head, dash, last = words.lower().rpartition("-")
    if last in _IRREGULAR:
        last = _IRREGULAR[last]
    elif last == "twelve":
        last = "twelfth"
    else:
        last = last.removesuffix("y") + "ieth" if last.endswith("y") else last + "th"
    return (head + dash + last).capitalize()


_CIRCLED = [*_run(0x2460, 20), *_run(0x3251, 15), *_run(0x32B1, 15)]
_FULL_WIDTH = "０１２３４５６７８９"
_SIMPLE_UNITS = ("十", "百", "千")
_LEGAL_UNITS = ("拾", "佰", "仟")
_THOUSAND = _grouped(_DIGITS, _SIMPLE_UNITS, "万", bare_ten=True)

_FORMATS: dict[str, Callable[[int], str | None]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": _digit_by_digit(_FULL_WIDTH),
    "decimalFullWidth2": _digit_by_digit(_FULL_WIDTH),
    "decimalEnclosedCircle": _listed(_CIRCLED),
    "decimalEnclosedCircleChinese": _listed(_CIRCLED),
    "decimalEnclosedFullstop": _listed(_run(0x2488, 20)),
    "decimalEnclosedParen": _listed(_run(0x2474, 20)),
    "numberInDash": lambda value: f"- {value} -",
    "hex": lambda value: f"{value:X}",
    "ordinal": _ordinal,
    "cardinalText": _words,
    "ordinalText": _ordinal_words,
    "chicago": _chicago,
    "lowerLetter": _letters("a"),
    "upperLetter": _letters("A"),
    "upperRoman": _roman,
    "lowerRoman": lambda value: (_roman(value) or "").lower(),
    "chineseCounting": _tens_then_digits("○"),
    "taiwaneseCounting": _tens_then_digits("○"),
    "chineseCountingThousand": _THOUSAND,
    "taiwaneseCountingThousand": _THOUSAND,
    "japaneseCounting": _grouped(" " + _DIGITS[1:], _SIMPLE_UNITS, "万", bare_ten=True, one_before=False),
    "koreanDigital2": _digit_by_digit("零" + _DIGITS[1:]),
    "chineseLegalSimplified": _grouped("零壹贰叁肆伍陆柒捌玖", _LEGAL_UNITS, "万"),
    "ideographLegalTraditional": _grouped("零壹貳參肆伍陸柒捌玖", _LEGAL_UNITS, "萬"),
    "japaneseLegal": _grouped(" 壱弐参四伍六七八九", ("拾", "百", "阡"), "萬"),
    "ideographDigital": _digit_by_digit(_DIGITS),
    "japaneseDigitalTenThousand": _digit_by_digit(_DIGITS),
    "taiwaneseDigital": _digit_by_digit("○" + _DIGITS[1:]),
    "ideographTraditional": _listed(_STEMS),
    "ideographZodiac": _listed(_BRANCHES),
    "ideographZodiacTraditional": _cycled([_STEMS[i % 10] + _BRANCHES[i % 12] for i in range(60)]),
    "ideographEnclosedCircle": _listed(_run(0x3220, 10)),
    "russianLower": _cycled("абвгдежзиклмнопрстуфхцчшщыэюя"),
    "russianUpper": _cycled("АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"),
}
