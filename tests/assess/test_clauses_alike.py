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
        ("凡连续停业超过十五天的，本合同自动解除。本合同解除后，已交押金不予退还。期满退还押金。", "conditional"),
        ("本合同自双方签字之日起生效。本合同解除后，已交押金不予退还。期满退还押金。", "contradictory"),
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


MARKET = "商铺租赁合同\n甲方（出租人）：某某市场\n乙方（承租人）：李某\n第一条 押金\n"


@pytest.mark.parametrize(
    ("clause", "verdict", "conditions"),
    [
        # Earnest money that the rent takes up is no deposit that is kept.
        ("签约时交付定金500元，该定金抵作首期租金。租赁期满甲方退还押金。", "refundable", ["term_expiry"]),
        ("签约时交定金，定金转为租金的一部分；押金在退租后七日内退还。", "refundable", []),
        ("定金转为成交总价款的一部分；押金在退租后七日内退还。", "refundable", []),
        ("定金转为设备货款，不予退还。押金期满退还。", "contradictory", None),
        # What goes wrong at an end is a case; the end itself is none.
        ("届满或提前解除时，如乙方不能恢复铺位原状的，押金不退。期满退还押金。", "conditional", None),
        ("期满或者提前退租时，乙方未结清电费的，押金不退。期满退还押金。", "conditional", None),
        ("期满不退押金，提前退租的也不退押金。", "non_refundable", None),
        # A verb of taking that only names a case.
        ("未发生应扣除押金情形的，期满退还押金。", "conditional", ["no_breach", "term_expiry"]),
        ("乙方没有任何押金应予扣罚事由的，期满退还押金。", "conditional", ["no_breach", "term_expiry"]),
        ("发生应扣除押金的情形的，甲方可以扣除。期满退还押金。", "refundable", ["term_expiry"]),
        # Acts of the merchant, and what only sounds like one.
        ("我们发起退款后三日内押金到账。", "refundable", []),
        ("您在后台发起退押后三日内押金到账。", "refundable", ["application"]),
        ("乙方不办理转租手续的，押金不退。期满退还押金。", "conditional", ["no_breach", "term_expiry"]),
        ("乙方不办理退租或续租手续的，押金不退。期满退还押金。", "conditional", None),
        ("甲方在乙方交还铺位后一周内为乙方办理押金退还。", "refundable", ["device_return"]),
        # What is owed, taken out first.
        ("租赁期满，押金除抵扣应由乙方承担的费用外，剩余部分归还乙方。", "refundable", ["no_arrears", "term_expiry"]),
        ("期满后，乙方结算全部费用后退还押金。", "refundable", ["no_arrears", "term_expiry"]),
        ("中标后拒签合同的，押金不退。期满退还押金。", "conditional", ["no_breach", "term_expiry"]),
        ("期满后设备设施良好的，退还押金。", "refundable", ["device_condition", "term_expiry"]),
        ("乙方应保持设备设施良好。押金期满退还。", "refundable", []),
        ("合同执行完毕后联系办理退还押金事宜。", "refundable", ["application", "term_expiry"]),
        ("乙方解除与市场的合作关系的，押金予以返还。", "refundable", ["term_expiry"]),
        ("乙方违约的，甲方有权扣除乙方全部押金。押金期满退还。", "conditional", ["no_breach"]),
        ("甲方不得扣除乙方全部押金。押金期满退还。", "refundable", []),
        ("实际租期超过预付租金满3天的，没收押金。期满退还押金。", "conditional", ["term_expiry"]),
        ("乙方退租少于30天通知甲方的，押金不退。期满退还押金。", "conditional", ["term_expiry"]),
    ],
)
def test_what_a_lease_makes_of_the_deposit(
    scanner: Scanner, clause: str, verdict: str, conditions: list[str] | None
) -> None:
    report = scanner.scan(MARKET + "押金2000元。\n第二条 约定\n" + clause)
    assert report.refund.verdict == verdict
    assert conditions is None or sorted({one.type for one in report.refund.conditions}) == conditions


@pytest.mark.parametrize(
    ("clause", "days"),
    [
        ("甲方在期满后15日内将乙方缴纳的押金无息退还。", 15),
        ("租赁期满后5日内甲方退换乙方押金。", 5),
        ("押金不充当房租，期满后30日内，乙方结算全部费用后退还。", 30),
        ("乙方接到通知后5日内未来办理交接的，甲方有权解除合同，押金不予返还。期满退还押金。", None),
        ("押金在终止一年内凭原件办理退还押金手续。", None),
    ],
)
def test_by_when_a_lease_pays_it_back(scanner: Scanner, clause: str, days: int | None) -> None:
    deadline = scanner.scan(MARKET + "押金2000元。\n第二条 约定\n" + clause).refund.deadline
    assert (None if deadline is None else deadline.value) == days


@pytest.mark.parametrize(
    ("text", "exists", "amounts"),
    [
        ("乙方应交纳两个月房租作为押金。\n", True, []),
        ("乙方须交加盟管理费3000元，该加盟管理费的目的是保证乙方全面履行本合同。\n", True, [3000]),
        ("乙方须交加盟管理费3000元，用于门店培训。\n", None, []),
        ("乙方应向“鑫千金”支付平台使用费。“鑫千金”要求乙方支付20000元违约金。\n", None, []),
        ("甲方为乙方办理开工手续，交纳物业押金、垃圾清运费等费用。\n", None, []),
        ("押金2000元。乙方违约的，甲方没收押金，并加收900元清场费。\n", True, [2000]),
        ("押金2000元。乙方售假的，应支付9000元或全部押金金额作为违约金。\n", True, [2000]),
    ],
)
def test_what_is_taken_for_a_deposit(scanner: Scanner, text: str, exists: bool | None, amounts: list[int]) -> None:
    head = "合作合同\n甲方：某某公司\n乙方（商户）：某某店\n第一条 费用\n"
    deposit = scanner.scan(head + text + "第二条 争议\n双方协商解决。\n").deposit
    assert (deposit.exists, [int(one) for one in deposit.amounts]) == (exists, amounts)


def test_the_sort_that_nearly_all_is_said_of_leads(scanner: Scanner) -> None:
    text = "水电押金200元，期满无息退还。\n履约保证金5000元，签约时交纳。\n" + "".join(
        f"乙方{act}的，履约保证金不予退还。\n" for act in ("违约", "擅自转租", "擅自停业", "售假")
    )
    report = scanner.scan(MARKET + text + "期满退还履约保证金。\n")
    assert report.refund.verdict == "conditional"
