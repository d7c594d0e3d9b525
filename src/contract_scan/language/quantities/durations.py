"""Reading a figure as a length of time or a number of things, with the event that it runs from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from contract_scan.language.numbers import CN_DIGITS, Number
from contract_scan.language.quantities.figure import Figure, figure_at
from contract_scan.language.quantities.model import Bound, Quantity
from contract_scan.precompiled import compile_pattern

__all__ = ["count", "duration", "without_a_figure"]

_UNIT = compile_pattern(
    r"""
    _{0,8} (?P<more>[多余来])?
    (?: (?P<working>个?(?:银行|法定)?(?:工作日|营业日|交易日|工作天))
      | (?P<calendar>个?(?:连续|日历|自然)(?:日|天))
      | (?P<year>(?:周年|个(?:完整)?(?:自然|会计|协议|合同|服务|整)?年度?(?:期(?!间|满|限))?
          |年(?!费|审|检|报|租|化|息|利率|终|底|初|龄|货|轻|金|代|级|均|[0-9_＿]{0,20}月)(?:度|整|期(?!间|满|限))?))
      | (?P<month>个(?:完整|连续|自然|日历|整)?月(?:期(?!间|满|限))?)
      | (?P<bare_month>月)
      | (?P<quarter>个(?:自然)?季度?)
      | (?P<week>个?(?:星期|礼拜)(?![一二三四五六日天])|周(?![一二三四五六日边转围岁]))
      | (?P<hour>个?小时|个?钟头) | (?P<minute>分钟)
      | (?P<day>日(?!常|志|报|程|益|均|元|记|新)|天(?!津|然|猫|气|数|平)) )
    """,
    re.VERBOSE,
)
_HALF_AFTER = compile_pattern(r"(?P<month>个半月)|(?P<year>年半)|(?P<hour>个半小时)|(?P<day>天半)")
_HALF = compile_pattern(
    r"(?<![每上下后大小两多一二三四五六七八九个])(?<!^前)(?<![^提期满之日止束用以]前)半(?:(?P<year>年)|个?(?P<month>月)|个?(?P<hour>小时)|(?P<day>天))"
)
_TN = compile_pattern(
    r"(?<![A-Za-z0-9])(?P<base>[TDtdSs])(?:[+＋](?P<n>[0-9]{1,3})|(?P<short>[01])(?![0-9]))(?:个?(?:工作日|自然日|日))?(?![A-Za-z0-9])"
)
_DOUBLE = compile_pattern("双倍")
_SERVICE_HOURS = compile_pattern(r"(?:[×xX*])$")
_HOTLINE = compile_pattern(r"(?:不间断|全天候|全天)?(?:客服|客户服务|人工|服务热线|服务电话|在线|热线|营业|值班|便利)")
# 服务费一年60: the year is what the 60 is paid for.
_PERIOD_OF_FEE = compile_pattern(
    rf"[收扣交付缴共计]{{0,2}}[¥￥]?[0-9{CN_DIGITS}十]{{1,8}}(?:\.[0-9]{{1,2}})?(?=元|块|[，。；,;|\n]|$)"
)
_BARE_MONTH_BEFORE = compile_pattern(r"(?:满|每|近|连续|逾|前|后|过去|最近|足)$")
_BARE_MONTH_AFTER = compile_pattern(r"(?:以?内|之内|以上|以下|期(?!间)|后)")

# The words that a duration can be counted from, once 甲方, 自 and the like are taken off.
_LEAD = compile_pattern(
    r"^(?:自|从|于|在|则|若|如|应当?|须|可以?|且|并|但|均|都|本|该|此|双方|任何一方|甲方|乙方|丙方|您|我们|我司|本公司|公司|商户|贵方|对方|首次|方可|经|即|的)"
)
_SINCE = compile_pattern(r"[自从](?![动行己然愿助费主事])|在(?![线途册])")
_FROM_MARKED = compile_pattern(
    r"(?:^|[，,、；：:（(]|[自从于]|在)(?P<event>[^，,、；：:（()）|\n0-9]{2,22}?)"
    r"(?:(?:之日|之次日|之时|次日|当日|当天|当月|次月|日|时)?(?:起|开始|后)|(?:之后|以后|届满后|满后|之日))"
    r"(?:的|第|连续|累计|计算?|算起?|每|前|满|内|不(?:得)?超过|不少于|至少|最[多长短]|届满|累计满?"
    r"|[，,]|甲方|乙方|丙方|双方|我们|我司|本公司|您|平台|应当?|须|需|将|会|可|于|在){0,5}$"
)
_EVENT = (
    r"(?:激活|开通|启用|签约|签订|签署|签收|收到[^，,、；：:（()）|\n0-9]{1,10}|终止|解除|注销|首笔交易|首刷|收货|入网|绑定|装机|安装|购买|领取"
    r"|领用|到期|生效|交还|归还|退回|寄回|返还|提交[^，,、；：:（()）|\n0-9]{0,6}|申请|通知|交易|结清|退机|停用|销户|撤机|布放|缴纳|支付)"
)
_FROM_PLAIN = compile_pattern(rf"(?P<event>[^，,、；：:（()）|\n0-9]{{0,6}}{_EVENT})(?P<full>已?(?:满|届满|达|超过))?$")
_WITHIN = compile_pattern(r"(?:以|之)?内|后|之后|以后")

_COUNT = compile_pattern(
    r"_{0,8}(?P<more>[多余来])?个?(?P<unit>笔(?!记|迹|者|划)|次(?!性|日|月|年|序|要|级|数为|新)|台(?!阶|湾|账|面|州)|倍(?!增)"
    r"|期(?!限|间|满|内|末|初|望|待|货|后)|张(?!贴|开|三)|户(?!名|主|籍|口)|份(?!额)|部(?!分|门|署|长|件|位|委)"
    r"|套(?!现|取|餐|利|装|路)|件(?!数)|单(?!位|笔|独|次|台|方|价|据|元|日|月|个|一|纯|号))"
)
_EACH = compile_pattern(
    r"不(?:能|得|可)?(?:低于|少于|超过|高于)[0-9一二两三四五六七八九十]|最[低高多少][0-9一二三四五六七八九十]|一[笔次台张份户套单]|[0-9一二三四五六七八九十][0-9.十百]{0,6}(?:元|块|毛|角|%)"
)
# 同一台, 任一笔, 另一份: "one" that counts nothing.
_NO_COUNT = compile_pattern(r"[同任每另某统唯之逐单万其进有再哪首这那该上下前后]$")


def _bound(figure: Figure, offset: int, more: bool) -> Bound | None:
    if more:
        return "over"
    bound = figure.bound(offset)
    return {"cap": "at_most", "min": "at_least"}.get(bound or "", bound)  # type: ignore[return-value]


def _event(figure: Figure, offset: int) -> str | None:
    """What the duration is counted from: 自激活之日起, 协议终止后, 收到终端之日起, 开通满."""
    match = _FROM_MARKED.search(figure.left)
    if match is None:
        match = _FROM_PLAIN.search(figure.left)
        if match is None or not (match["full"] or _WITHIN.match(figure.right, offset)):
            return None
    event = _SINCE.split(match["event"])[-1].strip(" \t　")
    while lead := _LEAD.match(event):
        event = event[lead.end() :]
    return event if len(event) >= 2 else None


def _one_of_a_period(figure: Figure) -> bool:
    """每一年, 一年60: a period that something is counted by."""
    return figure.number.value == 1 and figure.left.endswith((*"每任同某有另唯上下", "最后"))


def duration(text: str, figure: Figure) -> Quantity | None:
    """The figure as a length of time, or None."""
    number, half = figure.number, Decimal(0)
    if halved := _HALF_AFTER.match(figure.right):
        match, unit, half, more = halved, halved.lastgroup, Decimal("0.5"), False
    else:
        plain = _UNIT.match(figure.right)
        if plain is None:
            return None
        match, unit, more = plain, plain.lastgroup, plain["more"] is not None
    if _one_of_a_period(figure) or _SERVICE_HOURS.search(figure.left):
        return None
    if unit == "hour" and _HOTLINE.match(figure.right, match.end()):
        return None
    if unit == "bare_month":
        if not (_BARE_MONTH_BEFORE.search(figure.left) or _BARE_MONTH_AFTER.match(figure.right, match.end())):
            return None
        unit = "month"
    if unit == "year" and number.arabic and len(number.text) == 4 and 1900 <= number.value < 2100:
        return None
    working = {"working": True, "calendar": False}.get(unit or "")
    unit = {"working": "working_day", "calendar": "day"}.get(unit or "", unit)
    if number.value == 1 and not half and unit in ("year", "month", "day", "quarter"):
        behind = figure.right[match.end() :]
        if not figure.left.endswith(("满", "后", "过")) and _PERIOD_OF_FEE.match(behind):
            return None
    value, upper = figure.values(Decimal(1))
    start, end = number.start, number.end + match.end()
    ordinal = figure.ordinal or (number.value == 1 and figure.left.endswith("头"))
    return Quantity(
        start, end, "duration", value + half, unit, text[start:end],
        bound=None if ordinal else _bound(figure, match.end(), more), upper=upper, working=working,
        from_event=_event(figure, match.end()), ordinal=ordinal,
    )  # fmt: skip


def without_a_figure(text: str) -> Iterator[Quantity]:
    """半年, 半个月, 双倍, and settlement cycles: T+1 has value 1 and unit T+n (trading days; D+n calendar days)."""
    for match in _DOUBLE.finditer(text):
        yield Quantity(match.start(), match.end(), "count", Decimal(2), "倍", match.group())
    for match in _HALF.finditer(text):
        stand_in = Number(match.start(), match.end(), match.group(), Decimal("0.5"))
        figure = figure_at(text, stand_in)
        if match["year"] and _PERIOD_OF_FEE.match(figure.right) and not figure.left.endswith(("满", "后", "过")):
            continue
        yield Quantity(
            match.start(), match.end(), "duration", stand_in.value, match.lastgroup, match.group(),
            bound=_bound(figure, 0, False), from_event=_event(figure, 0),
        )  # fmt: skip
    for match in _TN.finditer(text):
        days = Decimal(match["n"] or match["short"])
        trading = match["base"] in "Tt"
        yield Quantity(match.start(), match.end(), "duration", days, "T+n", match.group(), working=trading)


def count(text: str, figure: Figure) -> Quantity | None:
    """The figure as a number of things, or None."""
    match = _COUNT.match(figure.right)
    if match is None or figure.number.text.startswith("零"):
        return None
    if figure.number.value == 1:
        if _NO_COUNT.search(figure.left) or (figure.number.text == "一" and match["unit"] in "部件"):
            return None
        # 一笔不低于20元 and 一笔一笔 say "each".
        again = match["unit"] and _EACH.match(figure.right, match.end())
        if again or figure.left.endswith("一" + match["unit"]):
            return None
    value, upper = figure.values(Decimal(1))
    start, end = figure.number.start, figure.number.end + match.end()
    times = match["unit"] == "倍"
    per = None if times else figure.per_after(match.end())[0] or figure.per_before()
    return Quantity(
        start, end, "count", value, match["unit"], text[start:end], per=per,
        bound=None if figure.ordinal else _bound(figure, match.end(), match["more"] is not None),
        upper=upper, ordinal=figure.ordinal,
    )  # fmt: skip
