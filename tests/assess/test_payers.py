"""Whose deposit it is, where others lodge one beside the merchant."""

from __future__ import annotations

from contract_scan import scan

THREE = (
    "三方服务协议\n"
    "甲方（收单机构）：某某支付有限公司\n"
    "乙方（外包服务商）：某某信息服务部\n"
    "丙方（商户）：\n"
    "第一条 甲方为丙方提供收单服务，乙方负责终端的维护。\n"
    "第二条 保证金\n"
)
PARTNER = (
    "渠道合作协议\n"
    "甲方：某某支付有限公司\n"
    "乙方：\n"
    "第一条 乙方在约定区域发展商户，并维护商户的终端。\n"
    "第二条 乙方应核实商户的证照，不得向商户收取押金；商户已交的押金由甲方直接退还商户。\n"
)


def amounts(text: str) -> list[str]:
    return [str(amount) for amount in scan(text).deposit.amounts]


def test_what_an_agent_lodges_is_not_the_merchants() -> None:
    text = THREE + (
        "1. 乙方应向甲方缴纳渠道保证金20000元。乙方截留商户资金的，渠道保证金不予退还。满三年的，乙方可申请退还。\n"
        "2. 丙方向甲方交纳终端押金150元，交回终端后七日内原路退还，不论用了多久。\n"
    )
    assert amounts(text) == ["150"]
    assert scan(text).refund.verdict == "refundable"


def test_an_agents_deposit_alone_is_none_of_the_merchants() -> None:
    text = THREE + (
        "1. 乙方已向甲方交存服务质量保证金，担保其维护义务；丙方受到损失的，甲方可先从该保证金中赔付。\n"
        "2. 丙方使用终端不收押金。\n"
    )
    report = scan(text)
    assert report.deposit.exists is False
    assert report.refund.verdict == "no_deposit"


def test_a_deposit_that_the_merchant_pays_to_the_agent_is_its_own() -> None:
    text = THREE + "1. 丙方应在安装前向乙方缴纳设备保证金600元。\n2. 丙方交还终端的，乙方于五日内退还设备保证金。\n"
    assert amounts(text) == ["600"]
    assert scan(text).refund.verdict == "refundable"


def test_what_those_lodge_whom_a_partner_recruits_is_not_the_partners() -> None:
    text = PARTNER + "第三条 乙方向甲方缴纳区域保证金8000元，协议终止时不论何种原因均不返还。\n"
    assert amounts(text) == ["8000"]
    assert scan(text).refund.verdict == "non_refundable"


def test_the_price_of_devices_beside_a_deposit_is_no_deposit() -> None:
    text = PARTNER + (
        "第三条 乙方向甲方缴纳区域保证金8000元，作为取得区域资格的对价，不予返还。\n"
        "第四条 乙方领用终端，每台另付机具款80元；未激活的终端三个月内退回的，机具款退还。\n"
    )
    assert amounts(text) == ["8000"]
    assert scan(text).refund.verdict == "non_refundable"


def test_the_price_of_a_device_that_comes_back_is_a_deposit_where_none_is_lodged_beside_it() -> None:
    text = (
        "终端领用单\n甲方：某某支付有限公司\n乙方：\n"
        "1. 乙方领用终端，交机具款80元。\n2. 乙方退回终端的，甲方退还机具款。\n"
    )
    assert amounts(text) == ["80"]
    assert scan(text).refund.verdict == "refundable"
