"""What the provider may not do raises no grave warning, in whatever form it is said; that it may do it raises one."""

from __future__ import annotations

from itertools import product

import pytest

from contract_scan import scan

PAPER = (
    "POS机使用协议\n甲方：某某支付有限公司\n乙方：某某商行\n"
    "第一条 甲方向乙方提供终端一台，乙方交纳押金300元，终止后七日内退还。\n"
    "第二条 {said}\n第三条 争议由双方协商解决。\n"
)
DEEDS = (
    "没收乙方押金",
    "扣留乙方押金",
    "单方调整手续费率",
    "随时终止本协议",
    "冻结乙方结算款",
    "单方修改本协议",
    "将押金转为服务费",
    "从乙方结算款中扣收押金",
    "向乙方收取协议外的费用",
    "延迟向乙方结算",
    "收回终端且不退押金",
)
FAIR = (
    "甲方不得{deed}。",
    "未经乙方书面同意，甲方不得{deed}。",
    "甲方无权{deed}。",
    "甲方承诺不{deed}。",
    "禁止甲方{deed}。",
    "甲方{deed}的，应赔偿乙方损失。",
    "除非法院判决，甲方不得{deed}。",
    "甲方擅自{deed}的，乙方可以解除协议。",
    "任何情况下甲方都不会{deed}。",
    "甲方{deed}须经乙方书面同意。",
)
HOSTILE = (
    "甲方有权{deed}。",
    "甲方可以{deed}，无需通知乙方。",
    "乙方违约的，甲方有权{deed}。",
    "甲方认为必要时可{deed}。",
)


def risks(said: str) -> list[str]:
    """The severities of the risks on the sentence."""
    return [
        finding.severity
        for finding in scan(PAPER.format(said=said)).findings
        if finding.outcome == "risk" and any(said in e.quote or e.quote.strip() in said for e in finding.evidence)
    ]


@pytest.mark.parametrize(("deed", "form"), list(product(DEEDS, FAIR)))
def test_what_the_provider_may_not_do_is_no_grave_risk(deed: str, form: str) -> None:
    assert "high" not in risks(form.format(deed=deed))


@pytest.mark.parametrize(("deed", "form"), list(product(DEEDS, HOSTILE)))
def test_what_the_provider_may_do_is_a_risk(deed: str, form: str) -> None:
    assert risks(form.format(deed=deed))


@pytest.mark.parametrize("said", ["甲方不会在终止后退还押金。", "甲方无权要求时，押金仍不退还。"])
def test_what_the_provider_will_not_give_back_stays_a_risk(said: str) -> None:
    assert risks(said)
