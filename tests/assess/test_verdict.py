"""Whether the deposit comes back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.conditions import read_conditions
from contract_scan.assess.deposit import read_deposit
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.assess.verdict import assess_refund
from contract_scan.errors import RuleError
from contract_scan.lexicons import lexicon_root
from contract_scan.model.document import Unread
from contract_scan.model.report import RefundAssessment

Agree = Callable[[str], Agreement]
LEXICON = DepositLexicon.load()
HEAD = (
    "特约商户受理协议\n"
    "甲方：某某支付有限公司\n"
    "乙方（特约商户）：\n"
    "甲方应为乙方提供收单服务，乙方应遵守受理规则。\n"
    "第二条 押金\n"
)


def assess(agreement: Agreement) -> RefundAssessment:
    deposit = read_deposit(agreement, LEXICON)
    return assess_refund(agreement, deposit, read_conditions(agreement, deposit, LEXICON), LEXICON)


def read(agree: Agree, text: str) -> RefundAssessment:
    return assess(agree(HEAD + text))


@pytest.mark.parametrize(
    "text",
    [
        "押金300元。协议终止且乙方交还完好终端后，甲方应于7个工作日内退还押金。",
        "押金300元。乙方退机时结清费用，押金全额退还；终端损坏的，扣除维修费用后退还余额。",
        "押金300元。未交还终端的，押金不予退还；交还终端的，押金退还。",
        "诚意金99元是押金性质的款项。\n"
        "诚意金按以下规则退还：\n"
        "（一）30天内寄回设备即可退还；\n"
        "（二）用满90天自动退还。",
        "押金100元。押金退还，唯虚假开户被公安机关立案的不退还押金。",
        "押金200元。甲方不得以交易额不足为由拒绝退还押金。",
        "押金200元。甲方不得要求商户放弃退还押金的权利。甲方应退还押金。",
        "押金200元。甲方不得拒绝乙方请求退还押金。",
    ],
)
def test_refundable(agree: Agree, text: str) -> None:
    assert read(agree, text).verdict == "refundable"


@pytest.mark.parametrize(
    "text",
    [
        "押金299元，12个月内累计刷卡满36万元的，押金返还；未达标的，押金不予退还。",
        "押金299元。商户违约的，押金不予退还；合作期满的，押金退还。",
        "押金299元，是否退还由甲方决定。",
        "押金299元。合作期满后30日内提出申请的，退还押金，逾期视为自动放弃。",
        "押金299元。乙方半年内刷卡未满三十万元的，押金归甲方所有。",
        "押金180元，收据遗失的不予退还。到期还机即退押金。",
        "押金200元。三个月不刷卡，押金不退。到期还机退押金。",
        "押金200元。押金以手续费抵用券形式返还。",
    ],
)
def test_conditional(agree: Agree, text: str) -> None:
    assert read(agree, text).verdict == "conditional"


@pytest.mark.parametrize(
    "text",
    [
        "押金299元，一经交付，概不退还。",
        "押金398元自激活次月起按每月16.58元折抵终端服务费，折抵满24个月后押金全部用尽。",
        "押金150元。无论因何种原因终止协议，押金均不退还。",
        "激活金99元，该激活金为服务费，一经扣除概不退还。",
        "押金480元，用于支付48个月的服务费，期满无需退还。",
        "押金299元。商户不得以任何理由请求退还押金。",
        "押金299元。乙方不得因终止合作而要求退回押金。",
        "押金299元。合同终止后，乙方无权以任何理由索要押金。",
        "押金299元。乙方自愿放弃要求返还押金的一切权利。",
        "押金299元。乙方不享有请求返还押金的权利。",
    ],
)
def test_non_refundable(agree: Agree, text: str) -> None:
    result = read(agree, text)
    assert result.verdict == "non_refundable"
    assert result.conditions == ()


def test_silent(agree: Agree) -> None:
    result = read(agree, "乙方领取终端时支付押金200元。机器丢失的，从押金里扣。")
    assert result.verdict == "silent"
    assert result.deductions


def test_no_deposit(agree: Agree) -> None:
    assert read(agree, "甲方不收取任何押金。").verdict == "no_deposit"
    assert read(agree, "手续费按0.6%收取。").verdict == "no_deposit"


CONTRADICTION = (
    "押金500元。合同到期后乙方归还设备，甲方退还押金。\n"
    "{clause}附件一 收费表\n"
    "项目 | 金额 | 说明\n"
    "设备押金 | 500元 | 一次性收取，不予退还"
)


def test_contradictory_quotes_both_places(agree: Agree) -> None:
    result = read(agree, CONTRADICTION.format(clause=""))
    assert result.verdict == "contradictory"
    quotes = [evidence.quote for evidence in result.reasons[0].evidence]
    assert any("退还押金" in quote for quote in quotes)
    assert any("不予退还" in quote for quote in quotes)


def test_precedence_settles_a_contradiction(agree: Agree) -> None:
    body = read(agree, CONTRADICTION.format(clause="第九条 附件与正文不一致的，以正文为准。\n"))
    annex = read(agree, CONTRADICTION.format(clause="第九条 正文与附件不一致的，以附件为准。\n"))
    assert (body.verdict, annex.verdict) == ("refundable", "non_refundable")


def test_a_contradiction_on_the_reserve_leads(agree: Agree) -> None:
    result = read(
        agree,
        "终端押金100元，交还终端后5个工作日内退还终端押金。\n"
        "第三条 风险保证金\n"
        "乙方缴存风险保证金3000元。协议终止满180日的，甲方在10个工作日内退还风险保证金。\n"
        "附件一\n"
        "项目 | 金额 | 说明\n"
        "风险保证金 | 3000元 | 入网成功后不予退还",
    )
    assert result.verdict == "contradictory"
    assert result.deadline is not None
    assert (result.deadline.value, result.deadline.unit) == (10, "working_day")


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("押金200元。乙方交还终端后五个工作日内，甲方退还押金。", (5, "working_day")),
        ("押金200元。协议终止后30日内，若乙方无拖欠费用，甲方将押金退还乙方。", (30, "day")),
        ("押金200元。退还终端的，押金退还。\n退还时间：申请后7个工作日。", (7, "working_day")),
        ("押金200元。退机后3-5个工作日内原路退还押金。", (5, "working_day")),
        ("押金200元。甲方收到申请后六个工作日内核对，核对无误的退还押金。", (6, "working_day")),
        ("押金200元。核对无误的，再过四个工作日押金退到账户。", (4, "working_day")),
        ("押金200元。还机当天就退押金，不拖过两天。", (2, "day")),
        ("押金200元。乙方退机的，甲方应自收到终端之日起五日内，将押金足额退还。", (5, "day")),
        ("押金200元。终端交还后，甲方应于八日内取出押金，原数退还。", (8, "day")),
        ("押金200元。还机退押，甲方最晚会在第三天把押金打回乙方账户。", (3, "day")),
        ("押金200元。终端验收合格的，甲方隔天把押金退到乙方账户。", (1, "day")),
        ("押金200元。退机后甲方应退还押金，T+6个工作日打款，押金原路退回。", (6, "working_day")),
        ("押金200元。押金由甲方退还乙方，期限为乙方退机之日起十二日。", (12, "day")),
        ("押金200元。退机的，先退还押金一半，剩余一半于终止后四十日内退还。", (40, "day")),
        ("押金200元。退机的，十日内退还押金一半，其余押金于终止后四十日内退还。", (40, "day")),
        ("押金200元。退机退押金。\n第二步，甲方在九日内打款到乙方账户。", (9, "day")),
        ("押金200元。退机退押金。\n几天到账？\n四天。", (4, "day")),
        ("押金200元。退机退押金。\n手续齐全之日起二十日内，押金\n扣除应扣款项后，原路退回。", (20, "day")),
        ("押金200元。退机的，押金在终止后45天（含）以前退还。", (45, "day")),
        ("押金200元。退机退押金，退还押金需要T+3个工作日。", (3, "working_day")),
        ("押金200元。退机退押金。甲方应在3日内安排人员取机，取机之日起第15日前退押金。", (15, "day")),
        ("押金200元。退机退押金。甲方应自终端入库之日起十日内办理押金退还手续。", (10, "day")),
        ("押金200元。押金于乙方办妥撤机手续之次月15日前，由甲方退还。", (15, "day")),
        ("押金200元。退机退还押金，最迟不得超过四十天。", (40, "day")),
        ("押金200元。退机即退押金，到账不晚于退机后第七天。", (7, "day")),
        ("押金200元。押金的退还，由甲方在乙方注销后的次月内办理完毕，退还押金。", (1, "month")),
        ("押金200元。退机退押金：检测（2个工作日），退款（检测后3个工作日内）。", (3, "working_day")),
        ("押金200元。停用的，甲方在下一个工作日退还押金。", (1, "working_day")),
        ("押金200元。退机退押金。甲方在10日内归还收据原件。", None),
        ("押金200元。退机退押金。甲方应于5日内通知乙方，押金原路退还。", None),
        ("押金200元。退机退押金。交易款T+1到账，押金另退。", None),
        ("押金200元。退机退押金。当月25日后退还终端的，按下月退机处理。", None),
        ("押金200元。退机后押金退还。乙方应在终止后10日内交还终端。", None),
        ("押金200元。协议终止满180日后退还押金。", None),
    ],
)
def test_deadline(agree: Agree, text: str, deadline: tuple[int, str] | None) -> None:
    found = read(agree, text).deadline
    assert (None if found is None else (found.value, found.unit)) == deadline


@pytest.mark.parametrize(
    ("text", "interest"),
    [
        ("押金200元。期满无息退还押金。", "none"),
        ("押金200元，押金不计利息。期满退还押金。", "none"),
        ("保证金200元，按活期存款利率计付利息。期满退还保证金。", "bearing"),
        ("押金200元。期满退还押金。", None),
    ],
)
def test_interest(agree: Agree, text: str, interest: str | None) -> None:
    assert read(agree, text).interest == interest


def test_missing_is_named_only_where_all_was_read(agree: Agree) -> None:
    agreement = agree(HEAD + "押金200元。期满退还押金。")
    assert "没有写几天内退" in assess(agreement).missing
    partly = replace(agreement, document=replace(agreement.document, unread=(Unread("第3页", "无法读取"),)))
    assert assess(partly).missing == ()


def test_what_is_no_agreement_is_not_assessed(agree: Agree) -> None:
    assert (
        assess(agree("本报讯（记者 某某）近日，多名商户反映押金难退。\n据悉，涉事公司已停业。")).verdict
        == "not_assessed"
    )


def test_every_reason_has_its_quote(agree: Agree) -> None:
    agreement = agree(HEAD + "押金299元，累计刷卡满36万元的，押金返还；未达标的，押金不退。")
    for reason in assess(agreement).reasons:
        assert reason.evidence
        for evidence in reason.evidence:
            assert evidence.quote == agreement.document.text[evidence.start : evidence.end]


@pytest.mark.parametrize(
    "text",
    [
        "押金300元。终止后甲方将押金本金划还乙方。",
        "押金300元。交回机具即可领回押金。",
        "押金300元。乙方停止合作的，甲方收到终端后发还押金。",
        "押金300元。您把机器还给我们，押金就原样回到您的账户。",
        "押金300元。甲方不因交易量的多少而拒绝退还押金。乙方退机时押金退清。",
    ],
)
def test_any_word_for_giving_back_is_a_promise(agree: Agree, text: str) -> None:
    assert read(agree, text).verdict == "refundable"


@pytest.mark.parametrize(
    "text",
    [
        "押金300元。激活满三十日后，押金转作首期技术服务费，甲方不再负有返还之责。",
        "押金300元。押金按月折算为机具占用费，折算完毕，甲方无返还义务。",
        "押金300元。自签署之日起，押金性质变更为设备购置款，乙方不得再行追索该款项。",
        "保证金300元。这笔保证金在您激活后就变成机器的货款，不存在退的问题。",
        "押金300元。押金、服务费等一切款项，付款之后概不退回。",
    ],
)
def test_a_denial_in_any_words(agree: Agree, text: str) -> None:
    assert read(agree, text).verdict == "non_refundable"


@pytest.mark.parametrize(
    "text",
    [
        "押金500元。乙方违反本款收取押金的，乙方应退还商户并支付违约金。",
        "押金500元。消费者向乙方缴纳的押金，乙方应当另行管理并退还。",
        "押金500元。业务员作出的押金必退等承诺，甲方不予承认。",
        "押金500元。本款所称退回，与货物退货、押金退还无关。",
        "押金500元。乙方终止协议的，未激活机具应原包装退回。",
        "押金500元。逾期退还手续费的，每逾期一日支付千分之一的违约金。",
    ],
)
def test_what_is_no_promise_leaves_it_silent(agree: Agree, text: str) -> None:
    assert read(agree, text).verdict == "silent"


def test_a_refusal_in_a_list_of_cases_is_only_a_case(agree: Agree) -> None:
    text = (
        "押金500元。协议终止后押金退还。\n有下列情形之一的，押金不予返还：\n"
        "（一）收取顾客押金拒不退还；\n（二）协助他人套现。"
    )
    assert read(agree, text).verdict == "conditional"


def test_an_early_end_is_more_than_an_ordinary_condition(agree: Agree) -> None:
    text = "押金1500元。合同期满后退还押金。乙方提早退租或者拖欠租金的，押金不退。"
    assert read(agree, text).verdict == "conditional"


def test_hours_are_days(agree: Agree) -> None:
    deadline = read(agree, "押金99元。收到机器后，押金48小时内退还您的账户。").deadline
    assert deadline is not None
    assert (deadline.value, deadline.unit) == (2, "day")


def test_what_is_to_be_reached_is_no_deadline(agree: Agree) -> None:
    deadline = read(agree, "押金400元。自装机之日起一年内，交易满三百笔，甲方应在次月十五日前退还押金。").deadline
    assert deadline is not None
    assert deadline.value == 15


def test_the_deposit_paid_to_either_side(agree: Agree) -> None:
    paid = read(agree, "押金298元。终止后，甲方于十五个工作日内将押金转账至乙方银行卡。")
    assert (paid.verdict, paid.deadline and paid.deadline.value) == ("refundable", 15)
    kept = read(agree, "押金298元。终止后押金退还。乙方违约的，押金全数归甲方。")
    assert kept.verdict == "conditional"


def test_what_customers_get_back_is_no_promise(agree: Agree) -> None:
    text = (
        "押金300元。押金按每月25元折抵设备使用费，抵完后不再退还。\n"
        "第三条 消费者退款\n订单发生退款的，从下期结算中冲回。"
    )
    assert read(agree, text).verdict == "non_refundable"


def test_what_becomes_of_the_terminal_afterwards_is_no_conversion(agree: Agree) -> None:
    text = "押金300元。刷满3万元的，押金退还。终端在押金全部返还或转作折旧之后归商户。"
    assert read(agree, text).verdict == "conditional"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # Promised whatever the turnover, and asked for all the same.
        ("押金200元。押金退还不附加交易笔数等任何条件。\n第三条 累计刷卡不足20万元的，押金不予返还。", "contradictory"),
        ("押金200元。不管刷多刷少，押金都退。\n第三条 用满一年的，押金算折旧，一概不往外退。", "contradictory"),
        ("押金200元。押金退还不以交易笔数为条件。\n第三条 终端丢失的，押金不予退还。", "refundable"),
        # What the merchant may choose takes nothing from it.
        ("押金200元。交还终端后退还押金。\n第三条 乙方可在期满时购买终端，已付押金可抵作购机款。", "refundable"),
        ("押金200元。甲方可将押金抵作购机款，不再退还。", "non_refundable"),
        # Objections to a deduction are no condition.
        ("押金200元。交还终端后退还押金；乙方对扣款有异议的，可在二十日内提出，不成立的应全额退还。", "refundable"),
    ],
)
def test_promises_against_demands(agree: Agree, text: str, verdict: str) -> None:
    assert read(agree, text).verdict == verdict


def test_one_name_stands_in_one_lexicon(tmp_path: Path) -> None:
    for name in ("verdict.yaml", "conditions.yaml", "documents.yaml"):
        shutil.copy(lexicon_root() / name, tmp_path)
    with (tmp_path / "conditions.yaml").open("a", encoding="utf-8") as file:
        file.write("claims: [应当]\n")
    with pytest.raises(RuleError, match=r"claims.*another file"):
        DepositLexicon.load(tmp_path)
