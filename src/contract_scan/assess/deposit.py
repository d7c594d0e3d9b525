"""The deposit itself: whether one is charged, how much, to whom, under which name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.deposit_lines import IN_YUAN, charged_by, listed_sums
from contract_scan.assess.deposit_tables import PER_UNIT, table_sums
from contract_scan.assess.figures import table_header
from contract_scan.assess.mentions import Mention, Talk, clause_of
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.assess.talk import listen
from contract_scan.language.numbers import find_numbers
from contract_scan.language.quantities import Quantity
from contract_scan.model.report import Deposit, Evidence, Role

__all__ = ["read_deposit"]

_OWN_SUM = re.compile(r"¤*[：:]?(?:人民币)?[¥￥]?\d")
_BEFORE = 30  # characters between a deposit's name and the sum behind it
_SUM = re.compile(r"[\d,.]+")
_BY_AREA = re.compile(r"每(?:平方米|平米|平方|㎡)[^，。；]{0,4}$")
_BY_DAY = re.compile(r"(?:每|逐|按)过?[一1]?[日天](?:人民币|[¥￥])?$")
_TOTAL = re.compile(r"[^。；]{0,24}(?:共计|合计|总计|计|共)[^。；\d]{0,8}\d")
#: The brackets that the name stands in are closed, and something else is told.
_CLOSED = re.compile(r"\d[^（(]{0,8}[）)][、，和及与][^，。；]*$")
_HEADED = frozenset({"under.deposit", "within.deposit"})
_CHARGED = frozenset({"fee", "penalty"})
_ALTERNATIVE = re.compile(r"(?:[、/]|或者?)")
_NEXT_DEVICE = re.compile(r"(?:/[台户套店份])?(?:[，、和及与]+[\w（）()\- ]{2,16}){1,3}")
_NAMED = re.compile(r"(?:¤[^。；]{0,12}[:：]|[、，])[\w（）()\- ]{2,12}$")


def read_deposit(
    agreement: Agreement, lexicon: DepositLexicon, talk: Talk | None = None, *, everything: Talk | None = None
) -> Deposit:
    """Return what the agreement says of the deposit; ``exists`` is None where it speaks of none.

    `talk` is what it says of one sort of deposit; without it that of all sorts is read. `everything` is what it says
    of all sorts, where that is known already.
    """
    everything = listen(agreement, lexicon) if everything is None else everything
    talk = everything if talk is None else talk
    elsewhere = everything.by_index.keys() - talk.by_index.keys()
    sums: dict[Decimal, Evidence] = {}
    rows: set[Decimal] = set()  # those that only a table says
    per: str | None = None
    for mention in talk.mentions:
        for value, unit, start, end in _sums(agreement, mention, lexicon):
            if value not in sums:
                rows |= {value} if mention.reading.sentence.is_row else set()
                begin, stop = clause_of(mention.text, start, end)
                sums[value] = agreement.evidence(mention.reading, begin, stop)
            per = per or unit
    if not sums:
        sums.update(_returned_sums(agreement, talk, lexicon))
    for cell in table_sums(agreement):
        if cell.reading.sentence.index in elsewhere:
            continue
        rows |= {cell.value} - sums.keys()
        sums.setdefault(cell.value, agreement.evidence(cell.reading, cell.start, cell.end))
        per = per or cell.per
    if 0 in rows and len(sums) > 1:
        del sums[Decimal(0)]  # a device that is given without one (码牌 | 0) is no other amount of it
    named = [mention for mention in talk.mentions if mention.names]
    denied = [mention for mention in named if _is_denied(mention, lexicon)]
    if not denied and all(lexicon["charge.none"].search(mention.text) for mention in named):
        denied = named  # 以上之外，不收押金: beside charges that are none
    charged = [
        mention
        for mention in talk.mentions
        if mention.near == 0
        and not mention.reading.sentence.paragraph.heading
        and mention not in denied
        and lexicon["charge.operative"].search(mention.reading.text)
    ]
    # One sentence may deny somebody else's deposit (the merchants' in an agent's agreement): the rest outweighs it.
    if denied and not sums and len(charged) <= 2 * len(denied):
        return Deposit(exists=False, evidence=tuple(agreement.evidence(mention.reading) for mention in denied[:2]))
    if not denied and not sums:  # named in a question, with an answer that says what becomes of it
        charged = charged or list(talk.asked)
        sums = {
            value: agreement.evidence(mention.reading, start, end)
            for mention in talk.asked
            for value, _, start, end in _sums(agreement, mention, lexicon)
        }
    if not charged and not sums:
        return Deposit(exists=None)
    foreign = dict(_foreign_sums(agreement, talk, lexicon))
    evidence = (*sums.values(), *foreign.values()) or (agreement.evidence(charged[0].reading),)
    return Deposit(
        exists=True,
        amounts=tuple(sums),
        per=per,
        payee=_payee(charged, lexicon),
        name=_name(talk),
        evidence=evidence,
        foreign=tuple(foreign),
    )


def _name(talk: Talk) -> str | None:
    names = [talk.names(group)[0] for group in talk.groups if talk.names(group)]
    return "、".join(names) or None


def _foreign_sums(agreement: Agreement, talk: Talk, lexicon: DepositLexicon) -> Iterator[tuple[str, Evidence]]:
    """The deposit's sums in other currencies than CNY, as they are written in a report, and where each stands."""
    for mention in talk.mentions:
        for quantity in mention.reading.quantities if mention.names else ():
            if quantity.kind == "foreign_money" and quantity.value and _is_deposit(mention, quantity, lexicon):
                begin, stop = clause_of(mention.text, quantity.start, quantity.end)
                yield f"{quantity.value:.2f} {quantity.unit}", agreement.evidence(mention.reading, begin, stop)


