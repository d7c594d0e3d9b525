"""Finding the quantities of a text: figures are joined to ranges, read by each kind's reader, and paired."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal, localcontext

from contract_scan.language.numbers import CN_DIGITS, EXACT, Number, find_numbers, tidy
from contract_scan.language.quantities.currencies import foreign_money
from contract_scan.language.quantities.dates import day_of_month, find_dates
from contract_scan.language.quantities.durations import count, duration, without_a_figure
from contract_scan.language.quantities.figure import Figure, figure_at
from contract_scan.language.quantities.model import Quantity
from contract_scan.language.quantities.money import money
from contract_scan.language.quantities.rates import rate, rates_in_words
from contract_scan.precompiled import compile_pattern

__all__ = ["find_quantities"]

_READERS: tuple[Callable[[str, Figure], Quantity | None], ...] = (
    day_of_month,
    rate,
    foreign_money,
    money,
    duration,
    count,
)

_RANGE = compile_pattern(
    r"(?P<unit>[^0-9,，。、；;\n]{0,5}?)(?:-{1,2}|~{1,2}|—{1,2}|[–～―－至到])(?:人民币)?[¥￥]?_{0,8}(?P<parts>[十百千万]分之)?"
)
_ALTERNATIVE = compile_pattern(r"[/、]|或者?|/或")
_CLAUSE_NUMBER = compile_pattern(
    r"(?:^|(?<=\n))[ \t　]*[1-9][0-9]?\.[1-9][0-9]?(?![0-9%‰.]|[ ]*[元万%‰倍]|个?[点基]|BP|bp)"
)
_CODE_BEFORE = compile_pattern(r"[A-Za-z]$")
_CURRENCY_BEFORE = compile_pattern(r"(?:RMB|CNY|USD|HKD|EUR|GBP|JPY)$", re.IGNORECASE)
#: ____万____仟____佰____拾____元 is one blank.
_BLANK = compile_pattern(
    r"(?<![_＿])(?:[_＿]{1,40}[亿万仟千佰百拾十]){1,8}[_＿]{0,40}(?=[元圆])"
    r"|(?<![_＿])[_＿]{2,}+|[【\[][ 　_＿]{0,40}[】\]]|[（(][ 　_＿]{0,40}[)）]|[「『][ 　_＿]{0,40}[」』]"
)
#: What every quantity has: a figure, 半 or 双, or a blank.
_NUMERIC = compile_pattern(rf"[0-9{CN_DIGITS}十拾廿卅百千半双_＿]|[【\[（(「『][ 　]{{0,40}}[】\]）)」』]")
_FIGURE_CHAR = compile_pattern(r"[0-9零一二两三四五六七八九十百千]")
_PAIR_GAP = compile_pattern(r"[（()）,，、：:即合计大小写人民币为\[【]{0,12}")
_PAIR_WORDS = ("大写", "小写")


def _said_twice(text: str, numbers: list[Number]) -> list[Number]:
    """The numbers, with one that its own figures follow in brackets made one: 三十（30）日, 30（叁拾）日."""
    kept: list[Number] = []
    for number in numbers:
        last = kept[-1] if kept else None
        if (
            last is not None
            and last.value == number.value
            and text[last.end : number.start] in ("（", "(")
            and text[number.end : number.end + 1] in ("）", ")")
        ):
            span = text[last.start : number.end + 1]
            kept[-1] = Number(last.start, number.end + 1, span, last.value, last.upper)
        else:
            kept.append(number)
    return kept


def _joined(text: str, numbers: list[Number]) -> Iterator[Number]:
    """The numbers, with low-high made one where what stands between says so: 100-300元, 1万元至3万元, 三至五日."""
    waiting: Number | None = None
    for number in numbers:
        if waiting is not None and number.start - waiting.end <= 10:
            gap = _RANGE.fullmatch(text, waiting.end, number.start)
            parts = gap["parts"] or "" if gap else ""
            if gap and text.startswith(gap["unit"], number.end) and text.endswith(parts, 0, waiting.start):
                low = waiting.value
                if not gap["unit"] and waiting.scale == 1 and low <= number.value / number.scale:
                    low = tidy(low * number.scale)
                if low < number.value and waiting.upper is None and number.upper is None:
                    span = text[waiting.start : number.end]
                    waiting = Number(waiting.start, number.end, span, low, number.value)
                    continue
        if waiting is not None:
            yield waiting
        waiting = number
    if waiting is not None:
        yield waiting


def _read(text: str, figure: Figure) -> Quantity | None:
    for reader in _READERS:
        quantity = reader(text, figure)
        if quantity is not None:
            return quantity
    return None


def _figures(text: str, taken: list[Quantity]) -> Iterator[Quantity]:
    """Quantities that are a figure with a unit, and the figures before them that share the unit: 99、199或299元."""
    numbers = _outside(find_numbers(text), [(q.start, q.end) for q in taken if q.kind == "date"])
    heads = [(match.start(), match.end()) for match in _CLAUSE_NUMBER.finditer(text)]
    shared: Quantity | None = None
    following: Number | None = None
    for number in reversed(list(_joined(text, _said_twice(text, list(_outside(numbers, heads)))))):
        figure = figure_at(text, number)
        code = _CODE_BEFORE.search(figure.left) and not _CURRENCY_BEFORE.search(figure.left)
        quantity = None if code else _read(text, figure)
        if quantity is None and shared is not None and following is not None and figure.left and not figure.ordinal:
            gap = _ALTERNATIVE.fullmatch(text, number.end, following.start)
            if gap and following.value and number.scale == following.scale:
                factor = (shared.value or Decimal(0)) / following.value
                quantity = replace(
                    shared, start=number.start, end=number.end, value=tidy(number.value * factor), upper=None,
                    text=text[number.start : number.end],
                )  # fmt: skip
        if quantity is not None:
            yield quantity
        shared, following = quantity, number


def _outside(numbers: Iterable[Number], spans: list[tuple[int, int]]) -> Iterator[Number]:
    """The numbers that begin in none of the spans; both come in order."""
    rest = iter(spans)
    span = next(rest, None)
    for number in numbers:
        while span is not None and span[1] <= number.start:
            span = next(rest, None)
        if span is None or number.start < span[0]:
            yield number


def _blanks(text: str) -> Iterator[Quantity]:
    """Places left to be filled in; the unit is read as if a figure stood there."""
    for match in _BLANK.finditer(text):
        start, end = match.span()
        if _FIGURE_CHAR.match(text, end) or (start and _FIGURE_CHAR.match(text, start - 1)):
            continue
        figure = figure_at(text, Number(start, end, "2", Decimal(2)))
        quantity = None if figure.right[:1] in ("年", "月") and figure.right[1:2] in "_＿" else _read(text, figure)
        if quantity is not None:
            yield replace(quantity, kind="blank", value=None, upper=None)
        elif match.group()[0] not in "（(「『" or len(match.group()) > 2:
            yield Quantity(start, end, "blank", None, None, match.group())


def _longest(found: list[Quantity]) -> list[Quantity]:
    """Where two overlap the longer stays; of two as long, the one found by the more particular pattern."""
    kept: list[Quantity] = []
    for quantity in sorted(found, key=lambda q: q.start):
        if kept and quantity.start < kept[-1].end:
            if quantity.end - quantity.start > kept[-1].end - kept[-1].start:
                kept[-1] = quantity
        else:
            kept.append(quantity)
    return kept


def _paired(text: str, quantities: list[Quantity]) -> Iterator[Quantity]:
    """人民币贰佰玖拾玖元整（¥299.00） is one sum; where the two differ the capitals, harder to alter, count."""
    waiting: Quantity | None = None
    for quantity in quantities:
        if waiting is None or waiting.kind != "money" or quantity.kind != "money":
            pair = None
        else:
            pair = _pair(text, waiting, quantity)
        if pair is not None:
            yield pair
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = quantity
    if waiting is not None:
        yield waiting


def _pair(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    gap = text[first.end : second.start]
    capitals = [_in_capitals(first), _in_capitals(second)]
    if not _PAIR_GAP.fullmatch(gap) or not (gap or any(capitals)):
        return None
    said = any(word in gap + first.text[:6] + second.text[:6] for word in _PAIR_WORDS)
    arabic = [any(c.isascii() and c.isdigit() for c in q.text) for q in (first, second)]
    if arabic[0] == arabic[1] or first.upper is not None or second.upper is not None:
        return None
    # Without a bracket or the word itself, 叁佰元、60元 are two sums.
    bracketed = gap[:1] in ("（", "(") and (any(capitals) or first.value == second.value)
    if not (said or bracketed or gap in ("", "即")):
        return None
    written, figures = (second, first) if arabic[0] else (first, second)
    between = text[first.end : second.end].replace("(", "（").replace(")", "）")
    opened = between.count("（") > between.count("）")
    end = second.end + (opened and text[second.end : second.end + 1] in (")", "）"))
    doubtful = None
    if written.value != figures.value:
        doubtful = f"小写与大写不一致：小写{figures.value}元，大写{written.value}元"
    return replace(
        first, end=end, value=written.value, text=text[first.start : end], doubtful=doubtful,
        per=first.per or second.per, bound=first.bound or second.bound,
    )  # fmt: skip


def _in_capitals(quantity: Quantity) -> bool:
    return any(c in "壹贰叁肆伍陆柒捌玖拾佰仟整" for c in quantity.text)


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Find the quantities of a normalised text (ASCII digits, simplified characters, no spaces inside words).

    They are sorted by `start`, do not overlap, and their offsets are into `text` as given.
    """
    if not _NUMERIC.search(text):
        return ()
    with localcontext(EXACT):
        return _find(text)


def _find(text: str) -> tuple[Quantity, ...]:
    marks = [*find_dates(text), *rates_in_words(text), *without_a_figure(text)]
    found = [*marks, *_blanks(text), *_figures(text, marks)]
    return tuple(_paired(text, _longest(found)))
