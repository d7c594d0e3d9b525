"""What changed about fees, penalties, notice and renewal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from contract_scan.comparison import words
from contract_scan.comparison.favour import ABSENT, by_size, combined, opposite
from contract_scan.comparison.pairing import paired
from contract_scan.comparison.side import Pair
from contract_scan.model.comparison import Change, Favours
from contract_scan.model.report import AutoRenewal, Evidence, FeeItem, NoticePeriod, Penalty, TermInfo

__all__ = ["ending_changes", "fee_changes", "penalty_changes"]

_MONTHS: Final = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_ALIKE_NAMES: Final = 70
_ALIKE_PENALTIES: Final = 60
_DAYS: Final = {"day": Decimal(1), "working_day": Decimal("1.4"), "month": Decimal(30)}
_BY: Final = ("merchant", "provider", "either")
#: Whom a penalty serves, by who owes it; whom a way out serves, by whose it is.
_PAID: Final[dict[str, Favours]] = {"merchant": "provider", "provider": "merchant", "agent": "merchant"}
_WAY_OUT: Final[dict[str, Favours]] = {"merchant": "merchant", "provider": "provider"}
_NOISE: Final = re.compile(r"[\s（）()：:，,、。]+|交易|手续|服务|收费|标准")


def fee_changes(pair: Pair) -> Iterator[Change]:
    """Yield what changed about the charges; a fee that nobody says the size of is compared by its being there."""
    for old, new in paired(pair.old.fees, pair.new.fees, _likeness, _ALIKE_NAMES):
        if old is None and new is not None:
            free = new.amount == 0 or new.rate == 0
            favours: Favours = "neutral" if free else "provider" if _sized(new) else "unclear"
            why = "写明不收钱" if free else "多了一项收费" if _sized(new) else "多了一项，没写收多少"
            yield pair.added("fee", new.name, words.fee(new), new.evidence, favours, why)
        elif new is None and old is not None:
            favours = "merchant" if _sized(old) and old.amount != 0 else "unclear"
            why = "少了一项收费" if favours == "merchant" else "原来就没写收多少，或者不收"
            yield pair.removed("fee", old.name, words.fee(old), old.evidence, favours, why)
        elif old is not None and new is not None and _values(old) != _values(new):
            favours, why = _dearer(old, new)
            before, after = (words.fee(old), old.evidence), (words.fee(new), new.evidence)
            yield pair.changed("fee", new.name, before, after, favours, why)


def _likeness(old: FeeItem, new: FeeItem) -> float:
    from rapidfuzz import fuzz

    if (old.card_type or new.card_type) and old.card_type != new.card_type:
        return 0
    one, other = _NOISE.sub("", old.name) or old.name, _NOISE.sub("", new.name) or new.name
    score = float(fuzz.ratio(one, other))
    if old.card_type and old.type == new.type == "transaction_rate":
        # 贷记卡收款 and 信用卡手续费 are one charge where card and kind are the same.
        score = max(score, _ALIKE_NAMES)
    return score + 5 * (old.type == new.type)


def _sized(fee: FeeItem) -> bool:
    return fee.rate is not None or fee.amount is not None


def _values(fee: FeeItem) -> tuple[object, ...]:
    return (fee.rate, fee.amount, fee.cap, fee.min, fee.currency, fee.period, bool(fee.waiver), fee.changeable_by)


def _dearer(old: FeeItem, new: FeeItem) -> tuple[Favours, str]:
    parts = [
        by_size(old.rate, new.rate, more="provider"),
        by_size(_monthly(old), _monthly(new), more="provider"),
        by_size(old.min, new.min, more="provider") if old.min and new.min else _limit(old.min, new.min, "provider"),
        by_size(old.cap, new.cap, more="provider") if old.cap and new.cap else _limit(old.cap, new.cap, "merchant"),
        _limit(old.waiver, new.waiver, "merchant"),
        _changeable(old, new),
    ]
    if (old.period is None) != (new.period is None) or old.currency != new.currency:
        parts.append("unclear")
    favours = combined(parts)
    return favours, {
        "provider": "收得多了，或者更容易被加收",
        "merchant": "收得少了，或者更难被加收",
        "neutral": "折算下来一样",
        "unclear": "有升有降，或者有一份没写数额",
    }[favours]


def _monthly(fee: FeeItem) -> Decimal | None:
    if fee.amount is None:
        return None
    return fee.amount / _MONTHS[fee.period] if fee.period else fee.amount


def _limit(old: object, new: object, gain: Favours) -> Favours | None:
    """Whom a limit serves that only one of two has: `gain` is whom having it serves."""
    if bool(old) == bool(new):
        return None
    return gain if new else opposite(gain)


def _changeable(old: FeeItem, new: FeeItem) -> Favours | None:
    theirs = ("provider", "agent")
    if (old.changeable_by in theirs) == (new.changeable_by in theirs):
        return None
    return "provider" if new.changeable_by in theirs else "merchant"


def penalty_changes(pair: Pair) -> Iterator[Change]:
    """Yield what changed about penalties: those that the merchant owes, and those owed to the merchant."""
    old_ones, new_ones = pair.old.termination.penalties, pair.new.termination.penalties
    for old, new in paired(old_ones, new_ones, _same_penalty, _ALIKE_PENALTIES):
        one = new or old
        if one is None:
            continue
        title = f"违约金：{words.ROLES[one.by]}要付的" if one.by else "违约金"
        more = _PAID.get(one.by or "", "unclear")
        if old is None and new is not None:
            yield pair.added("penalty", title, words.penalty(new), new.evidence, more, "多了一项违约金")
        elif new is None and old is not None:
            yield pair.removed("penalty", title, words.penalty(old), old.evidence, opposite(more), "少了一项违约金")
        elif old is not None and new is not None and (old.amount, old.rate) != (new.amount, new.rate):
            parts = (by_size(old.amount, new.amount, more=more), by_size(old.rate, new.rate, more=more))
            before, after = (words.penalty(old), old.evidence), (words.penalty(new), new.evidence)
            yield pair.changed("penalty", title, before, after, combined(parts), "违约金的数额变了")


def _same_penalty(old: Penalty, new: Penalty) -> float:
    from rapidfuzz import fuzz

    return float(fuzz.ratio(old.text, new.text)) if old.by == new.by else 0


def ending_changes(pair: Pair) -> Iterator[Change]:
    """Yield what changed about notice, renewal and the provider's power to end at will."""
    old, new = pair.old.termination, pair.new.termination
    for by in _BY:
        yield from _notice(pair, _shortest(old.notice, by), _shortest(new.notice, by), by)
    title, may = "收单机构可以随意终止", "可以随时或自行判断终止"
    if new.provider_may_end_at_will and not old.provider_may_end_at_will:
        yield pair.added("ending", title, may, _theirs(new), "provider", "对方可以随意终止")
    elif old.provider_may_end_at_will and not new.provider_may_end_at_will:
        yield pair.removed("ending", title, may, _theirs(old), "merchant", "对方不能随意终止了")
    yield from _renewal(pair, old.auto_renewal, new.auto_renewal)


