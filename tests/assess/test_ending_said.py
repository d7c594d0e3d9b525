"""Whether the provider may end at will and whether the term goes on by itself, in the words of many drafters."""

from __future__ import annotations

import pytest

from contract_scan import scan

PAPER = (
    "商户服务协议\n甲方：某某支付有限公司（收单机构）\n乙方：某某商行（特约商户）\n甲方为乙方提供收单服务，双方约定如下：\n"
    "第一条 甲方向乙方提供终端一台。\n第八条 终止\n{clause}\n第九条 争议由甲方所在地人民法院管辖。"
)
RENEWED: list[tuple[str, bool]] = [
    ("期满后，若双方均未提出另行签订协议，则合作期限自动延续一年。", True),
    ("乙方需继续使用的，应另行签订协议；到期乙方不联系甲方的，本合同自动延续一年。", True),
    ("经双方认可后签订延长期协议，本协议期限可自动顺延一年。", True),
    ("到期前一个月内双方未要求重新签订的，本协议自动顺延一年。", True),
    ("期满前三十日未提出异议的，视为续约一年。", True),
    ("期满需续约的，双方另行签订协议，不另行签订的，协议终止。", False),
    ("期满后双方应重新签订协议，本协议不自动顺延。", False),
    ("乙方的装修不符合要求的，终端的安装日期自动顺延。", False),
    ("因停电延误的，交货时间自动顺延，甲方不承担责任。", False),
    ("期满前三十日未提出的，视为乙方放弃续约。", False),
    ("乙方到期前未书面提出续租要求的，视为放弃续租。", False),
]
AT_WILL: list[tuple[str, bool]] = [
    # A cause that the sentence before tells,
    ("乙方违反操作规程的，甲方应当通知其改正。甲方对此保留终止服务的权利。", False),
    ("乙方拒不改正的，由甲方核实。据此，甲方有权终止服务。", False),
    ("乙方拖欠费用的，应支付违约金。并且甲方有权单方解除本协议。", False),
    ("出现上述情况的，甲方保留关闭账户的权利。", False),
    ("甲方提供终端。并且甲方有权单方解除本协议。", True),
    ("甲方保留终止本协议的权利，乙方对此表示理解。", True),
    # or the list behind; which may end with what the provider thinks.
    ("乙方在经营期间有以下行为的甲方有权单方面解除本协议：\n1、套现；\n2、洗钱。", False),
    ("有下列行为之一的甲方有权随时停止服务。\n（一）套现；\n（二）洗钱。", False),
    ("有下列情形之一的，甲方有权停止服务。\n（一）乙方套现；\n（二）甲方认为有必要的其他情形。", True),
    # It has ended already.
    ("服务期限届满后，甲方有权收回终端。", False),
    ("合同解除后，甲方有权收回终端。", False),
    ("甲方有权提前收回终端并解除本协议。", True),
    # Where nobody has broken anything no cause is asked.
    ("若乙方未违反任何约定，甲方提前解除本协议的，应提前30天通知乙方。", True),
    ("乙方没有违约的，甲方欲提前终止本协议，应提前一个月告知乙方。", True),
    ("乙方未按时改正违约行为的，甲方有权解除本协议。", False),
    # Whose affairs they are.
    ("因一方经营状况严重恶化的，另一方可以解除本协议。", False),
    ("任何一方因经营需要可以解除本协议，提前十日通知对方。", True),
    ("乙方因暴利或其他原因提高价格造成市场紊乱，甲方有权终止本协议。", False),
    ("因其他原因需要终止的，甲方提前十日通知乙方。", True),
    # It is no agreement that ends.
    ("每个结算日（遇节假日顺延至节假日结束后的第一个工作日）甲方自动生成结算单。", False),
]


@pytest.mark.parametrize(("clause", "renewed"), RENEWED)
def test_the_term_goes_on_by_itself_or_not(clause: str, renewed: bool) -> None:
    assert (scan(PAPER.format(clause=clause)).termination.auto_renewal is not None) is renewed


@pytest.mark.parametrize(("clause", "at_will"), AT_WILL)
def test_the_provider_may_end_at_will_or_not(clause: str, at_will: bool) -> None:
    assert scan(PAPER.format(clause=clause)).termination.provider_may_end_at_will is at_will
