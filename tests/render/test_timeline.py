"""The way from signing to the money: its moments in order, with days where facts give them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contract_scan.model.report import Condition, ContractReport, Deadline, Outlook
from contract_scan.render.summarise import summarise
from contract_scan.render.summary import Moment
from render import report_factory as make


def told(**changes: Any) -> ContractReport:
    made = make.report()
    return made.model_copy(update={"refund": made.refund.model_copy(update=changes)})


def moments(report: ContractReport, lang: Any = "zh") -> tuple[Moment, ...]:
    return summarise(report, lang).timeline


VOLUME = Condition(type="volume_threshold", text="累计交易额要达到300,000元。", by=date(2026, 3, 4), status="unmet")
WINDOW = Condition(type="application_window", text="要在30天内申请，过期可能不退。", by=date(2026, 4, 3))
OUTLOOK = Outlook(
    met=0,
    unmet=1,
    unknown=1,
    signed_on=date(2025, 9, 1),
    activated_on=date(2025, 9, 5),
    due_amount_why="",
    due_by=date(2026, 4, 24),
    due_by_why="",
    claim_by=date(2026, 4, 3),
    next_step="",
)
DEADLINE = Deadline(value=15, unit="working_day", from_="审核通过", evidence=(make.evidence("押金不予退还", 2),))


def test_with_facts_every_moment_has_its_day() -> None:
    report = told(conditions=(VOLUME, WINDOW), deadline=DEADLINE, outlook=OUTLOOK)
    assert [(one.title, one.day) for one in moments(report)] == [
        ("签约、交押金", "2025-09-01"),
        ("激活机器", "2025-09-05"),
        ("达标", "2026-03-04"),
        ("申请退押金", "2026-04-03"),
        ("对方退钱", "2026-04-24"),
    ]
    last = moments(report)[-1]
    assert last.detail == "期限：从「审核通过」起 15 个工作日内退"
    assert last.spans == tuple((e.start, e.end) for e in DEADLINE.evidence)
    assert [one.tone for one in moments(report)][2] == "bad"


def test_without_facts_there_are_times_and_no_days() -> None:
    bare = VOLUME.model_copy(update={"by": None, "status": "unknown"})
    found = moments(told(conditions=(bare,), deadline=DEADLINE))
    assert {one.day for one in found} == {""}
    assert [one.title for one in found] == ["签约、交押金", "激活机器", "达标", "对方退钱"]


def test_a_claim_without_a_last_day_is_still_a_moment() -> None:
    claim = Condition(type="application", text="要由商户提出申请。")
    found = moments(told(conditions=(claim,), deadline=None), "en")
    assert [one.title for one in found] == [
        "Signed, deposit paid",
        "Terminal activated",
        "Deposit claimed",
        "Money paid back",
    ]
    assert "no last day" in found[2].detail
    assert (found[3].detail, found[3].tone) == ("Deadline: none stated", "doubtful")


@pytest.mark.parametrize("verdict", ["no_deposit", "silent", "non_refundable", "not_assessed"])
def test_where_no_way_leads_to_the_money_none_is_shown(verdict: str) -> None:
    assert moments(told(verdict=verdict)) == ()
