"""Reading a figure as money: 299元, ¥299.00, 三百块, 88万, 服务费一年60."""

from __future__ import annotations

import re
from decimal import Decimal

from contract_scan.language.numbers import CN_DIGITS, parse_number, tidy
from contract_scan.language.quantities.figure import Figure
from contract_scan.language.quantities.model import Bound, Quantity
from contract_scan.precompiled import compile_pattern

__all__ = ["money", "one_amount"]

_WHOLE = "(?!钱?[都也]?[不没])"  # 一分不少 says that nothing is missing
_D = f"[0-9{CN_DIGITS}]"
_MARK = compile_pattern(
    r"(?:(?:人民币|RMB|CNY)[¥￥]?|[¥￥])(?:[（(]?大写[)）]?)?[:：]?[ _]{0,8}$|(?:[（(]?大写[)）]?)[:：]?$",
    re.IGNORECASE,
)
_SUFFIX = compile_pattern(
    rf"""
    _{{0,8}} (?P<more>[多余来])?
    (?: (?:元(?!旦|素|件|器|月|宝|老|首)|圆(?!形|圈|桌|心)|块(?!链|头|状|儿)|大洋)
        (?: (?P<jiao>{_D})[角毛] )?
        (?: 零? (?P<fen>{_D})分{_WHOLE} | (?P<bare>{_D})(?<!一)(?![0-9.,:：、{CN_DIGITS}十百千万]|[个日天月年笔台次回%])
          | (?P<one>一)(?=[，。；,;)）|/钱整\s]|$) )?
        (?:钱|大洋)? (?:整|正(?!常|式|确|当|规|本|好|在))? (?:人民币)?
      | (?P<dime>[角毛](?=[，。；、,;)）|/\s钱每一以的起封{CN_DIGITS}]|$)) (?:(?P<dime_fen>{_D})分)? (?:钱)?
      | (?P<cent>分(?!之|钟|期|别|级|公司|次|批|行|店|类|析|割|支|享|红|润|成|摊|账|配|兑|以|及|的){_WHOLE})(?:钱)?
    )
    """,
    re.VERBOSE,
)
_SCORE = compile_pattern(r"评|积|得分|分值|积分|信用|满分|打分|分数")
_POINTS = compile_pattern(r"(?:扣|记|减|加)(?:除|减)?$")
_CHARGED = compile_pattern(r"笔|元|手续费")
# A figure with 万 and no unit is money unless a measure word, however far, says otherwise.
_SCALED = compile_pattern(r"[万亿萬億千百wWkK]")
_SCALED_LOOSELY = compile_pattern(r"[百WkK]$")
_NOT_MONEY = compile_pattern(
    r"[多余来]?(?:个|名|人|家|条|步|字|公里|克|米|笔|次|台|倍|张|户|份|部|套|件|单|点|日|天|月|年|分|小时|位|股|部|%|‰|[A-Za-z0-9])"
)
_MONEY_WORD = compile_pattern(
    r"(?:[满达刷够付交扣返退罚款额费金赔元价￥¥过于到足]|流水|交易|累计|人民币|收[取款入]|封顶|最高|上限)(?:了|为|是|[:：约])?$"
)
_END = r"(?=[，。；,;|！!\n/+＋（(]|$|不退|可退|不予)"
_FEE_BEFORE = compile_pattern(
    r"(?:押金|按金|保证金|履约金|诚意金|激活金|冻结金|[定订租]金|费|fei|货款|机款|[单售]价|月租)"
    r"(?:标准|(?:每|一|1|按)个?(?:半年|年|月|台|笔|户|季度|季|次))?(?P<link>[:：为是收要交扣]|收取)?$"
)
_PAYING = compile_pattern(r"(?:[加收扣交付]|每[笔次台月天年])$")
_FIXED_BEFORE = compile_pattern(r"(?:%|[0-9])[+＋加]$")
_CAP_BEFORE = compile_pattern(r"(?:(?:封顶|上限)[为是:：]?|最[多高](?:收取?|扣|付|交)[您你]?)$")
_CAP_AFTER = compile_pattern(r"封顶")
_BARE_END = compile_pattern(_END)
_EACH = compile_pattern(r"[每单][笔次](?:收取?|加收|手续费|佣金|费用)?(?:不(?:得|能)?[低少]于|至少|最少)(?:收取?|为)?$")
_SPENT = compile_pattern(r"刷|消费|交易|金额|流水|收款")
_CEILING = compile_pattern(r"最高|最多|封顶|上限|单笔不(?:得)?超过")
_THRESHOLD = compile_pattern(r"(?:[（(]含[)）])?的?(?:交易|消费|大额|小额|收款|刷卡|以上|以下)")
#: 单笔1,000元以内 says which transactions are meant; the most that is taken is said in words of charging.
_WITHIN = compile_pattern(r"(?:[（(]含[)）])?(?:以内|之内|内|以下)")
_SAID_CAP = compile_pattern(r"不(?:得|能|会|应)?超|最[高多]|至多|封顶|上限|为限|[收扣取]|费")
_LEAST_DEPOSIT = 10  # 元; a smaller bare figure before the word is a number of something
#: 刷一笔299当押金, 交199押金.
_DEPOSIT_AHEAD = compile_pattern(
    r"(?:(?:当|作|算)(?:[作做成为])?|作为|充当|的)?(?:机器|机具|设备|终端|POS机?)?(?:押金|保证金|激活金|冻结金)"
)
#: 履约金1,200/台.
_BY_PIECE = compile_pattern(r"[/／][台户套部个]")
#: 交299返599, 刷199退: what is paid in and what comes back, named together.
_PAID_IN = compile_pattern(r"(?:交|付|刷|存|押)$")
_COMES_BACK = compile_pattern(r"[返退](?!货|单)")
#: 押500, 退机退500, 屏坏扣70: spoken of in handing over and back, with nothing behind the figure.
_HANDED = compile_pattern(r"(?:(?<![抵质扣典])押(?:了|着|上)?|(?<![辞早晚])退|赔|扣(?!分))$")
#: 15/店/月 is money by what it is paid for.
_BY_TIME = compile_pattern(
    r"/(?:[\u4e00-\u9fff]{1,2}/)?(?:月|年|季度?|半年)(?:/[\u4e00-\u9fff]{1,2})?(?=[，。；,;|)）\s]|$)"
)
_A_TIME = compile_pattern(r"(?:一|每)个?(?:年|月|季度?|半年)(?:[收交扣要付]取?)?$")


