"""Whether a deposit is charged, how much, to whom."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.deposit import read_deposit
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.model.report import Deposit

Agree = Callable[[str], Agreement]
LEXICON = DepositLexicon.load()
HEAD = "特约商户受理协议\n甲方：某某支付有限公司\n乙方（特约商户）：\n甲方应为乙方提供收单服务。\n"


def read(agree: Agree, text: str) -> tuple[Agreement, Deposit]:
    agreement = agree(HEAD + text)
    return agreement, read_deposit(agreement, LEXICON)


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("乙方应向甲方缴纳POS机押金300元/台。", {"300"}),
        ("终端押金人民币1,200.00元（大写：壹仟贰佰元整）。", {"1200"}),
        ("首笔刷卡时冻结人民币598元，作为乙方用机的押金。", {"598"}),
        ("甲方按每台叁佰圆向乙方收取终端押金。", {"300"}),
        ("刷卡终端每台押金800元，扫码盒每个押金100元。", {"800", "100"}),
        ("押金为人民币____元。", set()),
        ("标准见《保证金标准表》。\n保证金标准表\n食品类 5000元\n服饰类 3000元", {"5000", "3000"}),
        ("租金：□月付45 ☑年付480    押金：600（收据另开）", {"600"}),
        ("附表\n一、终端保证金：台式机 1000元/台；移动机 1500元/台", {"1000", "1500"}),
        ("押金240元，达标后每月返20元。", {"240"}),
        ("押金300元。机器丢失的，从押金里扣400元。", {"300"}),
        ("押金600元，每月刷卡满3万元的，次月返50元。", {"600"}),
        ("终端激活时冻结200元作为激活押金，激活后60天内完成5000元有效交易的解冻。", {"200"}),
        ("乙方应缴纳可退还押金299元。", {"299"}),
        ("甲方按移动终端每台700元、台式终端每台450元的标准向乙方收取押金。", {"700", "450"}),
        ("押金按以下标准：主机每台1300元，打印机每台250元。", {"1300", "250"}),
        ("押金每台300元，服务费每台60元。", {"300"}),
        ("押金：扫码盒150元、刷脸设备900元。", {"150", "900"}),
        ("押金由原来的600元调整为350元。", {"350"}),
        ("服务费260元，押金240元，合计500元。", {"240"}),
        ("押金240元（不含流量费48元/年）。", {"240"}),
        ("押金800元，其中300元于满一年后退还，其余500元于终止后退还。", {"800"}),
        ("首笔收款时冻结299元，作为“开通服务费”。\n开通服务费一经扣划，不予退还。", {"299"}),
        ("“终端押金”指乙方为保管和归还终端而缴存的款项，每台人民币450元；终端交还后退还。", {"450"}),
        ("第二条 押金\n1、普通终端：每台280元；\n2、扫码终端：每台480元。\n3、交还后五日内退还。", {"280", "480"}),
        ("第二条 费用\n1、普通终端：每台280元；\n2、押金：每台480元。", {"480"}),
        ("押金原为500元，活动期间按260元收取。", {"260"}),
        ("乙方每领用一台终端，应交付的押金不低于220元。", {"220"}),
        ("预存199元作为设备押金，每少用一个月扣除押金5元。", {"199"}),
    ],
)
def test_amounts_are_the_deposits_own(agree: Agree, text: str, amounts: set[str]) -> None:
    _, deposit = read(agree, text)
    assert deposit.exists is True
    assert set(deposit.amounts) == {Decimal(amount) for amount in amounts}


def test_a_column_headed_deposit_gives_amounts(agree: Agree) -> None:
    _, deposit = read(agree, "收费如下：\n型号 | 押金（元/台） | 备注\n大机 | 600 | 上门安装\n小机 | 240 | 邮寄")
    assert set(deposit.amounts) == {Decimal(600), Decimal(240)}
    assert deposit.per == "台"


def test_a_row_named_deposit_gives_its_amount(agree: Agree) -> None:
    _, deposit = read(agree, "项目 | 金额 | 说明\n押金 | 299元/台 | 激活时收取\n流量费 | 60元/年 | 首年免")
    assert deposit.amounts == (Decimal(299),)


@pytest.mark.parametrize(
    "text", ["甲方不向乙方收取任何押金、保证金。", "终端免押金使用。", "押金：无", "终端由甲方提供，零押金。"]
)
def test_said_not_to_be_charged(agree: Agree, text: str) -> None:
    agreement, deposit = read(agree, text)
    assert deposit.exists is False
    assert agreement.document.text[deposit.evidence[0].start : deposit.evidence[0].end] == deposit.evidence[0].quote


@pytest.mark.parametrize(
    "text",
    [
        "手续费按交易金额的0.6%收取。",
        "酒店向客人收取的预授权押金由乙方自行管理。",
        "预授权用于冻结宾客押金的，另填附表。",
        "乙方经营场所已向房东交纳租房押金3000元。",
        "双方对押金、费率等商业秘密负有保密义务。",
        "支付机构依法向清算机构缴存备付金，与乙方无关。",
    ],
)
def test_deposits_of_others_are_none_of_the_merchants(agree: Agree, text: str) -> None:
    assert read(agree, text)[1].exists is None


def test_a_sum_outweighs_a_slogan(agree: Agree) -> None:
    _, deposit = read(agree, "办理终端零押金。\n激活时收取押金299元。")
    assert deposit.exists is True


def test_payee_and_name(agree: Agree) -> None:
    _, deposit = read(agree, "乙方应向甲方缴存风险保证金人民币3000元。")
    assert (deposit.payee, deposit.name) == ("provider", "风险保证金")


def test_a_name_of_the_agreements_own(agree: Agree) -> None:
    _, deposit = read(agree, "激活时从首笔刷卡款中扣除激活服务金299元。\n无论何种情况，激活服务金均不返还。")
    assert (deposit.name, deposit.amounts) == ("激活服务金", (Decimal(299),))


def test_quotes_are_what_the_document_says(agree: Agree) -> None:
    agreement, deposit = read(agree, "乙方应向甲方缴纳押　金３００元。")
    assert deposit.amounts == (Decimal(300),)
    for evidence in deposit.evidence:
        assert evidence.quote == agreement.document.text[evidence.start : evidence.end]


def test_a_list_of_sums_is_announced(agree: Agree) -> None:
    text = "乙方应缴纳信用保证金，标准按行业划分如下：\n餐饮、零售\n2000元\n预收款行业\n8000元\n应在启用前到账。"
    assert read(agree, text)[1].amounts == (Decimal(2000), Decimal(8000))


def test_the_least_of_a_share_is_the_sum(agree: Agree) -> None:
    _, deposit = read(agree, "乙方存入风险准备金，数额为上月交易额的百分之五，最低人民币叁万元。")
    assert deposit.amounts == (Decimal(30000),)


@pytest.mark.parametrize(
    "text",
    [
        "乙方应缴纳押金300元。上门要收200元押金的，请先拨打电话核实。",
        "乙方应缴纳押金300元。机器丢失的，押金顶机器，另外再交200元。",
    ],
)
def test_other_sums_are_left_out(agree: Agree, text: str) -> None:
    assert read(agree, text)[1].amounts == (Decimal(300),)


def test_a_list_under_the_deposits_heading_is_of_its_sums(agree: Agree) -> None:
    text = (
        "第三条 诚信保证金\n3.1 乙方应足额缴纳诚信保证金。\n3.2 缴纳标准如下：\n"
        "摊位：1000元\n门店：3000元\n3.3 保证金不计利息。"
    )
    assert {str(value) for value in read(agree, text)[1].amounts} == {"1000", "3000"}


def test_what_is_deducted_by_a_list_is_no_deposit(agree: Agree) -> None:
    text = "乙方应缴纳保证金2000元。\n甲方按下列标准从保证金中扣收：\n迟延发货：每单5元\n私下收款：每次500元"
    assert {str(value) for value in read(agree, text)[1].amounts} == {"2000"}


def test_a_deposit_that_measures_another_sum_is_none(agree: Agree) -> None:
    assert read(agree, "违约方应向对方支付与终端押金等额的违约金。")[1].exists is None


def test_one_kind_free_leaves_the_others_sums(agree: Agree) -> None:
    text = "乙方应缴付押金，大POS每台300元，智能POS每台650元，台卡免押金。"
    assert {str(value) for value in read(agree, text)[1].amounts} == {"300", "650"}


@pytest.mark.parametrize("text", ["机器白给您用，不要押金，一分都不要。", "免押金，流量卡每年60元。"])
def test_what_is_not_asked_for_is_not_charged(agree: Agree, text: str) -> None:
    assert read(agree, text)[1].exists is False
