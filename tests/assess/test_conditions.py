"""On what the return depends."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from contract_scan import scan
from contract_scan.assess.agreement import Agreement
from contract_scan.assess.conditions import read_conditions
from contract_scan.assess.deposit import read_deposit
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.model.report import Condition

Agree = Callable[[str], Agreement]
LEXICON = DepositLexicon.load()
HEAD = "特约商户受理协议\n甲方：某某支付有限公司\n乙方（特约商户）：\n甲方应为乙方提供收单服务。\n第二条 押金\n"


def read(agree: Agree, text: str) -> tuple[Condition, ...]:
    agreement = agree(HEAD + text)
    return read_conditions(agreement, read_deposit(agreement, LEXICON), LEXICON)


def values(conditions: tuple[Condition, ...]) -> set[tuple[str, Decimal]]:
    return {(c.type, c.value) for c in conditions if c.value is not None}


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ((
            "押金200元。协议终止后，乙方交还完好终端并结清费用，押金退还。"
        ), {"term_expiry", "device_return", "device_condition", "no_arrears"}),
        ("押金200元。合作期满且乙方无违约行为的，押金退还。", {"term_expiry", "no_breach"}),
        ("押金200元。乙方违反本协议的，甲方有权没收押金。", {"no_breach"}),
        ("押金200元。连续三个月无交易的，押金不予退还。", {"account_status"}),
        ("押金200元。乙方没有未了结的退单、投诉的，退还押金。", {"account_status"}),
        ("押金200元。退还押金须由甲方审核通过。", {"review_approval"}),
        ("押金200元。押金凭收据原件退还。", {"other"}),
        ("押金200元。乙方可随时要求甲方退还押金。", {"application"}),
        ("押金200元。未按时交还终端的，押金不予退还。", {"device_return"}),
        ("押金200元。刷够了押金全退。超过20天没来电话的，算自动放弃。", {"application", "application_window"}),
        ("押金200元。把机子连同电源适配器、说明书送来，押金就退。", {"device_return"}),
        ("押金200元。没有未结订单和欠款的，退还押金。", {"no_arrears"}),
        ("押金200元。提供齐全的报损资料的，退还押金。", {"other"}),
        # Whoever has lost the receipt, and what the other side does, asks nothing more of the merchant.
        ("押金200元。甲方转让业务的，押金由受让方退还。", set()),
        ("押金200元。贴纸脱落的，照样退还押金。", set()),
        ("押金200元。乙方未主动申请的，甲方也应退还押金。", set()),
        ("押金200元。甲方应退还押金，未结算资金三日内结清。", set()),
        ("押金200元。合同期内甲方可提前三十日书面通知乙方，押金退还。", set()),
    ],
)  # fmt: skip
def test_types(agree: Agree, text: str, types: set[str]) -> None:
    assert {condition.type for condition in read(agree, text)} == types


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("押金299元，12个月内累计刷卡满36万元的，押金全额返还。", {("volume_threshold", 360000)}),
        ((
            "押金398元，连续6个月每月刷信用卡不低于1万元，押金返还。"
        ), {("volume_threshold", 10000), ("active_period", 6)}),
        ("押金360元，刷满50笔且单笔大于100元的，押金返还。", {("transaction_count", 50)}),
        ("押金299元，用机满24个月的，押金返还。", {("active_period", 24)}),
        ("押金299元，未用满十二个月退机的，押金不退。", {("active_period", 12)}),
        ("押金299元，期满后应在7日内提出退押申请，逾期视为放弃。", {("application_window", 7)}),
        ("押金299元，租赁期满三十个月的，退还押金。", {("active_period", 30)}),
        ("押金299元，达标即返。请在15天之内进入小程序点击“领钱”，过期关闭入口。", {("application_window", 15)}),
        ("押金299元，达标即返。过了二十天入口关闭，当作放弃。", {("application_window", 20)}),
        ("押金299元，乙方擅自停业五日以上的，押金不退。", set()),
        ("押金299元。协议终止满180日且无未决退单的，押金退还。", {("other", 180)}),
    ],
)  # fmt: skip
def test_values(agree: Agree, text: str, expected: set[tuple[str, int]]) -> None:
    assert values(read(agree, text)) == {(kind, Decimal(value)) for kind, value in expected}


@pytest.mark.parametrize(
    "text",
    [
        "押金299元，无论交易多少，用完交还终端即退还押金。",
        "押金299元。终端交还后7个工作日内退还押金。",
        "押金299元。退押不设申领期限，终端交还即退还押金。",
    ],
)
def test_what_is_denied_or_is_the_payers_is_no_value(agree: Agree, text: str) -> None:
    assert not values(read(agree, text))


def test_items_of_a_list_are_conditions(agree: Agree) -> None:
    conditions = read(
        agree,
        "押金198元。\n"
        "同时满足下列条件的，押金予以退还：\n"
        "（一）激活满180天；\n"
        "（二）累计交易额达10万元以上；\n"
        "（三）无违规交易记录；\n"
        "（四）终端完好归还。",
    )
    assert {c.type for c in conditions} == {
        "active_period", "volume_threshold", "no_breach", "device_return", "device_condition",
    }  # fmt: skip


def test_a_table_gives_the_turnover(agree: Agree) -> None:
    conditions = read(
        agree,
        "押金按型号收取，达标后返还。\n"
        "型号 | 押金（元/台） | 全额返还所需交易额\n"
        "大机 | 600 | 300万元\n"
        "小机 | 240 | 120万元",
    )
    assert values(conditions) == {("volume_threshold", Decimal(3000000)), ("volume_threshold", Decimal(1200000))}


def test_a_promise_points_to_another_clause(agree: Agree) -> None:
    conditions = read(
        agree,
        "押金200元。\n"
        "第五条 设备交还\n"
        "（一）设备由甲方提供。\n"
        "（二）合同期满后，乙方应交还终端并结清费用。\n"
        "第六条 押金返还\n"
        "乙方完成本合同第五条第（二）项约定的事项后，甲方返还押金。",
    )
    assert {"term_expiry", "device_return", "no_arrears"} <= {c.type for c in conditions}


def test_a_yearly_burden_is_said_by_the_month(agree: Agree) -> None:
    (condition,) = read(agree, "押金299元，激活后365天内刷满88万元的，押金返还。")
    assert "73,333" in condition.text
    assert condition.window is not None


def test_nothing_is_a_condition_where_nothing_comes_back(agree: Agree) -> None:
    assert read(agree, "押金299元，一经交付，概不退还。乙方应完好交还终端。") == ()


def test_evidence_is_verbatim(agree: Agree) -> None:
    agreement = agree(HEAD + "押金299元。乙方交还终端的，押金退还。")
    for condition in read_conditions(agreement, read_deposit(agreement, LEXICON), LEXICON):
        assert condition.evidence
        for evidence in condition.evidence:
            assert evidence.quote == agreement.document.text[evidence.start : evidence.end]


def test_a_target_set_elsewhere_is_found(agree: Agree) -> None:
    text = "押金600元。乙方每季度刷卡总额应不低于150000元。\n期满且各季均达标的，甲方发还押金。"
    assert ("volume_threshold", Decimal(150000)) in values(read(agree, text))


def test_the_steps_of_a_scale_are_no_conditions(agree: Agree) -> None:
    text = "押金800元。使用满三十六个月的，押金归还；提前停用的，满一年不满二年的归还百分之二十，不满一年的不予归还。"
    assert values(read(agree, text)) == {("active_period", Decimal(36))}


def test_time_of_use_is_no_wait(agree: Agree) -> None:
    text = "押金800元。乙方持续使用终端届满三十六个月的，甲方归还押金。"
    assert values(read(agree, text)) == {("active_period", Decimal(36))}


def test_questions_of_a_review_are_conditions(agree: Agree) -> None:
    text = (
        "押金580元。乙方要求退还押金的，甲方依次审查：\n（一）终端及配件是否齐备，外观是否达到八成新；\n"
        "（二）手续费是否清缴；\n（三）有无违反协议的记录。\n均无异议的，甲方退还。"
    )
    found = {condition.type for condition in read(agree, text)}
    assert {"device_return", "device_condition", "no_arrears", "no_breach"} <= found


def test_a_time_after_which_it_is_lost_unasked_is_a_window(agree: Agree) -> None:
    text = "押金200元。终端交还后退还押金。自终止之日起满一年仍未申请的，视为乙方放弃押金。"
    window = next(c for c in read(agree, text) if c.type == "application_window")
    assert (window.value, window.unit) == (1, "year")


def test_what_a_refusal_points_back_to_is_a_condition() -> None:
    text = (
        "特约商户受理协议\n甲方：某某支付有限公司\n乙方（特约商户）：\n"
        "第一条 乙方交纳押金300元，交还终端后退还。\n"
        "第二条 乙方有下列行为之一的，甲方可以停机：\n（一）以终端套现的；\n（二）转借终端的。\n"
        "第三条 因前条所列行为被停机的，押金归甲方所有。\n"
        "第四条 争议由甲方所在地人民法院管辖。\n"
    )
    report = scan(text)
    assert report.refund.verdict == "conditional"
    assert "no_breach" in {condition.type for condition in report.refund.conditions}
