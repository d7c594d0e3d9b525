"""What a quantity is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

__all__ = ["Bound", "Kind", "Quantity"]

Kind = Literal["money", "foreign_money", "rate", "duration", "count", "blank", "date", "day_of_month"]
Bound = Literal["cap", "min", "at_least", "at_most", "over", "under"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure with its unit, `text[start:end]` of the text searched.

    `value` is in `unit`: money in 元 (88万元 → 880000), foreign_money in the currency of its ISO 4217 code, rates as a
    fraction of one (0.6% → 0.006, whose unit tells how it was printed: %, ‰, 百分之, 千分之, 万分之, 个点, BP,
    每万元), durations in working_day, day, week, month, quarter, year, hour, minute or T+n, counts in the measure word
    (笔, 台, 倍), a day_of_month as 1 to 31.
    It is None for dates, which have `iso`, and for blanks, whose `unit` is the one printed beside the blank, if any.
    """

    start: int
    end: int
    kind: Kind
    value: Decimal | None
    unit: str | None
    text: str
    #: What it is counted by: 笔, 台, 户, 月, 年, 日, 次, 季度, 半年; "台/月" where both are said.
    per: str | None = None
    #: cap and min are limits of a charge; the others are thresholds, at_least and at_most including the figure itself.
    bound: Bound | None = None
    #: The high end of a range, whose low end is `value`.
    upper: Decimal | None = None
    #: Of days: True for working or trading days, False for calendar days said to be so, None where it is not said.
    working: bool | None = None
    #: What a duration runs from, without its grammar: 激活, 协议终止, 收到终端.
    from_event: str | None = None
    #: Why the figure should not be relied on.
    doubtful: str | None = None
    #: 第100天, 第二年, 第三台起: a place in a sequence, not a length or a number of things.
    ordinal: bool = False
    #: 2025-06-01, 2025-06, 2025 or --06-01 for a date.
    iso: str | None = None
