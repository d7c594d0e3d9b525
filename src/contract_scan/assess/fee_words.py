"""The words of ``lexicons/fees.yaml``: what a charge is called, and what only looks like one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from contract_scan.assess.entries import read_mapping
from contract_scan.errors import RuleError
from contract_scan.precompiled import compile_pattern
from contract_scan.remembered import Remembered

__all__ = ["FeeLexicon", "Period"]

Period = Literal["month", "quarter", "half_year", "year"]

_PATTERNS = (
    "name_lead", "base", "damage", "period_noun", "example", "illustration", "verbs", "threshold_before",
    "threshold_after", "old_before", "old_after", "by_thing", "plus",
    "each_transaction", "said_cap", "least", "generic", "denied", "once_a", "transaction_cues", "head_cap", "head_min",
    "head_rate", "head_sum", "head_old", "head_other", "label_cell", "waived", "change_alone", "change_with_consent",
    "change_of_all", "on_demand", "foreign", "head_unit", "unit_cell", "taken_as", "share_before", "share_after",
    "share_named", "step_before", "kept", "shares", "deducted", "on_use", "reduced", "restated", "given", "short_of",
    "moved_limit", "next_limit", "least_share", "series_lead", "listed", "bare_sum", "comes_back", "priced", "kept_for",
)  # fmt: skip
_LISTS = ("no_names", "penalties", "rivals", "near_rivals", "headings", "no_headings", "collection", "waivers")
#: Titles of which it is remembered what they say.
_TITLES = 1024
_KEYS = frozenset({*_PATTERNS, *_LISTS, "highest_rate", "cards", "any_card", "names", "periods", "units"})


class FeeLexicon:
    """Loaded once, never changed, shared by threads. Each pattern of the file is an entry of `patterns`."""

    def __init__(self, directory: Path) -> None:
        path = directory / "fees.yaml"
        data = read_mapping(path, keys=_KEYS)
        if missing := sorted(_KEYS - data.keys()):
            raise RuleError(f"has no {missing[0]!r}; add it", file=str(path))
        try:
            self.highest_rate = Decimal(str(data["highest_rate"]))
            self.patterns: Mapping[str, re.Pattern[str]] = {
                **{key: compile_pattern(str(data[key])) for key in _PATTERNS},
                **{key: compile_pattern("|".join(f"(?:{source})" for source in data[key])) for key in _LISTS},
            }
            self.names: tuple[re.Pattern[str], ...] = tuple(compile_pattern(source) for source in data["names"])
            self.periods: Mapping[Period, re.Pattern[str]] = {
                period: compile_pattern("|".join(data["periods"][period]))
                for period in ("half_year", "month", "quarter", "year")
            }
        except (re.error, ArithmeticError, KeyError, TypeError) as error:
            raise RuleError(f"is not as it should be: {error}; mend that entry", file=str(path)) from error
        words = {str(word): str(card) for card, forms in data["cards"].items() for word in forms}
        self._cards: dict[str, str] = words
        self.card_pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
        self.any_card = str(data["any_card"])
        self.units: Mapping[str, Period] = _units(data["units"], path)
        self._told: Remembered[tuple[bool, bool]] = Remembered(_TITLES)

    def card(self, word: str) -> str:
        """Return what the report calls a way of paying."""
        return self._cards[word]

    def cards_in(self, text: str) -> str | None:
        """Return the ways of paying that a text names, joined by 、, or None. A card of any kind gives way."""
        found = list(dict.fromkeys(self._cards[match.group()] for match in self.card_pattern.finditer(text)))
        return "、".join([card for card in found if card != self.any_card] or found) or None

    def told_by(self, title: str) -> tuple[bool, bool]:
        """Return whether a title says that what stands under it is charges, and that it is something else."""
        told = self._told.get(title)
        if told is None:
            told = (self.search("headings", title) is not None, self.search("no_headings", title) is not None)
            self._told.keep(title, told)
        return told

    def search(self, name: str, text: str) -> re.Match[str] | None:
        """Search `text` for a pattern of the file."""
        return self.patterns[name].search(text)

    def period_of_unit(self, per: str | None) -> Period | None:
        """Return the period in what a figure is counted by: 年 or 台/年 is a year."""
        return next((self.units[part] for part in (per or "").split("/") if part in self.units), None)

    def period_in(self, text: str) -> Period | None:
        """Return the period that a text speaks of first, or None."""
        found = [(match.start(), period) for period, p in self.periods.items() if (match := p.search(text))]
        return min(found, key=lambda pair: pair[0])[1] if found else None


def _units(data: dict[str, Any], path: Path) -> Mapping[str, Period]:
    found: dict[str, Period] = {}
    for unit, period in data.items():
        if period not in ("month", "quarter", "half_year", "year"):
            raise RuleError(
                f"units: {unit}: {period!r} is no period; use month, quarter, half_year or year", file=str(path)
            )
        found[str(unit)] = period
    return found