def _sums(
    agreement: Agreement, mention: Mention, lexicon: DepositLexicon
) -> Iterator[tuple[Decimal, str | None, int, int]]:
    """The sums that are the deposit's own: value, what it is charged by, and where it stands."""
    reading = mention.reading
    if reading.sentence.is_row:
        yield from _row_sums(agreement, mention, lexicon)
        return
    mention = _without_denied(mention, lexicon)
    about = mention.reading.signals & _HEADED or IN_YUAN.search(mention.text)
    listed = "about.deposit" in mention.reading.signals and lexicon["amount.lead_inline"].search(mention.text)
    if mention.names or mention.titled or listed or ("deposit" in mention.kinds and about):
        yield from listed_sums(agreement, mention, lexicon)
    if not mention.names:
        for quantity in _answered_sum(agreement, mention, lexicon):
            if quantity.value is not None:
                yield quantity.value, charged_by(quantity), quantity.start, quantity.end
        yield from _taken_sums(mention, lexicon)
        return
    for match in lexicon["amount.field"].finditer(mention.text):
        group = match.lastgroup or "value"
        if value := Decimal(match[group].replace(",", "")):
            yield value, None, *match.span(group)
    money = [quantity for quantity in reading.quantities if quantity.kind == "money"]
    own = [_is_deposit(mention, quantity, lexicon) for quantity in money]
    if any(own):
        own = [known or _is_another_case(mention, one, lexicon) for known, one in zip(own, money, strict=True)]
        for index, (one, other) in enumerate(pairwise(money)):
            own[index + 1] |= (
                own[index] and lexicon["amount.limit"].search(mention.text[one.end : other.start]) is not None
            )
    for quantity in _with_listed(mention.text, money, own, lexicon):
        if quantity.value is None:
            continue
        yield quantity.value, charged_by(quantity), quantity.start, quantity.end
        if quantity.upper is not None:
            yield quantity.upper, charged_by(quantity), quantity.start, quantity.end


def _answered_sum(agreement: Agreement, mention: Mention, lexicon: DepositLexicon) -> Iterator[Quantity]:
    """The sum by which a sentence answers how much the deposit is: 押金多少？200元一台."""
    index = mention.reading.sentence.index
    before = agreement.readings[index - 1] if index else None
    if before is None or "question" not in before.signals or not lexicon["names.how_much"].search(before.text):
        return
    money = [quantity for quantity in mention.reading.quantities if quantity.kind == "money"]
    yield from (quantity for quantity in money[:1] if quantity.value is not None)


def _returned_sums(agreement: Agreement, talk: Talk, lexicon: DepositLexicon) -> Iterator[tuple[Decimal, Evidence]]:
    """The sum of a deposit that is named only where it comes back: 甲方退还押金300元的前提是…. No share of it."""
    found = {
        quantity.value: agreement.evidence(mention.reading, *clause_of(mention.text, quantity.start, quantity.end))
        for mention in talk.mentions
        for quantity in mention.reading.quantities
        if quantity.kind == "money"
        and quantity.value is not None
        and lexicon["amount.returned"].search(mention.text[: quantity.start])
        and not lexicon["amount.share"].search(mention.text[: quantity.start])
    }
    if len(found) == 1:
        yield from found.items()  # of several, each may be a share


