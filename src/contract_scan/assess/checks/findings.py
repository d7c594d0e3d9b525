"""From how the checks ended to what the report lists: checks, findings, and what the return lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.checks.evaluate import BAD, Ending
from contract_scan.assess.checks.settings import CheckSettings, Reasons
from contract_scan.assess.checks.severity import moved
from contract_scan.assess.findings import clause_ids, facts_of
from contract_scan.assess.law import Citing
from contract_scan.model.document import Document
from contract_scan.model.report import Check, CheckOutcome, Evidence, Fact, Finding, Kind, Outcome, Trace

__all__ = ["adjusted", "check_of", "finding_of", "shortened", "unknown"]

_QUOTE = 40  # characters of a quote within a reason
_OUTCOMES: Mapping[CheckOutcome, Outcome] = {"risk": "risk", "absent": "absent", "contradictory": "contradiction"}
Moves = tuple[tuple[int, str], ...]


def finding_of(
    ending: Ending, agreement: Agreement, settings: CheckSettings, law: Citing, moves: Moves
) -> Finding | None:
    """Return the finding of a check that ended badly, or None where rules' findings say it already, at every place."""
    risk = ending.risk
    if ending.outcome not in BAD or (ending.findings and not ending.bare):
        return None
    places = ending.bare if ending.findings else ending.places
    ids = clause_ids(agreement)
    clauses = [_clause(agreement, place) for place in places]
    finding = Finding(
        id=f"{risk.id}.1",
        rule_id=risk.id,
        kind=_kind(ending, settings),
        subkind=risk.type,
        outcome=_OUTCOMES[ending.outcome],
        severity=risk.severity,
        title=risk.title,
        message=risk.title + "。",
        why=risk.why,
        advice=risk.advice,
        clause_id=next((ids[clause] for clause in clauses if clause is not None), None),
        evidence=places,
        searched=settings.reasons.searched if not places else None,
        facts=_facts(agreement, places),
        legal_basis=law.citable(risk.law),
        trace=Trace(rule=risk.id, decided=(f"{risk.type}.{ending.outcome}",)),
    )
    return adjusted(finding, moves)


def adjusted(finding: Finding, moves: Moves) -> Finding:
    """Return a finding with its severity moved, and the reason in its message and trace."""
    severity = moved(finding.severity, moves)
    if severity == finding.severity:
        return finding
    why = "".join(f"（{text}）" for _, text in moves)
    decided = (*finding.trace.decided, f"severity: {finding.severity} → {severity}")
    return finding.model_copy(
        update={
            "severity": severity,
            "message": finding.message + why,
            "trace": finding.trace.model_copy(update={"decided": decided}),
        }
    )


def check_of(ending: Ending, findings: Sequence[Finding], agreement: Agreement, reasons: Reasons) -> Check:
    """Return the entry of one check. `findings` are those that say what it found."""
    return Check(
        id=ending.risk.id,
        title=ending.risk.title,
        outcome=ending.outcome,
        reason=_reason(ending, agreement, reasons),
        findings=tuple(finding.id for finding in findings),
    )


def _reason(ending: Ending, agreement: Agreement, reasons: Reasons) -> str:
    if not ending.asked:
        return reasons.not_asked
    if ending.outcome == "not_assessed":
        return unknown(agreement.document, reasons)
    if ending.outcome == "clear":
        return reasons.clear[ending.risk.type]
    if ending.outcome == "absent":
        return reasons.absent.format(searched=reasons.searched)
    quotes = [shortened(place.quote) for place in ending.places]
    if ending.outcome == "contradictory":
        return reasons.contradictory.format(first=quotes[0], second=quotes[1])
    name = "settled" if ending.settled else ending.outcome
    if not quotes:
        return reasons.unquoted[name]
    said: Mapping[str, str] = {"risk": reasons.risk, "protected": reasons.protected, "settled": reasons.settled}
    return said[name].format(quote="」「".join(quotes[:2] if ending.risk.type == "combination" else quotes[:1]))


def unknown(document: Document, reasons: Reasons) -> str:
    """Return why something cannot be told: the parts of a document that were not read."""
    return reasons.not_assessed.format(unread="、".join(dict.fromkeys(part.part for part in document.unread)))


def shortened(quote: str) -> str:
    """Return a quote in one line without its full stop, cut where it is long."""
    line = " ".join(quote.split()).rstrip("。；")
    return line if len(line) <= _QUOTE else line[: _QUOTE - 1] + "…"


def _kind(ending: Ending, settings: CheckSettings) -> Kind:
    """A finding's kind is one of the report's; what no clause of its own speaks of is filed under the nearest."""
    return settings.filed.get(ending.risk.id) or settings.kinds[ending.risk.kind]


def _clause(agreement: Agreement, place: Evidence) -> int | None:
    reading = agreement.reading_at(place.start)
    return None if reading is None else reading.sentence.paragraph.clause


def _facts(agreement: Agreement, places: Sequence[Evidence]) -> tuple[Fact, ...]:
    """The figures within the places quoted."""
    found = {
        (fact.start, fact.end): fact
        for place in places
        for reading in agreement.readings_within(place.start, place.end)
        for fact in facts_of(agreement, reading)
        if place.start <= fact.start and fact.end <= place.end
    }
    return tuple(found[key] for key in sorted(found))
