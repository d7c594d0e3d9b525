"""Turnover and numbers of transactions: what is added up, in which window, and what is still missing."""

from datetime import date
from decimal import Decimal

import pytest
from fact_records import months, swipes

TOTAL = "甲方缴纳押金299元。自激活之日起6个月内，贷记卡累计交易额达到10万元的，乙方全额退还押金。"
ANY_CARD = "甲方缴纳押金299元。激活后180日内刷卡满10万元的，乙方全额退还押金。"
MONTHLY = "甲方缴纳押金299元。激活后每月刷卡交易额不低于2万元的，乙方退还押金。"
YEARLY = "甲方缴纳押金299元。激活后每年刷卡交易额满30万元的，乙方退还押金。"
COUNT = "甲方缴纳押金299元。激活后6个月内累计刷卡不少于30笔，单笔低于10元的不计入，达到的退还押金。"


def test_turnover_reached(judge):
    found = judge(TOTAL, today="2026-07-01", activated_on="2026-01-01", volume=months("2026-01", 6, credit=30000))
    condition = found["volume_threshold"]
    assert condition.status == "met"
    assert "2026-01-01 至 2026-07-01 贷记卡累计 至少 180,000 元，门槛 100,000 元，已满足" in condition.why
    assert condition.lacking is None


def test_the_arithmetic_of_an_exact_sum(judge):
    found = judge(TOTAL, today="2026-06-30", activated_on="2026-01-01", volume=months("2026-01", 6, credit=25383))
    assert found["volume_threshold"].why == "2026-01-01 至 2026-06-30 贷记卡累计 152,298 元，门槛 100,000 元，已满足"


def test_other_cards_do_not_count(judge):
    found = judge(
        TOTAL, today="2026-06-30", activated_on="2026-01-01", volume=months("2026-01", 6, credit=10000, debit=50000)
    )
    condition = found["volume_threshold"]
    assert (condition.status, condition.lacking, condition.by) == ("unmet", Decimal(40000), date(2026, 7, 1))
    assert "还差 40,000 元" in condition.why


def test_a_total_alone_does_not_tell_the_cards(judge):
    found = judge(TOTAL, today="2026-06-30", activated_on="2026-01-01", volume=months("2026-01", 6, total=20000))
    assert found["volume_threshold"].status == "unknown"
    assert "没有分卡种" in found["volume_threshold"].why


def test_even_all_of_a_total_is_too_little(judge):
    found = judge(TOTAL, today="2026-06-30", activated_on="2026-01-01", volume=months("2026-01", 6, total=9000))
    assert (found["volume_threshold"].status, found["volume_threshold"].lacking) == ("unmet", Decimal(46000))
    assert "至多 54,000 元" in found["volume_threshold"].why


@pytest.mark.parametrize(
    ("today", "status", "final"),
    [
        ("2026-06-30", "unmet", False),  # the last day of 180 from 2026-01-01
        ("2026-07-01", "unmet", True),
    ],
)
def test_the_window_ends_with_its_last_day(judge, today, status, final):
    found = judge(ANY_CARD, today=today, activated_on="2026-01-01", volume=months("2026-01", 7, credit=1000))
    condition = found["volume_threshold"]
    assert condition.by == date(2026, 6, 30)
    assert ("已过" in condition.why) is final
    assert ("含今天还有 1 天" in condition.why) is not final
    assert found.outlook.qualifies is False


@pytest.mark.parametrize(("day", "status"), [("2026-06-30", "met"), ("2026-07-01", "unmet")])
def test_a_swipe_on_the_last_day_counts_and_one_after_it_does_not(judge, day, status):
    found = judge(
        ANY_CARD, today="2026-07-10", activated_on="2026-01-01", records_from="2026-01-01", records_until="2026-07-10",
        transactions=swipes(("2026-01-01", 60000), (day, 40000)),
    )  # fmt: skip
    assert found["volume_threshold"].status == status


def test_leap_february_has_its_last_day(judge):
    clause = "甲方缴纳押金299元。激活后1个月内刷卡满1万元的，乙方全额退还押金。"
    facts = {"activated_on": "2024-01-31", "records_from": "2024-01-31", "records_until": "2024-03-05"}
    on = judge(clause, today="2024-03-05", transactions=swipes(("2024-02-29", 10000)), **facts)
    after = judge(clause, today="2024-03-05", transactions=swipes(("2024-03-01", 10000)), **facts)
    assert (on["volume_threshold"].status, after["volume_threshold"].status) == ("met", "unmet")
    assert after["volume_threshold"].by == date(2024, 2, 29)


