"""Whose deposit a sentence speaks of: the merchant's own, or one of its customers or of a third company."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contract_scan.assess.patterns import DepositLexicon
from contract_scan.frames.model import Reading

__all__ = ["is_of_others"]

_PAID = re.compile(r"(?:缴纳|交纳|缴存|交付|支付|预付|交|付)的?[^，。；]{0,6}$")
_TOWARDS = re.compile(r"(?:向|给|对|从|由)$")

Names = Sequence[tuple[int, int, str]]


def is_of_others(reading: Reading, text: str, names: Names, lexicon: DepositLexicon, *, sure: bool) -> bool:
    """Say whether every deposit that a sentence names is one of the merchant's customers, or of a third company.

    Args:
        reading: the sentence.
        text: its text, with the deposits' names marked.
        names: the names, ``(start, end, name)``.
        lexicon: the patterns.
        sure: the general rules take the sentence for one about the merchant's deposit; then it takes more to say no.
    """
    if any(lexicon[f"others.{whose}"].search(text) for whose in ("customers_card", "third_party", "managers")):
        return True
    if any(lexicon["others.own"].search(name) for _, _, name in names):
        return False
    if _owed_by_merchant(reading, text, lexicon):
        return True
    return all(_lodged_with_merchant(reading, at, lexicon, sure=sure) for at, *_ in names)


def _lodged_with_merchant(reading: Reading, at: int, lexicon: DepositLexicon, *, sure: bool) -> bool:
    """Whether the merchant takes the deposit named at `at`: 乙方向客户收取的押金, 消费者向甲方缴纳的押金."""
    text = reading.text[:at]
    for start, end, role in reading.parties:
        if role != "merchant" or end > at:
            continue
        towards = _TOWARDS.search(text[:start])
        takes = not towards and lexicon["others.takes"].match(text[end:])
        if takes and (not sure or lexicon["others.payer"].search(text[end:])):
            return True
        if towards and not sure and _PAID.match(text[end:]):
            return True
    return False


def _owed_by_merchant(reading: Reading, text: str, lexicon: DepositLexicon) -> bool:
    """Whether the merchant must give the deposit back: 商户应退还押金, 押金的退还由贵商户负责."""
    others = [end for _, end, role in reading.parties if role in ("provider", "agent")]
    if any(lexicon["others.owes"].match(text[end:]) for end in others):
        return False
    for start, end, role in reading.parties:
        if role != "merchant":
            continue
        if not _TOWARDS.search(text[:start]) and _returns(text, start, end, lexicon):
            return True
        if lexicon["others.falls_to"].search(text[:start]) and lexicon["others.falls"].match(text[end:]):
            return True
    return False


def _returns(text: str, start: int, end: int, lexicon: DepositLexicon) -> bool:
    """Whether the merchant, named at ``[start, end)``, is said to have to give the deposit back.

    商户退还押金 alone may say who is asked for the terminal; 督促商户退还押金 does not.
    """
    match = lexicon["others.owes"].match(text[end:])
    if match is None:
        return False
    return match.group()[0] not in "退返归" or lexicon["others.asked"].search(text[:start]) is not None
