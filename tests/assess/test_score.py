"""The score: one more risk never lowers it, one more protection never raises it, and its drivers add up."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_scan.assess.score import score_of
from contract_scan.model.report import Finding, Kind, Outcome, Severity, Trace, Verdict

VERDICTS = [verdict for verdict in get_args(Verdict) if verdict != "not_assessed"]


def finding(rule: str, outcome: Outcome, severity: Severity = "high", kind: Kind = "refund") -> Finding:
    return Finding(
        id=f"{rule}.1",
        rule_id=rule,
        kind=kind,
        outcome=outcome,
        severity=severity,
        title=rule,
        message="。",
        trace=Trace(rule=rule),
    )


# A rule has one outcome and one kind; mitigators may give it several severities.
FINDINGS = st.builds(
    lambda outcome, severity, kind, number: finding(f"R-{outcome}-{kind}-{number}", outcome, severity, kind),
    st.sampled_from(get_args(Outcome)),
    st.sampled_from(get_args(Severity)),
    st.sampled_from(get_args(Kind)),
    st.integers(0, 2),
)


def score(verdict: Verdict, findings: list[Finding]) -> int:
    value, _ = score_of(verdict, findings)
    assert value is not None
    return value


@given(st.sampled_from(VERDICTS), st.lists(FINDINGS, max_size=12), FINDINGS)
def test_monotone(verdict: Verdict, findings: list[Finding], more: Finding) -> None:
    more = more.model_copy(update={"rule_id": "R-MORE"})
    before, after = score(verdict, findings), score(verdict, [*findings, more])
    assert 0 <= before <= 100
    if more.outcome in ("risk", "absent", "contradiction"):
        assert after >= before
    elif more.outcome == "protection":
        assert after <= before
    else:
        assert after == before


@given(st.sampled_from(VERDICTS), st.lists(FINDINGS, max_size=12))
def test_drivers_add_up(verdict: Verdict, findings: list[Finding]) -> None:
    value, drivers = score_of(verdict, findings)
    assert value == max(0, min(100, sum(driver.points for driver in drivers)))
    assert drivers[0].source == f"verdict.{verdict}"
    assert all(driver.points for driver in drivers[1:])
    assert {driver.source for driver in drivers[1:]} <= {f.rule_id for f in findings}


@given(st.sampled_from(VERDICTS), st.lists(FINDINGS, max_size=8))
def test_order_is_nothing(verdict: Verdict, findings: list[Finding]) -> None:
    assert score(verdict, findings) == score(verdict, findings[::-1])


def test_a_risk_said_twice_is_one_risk() -> None:
    once = [finding("R-ONE", "risk", "low")]
    assert score("conditional", once) == score("conditional", once * 3)
    assert score("conditional", [*once, finding("R-ONE", "risk", "high")]) > score("conditional", once)


@pytest.mark.parametrize(("worse", "better"), [("high", "medium"), ("medium", "low"), ("low", "none")])
def test_graver_risks_weigh_more(worse: Severity, better: Severity) -> None:
    assert score("silent", [finding("R-A", "risk", worse)]) > score("silent", [finding("R-A", "risk", better)])


def test_worse_verdicts_start_higher() -> None:
    order: list[Verdict] = ["no_deposit", "refundable", "conditional", "silent", "contradictory", "non_refundable"]
    starts = [score(verdict, []) for verdict in order]
    assert starts == sorted(set(starts))


def test_no_deposit_cannot_be_lost() -> None:
    assert score("no_deposit", [finding("R-A", "risk")]) == 0


def test_what_was_not_assessed_has_no_score() -> None:
    assert score_of("not_assessed", [finding("R-A", "risk")]) == (None, ())
