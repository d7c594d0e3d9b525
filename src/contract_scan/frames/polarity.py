"""Is it denied? Negation composes: 不得以…为由不予退还 is a duty to return."""

from __future__ import annotations

import re
from functools import lru_cache

from contract_scan.frames.model import Modality

__all__ = ["clause_bounds", "is_supposed", "modality_of", "polarity_of"]

_BREAK = re.compile(r"[，：:；。！？]|\|")
# A denial that stands right before the predicate, with the light words and the addressee that may come between. The
# light words are taken without a way back: a line of them would otherwise be tried in every possible division.
_LIGHT = (
    r"(?:予以|给予|予|再|得|能|可以?|会|应|给[你您]?|一并|全额|全部|部分|进行|办理|另行?|额外|收取?|就"
    r"|作|做|产生|发生|任何|单独|单方|随意|擅自|自行|因此)*+"
)
_ADJACENT = re.compile(
    r"(不予|不得|不再|不能|不会|不可(?!撤[销回]|抗)以?|概不|恕不|无法|没有|拒绝|拒不|未能|未|不|没|无需|无须|不必|不用|免于|无权|不要求|勿)"
    rf"{_LIGHT}(?:(?:(?:向|为|就|对)[^，。；]{{1,6}}?|以任何(?:形式|方式|名义|途径)|[从自在][^，。；]{{1,16}}?|(?:要求|主张)[^，。；不]{{0,6}}?){_LIGHT}){{0,3}}$"
)
# Who may not even ask, whatever the reason given: 不得以任何理由请求退还. A refusal that is forbidden is none of these.
_MAY_NOT_ASK = re.compile(
    r"(?:不得|不应|不可|不会|无权|不能(?=[以因向再]))[^，。；拒拖扣未没可应]{0,60}?"
    r"(?<![未没])(?:要求|主张|请求|诉请|申请)[^，。；弃未没不]{0,10}$"
)
# What is denied of the deed made a thing: 无返还之义务, 不存在退还一说, 不在退还范围之内; 放弃取回的权利. Nothing
# between the two may deny, suppose or give a reason of its own.
_NO_SUCH = re.compile(
    r"(?:没有|并无|不存在|不具备|不具有|不负有?|不承担|不享有|不产生|不发生|不再发生|不构成|不属于|不在|不涉及|(?<![不未没])放弃|无)"
    r"[^，。；不未没拒无违欠故论须需迟逾延法理因但以投争扣权关]{0,8}$"
)
_SUCH = re.compile(
    r"[^，。；]{0,8}?(?:义务|责任|之责|可能|余地|请求权|权利|一说|之说|必要|范围|之列|款项|项|安排|事宜|问题)"
)
# Whoever has no such duty, or will not hear of it: 没有义务退还, 不支持退, 概不受理退还, 别想退.
_NOT_DEALT_WITH = re.compile(
    r"(?:(?:没有|并无|无|不负)(?:任何)?(?:义务|责任|必要)(?:再|向[^，。；]{1,4}|为[^，。；]{1,4})?"
    r"|(?:不|不予|概不|恕不|均不|不再|无法)(?:支持|办理?|受理|接受|提供|安排)|谢绝|休想|甭想|莫想|别想着?|别指望|免谈)"
    r"[^，。；不未没拒无]{0,6}$"
)
# What no event brings about: 不因停业而退还.
_NOT_FOR = re.compile(rf"不(?:会|再)?因[^，。；不]{{1,40}}?而{_LIGHT}$")
# A denial further off, which turns a reason or a refusal round.
_OUTER = re.compile(
    r"(?:不得|不能|不会|不可以?|不应|无权|禁止|严禁|不允许)[^，。；]*?(?:为由|理由|借口|原因|因为?|而|克扣|拖延|扣留|擅自|任意|无故)"
)
_REASON = re.compile(r"(?:不得|不能|不会|不可|无权|禁止)(?:以|因|借|凭|用)[^。；]*(?:为由|理由|借口|名义)[^。；]*$")
_MAY = re.compile(r"有权|有权利|可以|可自行|可单方|可随时|可根据|保留[^，。；]{0,8}权|可(?=[^能靠以])|(?<!不)得以")
_MUST = re.compile(r"应当|应该|应|必须|须|需要?|负责|保证|承诺|会")
_MUST_NOT = re.compile(r"不得|不能|禁止|严禁|不可(?!撤[销回]|抗)以?|不允许|不应|无权|不会")
# What follows a deed that is only supposed, as the case that something else is said of (停用的，…; 终止后…), or that
# only names a thing (已扣回的款项, 冻结期限, 扣款的理由).
_SUPPOSED = re.compile(
    r"[^，。；：]{0,16}?(?:的|时|前|后|之日起?|期间|之际|情况下|情形下?)(?:，|$)"
    r"|的(?!，|$|可能|义务|责任|余地|必要)|(?:期限|期间|措施|原因|事由|(?:以|之)?[后前])(?!续)|[^，。；：]{0,10}的(?:理由|情形|事由|原因|依据|期限)"
)
_MODALITIES: tuple[tuple[Modality, re.Pattern[str]], ...] = (("must_not", _MUST_NOT), ("may", _MAY), ("must", _MUST))


