"""The deposit spoken of by its amount alone: 「押金200元」, and further on 「200元不退」."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from contract_scan.frames.model import Frame
from contract_scan.frames.objects import SETTLING, object_name
from contract_scan.frames.polarity import clause_bounds
from contract_scan.frames.said import Said
from contract_scan.language.concepts import ConceptHit

__all__ = ["deposit_sums", "is_of_sum"]

#: What may stand between the deposit and its amount, or the amount and its name: 押金人民币, 元作为.
_BETWEEN: Final = re.compile(
    r"[^，。；不退返还扣抵以]{0,12}$|[^。；不退返还扣抵以]{0,4}，[^，。；不退返还扣抵以]{0,8}$"
)
#: How far an amount may stand from the verb: 退给您200元, 三百块我全都退你.
_REACH: Final = 6
#: What an amount is counted against or paid for is not what comes back: 满200元, 不足200元, 其中200元.
_MEASURED: Final = re.compile(r"(?:满|足|过|超|达到?|至少|以下|以上|按|低于|高于|每|于|其中)$")


def deposit_sums(told: Iterable[tuple[str, Said]]) -> frozenset[Decimal]:
    """Return the amounts in CNY that sentences, given with what they say, name as those of a deposit."""
    return frozenset(
        figure.value
        for text, said in told
        if "deposit" in said.concepts
        for figure in said.quantities
        if figure.kind == "money" and figure.value and figure.bound is None
        for hit in said.hits
        if hit.concept == "deposit"
        and _is_named(text, said, *sorted(((hit.start, hit.end), (figure.start, figure.end))))
    )


def _is_named(text: str, said: Said, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether a name and an amount, the first first, belong together: nothing between them is another of either."""
    between = range(one[1], other[0])
    rivals = any(figure.start in between for figure in said.quantities) or _names_money(said.hits, between)
    return not rivals and _BETWEEN.match(text[one[1] : other[0]]) is not None


def _names_money(hits: Iterable[ConceptHit], where: range) -> bool:
    """Whether anything but a device is named there that may be paid, kept or given back."""
    return any(hit.start in where and object_name(hit.concept) not in (None, "equipment") for hit in hits)


def is_of_sum(text: str, frame: Frame, said: Said, sums: frozenset[Decimal]) -> bool:
    """Return whether what a frame settles is one of these amounts: it stands by the verb, and no other money does."""
    if frame.predicate not in SETTLING or frame.object not in (None, "equipment", "deposit"):
        return False
    begin, stop = clause_bounds(text, frame.start)
    return not _names_money(said.hits, range(begin, stop)) and any(
        figure.kind == "money"
        and figure.value in sums
        and begin <= figure.start
        and figure.end <= stop
        and max(figure.start - frame.end, frame.start - figure.end) <= _REACH
        and not _MEASURED.search(text[begin : figure.start])
        for figure in said.quantities
    )
