"""The parties that lines of their own name at the head of an agreement: 工具方：某某科技有限公司 使用人：____团长."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contract_scan.precompiled import compile_pattern

__all__ = ["Declared", "declared_parties"]

_LINES = 8  # that a title, numbers and two parties take
_SHORTEST, _LONGEST = 2, 6  # characters of a label
#: What stands before a colon, another label in brackets, the blank or the name that follows, and what that is called.
_ENTRY = compile_pattern(
    r"(?P<label>[\u4e00-\u9fff]{2,24})(?:[（(](?P<other>[\u4e00-\u9fff]{2,6})[）)])?[：:]\s*"
    r"(?![\d¥￥每指])(?:(?P<blank>[_＿]{2,})|(?P<name>(?P<company>[\u4e00-\u9fffA-Za-z（）()·]{2,40}?(?:公司|银行(?![\u4e00-\u9fff]{1,8}支行)|支行|信用社))|[\u4e00-\u9fff]{2,20}))?"
    r"(?:[（(][^，。；（）()“\"「‘]{0,6}(?:[称叫写]为?[“\"「‘]?|[“\"「‘])(?P<alias>[\u4e00-\u9fff]{2,6})[”\"」’]?[）)])?"
)
#: How somebody is called who takes part in an agreement,
_PARTY = compile_pattern(
    r"(?:[方人商户主者员店行社站点馆家客东]|单位|机构|公司|中心|总部|总包|分包|平台|师傅|司机|车队|团长|场馆|门店|品牌|集团|合作社|超市|商场|市场|物业|学校|学员)$"
)
#: and what else lines at the head tell, or what others are called too.
_NO_PARTY = compile_pattern(
    r"(?:代表|负责|联系|经办|签[字约署]|见证|介绍|监护|担保|制表|审核|填表|开户|收件|收货|操作|业务|推荐|制定|发布)人?[人员者]$"
    r"|开户|[地起终]点$|^(?:[地对双]方|[甲乙丙丁各三]方|户主|账户|门户|法人|机构|单位|企业|个人|公司|[一任另]方)$|^[本我贵您你该]|^(?:.[人员]|[^供需买卖租]方)$|称|适用|持卡|消费者|顾客|买家$"
)
#: A label that tells no more than that it is one, 合作方一, or what it does, 空间运营.
_SIDE = compile_pattern(r"[\u4e00-\u9fff]{2}[方人][一二三]?$")
_TELLS_NOTHING = compile_pattern(_SIDE.pattern + r"|(?:运营|主办|经营|管理|承办|投放|出租|发包|招商)$")
_COLONS = ("：", ":", "（", "(")
#: What a deed is called that its doer is called after: 发包：… 承包：…, and then 承包人.
_DOERS = ("人", "方")


@dataclass(frozen=True, slots=True)
class Declared:
    """A party by the labels that it is called by throughout.

    `printed` is what its line calls it, `place` that of its line among such lines. `blank` says that its name is to be
    filled in, `company` is the name of a company.
    """

    labels: tuple[str, ...]
    printed: str
    place: int
    blank: bool
    company: str | None


def declared_parties(head: Sequence[str], text: str) -> list[Declared]:
    """Return the parties that the first lines of an agreement name, in order."""
    found: dict[tuple[str, ...], Declared] = {}
    place = 0
    for line in head[:_LINES]:
        at = 0
        while match := _ENTRY.search(line, at):
            labels = tuple(dict.fromkeys(_labels(match, text)))
            if labels:
                blank, printed = match["blank"] is not None, "" if match.start() else match["label"]
                found.setdefault(labels, Declared(labels, printed, place, blank, match["company"]))
            place += bool(match["name"] or match["blank"])
            # The name of one runs into the label of the next, since blanks between words are lost.
            at = match.start("name") if match["name"] else match.end()
    return list(found.values())


def _labels(match: re.Match[str], text: str) -> Iterator[str]:
    for whole in (match["other"], match["alias"]):
        if whole and text.count(whole) > 1 and not _NO_PARTY.search(whole):
            yield whole
    # At the beginning of a line the label is all that stands there.
    if own := _called(match["label"], text, whole=not match.start()):
        yield own
    elif _TELLS_NOTHING.search(match["label"]) and (short := _called(_own_name(match, text), text)):
        yield short  # 合作方一：某某支付运营中心, and then 运营中心


def _own_name(match: re.Match[str], text: str) -> str:
    """Return the name of a party without the label of the next, which it runs into."""
    name = match["name"] or ""
    if not match.string.startswith(_COLONS, match.end()):
        return name
    following = _called(name, text)
    return name.removesuffix(following) if following else _SIDE.sub("", name)


def _called(printed: str, text: str, *, whole: bool = False) -> str | None:
    """Return what a party is called: the longest end that is said again of what stands before the colon of its line,
    某某有限公司使用人, or of its name."""
    if len(printed) < _SHORTEST:
        return None
    starts = range(1) if whole else range(max(0, len(printed) - _LONGEST), len(printed) - _SHORTEST + 1)
    for start in starts:
        end = printed[start:]
        if len(end) <= _LONGEST and text.count(end) > 1 and _PARTY.search(end):
            return None if _NO_PARTY.search(end) else end
    return next((printed[-2:] + doer for doer in _DOERS if text.count(printed[-2:] + doer) > 1), None)
