"""What the charges come to in a year, on sums that can be done by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_scan.assess.fee_example import MONTHLY_TURNOVER, TRANSACTION, fee_example
from contract_scan.assess.fees import FeeLexicon
from contract_scan.lexicons import lexicon_root
from contract_scan.model.report import FeeExample, FeeItem
from contract_scan.scanner import Scanner

LEXICON = FeeLexicon(lexicon_root())


def rate(value: str, name: str = "贷记卡手续费", card: str | None = "贷记卡", **more: Any) -> FeeItem:
    return FeeItem(name=name, type="transaction_rate", rate=Decimal(value), card_type=card, **more)


def sums(amount: str, kind: str, name: str = "技术服务费", **more: Any) -> FeeItem:
    return FeeItem.model_validate({"name": name, "type": kind, "amount": amount, **more})


def example(*fees: FeeItem) -> FeeExample:
    found = fee_example(fees, LEXICON)
    assert found is not None
    return found


def test_no_charges_no_example() -> None:
    assert fee_example((), LEXICON) is None


@pytest.mark.parametrize(
    ("fee", "yearly", "reckoning"),
    [
        (rate("0.006"), "720.00", "10000 × 0.6% × 12"),
        (rate("0.0063", amount=Decimal(3)), "2556.00", "(200 × 0.63% + 3) × 50 × 12"),
        (rate("0.05", cap=Decimal("5.5")), "3300.00", "5.5 × 50 × 12"),
        (rate("0.001", min=Decimal(1)), "600.00", "1 × 50 × 12"),
        (rate("0.001", min=Decimal(1), amount=Decimal(2)), "1800.00", "(1 + 2) × 50 × 12"),
        (sums("58", "periodic", period="month"), "696.00", "58 × 12"),
        (sums("48", "periodic", period="half_year"), "96.00", "48 × 2"),
        (sums("30", "periodic", period="quarter"), "120.00", "30 × 4"),
        (sums("299", "periodic", period="year"), "299.00", "299"),
        (sums("0.5", "per_transaction", name="系统费"), "300.00", "0.5 × 50 × 12"),
    ],
)
def test_one_charge(fee: FeeItem, yearly: str, reckoning: str) -> None:
    found = example(fee)
    assert (found.yearly, found.lines[0].reckoning) == (Decimal(yearly), reckoning)
    assert (found.lines[0].counted, found.once) == ("yearly", 0)


def test_all_items_together() -> None:
    found = example(
        rate("0.006"),
        rate("0.005", "借记卡手续费", "借记卡"),
        sums("60", "periodic", name="通讯流量费", period="year"),
        sums("500", "one_off", name="开通费"),
        sums("15", "other", name="调单费"),
        FeeItem(name="年费", type="other", waiver="免收"),
        FeeItem(name="维护费", type="periodic", period="year"),
    )
    assert [line.counted for line in found.lines] == [
        *("yearly", "other_means", "yearly", "once", "on_demand", "free", "unknown")
    ]
    assert (found.yearly, found.once, found.first_year) == (Decimal(780), Decimal(500), Decimal(1280))
    assert found.share == Decimal("0.0065")
    assert found.rate_known


def test_the_dearest_rate_for_a_credit_card_counts() -> None:
    found = example(rate("0.0055", "优惠类贷记卡"), rate("0.0063"), rate("0.022", "境外卡", "境外卡"))
    assert [line.counted for line in found.lines] == ["other_means", "yearly", "other_means"]


def test_a_rate_for_any_card_stands_in() -> None:
    assert example(rate("0.006", "刷卡手续费", "银行卡")).rate_known
    assert example(rate("0.006", "手续费", None)).rate_known
    assert example(rate("0.0055", "手续费", None), rate("0.006")).lines[0].counted == "other_means"


def test_without_a_rate_it_is_said() -> None:
    found = example(sums("88", "periodic", period="month"), rate("0.0003", "加急到账", None))
    assert not found.rate_known
    assert found.lines[1].counted == "on_demand"
    assert found.yearly == Decimal(1056)


@pytest.mark.parametrize("name", ["当日到账（T+0）", "补卡费", "调单费", "退单处理费", "上门服务费", "提现手续费"])
def test_what_is_charged_on_demand_is_in_no_sum(name: str) -> None:
    found = example(rate("0.006"), sums("3", "per_transaction", name=name))
    assert (found.lines[1].counted, found.yearly) == ("on_demand", Decimal(720))


def test_a_report_has_it(scanner: Scanner) -> None:
    report = scanner.scan(
        "商户服务协议\n第一条 费用\n贷记卡按交易金额的0.6%收取。\n通讯流量费每年60元。\n第二条 押金\n乙方交押金300元。"
    )
    assert report.fee_example is not None
    assert report.fee_example.yearly == Decimal(780)


amounts = st.decimals(0, 1000, places=2)


@given(amounts, amounts, st.decimals(0, "0.1", places=4))
def test_the_sums_are_those_of_the_lines(monthly: Decimal, once: Decimal, percent: Decimal) -> None:
    found = example(
        rate(str(percent)), sums(str(monthly), "periodic", period="month"), sums(str(once), "one_off", name="开通费")
    )
    counted = [line.amount for line in found.lines if line.amount is not None]
    assert sum(counted) == found.first_year == found.yearly + found.once
    assert found.yearly == (percent * MONTHLY_TURNOVER * 12).quantize(Decimal("0.01")) + monthly * 12
    assert MONTHLY_TURNOVER % TRANSACTION == 0
