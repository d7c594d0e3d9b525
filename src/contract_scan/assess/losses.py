"""How the deposit is lost: the events by which it is forfeited, and the charges that it turns into."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.grounds import types_in
from contract_scan.assess.mentions import clause_of
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.assess.statements import Statement
from contract_scan.model.report import Conversion, Evidence, Forfeiture

__all__ = ["read_conversions", "read_forfeitures"]

#: What stands between the verb and what the deposit becomes: 转为…, 视为支付的…, 抵作….
_INTO = re.compile(r"^.*?(?:视[为同作](?:支付|缴纳)?的?|[为作成入]|[抵冲]充|充抵|抵付|当[作成]?|是|系|按)")
_TRIM = "，。；：、 "


def read_conversions(agreement: Agreement, statements: Sequence[Statement]) -> tuple[Conversion, ...]:
    """Return what the deposit turns into, each sentence once, in reading order."""
    found: dict[int, Conversion] = {}
    for statement in statements:
        if statement.effect == "convert":
            reading = statement.reading
            verb = reading.text[statement.start : statement.end]
            found.setdefault(
                reading.sentence.index,
                Conversion(
                    into=_INTO.sub("", verb, count=1).strip(_TRIM) or verb,
                    text=reading.text.strip(_TRIM),
                    evidence=(agreement.evidence(reading),),
                ),
            )
    return tuple(found.values())


def read_forfeitures(
    agreement: Agreement, statements: Sequence[Statement], lexicon: DepositLexicon
) -> tuple[Forfeiture, ...]:
    """Return the events by which the deposit is lost, those of a list one by one; not what is said of every case."""
    found: dict[tuple[int, int], Forfeiture] = {}
    told: set[int] = set()
    for statement in statements:
        if not statement.denies or statement.scope not in ("case", "crime"):
            continue
        index = statement.reading.sentence.index
        if not statement.items and not _case(statement) and index in told:
            continue  # 逾期的转为服务费，不予退还: the second verb has no case of its own
        told.add(index)
        for text, evidence in _events(agreement, statement):
            types = [*types_in(text, "denial", lexicon)]
            if lexicon["trigger.early"].search(text) and "active_period" not in types:
                types.append("active_period")
            event = Forfeiture(text=text.strip(_TRIM), types=tuple(types), evidence=(evidence,))
            found.setdefault((evidence.start, evidence.end), event)
    return tuple(found.values())


def _case(statement: Statement) -> str:
    """The words before the verb that say of which case it is said; none where nothing stands there."""
    case = statement.reading.text[statement.trigger : statement.start].strip(_TRIM)
    return case if len(case) > 1 else ""


def _events(agreement: Agreement, statement: Statement) -> Iterator[tuple[str, Evidence]]:
    if statement.items:
        for item in statement.items:
            yield item.text, agreement.evidence(item)
        return
    reading, begin = statement.reading, statement.trigger
    if not _case(statement):
        yield reading.text, agreement.evidence(reading)
        return
    while reading.text[begin] in _TRIM:
        begin += 1
    _, end = clause_of(reading.text, statement.start, statement.end)
    yield reading.text[begin:end], agreement.evidence(reading, begin, end)
