"""What is owed for a breach or an early end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.doubt import misread
from contract_scan.assess.ending.ends import clause_at, clauses, is_told
from contract_scan.assess.ending.lexicon import EndingLexicon
from contract_scan.frames.model import Reading
from contract_scan.language.quantities import Quantity
from contract_scan.model.report import Penalty, Role

__all__ = ["penalties_of"]


def penalties_of(agreement: Agreement, lexicon: EndingLexicon) -> Iterator[Penalty]:
    """What is owed for a breach or an early end, where it is a sum, a rate or called a penalty."""
    for reading in agreement.of_kind("penalty"):
        text = reading.text
        named = lexicon.search("penalty", text)
        figures = [q for q in reading.quantities if q.kind in ("money", "rate") and q.bound not in ("over", "under")]
        owed = lexicon.search("penalty_owed", text) and not lexicon.search("third_party_penalty", text)
        if lexicon.search("no_penalty", text) or not (figures or owed):
            continue
        at = named.start() if named else figures[0].start
        evidence = agreement.evidence(reading)
        yield Penalty(
            text=evidence.quote.strip(),
            by=_debtor(agreement, reading, at, lexicon),
            amount=_value(figures, "money"),
            rate=_value(figures, "rate"),
            doubtful=_doubt(agreement, reading, figures),
            evidence=(evidence,),
        )


def _doubt(agreement: Agreement, reading: Reading, figures: Sequence[Quantity]) -> str | None:
    doubts = (
        misread(agreement.document, *reading.sentence.printed(q.start, q.end), rate=q.kind == "rate") for q in figures
    )
    return next((doubt for doubt in doubts if doubt), None)


def _debtor(agreement: Agreement, reading: Reading, at: int, lexicon: EndingLexicon) -> Role | None:
    """Who owes a penalty: the subject of its clause, of the sentence or of what introduces it; one who claims it is not
    its debtor."""
    text = reading.text
    subjects = [p for p in reading.parties if p[0] < at and not is_told(reading, p[0], lexicon)]
    claims = [p for p in subjects if re.match("(?:有权|可以?|将)", text[p[1] :])]
    owing = [p for p in subjects if p not in claims]
    start = spans[clause_at(spans, at)][0] if (spans := clauses(text)) else 0
    for role in [p[2] for p in owing if p[0] >= start][:1] or [p[2] for p in owing][:1]:
        return role if role in ("merchant", "provider", "agent") else None  # type: ignore[return-value]
    if claims:
        return "merchant" if claims[0][2] != "merchant" else "provider"
    for index in (reading.chapeau, reading.previous):
        if index is not None and (named := [p[2] for p in agreement.readings[index].parties if p[2] != "either"]):
            return named[0]  # type: ignore[return-value]
    return None


def _value(figures: list[Quantity], kind: str) -> Decimal | None:
    return next((quantity.value for quantity in figures if quantity.kind == kind), None)
