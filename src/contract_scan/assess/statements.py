"""What an agreement says happens to the deposit: returned, denied, forfeited, turned into a charge, or drawn upon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.assess.talk import Mention, Talk, clause_of
from contract_scan.frames.model import Reading
from contract_scan.model.report import DepositSort

__all__ = ["Effect", "Scope", "Statement", "at_every_end", "by_group", "covers_every_end", "read_statements"]

Effect = Literal["return", "deny", "forfeit", "convert", "refer", "deduct"]
#: ``always``: said of every case, or of one that always comes; ``case``: of a case that need not come;
#: ``crime``: of one that an authority has established; ``special``: of an end that the merchant did not bring about.
Scope = Literal["always", "case", "crime", "special"]

#: Conditions whose opposite is an event, and so the case of a refusal.
_BEFALLS = ("device_return", "device_condition", "no_arrears")
_ORDER: tuple[Effect, ...] = ("deny", "convert", "forfeit", "refer", "deduct", "return")
_ADJACENT = 3  # characters between a verb and what it is said of right before it
_OBJECT_AFTER = 12  # characters in which a verb's object is looked for behind it
_MERCHANT_OWES = re.compile(r"(?:应当?|须|必须|负责|需|自行|自负)[^，。；申请要求]{0,10}")
_ASKED = re.compile(r"(?:是否|有无)[^，。；]*$")
_REFUSED = re.compile(r"拒不|拒绝|停止")
_DELAYED = re.compile(r"(?:拖着?|拖延着?|迟迟|一直|无故|故意|赖着)$")
_AS_CASE = re.compile(r"[^，。；]{0,10}的(?:[，；。]|$)|[；。]?$")
_CONCLUSION = re.compile(r"的?，")
_PAID_TO = re.compile(r"(?:转账|打款|汇款|汇付|汇|划转|划付|划|转|支付|付|存|打)(?:至|到|入|给|回)$|交还$")
_REST = re.compile(r"(?:未(?:冲抵|抵扣|扣除|动用)|剩余|余下)的?(?:部分|款项|金额)|差额|余款")
_FALLS = re.compile(r"(?<![所权仍回])(?:归|归属于?|上交|划归)$")
_AFTER = re.compile(r"[^，。；]{0,12}后")
_PAYS = re.compile(r"(?:支付|缴纳|交纳|赔偿?|付)[^，。；]*(?:元|租金|费|款)")
_ONE_LIST = re.compile(r"[、和及与或以]+[^，。；扣除收缴付]{1,16}")
_IN_ONE_BREATH = re.compile(r"[^，。；：]{0,8}[、和及与或][^，。；：]{0,4}")
#: Before a party that something is told to or done with: 通知乙方解除协议 is the merchant's own ending.
_CASE_CLOSES = re.compile(r"[的时者](?=，)")
_TOLD = re.compile(r"(?:通知|告知|要求|请求|[向给与和同])$")
_PART = re.compile(r"扣[除减][^，。；]*元")
_CLAUSES = re.compile(r"[，：:；。|]")
_MAY = re.compile(r"可|有权|选择|愿意?")
_WHERETO = re.compile(r"[还回]?[至到入给]")  # 解冻至账户余额: where it goes is not what goes
_ASIDE = re.compile(r"[（(]")  # 不退（抵设备款）: the reason, not the object
_GIVEN = re.compile(r"[退还交寄](?:回|了|掉)?")
_LINKED = re.compile(r"[且或并及，、]|不")


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said of the deposit, at ``[start, end)`` of the reading's text.

    The case that it is said of stands in ``text[trigger:start]``; `items` are the sentences of the list that a
    statement introduces (有下列情形之一的，押金不予退还：), `any_of` says that one of them is enough.
    """

    mention: Mention
    effect: Effect
    start: int
    end: int
    trigger: int
    scope: Scope
    items: tuple[Reading, ...] = ()
    any_of: bool = False
    #: The statement is itself an item of a list whose items each suffice.
    alternative: bool = False
    #: The sorts of deposit that it is said of.
    groups: frozenset[DepositSort] = frozenset()

    @property
    def reading(self) -> Reading:
        """The sentence."""
        return self.mention.reading

    @property
    def case(self) -> str:
        """The marked text of the case that the statement is said of; the whole sentence where it follows the verb."""
        before = self.mention.text[self.trigger : self.start]
        return before if before.strip("¤，。 ") else self.mention.text

    @property
    def denies(self) -> bool:
        """Whether the statement keeps the deposit from the merchant."""
        return self.effect in ("deny", "forfeit", "convert")


