"""Numbers of persons: identity cards, telephones, bank cards, credit codes. By their form, their check, their label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from contract_scan.redact.folding import NOTHING, spelled_out
from contract_scan.redact.lexicon import PersonalWords
from contract_scan.redact.spans import Sort, Span

__all__ = ["Numbers", "is_credit_code", "is_identity", "is_luhn"]

_PROVINCES: Final = frozenset(
    str(code)
    for codes in ((11, 16), (21, 24), (31, 38), (41, 47), (50, 55), (61, 66), (71, 72), (81, 84))
    for code in range(*codes)
)
_ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_LETTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)

_Z: Final = f"{NOTHING}*"
#: Between the digits of one number: nothing, a space or sign or two, the end of a line, the edge of a one-digit cell.
#: There must be one way only to read a gap, or a long number that fails is tried in every way.
_GAP: Final = rf"{_Z}(?:(?:[ \-.]{{1,3}}|[ ]?\n[ ]?|[ ]\|[ ]){_Z})?"
_DIGIT: Final = rf"{_Z}\d"
#: An amount, a share or a count is no number of a person.
_NO_SUM: Final = r"(?![.,]?\d|[ ]?(?:元|万|亿|%|％|‰|笔|台|份|人次))"
#: What stands between a label and its number. Each part is bounded: two that are not, side by side, take quadratic
#: time.
_FILL: Final = (
    rf"(?:[ {NOTHING}]{{0,8}}\([^()\n（）]{{0,24}}[)）])?"
    rf"[ {NOTHING}:|=_为是]{{0,48}}\n?[ {NOTHING}:|_]{{0,8}}[(（]?[ ]?"
)
_HOTLINE: Final = re.compile(r"[48]00\d{7}|[48]00\d{5}|95\d{3,6}|1(?:00|01|1|2)\d{1,3}|96\d{3,4}")


def is_identity(number: str) -> bool:
    """Tell whether 18 characters, or 15 digits of the old form, have an identity card's province and day of birth."""
    day = number[6:14] if len(number) == 18 else f"19{number[6:12]}"
    if number[:2] not in _PROVINCES or number[2:6] == "0000":
        return False
    try:
        born = date(int(day[:4]), int(day[4:6]), int(day[6:8]))
    except ValueError:
        return False
    return 1880 <= born.year <= 2100


def has_identity_check(number: str) -> bool:
    """Tell whether the last of 18 characters is what the first 17 say it must be."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _ID_WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def is_luhn(number: str) -> bool:
    """Tell whether digits pass the check of bank cards."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_credit_code(code: str) -> bool:
    """Tell whether 18 characters are a unified social credit code with its check character right."""
    if len(code) != 18 or any(letter not in _CREDIT_LETTERS for letter in code) or (code.isdigit() and code[0] == "0"):
        return False
    total = sum(_CREDIT_LETTERS.index(letter) * weight for letter, weight in zip(code, _CREDIT_WEIGHTS, strict=False))
    return _CREDIT_LETTERS[-total % 31] == code[17]


def _grouped(*sizes: int, first: str = r"\d") -> str:
    """Digits in groups of these sizes, parted alike; `first` are the first digits of the first group."""
    taken = len(re.findall(r"\\d|\[[^\]]*\]|\d", first))
    head = first + r"\d" * (sizes[0] - taken)
    return r"[ \-.]{1,3}".join([head, *(rf"\d{{{size}}}" for size in sizes[1:])])


def _boxed(least: int, most: int, first: str) -> str:
    """Digits one by one, each in a cell of its own or with the same sign between all; dots are of 1.1.1, a clause."""
    return rf"{first}(?P<sign>[ ]\|[ ]|[ ]{{1,3}}|-)" + rf"(?:\d(?P=sign)){{{least - 2},{most - 2}}}\d"