def test_a_missing_month_is_not_nought(judge):
    volume = months("2026-01", 6, credit=10000)
    del volume["2026-03"]
    found = judge(TOTAL, today="2026-06-30", activated_on="2026-01-01", volume=volume)
    assert found["volume_threshold"].status == "unknown"
    assert "缺 2026-03 的记录" in found["volume_threshold"].why


def test_a_missing_month_does_no_harm_once_enough_is_there(judge):
    volume = months("2026-01", 6, credit=25000)
    del volume["2026-03"]
    found = judge(TOTAL, today="2026-06-30", activated_on="2026-01-01", volume=volume)
    assert found["volume_threshold"].status == "met"


def test_records_that_stop_early_do_not_prove_a_shortfall(judge):
    found = judge(
        ANY_CARD, today="2026-07-10", activated_on="2026-01-01",
        records_from="2026-01-01", transactions=swipes(("2026-01-05", 60000), ("2026-03-01", 10000)),
    )  # fmt: skip
    assert found["volume_threshold"].status == "unknown"
    assert "records_until" in found.outlook.needs


def test_no_activation_date_no_window(judge):
    found = judge(ANY_CARD, today="2026-06-30", volume=months("2026-01", 6, credit=90000))
    assert found["volume_threshold"].status == "unknown"
    assert found.outlook.needs == ("activated_on", "deposit_paid")


def test_a_month_that_the_window_cuts_needs_single_transactions(judge):
    clause = "甲方缴纳押金299元。自签订之日起180日内刷卡满10万元的，乙方全额退还押金。"
    found = judge(clause, today="2026-12-31", signed_on="2026-01-15", volume=months("2026-01", 12, credit=15500))
    assert found["volume_threshold"].status == "unknown"
    assert "2026-01 只有一部分在期限内" in found["volume_threshold"].why


def test_an_ended_agreement_cannot_catch_up(judge):
    found = judge(
        ANY_CARD, today="2026-05-01", activated_on="2026-01-01", ended_on="2026-04-15",
        volume=months("2026-01", 4, credit=20000),
    )  # fmt: skip
    assert found["volume_threshold"].status == "unmet"
    assert "补不上" in found.outlook.next_step


def test_every_month_reached(judge):
    found = judge(MONTHLY, today="2026-03-31", activated_on="2026-01-01", volume=months("2026-01", 3, credit=20000))
    assert found["volume_threshold"].status == "met"
    assert "共 3 个月都够" in found["volume_threshold"].why


def test_one_month_short_is_lost(judge):
    volume = {**months("2026-01", 3, credit=20000), "2026-02": {"credit": 19999}}
    found = judge(MONTHLY, today="2026-03-31", activated_on="2026-01-01", volume=volume)
    assert found["volume_threshold"].status == "unmet"
    assert "2026-02 只有 19,999 元" in found["volume_threshold"].why


def test_the_running_month_can_still_be_filled(judge):
    volume = {**months("2026-01", 2, credit=20000), "2026-03": {"credit": 5000}}
    found = judge(MONTHLY, today="2026-03-10", activated_on="2026-01-01", volume=volume)
    condition = found["volume_threshold"]
    assert (condition.status, condition.lacking, condition.by) == ("unmet", Decimal(15000), date(2026, 3, 31))


def test_a_first_month_cut_short_is_left_open(judge):
    volume = {**months("2026-01", 3, credit=20000), "2026-01": {"credit": 3000}}
    found = judge(MONTHLY, today="2026-03-31", activated_on="2026-01-25", volume=volume)
    assert found["volume_threshold"].status == "unknown"
    assert "不足整月" in found["volume_threshold"].why


def test_a_monthly_average(judge):
    clause = "甲方缴纳押金299元。激活后月均刷卡交易额达到2万元的，乙方退还押金。"
    volume = {"2026-01": {"credit": 10000}, "2026-02": {"credit": 30000}}
    found = judge(clause, today="2026-02-28", activated_on="2026-01-01", volume=volume)
    assert found["volume_threshold"].status == "met"
    assert "月均 20,000 元" in found["volume_threshold"].why


def test_years_that_both_ways_of_counting_fill(judge):
    volume = months("2024-01", 24, credit=30000)
    found = judge(YEARLY, today="2025-12-31", activated_on="2024-01-01", volume=volume)
    assert found["volume_threshold"].status == "met"


def test_years_on_which_the_ways_of_counting_differ(judge):
    # July to June is full, the calendar year of 2024 is not.
    volume = {**months("2024-07", 6, credit=1000), **months("2025-01", 6, credit=60000)}
    found = judge(YEARLY, today="2025-06-30", activated_on="2024-07-01", volume=volume)
    assert found["volume_threshold"].status == "unknown"
    assert "不足整年" in found["volume_threshold"].why or "两种算法" in found["volume_threshold"].why