def one_amount(text: str, start: int, end: int, value: Decimal, **extras: object) -> Quantity:
    """Money of the text's span, in 元."""
    return Quantity(start, end, "money", value, "元", text[start:end], **extras)  # type: ignore[arg-type]


def _limit(figure: Figure, bound: Bound | None, per: str | None, offset: int) -> Bound | None:
    """单笔不超过20元 is the cap of a charge, 单笔不超过20元的交易 a threshold."""
    if per is None and bound == "at_most" and _CEILING.search(figure.left[-10:]):
        return "cap"
    if per is not None and per in "笔次年台户" and not _THRESHOLD.match(figure.right, offset):
        if bound == "at_most":
            only_within = _WITHIN.match(figure.right, offset) and not _SAID_CAP.search(figure.left)
            return "at_most" if only_within else "cap"
        if bound == "at_least" and _EACH.search(figure.left) and not _SPENT.search(figure.left[-12:]):
            return "min"
    return bound


def _fraction(match: re.Match[str]) -> Decimal:
    """The 角 and 分 behind a 元, or the 5 of 三块5."""
    worth = {
        "jiao": Decimal("0.1"),
        "bare": Decimal("0.1"),
        "one": Decimal("0.1"),
        "fen": Decimal("0.01"),
        "dime_fen": Decimal("0.01"),
    }
    return sum(
        ((parse_number(match[name]) or Decimal(0)) * unit for name, unit in worth.items() if match[name]), Decimal(0)
    )


