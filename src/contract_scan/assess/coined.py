"""The names that one agreement alone has for its deposit, and sums put down, frozen or coming back without a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.frames.model import Reading
from contract_scan.language.concepts import ConceptHit
from contract_scan.language.quantities import Quantity
from contract_scan.literals import may_match

__all__ = ["Coined", "read_coined", "read_pledged", "read_returned"]

_FROZEN = "冻结款"  # what a sum that is frozen without a name is called
_RETURNED = "可退款项"  # what a sum is called that comes back and has no name that is known
_PLEDGED = "押金"  # what a sum that is put down without a name is called
_PUT_DOWN = r"(?:(?<=押)|(?<=押[着了下上的你您款])|(?<=押现[金款])|(?<=押[甲乙丙]方)|(?<=押[商用]户)|(?<=押[之的]款))"
_BEGINS = r"(?<![\d,.一二两三四五六七八九十百千万])"
_AS_PLEDGE = r"(?=整?[，（(]?(?:用?作为?|当做?|算作?|充)(?:抵?押|[^，。；]{0,4}担保))"
_SETTLED = r"(?=[^，。；\d]{0,6}(?:退|还|返))"

_LEAST: Final = 10  # 元; no deposit is less
_BREAK: Final = re.compile("[，；。]")
_SAME_SUM: Final = re.compile(r"(?:此|该|上述|前述|这笔|本)(?:项|笔)?(?:款项?|资金|钱)")
#: Before a name whose sum grows with time, and so is charged: 按每天300元计收占用金.
_BY_PERIOD = re.compile(r"(?:每|按|逐)[日天月][^，。；]{0,14}$")
#: What else may come back: money of customers.
_OTHERS: Final = frozenset({"cardholder_refund", "guest_deposit", "foreign_deposit"})

#: Where the words that one agreement alone has for its deposit stand, and what each is called.
Coined = Sequence[tuple[re.Pattern[str], str]]


def read_coined(agreement: Agreement, lexicon: DepositLexicon) -> Coined:
    """Return names that this agreement alone gives its deposit: it takes such a sum, and says whether it comes back."""
    taken: set[str] = set()
    settled: set[str] = set()
    frozen = [
        match["name"]
        for name in ("names.frozen", "names.frozen_sum", "names.defined")
        for pattern in (lexicon[name],)
        for reading in agreement.saying(pattern)
        for match in pattern.finditer(reading.text)
    ]
    called = re.compile("|".join(map(re.escape, sorted(frozen, key=len, reverse=True))) or r"(?!)")
    coined = lexicon["names.coined"]
    for reading in agreement.readings:
        if not frozen and not may_match(coined, reading.sentence.grams):
            continue
        for match in (*coined.finditer(reading.text), *called.finditer(reading.text)):
            known: list[ConceptHit] = [h for h in reading.hits if h.concept == "deposit" and h.end >= match.end()]
            if any(hit.start <= match.start() for hit in known):
                continue
            word = re.sub(lexicon["names.coined_lead"], "", match.group())
            if word not in frozen and lexicon["names.coined_not"].search(word):
                continue
            if _BY_PERIOD.search(reading.text, 0, match.start()):
                continue
            if any(quantity.kind == "money" for quantity in reading.quantities):
                taken.add(word)
            text = lexicon["masks.quoted"].sub("", reading.text)
            if any(lexicon[f"effects.{effect}"].search(text) for effect in ("deny", "forfeit", "return")):
                settled.add(word)
    return tuple(
        (re.compile(rf"(?<![\d,.]){re.escape(word)}"), _FROZEN if word[0].isdigit() else word)
        for word in sorted(taken & settled)
    )


def read_pledged(agreement: Agreement, lexicon: DepositLexicon) -> Coined:
    """Return where a sum without a name is the deposit, because it is put down for a device that is lent."""
    pledged = lexicon["names.pledged"]
    if not any(agreement.saying(lexicon["names.lent"])):
        return ()
    sums = {
        match[match.lastgroup]
        for reading in agreement.saying(pledged)
        if not lexicon["others.payer"].search(reading.text)
        for match in pledged.finditer(reading.text)
        if match.lastgroup
    }
    return tuple(
        (
            re.compile(rf"{_PUT_DOWN}{re.escape(word)}|{_BEGINS}{re.escape(word)}(?:{_AS_PLEDGE}|{_SETTLED})"),
            _PLEDGED,
        )
        for word in sorted(sums)
    )


def read_returned(agreement: Agreement, lexicon: DepositLexicon) -> Coined:
    """Return where a sum under no known name is the deposit: paid by the merchant for a device, it comes back whole.

    Only an agreement that names no deposit, or none that it takes (免押金), is looked through.
    """
    if any("deposit" in r.concepts and "no_deposit" not in r.concepts for r in agreement.readings):
        return ()
    if not any("equipment" in reading.concepts for reading in agreement.readings):
        return ()
    paid: set[Decimal] = set()
    back: set[Decimal] = set()
    printed: dict[Decimal, set[str]] = {}
    for reading in agreement.readings:
        sums = [
            (q.value, q)
            for q in reading.quantities
            if q.kind == "money" and q.value and q.value >= _LEAST and not q.bound
        ]
        if not sums or reading.concepts & _OTHERS or lexicon["names.undone"].search(reading.text):
            continue
        for value, quantity in sums:
            printed.setdefault(value, set()).add(quantity.text)
        if "pay.by.merchant" in reading.signals or "collect.by.provider" in reading.signals:
            paid |= {value for value, _ in sums}
        back |= {value for value, quantity in sums if _is_given_back(reading, quantity)}
        swiped = {
            value
            for value, quantity in sums
            if lexicon["names.swiped"].search(reading.text[: quantity.start]) and _comes_back(reading, quantity.end)
        }
        paid |= swiped
        back |= swiped
    words = {word for value in paid & back for word in printed[value]}
    return tuple((re.compile(rf"{_BEGINS}{re.escape(word)}"), _RETURNED) for word in sorted(words))


def _is_given_back(reading: Reading, quantity: Quantity) -> bool:
    """Whether a sum stands in one breath with a verb of giving back: 将298元一次性返还."""
    return any(
        frame.predicate == "return"
        and not frame.negative
        and not _BREAK.search(reading.text, min(frame.end, quantity.end), max(frame.start, quantity.start))
        for frame in reading.frames
    )


def _comes_back(reading: Reading, at: int) -> bool:
    """Whether the sum said before `at` is said to come back: 激活时需刷卡299元，…，该笔款项在首月达标后返还."""
    same = _SAME_SUM.search(reading.text, at)
    return same is not None and any(
        frame.predicate == "return" and not frame.negative and frame.start >= same.end() for frame in reading.frames
    )
