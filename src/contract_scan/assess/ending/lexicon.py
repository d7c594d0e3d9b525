"""The patterns by which an ending is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from contract_scan.assess.entries import read_mapping
from contract_scan.errors import RuleError
from contract_scan.precompiled import compile_pattern

__all__ = ["EndingLexicon"]

_PATTERNS = frozenset(
    {
        "end", "other_bond", "upstream_bond", "other_matter", "for_a_while", "renewal_matter", "notice_before",
        "notice_after", "told", "tells", "merchant_end", "at_once", "judge", "early", "alone", "decides", "own_reason",
        "condition", "no_condition", "cause", "explained", "bound", "renewal", "silence", "goes_on", "other_term",
        "no_renewal", "package", "renewal_notice", "replaced", "penalty", "no_penalty", "penalty_owed",
        "third_party_penalty", "notice_around", "notice_of_visit", "swapped", "power", "remedies", "ended",
        "device_end", "decides_on", "outside", "told_of", "steps", "by_itself", "term_end", "nobody_stops",
        "carries_on", "stops_there", "switched_off", "before_end", "telling", "unbound", "closes",
        "provider_end", "preamble", "adds",
    }
)  # fmt: skip
#: Patterns that are lists of alternatives in the file, since each needs a line of its own.
_LISTS = frozenset({"at_will"})


class EndingLexicon:
    """The patterns of ``lexicons/ending.yaml``. Loaded once, never changed, shared by threads."""

    def __init__(self, directory: Path) -> None:
        path = directory / "ending.yaml"
        data = read_mapping(path, keys=_PATTERNS | _LISTS)
        if missing := sorted((_PATTERNS | _LISTS) - data.keys()):
            raise RuleError(f"has no {missing[0]!r}; add it", file=str(path))
        try:
            self._patterns = {key: compile_pattern(str(data[key])) for key in _PATTERNS}
            for key in _LISTS:
                self._patterns[key] = compile_pattern("|".join(f"(?:{source})" for source in data[key]))
        except (re.error, TypeError) as error:
            raise RuleError(f"has a pattern that cannot be read: {error}; mend it", file=str(path)) from error

    def search(self, name: str, text: str) -> re.Match[str] | None:
        """Search `text` for a pattern of the file."""
        return self._patterns[name].search(text)

    def finditer(self, name: str, text: str) -> Iterator[re.Match[str]]:
        """Iterate over the places of a text where a pattern of the file holds."""
        return self._patterns[name].finditer(text)

    def without(self, name: str, text: str) -> str:
        """Return `text` without what a pattern of the file matches."""
        return self._patterns[name].sub("", text)
