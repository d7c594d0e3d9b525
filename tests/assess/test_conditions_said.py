"""One condition said in many ways: whatever the sentence's form, it is the condition of the return."""

from __future__ import annotations

from itertools import product

import pytest

from contract_scan import scan

PAPER = (
    "POS机使用协议\n甲方：某某支付有限公司\n乙方：某某商行\n第一条 甲方向乙方提供终端一台，乙方交纳押金300元。\n"
    "第二条 {said}\n第三条 争议由甲方所在地人民法院管辖。\n"
)
#: What is asked, and its type; ordinary ones leave the deposit refundable.
ASKED = {
    "刷卡满10万元": "volume_threshold",
    "累计交易50笔以上": "transaction_count",
    "使用满12个月": "active_period",
    "没有任何违约行为": "no_breach",
    "经甲方审核通过": "review_approval",
    "归还终端": None,
    "结清欠费": None,
}
FORMS = (
    "{asked}后，押金予以退还。",
    "押金在{asked}后退还。",
    "{asked}的，押金予以退还。",
    "押金的退还以{asked}为前提。",
    "只有{asked}，押金才退还。",
    "{asked}方可退还押金。",
    "{asked}是退还押金的条件。",
    "除非{asked}，否则押金不予退还。",
    "押金退还条件：{asked}。",
    "押金须{asked}才能退还。",
    "乙方{asked}，甲方退还押金。",
    "押金待{asked}时由甲方退回。",
    "乙方{asked}之后可以领回押金。",
    "押金的返还需同时满足：{asked}、乙方提出申请。",
)


@pytest.mark.parametrize(("asked", "form"), list(product(ASKED, FORMS)))
def test_a_condition_is_heard_in_every_form(asked: str, form: str) -> None:
    refund = scan(PAPER.format(said=form.format(asked=asked))).refund
    kind = ASKED[asked]
    assert refund.verdict == ("refundable" if kind is None else "conditional")
    assert kind is None or kind in {condition.type for condition in refund.conditions}
