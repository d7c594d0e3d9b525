"""Ordinary sentences that stand near others which mean something else: what they say of the deposit."""

from __future__ import annotations

import pytest

from contract_scan import ContractReport, Scanner

HEAD = "银行卡收单服务协议\n甲方（收单机构）：某某支付有限公司\n乙方（商户）：某某店\n"
LODGED = HEAD + "第一条 押金\n乙方领用终端时向甲方交纳押金300元。\n第二条 退还\n"
NOTHING = HEAD + "第一条 服务\n甲方提供收单服务。\n第二条 约定\n"


def _kinds(report: ContractReport) -> list[str]:
    return sorted(condition.type for condition in report.refund.conditions)


@pytest.mark.parametrize(
    ("clause", "verdict", "conditions"),
    [
        ("乙方不再使用并交还终端后，甲方退还押金。", "refundable", ["device_return", "term_expiry"]),
        ("乙方不再使用终端并申请退还押金的，甲方10日内退还。", "refundable", ["application", "term_expiry"]),
        ("乙方停止使用本服务的，押金退还。", "refundable", ["term_expiry"]),
        ("乙方停止收单业务后，甲方退还押金。", "refundable", ["term_expiry"]),
        ("配件被拿走了的，押金不退。", "conditional", []),
        ("乙方以任何理由拒还终端的，押金不退；交还终端的退还押金。", "conditional", ["device_return"]),
        ("以后发现套现的，押金一律不退；期满退还押金。", "conditional", ["no_breach", "term_expiry"]),
        ("没有发生损坏情形的，押金全额退还。", "refundable", []),
        ("经甲方核验外观完好、功能正常的，退还押金。", "refundable", ["device_condition"]),
        ("甲方从押金中扣除维修成本，把剩下的退给乙方。", "refundable", []),
        ("乙方已于签约日交纳的押金到期退还。", "refundable", []),
        ("乙方未办理续约则甲方返还押金。", "conditional", ["other"]),
        ("押金不予退还的，商户可以申诉。", "non_refundable", []),
        ("押金归财务管理，期满退还。", "refundable", ["term_expiry"]),
        ("押金原样退还乙方。", "refundable", []),
        ("终端不能开机的，乙方可退机并取回押金。", "refundable", ["device_return"]),
        ("甲方停止收单后三十日内退还押金。", "refundable", []),
        ("交还终端和领用单后退还押金。", "refundable", ["device_return"]),
        ("退机后，押金分三次退还，每次100元。", "refundable", ["device_return"]),
        ("满10箱包邮，期满退还押金。", "refundable", ["term_expiry"]),
        ("乙方欠费还清，押金退还。", "refundable", ["no_arrears"]),
        ("押金于装机验收后交纳，协议到期退还。", "refundable", ["term_expiry"]),
        ("终端验收后，甲方退还押金。", "refundable", ["device_condition"]),
        ("押金于甲方交房当日交纳，租期届满后退还。", "refundable", ["term_expiry"]),
        ("押金从货款中抵减，不另收取。", "silent", []),
    ],
)
def test_what_a_clause_makes_of_the_deposit(scanner: Scanner, clause: str, verdict: str, conditions: list[str]) -> None:
    report = scanner.scan(LODGED + clause)
    assert (report.refund.verdict, _kinds(report)) == (verdict, conditions)


LEASE = (
    "房屋租赁合同\n甲方（出租人）：王某\n乙方（承租人）：李某\n第一条 押金\n房屋租赁押金：人民币2000元。\n第二条 约定\n"
)


@pytest.mark.parametrize(
    ("clause", "verdict"),
    [
        (
            "租赁期满或合同解除后，房屋租赁押金除抵扣应由乙方承担的费用、租金，以及乙方应承担的赔偿责任外，剩余部分返还。",
            "refundable",
        ),
        ("押金的退还由乙方负责。", "silent"),
        ("租赁期满后，除押金外，乙方已付的租金不予退还。", "silent"),
        (
            "凡停业超过20天的，本合同自动终止。本合同自动终止后，已交纳的租金及押金不予退还。期满无违约的，押金退还。",
            "conditional",
        ),
        ("乙方售出问题商品的，应支付售价金额的三倍作为违约金。期满押金退还。", "refundable"),
    ],
)
def test_what_a_lease_says_of_its_deposit(scanner: Scanner, clause: str, verdict: str) -> None:
    assert scanner.scan(LEASE + clause).refund.verdict == verdict


@pytest.mark.parametrize(
    ("clause", "verdict", "amounts"),
    [
        ("乙方交纳押金300元，只交一次，以后不再收取，退机退还。", "refundable", ["300"]),
        ("甲方向乙方支付装修补贴款20000元，乙方提前终止合作的，应全额退还装修补贴款。", "no_deposit", []),
        ("网络设备款800元由乙方付给供应商。", "no_deposit", []),
        ("乙方支付采购款3000元，协议解除时甲方退还采购款。", "no_deposit", []),
        ("甲方保留扣款权利，每笔扣除20元。", "no_deposit", []),
        ("押金300元是一次性收费，退机退还。", "refundable", ["300"]),
        ("押金2000元为一个月租金，退租退还。", "refundable", ["2000"]),
        ("押金由乙方进货时缴纳2000元，终止时退还。", "refundable", ["2000"]),
        ("押车费每趟200元，由乙方支付，不退。", "no_deposit", []),
    ],
)
def test_what_a_clause_alone_makes_a_deposit(scanner: Scanner, clause: str, verdict: str, amounts: list[str]) -> None:
    report = scanner.scan(NOTHING + clause)
    assert (report.refund.verdict, [str(amount) for amount in report.deposit.amounts]) == (verdict, amounts)