def read_statements(agreement: Agreement, talk: Talk, lexicon: DepositLexicon) -> tuple[Statement, ...]:
    """Return every statement on the deposit's fate, in reading order."""
    found: list[Statement] = []
    alternatives: set[int] = set()
    cases: set[int] = set()
    for mention in talk.mentions:
        # What stands in a list of cases is a case, whatever verbs it has: 有下列情形之一的，不予退还：拒不退还…的.
        if mention.reading.sentence.paragraph.heading or mention.reading.sentence.index in cases:
            continue
        statements = list(_statements(agreement, mention, lexicon, alternatives))
        if not statements and found and (excepted := _exception(agreement, mention, found[-1], lexicon)):
            statements = [excepted]
        if any(statement.denies for statement in statements):
            cases.update(item.sentence.index for statement in statements for item in statement.items)
        found += statements
    return tuple(found)


def _exception(agreement: Agreement, mention: Mention, before: Statement, lexicon: DepositLexicon) -> Statement | None:
    """A sentence that only excepts cases from what was said right before: 但有下列情形的除外："""
    if before.effect != "return" and not before.denies:
        return None
    match = lexicon["effects.exception"].search(mention.text)
    if match is None or mention.reading.sentence.index - before.reading.sentence.index > 1:
        return None
    items = _items(agreement, mention.reading)
    return Statement(
        mention, "deny" if before.effect == "return" else "return", match.start(), match.end(), 0, "case",
        items=items, any_of=bool(items), groups=before.groups,
    )  # fmt: skip


def _statements(
    agreement: Agreement, mention: Mention, lexicon: DepositLexicon, alternatives: set[int]
) -> Iterator[Statement]:
    index = mention.reading.sentence.index
    lead = _lead(agreement, mention, lexicon)
    items = _items(agreement, lead)
    any_of = bool(items) and lead is not None and lexicon["trigger.any_of"].search(lead.text) is not None
    if any_of:
        alternatives.update(item.sentence.index for item in items)
    trigger = 0
    for effect, start, end in _effects(mention, lexicon):
        scope = _scope(agreement, mention, effect, trigger, start, bool(items), lexicon)
        yield Statement(
            mention, effect, start, end, trigger, scope, items=items, any_of=any_of, alternative=index in alternatives,
            groups=_groups(mention, end),
        )  # fmt: skip
        # 「终止时交还终端，扣除欠费后退还余额」: a deduction without a case of its own leaves the case to the return.
        cased = lexicon["trigger.case"].search(mention.text[trigger:start])
        if effect != "deduct" or (cased and not _AFTER.match(mention.text[end:])):
            trigger = end


def _groups(mention: Mention, end: int) -> frozenset[DepositSort]:
    """The sorts of deposit that a verb is said of: those named in one breath before it, else the first behind it."""
    if len(mention.groups) == 1:
        return mention.groups
    named = list(zip(mention.names, mention.sorts, strict=True))
    before = [one for one in named if one[0][0] < end]
    if not before:
        return frozenset({named[0][1]})
    (first, _, _), sort = before[-1]
    found = {sort}
    for (begin, stop, _), other in reversed(before[:-1]):
        if not _IN_ONE_BREATH.fullmatch(mention.text[stop:first]):
            break
        found.add(other)
        first = begin
    return frozenset(found)


def _lead(agreement: Agreement, mention: Mention, lexicon: DepositLexicon) -> Reading | None:
    """The sentence that introduces the list of cases: this one, or the next of its paragraph (能退。满足其一即可：)."""
    reading = mention.reading
    if lexicon["trigger.no_reasons"].search(reading.text):
        return None
    if lexicon["trigger.listing"].search(mention.text):
        return reading
    after = next(iter(agreement.readings[reading.sentence.index + 1 : reading.sentence.index + 2]), None)
    if after is None or after.sentence.paragraph.index != reading.sentence.paragraph.index:
        return None
    return after if lexicon["trigger.announces"].search(after.text) else None


def _items(agreement: Agreement, lead: Reading | None) -> tuple[Reading, ...]:
    """The sentences of the list that a sentence introduces."""
    if lead is None:
        return ()
    paragraph = lead.sentence.paragraph.index
    return tuple(
        reading
        for reading in agreement.readings[lead.sentence.index + 1 :]
        if reading.chapeau is not None and agreement.readings[reading.chapeau].sentence.paragraph.index == paragraph
    )


