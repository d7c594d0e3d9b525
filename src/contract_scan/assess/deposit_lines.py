"""Sums of the deposit that stand in short lines: under a heading with its name, or behind words that announce them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.mentions import Mention
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.frames.model import Reading
from contract_scan.language.quantities import Quantity

__all__ = ["IN_YUAN", "charged_by", "listed_sums"]

_LINE = 24  # characters of a line in a list of sums
_ROWS = 12  # lines between the announcement of a list and its sums
_LABELLED = re.compile(r"[\w（）()]{1,12}[:：][^。]*。$")
_LAST_NUMBER = re.compile(r"[^\d.,](\d[\d,]*(?:\.\d+)?)$")
#: What says that the numbers without a unit are sums.
IN_YUAN = re.compile(r"(?:单位|金额)[:：为]?元|[（(]元")


def charged_by(quantity: Quantity) -> str | None:
    """Return what a sum is charged by, where that is a device, a shop or a head: 300元/台."""
    return quantity.per if quantity.per in ("台", "户", "套", "店", "人", "份") else None


def listed_sums(
    agreement: Agreement, mention: Mention, lexicon: DepositLexicon
) -> Iterator[tuple[Decimal, str | None, int, int]]:
    """The sums of the short lines that a sentence announces as the deposit's: 标准如下：餐饮 2000元.

    Where it says 单位：元, the lines end in bare numbers.
    """
    if lexicon["amount.named_alone"].match(mention.text):
        yield from _sum_alone(agreement, mention, lexicon)
    inline = lexicon["amount.lead_inline"].search(mention.text) is not None
    titled = lexicon["amount.title"].match(mention.text) is not None
    if not inline and not titled and not lexicon["amount.lead"].search(mention.text):
        return
    in_yuan = IN_YUAN.search(mention.text) is not None
    first = mention.reading.sentence.index + 1
    for reading in agreement.readings[first : first + _ROWS]:
        if inline:
            here = reading.sentence.paragraph.index == mention.reading.sentence.paragraph.index
            told = lexicon["amount.case"].sub("", reading.text).rstrip("。；")
            other = lexicon["amount.foreign"].search(told) or lexicon["names.charge"].search(reading.text)
            if other or len(told) > _LINE or not (here or _is_line(reading, True, lexicon)):
                return
        elif not _is_line(reading, titled, lexicon):
            return
        money = [q for q in reading.quantities if q.kind == "money"]
        bare = _LAST_NUMBER.search(reading.text) if in_yuan else None
        if len(money) == 1 or inline or lexicon["amount.row"].match(reading.text):
            for quantity in money:
                if quantity.value is not None:
                    yield quantity.value, charged_by(quantity), 0, len(mention.text)
        elif not money and bare is not None:
            yield Decimal(bare.group(1).replace(",", "")), None, 0, len(mention.text)


def _sum_alone(
    agreement: Agreement, mention: Mention, lexicon: DepositLexicon
) -> Iterator[tuple[Decimal, str | None, int, int]]:
    """The sum of a deposit whose name is a line of its own, in the next line: a table whose cells are lines."""
    after = mention.reading.sentence.index + 1
    for reading in agreement.readings[after : after + 1]:
        money = [q for q in reading.quantities if q.kind == "money" and q.value is not None]
        values = {quantity.value for quantity in money}
        if len(values) == 1 and lexicon["amount.alone"].match(reading.text) and money[0].value is not None:
            yield money[0].value, charged_by(money[0]), 0, len(mention.text)


def _is_line(reading: Reading, titled: bool, lexicon: DepositLexicon) -> bool:
    """Whether a sentence is a line of such a list; under a heading alone it says only a device and its sum."""
    if len(reading.text) > _LINE or reading.sentence.is_row:
        return False
    told = lexicon["amount.line"].match(reading.text) is not None
    return told or (not titled and ("。" not in reading.text or _LABELLED.match(reading.text) is not None))
