"""The verbs by which the deposit is returned, denied, forfeited, turned into a charge, or drawn upon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from contract_scan.assess.mentions import Mention, clause_of
from contract_scan.assess.objects import is_of_thing, is_said_of_deposit
from contract_scan.assess.patterns import DepositLexicon

__all__ = ["Effect", "read_effects"]

Effect = Literal["return", "deny", "forfeit", "convert", "refer", "deduct"]

_ORDER: tuple[Effect, ...] = ("deny", "convert", "forfeit", "refer", "deduct", "return")
_MERCHANT_OWES = re.compile(r"(?:应当?|须|必须|负责|需|自行|自负)[^，。；申请要求]{0,10}")
#: Before a verb of taking: 未被扣除的保证金 is what is left.
_UNTOUCHED = re.compile(r"(?:尚?未|没有?)(?:被|予以?|曾)?$")
#: What only names a case, before a verb of taking and behind it: 未发生应被扣除押金情形, 出现可没收保证金的事由.
_CASE_OF = re.compile(r"(?:未|没有?|不存在|无|发生|出现|存在)(?![^，。；]*(?:[下如]列|以下|下述|如下))[^，。；]{0,20}$")
_DUE = re.compile(r"应|可|须|需|得|被")
_CASE_NAMED = re.compile(r"(?:除|减|划|罚|收|抵)?¤{0,12}的?(?:情[形况]|事由)(?![^，。；]{0,4}[:：])")
_AT_ONCE = "即就便照"  # 笼具完好即退: not how the cage is handed in
_FETCHES = re.compile(r"取回|领回|支取|提取|领取|拿回|收回|要回")
_BY = re.compile(r"(?:应当?|须|由)由?$")
_ASKED = re.compile(r"(?:是否|有无)[^，。；]*$")
_REFUSED = re.compile(r"拒不|拒绝|停止")
_DELAYED = re.compile(r"(?:拖着?|拖延着?|迟迟|一直|无故|故意|赖着)$")
_AS_CASE = re.compile(r"[^，。；]{0,10}的(?:[，；。]|$)|[；。]?$")
#: What the merchant has left undone: 连续12个月没有申请退押金的，….
_UNASKED = re.compile(r"(?:没有?|未)(?:主动|及时|按时)?(?:申请|提出|提交|办理)")
#: That one way of paying it back is closed: 无法原路退回的，请提供收款账户.
_NO_WAY = re.compile(r"(?:无法|不能|未能)原路(?:退回|退还|返回|退|返还)$")
_DRAWS = re.compile(r"支取|提取|领取")
#: Of the deposit, what a bank lets nobody do: 不得支取、质押.
_TAKES_OUT = re.compile(r"(?:支取|提取|提走|取出|取走|提现|领取)$")
_OPENS = re.compile(r"并?[把将]?")
_WHERE = re.compile(r"[到向在从找由]$")
_ASSENT = re.compile(r"的?(?:书面|事先)*同意")
_CONCLUSION = re.compile(r"的?，")
_PAID_TO = re.compile(r"(?:转账|打款|汇款|汇付|汇|划转|划付|划|转|支付|付|存|打)(?:至|到|入|给|回)$|交还$")
_REST = re.compile(
    r"(?:未(?:冲抵|抵扣|扣除|动用)|剩余|余下)的?(?:部分|款项|金额)|差额|余款|余额|[将把该此]款项|(?<![\u4e00-\u9fff])款项"
)
_FALLS = re.compile(r"(?<![所权仍回])(?:归|归属于?|上交|划归)$")
_OF_CASE = re.compile(r"的[即则就都均全]?部?$")
_PART = re.compile(r"扣[除减][^，。；]*元")
#: 扫码盒在押金退还之前归平台所有: the box, until then.
_UNTIL_THEN = re.compile(r"(?:退|返)[还回]?(?:之|以)?前[^，。；]{0,2}$")
#: 未返完的押金: what is left of it.
_IS_REST = re.compile(r"的[^，。；]{0,4}¤")
_UNPAID = re.compile(r"[未没][^，。；]{0,2}$")
_PART_LEFT = re.compile(r"的?(?:部分|金额|数额|余额|款项)")
_UNLESS = re.compile(r"除非[^。；]{2,60}，?否则[^。；]{0,12}$")
_FORBIDDEN = re.compile(r"(?:不得|不能|无权|不可|不应)")
_MAY = re.compile(r"可|有权|选择|愿意?")


def read_effects(mention: Mention, lexicon: DepositLexicon) -> list[tuple[Effect, int, int]]:
    """Return the verbs of a sentence whose object is the deposit, each with its place in the text, in reading order.

    Where two overlap, the earlier in `_ORDER` stays.
    """
    taken: list[tuple[Effect, int, int]] = []
    passing: list[tuple[int, int]] = []
    for name in ("owed", "discretion", "announced", "defined"):
        taken += [
            ("return", *match.span())
            for match in lexicon[f"effects.{name}"].finditer(mention.text)
            if not _is_merchants_duty(mention, *match.span())
        ]
    for effect in _ORDER:
        for match in lexicon[f"effects.{effect}"].finditer(mention.text):
            start, end = match.span()
            if _overlaps((start, end), taken) or any(a < end and start < b for a, b in passing):
                continue
            if effect == "return" and _no_promise(mention, start, end, lexicon):
                continue
            if effect == "deny" and _is_meanwhile(mention.text, start, end, lexicon):
                passing.append((start, end))
                continue
            if effect == "deny" and _no_denial(mention, start, end, lexicon):
                continue
            if effect == "forfeit" and (
                _stays_the_merchants(mention, start, end)
                or _is_void_paper(mention.text, start, end, lexicon)
                or _UNTIL_THEN.search(mention.text[:start])
            ):
                continue
            if effect == "deduct" and _UNTOUCHED.search(mention.text, 0, start):
                continue
            if effect in ("deduct", "forfeit") and _only_names_case(mention.text, start, end):
                continue
            if effect in ("deduct", "forfeit") and _drawn_elsewhere(mention.text, start, end, lexicon):
                continue
            if effect in ("convert", "forfeit") and lexicon["forbidden"].search(mention.text[:start]):
                continue
            if effect == "convert" and (
                _is_part(mention.text, start, end)
                or _is_own_choice(mention, start)
                or _is_own_wish(mention.text, start, end, lexicon)
                or lexicon["as_time"].match(mention.text[end:])
            ):
                continue
            if is_said_of_deposit(mention, effect, start, end, lexicon):
                # 除非归还终端，否则押金不退: returned, in that case.
                unless = effect == "deny" and _UNLESS.search(mention.text, 0, start) is not None
                taken.append(("return" if unless else effect, start, end))
    taken += [("return", *span) for span in _paid_to_merchant(mention, lexicon) if not _overlaps(span, taken)]
    taken += [("return", *span) for span in _paid_into_account(mention, lexicon) if not _overlaps(span, taken)]
    taken += [("deny", *span) for span in _excepted(mention.text, taken, lexicon) if not _overlaps(span, taken)]
    taken += [("forfeit", *span) for span in _falls_to(mention, lexicon) if not _overlaps(span, taken)]
    if not taken and not passing:
        taken += _framed(mention, lexicon)
    if not taken and not passing and mention.titled:
        taken += [("return", *span) for span in _paid_by_provider(mention, lexicon)]
    return sorted(taken, key=lambda one: one[1])


def _excepted(
    text: str, taken: Sequence[tuple[Effect, int, int]], lexicon: DepositLexicon
) -> Iterator[tuple[int, int]]:
    """Where a breach is excepted from a promise: 停用时退还，存在刷单行为的除外."""
    returned = [end for effect, _, end in taken if effect == "return"]
    for match in lexicon["effects.excepted"].finditer(text, min(returned, default=len(text))):
        if lexicon["conditions.no_breach.denial"].search(match["case"]):
            yield match.end("case"), match.end()


def _is_merchants_duty(mention: Mention, start: int, end: int) -> bool:
    """Whether it is the merchant who may not delay or refuse: 乙方不得以押金尚有余额为由拖延支付."""
    return any(
        role == "merchant" and start <= stop <= end and _FORBIDDEN.match(mention.text, stop)
        for _, stop, role in mention.reading.parties
    )


def _overlaps(span: tuple[int, int], taken: Sequence[tuple[Effect, int, int]]) -> bool:
    return any(a < span[1] and span[0] < b for _, a, b in taken)


def _paid_to_merchant(mention: Mention, lexicon: DepositLexicon) -> Iterator[tuple[int, int]]:
    """Where the deposit is said to be paid to the merchant: 将押金转账至乙方账户."""
    for start, end, role in mention.reading.parties:
        begin, _ = clause_of(mention.text, start, end)
        lead = _PAID_TO.search(mention.text, begin, start)
        if role != "merchant" or lead is None:
            continue
        if (
            "¤" in mention.text[begin : lead.start()]
            or _REST.search(mention.text, begin, lead.start())
            or (
                lead.group() == "交还"
                and "¤" in mention.text[:begin]
                and not lexicon["thing"].search(mention.text, begin)
            )
        ):
            yield lead.start(), lead.end()


def _paid_into_account(mention: Mention, lexicon: DepositLexicon) -> Iterator[tuple[int, int]]:
    """Where the provider pays the deposit into an account that is not its own: 甲方将押金汇入该账户."""
    for match in lexicon["effects.into_account"].finditer(mention.text):
        parties = [(start, end, role) for start, end, role in mention.reading.parties if end <= match.end()]
        payer = [role for _, end, role in parties if end <= match.start()]
        theirs = any(role != "merchant" and start >= match.start() for start, _, role in parties)
        if payer and payer[-1] in ("provider", "agent") and not theirs:
            yield match.span()


def _paid_by_provider(mention: Mention, lexicon: DepositLexicon) -> Iterator[tuple[int, int]]:
    """Where the provider pays, under a heading that is about the return of the deposit alone."""
    for match in lexicon["effects.titled"].finditer(mention.text):
        actors = [role for _, end, role in mention.reading.parties if end <= match.start()]
        if actors and actors[-1] in ("provider", "agent"):
            yield match.span()


def _falls_to(mention: Mention, lexicon: DepositLexicon) -> Iterator[tuple[int, int]]:
    """Where the deposit is said to go to the other side: 全数归甲方; 用满两年的归甲方, in a sentence that names it."""
    for start, end, role in mention.reading.parties:
        begin, _ = clause_of(mention.text, start, end)
        lead = _FALLS.search(mention.text, begin, start)
        if role not in ("provider", "agent") or lead is None or _UNTIL_THEN.search(mention.text[: lead.start()]):
            continue
        told = _OF_CASE.search(mention.text, begin, lead.start()) is not None and "¤" in mention.text[:begin]
        if "¤" in mention.text[begin:start] or (
            told and is_said_of_deposit(mention, "forfeit", lead.start(), end, lexicon)
        ):
            yield lead.start(), end


def _stays_the_merchants(mention: Mention, start: int, end: int) -> bool:
    """Whether it is the merchant that the deposit is said to belong to: 押金归店家所有."""
    return "归" in mention.text[start:end] and any(
        role == "merchant" and start <= begin and stop <= end for begin, stop, role in mention.reading.parties
    )


def _is_void_paper(text: str, start: int, end: int, lexicon: DepositLexicon) -> bool:
    """Whether it is a paper that goes out of force (原收据作废), not the deposit."""
    begin, _ = clause_of(text, start, end)
    return text[start:end] == "作废" and lexicon["void_paper"].search(text[begin:start]) is not None


def _framed(mention: Mention, lexicon: DepositLexicon) -> Iterator[tuple[Effect, int, int]]:
    """What the general reading says is given back or not, where the words for it are not among ours."""
    for frame in mention.reading.frames:
        start, end = frame.start, frame.end
        effect: Effect = "deny" if frame.negative else "return"
        passed = (
            _no_denial(mention, start, end, lexicon) if frame.negative else _no_promise(mention, start, end, lexicon)
        )
        if (
            frame.predicate == "return"
            and frame.object == "deposit"
            and not (frame.negative and frame.supposed)
            and "■" not in mention.text[start:end]
            and not passed
            and not _IS_REST.match(mention.text, end)
            and not (_UNPAID.search(mention.text, 0, start) and _PART_LEFT.match(mention.text, end))
            and is_said_of_deposit(mention, effect, start, end, lexicon)
        ):
            yield effect, start, end


def _no_promise(mention: Mention, start: int, end: int, lexicon: DepositLexicon) -> bool:
    """Whether the verb is only named (退还时间, 未返还的), said of a thing (退还终端), or what the merchant must do."""
    text = mention.text
    if _DRAWS.search(text, start, end) and _is_drawn_by_provider(mention, start, end):
        return True
    return bool(
        lexicon["returned_thing"].match(text[end:])
        or lexicon["only_named"].match(text[end:])
        or (text[start] not in _AT_ONCE and lexicon["only_said"].search(text[:start]))
        or is_of_thing(text, start, end, lexicon)
        or any(
            role == "merchant"
            and stop <= start
            and (
                _MERCHANT_OWES.fullmatch(text[stop:start])
                or (stop == start and _BY.search(text, 0, first) and not _FETCHES.match(text, start))
            )
            for first, stop, role in mention.reading.parties
        )
    )


def _is_drawn_by_provider(mention: Mention, start: int, end: int) -> bool:
    """Whether the provider helps itself to it: 甲方可不经乙方同意径行支取, 支取后通知乙方."""
    begin, _ = clause_of(mention.text, start, end)
    actors = [
        role
        for first, last, role in mention.reading.parties
        if begin <= first
        and last <= start
        and not _WHERE.search(mention.text, 0, first)
        and not _ASSENT.match(mention.text, last)
    ]
    opens = _OPENS.fullmatch(mention.text, begin, start) is not None
    return (bool(actors) and actors[-1] != "merchant") or (opens and mention.text.startswith("后", end))


def _no_denial(mention: Mention, start: int, end: int, lexicon: DepositLexicon) -> bool:
    """Whether a terminal is what is not given back, or the refusal is a default to be answered for (拒不退还的，…)."""
    text = mention.text
    if lexicon["returned_thing"].match(text[end:]) or _ASKED.search(text[:start]):
        return True
    if lexicon["concluded"].search(text[:start]) and _CONCLUSION.match(text[end:]):
        return True
    if "设" in text[start:end] and lexicon["no_limit"].match(text[end:]):
        return True
    if _UNASKED.match(text, start) and _AS_CASE.match(text, end):
        return True
    if _NO_WAY.search(text[:end]) and _CONCLUSION.match(text[end:]):
        return True
    refused = _REFUSED.match(text[start:end]) or _DELAYED.search(text[:start])
    if refused is not None and _AS_CASE.match(text[end:]) is not None:
        return True
    return _is_answered_for(mention, end, lexicon)


def _is_answered_for(mention: Mention, end: int, lexicon: DepositLexicon) -> bool:
    """Whether what follows the case of a refusal is what the provider owes for it, or the merchant may claim."""
    case = _AS_CASE.match(mention.text, end)
    if case is None or not case.group().endswith("，"):
        return False
    who = next((role for start, _, role in mention.reading.parties if start == case.end()), None)
    tail = mention.text[case.end() :]
    if who == "merchant":
        return lexicon["claims"].match(tail) is not None
    return lexicon["answers"].match(tail) is not None


def _is_meanwhile(text: str, start: int, end: int, lexicon: DepositLexicon) -> bool:
    """Whether a refusal is for the time being and says nothing of the end: 有效期内乙方不得要求退还."""
    begin, _ = clause_of(text, start, end)
    if _TAKES_OUT.search(text, start, end):
        held = lexicon["in_custody"]
        if held.match(text[end:]) or held.search(text[:start]):
            return True
    return lexicon["meanwhile"].search(text[begin:start]) is not None


def _is_part(text: str, start: int, end: int) -> bool:
    """Whether only a part is turned into a charge (扣除押金5元作为折旧), which is a deduction."""
    begin, _ = clause_of(text, start, end)
    return _PART.search(text[begin:start]) is not None


def _is_own_choice(mention: Mention, start: int) -> bool:
    """Whether the merchant may choose it: 乙方可在期满时购买终端，已付押金可抵作价款."""
    parties = [party for party in mention.reading.parties if party[1] <= start]
    return (
        bool(parties)
        and all(role == "merchant" for _, _, role in parties)
        and _MAY.match(mention.text[parties[0][1] :]) is not None
    )


def _is_own_wish(text: str, start: int, end: int, lexicon: DepositLexicon) -> bool:
    """Whether it is an exception for a merchant who asks for it: 但乙方自愿将其转为预付手续费的除外."""
    begin, stop = clause_of(text, start, end)
    return lexicon["own_wish"].search(text, begin, stop) is not None


def _only_names_case(text: str, start: int, end: int) -> bool:
    """Whether a verb of taking only says what a case is one of, and takes nothing itself: 发生应被扣除押金情形."""
    begin, _ = clause_of(text, start, end)
    lead = _CASE_OF.search(text, begin, start)
    return lead is not None and _DUE.search(text, lead.start(), end) is not None and bool(_CASE_NAMED.match(text, end))


def _drawn_elsewhere(text: str, start: int, end: int, lexicon: DepositLexicon) -> bool:
    """Whether the deposit is what is taken (从首笔刷卡款中扣除押金), not what is drawn upon."""
    begin, stop = clause_of(text, start, end)
    found = lexicon["drawn_elsewhere"].search(text, begin, stop)
    return found is not None and "¤" not in text[begin : found.end() - 1]
