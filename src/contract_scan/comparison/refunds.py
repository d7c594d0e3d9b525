"""What changed about the deposit and its return."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from contract_scan.comparison import words
from contract_scan.comparison.favour import ABSENT, by_size, combined
from contract_scan.comparison.pairing import paired
from contract_scan.comparison.side import Pair
from contract_scan.language.quantities import find_quantities
from contract_scan.model.comparison import Change, Favours
from contract_scan.model.report import Condition, ContractReport, Deadline, Deduction, Deposit, Evidence, Reason

__all__ = ["deposit_changes", "refund_changes"]

#: How bad each verdict is for the merchant.
_RANK: Final = {
    "no_deposit": 0,
    "refundable": 1,
    "conditional": 2,
    "silent": 3,
    "contradictory": 3,
    "non_refundable": 4,
}
#: Days in a unit, near enough to say which of two periods is longer.
_DAYS: Final = {
    "day": Decimal(1),
    "working_day": Decimal("1.4"),
    "week": Decimal(7),
    "month": Decimal(30),
    "quarter": Decimal(91),
    "half_year": Decimal(182),
    "year": Decimal(365),
}
_LONGER_IS_EASIER: Final = ("application_window", "device_return")
_ONE_OF: Final = ("之一", "任一", "任意一", "其中一项")


def deposit_changes(pair: Pair) -> Iterator[Change]:
    """Yield what changed about the money lodged."""
    old, new = pair.old.deposit, pair.new.deposit
    if not old.exists and not new.exists:
        return
    if not old.exists:
        yield pair.added("deposit", "押金", words.deposit(new), new.evidence, "provider", "原来没有押金，现在要交")
        return
    if not new.exists:
        yield pair.removed("deposit", "押金", words.deposit(old), old.evidence, "merchant", "不再交押金")
        return
    if (sorted(set(old.amounts)), old.per) != (sorted(set(new.amounts)), new.per):
        favours, why = _amounts(old, new)
        before, after = (words.deposit(old), old.evidence), (words.deposit(new), new.evidence)
        yield pair.changed("deposit", "押金金额", before, after, favours, why)
    if old.payee != new.payee and old.payee and new.payee:
        yield pair.changed(
            "deposit",
            "押金交给谁",
            (words.ROLES[old.payee], old.evidence),
            (words.ROLES[new.payee], new.evidence),
            "provider" if new.payee == "agent" else "merchant" if old.payee == "agent" else "unclear",
            "交给代理商的，要回来更难" if "agent" in (old.payee, new.payee) else "收钱的人变了",
        )


def _amounts(old: Deposit, new: Deposit) -> tuple[Favours, str]:
    if old.per != new.per:
        return "unclear", "计收的单位变了，不能直接比"
    if not old.amounts or not new.amounts:
        return "unclear", "有一份没写金额"
    favours = combined(
        (
            by_size(min(old.amounts), min(new.amounts), more="provider"),
            by_size(max(old.amounts), max(new.amounts), more="provider"),
        )
    )
    if favours == "neutral":
        return "unclear", "档次变了，最高和最低没变"
    return favours, {"provider": "押金高了", "merchant": "押金低了"}.get(favours, "有的档高了，有的档低了")


def refund_changes(pair: Pair) -> Iterator[Change]:
    """Yield what changed about the return: verdict, conditions, deadline, interest, payer, deductions."""
    yield from _verdict(pair)
    yield from _conditions(pair)
    yield from _deadline(pair)
    yield from _interest(pair)
    old, new = pair.old.refund, pair.new.refund
    if old.payer and new.payer and old.payer != new.payer:
        before = words.ROLES[old.payer], _first(old.reasons)
        after = words.ROLES[new.payer], _first(new.reasons)
        yield pair.changed("payer", "由谁退", before, after, "unclear", "退钱的人变了")
    yield from _deductions(pair)


def _interest(pair: Pair) -> Iterator[Change]:
    old, new = pair.old.refund.interest, pair.new.refund.interest
    if old == new:
        return
    # What is not said bears none that could be asked for by the contract, but may by law.
    rank = {"bearing": 0, None: 1, "none": 2}
    names = {"bearing": "计息", "none": "不计息", None: ABSENT}
    before, after = (names[old], _about_interest(pair.old)), (names[new], _about_interest(pair.new))
    favours: Favours = "merchant" if rank[new] < rank[old] else "provider"
    yield pair.changed("interest", "押金计息", before, after, favours, "押金的利息归谁变了")


def _about_interest(report: ContractReport) -> tuple[Evidence, ...]:
    places = [place for one in report.findings if one.kind in ("deposit", "refund") for place in one.evidence]
    return tuple(place for place in places if "息" in place.quote)[:1]


def _verdict(pair: Pair) -> Iterator[Change]:
    old, new = pair.old.refund, pair.new.refund
    if old.verdict == new.verdict:
        return
    favours: Favours = "unclear"
    why = "有一份没有读成" if "not_assessed" in (old.verdict, new.verdict) else "两种写法对商户差不多"
    before, after = _RANK.get(old.verdict), _RANK.get(new.verdict)
    if before is not None and after is not None and before != after:
        favours = "provider" if after > before else "merchant"
        why = "押金更难退了" if after > before else "押金更容易退了"
    yield pair.changed(
        "verdict",
        "押金退不退",
        (words.VERDICTS[old.verdict], _first(old.reasons)),
        (words.VERDICTS[new.verdict], _first(new.reasons)),
        favours,
        why,
    )


def _first(reasons: tuple[Reason, ...]) -> tuple[Evidence, ...]:
    """The places that a verdict rests on."""
    return reasons[0].evidence if reasons else ()


def _conditions(pair: Pair) -> Iterator[Change]:
    found = paired(pair.old.refund.conditions, pair.new.refund.conditions, _likeness, 1)
    for old, new in found:
        if old is None and new is not None:
            one_of = _one_of(pair, new, new_side=True)
            yield pair.added(
                "condition",
                f"退押金的条件：{words.CONDITIONS[new.type]}",
                words.condition(new),
                new.evidence,
                "unclear" if one_of else "provider",
                "合同写的是几项之一，多一项不一定更难" if one_of else "多了一个条件",
            )
        elif new is None and old is not None:
            one_of = _one_of(pair, old, new_side=False)
            yield pair.removed(
                "condition",
                f"退押金的条件：{words.CONDITIONS[old.type]}",
                words.condition(old),
                old.evidence,
                "unclear" if one_of else "merchant",
                "合同写的是几项之一，少一项不一定更容易" if one_of else "少了一个条件",
            )
        elif old is not None and new is not None:
            yield from _condition(pair, old, new)


def _likeness(old: Condition, new: Condition) -> float:
    if old.type != new.type:
        return 0
    return 1 + (old.value == new.value) + (old.unit == new.unit) + (old.window == new.window)


def _condition(pair: Pair, old: Condition, new: Condition) -> Iterator[Change]:
    if (old.value, old.unit, old.per, old.window) == (new.value, new.unit, new.per, new.window):
        return
    favours, why = _harder(old, new)
    yield pair.changed(
        "condition",
        f"退押金的条件：{words.CONDITIONS[old.type]}",
        (words.condition(old), old.evidence),
        (words.condition(new), new.evidence),
        favours,
        why,
    )


def _harder(old: Condition, new: Condition) -> tuple[Favours, str]:
    if old.per != new.per:
        return "unclear", "计数的单位变了，不能直接比"
    more: Favours = "merchant" if old.type in _LONGER_IS_EASIER else "provider"
    size = by_size(_size(old), _size(new), more=more)
    window = by_size(_window(old), _window(new), more="merchant")
    favours = combined((size, window))
    if favours == "neutral":
        return "unclear", "写法变了，数值看不出高低"
    if favours == "unclear":
        return favours, "门槛和期限一松一紧，或者有一份没写"
    return favours, "条件更难满足" if favours == "provider" else "条件更容易满足"


def _size(one: Condition) -> Decimal | None:
    if one.value is None:
        return None
    return one.value * _DAYS.get(one.unit or "", Decimal(1))


def _window(one: Condition) -> Decimal | None:
    if one.window is None:
        return None
    for quantity in find_quantities(one.window):
        if quantity.kind == "duration" and quantity.value is not None and quantity.unit in _DAYS:
            return quantity.value * _DAYS[quantity.unit]
    return None


def _one_of(pair: Pair, one: Condition, *, new_side: bool) -> bool:
    """Whether the conditions are alternatives: one more of them makes nothing harder."""
    text = (pair.new if new_side else pair.old).document.text or ""
    return any(word in text[max(0, place.start - 80) : place.end + 20] for place in one.evidence for word in _ONE_OF)


def _deadline(pair: Pair) -> Iterator[Change]:
    old, new = pair.old.refund.deadline, pair.new.refund.deadline
    title = "多久退"
    if old is None and new is not None:
        yield pair.added("deadline", title, words.deadline(new), new.evidence, "merchant", "写明了多久退")
    elif new is None and old is not None:
        yield pair.removed("deadline", title, words.deadline(old), old.evidence, "provider", "不再写多久退")
    elif old is not None and new is not None and (old.value, old.unit, old.from_) != (new.value, new.unit, new.from_):
        favours = by_size(_long(old), _long(new), more="provider")
        # A shorter period from a later event is no gain.
        later = old.from_ != new.from_
        yield pair.changed(
            "deadline",
            title,
            (words.deadline(old), old.evidence),
            (words.deadline(new), new.evidence),
            "unclear" if later or favours is None else favours,
            "起算的事不同，请对照" if later else "退得更慢" if favours == "provider" else "退得更快",
        )


def _long(one: Deadline) -> Decimal:
    return one.value * _DAYS[one.unit]


def _deductions(pair: Pair) -> Iterator[Change]:
    for old, new in paired(pair.old.refund.deductions, pair.new.refund.deductions, _same_deduction, 60):
        if old is None and new is not None:
            yield pair.added("deduction", "可以从押金里扣", new.text, new.evidence, "provider", "多了可以扣的钱")
        elif new is None and old is not None:
            yield pair.removed("deduction", "可以从押金里扣", old.text, old.evidence, "merchant", "少了可以扣的钱")
        elif old is not None and new is not None and old.amount != new.amount:
            favours = by_size(old.amount, new.amount, more="provider")
            yield pair.changed(
                "deduction",
                "可以从押金里扣",
                (old.text, old.evidence),
                (new.text, new.evidence),
                favours or "neutral",
                "扣得多了" if favours == "provider" else "扣得少了" if favours == "merchant" else "有一份没写多少",
            )


def _same_deduction(old: Deduction, new: Deduction) -> float:
    from rapidfuzz import fuzz

    return float(fuzz.ratio(old.text, new.text))
