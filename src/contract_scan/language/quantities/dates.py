"""Dates of the calendar, whole or in part, and days of a month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from contract_scan.language.numbers import parse_number
from contract_scan.language.quantities.figure import Figure
from contract_scan.language.quantities.model import Quantity
from contract_scan.precompiled import compile_pattern

__all__ = ["day_of_month", "find_dates"]

_CN = "零〇一二三四五六七八九十"
_SMALL = rf"(?:[0-9]{{1,2}}|[{_CN}廿]{{1,3}})"
_DATE = compile_pattern(
    rf"""
    (?<![0-9.{_CN}]) (?P<y>(?:19|20)[0-9]{{2}}|[一二][零〇九][{_CN}]{{2}}) 年
        (?: (?P<m>{_SMALL})月 (?: (?P<d>{_SMALL})[日号] )? )?
    | (?<![0-9.\-/]) (?P<iy>(?:19|20)[0-9]{{2}}) (?P<sep>[\-/.]) (?P<im>[0-9]{{1,2}}) (?P=sep)
        (?P<id>[0-9]{{1,2}}) (?![0-9.\-/])
    | (?<![0-9.{_CN}]) (?P<pm>{_SMALL})月 (?P<pd>{_SMALL})[日号]
    | (?P<blank>[_＿]{{1,20}}年[_＿]{{1,20}}月[_＿]{{1,20}}日)
    """,
    re.VERBOSE,
)
_MONTH_BEFORE = compile_pattern(r"(?P<which>[每次当本下该上同隔翌])(?:一|个)?(?:自然)?月份?(?:的|度)?(?:第)?$")
_DAY_AFTER = compile_pattern(r"_{0,8}[日号]")


def _number(printed: str | None) -> int | None:
    value = parse_number(printed) if printed else None
    return None if value is None else int(value)


def find_dates(text: str) -> Iterator[Quantity]:
    """Calendar dates; one that no calendar has is `doubtful` and has no `iso`."""
    for match in _DATE.finditer(text):
        span = (match.start(), match.end())
        if match["blank"]:
            yield Quantity(*span, "blank", None, "date", match.group())
            continue
        year = _number(match["y"] or match["iy"])
        month = _number(match["m"] or match["im"] or match["pm"])
        day = _number(match["d"] or match["id"] or match["pd"])
        try:
            # A leap year stands in where the year is not said, so that 2月29日 passes.
            date(year or 2000, month or 1, day or 1)
        except ValueError:
            if not match["iy"]:
                yield Quantity(*span, "date", None, "date", match.group(), doubtful="没有这一天")
            continue
        iso = f"{year:04d}" if year else "-"
        iso += f"-{month:02d}" if month else ""
        iso += f"-{day:02d}" if day else ""
        yield Quantity(*span, "date", None, "date", match.group(), iso=iso)


def day_of_month(text: str, figure: Figure) -> Quantity | None:
    """每月25日, 次月10号: the figure as a day of a month, or None. `unit` is the month: 每月, 次月, 当月."""
    before, after = _MONTH_BEFORE.search(figure.left), _DAY_AFTER.match(figure.right)
    if before is None or after is None or not 1 <= figure.number.value <= 31:
        return None
    start, end = figure.number.start, figure.number.end + after.end()
    value, upper = figure.number.value, figure.number.upper
    per = "月" if before["which"] == "每" else None
    return Quantity(start, end, "day_of_month", value, before["which"] + "月", text[start:end], per=per, upper=upper)