def _with_listed(
    text: str, money: Sequence[Quantity], own: Sequence[bool], lexicon: DepositLexicon
) -> Iterator[Quantity]:
    """The sums that are the deposit's, with those listed beside one: 移动POS每台800元、固定POS每台500元的押金."""
    joined = [_in_one_list(text, one, other, lexicon) for one, other in pairwise(money)]
    for index, quantity in enumerate(money):
        first = next((at for at in range(index, 0, -1) if not joined[at - 1]), 0)
        last = next((at for at in range(index, len(money) - 1) if not joined[at]), len(money) - 1)
        if any(own[first : last + 1]):
            yield quantity


def _in_one_list(text: str, one: Quantity, other: Quantity, lexicon: DepositLexicon) -> bool:
    """Whether two sums are alternatives (299元、599元), or one each of devices (主机每台1500元，打印机每台300元)."""
    between = text[one.end : other.start]
    if _ALTERNATIVE.fullmatch(between):
        return True
    # Each is charged by the piece, or each has a name of its own: 押金：扫码盒100元、刷脸设备800元.
    each = charged_by(one) is not None and charged_by(one) == charged_by(other)
    named = (
        charged_by(one) is None and between.startswith(("、", "，")) and _NAMED.search(text, 0, one.start) is not None
    )
    return (
        (each or named)
        and not _is_mixed_total(text, between, one.end, lexicon)
        and _NEXT_DEVICE.fullmatch(between) is not None
        and lexicon["amount.foreign"].search(between) is None
        and lexicon["amount.unlisted"].search(between) is None
        and "¤" not in between
    )


def _is_mixed_total(text: str, lead: str, end: int, lexicon: DepositLexicon) -> bool:
    """Whether `lead` leads up to a total in which there is more than the deposit, told in ``text[:end]``: 押金10000元、
    周转金1000元，合计11000元."""
    total = lexicon["amount.total"].search(lead) is not None
    return total and lexicon["amount.mixed"].search(text, 0, end) is not None


def _taken_sums(mention: Mention, lexicon: DepositLexicon) -> Iterator[tuple[Decimal, str | None, int, int]]:
    """The sums of a sentence that goes on about the deposit: 这是激活款。完成首笔刷卡后，系统冻结399元."""
    if mention.kinds & _CHARGED:
        return
    for quantity in mention.reading.quantities:
        before = mention.text[: quantity.start]
        taken = lexicon["amount.standard"].search(before) or (
            "deposit" in mention.kinds
            and "refund" not in mention.kinds
            and (
                lexicon["amount.taken"].search(before)
                or (lexicon["amount.lodged"].search(before) and not lexicon["names.charge"].search(mention.text))
            )
        )
        if quantity.kind == "money" and quantity.value is not None and taken and quantity.bound is None:
            yield quantity.value, charged_by(quantity), quantity.start, quantity.end


def _is_denied(mention: Mention, lexicon: DepositLexicon) -> bool:
    """Whether the sentence says that no deposit is charged, and not only none beside the one that is."""
    found = lexicon["charge.none"].search(mention.text)
    return found is not None and lexicon["charge.besides"].search(mention.text[: found.start()]) is None


def _without_denied(mention: Mention, lexicon: DepositLexicon) -> Mention:
    """Leave out the names of what is said not to be charged: POS每台押金300元，台卡免押金."""
    denied = [match.span() for match in lexicon["charge.none"].finditer(mention.text)]
    kept = [i for i, name in enumerate(mention.names) if not any(a <= name[0] < b for a, b in denied)]
    if len(kept) == len(mention.names):
        return mention
    return replace(mention, names=tuple(mention.names[i] for i in kept), sorts=tuple(mention.sorts[i] for i in kept))


def _is_another_case(mention: Mention, quantity: Quantity, lexicon: DepositLexicon) -> bool:
    """Whether a sum is what others lodge of the deposit that the sentence has just named."""
    return quantity.bound is None and lexicon["amount.also"].search(mention.text[: quantity.start]) is not None


