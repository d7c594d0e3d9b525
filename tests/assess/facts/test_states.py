"""Conditions that are no totals: time of use, the terminal, applications, notices, arrears."""

from datetime import date
from decimal import Decimal

import pytest
from fact_records import months, swipes

USE = "甲方缴纳押金299元。自激活之日起连续使用满12个月的，乙方退还押金。"
RETURN = "甲方缴纳押金299元。协议终止后，甲方交还终端且终端完好、无欠费、无违规的，乙方退还押金。"
APPLY = "甲方缴纳押金299元。甲方须在协议终止后30日内提出书面申请，逾期未申请的押金不予退还。乙方退还押金。"


@pytest.mark.parametrize(("today", "status"), [("2026-01-09", "unmet"), ("2026-01-10", "met"), ("2026-01-11", "met")])
def test_a_year_of_use(judge, today, status):
    found = judge(USE, today=today, activated_on="2025-01-10")
    assert found["active_period"].status == status
    assert found["active_period"].by == (date(2026, 1, 10) if status == "unmet" else None)


def test_a_year_of_use_from_a_leap_day(judge):
    assert judge(USE, today="2025-02-27", activated_on="2024-02-29")["active_period"].status == "unmet"
    assert judge(USE, today="2025-02-28", activated_on="2024-02-29")["active_period"].status == "met"


def test_use_that_ended_too_early_is_lost(judge):
    found = judge(USE, today="2026-06-01", activated_on="2025-01-10", ended_on="2025-12-01")
    assert found["active_period"].status == "unmet"
    assert "补不上" in found.outlook.next_step


def test_not_activated_yet(judge):
    found = judge(USE, today="2026-06-01", activated_on=False)
    assert found["active_period"].status == "unknown"
    assert "还没有激活" in found["active_period"].why


def test_all_states_met(judge):
    found = judge(
        RETURN, today="2026-06-01", ended_on="2026-05-01", terminal_returned_on="2026-05-03", terminal_state="intact",
        arrears=0, breaches=[],
    )  # fmt: skip
    assert {c.status for c in found.report.refund.conditions} == {"met"}
    assert found.outlook.qualifies is True


def test_nothing_told_nothing_guessed(judge):
    found = judge(RETURN)
    assert {c.status for c in found.report.refund.conditions} == {"unknown"}
    assert found.outlook.qualifies is None
    assert found.outlook.due_amount is None
    assert set(found.outlook.needs) >= {"ended_on", "terminal_returned_on", "terminal_state", "arrears", "breaches"}


def test_arrears_are_lacking(judge):
    found = judge(RETURN, arrears="35.50")
    assert (found["no_arrears"].status, found["no_arrears"].lacking) == ("unmet", Decimal("35.50"))


def test_a_breach_is_named(judge):
    assert "移机" in judge(RETURN, breaches=["移机"])["no_breach"].why


@pytest.mark.parametrize(("state", "status"), [("damaged", "unmet"), ("lost", "unmet"), ("worn", "unknown")])
def test_the_state_of_the_terminal(judge, state, status):
    assert judge(RETURN, terminal_state=state)["device_condition"].status == status


def test_wear_that_the_contract_excuses(judge):
    found = judge(RETURN + "\n正常磨损不视为损坏。", terminal_state="worn")
    assert found["device_condition"].status == "met"


def test_a_lost_terminal_cannot_be_returned(judge):
    assert judge(RETURN, terminal_state="lost")["device_return"].status == "unmet"


def test_a_return_still_ahead(judge):
    found = judge(RETURN, today="2026-05-01", terminal_returned_on="2026-05-03")
    assert found["device_return"].status == "unmet"


RETURN_SOON = "甲方缴纳押金299元。甲方在协议终止后15日内交还终端的，乙方退还押金。"


@pytest.mark.parametrize(("day", "status"), [("2026-05-16", "met"), ("2026-05-17", "unmet")])
def test_the_terminal_in_time(judge, day, status):
    found = judge(RETURN_SOON, today="2026-06-01", ended_on="2026-05-01", terminal_returned_on=day)
    assert found["device_return"].status == status


def test_the_terminal_not_yet_returned(judge):
    open_ = judge(RETURN_SOON, today="2026-05-16", ended_on="2026-05-01", terminal_returned_on=False)
    late = judge(RETURN_SOON, today="2026-05-17", ended_on="2026-05-01", terminal_returned_on=False)
    assert open_["device_return"].by == date(2026, 5, 16)
    assert "已过" in late["device_return"].why


@pytest.mark.parametrize(("day", "status"), [("2026-05-31", "met"), ("2026-06-01", "unmet")])
def test_an_application_on_the_last_day(judge, day, status):
    found = judge(APPLY, today="2026-06-10", ended_on="2026-05-01", applied_on=day)
    assert found["application_window"].status == status


