"""How soon the deposit is paid back, in the words of many drafters."""

from __future__ import annotations

import pytest

from contract_scan import scan

PAPER = (
    "商户服务协议\n甲方：某某支付有限公司（收单机构）\n乙方：某某商行（特约商户）\n甲方为乙方提供收单服务，双方约定如下：\n"
    "第一条 甲方向乙方提供终端一台，乙方交纳押金300元。\n第二条 押金的退还\n{clause}\n"
    "第九条 争议由甲方所在地人民法院管辖。"
)
SAID: list[tuple[str, tuple[int, str] | None]] = [
    ("乙方交还终端后，甲方应自收到终端之日起10日内退还押金。", (10, "day")),
    ("终止后一个月内，甲方将押金退至乙方账户。", (1, "month")),
    ("甲方收机后，押金于5个工作日内原路返回。", (5, "working_day")),
    ("乙方退机的，押金最晚第15日到账。", (15, "day")),
    ("押金退还的办理时限为收到申请后的二十个工作日。", (20, "working_day")),
    ("甲方应在验收合格之日起至迟不超过30日退还押金。", (30, "day")),
    ("乙方交还终端并提交申请后，甲方7日内审核，审核通过后5日内付款。", (5, "day")),
    ("乙方应在终止后10日内交还终端，甲方收到后即时退还押金。", None),
    ("终端交还满90日后的10个工作日内，甲方退还押金。", (10, "working_day")),
    ("押金将在您寄回设备、我们签收的48小时内退回。", (2, "day")),
    ("机器送回来，一个礼拜内把押金打给你。", (7, "day")),
    ("乙方申请退押，甲方应于受理之日起半个月内办结。", (15, "day")),
    ("退机后押金在两个月以内无息退还。", (2, "month")),
    ("甲方逾期超过15日未退押金的，按日支付违约金。乙方交还终端后20日内甲方退还押金。", (20, "day")),
    ("乙方在收到退机通知后3日内寄回终端；甲方在收到终端后的第5个工作日付还押金。", (5, "working_day")),
    ("乙方刷卡达标的，押金第四个月自动返还。", None),
    ("机器头一年里头拿来的退130。押金十天内打给乙方。", (10, "day")),
    ("甲方应在10个工作日内将押金退还乙方，节假日顺延。", (10, "working_day")),
    ("押金在乙方结清费用、交还终端之日起的第一个结算日退还。", None),
    ("甲方应于乙方交还终端后，45天之内，以转账方式将押金归还乙方。", (45, "day")),
    ("验机当日退押金；需要送修鉴定的，鉴定后3个工作日内退。", (3, "working_day")),
]


@pytest.mark.parametrize(("clause", "deadline"), SAID)
def test_a_deadline_is_told(clause: str, deadline: tuple[int, str] | None) -> None:
    found = scan(PAPER.format(clause=clause)).refund.deadline
    assert (found and (found.value, found.unit)) == deadline