def _is_deposit(mention: Mention, quantity: Quantity, lexicon: DepositLexicon) -> bool:
    text, foreign = mention.text, lexicon["amount.foreign"]
    begin, stop = clause_of(text, quantity.start, quantity.end)
    if "■" in text[quantity.start : quantity.end] or lexicon["amount.replaced"].match(text[quantity.end :]):
        return False
    if lexicon["amount.foreign_clause"].search(text[begin:stop]) or lexicon["amount.once"].search(
        text[begin : quantity.start]
    ):
        return False
    if lexicon["amount.total"].search(text[begin : quantity.start]) and lexicon["names.charge"].search(text[:begin]):
        return False  # 服务费300元，押金200元，合计500元
    if lexicon["amount.named_behind"].match(text[quantity.end :]) or lexicon["amount.together"].search(
        text[: quantity.start]
    ):
        return False  # 99元为首年会员费; 年费及押金共2,100元
    if "/笔" in text[quantity.start : quantity.end + 2]:
        return False  # 0.9%+0.5元/笔 in a line that goes on with the deposit
    if any(start < quantity.end and quantity.start < end for start, end, _ in mention.names):
        return True  # what is frozen without a name: the sum is the name
    if lexicon["amount.fined"].search(text[: quantity.start]):
        return False
    if _BY_DAY.search(text, begin, quantity.start):
        return False  # 按每天300元计收占用金
    if _BY_AREA.search(text, begin, quantity.start) and _TOTAL.match(text, quantity.end):
        return False  # 按每平方米100元计收，共计8600元
    before = [end for _, end, _ in mention.names if end <= quantity.start]
    if before and _CLOSED.search(text, max(before), quantity.start):
        return False  # 刷卡机（押金228元）、流量卡（100元）
    if before and "¤" in text[max(before) : quantity.start]:
        return False  # 押金300元，风险保证金2000元: the name of another sort stands nearer
    if before:
        between = lexicon["amount.measure"].sub("", text[max(before) : quantity.start])
        listed = _SUM.search(between) and lexicon["amount.unlisted"].search(between)
        mixed = _is_mixed_total(text, between, quantity.start, lexicon)
        if len(between) <= _BEFORE and not (foreign.search(between) or listed or mixed):
            return True
    if not before and "¤" in text[begin : quantity.start]:
        return False  # 押金300元和风险保证金2000元: it is the sum of the sort before
    if before and lexicon["amount.own"].search(text[max(before) : quantity.start]):
        return True
    ahead = lexicon["amount.ahead"].search(text[quantity.end :])
    if ahead is None or lexicon["amount.foreign_ahead"].search(ahead.group()):
        return False
    if _OWN_SUM.match(text, quantity.end + ahead.end()):
        return False  # 年付480 押金：600
    # 押金398元 … 从押金: the sum is what stands before it, unless another verb takes it.
    return lexicon["amount.foreign_before"].search(text[begin : quantity.start]) is None


def _row_sums(
    agreement: Agreement, mention: Mention, lexicon: DepositLexicon
) -> Iterator[tuple[Decimal, str | None, int, int]]:
    """A row 押金 | 299元/台, a cell 押金800/台, or a column headed 押金（元/台）."""
    reading = mention.reading
    cells = reading.sentence.cells()
    header = table_header(agreement, reading)
    at = 0
    labelled = False
    for index, cell in enumerate(cells):
        start = reading.text.index(cell, at) if cell else at
        at = end = start + len(cell)
        named = [span for span in mention.names if start <= span[0] < end]
        money = [q for q in reading.quantities if q.kind == "money" and start <= q.start < end]
        if named:
            own = [q for q in money if _is_deposit(mention, q, lexicon)]
            if own and own[0].value is not None:
                yield own[0].value, charged_by(own[0]), own[0].start, own[0].end
            # 终端型号 | 电签版 | 保证金 | 200元: a form has label and value side by side, as often as its width allows.
            labelled = not own and (index == 0 or (index % 2 == 0 and len(cells) % 2 == 0))
        elif labelled and money:
            if not lexicon["amount.foreign"].search(cell[: money[0].start - start]):
                beside = [index == 0 for index, _ in enumerate(money)]
                for quantity in _with_listed(mention.text, money, beside, lexicon):
                    if quantity.value is not None:
                        yield quantity.value, charged_by(quantity), quantity.start, quantity.end
            labelled = False
        elif header is not None and lexicon["amount.header"].search(header[index]):
            per = PER_UNIT.search(header[index])
            numbers = list(find_numbers(cell))
            value = money[0].value if money else numbers[0].value if numbers else None
            if value is not None:
                yield value, per["unit"] if per else None, start, end


def _payee(charged: list[Mention], lexicon: DepositLexicon) -> Role | None:
    """Who takes the deposit: 向乙方缴存押金, 由丙方收取, 丙方向甲方收取."""
    for mention in charged:
        text = mention.text
        if "¤" not in text or lexicon["effects.deny"].search(text):
            continue
        for start, end, role in mention.reading.parties:
            if role not in ("provider", "agent"):
                continue
            taken = lexicon["payee.from"].search(text[end:]) is not None
            paid = lexicon["payee.to"].search(text[:start]) and lexicon["payee.verbs"].search(text[end:])
            asked = lexicon["payee.collected_by"].search(text[:start]) and taken
            if (paid or asked or taken) and "¤" in text[max(0, start - 30) : end + 40]:
                return "provider" if role == "provider" else "agent"
    return None
