"""Conditions of other trades and in other words: what is given back, in what state, when, and on whose asking."""

from __future__ import annotations

import pytest

from contract_scan import scan

LEASE = (
    "商铺租赁合同\n"
    "甲方（出租人）：某某置业有限公司\n"
    "乙方（承租人）：某某商行\n"
    "一、甲方将商铺一间出租给乙方，月租金3000元。\n"
    "二、乙方向甲方交纳押金6000元。\n"
    "三、{clause}\n"
    "四、争议由商铺所在地人民法院管辖。\n"
)
RENTAL = (
    "设备租用协议\n"
    "出租方：某某租赁有限公司\n"
    "承租方：某某餐馆\n"
    "一、出租方提供洗碗机一台，月租200元。\n"
    "二、承租方支付设备押金1500元。\n"
    "三、{clause}\n"
    "四、争议由出租方所在地人民法院管辖。\n"
)
SHOP = (
    "店铺入驻协议\n"
    "平台：某某网络科技有限公司\n"
    "商家：________\n"
    "一、平台为商家提供网上店铺，按成交额3%收取技术服务费。\n"
    "二、商家缴纳店铺保证金5000元。\n"
    "三、{clause}\n"
    "四、争议由平台所在地人民法院管辖。\n"
)
POS = (
    "POS机使用协议\n"
    "甲方：某某支付有限公司\n"
    "乙方：某某商行\n"
    "第一条 甲方向乙方提供终端一台，乙方交纳押金300元。\n"
    "第二条 {clause}\n"
    "第三条 争议由甲方所在地人民法院管辖。\n"
)
DEALER = (
    "区域经销合同\n"
    "甲方（厂家）：某某食品有限公司\n"
    "乙方（经销商）：某某批发部\n"
    "一、甲方授权乙方在本县经销甲方产品。\n"
    "二、乙方交纳市场保证金10000元。\n"
    "三、{clause}\n"
    "四、争议由甲方所在地人民法院管辖。\n"
)
#: The paper, what it says of the return, and the conditions: each its type, and its figure where it has one.
SAID: list[tuple[str, str, str]] = [
    (RENTAL, "洗碗机拖回仓库、电费交清的，押金当天退。", "device_return no_arrears"),
    (RENTAL, "承租方将洗碗机送还出租方，出租方试机正常后三日内退还押金。", "device_return device_condition"),
    (RENTAL, "租约走完，机器没有新添的凹痕，押金五日内退回。", "term_expiry device_condition"),
    (RENTAL, "停租时，水槽、喷臂等附件带齐，出租方点验后退押金。", "term_expiry device_condition"),
    (RENTAL, "还机那天能正常启动、门封不漏的，押金当场退清。", "device_return device_condition"),
    (RENTAL, "归还洗碗机后，承租方凭押金条办理退押，十日内到账。", "device_return application"),
    (RENTAL, "承租方不再承租的，把机器运回来，押金如数退还，洗碗机的说明书不必交回。", "device_return"),
    (RENTAL, "押金于租赁关系终了后十日内退还，承租方无须另行提出申请。", "term_expiry"),
    (RENTAL, "机器无拆修痕迹、标签完好的，租期届至后押金退还。", "device_condition term_expiry"),
    (LEASE, "乙方腾空商铺、交出钥匙，水电费付讫后，甲方十日内退还押金。", "device_return no_arrears"),
    (LEASE, "租期届满，乙方搬离并打扫干净的，押金七日内退。", "term_expiry device_return device_condition"),
    (LEASE, "乙方搬走那天，墙面没敲坏、水电结完，甲方把押金退给乙方。", "term_expiry device_condition no_arrears"),
    (LEASE, "合同结束，双方验房签字后五日内退押金。", "term_expiry device_condition"),
    (
        LEASE,
        "乙方擅自转租、拖欠租金超过十五日、中途退租的，押金不退；其余情形合同终止后退还。",
        "no_breach no_arrears term_expiry",
    ),
    (
        LEASE,
        "乙方有下列情况之一，押金不退：改变用途；存放易燃物；与邻户斗殴。没有上述情况的，租期满后退。",
        "no_breach term_expiry",
    ),
    (LEASE, "押金在租期内不得要求退还，租期满后七日内退还。", "term_expiry"),
    (LEASE, "甲方提前收回商铺的，押金加倍退还；合同期满退还押金，乙方装修拆除与否不影响退还。", "term_expiry"),
    (
        SHOP,
        "商家退店后，全部订单已完结、无欠费的，平台在受理后15个工作日内退还保证金。",
        "term_expiry account_status no_arrears application",
    ),
    (
        SHOP,
        "商家售假、刷分、私下交易的，保证金全部扣除，不予退还。其他商家退店的，保证金退还。",
        "no_breach term_expiry",
    ),
    (SHOP, "没有进行中的订单和投诉时，商家点按退保，保证金48小时内原路退回。", "account_status application"),
    (POS, "押金分18期返还，每期退20元；乙方停用的，未返部分不退。", "active_period:18"),
    (POS, "合作期满两年的，押金全额退还。", "active_period:24"),
    (POS, "用够半年，押金可退。", "active_period:6"),
    (POS, "乙方拖延付款满15天的，押金不退。终端交还后退还押金。", "device_return no_breach"),
    (POS, "甲方应在收到终端后48小时内把押金退还，多收的费用三天内退还。", "device_return"),
    (POS, "连续三个月、每月刷卡不低于2万元的，退还押金。", "active_period:3 volume_threshold:20000"),
    (DEALER, "全年提货满2000箱的，保证金全退；不足2000箱的不退。", "volume_threshold:2000"),
    (DEALER, "每月进货不少于500公斤的，年底返还保证金。", "volume_threshold:500"),
    (
        DEALER,
        "乙方跨区卖货两次以上的，保证金没收。合作结束、账目两清后退还保证金。",
        "no_breach no_arrears term_expiry",
    ),
    (
        DEALER,
        "授权终止，乙方撤下门头、交还授权牌，往来清零后30日内退还保证金。",
        "term_expiry device_return no_arrears",
    ),
    (DEALER, "经甲方销售部考核得分80分以上的，退还保证金。", "review_approval"),
    (DEALER, "保证金在合同期满后由甲方退还，甲方仓库发货延误的，每日补偿50元。", "term_expiry"),
    (DEALER, "每次返还均在对账后20日内完成。保证金分三年返还。", ""),
    (RENTAL, "合同期满退还押金，收据由承租方自行保管，无须交回。", "term_expiry"),
    (RENTAL, "合同期满退还押金，出租方出具的发票不影响承租方归还设备的时间。", "term_expiry"),
    (RENTAL, "机器完好的，押金十日内归还承租方。", "device_condition"),
    (RENTAL, "押金不计息，合同期满由出租方全部归还承租方。", "term_expiry"),
    (RENTAL, "押金在合同终止后退还。出租方每月上门检测一次，检测后出具记录。", "term_expiry"),
    (RENTAL, "承租方未归还机器的，押金不退；归还的，当日退还。", "device_return"),
    (RENTAL, "退还押金时承租方须付清所欠租金、结清电费。", "no_arrears"),
    (LEASE, "押金在乙方把商铺交回甲方、各项费用交齐之后三日内退还。", "device_return no_arrears"),
    (LEASE, "租赁期间乙方按时缴纳租金、没有扰民投诉的，期满退还押金。", "no_breach term_expiry"),
    (LEASE, "乙方违反消防规定被处罚的，押金不予退还；合同终止时其余乙方退还押金。", "no_breach term_expiry"),
    (LEASE, "甲方违约的，双倍返还押金；合同期满七日内退还押金。", "term_expiry"),
    (LEASE, "甲方转让商铺的，押金由受让人退还。租期届满后五日内退还押金。", "term_expiry"),
    (
        SHOP,
        "商家关店满三十日且没有未处理完的售后，可申请提取保证金，平台审核后七日内打款。",
        "application account_status review_approval other:30",
    ),
    (SHOP, "商家未在180天内申请的，保证金不再退还；按时申请的，五日内退还。", "application_window:180 application"),
    (
        SHOP,
        "平台终止服务的，保证金三日内退还；商家违规被清退的，保证金不退；商家主动退店，保证金退还。",
        "no_breach term_expiry",
    ),
    (SHOP, "保证金余额低于3000元的，商家应于五日内补足。协议终止后退还保证金。", "term_expiry"),
    (POS, "终端交还且无欠费的，退押金。甲方升级终端的，乙方应配合将旧终端交回。", "device_return no_arrears"),
    (
        POS,
        "激活后第七个月起分六次返还，每次50元，当月交易不满5000元的，当月不返。",
        "active_period:6 volume_threshold:5000",
    ),
    (POS, "押金自终端交还之日起15日内退还，逾期每日按万分之五支付违约金。", "device_return"),
    (POS, "押金的返还均由甲方在乙方交还终端后10日内办理。", "device_return"),
    (POS, "甲方应在收到终端后T+3日内退押金，乙方应在解除后5日内交还终端。", "device_return"),
    (POS, "押金三年后转为机器款，不再退还；三年内交还终端的，押金退还。", "device_return"),
    (DEALER, "乙方年度任务完成率达到90%的，保证金退还。", "volume_threshold"),
    (
        DEALER,
        "合同到期，乙方返还甲方借用的展柜、冷柜，双方对账无误，一个月内退保证金。",
        "term_expiry device_return no_arrears",
    ),
    (
        DEALER,
        "乙方低价倾销、窜货或者擅自变更门店位置的，保证金不退。合同期满无上述行为的，退还。",
        "no_breach term_expiry",
    ),
    (DEALER, "每销售满100箱，甲方奖励乙方1箱。保证金于合同终止后退还。", "term_expiry"),
]


@pytest.mark.parametrize(("paper", "clause", "conditions"), SAID)
def test_the_conditions_of_a_trade_are_told(paper: str, clause: str, conditions: str) -> None:
    found = scan(paper.format(clause=clause)).refund.conditions
    told = {c.type if c.value is None else f"{c.type}:{c.value:f}" for c in found}
    assert told == set(conditions.split())


def test_goods_have_their_own_measure_and_instalments_their_months() -> None:
    (goods,) = scan(DEALER.format(clause="全年提货满2000箱的，保证金全退。")).refund.conditions
    assert (goods.unit, goods.per, goods.text) == ("箱", "year", "每年的量要达到2,000箱。")
    (parts,) = scan(POS.format(clause="押金分18期返还，每期退20元。")).refund.conditions
    assert (parts.type, parts.unit) == ("active_period", "month")
