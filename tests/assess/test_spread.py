"""Agreements whose words on the deposit lie far apart: a definition, a table, a proviso under breach."""

from __future__ import annotations

from contract_scan import scan
from contract_scan.model.report import RefundAssessment

HEAD = "受理服务合同\n甲方：某某支付股份有限公司\n乙方：\n第一条 甲方为乙方提供刷卡、扫码服务，手续费0.5%。\n"


def refund(text: str) -> RefundAssessment:
    return scan(HEAD + text).refund


def types(text: str) -> set[str]:
    return {condition.type for condition in refund(text).conditions}


def test_a_name_that_the_agreement_defines() -> None:
    text = (
        "第二条 “守约备付款”指乙方为保证履行本合同而交存于甲方的款项，金额肆仟元整（¥4,000.00）。\n"
        "第三条 合同终止后十个工作日内，甲方将守约备付款余额划至乙方账户。\n"
        "第四条 乙方伪造交易的，第三条不予适用，守约备付款归甲方所有。\n"
    )
    report = scan(HEAD + text)
    assert [str(amount) for amount in report.deposit.amounts] == ["4000"]
    assert report.refund.verdict == "conditional"
    assert report.refund.deadline is not None
    assert report.refund.deadline.value == 10


def test_a_table_that_the_return_follows() -> None:
    text = (
        "第二条 乙方交付保证金800元。\n第三条 保证金按下表返还：\n"
        "时段 | 要求 | 比例\n前六个月 | 月均交易不少于150笔 | 50%\n后六个月 | 月均交易不少于150笔 | 50%\n"
        "第四条 争议由甲方所在地人民法院管辖。\n"
    )
    found = refund(text)
    assert found.verdict == "conditional"
    assert [(c.type, c.value) for c in found.conditions if c.value is not None] == [("transaction_count", 150)]


def test_a_refusal_for_what_the_sentence_before_says() -> None:
    text = (
        "第二条 乙方交付保证金2000元，终止后退还。\n"
        "第三条 乙方违反平台规则的，甲方每次扣除保证金500元；情节严重的，保证金全部不退。\n"
    )
    report = scan(HEAD + text)
    assert [str(amount) for amount in report.deposit.amounts] == ["2000"]
    assert "no_breach" in types(text)


def test_a_refusal_for_what_the_article_before_lists() -> None:
    text = (
        "第二条 乙方交付保证金2000元，终止后退还。\n"
        "第三条 乙方不得有下列行为：\n（一）以终端套现；\n（二）擅自转让终端。\n"
        "第四条 因前条所列行为停用的，保证金归甲方所有。\n"
    )
    assert refund(text).verdict == "conditional"
    assert "no_breach" in types(text)


def test_the_provider_alone_judges() -> None:
    text = (
        "第二条 乙方预存保障金2000元。\n第三条 乙方停用的，甲方确认不存在潜在风险后解冻保障金；有无风险由甲方判断。\n"
    )
    assert refund(text).verdict == "conditional"
    assert "review_approval" in types(text)


def test_what_is_paid_into_an_account_comes_back_if_the_provider_pays_it() -> None:
    text = "第二条 乙方将押金300元汇入甲方指定账户。\n"
    assert refund(text).verdict == "silent"
    assert refund(text + "第三条 乙方停用后，甲方将押金汇入该结算账户。\n").verdict == "refundable"


def test_a_time_to_click_is_no_deadline_of_the_provider() -> None:
    text = (
        "第二条 首笔刷卡冻结激活款198元，60天内刷满5万元的可以领回。\n"
        "第三条 达标后15天内在客户端点击“领回”，系统将在3个工作日内到账。\n"
    )
    deadline = refund(text).deadline
    assert deadline is not None
    assert (deadline.value, deadline.unit) == (3, "working_day")


def test_a_handbook_of_questions_is_read() -> None:
    text = (
        "商户服务手册\n本手册由某某支付有限公司（“我们”）提供给签约商户（“您”），是服务协议的组成部分。\n"
        "问：装机要交多少押金？\n答：每台400元，我们出具收据。\n"
        "问：押金什么时候退？\n答：您把机器交回网点，两个工作日内押金原路退回。\n"
    )
    report = scan(text)
    assert [str(amount) for amount in report.deposit.amounts] == ["400"]
    assert report.refund.verdict == "refundable"


def test_a_list_of_refusals_that_leaves_no_end() -> None:
    text = (
        "第二条 首次交易时冻结90元作为激活保证金。\n第三条 有下列情形之一的，激活保证金不予退还：\n"
        "（一）使用满200天的；\n（二）使用不满200天注销账户的；\n（三）交易权限被关闭的。\n"
        "第四条 通讯费每年48元。\n"
    )
    assert refund(text).verdict == "non_refundable"
    assert refund(text.replace("使用满200天的", "连续200天没有交易的")).verdict == "conditional"


def test_what_may_not_be_lessened_or_refused_is_owed() -> None:
    text = (
        "第二条 乙方交付担保金700元。\n第三条 终端交还后7个工作日内，甲方返还担保金。\n"
        "第四条 除终端灭失外，甲方不得扣减或者拒绝返还担保金。\n"
    )
    assert refund(text).verdict == "refundable"


def test_a_form_with_labels_and_values_side_by_side() -> None:
    text = (
        "终端型号 | 电签版 | 终端保证金 | 260元\n贷记卡费率 | 0.60% | 借记卡费率 | 0.50%\n"
        "第二条 终端遗失的，先从终端保证金中扣除。\n"
    )
    report = scan(HEAD + text)
    assert [str(amount) for amount in report.deposit.amounts] == ["260"]
    assert report.refund.verdict == "silent"


def test_what_was_not_completed_is_no_condition() -> None:
    text = (
        "第二条 乙方缴纳诚意金3000元。\n第三条 乙方年交易额应不低于100万元。\n"
        "第四条 期满乙方完成第三条约定的交易额的，甲方全额返还诚意金；未完成的，返还一半。\n"
    )
    assert "other" not in types(text)