def test_small_swipes_do_not_count(judge):
    rows = [("2026-01-02", 10)] * 29 + [("2026-01-03", 9.99)] * 10
    facts = {"activated_on": "2026-01-01", "records_from": "2026-01-01", "records_until": "2026-07-31"}
    found = judge(COUNT, today="2026-07-31", transactions=swipes(*rows), **facts)
    assert (found["transaction_count"].status, found["transaction_count"].lacking) == ("unmet", Decimal(1))
    found = judge(COUNT, today="2026-07-31", transactions=swipes(*rows, ("2026-07-01", 10)), **facts)
    assert found["transaction_count"].status == "met"


def test_monthly_counts_do_not_show_small_swipes(judge):
    facts = {"today": "2026-07-01", "activated_on": "2026-01-01", "count": months("2026-01", 7, credit=10)}
    assert judge(COUNT, **facts)["transaction_count"].status == "unknown"
    assert judge(COUNT, qualifying_only=True, **facts)["transaction_count"].status == "met"


def test_failed_and_refunded_swipes(judge):
    rows = [{"date": "2026-02-01", "amount": 60000, "status": s} for s in ("成功", "失败", "退款")]
    facts = {"activated_on": "2026-01-01", "records_from": "2026-01-01", "records_until": "2026-07-31"}
    found = judge(ANY_CARD, today="2026-07-31", transactions=rows, **facts)
    assert found["volume_threshold"].status == "unknown"  # whether the refunded one counts is not written
    strict = ANY_CARD + "撤销、退货的交易不计入交易额。"
    assert judge(strict, today="2026-07-31", transactions=rows, **facts)["volume_threshold"].lacking == 40000


def test_qr_left_out_by_the_next_sentence(judge):
    clause = ANY_CARD + "扫码交易不计入。"
    found = judge(
        clause, today="2026-06-30", activated_on="2026-01-01", volume=months("2026-01", 6, credit=10000, qr=90000)
    )
    assert (found["volume_threshold"].status, found["volume_threshold"].lacking) == ("unmet", Decimal(40000))


def test_a_restriction_that_figures_do_not_show(judge):
    clause = "甲方缴纳押金299元。激活后180日内标准费率交易额满10万元的，乙方全额退还押金。"
    facts = {"today": "2026-06-30", "activated_on": "2026-01-01", "volume": months("2026-01", 6, credit=50000)}
    assert judge(clause, **facts)["volume_threshold"].status == "unknown"
    assert "qualifying_only" in judge(clause, **facts).outlook.needs
    assert judge(clause, qualifying_only=True, **facts)["volume_threshold"].status == "met"


def test_the_row_of_another_deposit_asks_nothing(judge):
    table = (
        "甲方按机型缴纳押金，达到所需交易额的全额退还：\n机型 | 押金（元/台） | 全额返还所需累计交易额\n"
        "传统大机 | 600 | 300万元\n迷你电签 | 240 | 12万元"
    )
    found = judge(
        table, today="2026-12-31", activated_on="2026-01-01", deposit_paid=240,
        volume=months("2026-01", 12, credit=20000),
    )  # fmt: skip
    by_value = {c.value: c for c in found.report.refund.conditions if c.type == "volume_threshold"}
    assert by_value[Decimal(120000)].status == "met"
    assert "另一档" in by_value[Decimal(3000000)].why
    assert found.outlook.qualifies is True


def test_turnover_by_stages_is_not_added_up(judge):
    clause = "甲方缴纳押金299元。激活后分三个阶段考核，每一阶段累计交易额达到5万元的，乙方退还押金。"
    found = judge(clause, today="2026-12-31", activated_on="2026-01-01", volume=months("2026-01", 12, credit=90000))
    assert found["volume_threshold"].status == "unknown"
    assert "按阶段" in found["volume_threshold"].why


def test_cards_that_are_not_qr(judge):
    clause = "甲方缴纳押金299元。激活后180日内，非扫码的贷记卡、借记卡刷卡合计满10万元的，乙方全额退还押金。"
    facts = {"today": "2026-06-30", "activated_on": "2026-01-01"}
    found = judge(clause, volume=months("2026-01", 6, credit=5000, debit=5000, qr=90000), **facts)
    assert found["volume_threshold"].lacking == 40000


def test_years_of_the_agreement_run_from_its_signing(judge):
    clause = "甲方缴纳押金299元。每一合同年度刷卡交易额满12万元的，乙方退还押金。"
    facts = {"today": "2025-12-31", "activated_on": "2025-01-01", "volume": months("2025-01", 12, credit=10000)}
    assert judge(clause, **facts)["volume_threshold"].status == "unknown"
    assert judge(clause, signed_on="2025-01-01", **facts)["volume_threshold"].status == "met"
