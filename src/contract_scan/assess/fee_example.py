"""What the charges of an agreement come to in a year, for a merchant like many: a sum that anybody can do again.

The merchant takes 10,000 元 a month by credit card, in transactions of 200 元, with one terminal. Figures of one
agreement say little by themselves; on the same merchant two agreements can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from contract_scan.assess.fee_words import FeeLexicon
from contract_scan.model.report import FeeExample, FeeExampleLine, FeeItem

__all__ = ["MONTHLY_TURNOVER", "TRANSACTION", "fee_example"]

#: CNY by credit card in a month, and in one transaction.
MONTHLY_TURNOVER: Final = Decimal(10000)
TRANSACTION: Final = Decimal(200)

_MONTHS: Final = 12
_CENT: Final = Decimal("0.01")
_TIMES: Final = {"month": 12, "quarter": 4, "half_year": 2, "year": 1}
_CREDIT_CARD: Final = "贷记卡"


def fee_example(fees: Sequence[FeeItem], lexicon: FeeLexicon) -> FeeExample | None:
    """Return what `fees` come to in a year, or None where there are none.

    Of several rates for a credit card the dearest is counted, since the merchant does not choose the card. Waivers
    are not taken off: what a waiver hangs on is not known.
    """
    if not fees:
        return None
    swipe = _swipe(fees, lexicon)
    lines = tuple(_line(index, fee, swipe, lexicon) for index, fee in enumerate(fees))
    yearly = _sum(lines, "yearly")
    once = _sum(lines, "once")
    return FeeExample(
        monthly_turnover=MONTHLY_TURNOVER,
        transaction=TRANSACTION,
        lines=lines,
        yearly=yearly,
        once=once,
        first_year=yearly + once,
        share=(yearly / (MONTHLY_TURNOVER * _MONTHS)).quantize(Decimal("0.00001"), ROUND_HALF_UP),
        rate_known=swipe is not None,
    )


def _swipe(fees: Sequence[FeeItem], lexicon: FeeLexicon) -> int | None:
    """Return the index of the rate that an ordinary credit card is charged at: one for it before one for any card."""
    named = [i for i, fee in enumerate(fees) if _is_rate(fee, lexicon) and _CREDIT_CARD in (fee.card_type or "")]
    general = [i for i, fee in enumerate(fees) if _is_rate(fee, lexicon) and fee.card_type in (None, lexicon.any_card)]
    return max(named or general, key=lambda i: _of_one(fees[i]), default=None)


def _is_rate(fee: FeeItem, lexicon: FeeLexicon) -> bool:
    odd = (
        fee.currency
        or lexicon.search("foreign", fee.name)
        or (fee.card_type is None and lexicon.search("on_demand", fee.name))
    )
    return fee.type == "transaction_rate" and fee.rate is not None and not odd


def _of_one(fee: FeeItem) -> Decimal:
    """What one transaction is charged. Cap and least hold for the rate, a fixed amount comes on top."""
    charge = (fee.rate or Decimal(0)) * TRANSACTION
    if fee.min is not None:
        charge = max(charge, fee.min)
    if fee.cap is not None:
        charge = min(charge, fee.cap)
    return charge + (fee.amount or Decimal(0))


def _line(index: int, fee: FeeItem, swipe: int | None, lexicon: FeeLexicon) -> FeeExampleLine:
    times = MONTHLY_TURNOVER / TRANSACTION * _MONTHS
    if index == swipe:
        return FeeExampleLine(
            fee=index, counted="yearly", amount=_cents(_of_one(fee) * times), reckoning=_reckoning(fee)
        )
    if fee.rate is None and fee.amount is None:
        return FeeExampleLine(fee=index, counted="free" if fee.waiver else "unknown")
    if fee.currency:  # a sum of another currency is in no sum of this one
        return FeeExampleLine(fee=index, counted="other_means")
    if fee.type == "periodic" and fee.amount is not None and fee.period and not lexicon.search("on_demand", fee.name):
        each = _TIMES[fee.period]
        return FeeExampleLine(
            fee=index,
            counted="yearly",
            amount=_cents(fee.amount * each),
            reckoning=f"{_plain(fee.amount)} × {each}" if each > 1 else _plain(fee.amount),
        )
    if lexicon.search("on_demand", fee.name) or fee.type == "other":
        return FeeExampleLine(fee=index, counted="on_demand")
    if fee.type == "transaction_rate" or _of_other_means(fee, lexicon):
        return FeeExampleLine(fee=index, counted="other_means")
    if fee.type == "per_transaction" and fee.amount is not None:
        return FeeExampleLine(
            fee=index,
            counted="yearly",
            amount=_cents(fee.amount * times),
            reckoning=f"{_plain(fee.amount)} × {_plain(MONTHLY_TURNOVER / TRANSACTION)} × {_MONTHS}",
        )
    if fee.type == "one_off" and fee.amount is not None:
        return FeeExampleLine(fee=index, counted="once", amount=_cents(fee.amount), reckoning=_plain(fee.amount))
    return FeeExampleLine(fee=index, counted="on_demand")


def _of_other_means(fee: FeeItem, lexicon: FeeLexicon) -> bool:
    card = fee.card_type or ""
    return bool(lexicon.search("foreign", fee.name)) or bool(
        card and card != lexicon.any_card and _CREDIT_CARD not in card
    )


def _reckoning(fee: FeeItem) -> str:
    """Write the year's sum for a rate: by the turnover where the rate alone counts, else transaction by transaction."""
    rate = fee.rate or Decimal(0)
    percent = f"{_plain(rate * 100)}%"
    by_rate = rate * TRANSACTION
    limited = by_rate if fee.min is None else max(by_rate, fee.min)
    limited = limited if fee.cap is None else min(limited, fee.cap)
    if limited == by_rate and not fee.amount:
        return f"{_plain(MONTHLY_TURNOVER)} × {percent} × {_MONTHS}"
    one = f"{_plain(TRANSACTION)} × {percent}" if limited == by_rate else _plain(limited)
    if fee.amount:
        one = f"({one} + {_plain(fee.amount)})"
    return f"{one} × {_plain(MONTHLY_TURNOVER / TRANSACTION)} × {_MONTHS}"


def _sum(lines: Sequence[FeeExampleLine], counted: str) -> Decimal:
    return sum((line.amount for line in lines if line.counted == counted and line.amount is not None), Decimal("0.00"))


def _cents(value: Decimal) -> Decimal:
    return value.quantize(_CENT, ROUND_HALF_UP)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
