"""The way from signing to the money, moment by moment: days where the merchant's facts give them, else times."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from contract_scan.model.report import Condition, ContractReport, Evidence
from contract_scan.render.phrases import Phrases
from contract_scan.render.safe import inert
from contract_scan.render.summary import Moment, Tone
from contract_scan.render.wording import Wording

__all__ = ["timeline"]

# What has to be reached within a window, as against what is simply fulfilled.
_REACHED = ("volume_threshold", "transaction_count", "active_period")
_OVER = ("no_deposit", "not_assessed", "silent", "non_refundable")


def timeline(report: ContractReport, words: Phrases, say: Wording) -> tuple[Moment, ...]:
    """Return the moments in order: signed, activated, window to qualify, last day to claim, last day to be paid.

    Nothing is returned where the contract leaves no way to the money, or none was read.
    """
    if report.refund.verdict in _OVER:
        return ()
    return tuple(_moments(report, words, say))


def _moments(report: ContractReport, words: Phrases, say: Wording) -> Iterator[Moment]:
    refund, outlook = report.refund, report.refund.outlook

    def moment(
        key: str, day: date | None, detail: str, evidence: tuple[Evidence, ...] = (), tone: Tone = "plain"
    ) -> Moment:
        spans = tuple((item.start, item.end) for item in evidence)
        place = say.place(evidence)
        return Moment(words[f"timeline.{key}"], day.isoformat() if day else "", inert(detail), place, tone, spans)

    yield moment("signed", outlook.signed_on if outlook else None, say.deposit(report.deposit), report.deposit.evidence)
    yield moment("activated", outlook.activated_on if outlook else None, words["timeline.activated.why"])
    for condition in refund.conditions:
        if condition.type in _REACHED:
            yield moment("window", condition.by, _said(condition), condition.evidence, _tone(condition))
    claims = [condition for condition in refund.conditions if condition.type == "application_window"]
    for condition in claims:
        yield moment("claim", condition.by, _said(condition), condition.evidence, _tone(condition))
    if not claims and any(condition.type == "application" for condition in refund.conditions):
        yield moment("claim", outlook.claim_by if outlook else None, words["timeline.claim.open"])
    deadline = refund.deadline
    due = outlook.due_by if outlook else None
    if deadline is None:
        yield moment("paid", due, words["refund.deadline_missing"], tone="doubtful")
        return
    duration = say.duration(deadline.value, deadline.unit)
    key = "refund.deadline_from" if deadline.from_ else "refund.deadline"
    yield moment("paid", due, words[key].format(duration=duration, event=deadline.from_ or ""), deadline.evidence)


def _said(condition: Condition) -> str:
    return condition.text + (condition.why or "")


def _tone(condition: Condition) -> Tone:
    tones: dict[str, Tone] = {"met": "good", "unmet": "bad"}
    return tones.get(condition.status, "plain")