def _effects(mention: Mention, lexicon: DepositLexicon) -> list[tuple[Effect, int, int]]:
    """The verbs of the sentence whose object is the deposit; where two overlap the earlier in `_ORDER` stays."""
    taken: list[tuple[Effect, int, int]] = []
    passing: list[tuple[int, int]] = []
    for name in ("owed", "discretion", "announced", "defined"):
        taken += [("return", *match.span()) for match in lexicon[f"effects.{name}"].finditer(mention.text)]
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
                _stays_the_merchants(mention, start, end) or _is_void_paper(mention.text, start, end, lexicon)
            ):
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
            if _said_of_deposit(mention, effect, start, end, lexicon):
                taken.append((effect, start, end))
    taken += [("return", *span) for span in _paid_to_merchant(mention, lexicon) if not _overlaps(span, taken)]
    taken += [("deny", *span) for span in _excepted(mention.text, taken, lexicon) if not _overlaps(span, taken)]
    taken += [("forfeit", *span) for span in _falls_to(mention) if not _overlaps(span, taken)]
    if not taken and not passing:
        taken += _framed(mention, lexicon)
    return sorted(taken, key=lambda one: one[1])


def _excepted(
    text: str, taken: Sequence[tuple[Effect, int, int]], lexicon: DepositLexicon
) -> Iterator[tuple[int, int]]:
    """Where a breach is excepted from a promise: 停用时退还，存在刷单行为的除外."""
    returned = [end for effect, _, end in taken if effect == "return"]
    for match in lexicon["effects.excepted"].finditer(text, min(returned, default=len(text))):
        if lexicon["conditions.no_breach.denial"].search(match["case"]):
            yield match.end("case"), match.end()


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


def _falls_to(mention: Mention) -> Iterator[tuple[int, int]]:
    """Where the deposit is said to go to the other side: 全数归甲方."""
    for start, end, role in mention.reading.parties:
        begin, _ = clause_of(mention.text, start, end)
        lead = _FALLS.search(mention.text, begin, start)
        if role in ("provider", "agent") and lead and "¤" in mention.text[begin:start]:
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
            and "■" not in mention.text[start:end]
            and not passed
            and _said_of_deposit(mention, effect, start, end, lexicon)
        ):
            yield effect, start, end


def _no_promise(mention: Mention, start: int, end: int, lexicon: DepositLexicon) -> bool:
    """Whether the verb is only named (退还时间, 未返还的), said of a thing (退还终端), or what the merchant must do."""
    text = mention.text
    return bool(
        lexicon["returned_thing"].match(text[end:])
        or lexicon["only_named"].match(text[end:])
        or lexicon["only_said"].search(text[:start])
        or _is_of_thing(text, start, end, lexicon)
        or any(
            role == "merchant" and stop <= start and _MERCHANT_OWES.fullmatch(text[stop:start])
            for _, stop, role in mention.reading.parties
        )
    )


def _is_of_thing(text: str, start: int, end: int, lexicon: DepositLexicon) -> bool:
    """Whether a thing stands before the verb in its own stretch of the clause, and no sum: 机具应原包装退回."""
    begin, stop = clause_of(text, start, end)
    if "¤" in text[begin:stop] or any(character.isdigit() for character in text[begin:stop]):
        return False
    last = max((match.end() for match in lexicon["thing_break"].finditer(text, begin, start)), default=begin)
    thing = lexicon["thing"].search(text, last, start)
    if thing is None:
        return False
    # 押金200元，退设备退还: the thing is what another verb gives back.
    return not ("¤" in text[:begin] and thing.end() == start and _GIVEN.fullmatch(text, begin, thing.start()))


def _no_denial(mention: Mention, start: int, end: int, lexicon: DepositLexicon) -> bool:
    """Whether a terminal is what is not given back, or the refusal is a default to be answered for (拒不退还的，…)."""
    text = mention.text
    if lexicon["returned_thing"].match(text[end:]) or _ASKED.search(text[:start]):
        return True
    if lexicon["concluded"].search(text[:start]) and _CONCLUSION.match(text[end:]):
        return True
    if "设" in text[start:end] and lexicon["no_limit"].match(text[end:]):
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


