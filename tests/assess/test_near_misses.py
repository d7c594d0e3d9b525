"""Sentences beside those that words were written for: what they say must not be taken for that."""

from __future__ import annotations

from decimal import Decimal

import pytest

from contract_scan import scan
from support import papers

POS = papers.POS + "第九条 争议由甲方所在地人民法院管辖。"
LEASE = papers.LEASE + "第九条 争议由商铺所在地人民法院管辖。"
MARKET = (
    "商家入驻协议\n"
    "平台：某某网络科技有限公司（以下简称“平台”）\n"
    "商家：在平台开设店铺的经营者\n"
    "第一条 商家缴纳保证金5000元，佣金为成交额的5%。\n"
    "第二条 商家退店后，平台30日内退还保证金。\n"
    "第三条 {clause}\n"
    "第九条 争议提交杭州仲裁委员会仲裁。"
)
#: The same, saying nothing of the deposit's return.
POS_SILENT = POS.replace("协议终止后，乙方交还终端的，甲方在10个工作日内退还押金。", "乙方应妥善保管终端。")
LEASE_SILENT = LEASE.replace("租赁期满，乙方结清水电费后，甲方7日内退还押金。", "乙方应爱护商铺。")
MARKET_SILENT = MARKET.replace("商家退店后，平台30日内退还保证金。", "商家应守规则。")

VERDICTS = [
    (LEASE, "乙方无故退场的，押金不退。", "conditional"),
    (LEASE, "乙方撤场不清理垃圾的，押金不予退还。", "conditional"),
    (MARKET, "被平台强制退场的，保证金不予退还。", "conditional"),
    (MARKET, "因违规被清退离场的，保证金不予退还。", "conditional"),
    (LEASE, "退场时有未处理投诉的，押金不予退还。", "conditional"),
    (LEASE, "乙方恶意退场的，押金不予退还。", "conditional"),
    (MARKET, "撤店未提前30日通知的，保证金不予退还。", "conditional"),
    (LEASE, "撤柜给商场造成损失的，押金不予退还。", "conditional"),
    (LEASE, "离场前未清理场地的，押金不予退还。", "conditional"),
    (LEASE, "乙方退场未办理交接手续的，押金不予退还。", "conditional"),
    (MARKET, "被责令撤店的，保证金不予退还。", "conditional"),
    (LEASE, "租赁期届满，乙方未恢复原状的，押金转为修复费用。", "conditional"),
    (LEASE, "租赁期满，乙方不续租又不提前通知的，押金不予退还。", "conditional"),
    (LEASE, "合同到期，乙方遗留物品的，押金不予退还。", "conditional"),
    (LEASE, "合同期内退租或解除合同的，押金不予退还。", "conditional"),
    (LEASE, "合同期限内擅自或提前解除的，押金不退。", "conditional"),
    (MARKET, "保证金可用作抵扣商家拖欠平台的费用。", "refundable"),
    (MARKET_SILENT, "保证金用作支付商家欠付平台的费用。", "silent"),
    (POS, "押金作为乙方损坏终端时维修的费用。", "refundable"),
    (POS, "押金作为保证乙方妥善使用终端的费用。", "refundable"),
    (POS, "押金用作赔偿终端损坏的费用，余额退还。", "refundable"),
    (POS, "押金作为终端维修的费用，多退少补。", "refundable"),
    (POS_SILENT, "押金由甲方保管，按照本协议指引寄回终端后无息退还。", "refundable"),
    (LEASE_SILENT, "租赁期满，押金由乙方取回。", "refundable"),
    (LEASE_SILENT, "合同终止后押金应由乙方领回。", "refundable"),
    (POS_SILENT, "协议终止后，押金由乙方支取。", "refundable"),
    (POS_SILENT, "乙方签约时终端押金300元须一次性付清。", "silent"),
    (LEASE_SILENT, "签约时押金10000元当面点清，甲方出具收据。", "silent"),
    (MARKET_SILENT, "未缴保证金的商户清退出场。", "silent"),
]
CONDITIONS: list[tuple[str, str, set[str]]] = [
    (POS_SILENT, "连续六个月累计交易超过10万元的，退还押金。", {"active_period", "volume_threshold"}),
    (POS_SILENT, "连续12个月月交易额超过1万元的，退还押金。", {"active_period", "volume_threshold"}),
    (POS_SILENT, "使用满24个月且不低于20万元交易额的，退还押金。", {"active_period", "volume_threshold"}),
    (POS_SILENT, "终端完好、收据未遗失的，退还押金。", {"device_condition"}),
    (POS_SILENT, "乙方依约履行的，期满后退还押金。", {"no_breach", "term_expiry"}),
    (POS_SILENT, "乙方妥善履行的，退还押金。", {"no_breach"}),
    (POS_SILENT, "冻结的押金在协议解除后10日内退还。", {"term_expiry"}),
    (POS_SILENT, "双方账目交接完毕后，押金退还。", set()),
]
HIGH = [
    (POS, "乙方未按时退还终端的，应支付押金三倍的违约金。", True),
    (POS, "乙方未按期退还终端的，每逾期一日支付终端价值30%的违约金。", True),
    (LEASE, "乙方未按时返还商铺的，按日租金的三倍支付违约金。", True),
    (POS, "甲方查实乙方挪用货款的，乙方支付三倍违约金。", True),
    (POS, "甲方有权随时调整手续费率及减免政策。", True),
    (POS, "甲方可单方调整费率标准，减免优惠亦可随时取消。", True),
    (POS, "押金性质为定金，乙方违约的，全部定金不予返还。", True),
    (POS, "押金视为定金，双方按月对账，乙方违约不退定金。", True),
    (POS_SILENT, "押金由甲方保管，乙方不得要求动用，协议终止后概不退还。", True),
    (POS_SILENT, "任一月未达标的，押金不退，且取消费率优惠。", True),
    (POS, "乙方违约的，甲方有权没收押金，并以押金支付罚没款。", True),
    (POS, "因甲方认为乙方有违约行为而需解除协议的，甲方可随时单方解除。", True),
    (POS, "双方对费率调整没有异议的，签订补充协议后执行新费率。", False),
]
NOTICES: list[tuple[str, str, list[tuple[str, int, str]]]] = [
    (LEASE, "甲方提前5日通知乙方验收房屋。", []),
    (LEASE, "乙方应提前3日通知甲方接收房屋。", []),
    (POS, "乙方开通会员的，可随时取消会员资格。", []),
    (POS, "乙方可以在系统设置中随时关闭通知权限。", []),
    (LEASE, "租赁开始前，甲方应提前7日通知乙方收房。", []),
    (LEASE, "甲方要提前收房自用的，提前两个月讲，补给乙方两个月租金。", [("provider", 2, "month")]),
]
FEES = [
    (MARKET, "服务费50%由平台承担，50%由商家承担。", ["0.05"]),
    (MARKET, "首年减免管理费50%。", ["0.05"]),
    (MARKET, "推广服务费下调20%。", ["0.05"]),
    (MARKET, "佣金下调20%后为4%。", ["0.04", "0.05"]),
    (MARKET, "商家可自行设置外卖起步价20元。", ["0.05"]),
    (MARKET, "技术服务费为13%。", ["0.05", "0.13"]),
]


