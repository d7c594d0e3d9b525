"""Sums of the deposit in tables."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.deposit import read_deposit
from contract_scan.assess.deposit_tables import table_sums
from contract_scan.assess.patterns import DepositLexicon

Agree = Callable[[str], Agreement]


@pytest.mark.parametrize(
    ("rows", "sums"),
    [
        ("款式 | 押金 | 每月返还额\n大机 | 199元 | 16.6元\n小机 | 299元 | 16.6元", [199, 299]),
        ("型号 | 机具押金（元/台） | 供货周期\n电签版 | 120 | 5日\n智能版 | 260 | 10日", [120, 260]),
        (
            "序号 | 名目 | 数量 | 单价 | 小计 | 说明\n1 | 终端押金 | 1 | 350 | 350 | 可退\n2 | 安装 | 1 | 60 | 60 | 无",
            [350],
        ),
        ("项目 | 金额 | 说明\n住客押金 | 500元 | 由酒店收退", []),
        ("项目 | 应退押金 | 签收\n终端 | 300元 | 无", []),
        ("项目 | 费率 | 说明\n贷记卡 | 0.6% | 无", []),
    ],
)
def test_sums_under_the_deposits_name(agree: Agree, rows: str, sums: list[int]) -> None:
    agreement = agree("甲方：某某支付有限公司\n乙方（商户）：\n乙方应当按下表交纳押金。\n" + rows)
    found = list(table_sums(agreement))
    assert [each.value for each in found] == [Decimal(value) for value in sums]
    for each in found:
        assert str(each.value) in each.reading.text[each.start : each.end]


def test_what_a_column_is_charged_by(agree: Agree) -> None:
    agreement = agree("甲方：某某支付有限公司\n乙方（商户）：\n押金按下表收取。\n型号 | 押金（元/台）\n电签版 | 120")
    assert [each.per for each in table_sums(agreement)] == ["台"]


def test_another_partys_denial_does_not_outweigh_the_merchants_own_deposit(agree: Agree) -> None:
    text = (
        "授权方：某某支付有限公司\n代理方：\n代理方应向授权方缴存机具保证金。\n机具保证金由授权方保管，不计利息。\n"
        "机具保证金于合同终止后退还代理方。\n代理方违约的，授权方可从机具保证金中扣除违约金。\n"
        "代理方不得向商户收取押金，商户使用终端免押金。"
    )
    agreement = agree(text)
    assert read_deposit(agreement, DepositLexicon.load()).exists is True