def _drawn_elsewhere(text: str, start: int, end: int, lexicon: DepositLexicon) -> bool:
    """Whether the deposit is what is taken (从首笔刷卡款中扣除押金), not what is drawn upon."""
    begin, stop = clause_of(text, start, end)
    found = lexicon["drawn_elsewhere"].search(text, begin, stop)
    return found is not None and "¤" not in text[begin : found.end() - 1]


def _said_of_deposit(mention: Mention, effect: Effect, start: int, end: int, lexicon: DepositLexicon) -> bool:
    text = mention.text
    if "¤" in text[start:end]:
        return True
    rivals = [
        (hit.start, hit.end)
        for hit in mention.reading.hits
        if (hit.concept in _rival_concepts(lexicon) or hit.concept.startswith("fee_"))
        and "¤" not in text[hit.start : hit.end]
        and not lexicon["no_rival"].search(text[: hit.start])
        and not lexicon["anaphor"].search(text[: hit.end])
        # 机器坏了照价赔，没坏全退: what is owed does not come back.
        and not (effect == "return" and hit.concept == "penalty_money")
        and not (lexicon["own_balance"].search(hit.text) and not lexicon["other_balance"].search(text[: hit.start]))
    ]
    rivals += [
        match.span()
        for match in lexicon["rival_names"].finditer(text)
        if not lexicon["no_rival"].search(text[: match.start()])
    ]
    if effect == "forfeit":
        rivals += [(hit.start, hit.end) for hit in mention.reading.hits if hit.concept == "equipment"]
        rivals = [(a, b) for a, b in rivals if "¤" not in text[a:b] and text[b : b + 1] != "¤"]
    names = [(a, b) for a, b, _ in mention.names if "■" not in text[a:b]]
    begin, stop = clause_of(text, start, end)
    if effect == "convert" and _PAYS.search(text, begin, start):
        return False  # 支付一个月租金作为违约金
    if "解冻" in text[start:end] and not names and not any(start - _ADJACENT <= b <= start for _, b in rivals):
        return True  # 收款满10万元自动解冻: what was frozen is let go, not the takings
    if effect == "deduct" and "¤" in text[begin:stop]:
        return True  # what follows is what it is taken for: 保证金用于冲抵退单款、罚款
    after = [
        (a, kind)
        for kind, spans in (("name", names), ("rival", rivals))
        for a, _ in spans
        if end <= a < min(stop, end + _OBJECT_AFTER)
        and not _LINKED.search(text[end:a])
        and not _ASIDE.search(text[end:a])
        and not _WHERETO.match(text, end)
    ]
    if after:
        return min(after)[1] == "name"
    before = [(b, kind) for kind, spans in (("rival", rivals), ("name", names)) for _, b in spans if b <= start]
    inside = [one for one in before if one[0] > begin]
    if inside:
        return max(inside)[1] == "name" or any(kind == "name" for _, kind in inside)
    if before:
        nearest, kind = max(before)
        # 「押金、服务费等一切款项，概不退回」: what is named in one breath with it shares its lot.
        return kind == "name" or any(kind == "name" and _ONE_LIST.fullmatch(text[b:nearest]) for b, kind in before)
    if names and any(end <= a < stop for a, _ in names):
        return True
    return not inside


def _rival_concepts(lexicon: DepositLexicon) -> frozenset[str]:
    """Return the concepts that a verb may be said of beside the deposit."""
    return frozenset(re.sub(r"[(?:)]", "", lexicon["rivals"].pattern).split("|"))


def _scope(
    agreement: Agreement,
    mention: Mention,
    effect: Effect,
    trigger: int,
    start: int,
    lists: bool,
    lexicon: DepositLexicon,
) -> Scope:
    text = mention.text
    lead = text[trigger:start]
    if not any(lexicon[f"trigger.{name}"].search(lead) for name in ("case", "narrowing", "inevitable")):
        lead = text[:start]  # the case said at the beginning goes on
    whole = mention.reading.text
    if lexicon["trigger.crime"].search(whole):
        return "crime"
    if effect == "return":
        return "special" if _is_special(mention, start, lexicon) else "always"
    if lexicon["trigger.every_end"].search(text):
        return "always"
    if lexicon["trigger.narrowing"].search(lead) or lexicon["trigger.rest"].search(lead):
        return "case"
    if lexicon["trigger.saving"].search(whole):
        return "case"
    if lexicon["trigger.always"].search(whole):
        return "always"
    if lists and lexicon["trigger.including"].search(whole):
        return "always"
    if lists or _chapeau_lists(agreement, mention.reading, lexicon):
        return "case"
    # 「转让的，停用设备，押金不退」: what comes with the refusal is no part of the case.
    case = lead[: max((match.end() for match in _CASE_CLOSES.finditer(lead)), default=len(lead))]
    if lexicon["trigger.case"].search(lead) and not lexicon["trigger.inevitable"].search(case):
        return "case"
    if lexicon["trigger.emphatic"].search(whole):
        return "always"
    if _is_of_some(mention, text[trigger:start], lexicon):
        return "case"
    for piece in _CLAUSES.split(lead)[:-1]:
        told = piece.replace("¤", "").strip()
        if len(told) > 2 and not any(lexicon[f"trigger.{name}"].search(told) for name in ("neutral", "inevitable")):
            return "case"  # 「三个月不刷，押金不退」: a case without the words for one
    # What names no deposit must be said of it by the general rules too, before it is taken to hold always.
    return "always" if mention.names or mention.kinds & {"deposit", "refund"} else "case"


