"""A terminal deposit and a reserve, each with its own answer; what a condition counts; how the deposit is lost."""

from __future__ import annotations

from decimal import Decimal

import pytest

from contract_scan import ContractReport, MerchantFacts, Scanner

HEAD = "POS服务协议\n甲方（收单机构）：某某支付有限公司\n乙方（特约商户）：小店\n第一条 押金\n"
TWO = (
    "乙方缴纳终端押金300元。合作终止且交还终端后10个工作日内，甲方退还终端押金。\n第二条 风险保证金\n"
    "乙方缴存风险保证金5000元，用于抵扣退单款。协议终止满180日且无未了结退单的，甲方在30日内退还风险保证金余额。"
    "乙方套现的，风险保证金不予退还。"
)


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return Scanner()


def read(scanner: Scanner, text: str, facts: MerchantFacts | None = None) -> ContractReport:
    return scanner.scan(HEAD + text, facts=facts)


def test_each_deposit_has_its_own_answer(scanner: Scanner) -> None:
    report = read(scanner, TWO)
    device, reserve = report.deposits
    assert (device.sort, device.deposit.amounts, device.refund.verdict) == ("device", (Decimal(300),), "refundable")
    assert (reserve.sort, reserve.deposit.amounts, reserve.refund.verdict) == (
        "reserve", (Decimal(5000),), "conditional",
    )  # fmt: skip
    assert device.refund.deadline is not None
    assert reserve.refund.deadline is not None
    assert (device.refund.deadline.unit, reserve.refund.deadline.value) == ("working_day", 30)
    assert {c.type for c in device.refund.conditions} == {"device_return", "term_expiry"}
    assert {c.type for c in reserve.refund.conditions} >= {"other", "account_status", "no_breach"}
    assert not device.refund.deductions
    assert [one.text for one in reserve.refund.deductions] == ["乙方缴存风险保证金5000元，用于抵扣退单款"]
    # The device's leads.
    assert report.refund.verdict == "refundable"
    assert report.refund.deadline == device.refund.deadline


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        (
            "乙方缴纳终端押金300元，风险保证金2000元。终端押金自激活满一年后退还，风险保证金不予退还。",
            ["conditional", "non_refundable"],
        ),
        (
            "乙方交纳押金300元和履约保证金2000元。押金和履约保证金在合作终止后30日内无息退还。",
            ["refundable", "refundable"],
        ),
        (
            "乙方交纳押金300元和履约保证金2000元。押金、履约保证金概不退还。",
            ["non_refundable", "non_refundable"],
        ),
    ],
)
def test_two_deposits_in_one_sentence(scanner: Scanner, text: str, verdicts: list[str]) -> None:
    report = read(scanner, text)
    assert [one.refund.verdict for one in report.deposits] == verdicts
    assert [one.deposit.amounts for one in report.deposits] == [(Decimal(300),), (Decimal(2000),)]


def test_one_deposit_is_the_report_s(scanner: Scanner) -> None:
    report = read(scanner, "乙方缴纳押金300元，终止后退还。")
    (only,) = report.deposits
    assert (only.deposit, only.refund) == (report.deposit, report.refund)
    assert read(scanner, "甲方不收取任何押金。").deposits == ()


def test_facts_judge_each_deposit(scanner: Scanner) -> None:
    facts = MerchantFacts.model_validate({"today": "2026-06-01", "ended_on": "2026-05-01", "deposit_paid": 300})
    device, reserve = read(scanner, TWO, facts).deposits
    assert {c.type: c.status for c in device.refund.conditions}["term_expiry"] == "met"
    assert {c.type: c.status for c in reserve.refund.conditions}["other"] == "unmet"
    assert reserve.refund.outlook is None


VOLUME = "乙方缴纳押金299元。自激活之日起365天内，信用卡刷卡累计达到88万元的，甲方在15个工作日内退还押金。"


def test_a_turnover_says_what_counts_and_what_it_comes_to(scanner: Scanner) -> None:
    report = read(scanner, VOLUME + "单笔低于10元的不计入。仅统计标准费率交易。")
    (condition,) = report.refund.conditions
    assert condition.burden == Decimal("73333.33")
    assert "73,333元" in condition.text
    assert (condition.window_value, condition.window_unit, condition.from_) == (Decimal(365), "day", "激活")
    assert condition.counts is not None
    assert (condition.counts.cards, condition.counts.least, condition.counts.other) == (
        ("credit",), Decimal(10), ("标准费率",),
    )  # fmt: skip


def test_everything_counts_where_nothing_is_said(scanner: Scanner) -> None:
    (condition,) = read(scanner, VOLUME.replace("信用卡", "")).refund.conditions
    assert condition.counts is None
    assert condition.groups == ()


