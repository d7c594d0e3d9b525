"""By what words a sentence names the merchant's deposit: its name, its clause, its sum."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.coined import Coined
from contract_scan.assess.mentions import Mention, clause_of
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.frames.model import Reading
from contract_scan.frames.polarity import clause_bounds

__all__ = ["SETTLES", "named_by_clause", "named_by_sum", "own_names", "printed_names"]

_VERBAL = re.compile(r"^[退返]")  # 退押, 返押: the verb with its object
#: Before a sum that grows by the day, and so is charged: 按每天300元计收占用金.
_BY_DAY = re.compile(r"[每按逐]过?[一1]?[日天][^，。；\d]{0,4}[\d,.]+元(?:的标准)?(?:计?收取?|支?付|缴纳?|交纳?)$")
_SUM = "押金"  # what a sum is called that is the deposit by its amount alone
_PLAIN = re.compile(r"押金|保证金")
_PAYS = re.compile(r"(?:支付|缴纳|交纳|交存|缴存|交付|付|交)[^，。；]{0,6}$")
#: The patterns of what becomes of the deposit.
SETTLES = ("effects.deny", "effects.forfeit", "effects.convert", "effects.return")


def printed_names(reading: Reading, coined: Coined, lexicon: DepositLexicon) -> Iterable[tuple[int, int, str]]:
    """Yield the names of a deposit that a sentence prints, as `(start, end, name)`; of two that overlap the first."""
    taken: list[tuple[int, int, str]] = [
        (hit.start, hit.end, hit.text)
        for hit in reading.hits
        if hit.concept == "deposit" and not _VERBAL.match(hit.text) and not _BY_DAY.search(reading.text, 0, hit.start)
    ]
    # 不退押金: the longest term 退押 hides the name 押金.
    taken += [
        (hit.end - 1, hit.end + 1, "押金")
        for hit in reading.hits
        if hit.concept == "deposit" and _VERBAL.match(hit.text) and reading.text.startswith("押金", hit.end - 1)
    ]
    for pattern, called in coined:
        taken += [(match.start(), match.end(), called) for match in pattern.finditer(reading.text)]
    taken += [
        (match.start(), match.end(), match.group())
        for match in (_PLAIN.finditer(reading.text) if "guest_deposit" in reading.concepts else ())
        if _is_paid_to_provider(reading, match.start())
    ]
    last = -1
    leads = [lexicon["names.lead"].match(name) for _, _, name in taken]
    taken = [
        (start + lead.end(), end, name[lead.end() :]) if lead else (start, end, name)
        for (start, end, name), lead in zip(taken, leads, strict=True)
    ]
    for start, end, name in sorted(taken, key=lambda span: (span[0], -span[1])):
        if start >= last:
            yield start, end, name
            last = end


def own_names(reading: Reading, label: str) -> Iterable[tuple[int, int, str]]:
    """The deposit of whom this agreement serves, where its words are those for guests': 会员押金 in a member's own."""
    merchants = [
        (start, end) for start, end, role in reading.parties if role == "merchant" and reading.text[start:end] == label
    ]
    for match in _PLAIN.finditer(reading.text):
        told = any(
            hit.concept == "guest_deposit"
            and hit.start <= match.start() < hit.end
            and any(
                hit.start <= start < hit.end
                and (
                    end >= match.start() - 1
                    or (start == hit.start and _PAYS.search(reading.text, end, match.start()) is not None)
                )
                for start, end in merchants
            )
            for hit in reading.hits
        )
        if told or any(end == match.start() for _, end in merchants):
            yield match.start(), match.end(), match.group()


def _is_paid_to_provider(reading: Reading, at: int) -> bool:
    """Whether the merchant pays what is named at `at` to the provider: 乙方应向甲方支付场地押金."""
    roles = [(start, role) for start, end, role in reading.parties if end <= at]
    return (
        [role for _, role in roles[-2:]] == ["merchant", "provider"]
        and reading.text.startswith("向", roles[-1][0] - 1)
        and _PAYS.search(reading.text, roles[-1][0], at) is not None
    )


def named_by_clause(
    agreement: Agreement, reading: Reading, mentions: dict[int, Mention], lexicon: DepositLexicon
) -> Iterable[tuple[int, int, str]]:
    """The deposit, called by the number of the clause that names it: 第三条所述款项."""
    for match in lexicon["names.by_clause"].finditer(reading.text):
        there = [m for m in mentions.values() if m.names and agreement.is_in_clause(m.reading, match["clause"])]
        others = lexicon["names.charge"]
        if there and not any(others.search(mention.reading.text) for mention in there):
            yield match.start(), match.end(), there[0].names[0][2]


def named_by_sum(
    reading: Reading, mentions: dict[int, Mention], lexicon: DepositLexicon
) -> Iterable[tuple[int, int, str]]:
    """The deposit, called by its sum, wherever its fate is told: 您支付的199元自激活之时起抵作购置款."""
    settled = {clause_bounds(reading.text, f.start) for f in reading.frames if f.resolved_from == "sum"}
    beside = [
        (quantity.start, quantity.end)
        for quantity in reading.quantities
        if quantity.kind == "money" and any(begin <= quantity.start < stop for begin, stop in settled)
    ]
    if beside:
        yield from ((start, end, _SUM) for start, end in beside)
        return
    led = [
        (quantity.start, quantity.end, quantity.value)
        for quantity in reading.quantities
        if quantity.kind == "money" and lexicon["names.sum_lead"].search(reading.text[: quantity.start])
    ]
    if not led or lexicon["others.payer"].search(reading.text):
        return
    if not any(lexicon[word].search(reading.text) for word in SETTLES):
        return
    sums = {value: name for mention in mentions.values() for value, name in _own_sums(mention)}
    for start, end, value in led:
        if value in sums and not lexicon["names.sum_not"].match(reading.text[end:]):
            yield start, end, sums[value]


def _own_sums(mention: Mention) -> Iterable[tuple[Decimal | None, str]]:
    """The sums that stand right by a name of the deposit: 押金199元, 199元（押金）."""
    for quantity in mention.reading.quantities:
        begin, stop = clause_of(mention.text, quantity.start, quantity.end)
        for start, end, name in mention.names:
            if quantity.kind == "money" and quantity.value and begin <= start and end <= stop:
                yield quantity.value, name