def _is_of_some(mention: Mention, lead: str, lexicon: DepositLexicon) -> bool:
    """Whether a refusal is said of what befell (机器弄丢的押金不退) or of some only (C级及以下不退)."""
    if any(lexicon[f"conditions.{kind}.denial"].search(lead) for kind in _BEFALLS):
        return True
    if mention.names:
        return False
    told = lexicon["trigger.light"].sub("", _CLAUSES.split(lead)[-1])
    for start, end, _ in mention.reading.parties:
        told = told.replace(mention.text[start:end], "")
    return len(told) > 1 and not any(lexicon[f"trigger.{name}"].search(told) for name in ("neutral", "inevitable"))


def _is_special(mention: Mention, start: int, lexicon: DepositLexicon) -> bool:
    """Whether a promise is made only for an end that the provider or an authority brings about."""
    before = mention.reading.text[:start]
    if lexicon["trigger.special"].search(before):
        return True
    return any(
        role in ("provider", "agent")
        and end < start
        and not _TOLD.search(before[:begin])
        and lexicon["trigger.special_act"].search(before[end:])
        and lexicon["trigger.case"].search(before[end:])
        for begin, end, role in mention.reading.parties
    )


def _chapeau_lists(agreement: Agreement, reading: Reading, lexicon: DepositLexicon) -> bool:
    chapeau = agreement.readings[reading.chapeau] if reading.chapeau is not None else None
    return chapeau is not None and lexicon["trigger.any_of"].search(chapeau.text) is not None


def at_every_end(statement: Statement, lexicon: DepositLexicon) -> bool:
    """Whether a refusal is said of an end that comes to every agreement (期满不退), so that nothing ever comes back."""
    case = statement.case
    return bool(lexicon["trigger.inevitable"].search(case)) and not lexicon["trigger.narrowing"].search(case)


def covers_every_end(statements: Sequence[Statement], lexicon: DepositLexicon) -> bool:
    """Whether refusals together leave no end at which it comes back: 提前终止的不退，期满终止的亦不退."""
    denying = [statement for statement in statements if statement.denies]
    early = any(lexicon["trigger.early_end"].search(statement.case) for statement in denying)
    if early and any(lexicon["trigger.full_term"].search(statement.case) for statement in denying):
        return True
    if _on_both_sides(denying):
        return True
    # 若乙方终止协议，押金不退；若甲方终止协议，押金亦不退.
    ending = {
        role
        for statement in denying
        for start, end, role in statement.reading.parties
        if statement.trigger <= start < statement.start and lexicon["trigger.ends"].match(statement.reading.text[end:])
    }
    return "merchant" in ending and bool(ending & {"provider", "agent"})


def _on_both_sides(denying: Sequence[Statement]) -> bool:
    """Whether it is kept after a time and before it: 满十二个月后转为维护费；不足十二个月撤机的，同样不退."""
    spans: dict[str, set[tuple[object, object]]] = {"at_least": set(), "under": set()}
    for statement in denying:
        for quantity in statement.reading.quantities:
            if (
                quantity.kind == "duration"
                and quantity.bound in spans
                and statement.trigger <= quantity.start < statement.start
            ):
                spans[quantity.bound].add((quantity.value, quantity.unit))
    return bool(spans["at_least"] & spans["under"])


def by_group(statements: Sequence[Statement], group: DepositSort) -> tuple[Statement, ...]:
    """Return the statements on one sort of deposit."""
    return tuple(statement for statement in statements if group in statement.groups)
