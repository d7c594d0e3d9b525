"""Whether the provider may end at will: without a cause, or for one that it alone chooses or judges."""

from __future__ import annotations

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.ending.ends import End, clauses, ends_of, is_told, provider_ends, statement_at, subject_before
from contract_scan.assess.ending.lexicon import EndingLexicon
from contract_scan.assess.ending.notices import FoundNotice, durations, is_notice
from contract_scan.frames.model import Reading

__all__ = ["ends_at_will", "ends_on_notice_alone"]


def ends_at_will(agreement: Agreement, reading: Reading, lexicon: EndingLexicon) -> bool:
    """Return whether a sentence lets the provider end without a cause, for reasons of its own, or by its own judgement.

    Each end is judged by its statement, that is by what stands between full stops or semicolons: the grounds are what
    stands before it and in its clause. What follows from an end is no ground of it.
    """
    text = reading.text
    if lexicon.search("bound", text):
        return False
    if _decides(reading, lexicon):
        return True
    chapeau = None if reading.chapeau is None else agreement.readings[reading.chapeau]
    ends = provider_ends(reading, lexicon)
    if chapeau is not None and not ends and provider_ends(chapeau, lexicon):
        return _chosen(reading, 0, len(text), lexicon)
    for end in ends:
        start, stop = statement_at(text, end.start)
        if _chosen(reading, start, end.clause[1], lexicon):
            return True
        if _caused(reading, start, stop, end.clause[1], lexicon) or (chapeau and _conditional(chapeau, lexicon)):
            continue
        if start == 0 and _adds_to_case(agreement, reading, lexicon):
            continue
        if lexicon.search("alone", text[start:stop]) and chapeau is None:
            return True
        if chapeau is None and _free_power(reading, end, lexicon):
            return True
        if any(
            start <= found.start() < stop and subject_before(reading, found.start(), lexicon) != "merchant"
            for name in ("at_will", "early")
            for found in lexicon.finditer(name, text)
        ):
            return True
    return False


def ends_on_notice_alone(reading: Reading, found: FoundNotice, lexicon: EndingLexicon) -> bool:
    """Return whether a notice is all that the provider needs: its own or either party's, with no cause beside it."""
    if found.notice[0] == "merchant" or lexicon.search("bound", reading.text):
        return False
    start, stop = statement_at(reading.text, found.at)
    if _chosen(reading, start, stop, lexicon):
        return True
    return not _caused(reading, start, stop, stop, lexicon)


def _free_power(reading: Reading, end: End, lexicon: EndingLexicon) -> bool:
    """Whether the provider simply may end: a statement that opens so, 甲方可终止对商户的服务, in a paragraph that opens
    with it, under no heading of what follows from a breach."""
    text = reading.text
    start, _ = statement_at(text, end.start)
    if reading.sentence.position or any(lexicon.search("remedies", heading) for heading in reading.headings):
        return False
    if any(start <= a < end.clause[0] and not lexicon.search("no_condition", text[a:b]) for a, b in clauses(text)):
        return False
    first, stop = end.clause
    if not lexicon.search("power", text[first : end.start]) or lexicon.search("ended", text[end.end : stop]):
        return False
    return any(role in ("provider", "agent") for a, _, role in reading.parties if first <= a < end.start)


def _decides(reading: Reading, lexicon: EndingLexicon) -> bool:
    """Whether going on is said to be the provider's decision: 是否继续提供服务，由甲方自行决定."""
    chosen = lexicon.search("decides_on", reading.text)
    if chosen and subject_before(reading, chosen.start(), lexicon) in ("provider", "agent"):
        return True
    found = lexicon.search("decides", reading.text)
    if found is None:
        return False
    if found["holder"]:  # 甲方对是否继续合作享有决定权
        return subject_before(reading, found.start(), lexicon) in ("provider", "agent")
    first = found.start("who" if found["who"] else "whose")
    deciding = [role for start, _, role in reading.parties if first <= start < found.end()]
    return bool(deciding) and all(role in ("provider", "agent") for role in deciding)