def test_any_of_and_all_of(scanner: Scanner) -> None:
    listed = read(
        scanner,
        "乙方缴纳押金299元。有下列情形之一的，甲方退还押金：\n（一）使用满12个月并交还终端；\n（二）累计交易满5万元且无欠费。",
    )
    assert {c.type: c.groups for c in listed.refund.conditions} == {
        "active_period": ("1.1",), "device_return": ("1.1",), "volume_threshold": ("1.2",), "no_arrears": ("1.2",),
    }  # fmt: skip
    either = read(scanner, "乙方缴纳押金299元。激活后180日内累计交易满10万元或者交易笔数满200笔的，退还押金。")
    assert [c.groups for c in either.refund.conditions] == [("1.1",), ("1.2",)]
    both = read(scanner, "乙方缴纳押金299元。激活后180日内累计交易满10万元且交易笔数满200笔的，退还押金。")
    assert [c.groups for c in both.refund.conditions] == [(), ()]


def test_what_every_way_asks(scanner: Scanner) -> None:
    report = read(
        scanner,
        "乙方缴纳押金299元。有下列情形之一的，甲方退还押金：\n（一）使用满12个月并交还终端；\n（二）累计交易满5万元并交还终端。",
    )
    assert {c.type: c.groups for c in report.refund.conditions}["device_return"] == ("1.1", "1.2")


def test_the_time_to_claim_is_not_the_time_to_pay(scanner: Scanner) -> None:
    refund = read(
        scanner,
        "乙方缴纳押金500元。协议终止后60日内乙方须书面提出退押申请，甲方自收到申请之日起20个工作日内连同活期利息退还。",
    ).refund
    assert refund.claim_deadline is not None
    assert refund.deadline is not None
    assert (refund.claim_deadline.value, refund.claim_deadline.unit, refund.claim_deadline.from_) == (
        60,
        "day",
        "协议终止",
    )
    assert (refund.deadline.value, refund.deadline.unit) == (20, "working_day")
    assert refund.interest == "bearing"


def test_a_payment_at_t_plus_one(scanner: Scanner) -> None:
    refund = read(scanner, "乙方缴纳押金300元。交还终端的，押金在终端交还后T+1个工作日退还。交易资金T+2到账。").refund
    assert refund.deadline is not None
    assert (refund.deadline.value, refund.deadline.unit, refund.deadline.from_) == (1, "working_day", "终端交还")


def test_who_took_it_and_who_owes_it(scanner: Scanner) -> None:
    report = read(scanner, "押金299元由丙方（服务商）收取。合同期满，交还终端后，由甲方在30日内无息退还。")
    assert (report.deposit.payee, report.refund.payer, report.refund.interest) == ("agent", "provider", "none")


def test_how_it_is_lost(scanner: Scanner) -> None:
    refund = read(
        scanner,
        "乙方缴纳押金299元。达标后30日内乙方应申请退还，逾期未申请的押金自动转为技术服务费，不予退还。"
        "乙方有下列情形之一的，押金不予退还：\n（一）擅自移机；\n（二）连续三个月无交易；\n（三）未满一年提前退机。",
    ).refund
    assert [one.into for one in refund.conversions] == ["技术服务费"]
    assert [(one.text, one.types) for one in refund.forfeitures] == [
        ("逾期未申请的押金自动转为技术服务费", ("application",)),
        ("擅自移机", ("no_breach",)),
        ("连续三个月无交易", ("account_status",)),
        ("未满一年提前退机", ("active_period",)),
    ]


def test_what_is_said_of_every_case_is_no_event(scanner: Scanner) -> None:
    refund = read(scanner, "乙方缴纳押金500元，该押金于激活后自动转为设备使用费，不再退还。").refund
    assert refund.forfeitures == ()
    assert [one.into for one in refund.conversions] == ["设备使用费"]


@pytest.mark.parametrize(
    "text",
    [
        "贵商户向住客收取的押金，其退还由贵商户负责，我司不承担任何责任。",
        "贵商户通过我司终端收取的押金，其退还由贵商户负责。",
        "商户通过平台向用户收取押金的，商户应在订单完成后3日内退还押金。\n平台有权督促商户退还押金，商户逾期不退的，平台可先行垫付。",
        "乙方以终端收取会员押金的，应妥善保管，会员退卡时由乙方负责退还押金，与甲方无关。",
        "乙方应当自行向其客户退还押金。",
    ],
)
def test_the_deposits_of_customers_are_not_the_merchants(scanner: Scanner, text: str) -> None:
    head = "收单服务协议\n我司为贵商户提供收款服务，贵商户（乙方）应遵守本协议，按0.6%支付手续费。\n第二条 押金\n"
    report = scanner.scan(head + text)
    assert report.deposit.exists is not True
    assert report.refund.verdict == "no_deposit"


def test_the_merchants_own_deposit_beside_its_customers(scanner: Scanner) -> None:
    report = read(
        scanner,
        "住客押金由乙方收取，乙方应在住客离店时退还，甲方不承担退还责任。\n"
        "第二条 乙方向甲方缴纳终端押金500元，协议终止后10个工作日内甲方退还终端押金。",
    )
    assert (report.deposit.amounts, report.deposit.name, report.refund.verdict) == (
        (Decimal(500),), "终端押金", "refundable",
    )  # fmt: skip


def test_an_end_that_the_merchant_brings_about_is_no_special_one(scanner: Scanner) -> None:
    report = read(scanner, "押金300元。乙方提前30日书面通知甲方解除协议并交还终端的，甲方退还押金。")
    assert {c.type for c in report.refund.conditions} >= {"notice", "device_return"}
