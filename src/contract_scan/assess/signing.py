"""The day on which an agreement was signed, where its text says it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.entries import compiled, read_mapping
from contract_scan.frames.model import Reading
from contract_scan.language.quantities import Quantity
from contract_scan.model.facts import YEARS, MerchantFacts
from contract_scan.model.report import Evidence, SigningDate

__all__ = ["SigningLexicon", "signing_date"]

_NAMES = ("before", "after", "in_signatures", "signatures")
_NEAR = 3  # sentences before a date in which a block of signatures shows itself
_SPACE = re.compile(r"[\s\u3000]+")


class SigningLexicon:
    """The patterns of ``lexicons/signing.yaml``, read at once.

    Raises:
        RuleError: a pattern is missing or broken.
    """

    def __init__(self, root: Path) -> None:
        path = root / "signing.yaml"
        data = read_mapping(path, keys=frozenset(_NAMES))
        self._patterns: Mapping[str, re.Pattern[str]] = {name: compiled(data.get(name), name, path) for name in _NAMES}

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return self._patterns[name]


def signing_date(agreement: Agreement, facts: MerchantFacts | None, lexicon: SigningLexicon) -> SigningDate | None:
    """Return the contract's date: the merchant's own word first, else what the text says; None where neither does.

    Parties that sign on different days are bound from the last of them.
    """
    if facts is not None and facts.signed_on:
        return SigningDate(day=facts.signed_on, source="facts")
    found: list[tuple[date, Evidence]] = []
    for index, reading in enumerate(agreement.readings):
        for quantity in reading.quantities:
            day = _day(quantity)
            if day is not None and _is_signing(agreement, index, reading, quantity, lexicon):
                found.append((day, agreement.evidence(reading)))
    if not found:
        return None
    last = max(day for day, _ in found)
    return SigningDate(day=last, source="contract", evidence=tuple(place for day, place in found if day == last))


def _day(quantity: Quantity) -> date | None:
    if quantity.kind != "date" or quantity.iso is None or len(quantity.iso) != len("2026-01-31"):
        return None
    try:
        day = date.fromisoformat(quantity.iso)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _is_signing(
    agreement: Agreement, index: int, reading: Reading, quantity: Quantity, lexicon: SigningLexicon
) -> bool:
    before = _SPACE.sub("", reading.text[: quantity.start])
    after = _SPACE.sub("", reading.text[quantity.end :])
    if lexicon["before"].search(before):
        return not before.endswith(("于", "在")) or bool(lexicon["after"].search(after))
    if before.endswith("于") and lexicon["after"].search(after):
        return True
    if not lexicon["in_signatures"].search(before):
        return False
    near = agreement.readings[max(0, index - _NEAR) : index + 1]
    return any(lexicon["signatures"].search(other.text) for other in near)
