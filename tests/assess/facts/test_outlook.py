"""What comes back, when it is due, and what to do first."""

from datetime import date
from decimal import Decimal

import pytest
from fact_records import months

PLAIN = (
    "甲方缴纳押金300元。协议终止且甲方交还终端的，乙方自收到终端之日起10个工作日内退还押金。"
    "终端丢失的，从押金中扣除200元。终端损坏的，从押金中扣除维修费。"
)
DONE = {"ended_on": "2026-09-20", "terminal_returned_on": "2026-09-25", "terminal_state": "intact", "deposit_paid": 300}
ONE_OF = (
    "甲方缴纳押金300元。有下列情形之一的，乙方退还押金：\n（一）使用满24个月；\n（二）累计刷卡满50万元；\n"
    "（三）协议期满且交还终端。"
)


def test_due_over_national_day(judge):
    outlook = judge(PLAIN, today="2026-10-01", **DONE).outlook
    assert outlook.qualifies is True
    assert (outlook.due_amount, outlook.due_by) == (Decimal(300), date(2026, 10, 15))
    assert outlook.due_by_why.startswith("2026-09-25 交还机器，10 个工作日内，最迟 2026-10-15")


@pytest.mark.parametrize(("today", "late"), [("2026-10-15", False), ("2026-10-16", True)])
def test_late_from_the_day_after(judge, today, late):
    assert ("已过 1 天" in judge(PLAIN, today=today, **DONE).outlook.next_step) is late


def test_beyond_the_calendar_no_day_is_named(judge):
    outlook = judge(PLAIN, today="2040-01-01", **{**DONE, "terminal_returned_on": "2039-09-25"}).outlook
    assert outlook.due_by is None
    assert "工作日历只收录" in outlook.due_by_why


def test_thirty_days_that_end_in_a_holiday(judge):
    clause = "甲方缴纳押金300元。协议终止的，乙方自终止之日起30日内退还押金。"
    outlook = judge(clause, today="2026-09-10", ended_on="2026-09-03", deposit_paid=300).outlook
    assert outlook.due_by == date(2026, 10, 8)
    assert "2026-10-03，是休假日，顺延到 2026-10-08" in outlook.due_by_why


def test_the_twentieth_of_the_next_month(judge):
    clause = "甲方缴纳押金300元。经乙方审核通过的，次月20日前退还押金。"
    outlook = judge(clause, today="2026-05-10", reviewed_on="2026-05-08", deposit_paid=300).outlook
    # 20 June 2026 is a Saturday within the Dragon Boat holiday.
    assert outlook.due_by == date(2026, 6, 22)


def test_a_deadline_without_a_beginning(judge):
    outlook = judge("甲方缴纳押金300元。协议终止的，退还押金。乙方应在30日内退还押金。", today="2026-05-10").outlook
    assert outlook.due_by is None
    assert "合同没写从哪一天起算" in outlook.due_by_why


def test_a_deadline_for_turnover_is_none_for_the_payment(judge):
    clause = "甲方缴纳押金300元。自激活之日起365日内累计刷卡满88万元的，乙方在15个工作日内退还押金。"
    deadline = judge(clause).report.refund.deadline
    assert deadline is not None
    assert (deadline.value, deadline.unit) == (15, "working_day")


def test_deductions_that_are_known(judge):
    outlook = judge(PLAIN, **{**DONE, "deductions": {"维修费": "45.5"}, "arrears": 20, "deposit_returned": 100}).outlook
    assert outlook.due_amount == Decimal("134.5")
    assert outlook.due_amount_why == "实付 300 元，减维修费 45.50 元，减欠费 20 元，减已退 100 元，应退 134.50 元"


def test_a_lost_terminal_costs_what_the_contract_says(judge):
    facts = {"deposit_paid": 300, "terminal_state": "lost", "terminal_returned_on": False}
    assert judge(PLAIN, **facts).outlook.due_amount == Decimal(100)


def test_a_repair_without_a_sum_is_not_guessed(judge):
    outlook = judge(PLAIN, **{**DONE, "terminal_state": "damaged"}).outlook
    assert outlook.due_amount is None
    assert "deductions" in outlook.needs


def test_deductions_never_turn_the_amount_around(judge):
    outlook = judge(PLAIN, **{**DONE, "deductions": {"赔偿": 500}}).outlook
    assert outlook.due_amount == 0
    assert "扣款超出 200 元" in outlook.due_amount_why


def test_what_was_paid_is_not_taken_from_the_contract(judge):
    facts = {key: value for key, value in DONE.items() if key != "deposit_paid"}
    outlook = judge(PLAIN, **facts).outlook
    assert outlook.due_amount is None
    assert "合同写的是 300 元" in outlook.due_amount_why


def test_one_way_is_enough(judge):
    outlook = judge(ONE_OF, today="2026-06-30", activated_on="2024-01-10", deposit_paid=300).outlook
    assert outlook.qualifies is True
    assert "volume" not in outlook.needs


def test_all_ways_closed(judge):
    outlook = judge(
        ONE_OF, today="2026-06-30", activated_on="2026-01-10", ended_on=False, terminal_returned_on=False,
        volume=months("2026-01", 6, credit=1000),
    ).outlook  # fmt: skip
    assert outlook.qualifies is False
    assert (outlook.met, outlook.unmet, outlook.unknown) == (0, 4, 0)


def test_a_deposit_that_never_comes_back(judge):
    outlook = judge("甲方缴纳押金300元。押金概不退还。", deposit_paid=300).outlook
    assert outlook.due_amount is None
    assert outlook.due_amount_why == "合同写明不退"


def test_no_facts_no_outlook():
    from contract_scan import scan

    assert scan("POS终端服务协议\n第一条 押金\n乙方向甲方交纳押金300元。押金概不退还。").refund.outlook is None


def test_the_same_facts_give_the_same_report(judge):
    assert judge(PLAIN, **DONE).report.to_json() == judge(PLAIN, **DONE).report.to_json()