def _theirs(ending: TermInfo) -> tuple[Evidence, ...]:
    """Where the agreement speaks of the provider's ending: what is not about the merchant's notice."""
    mine = {(place.start, place.end) for one in ending.notice if one.by == "merchant" for place in one.evidence}
    found = tuple(place for place in ending.evidence if (place.start, place.end) not in mine)
    return found or ending.evidence


def _shortest(notices: tuple[NoticePeriod, ...], by: str) -> NoticePeriod | None:
    return min((one for one in notices if one.by == by), key=_days, default=None)


def _days(one: NoticePeriod) -> Decimal:
    return one.value * _DAYS[one.unit]


def _notice(pair: Pair, old: NoticePeriod | None, new: NoticePeriod | None, by: str) -> Iterator[Change]:
    title = f"{words.ROLES[by]}解约要提前多久"
    gain = _WAY_OUT.get(by, "unclear")
    # Long notice binds the one who gives it and serves the other.
    longer, who = opposite(gain), words.ROLES[by]
    if old is None and new is not None:
        yield pair.added("notice", title, words.notice(new), new.evidence, gain, f"{who}多了一条解约的路")
    elif new is None and old is not None:
        yield pair.removed("notice", title, words.notice(old), old.evidence, longer, f"{who}少了一条解约的路")
    elif old is not None and new is not None and _days(old) != _days(new):
        favours = by_size(_days(old), _days(new), more=longer) or "neutral"
        before, after = (words.notice(old), old.evidence), (words.notice(new), new.evidence)
        why = "要提前更久通知" if _days(new) > _days(old) else "提前通知的时间短了"
        yield pair.changed("notice", title, before, after, favours, why)


def _renewal(pair: Pair, old: AutoRenewal | None, new: AutoRenewal | None) -> Iterator[Change]:
    title = "自动续期"
    if old is None and new is not None:
        yield pair.added("renewal", title, _renews(new), new.evidence, "provider", "不提前说就会续期")
    elif new is None and old is not None:
        yield pair.removed("renewal", title, _renews(old), old.evidence, "merchant", "不再自动续期")
    elif old is not None and new is not None:
        before, after = _ahead(old), _ahead(new)
        if before != after:
            favours = by_size(before, after, more="provider") or "neutral"
            sides = (_renews(old), old.evidence), (_renews(new), new.evidence)
            yield pair.changed("renewal", title, *sides, favours, "停止续期要提前的时间变了")


def _ahead(one: AutoRenewal) -> Decimal | None:
    return None if one.notice_value is None else one.notice_value * _DAYS[one.notice_unit or "day"]


def _renews(one: AutoRenewal) -> str:
    if one.notice_value is None:
        return f"自动续期，停止续期的通知时间{ABSENT}"
    unit = {"day": "天", "working_day": "个工作日", "month": "个月"}[one.notice_unit or "day"]
    return f"自动续期，停止要提前 {one.notice_value} {unit}"