def _chosen(reading: Reading, start: int, stop: int, lexicon: EndingLexicon) -> bool:
    """Whether the grounds in ``text[start:stop]`` are the provider's own business, or its own judgement."""
    grounds = reading.text[start:stop]
    judged = lexicon.search("judge", grounds)
    if judged is not None:
        judges = [role for _, end, role in reading.parties if start <= end <= start + judged.start()]  # 经乙方判断 too
        if judges and judges[-1] in ("provider", "agent"):
            return True
    if _merchant_deed(reading, start, stop, lexicon):
        return False
    return _own_case(reading, start, stop, lexicon) or any(
        not any(
            role == "merchant" for a, _, role in reading.parties if start + found.start() <= a < start + found.end()
        )
        and subject_before(reading, start + found.start(), lexicon) != "merchant"
        for found in lexicon.finditer("own_reason", grounds)
    )


def _own_case(reading: Reading, start: int, stop: int, lexicon: EndingLexicon) -> bool:
    """Whether the case for an end is something that the provider itself does: 甲方人员变动时，得收回终端."""
    text = reading.text
    behind = [end.start for end in ends_of(reading, lexicon)]
    behind += [time.start for time in durations(reading) if is_notice(text, time, lexicon)]
    for a, b in clauses(text):
        roles = {role for first, _, role in reading.parties if a <= first < b}
        if (
            start <= a < stop
            and text[a:b].endswith(("的", "时", "的时候"))
            and roles
            and roles <= {"provider", "agent"}
            and any(b <= at < stop for at in behind)
            and not lexicon.search("end", text[a:b])
            and not any(lexicon.search(name, text[a:b]) for name in ("outside", "cause", "upstream_bond"))
        ):
            return True
    return False


def _caused(reading: Reading, start: int, stop: int, until: int, lexicon: EndingLexicon) -> bool:
    """Whether a statement ``text[start:stop]`` asks a cause for the end: a case before it, a deed of the merchant, a
    bond that ends upstream, or reasons that must be given. What stands before `until` can be a ground."""
    text = reading.text
    if lexicon.search("explained", text[start:stop]):
        return True
    if lexicon.search("cause", _without_exception(text[start:until])) or _merchant_deed(reading, start, until, lexicon):
        return True
    ends = ends_of(reading, lexicon)
    times = durations(reading)
    for a, b in clauses(text):
        if not start <= a < until:
            continue
        if _upstream(reading, a, b, lexicon):
            return True
        if (
            lexicon.search("condition", text[a:b])
            and not lexicon.search("no_condition", text[a:b])
            and not any(a <= end.start < b for end in ends)
            and not any(a <= time.start < b and is_notice(text, time, lexicon) for time in times)
        ):
            return True
    return False


def _adds_to_case(agreement: Agreement, reading: Reading, lexicon: EndingLexicon) -> bool:
    """Whether a sentence goes on from one that gives the cause: 乙方拖欠租金的，应付违约金。并且甲方有权单方解除."""
    if reading.previous is None or not lexicon.search("adds", reading.text):
        return False
    before = agreement.readings[reading.previous]
    return _caused(before, 0, len(before.text), len(before.text), lexicon)


def _conditional(chapeau: Reading, lexicon: EndingLexicon) -> bool:
    """Whether what introduces a list gives the cause of all its items: 乙方违约的，甲方可以：（一）终止本协议."""
    if lexicon.search("preamble", chapeau.text):
        return False
    return _caused(chapeau, 0, len(chapeau.text), len(chapeau.text), lexicon)


def _upstream(reading: Reading, start: int, stop: int, lexicon: EndingLexicon) -> bool:
    """Whether a clause tells that a bond between others than the merchant has ended: 收单机构停止与我司合作."""
    found = lexicon.search("upstream_bond", reading.text[start:stop])
    return found is not None and not any(
        role in ("merchant", "either") for a, _, role in reading.parties if start <= a < stop
    )


def _without_exception(text: str) -> str:
    """What is excepted is no cause of the rule: 应提前三十日通知，但监管机构要求立即停止的除外."""
    head, but, tail = text.partition("，但")
    return head if but and "除外" in tail else text


def _merchant_deed(reading: Reading, start: int, stop: int, lexicon: EndingLexicon) -> bool:
    """Whether a clause before the end tells of something the merchant does: 你连着两个月不刷，本店可以收回."""
    text = reading.text
    for a, b in clauses(text):
        if not start <= a < stop or lexicon.search("no_condition", text[a:b]):
            continue
        if lexicon.search("end", text[a:b]):
            return False
        parties = [party for party in reading.parties if a <= party[0] < b]
        if parties and parties[0][2] == "merchant" and not is_told(reading, parties[0][0], lexicon):
            return True
    return False
