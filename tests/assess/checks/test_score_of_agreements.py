"""The score of whole agreements: one more risk never lowers it, one more protection never raises it."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from contract_scan import ContractReport, Scanner

BASE = (
    "POS机服务协议\n甲方（收单机构）：某某支付有限公司\n乙方（特约商户）：某某餐饮店\n"
    "第一条 乙方应向甲方交纳终端押金300元。\n"
    "第二条 自激活之日起365日内累计交易额达到10万元的，押金全额退还。\n"
    "第三条 甲方应当为乙方提供操作培训。\n"
)
RISKS = (
    "甲方认为存在风险的，可以随时单方终止本协议，且不承担责任。",
    "甲方有权根据市场情况调整手续费标准，公告后执行。",
    "每台终端每年收取运营费88元。",
    "无论乙方是否使用终端，流量费每年72元均应支付。",
    "乙方提前解约的，应支付剩余服务期的全部服务费。",
    "乙方确认违约金标准合理，放弃请求调整违约金的权利。",
    "乙方违约的，应向甲方支付违约金500元。",
    "乙方违约的，甲方有权没收押金。",
    "甲方可从乙方及其关联商户的结算款中扣划欠款。",
    "甲方认为交易存在风险的，可以暂缓结算，直至风险消除。",
    "争议协商不成的，提交广州仲裁委员会仲裁。",
    "双方确认本协议经充分协商，不属于格式条款。",
    "乙方同意甲方将其资料共享给服务商及合作方。",
    "扫码和优惠类交易不计入押金返还的考核。",
    "甲方有权调整乙方的商户类型。",
    "业务人员的口头承诺不构成本协议的内容，甲方不承担任何责任。",
)
PROTECTIONS = (
    "甲方逾期退还押金的，每日按万分之五向乙方支付违约金。",
    "任何一方违约的，应当赔偿对方的损失。",
    "乙方可以提前10日通知甲方解除本协议，不收违约金。",
    "终端自然老化的，由甲方负责免费维修，不扣押金。",
    "甲方不得以乙方投诉为由不退押金。",
    "手续费的调整须经双方协商一致。",
    "押金存入专户，单独存放。",
    "本协议有效期一年。",
)


@cache
def _scanner() -> Scanner:
    return Scanner()


def report(clauses: tuple[str, ...]) -> ContractReport:
    return _scanner().scan(BASE + "".join(f"第{number}条 {clause}\n" for number, clause in enumerate(clauses, 4)))


def score(clauses: tuple[str, ...]) -> int:
    value = report(clauses).refund.score
    assert value is not None
    return value


CLAUSES = st.lists(st.sampled_from(RISKS + PROTECTIONS), unique=True, max_size=4).map(tuple)


@settings(max_examples=30, deadline=None)
@given(CLAUSES, st.sampled_from(RISKS))
def test_a_risk_never_lowers_it(clauses: tuple[str, ...], more: str) -> None:
    assert score((*clauses, more)) >= score(clauses)


@settings(max_examples=30, deadline=None)
@given(CLAUSES, st.sampled_from(PROTECTIONS))
def test_a_protection_never_raises_it(clauses: tuple[str, ...], more: str) -> None:
    assert score((*clauses, more)) <= score(clauses)


def test_drivers_name_what_moved_it() -> None:
    found = report(RISKS)
    moved = {driver.source for driver in found.refund.drivers[1:]}
    assert moved <= {finding.rule_id for finding in found.findings}
    for finding in found.findings:
        weighs = finding.outcome != "information" and finding.severity in ("high", "medium")
        assert finding.rule_id in moved or not weighs, finding.rule_id
    assert sum(driver.points for driver in found.refund.drivers) >= (found.refund.score or 0)
