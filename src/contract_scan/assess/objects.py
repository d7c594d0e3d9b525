"""What a verb is said of: the deposit, other money that is named beside it, or a thing."""

from __future__ import annotations

import re

from contract_scan.assess.mentions import Mention, clause_of
from contract_scan.assess.patterns import DepositLexicon

__all__ = ["is_of_thing", "is_said_of_deposit"]

_ADJACENT = 3  # characters between a verb and what it is said of right before it
_OBJECT_AFTER = 12  # characters in which a verb's object is looked for behind it
_PAYS = re.compile(r"(?:支付|缴纳|交纳|赔偿?|付)[^，。；]*(?:元|租金|费|款|金额|倍|%)")
#: Behind what could be other money, and makes it none that is spoken of: 关闭收款功能后可申请退回, 货款付清后退还.
_NO_MONEY = re.compile(
    r"功能|服务|业务|权限|投诉|举报|差评|起诉|(?:均|都|全部|已)*(?:付清|结清|清偿|缴清|付讫)(?:后|之后|的|，|、|且|并)|(?:结清|付清|完税|清偿)证明"
)
_ONE_LIST = re.compile(r"[、和及与或以]+[^，。；扣除收缴付]{1,16}")
_WHERETO = re.compile(r"[还回]?[至到入给]")  # 解冻至账户余额: where it goes is not what goes
_ASIDE = re.compile(r"[（(]")  # 不退（抵设备款）: the reason, not the object
_GIVEN = re.compile(r"[退还交寄](?:回|了|掉)?")
_HANDED_IN = re.compile(r"(?:一?经)?(?:交还|归还|退回|寄回|送回|交回|寄到|收到|还)(?:了|之?后|时|的|当[天日])?")
#: Right before the verb, what is handed over, and no sum: 把空筐还给司机.
_HANDED = re.compile(
    r"(?:把|将(?![在于自由按被予会不以经给随全应]))(?![该此其它这剩扣多全])[^，。；¤\d元钱款金费余额差]{1,10}$"
)
#: What is quoted is what one clicks on, and so what it is all about: 点击“退还押金”，…原路退回.
_LINK = re.compile(r"点(?:击|选|按)?■*$")
_LINKED = re.compile(r"[且或并及，、]|不")
_EXCEPTED = re.compile(r"(?<![解免扣排消])除(?![非外])[^。；]{1,60}?外(?=，)")


def is_said_of_deposit(mention: Mention, effect: str, start: int, end: int, lexicon: DepositLexicon) -> bool:
    """Whether the verb at ``[start, end)`` of a sentence is said of the deposit, and not of other money beside it."""
    text = mention.text
    if "¤" in text[start:end]:
        return True
    rivals = [
        (hit.start, hit.end)
        for hit in mention.reading.hits
        if (hit.concept in _rival_concepts(lexicon) or hit.concept.startswith("fee_"))
        and "¤" not in text[hit.start : hit.end]
        and _rivals(text, hit.start, hit.end, lexicon)
        and not lexicon["anaphor"].search(text[: hit.end])
        # 激活前退货的，押金全退: the terminal is what is sent back.
        and not (hit.text == "退货" and mention.names and not lexicon["others.payer"].search(text))
        # 机器坏了照价赔，没坏全退: what is owed does not come back.
        and not (effect == "return" and hit.concept == "penalty_money")
        and not (lexicon["own_balance"].search(hit.text) and not lexicon["other_balance"].search(text[: hit.start]))
    ]
    rivals += [match.span() for match in lexicon["rival_names"].finditer(text) if _rivals(text, *match.span(), lexicon)]
    # 押金除抵扣应由乙方承担的费用、租金外，剩余部分返还: what is excepted is not what is spoken of.
    excepted = [match.span() for match in _EXCEPTED.finditer(text, 0, start) if "¤" not in match.group()]
    rivals = [(a, b) for a, b in rivals if not any(first <= a and b <= last for first, last in excepted)]
    if effect == "forfeit":
        rivals += [(hit.start, hit.end) for hit in mention.reading.hits if hit.concept == "equipment"]
        rivals = [(a, b) for a, b in rivals if "¤" not in text[a:b] and text[b : b + 1] != "¤"]
    names = [(a, b) for a, b, _ in mention.names if "■" not in text[a:b] or _LINK.search(text, 0, a)]
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


def _rivals(text: str, start: int, end: int, lexicon: DepositLexicon) -> bool:
    """Whether other money, or who may get it, is what is spoken of at ``[start, end)``, by what stands around it."""
    return not _NO_MONEY.match(text, end) and not lexicon["no_rival"].search(text[:start])


def _rival_concepts(lexicon: DepositLexicon) -> frozenset[str]:
    """Return the concepts that a verb may be said of beside the deposit."""
    return frozenset(re.sub(r"[(?:)]", "", lexicon["rivals"].pattern).split("|"))


def is_of_thing(text: str, start: int, end: int, lexicon: DepositLexicon) -> bool:
    """Whether a thing stands before the verb in its own stretch of the clause, and no sum: 机具应原包装退回."""
    begin, stop = clause_of(text, start, end)
    if _HANDED.search(text, begin, start):
        return True
    if "¤" in text[begin:stop] or any(character.isdigit() for character in text[begin:stop]):
        return False
    last = max((match.end() for match in lexicon["thing_break"].finditer(text, begin, start)), default=begin)
    thing = lexicon["thing"].search(text, last, start)
    if thing is None:
        return False
    if "¤" in text[:begin] and _HANDED_IN.fullmatch(text, thing.end(), start):
        return False  # 押金…，终端交还即退
    # 押金200元，退设备退还: the thing is what another verb gives back.
    return not ("¤" in text[:begin] and thing.end() == start and _GIVEN.fullmatch(text, begin, thing.start()))
