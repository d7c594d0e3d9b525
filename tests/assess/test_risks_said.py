"""Known risks in the words of other drafters, and fair clauses that differ in a few words."""

from __future__ import annotations

import pytest

from contract_scan import scan
from support import papers

POS = papers.POS + "第九条 本协议一式两份。"
LEASE = papers.LEASE + "第九条 本合同一式两份。"

SAID = [
    (POS, "乙方每日核对到账，有差错的在十日内提出，过期视为确认。", "NOT-ITS-RECORDS"),
    (POS, "甲方下发的操作手册与本协议不一致的，以手册为准。", "NOT-PREVAILS"),
    (POS, "乙方法定代表人对乙方的欠款承担连带责任。", "NOT-GUARANTEE"),
    (POS, "乙方违约的，甲方可以将其列入黑名单并通报同业。", "NOT-BLACKLIST"),
    (POS, "乙方不得以终端故障为由拒付服务费。", "NOT-NO-WITHHOLD"),
    (POS, "追偿成立的，甲方可以直接借记乙方的结算账户。", "HLD-DEBIT"),
    (POS, "断网、停电收不了款的，甲方不赔偿营业损失。", "LIA-UNPAID"),
    (POS, "甲方的赔偿责任以乙方上月已付的手续费为限。", "LIA-CAPPED"),
    (POS, "业务员嘴上讲过什么都不作数，以本协议为准。", "LIA-SAID"),
    (POS, "欠的流量费从押金里减，不够的由乙方补。", "DEP-SHORTFALL"),
    (POS, "押金存放期间的孳息归甲方，乙方不享有利息。", "DEP-NO-INTEREST"),
    (POS, "新价目挂出后乙方仍继续收款的，算作同意。", "CHG-BY-USE"),
    (POS, "甲方可以结束合作，不必给出理由，提前二十天通知即可。", "TER-AT-WILL"),
    (POS, "乙方停业失联满二十日的，视为自动退网。", "TER-VANISHED"),
    (POS, "借记卡手续费千分之五，不封顶。", "FEE-UNCAPPED"),
    (LEASE, "甲方要把铺子收回来自用的，提前一个月讲。", "TER-OWN-USE"),
    (LEASE, "到期未搬走的货架视为放弃所有权，甲方自行处理。", "TER-ABANDONED"),
    (LEASE, "因整体改造，甲方可以调整乙方的铺位位置。", "NOT-MOVED"),
    (LEASE, "停业装修期间的租金照付。", "FEE-UNUSED"),
    (LEASE, "已付的租金，中途退租一律不折算退回。", "REF-FEE-NEVER"),
]
FAIR = [
    (POS, "乙方每日核对到账，有差错的随时可以提出，过期不视为确认。", "NOT-ITS-RECORDS"),
    (POS, "甲方下发的操作手册与本协议不一致的，以本协议为准。", "NOT-PREVAILS"),
    (POS, "丙方对甲方退还押金承担连带责任。", "NOT-GUARANTEE"),
    (POS, "甲方不得将乙方列入黑名单。", "NOT-BLACKLIST"),
    (POS, "终端故障期间，乙方可以暂停支付服务费。", "NOT-NO-WITHHOLD"),
    (POS, "甲方借记乙方的结算账户之前，须取得乙方同意。", "HLD-DEBIT"),
    (POS, "终端自然损坏的，乙方不赔偿。", "LIA-UNPAID"),
    (POS, "终端遗失的，赔偿最高不超过三百元服务费。", "LIA-CAPPED"),
    (POS, "业务员口头答应的，有录音的甲方都认，不以本协议为准。", "LIA-SAID"),
    (POS, "乙方的赔偿以押金为限，不足部分甲方不再追索。", "DEP-SHORTFALL"),
    (POS, "押金所生的利息归乙方，退还时一并支付。", "DEP-NO-INTEREST"),
    (POS, "新价目挂出后乙方继续收款的，不算同意。", "CHG-BY-USE"),
    (POS, "乙方可以结束合作，不必给出理由，提前二十天通知即可。", "TER-AT-WILL"),
    (POS, "乙方停业的，甲方应先书面催告，不视为退网。", "TER-VANISHED"),
    (POS, "贷记卡手续费千分之六，不封顶。", "FEE-UNCAPPED"),
    (LEASE, "甲方不得以自用为由提前收回商铺。", "TER-OWN-USE"),
    (LEASE, "到期未搬走的货架由甲方妥善保管，乙方可以随时领取。", "TER-ABANDONED"),
    (LEASE, "未经乙方同意，甲方不得调整乙方的铺位位置。", "NOT-MOVED"),
    (LEASE, "停业装修期间的租金减半。", "FEE-UNUSED"),
    (LEASE, "已付的租金，中途退租的按天折算退回。", "REF-FEE-NEVER"),
]
#: What binds the provider, or spares the merchant.
NO_HIGH_RISK = [
    (LEASE, "出租方擅自停水停电的，按停业天数及日租金的三倍赔偿承租方。"),
    (LEASE, "管理费要上调的，应有全场过半数商户书面同意。"),
    (LEASE, "乙方逾期付租的，每日付欠款的万分之四，违约金总额以欠款的百分之二十为限。"),
    (POS, "乙方可以查看押金的转入、占用、扣划与转出记录。"),
    (POS, "乙方欠付的费用、罚没、顾客赔付，经催告仍不处理的，甲方可从押金中扣抵，并送交明细。"),
]


def rules_of(text: str) -> set[str]:
    return {finding.rule_id for finding in scan(text.encode()).findings}


@pytest.mark.parametrize(("frame", "clause", "rule"), SAID)
def test_a_risk_is_known_in_other_words(frame: str, clause: str, rule: str) -> None:
    assert rule in rules_of(frame.format(clause=clause))


@pytest.mark.parametrize(("frame", "clause", "rule"), FAIR)
def test_a_fair_clause_is_not_taken_for_the_risk(frame: str, clause: str, rule: str) -> None:
    assert rule not in rules_of(frame.format(clause=clause))


@pytest.mark.parametrize(("frame", "clause"), NO_HIGH_RISK)
def test_what_spares_the_merchant_raises_no_alarm(frame: str, clause: str) -> None:
    grave = [one for one in scan(frame.format(clause=clause).encode()).findings if one.severity == "high"]

    assert not [one.rule_id for one in grave if any(clause[:12] in quote.quote for quote in one.evidence)]


OWED = ["乙方泄露甲方资料的，支付违约金一万元。", "乙方拖欠追偿款的，按日万分之四支付违约金。"]


@pytest.mark.parametrize("clause", OWED)
def test_a_penalty_that_the_merchant_owes_is_no_protection(clause: str) -> None:
    assert "PEN-PROVIDER" not in rules_of(POS.format(clause=clause))
