"""Risks of leases, goods, courses and works in the words of other drafters, and fair clauses beside them."""

from __future__ import annotations

import pytest

from contract_scan import scan
from support import papers

POS = papers.POS + "第九条 本协议一式两份。"
LEASE = papers.LEASE + "第九条 本合同一式两份。"

SAID = [
    (LEASE, "乙方收房后五日内没有书面提出异议的，视为房屋完好，乙方已经接受。", "NOT-SILENCE"),
    (LEASE, "乙方未经验收即进场营业的，视为验收合格。", "NOT-SILENCE"),
    (POS, "乙方收到结算书后三日内不回复的，视同认可该结算金额。", "NOT-SILENCE"),
    (LEASE, "租期届满，乙方的装修无偿留给甲方。", "EQP-FITTINGS"),
    (LEASE, "乙方添置的固定设施不得拆除，也不得要求甲方给予补偿。", "EQP-FITTINGS"),
    (LEASE, "乙方欠缴水电费的，甲方可以停水停电。", "EQP-CUT-OFF"),
    (LEASE, "乙方逾期五日不交租的，甲方有权换锁。", "EQP-CUT-OFF"),
    (LEASE, "租赁期内房屋、空调等设备的维修均由乙方自行负责。", "NOT-REPAIRS"),
    (POS, "定制的机具支架售出后概不退换。", "NOT-NO-RETURN"),
    (POS, "套餐内当月没用完的次数月底清零。", "NOT-LAPSE"),
    (POS, "乙方违约的，甲方可以将乙方的违约信息在网站公布。", "NOT-PUBLISHED"),
    (POS, "合作期内及终止后一年，乙方不得与同类平台合作。", "NOT-EXCLUSIVE"),
    (POS, "乙方授权甲方永久、不可撤销地使用其发布的图片。", "NOT-LICENCE"),
    (POS, "因退款产生的银行手续费由乙方承担。", "REF-AT-COST"),
    (POS, "甲方催收、诉讼支出的律师费由乙方承担。", "NOT-CLAIM-COSTS"),
    (POS, "乙方连续两个月成交不足二十单的，甲方可将其下线。", "NOT-QUOTA"),
    (POS, "乙方要销户的，须经甲方书面同意。", "NOT-ONLY-AGREED"),
    (POS, "乙方预存的款项不产生任何利息。", "NOT-NO-INTEREST"),
    (LEASE, "逾期不搬的，视为乙方放弃其所有权，由甲方处理。", "TER-ABANDONED"),
    (POS, "会员中途取消服务的，不再获得会员费的退还。", "REF-FEE-NEVER"),
    (POS, "技术服务费以甲方系统显示为准。", "FEE-SET-ALONE"),
]
FAIR = [
    (LEASE, "甲方收到乙方的修理通知后三日内未答复的，视为同意乙方自行修理。", "NOT-SILENCE"),
    (POS, "乙方三日内未回复的，不视为认可。", "NOT-SILENCE"),
    (LEASE, "甲方提前收回商铺的，应按剩余租期对乙方的装修给予补偿。", "EQP-FITTINGS"),
    (LEASE, "甲方不得停水停电催租。", "EQP-CUT-OFF"),
    (LEASE, "因市政停水停电影响营业的，租金顺延。", "EQP-CUT-OFF"),
    (LEASE, "房屋及其设备的维修由甲方负责。", "NOT-REPAIRS"),
    (LEASE, "因乙方使用不当损坏设备的，维修费用由乙方承担。", "NOT-REPAIRS"),
    (POS, "质量不合格的，可以退换。", "NOT-NO-RETURN"),
    (POS, "没用完的次数可以顺延到下月。", "NOT-LAPSE"),
    (POS, "甲方不得在网站公布乙方的信息。", "NOT-PUBLISHED"),
    (POS, "甲方不得限制乙方与同类平台合作。", "NOT-EXCLUSIVE"),
    (POS, "合作期内乙方授权甲方使用其图片用于展示。", "NOT-LICENCE"),
    (POS, "因退款产生的银行手续费由甲方承担。", "REF-AT-COST"),
    (POS, "律师费由败诉方承担。", "NOT-CLAIM-COSTS"),
    (POS, "成交不足二十单的，甲方不得因此将乙方下线。", "NOT-QUOTA"),
    (POS, "乙方可以随时销户，无须经甲方同意。", "NOT-ONLY-AGREED"),
    (POS, "延迟结算的款项按日计付利息。", "NOT-NO-INTEREST"),
]
#: What the provider gives back or owes.
NO_HIGH_RISK = [
    (LEASE, "甲方不能按期交房的，应双倍返还乙方已交的定金。"),
    (LEASE, "正式签约后，定金转为购房总价款的一部分。"),
    (LEASE, "租赁终止时，押金抵充乙方所欠水电费后，剩余部分归还乙方。"),
    (LEASE, "甲方逾期交房的，每日支付给乙方月租金的1%作为违约金，累计不得超过月租金的30%。"),
]


def rules_of(text: str) -> set[str]:
    return {finding.rule_id for finding in scan(text.encode()).findings}


@pytest.mark.parametrize(("frame", "clause", "rule"), SAID)
def test_a_burden_is_found(frame: str, clause: str, rule: str) -> None:
    assert rule in rules_of(frame.format(clause=clause))


@pytest.mark.parametrize(("frame", "clause", "rule"), FAIR)
def test_a_fair_clause_beside_it_is_not(frame: str, clause: str, rule: str) -> None:
    assert rule not in rules_of(frame.format(clause=clause))


@pytest.mark.parametrize(("frame", "clause"), NO_HIGH_RISK)
def test_what_the_provider_gives_back_is_no_high_risk(frame: str, clause: str) -> None:
    grave = [one for one in scan(frame.format(clause=clause).encode()).findings if one.severity == "high"]

    assert not [one.rule_id for one in grave if any(clause[:12] in quote.quote for quote in one.evidence)]
