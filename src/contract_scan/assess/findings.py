"""From rules that fired to findings that a reader can check: quote, place, facts, law and the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.doubt import misread
from contract_scan.assess.law import Citing
from contract_scan.assess.provisions import Provisions
from contract_scan.frames.model import Reading
from contract_scan.language.quantities import Quantity
from contract_scan.model.report import Fact, Finding

__all__ = ["clause_ids", "facts_of", "findings_of", "without_force"]

_TYPES: Mapping[str, str] = {"money": "money", "rate": "rate", "duration": "duration", "count": "count"}
_THRESHOLDS = frozenset({"at_least", "over"})


def clause_ids(agreement: Agreement) -> dict[int, str]:
    """Return the report's id of each clause, by its index in the structure."""
    return {clause.index: f"c{clause.index + 1}" for clause in agreement.structure.clauses}


def findings_of(agreement: Agreement, law: Citing) -> tuple[Finding, ...]:
    """Return one finding for each rule that stands, in reading order."""
    ids = clause_ids(agreement)
    numbers: Counter[str] = Counter()
    found = []
    for hit in agreement.matches:
        reading = agreement.readings[hit.reading]
        numbers[hit.rule.id] += 1
        clause = reading.sentence.paragraph.clause
        found.append(
            Finding(
                id=f"{hit.rule.id}.{numbers[hit.rule.id]}",
                rule_id=hit.rule.id,
                kind=hit.rule.kind,
                subkind="heading" if reading.sentence.paragraph.heading else hit.rule.subkind,
                outcome=hit.rule.outcome,
                severity=hit.severity,
                title=hit.rule.title,
                message=hit.rule.message + _disguised(reading),
                why=hit.rule.why,
                advice=hit.rule.advice,
                clause_id=None if clause is None else ids[clause],
                evidence=(agreement.evidence(reading),),
                facts=facts_of(agreement, reading),
                legal_basis=law.citable(hit.rule.legal_basis),
                trace=hit.trace,
            )
        )
    return tuple(found)


def without_force(findings: Sequence[Finding], told: Provisions, said: str) -> tuple[Finding, ...]:
    """Return the findings, those on sentences that another document sets aside as information without a severity.

    Only what is said of the deposit is set aside; `said` is added to the message.
    """
    gone = [ruling.loser.sentence for ruling in told.rulings]
    return tuple(
        finding.model_copy(
            update={
                "outcome": "information",
                "severity": "none",
                "message": finding.message + said,
                "trace": finding.trace.model_copy(update={"decided": (*finding.trace.decided, "set.aside")}),
            }
        )
        if finding.kind in ("deposit", "refund")
        and any(one.start <= place.start < one.end for one in gone for place in finding.evidence[:1])
        else finding
        for finding in findings
    )


def _disguised(reading: Reading) -> str:
    if not reading.sentence.disguises:
        return ""
    shown = "、".join(dict.fromkeys(f"「{d.printed}」" for d in reading.sentence.disguises))
    return f"（原文有变形写法 {shown}，已按本来的词理解。）"


def facts_of(agreement: Agreement, reading: Reading) -> tuple[Fact, ...]:
    """Return the figures of a sentence as facts, in reading order."""
    return tuple(_fact(agreement, reading, quantity) for quantity in reading.quantities)


def _fact(agreement: Agreement, reading: Reading, quantity: Quantity) -> Fact:
    start, end = reading.sentence.printed(quantity.start, quantity.end)
    detail = {
        name: str(value)
        for name, value in (
            ("per", quantity.per),
            ("bound", quantity.bound),
            ("upper", quantity.upper),
            ("from", quantity.from_event),
            ("iso", quantity.iso),
        )
        if value is not None
    }
    return Fact(
        type=_type(quantity),
        value=_value(quantity),
        unit="CNY" if quantity.kind == "money" else "fraction" if quantity.kind == "rate" else quantity.unit,
        text=quantity.text,
        start=start,
        end=end,
        detail=detail,
        doubtful=quantity.doubtful or misread(agreement.document, start, end, rate=quantity.kind == "rate"),
    )


def _value(quantity: Quantity) -> str | None:
    value = quantity.value
    if value is None:
        return None
    # An amount has two decimals at least, wherever the report writes one.
    return f"{value:.2f}" if quantity.kind == "money" and value == round(value, 2) else f"{value:f}"


def _type(quantity: Quantity) -> str:  # a member of Fact.type; pydantic holds it to that
    if quantity.kind in ("money", "count") and quantity.bound in _THRESHOLDS:
        return "threshold"
    if quantity.kind == "money" and quantity.bound in ("cap", "min"):
        return quantity.bound
    if quantity.kind in _TYPES:
        return _TYPES[quantity.kind]
    return "blank" if quantity.kind == "blank" else "date"
