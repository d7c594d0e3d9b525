"""The patterns by which conditions are matched with facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contract_scan.assess.entries import compiled
from contract_scan.lexicons import read_yaml

__all__ = ["FactsLexicon"]

_GROUPS = {
    "events": (
        "returned", "applied", "reviewed", "qualified", "notified", "term", "ended", "first_transaction", "activated",
        "installed", "signed", "paid",
    ),
    "cards": ("credit", "debit", "qr", "foreign"),
}  # fmt: skip
_NAMES = (
    "only", "excluded", "each", "refunds", "unseen", "discretion", "average", "stages", "every_month",
    "calendar_year", "service_year", "contract_year", "wear", "lost", "damaged", "owed", "receipt", "crime", "dispute",
    "idle",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FactsLexicon:
    """The patterns of ``lexicons/facts.yaml`` by dotted name, such as ``events.activated``."""

    patterns: Mapping[str, re.Pattern[str]]

    @classmethod
    def load(cls, root: Path) -> FactsLexicon:
        """Return the lexicon of a directory.

        Raises:
            RuleError: the file lacks a pattern, or one cannot be read.
        """
        path = root / "facts.yaml"
        data = read_yaml(path)
        wanted = [*_NAMES, *(f"{group}.{name}" for group, names in _GROUPS.items() for name in names)]
        return cls({name: _pattern(data, name, path) for name in wanted})

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return self.patterns[name]

    def named(self, group: str, text: str) -> tuple[str, ...]:
        """Return which patterns of a group (``events``, ``cards``) a text names, in the order of the group."""
        return tuple(name for name in _GROUPS[group] if self.patterns[f"{group}.{name}"].search(text))


def _pattern(data: Any, name: str, path: Path) -> re.Pattern[str]:
    for part in name.split("."):
        data = data.get(part) if isinstance(data, dict) else None
    return compiled(data, name, path)
