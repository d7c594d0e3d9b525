"""Which conditions must all be met, and which are ways of which one is enough."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from contract_scan.assess.agreement import Agreement
from contract_scan.model.report import Condition

__all__ = ["other_row", "qualifies"]


def other_row(agreement: Agreement, condition: Condition, paid: Decimal | None) -> str | None:
    """Return the row of a price list that a condition stands in, where the merchant paid the sum of another row."""
    if paid is None or not condition.evidence:
        return None
    rows = [reading for reading in agreement.readings if reading.sentence.is_row]
    for reading in rows:
        if reading.sentence.start <= condition.evidence[0].start < reading.sentence.end:
            if _holds(reading.sentence.cells(), paid):
                return None
            width = len(reading.sentence.cells())
            if any(len(row.sentence.cells()) == width and _holds(row.sentence.cells(), paid) for row in rows):
                return " ".join(reading.text.replace("|", " ").split())
    return None


def _holds(cells: tuple[str, ...], paid: Decimal) -> bool:
    from contract_scan.language.numbers import find_numbers

    return any(number.value == paid for cell in cells[1:] for number in find_numbers(cell))


def qualifies(conditions: Sequence[Condition], skipped: frozenset[int]) -> bool | None:
    """Return whether all that must be met is; None where that is not known. `skipped` conditions ask nothing."""
    asked = [condition for i, condition in enumerate(conditions) if i not in skipped]
    verdicts = [_all_of([condition.status for condition in asked if not condition.groups])]
    choices: dict[str, dict[str, list[str]]] = {}
    for condition in asked:
        for group in condition.groups:
            choices.setdefault(group.split(".")[0], {}).setdefault(group, []).append(condition.status)
    for ways in choices.values():
        each = [_all_of(statuses) for statuses in ways.values()]
        verdicts.append(True if True in each else None if None in each else False)
    return False if False in verdicts else None if None in verdicts else True


def _all_of(statuses: Sequence[str]) -> bool | None:
    return False if "unmet" in statuses else None if "unknown" in statuses else True