_PREFIX: Final = rf"(?:(?:\+|00)?{_Z}86[ \-.]{{0,2}})?"
_MOBILE_SHAPES: Final = (
    *((3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (4, 3, 4), (4, 4, 3), (5, 6), (6, 5)),
    *((3, 4, 2, 2), (3, 2, 2, 2, 2), (3, 2, 3, 3)),
)
_MOBILE: Final = re.compile(
    rf"(?<![\dA-Za-z]){_PREFIX}(?:"
    + "|".join(
        [
            rf"1{_Z}[3-9](?:{_DIGIT}){{9}}",
            *(_grouped(*shape, first="1[3-9]") for shape in _MOBILE_SHAPES),
            # Broken once, at the end of a line, wherever that was.
            r"(?=1[\d\n ]{11,13}(?!\d))1(?:[3-9]\d{0,8}[ ]?\n[ ]?\d{1,9}|[ ]?\n[ ]?[3-9]\d{9})(?<=\d)",
        ]
    )
    + rf"){_NO_SUM}"
)
_MOBILE_BOXED: Final = re.compile(rf"(?<![\dA-Za-z])(?=1[^\d\n]{{1,3}}[3-9]){_boxed(11, 11, '1')}{_NO_SUM}")
_CARD_BOXED: Final = re.compile(rf"(?<![\dA-Za-z]){_boxed(16, 19, '[3-69]')}(?![\dA-Za-z])")
#: Digits with letters that look like them in between.
_MOBILE_LIKE: Final = re.compile(
    r"(?<![\dA-Za-z])[1lI][3-9][\dOoIl][ \-]?[\dOoIl]{4}[ \-]?[\dOoIl]{4}(?![\dA-Za-z])" + _NO_SUM
)
_MOBILES_IN_A_ROW: Final = re.compile(r"(?<!\d)(?:1[3-9]\d{9}){2,4}(?!\d)")
_LANDLINE: Final = re.compile(
    rf"(?<![\dA-Za-z.])(?:\+?86[ \-]?)?(?:\({_Z}0\d{{2,3}}{_Z}\)|0\d{{2,3}})[ \-.{NOTHING}]{{0,3}}"
    rf"[1-9]\d{{2,3}}[ \-{NOTHING}]{{0,2}}\d{{4}}(?:[ ]?(?:-|转|分机|ext\.?)[ :]?\d{{1,6}})?{_NO_SUM}"
)
_ID_18: Final = re.compile(rf"(?<!\d)(?=((?:\d{_GAP}){{17}}[\dXx])(?![\dA-Za-z]))")
_ID_15: Final = re.compile(rf"(?<![\dA-Za-z])\d{{6}}[ \-]?\d{{6}}[ \-]?\d{{3}}(?![A-Za-z]){_NO_SUM}")
_CARD: Final = re.compile(
    rf"(?<![\dA-Za-z])(?:[3-69](?:{_DIGIT}){{15,18}}"
    r"|[3-69]\d{3}(?:[ \-.]{1,3}\d{4}){3}(?:[ \-.]{1,3}\d{1,3})?|[3-69]\d{5}[ \-.]{1,3}\d{10,13}"
    rf"|(?=[3-69][\d\n ]{{16,20}}(?!\d))[3-69]\d{{2,17}}[ ]?\n[ ]?\d{{1,16}}){_NO_SUM}"
)
_CREDIT: Final = re.compile(rf"(?<![0-9A-Za-z])[0-9A-Za-z](?:{_Z}[ \-]?[0-9A-Za-z]){{17}}(?![0-9A-Za-z])")
_SAID: Final = re.compile(rf"(?<!\d)\d(?:{_Z}(?:[ \-]{_Z})?\d){{10,18}}(?!\d)")


class Numbers:
    """Finds numbers of persons in folded text."""

    def __init__(self, words: PersonalWords) -> None:
        self._labelled: tuple[tuple[re.Pattern[str], Sort], ...] = (
            (re.compile(words.phone + self._also(words) + _FILL), "phone"),
            (re.compile(words.identity + self._also(words) + _FILL), "identity"),
            (re.compile(words.card + self._also(words) + _FILL), "card"),
            (re.compile(words.credit + self._also(words) + _FILL), "credit_code"),
        )
        self._next_number = re.compile(r"[ ]{0,4}(?:[/,，、;；]|或|及|和|[ ])[ ]{0,4}")
        personal = f"(?:{words.phone}|{words.identity}|{words.card}|{words.credit})"
        self._nobodys = re.compile(f"(?:(?P<other>{words.other})|{personal}){_FILL}[A-Za-z]{{0,4}}$")

    @staticmethod
    def _also(words: PersonalWords) -> str:
        """What a label may say besides: 联系人及电话, 法定代表人身份证号码（必填）."""
        return rf"(?:[ ]?[/及和、]?[ ]?(?:{words.phone}|{words.identity}|号码|号|一|二|1|2|①|②))?"

    def spans(self, plain: str) -> Iterator[Span]:
        """Yield the numbers of persons in folded text, in no order; some may lie in others."""
        for pattern, sort in self._labelled:
            for label in pattern.finditer(plain):
                yield from self._values(plain, label.end(), sort)
        yield from self._by_form(plain)
        said = spelled_out(plain)
        for match in _SAID.finditer(said) if said != plain else ():
            found = _sort_of(re.sub(r"\D", "", match.group()))
            if found is not None and plain[match.start() : match.end()] != match.group():
                yield Span(match.start(), match.end(), found)

    def _by_form(self, plain: str) -> Iterator[Span]:
        for pattern in (_MOBILE, _MOBILE_BOXED, _MOBILES_IN_A_ROW, _LANDLINE, _MOBILE_LIKE):
            for match in pattern.finditer(plain):
                digits = sum(letter.isdigit() for letter in match.group())
                if pattern is _MOBILE_LIKE and not 5 <= digits < 11:
                    continue
                if not self._is_nobodys(plain, match.start()):
                    yield Span(match.start(), match.end(), "phone")
        for match in _ID_18.finditer(plain):
            number = re.sub(r"[^\dX]", "", match.group(1).upper())
            if is_identity(number) and (has_identity_check(number) or not self._is_nobodys(plain, match.start())):
                yield Span(match.start(), match.end(1), "identity")
        for match in _ID_15.finditer(plain):
            if is_identity(re.sub(r"\D", "", match.group())) and not self._is_nobodys(plain, match.start()):
                yield Span(match.start(), match.end(), "identity")
        for match in (*_CARD.finditer(plain), *_CARD_BOXED.finditer(plain)):
            number = re.sub(r"\D", "", match.group())
            if not 16 <= len(number) <= 19 or self._is_nobodys(plain, match.start()):
                continue
            if is_luhn(number) or number.startswith("62"):
                yield Span(match.start(), match.end(), "card")
        for match in _CREDIT.finditer(plain):
            if is_credit_code(re.sub(r"[^0-9A-Z]", "", match.group().upper())):
                yield Span(match.start(), match.end(), "credit_code")

    def _is_nobodys(self, plain: str, start: int) -> bool:
        """Tell whether the number that begins here is labelled as one of a contract, an order or a machine."""
        before = plain[max(0, start - 48) : start]
        found = self._nobodys.search(before)
        return found is not None and found.group("other") is not None

    def _values(self, plain: str, at: int, sort: Sort) -> Iterator[Span]:
        """Yield the number that begins here, and those that follow it in a list."""
        while (found := _taken(plain, at, sort)) is not None:
            if not (sort == "phone" and _is_hotline(plain[found.start : found.end])):
                yield found
            following = self._next_number.match(plain, found.end)
            if following is None:
                return
            at = following.end()


#: How many digits or letters a labelled number has, at least and at most, and how many are enough for it to end at the
#: end of a line.
_LENGTHS: Final[dict[str, tuple[int, int, int]]] = {
    "phone": (7, 17, 11),
    "identity": (6, 18, 15),
    "card": (8, 30, 16),
    "credit_code": (9, 20, 15),
}


def _taken(plain: str, at: int, sort: Sort) -> Span | None:
    """Return the number that a label stands before, or None where none begins at `at`."""
    least, most, enough = _LENGTHS[sort]
    letters = sort in ("identity", "credit_code")
    pattern = _PIECE_OF_LETTERS if letters else _PIECE
    start = end = at
    digits, count, group = 0, 0, 99
    if sort == "phone" and (sign := re.compile(r"\+|\(").match(plain, at)):
        end = sign.end()
    while piece := pattern.match(plain, end):
        gap, body = piece.group(1), piece.group(2)
        if count and "|" in gap and not (group == 1 and len(body) == 1):
            break
        if count and "\n" in gap and count >= enough:
            break
        if count + len(body) > most or (not count and gap):
            break
        count, group = count + len(body), len(body)
        digits += sum(letter.isdigit() for letter in body)
        end = piece.end()
    if sort == "phone" and (extension := re.compile(r"[ ]?(?:转|分机|ext\.?)[ :]?\d{1,6}").match(plain, end)):
        end = extension.end()
    if count < least or digits < min(least, 5) or re.match(_NO_SUM, plain[end : end + 4]) is None:
        return None
    return Span(start, end, sort)


_PIECE: Final = re.compile(rf"({_Z}(?:(?:[ \-.]{{1,3}}|[ ]?\n[ ]?|[ ]\|[ ]|[ ]?\)[ \-]?){_Z})?)(\d+)")
_PIECE_OF_LETTERS: Final = re.compile(rf"({_GAP})([0-9A-Za-z]+)")


def _is_hotline(printed: str) -> bool:
    return _HOTLINE.fullmatch(re.sub(r"\D", "", printed)) is not None


def _sort_of(number: str) -> Sort | None:
    """Return what a number is that is written in Chinese characters, or None."""
    if len(number) == 11 and re.fullmatch("1[3-9].*", number):
        return "phone"
    if len(number) == 18 and is_identity(number):
        return "identity"
    return "card" if 16 <= len(number) <= 19 and (is_luhn(number) or number.startswith("62")) else None