@pytest.mark.parametrize(("paper", "clause", "verdict"), VERDICTS)
def test_the_verdict_is_that_of_the_whole(paper: str, clause: str, verdict: str) -> None:
    assert scan(paper.format(clause=clause)).refund.verdict == verdict


@pytest.mark.parametrize(("paper", "clause", "types"), CONDITIONS)
def test_no_condition_is_lost_or_made_up(paper: str, clause: str, types: set[str]) -> None:
    assert {condition.type for condition in scan(paper.format(clause=clause)).refund.conditions} == types


@pytest.mark.parametrize(("paper", "clause", "high"), HIGH)
def test_a_grave_risk_is_not_hushed(paper: str, clause: str, high: bool) -> None:
    text = paper.format(clause=clause)
    start = text.index(clause)
    grave = [
        finding.rule_id
        for finding in scan(text).findings
        if finding.severity == "high"
        and finding.outcome == "risk"
        and any(start <= quote.start and quote.end <= start + len(clause) for quote in finding.evidence)
    ]
    assert bool(grave) is high, grave


@pytest.mark.parametrize(("paper", "clause", "notices"), NOTICES)
def test_a_notice_is_one_of_an_end(paper: str, clause: str, notices: list[tuple[str, int, str]]) -> None:
    found = scan(paper.format(clause=clause)).termination.notice
    assert [(notice.by, int(notice.value), notice.unit) for notice in found] == notices


@pytest.mark.parametrize(("paper", "clause", "figures"), FEES)
def test_a_share_is_a_charge_where_it_is_one(paper: str, clause: str, figures: list[str]) -> None:
    found = [fee.rate or fee.amount for fee in scan(paper.format(clause=clause)).fees]
    assert sorted(found) == [Decimal(figure) for figure in figures]


def test_a_tenants_deposit_is_none_of_a_landlords_who_collects_rents() -> None:
    text = (
        "收租服务协议\n"
        "甲方：某某支付有限公司\n"
        "乙方：某某公寓\n"
        "乙方将名下房屋出租给租客，使用甲方系统收取租金。\n"
        "租客缴纳的房屋押金2000元由甲方代收，租期届满退还租客。\n"
        "甲方按租金的0.5%收取手续费。\n"
        "任何一方提前30日书面通知可解除本协议。"
    )
    report = scan(text)
    assert report.refund.verdict == "no_deposit"
    assert report.deposit.amounts == ()
