"""Of which cases something is said of the deposit: of every one, of one that need not come, or of a special end."""

from __future__ import annotations

import re
from typing import Literal

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.effects import Effect
from contract_scan.assess.mentions import Mention
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.frames.model import Reading

__all__ = ["Scope", "goes_on_from_case", "read_scope"]

#: ``always``: said of every case, or of one that always comes; ``case``: of a case that need not come;
#: ``crime``: of one that an authority has established; ``special``: of an end that the merchant did not bring about.
Scope = Literal["always", "case", "crime", "special"]

#: Conditions whose opposite is an event, and so the case of a refusal.
_BEFALLS = ("device_return", "device_condition", "no_arrears")
#: …and those whose opposite is a default, however long it is told to last.
_FAULTS = ("no_breach", "no_arrears")
_CASE_CLOSES = re.compile(r"[的时者](?=，)")
#: Before a party that something is told to or done with: 通知乙方解除协议 is the merchant's own ending.
_TOLD = re.compile(r"(?:通知|告知|要求|请求|[向给与和同])$")
_CLAUSES = re.compile(r"[，：:；。|]")
#: What a case brought about is gone on from: 连续停业20天的，本合同自动终止。本合同终止后押金不予退还。
_SO_ENDED = re.compile(
    r"(?:本|该|此)?(?:合同|协议|合作)?(?:自动|依此|因此|据此|如此)?(?:解除|终止|作废|失效)(?:之?后|的)"
)
_SO_ENDS = re.compile(r"自动(?:解除|终止|作废|失效)|(?:解除|终止)(?:本|该|此)?(?:合同|协议|合作)")


def read_scope(
    agreement: Agreement,
    mention: Mention,
    effect: Effect,
    trigger: int,
    start: int,
    lists: bool,
    lexicon: DepositLexicon,
) -> Scope:
    """Return of which cases an effect is said that begins at `start`.

    Args:
        agreement: the agreement.
        mention: the sentence.
        effect: what is said of the deposit.
        trigger: where the words for its case may begin: behind the verb before it.
        start: where its own verb begins.
        lists: whether the sentence introduces a list of cases.
        lexicon: the patterns.
    """
    text = mention.text
    lead = text[trigger:start]
    if not any(lexicon[f"trigger.{name}"].search(lead) for name in ("case", "narrowing", "inevitable")):
        lead = text[:start]  # the case said at the beginning goes on
    whole = mention.reading.text
    if lexicon["trigger.crime"].search(whole):
        return "crime"
    if effect == "return":
        return "special" if _is_special(mention, start, lexicon) else "always"
    if goes_on_from_case(agreement, mention, lexicon):
        return "case"
    every_end = lexicon["trigger.every_end"].search(text)
    if every_end and not lexicon["trigger.then_fails"].search(text, every_end.end(), max(start, every_end.end())):
        return "always"
    if any(lexicon[name].search(lead) for name in ("trigger.narrowing", "trigger.rest", "sides.before")):
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
    fault = any(lexicon[f"conditions.{kind}.denial"].search(case) for kind in _FAULTS)  # 拖欠满十五日 need not come
    if lexicon["trigger.case"].search(lead) and (fault or not lexicon["trigger.inevitable"].search(case)):
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


def goes_on_from_case(agreement: Agreement, mention: Mention, lexicon: DepositLexicon) -> bool:
    """Whether a refusal follows an end that the sentence before it, of the same paragraph, says a case brings about."""
    sentence = mention.reading.sentence
    if not sentence.position or not _SO_ENDED.match(mention.text):
        return False
    before = agreement.readings[sentence.index - 1]
    return (
        before.sentence.paragraph.index == sentence.paragraph.index
        and lexicon["trigger.case"].search(before.text) is not None
        and _SO_ENDS.search(before.text) is not None
    )


def _chapeau_lists(agreement: Agreement, reading: Reading, lexicon: DepositLexicon) -> bool:
    chapeau = agreement.readings[reading.chapeau] if reading.chapeau is not None else None
    return chapeau is not None and lexicon["trigger.any_of"].search(chapeau.text) is not None
