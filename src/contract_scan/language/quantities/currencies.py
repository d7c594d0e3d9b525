"""Reading a figure as money of another currency: 20美元, US$50, 0.3欧元/笔."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from contract_scan.language.quantities.figure import Figure
from contract_scan.language.quantities.model import Quantity

__all__ = ["foreign_money"]

#: How agreements name the currencies that cards are settled in, by ISO 4217 code; the longer names come first.
_NAMES: Final = {
    "USD": ("美元", "美金", "USD", "US$"),
    "HKD": ("港币", "港元", "HKD", "HK$"),
    "MOP": ("澳门元", "澳门币", "MOP"),
    "TWD": ("新台币", "台币", "TWD"),
    "EUR": ("欧元", "EUR", "€"),
    "GBP": ("英镑", "GBP", "£"),
    "JPY": ("日元", "日圆", "JPY"),
    "AUD": ("澳元", "澳大利亚元", "AUD"),
    "CAD": ("加元", "加拿大元", "CAD"),
    "SGD": ("新加坡元", "SGD"),
}
_CODES: Final = {name: code for code, names in _NAMES.items() for name in names}
_NAME: Final = "|".join(re.escape(name) for name in sorted(_CODES, key=len, reverse=True))
_AFTER: Final = re.compile(rf" ?(?P<name>{_NAME})")
_BEFORE: Final = re.compile(rf"(?P<name>{_NAME}) ?$")


def foreign_money(text: str, figure: Figure) -> Quantity | None:
    """The figure as money of another currency than 元, or None."""
    if figure.ordinal:
        return None
    after, before = _AFTER.match(figure.right), _BEFORE.search(figure.left)
    named = after or before
    if named is None:
        return None
    value, upper = figure.values(Decimal(1))
    per, end = figure.per_after(after.end() if after else 0)
    start = figure.number.start
    if after is None and before is not None:
        start -= len(before.group())
        figure = replace(figure, left=figure.left[: before.start()])
    stop = figure.number.end + end
    return Quantity(
        start, stop, "foreign_money", value, _CODES[named["name"]], text[start:stop],
        per=per or figure.per_before(), bound=figure.bound(end), upper=upper,
    )  # fmt: skip
