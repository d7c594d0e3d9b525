"""Reading a figure as a rate: 0.6%, 千分之六, 万五八, 60BP, 0.38个点, 每万元38元, 费率0.55/0.38."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from contract_scan.language.numbers import CN_DIGITS, Number, parse_number, tidy
from contract_scan.language.quantities.figure import Figure, figure_at
from contract_scan.language.quantities.model import Quantity
from contract_scan.precompiled import compile_pattern

__all__ = ["rate", "rates_in_words"]

_POWER = {"十": -1, "百": -2, "千": -3, "万": -4, "%": -2, "％": -2, "‰": -3, "‱": -4}
_PARTS = compile_pattern(r"(?P<base>[十百千万])分之$")
_SUFFIX = compile_pattern(
    r"_{0,8}(?:(?P<sign>[%％‰‱])|(?P<point>个?百分点|个点(?!位|击|评)|点(?=[，。；,;)）\s]|$))|(?P<bp>(?:BP|bp|Bp)s?(?![A-Za-z])|个?基点))"
)
_BARE_BEFORE = compile_pattern(r"(?:费率|扣率)[^。；\n%元]{0,18}$|手续费[^，,。；\n%元]{0,12}$")
_BARE_AFTER = compile_pattern(r"(?=[/+＋，。；、,;)）|\s]|$|封顶|秒到|到账)")
_PERIOD = compile_pattern(
    r"(?:[按每](?P<u>[日天月年])|(?<![0-9本当次首即假作休平工节生])(?P<n>[日月年])(?:利率|息|化)?)(?:支付|加收|收取?|计收|计算|计|的|以|为|按)?$"
)
_CEILING = compile_pattern(r"最高|封顶|上限")

# 万60 and 万六十 are sixty in ten thousand.
_TENS = compile_pattern(
    rf"(?:(?<=[日天月年按为是率费收息卡码付额的到至款:：（(，,、。\n/|+])|(?<=统一)|^)万"
    rf"(?P<n>[1-9][0-9](?:\.[0-9]{{1,2}})?|[二三四五六七八九]?十[一二三四五六七八九]?)"
    rf"(?![{CN_DIGITS}0-9十百千万亿元块笔台户人年月日天个次里家名张多余几%.]|分之)",
    re.MULTILINE,
)
# 万五, 万五八, 万五点八, 千六: the slang of the trade, told from 万一, 十万五 and 千三百.
_SLANG = compile_pattern(
    rf"(?:(?<=[日天月年按为是率费收息卡码付的:：（(，,、。\n/+])|^)(?P<base>[千万])"
    rf"(?P<whole>[二两三四五六七八九]|[2-9](?![0-9])|[一1](?=[点.]))"
    rf"(?:(?:点|\.)?(?P<part>[一二三四五六七八九0-9]))?"
    rf"(?![{CN_DIGITS}0-9十百千万亿元块笔台户人年月日天个次里家名张多余%])",
    re.MULTILINE,
)
_WHOLE = compile_pattern("百分之百|百分百")
# 每万元收38元, 每一百元收三角五分, 一万块收66块: what is taken of so much.
_AMOUNT = rf"(?:[0-9]{{1,4}}+(?:\.[0-9]{{1,3}}+)?|[{CN_DIGITS}十百]{{1,6}}+)"
_TAKEN = r"(?:收取?|扣除?|抽取?|交|付|要|手续费|服务费|费用|费|[:：]|为|是|按)"
_PER_BASE = compile_pattern(
    rf"(?:(?P<each>(?:按?每|刷)(?:满|刷|交易|收款|收|消费)?)|(?<![0-9{CN_DIGITS}十百千万达满足过于到高低每单]))"
    r"(?:(?P<base>(?:一|1)?[万千百])|(?P<figure>10{2,4}|10,000|1,000))(?P<unit>元|块钱?)?(?:的?(?:交易额?|流水))?"
    rf"(?P<verb>{_TAKEN}{{0,3}}(?:[您你](?:的)?)?)"
    rf"(?:(?P<n>{_AMOUNT})(?:(?P<yuan>元|块)(?:(?P<dime>[{CN_DIGITS}0-9])[角毛](?!钱?[以/])|(?P<cents>[{CN_DIGITS}0-9])分|(?P<tenth>[{CN_DIGITS}0-9])(?=[，。；,;]|$))?钱?|(?=[，。；,;、]|$))"
    rf"|(?P<jiao>[{CN_DIGITS}0-9])[角毛](?:(?P<fen>[{CN_DIGITS}0-9])(?:分|(?=[，。；,;]|$)))?钱?)"
)
_SMALL_CHANGE = {"n": 0, "dime": -1, "tenth": -1, "cents": -2, "jiao": -1, "fen": -2}


def _period(left: str) -> str | None:
    match = _PERIOD.search(left)
    if match is None:
        return None
    word = match["u"] or match["n"]
    return "日" if word == "天" else word


def _made(text: str, figure: Figure, start: int, end: int, power: int, unit: str) -> Quantity:
    value, upper = figure.values(Decimal(1).scaleb(power))
    bound = figure.bound(max(0, end - figure.number.end))
    if bound == "at_most" and _CEILING.search(figure.left[-10:]):
        bound = "cap"
    per = _period(figure.left) or figure.per_after(end - figure.number.end)[0] or figure.per_before(nouns=False)
    return Quantity(start, end, "rate", value, unit, text[start:end], per=per, bound=bound, upper=upper)


def rate(text: str, figure: Figure) -> Quantity | None:
    """The figure as a rate, or None."""
    number = figure.number
    if parts := _PARTS.search(figure.left):
        start = number.start - len(parts.group())
        before = Figure(number, figure.left[: parts.start()], figure.right)
        return _made(text, before, start, number.end, _POWER[parts["base"]], parts.group())
    if suffix := _SUFFIX.match(figure.right):
        end = number.end + suffix.end()
        if suffix["sign"]:
            return _made(text, figure, number.start, end, _POWER[suffix["sign"]], suffix["sign"].replace("％", "%"))
        if suffix["bp"]:
            return _made(text, figure, number.start, end, -4, "BP")
        if suffix["point"] != "点" or "." in number.text:
            return _made(text, figure, number.start, end, -2, "个点")
        return None
    bare = number.arabic and "." in number.text and number.value < 3
    if bare and _BARE_BEFORE.search(figure.left) and _BARE_AFTER.match(figure.right):
        return _made(text, figure, number.start, number.end, -2, "%")
    return None


def rates_in_words(text: str) -> Iterator[Quantity]:
    """Rates that are not a figure with a sign: 万五八 (0.00058), 每万元38元 (0.0038), 百分之百."""
    for match in _SLANG.finditer(text):
        whole, part = parse_number(match["whole"]), parse_number(match["part"] or "0")
        if whole is None or part is None:
            continue
        value = tidy((whole + part / 10).scaleb(_POWER[match["base"]]))
        stand_in = Number(match.start(), match.end(), match.group(), value)
        figure = figure_at(text, stand_in)
        yield _made(text, figure, match.start(), match.end(), 0, match["base"] + "分之")
    for match in _TENS.finditer(text):
        tens = parse_number(match["n"])
        if tens is None:
            continue
        stand_in = Number(match.start(), match.end(), match.group(), tidy(tens.scaleb(-4)))
        yield _made(text, figure_at(text, stand_in), match.start(), match.end(), 0, "万分之")
    for match in _WHOLE.finditer(text):
        yield Quantity(match.start(), match.end(), "rate", Decimal(1), "百分之", match.group())
    for match in _PER_BASE.finditer(text):
        round_sum = match["unit"] or (match["base"] or "")[:1] in ("一", "1")  # 一万收38
        if not match["each"] and not (round_sum and match["verb"]):
            continue  # without 每 only a verb tells it from two figures beside each other
        parts = [((parse_number(match[x]) or Decimal(0)).scaleb(p)) for x, p in _SMALL_CHANGE.items() if match[x]]
        power = _POWER[match["base"][-1]] if match["base"] else 1 - len(match["figure"].replace(",", ""))
        value = tidy(sum(parts, Decimal(0)).scaleb(power))
        unit = {-2: "每百元", -3: "每千元", -4: "每万元"}[power]
        if 0 < value < Decimal("0.2"):
            yield Quantity(match.start(), match.end(), "rate", value, unit, match.group())
