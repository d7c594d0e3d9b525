"""What burdens the merchant, whoever is called by which name, and what only seems to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from contract_scan.frames import Reading

Read = Callable[..., tuple[Reading, ...]]


def against(read: Read, text: str) -> set[str]:
    signals = read(text)[-1].signals
    return {name.removeprefix("against.") for name in signals if name.startswith("against.") and ".of." not in name}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("押金不予退还。", "return"),
        ("逾期未申请的，押金归甲方所有。", "forfeit"),
        ("押金自动转为服务费。", "convert"),
        ("甲方可以暂缓结算乙方的交易资金。", "hold"),
        ("乙方被投诉的，每起扣减押金50元。", "deduct"),
        ("甲方可以随时解除本协议。", "end"),
        ("甲方调整手续费标准。", "change"),
        ("乙方应当赔偿甲方的损失。", "compensate"),
        ("由此造成的损失由乙方自行承担。", "self_borne"),
        ("甲方不承担任何责任。", "exclude"),
    ],
)
def test_a_burden(read: Read, text: str, what: str) -> None:
    assert what in against(read, text)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("甲方应当退还押金。", "return"),
        ("甲方不得以任何理由不予退还押金。", "return"),
        ("甲方逾期未退还押金的，按日支付违约金。", "return"),
        ("押金利息归乙方所有。", "forfeit"),
        ("押金不得转为服务费。", "convert"),
        ("甲方不得暂缓结算乙方的交易资金。", "hold"),
        ("甲方不得以交易异常等理由，暂缓结算乙方的交易资金。", "hold"),
        ("甲方不从押金中扣除任何费用。", "deduct"),
        ("乙方可以从押金中抵扣租金。", "deduct"),
        ("甲方停止服务的，退还全部押金。", "end"),
        ("乙方可以随时解除本协议。", "end"),
        ("甲方应当赔偿乙方的损失。", "compensate"),
        ("由此造成的损失由甲方自行承担。", "self_borne"),
        ("乙方不承担任何责任。", "exclude"),
    ],
)
def test_no_burden(read: Read, text: str, what: str) -> None:
    assert what not in against(read, text)


def test_roles_are_the_agreements_own(read: Read) -> None:
    head = "甲方（特约商户）：某某餐饮店\n乙方（收单机构）：某某支付有限公司\n"
    assert "end" in against(lambda text: read(text, head=head), "乙方可以随时解除本协议。")
    assert "end" not in against(lambda text: read(text, head=head), "甲方可以随时解除本协议。")


@pytest.mark.parametrize(
    ("text", "supposed"),
    [
        ("甲方停止服务的，退还押金。", True),
        ("甲方停止服务后，退还押金。", True),
        ("甲方停止服务时，应当通知乙方。", True),
        ("甲方可以停止服务。", False),
        ("甲方有权停止服务，乙方应当配合。", False),
    ],
)
def test_a_deed_that_is_only_supposed(read: Read, text: str, supposed: bool) -> None:
    (ending,) = [f for f in read(text)[-1].frames if f.predicate == "end" and f.text.startswith("停止")]
    assert ending.supposed is supposed
