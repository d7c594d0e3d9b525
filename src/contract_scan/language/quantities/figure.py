"""A figure with the few characters on either side of it, which decide what it means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from contract_scan.language.numbers import Number, tidy
from contract_scan.language.quantities.model import Bound
from contract_scan.precompiled import compile_pattern

__all__ = ["Figure", "figure_at"]

_REACH = 28  # characters of the same sentence looked at before and after a figure
_STOP = compile_pattern(r"[。；;！!？?\n|]")

#: What comes between 每/不超过/满 and its figure without changing the relation.
_FILL = (
    r"(?:为|是|提前|保[存留管]|留存|使用|还能用|退还?您?|赔偿?|交易|每笔|支付|违约金|赔偿金|含"
    r"|收取?|扣收|计收|扣|按|到|至|了|大约|约|人民币|RMB|CNY|大写|小写|[:：¥￥（()）])"
)

_UNITS = {
    "笔": "笔", "台": "台", "户": "户", "月": "月", "年": "年", "日": "日", "天": "日", "次": "次", "季度": "季度",
    "季": "季度", "半年": "半年", "周": "周", "人": "人", "张": "张", "单": "单", "期": "期", "自然月": "月",
    "月度": "月", "自然年": "年", "自然日": "日", "工作日": "日", "年度": "年", "终端": "台", "机具": "台",
    "设备": "台", "部": "台", "商户": "户", "门店": "店", "店": "店", "卡": "张", "套": "套", "件": "件", "份": "份",
    "小时": "小时", "交易": "笔", "回": "次", "条": "条", "卷": "卷", "箱": "箱", "枚": "枚",
    "只": "只", "块": "块", "本": "本", "分钟": "分钟", "公里": "公里", "度": "度", "吨": "吨", "立方米": "立方米",
    "平方米": "平方米", "平米": "平方米", "㎡": "平方米", "公斤": "公斤", "千克": "公斤", "页": "页", "处": "处",
    "个": "个", "把": "把", "副": "副", "片": "片", "扇": "扇", "辆": "辆", "车": "车", "工位": "工位",
}  # fmt: skip
_UNIT = "(?:" + "|".join(sorted(_UNITS, key=len, reverse=True)) + ")"
_PLAIN = r"[^，,。、0-9零一二两三四五六七八九十元%]"
_PER_BEFORE = compile_pattern(
    rf"(?:(?:每|逐)(?:逾期|超过|延迟|延期|迟延|满)?(?:一|1)?个?(?P<u>{_UNIT})(?:/(?P<v>{_UNIT}))?|单(?P<s>[笔台户日月次卡张店])"
    rf"|按(?P<b>[笔台户日月年天次季])(?![期租利化度]))(?={_PLAIN}{{0,14}}$)"
)
# 年费, 月租, 日利率: the period is part of the noun. 当月交易额 and 工作日费用 are no such nouns.
_PER_NOUN = compile_pattern(
    r"(?<![0-9个本当次上下首每同该整半之作假一二两三四五六七八九十])(?P<n>[年月日])(?:度|均)?"
    r"(?=服务费|流量费|技术|管理费|通[讯信]费|费|租|累计|限额|交易|流水|均)"
    rf"(?={_PLAIN}{{0,12}}$)"
)
_ONE_BEFORE = compile_pattern(
    rf"(?<![0-9第十满后内])(?:(?:一|1)个?(?P<u>{_UNIT})|(?P<half>半年))(?:仅|只|才|就|要|不(?:能|得|可)?[低少高大]于|不(?:能|得|可)?超过|最[低高多少]|至少|{_FILL}){{0,2}}$"
)
_PER_AFTER = compile_pattern(
    rf"(?:/|每|一)(?:一|1)?个?(?P<u>{_UNIT})(?!性|以上|以内|内)(?:[/·每](?P<v>{_UNIT}))?"
    rf"|[（(](?:/|每)个?(?P<w>{_UNIT})[）)]"
)

_BEFORE: tuple[tuple[Bound, str], ...] = (
    ("under", r"(?:不|没有?|未|尚未|未能)(?:累计)?(?:达到?|满|足|够|到)|低于|少于|小于|不足|[<＜]"),
    ("at_most", r"(?:不|未|不得|不能|不可|不应)(?:超过|超出|高于|大于|多于|超|逾)|最[长多]|至多|不迟于|不晚于|[≤≦]"),
    ("at_least", r"(?:不|不得|不能|不可|不应|未)(?:低于|少于|小于|短于)|至少|最少|最短|起码|达到?|满|够|[≥≧]"),
    ("over", r"过了|超过|超出|大于|高于|多于|逾|超|[>＞]"),
    ("cap", r"(?:封顶|上限|最高)(?:值|额|金额|费用?)?|最高不(?:得)?超过|最多(?:只)?[收扣]取?[您你]?|顶格|顶天了?"),
    ("min", r"(?:最低|保底|下限)(?:值|额|金额|费用?)?|最低不(?:得)?(?:低|少)于"),
)
_BOUND_BEFORE = compile_pattern(
    # The longest way to say it ends at the figure: 不超过 is tried before 超过 as it starts further left.
    "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _BEFORE) + rf"){_FILL}{{0,3}}$"
)
_BOUND_AFTER = compile_pattern(
    r"[（(]?(?P<not>不含)?(?:本数|含|含本数)?[）)]?[及或]?"
    r"(?:(?P<at_least>以上|起(?!诉|算|计|始|止|草|见|点|的|至|，|,|[0-9])|或以上)|(?P<at_most>以下|以内|之内|内(?!容|部|地|存|卡|控))"
    r"|(?P<cap>(?:为?封顶|封住|打住|为?上限)(?![为是:：0-9零一二两三四五六七八九十])|为限)|(?P<min>保底|起收|起步|为保底))"
)


def _unit(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    said = [_UNITS[word] for word in match.groupdict().values() if word]
    return "/".join(said) or None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, the text before it and after it within its sentence."""

    number: Number
    left: str
    right: str

    def values(self, factor: Decimal) -> tuple[Decimal, Decimal | None]:
        """The value and the upper end, in units of `factor`; the factor is a power of ten or a small count."""
        upper = self.number.upper
        return tidy(self.number.value * factor), None if upper is None else tidy(upper * factor)

    @property
    def ordinal(self) -> bool:
        return self.left.endswith("第")

    def per_before(self, *, nouns: bool = True) -> str | None:
        """每台299元 → 台, 一年60元 → 年, with `nouns` 年费120元 → 年. The nearest counts; 每台每月 gives both."""
        if one := _ONE_BEFORE.search(self.left):
            return _unit(one)
        found = list(_PER_BEFORE.finditer(self.left))
        if not found:
            return _unit(_PER_NOUN.search(self.left)) if nouns else None
        last = found[-1]
        if len(found) > 1 and found[-2].end() == last.start():
            return f"{_unit(found[-2])}/{_unit(last)}"
        return _unit(last)

    def per_after(self, offset: int) -> tuple[str | None, int]:
        """元/台 → 台, with the offset in `right` behind it. `offset` says where the unit of the figure ended."""
        match = _PER_AFTER.match(self.right, offset)
        return (_unit(match), match.end()) if match else (None, offset)

    def bound(self, offset: int) -> Bound | None:
        """Whether the figure is a limit or a threshold, from the words before it and after it."""
        after = _BOUND_AFTER.match(self.right, offset)
        before = _BOUND_BEFORE.search(self.left)
        if after and after["cap"]:
            return "cap"
        if after and after["min"]:
            return "min"
        name: str | None = before.lastgroup if before else None
        if name in (None, "at_least") and after:
            if after["at_most"]:
                return "under" if after["not"] else "at_most"
            if name is None:
                return "over" if after["not"] else "at_least"
        for bound, _ in _BEFORE:
            if bound == name:
                return bound
        return None


def figure_at(text: str, number: Number) -> Figure:
    """The number with what stands beside it, no further than the sentence or table cell goes."""
    left = text[max(0, number.start - _REACH) : number.start]
    left = left[max((stop.end() for stop in _STOP.finditer(left)), default=0) :]
    right = text[number.end : number.end + _REACH]
    if stop_after := _STOP.search(right):
        right = right[: stop_after.start()]
    return Figure(number, left, right)
