"""Who must give how much notice of an end, in the words of many drafters."""

from __future__ import annotations

import pytest

from contract_scan import scan

PAPER = (
    "商户服务协议\n甲方：某某支付有限公司（收单机构）\n乙方：某某商行（特约商户）\n甲方为乙方提供收单服务，双方约定如下：\n"
    "第一条 甲方向乙方提供终端一台。\n第八条 终止\n{clause}\n第九条 争议由甲方所在地人民法院管辖。"
)
SAID: list[tuple[str, list[tuple[str, int, str]]]] = [
    ("乙方不再使用的，应提前三十日书面告知甲方。", [("merchant", 30, "day")]),
    ("甲方停止服务，须至少提前60天公告。", [("provider", 60, "day")]),
    ("任何一方欲解除本协议，应提前一个月通知对方。", [("either", 1, "month")]),
    ("乙方退出的提前期为15日，甲方退出的提前期为90日。", [("merchant", 15, "day"), ("provider", 90, "day")]),
    ("解除本协议的通知期：甲方两个月，乙方十五日。", [("provider", 2, "month"), ("merchant", 15, "day")]),
    ("甲方决定终止合作的，乙方将在终止前三十日收到书面通知。", [("provider", 30, "day")]),
    ("乙方可以书面通知甲方解除，通知到达满7日时本协议解除。", [("merchant", 7, "day")]),
    ("甲方可提前10个工作日以短信方式通知乙方终止服务。", [("provider", 10, "working_day")]),
    ("不想用了，提前两天打个电话给我们就行。", [("merchant", 2, "day")]),
    ("双方均可终止合作，但要提前四十五日让对方知道。", [("either", 45, "day")]),
    ("乙方如需撤机，请于撤机日前5个工作日联系甲方。", [("merchant", 5, "working_day")]),
    ("协议期内，甲方因系统升级暂停服务的，提前3日公告。", []),
    ("甲方调整费率的，提前30日通知乙方。", []),
    ("乙方变更结算账户的，应提前5个工作日通知甲方。", []),
    ("本协议期满前三十日，任何一方未提出终止的，自动续期一年。", []),
    ("乙方提前退租，须提前60日提出申请。", [("merchant", 60, "day")]),
    ("甲方如因政策原因无法继续服务，应不迟于停止之日前20日告知乙方。", [("provider", 20, "day")]),
    ("收单方认为商户不适合继续使用的，可提前2日发短信通知后停机。", [("provider", 2, "day")]),
    ("商户转让店铺的，提前10日告知平台办理变更。", []),
    ("甲方有权解除合同，但应给予乙方不少于30日的搬离期。", []),
    ("平台下线本产品，会提前90天在首页公示。", [("provider", 90, "day")]),
    ("停用须提前七天申请，经甲方同意后生效。", [("merchant", 7, "day")]),
]


@pytest.mark.parametrize(("clause", "notices"), SAID)
def test_a_notice_is_told_by_whom_and_how_long(clause: str, notices: list[tuple[str, int, str]]) -> None:
    found = scan(PAPER.format(clause=clause)).termination.notice
    assert sorted((notice.by, notice.value, notice.unit) for notice in found) == sorted(notices)