@lru_cache(maxsize=1024)  # asked for the same predicate several times
def clause_bounds(text: str, at: int) -> tuple[int, int]:
    """Return the comma clause of `text` that holds the offset `at`, half open."""
    start = 0
    for match in _BREAK.finditer(text):
        if match.start() >= at:
            return start, match.start()
        start = match.end()
    return start, len(text)


def polarity_of(
    text: str, start: int, end: int, *, denied_word: bool, given_back: bool = False
) -> tuple[bool, tuple[str, ...]]:
    """Say whether the predicate at ``[start, end)`` is denied, and which words decided it.

    `denied_word` says that the predicate's own word already denies (不予退还), `given_back` that it is a return of
    money, which is denied by its name as often as by its deed (无返还之义务, 不支持退).
    """
    begin, _ = clause_bounds(text, start)
    before = text[begin:start]
    decided: list[str] = []
    count = 0
    if denied_word:
        count += 1
    if adjacent := _ADJACENT.search(before):
        count += 1
        decided.append(f"「{adjacent.group()}」 denies it")
        before = before[: adjacent.start()]
    elif brought := _NOT_FOR.search(before):
        # 不因此而不退 is no denial: the event takes nothing away.
        count += 1
        decided.append(f"「{brought.group()[:24]}」 denies it")
        before = before[: brought.start()]
    elif given_back and (refused := _refused(text, before, end)):
        count += 1
        decided.append(f"「{refused.group()}」 denies it")
        before = before[: refused.start()]
    elif asking := _MAY_NOT_ASK.search(before):
        # The reason that may not be given is the asker's own, so it turns nothing round.
        return not denied_word, (f"「{asking.group()[:24]}」 denies it",)
    outer = _OUTER.search(before) or _REASON.search(text[:start][-60:] if count else "")
    if outer and count:
        count += 1
        decided.append(f"「{outer.group()[:24]}」 forbids the denial")
    return count % 2 == 1, tuple(decided)


def _refused(text: str, before: str, end: int) -> re.Match[str] | None:
    """Return the words of a comma clause before a deed that deny the deed made a thing, or None."""
    if refused := _NOT_DEALT_WITH.search(before):
        return refused
    return _NO_SUCH.search(before) if _SUCH.match(text, end) else None


def is_supposed(text: str, end: int) -> bool:
    """Say whether the predicate that ends at `end` is no more than the case that something else is said of."""
    return _SUPPOSED.match(text, end) is not None


def modality_of(text: str, start: int) -> Modality | None:
    """Return how the predicate at `start` is meant: ``must``, ``may``, ``must_not`` or None where nothing says it."""
    if _REASON.search(text[:start][-60:]):
        return "must_not"  # 不得以任何理由，截留结算款
    begin, _ = clause_bounds(text, start)
    before = text[begin:start]
    found: list[tuple[int, Modality]] = []
    for name, pattern in _MODALITIES:
        found += [(match.end(), name) for match in pattern.finditer(before)]
    if not found and begin:
        # 「甲方有权随时解除，终止…」: the verb before the comma carries on.
        earlier, _ = clause_bounds(text, max(0, begin - 2))
        found = [(match.end(), "may") for match in _MAY.finditer(text[earlier:begin])]
    return max(found)[1] if found else None