def _unit_end(figure: Figure, marked: bool) -> tuple[int, Decimal, Decimal, bool] | None:
    """Where the unit ends in `figure.right`, what one is worth in 元, what is added, and whether it is "and more"."""
    number = figure.number
    if match := _SUFFIX.match(figure.right):
        unit = Decimal(1)
        if match["dime"]:
            unit = Decimal("0.1")
        elif match["cent"]:
            # 十分 is an adverb and 60分 a score.
            after_dimes = figure.left.endswith(("角", "毛", "每笔"))
            said = number.arabic or after_dimes or (match.group().endswith("钱") and number.text != "一")
            points = (
                not match.group().endswith("钱") and _POINTS.search(figure.left) and not _CHARGED.search(figure.left)
            )
            if not said or points or _SCORE.search(figure.left[-8:]):
                return None
            unit = Decimal("0.01")
        elif (
            number.text == "一" and match.group() == "块" and not _PAYING.search(figure.left)
        ):  # 一块 is "together" too
            return None
        return match.end(), unit, _fraction(match), match["more"] is not None
    if marked:
        return 0, Decimal(1), Decimal(0), False
    if _SCALED.search(number.text) and not _NOT_MONEY.match(figure.right):
        sure = number.arabic and not _SCALED_LOOSELY.search(number.text)
        if sure or _MONEY_WORD.search(figure.left):
            return 0, Decimal(1), Decimal(0), False
    return (0, Decimal(1), Decimal(0), False) if _bare(figure) else None


def _bare(figure: Figure) -> bool:
    """A figure without any unit that can only be money: 年费120, 0.6%+3, 封顶25."""
    if _BY_TIME.match(figure.right):
        return figure.number.arabic
    if figure.number.arabic and figure.number.value >= _LEAST_DEPOSIT:
        if _DEPOSIT_AHEAD.match(figure.right):
            return True
        if _FEE_BEFORE.search(figure.left) and _BY_PIECE.match(figure.right):
            return True
        if _PAID_IN.search(figure.left) and _COMES_BACK.match(figure.right):
            return True
    if figure.number.arabic and figure.number.value >= _LEAST_DEPOSIT and _HANDED.search(figure.left):
        return _BARE_END.match(figure.right) is not None and not _SCORE.search(figure.left[-8:])
    if not _BARE_END.match(figure.right) and not _CAP_AFTER.match(figure.right):
        return False
    if _FIXED_BEFORE.search(figure.left):
        return figure.number.value <= 20
    if _A_TIME.search(figure.left):
        return figure.number.value >= 5
    if _CAP_BEFORE.search(figure.left):
        return True
    if _CAP_AFTER.match(figure.right):
        return figure.number.value >= 5
    fee = _FEE_BEFORE.search(figure.left)
    # 收费：1、… is a list, 手续费0.6 a rate.
    return fee is not None and figure.number.value >= 5


def money(text: str, figure: Figure) -> Quantity | None:
    """The figure as money, or None."""
    if figure.ordinal:
        return None
    mark = _MARK.search(figure.left)
    unit = _unit_end(figure, mark is not None)
    if unit is None:
        return None
    unit_end, worth, rest, more = unit
    value, upper = figure.values(worth)
    per, end = figure.per_after(unit_end)
    per = per or figure.per_before()
    if per is None and _FIXED_BEFORE.search(figure.left):
        per = "笔"
    bound: Bound | None = (
        "over" if more else _limit(figure, figure.bound(unit_end if end == unit_end else end), per, end)
    )
    start = figure.number.start - (len(mark.group()) if mark else 0)
    return one_amount(text, start, figure.number.end + end, tidy(value + rest), per=per, bound=bound, upper=upper)