def test_an_application_that_is_still_open(judge):
    found = judge(APPLY, today="2026-05-31", ended_on="2026-05-01", applied_on=False)
    assert found["application_window"].status == "unmet"
    assert found.outlook.claim_by == date(2026, 5, 31)
    assert "2026-05-31" in found.outlook.next_step


def test_an_application_that_is_too_late(judge):
    found = judge(APPLY, today="2026-06-01", ended_on="2026-05-01", applied_on=False)
    assert found.outlook.claim_by is None
    assert "已过 1 天" in found["application_window"].why


def test_an_application_before_its_time(judge):
    found = judge(APPLY, today="2026-06-10", ended_on="2026-05-01", applied_on="2026-04-20")
    assert found["application_window"].status == "unknown"


def test_an_application_after_turnover_was_reached(judge):
    clause = "甲方缴纳押金299元。激活后180日内刷卡满10万元的，乙方退还押金。甲方应在达标后30日内申请，逾期不予退还。"
    found = judge(
        clause, today="2026-04-01", activated_on="2026-01-01", applied_on=False, records_from="2026-01-01",
        records_until="2026-04-01", transactions=swipes(("2026-02-01", 60000), ("2026-03-10", 40000)),
    )  # fmt: skip
    assert found["application_window"].by == date(2026, 4, 9)


def test_a_year_and_then_thirty_days(judge):
    clause = "甲方缴纳押金299元。甲方应在激活满12个月后30日内申请，逾期不申请的押金不予退还。乙方退还押金。"
    found = judge(clause, today="2026-02-09", activated_on="2025-01-10", applied_on=False)
    assert found["application_window"].by == date(2026, 2, 9)


@pytest.mark.parametrize(
    ("facts", "status"),
    [({"review": "passed"}, "met"), ({"review": "failed"}, "unmet"), ({"review": "pending"}, "unmet"), ({}, "unknown")],
)
def test_a_review(judge, facts, status):
    assert judge("甲方缴纳押金299元。经乙方审核通过的，退还押金。", **facts)["review_approval"].status == status


def test_the_end_of_the_term(judge):
    clause = "甲方缴纳押金299元。协议期满的，乙方退还押金。"
    assert judge(clause, today="2026-06-30", term_ends_on="2026-06-30")["term_expiry"].status == "unmet"
    assert judge(clause, today="2026-07-01", term_ends_on="2026-06-30")["term_expiry"].status == "unknown"
    assert judge(clause, today="2026-07-01", ended_on="2026-06-30")["term_expiry"].status == "met"
    assert judge(clause, ended_on=False)["term_expiry"].status == "unmet"


@pytest.mark.parametrize(("given", "status"), [("2026-04-01", "met"), ("2026-04-02", "unmet")])
def test_notice_thirty_days_before(judge, given, status):
    clause = "甲方缴纳押金299元。甲方提前30日书面通知乙方的，乙方退还押金。"
    found = judge(clause, today="2026-06-01", notice_given_on=given, ended_on="2026-05-01")
    assert found["notice"].status == status


def test_waiting_after_the_end(judge):
    clause = "甲方缴纳押金299元。合同终止满180日，且无未了结的退单的，退还押金。"
    before = judge(clause, today="2026-06-28", ended_on="2025-12-31", disputes_open=0)
    on = judge(clause, today="2026-06-29", ended_on="2025-12-31", disputes_open=2)
    assert (before["other"].status, before["other"].by) == ("unmet", date(2026, 6, 29))
    assert on["other"].status == "met"
    assert (before["account_status"].status, on["account_status"].status) == ("met", "unmet")


@pytest.mark.parametrize(("second", "status"), [("2026-04-02", "met"), ("2026-04-12", "unmet")])
def test_a_stretch_without_transactions(judge, second, status):
    clause = "甲方缴纳押金299元，到期退还押金。连续90天无交易的，押金不予退还。"
    found = judge(
        clause, today="2026-04-20", activated_on="2026-01-01", records_from="2026-01-01", records_until="2026-04-20",
        transactions=swipes(("2026-01-02", 50), (second, 50)),
    )  # fmt: skip
    assert found["account_status"].status == status


@pytest.mark.parametrize(
    ("volume", "status"),
    [
        (months("2025-01", 12, credit=1), "met"),
        ({**months("2025-01", 12, credit=1), "2025-07": {"credit": 0}}, "unmet"),
        (None, "unknown"),
    ],
)
def test_use_that_shows_in_every_month(judge, volume, status):
    clause = "甲方缴纳押金299元。激活后连续使用满12个月且每月均有交易的，乙方退还押金。"
    found = judge(clause, today="2026-01-01", activated_on="2025-01-01", volume=volume)
    # January 2026 has one day only and no record: the months in full decide.
    assert found["active_period"].status == (status if status != "met" else "unknown")
    volume = volume and {**volume, "2026-01": {"credit": 1}}
    assert judge(clause, today="2026-01-01", activated_on="2025-01-01", volume=volume)["active_period"].status == status
