"""Sums of the deposit that stand in tables: under a column that is headed by its name, or in a row that it labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from contract_scan.assess.agreement import Agreement
from contract_scan.frames.model import Reading
from contract_scan.language.numbers import find_numbers

__all__ = ["PER_UNIT", "TableSum", "table_sums"]

# A column about a part of the deposit, or about what comes back of it, is not the column of its amount.
_OTHER_COLUMN = re.compile(r"退|返|每[月季年期]|期数|比例|条件|扣|应退|次数|编号|名称|日期|期限")
_PRICE_COLUMN = re.compile(r"金额|单价|小计|价格|标准|数额|合计|应付|[元（(]元")
#: A head that prices by the piece: 押金（元/台）.
PER_UNIT = re.compile(r"(?:元|/|每)(?:/|每)?(?P<unit>[台户套部个])")


@dataclass(frozen=True, slots=True)
class TableSum:
    """A sum in a table's cell, at ``[start, end)`` of the row's text."""

    reading: Reading
    value: Decimal
    per: str | None
    start: int
    end: int


def table_sums(agreement: Agreement) -> Iterator[TableSum]:
    """Yield the deposit's sums in tables that have a first row of heads, in reading order."""
    header: Reading | None = None
    for reading in agreement.readings:
        sentence = reading.sentence
        if not sentence.is_row:
            header = None
        elif header is None or header.sentence.paragraph.block.table != sentence.paragraph.block.table:
            header = reading
        elif len(header.sentence.cells()) == len(sentence.cells()):
            yield from _of_row(reading, header)


def _of_row(reading: Reading, header: Reading) -> Iterator[TableSum]:
    heads, cells = header.sentence.columns(), reading.sentence.columns()
    named = [_names(header, *span) and not _OTHER_COLUMN.search(header.text[slice(*span)]) for span in heads]
    if any(named):
        for (start, end), head, wanted in zip(cells, heads, named, strict=True):
            if wanted and (found := _sum(reading, start, end, header.text[slice(*head)])):
                yield found
        return
    labels = [index for index, span in enumerate(cells) if _names(reading, *span)]
    if not labels or reading.concepts & {"guest_deposit", "foreign_deposit"}:
        return
    for index, head in enumerate(heads):
        text = header.text[slice(*head)]
        if index > labels[0] and _PRICE_COLUMN.search(text) and (found := _sum(reading, *cells[index], text)):
            yield found
            return


def _names(reading: Reading, start: int, end: int) -> bool:
    return any(hit.concept == "deposit" and start <= hit.start < end for hit in reading.hits)


def _sum(reading: Reading, start: int, end: int, head: str) -> TableSum | None:
    per = PER_UNIT.search(head)
    unit = per["unit"] if per else None
    for quantity in reading.quantities:
        if quantity.kind == "money" and quantity.value is not None and start <= quantity.start < end:
            return TableSum(reading, quantity.value, quantity.per or unit, quantity.start, quantity.end)
    number = next(iter(find_numbers(reading.text[start:end])), None)
    if number is None or re.search(r"[天日月年期%笔]", reading.text[start:end]):
        return None
    return TableSum(reading, number.value, unit, start + number.start, start + number.end)
