"""Which conditions must all be met, and which are ways of which one is enough."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.assess.statements import read_statements
from contract_scan.assess.talk import listen
from contract_scan.model.report import Condition

__all__ = ["Ways", "other_row", "qualifies", "read_ways"]

#: For each condition the way that it belongs to (the sentence that lists it); None where it is asked of everybody.
Ways = tuple[int | None, ...]


def read_ways(agreement: Agreement, conditions: Sequence[Condition], lexicon: DepositLexicon) -> Ways:
    """Return for each condition which way it is of: 「有下列情形之一的，退还押金：（一）…（二）…」."""
    items: set[int] = set()
    for statement in read_statements(agreement, listen(agreement, lexicon), lexicon):
        if statement.effect == "return" and statement.any_of:
            items.update(item.sentence.index for item in statement.items)
    return tuple(_way(agreement, condition, items) for condition in conditions)


def _way(agreement: Agreement, condition: Condition, items: set[int]) -> int | None:
    indexes = {
        reading.sentence.index
        for evidence in condition.evidence
        for reading in agreement.readings
        if reading.sentence.start <= evidence.start < reading.sentence.end
    }
    return min(indexes) if indexes and indexes <= items else None


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


def qualifies(conditions: Sequence[Condition], ways: Ways, skipped: frozenset[int]) -> bool | None:
    """Return whether all that must be met is; None where that is not known. `skipped` conditions ask nothing."""
    required = [c.status for i, c in enumerate(conditions) if ways[i] is None and i not in skipped]
    grouped: dict[int, list[str]] = {}
    for i, condition in enumerate(conditions):
        way = ways[i]
        if way is not None and i not in skipped:
            grouped.setdefault(way, []).append(condition.status)
    verdicts = [_all_of(required)]
    if grouped:
        each = [_all_of(statuses) for statuses in grouped.values()]
        verdicts.append(True if True in each else None if None in each else False)
    return False if False in verdicts else None if None in verdicts else True


def _all_of(statuses: Sequence[str]) -> bool | None:
    return False if "unmet" in statuses else None if "unknown" in statuses else True
