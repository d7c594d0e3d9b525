"""On what the return of the deposit hangs, in the words of many drafters: these types of condition and no other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contract_scan import scan

PAPER = (
    "商户服务协议\n甲方：某某支付有限公司（收单机构）\n乙方：某某商行（特约商户）\n甲方为乙方提供收单服务，双方约定如下：\n"
    "第一条 甲方向乙方提供终端一台，乙方交纳押金300元。\n第二条 押金的退还\n{clause}\n"
    "第九条 争议由甲方所在地人民法院管辖。"
)
SAID: list[tuple[str, set[str]]] = [
    ("乙方交还终端并结清费用后，甲方退还押金。", {"device_return", "no_arrears"}),
    ("终端经甲方检测无人为损坏的，退还押金。", {"device_condition"}),
    ("乙方使用终端满两年的，凭收据退还押金。", {"active_period", "other"}),
    ("乙方半年内刷卡流水做到二十万的，押金退还。", {"volume_threshold"}),
    ("乙方每月交易不少于30笔、持续一年的，押金退还。", {"active_period", "transaction_count"}),
    ("合作期满且乙方无违规记录的，押金退还。", {"no_breach", "term_expiry"}),
    ("乙方提前三十日书面通知甲方停用的，押金退还。", {"notice"}),
    ("乙方商户号状态正常的，押金按期退还。", {"account_status"}),
    ("退机时终端、底座、电源线齐全的，押金退还。", {"device_condition", "device_return"}),
    ("乙方欠费的，补清之后甲方才退押金。", {"no_arrears"}),
    ("乙方登录后台点击“退押”，系统自动退还押金。", {"application"}),
    ("协议到期，乙方把机器寄到甲方仓库，押金退还。", {"device_return", "term_expiry"}),
    ("达到月均流水三万元的考核标准后，甲方返还押金。", {"volume_threshold"}),
    ("未发生退单、拒付及客户投诉的，押金全额退还。", {"no_breach"}),
    ("押金退还以甲方总部批准为准。", {"review_approval"}),
    ("乙方填写退押申请表并附押金收据，甲方退还押金。", {"application", "other"}),
    ("乙方连续经营满12个月，且月交易额均在一万元以上，押金退还。", {"active_period", "volume_threshold"}),
    ("乙方归还终端，经验收合格，且无应付未付款项，甲方退还押金。", {"device_condition", "device_return", "no_arrears"}),
    ("服务期满后，押金自动原路退还，无需乙方申请。", {"term_expiry"}),
    ("乙方遵守本协议全部约定、未擅自移机的，终止时退还押金。", {"no_breach", "term_expiry"}),
    ("累计交易一百笔以上即可退还押金。", {"transaction_count"}),
    ("乙方把终端送回甲方网点，押金当场退。", {"device_return"}),
    ("终端外壳有裂纹的扣维修费，其余押金退还。", set()),
    ("乙方使用满一年半，且没有被投诉过，押金退一半，满三年全退。", {"active_period", "no_breach"}),
    ("只要年流水过一百万，押金就退。", {"volume_threshold"}),
    ("每季度刷够90笔，连刷四个季度，返还押金。", {"active_period", "transaction_count"}),
    ("甲方风控部门评估无风险后退还押金。", {"review_approval"}),
    ("乙方未拖欠任何款项、终端完好归还的，押金如数退还。", {"device_condition", "device_return", "no_arrears"}),
    ("乙方签署结清确认书并交回终端后，甲方退还押金。", {"device_return", "no_arrears"}),
    ("乙方携带身份证原件、押金条到营业厅办理退押。", {"application", "other"}),
    ("提前一个月告知甲方并归还设备的，押金退还；未提前告知的，押金不退。", {"device_return", "notice"}),
    ("终止合作后无未决退单、争议的，退还押金。", {"account_status", "term_expiry"}),
    ("装机之日起180日内累计收款达到八万八千元的，押金退还。", {"volume_threshold"}),
    ("乙方连续六个月每月有交易的，押金在第七个月退还。", {"active_period"}),
    ("押金于租期届满、乙方腾退设备后退还。", {"device_return", "term_expiry"}),
    ("乙方没有套现、移机、出租终端行为的，押金可退。", {"no_breach"}),
    ("乙方同意续签两年的，押金退还。", {"other"}),
    ("交易笔数年均不低于1200笔的，押金返还。", {"transaction_count"}),
    ("乙方付清流量费，押金即退。", {"no_arrears"}),
    ("终端在保修期内正常使用、无拆封痕迹的，退还押金。", {"device_condition"}),
    ("押金满一年可退，不满一年按月折算退还。", {"active_period"}),
    ("无论乙方交易多少，交还终端即退押金。", {"device_return"}),
    ("乙方注销后，甲方自动退还押金，不设任何条件。", set()),
    ("终端交还且配件齐全的，押金原路返还。", {"device_condition", "device_return"}),
    (
        "累计刷卡量自激活之日起满十二个月达到36万元的，退还全部押金；未达到的，按实际完成比例退还。",
        {"volume_threshold"},
    ),
    (
        "押金自装机满24个月后可申请退回，需在满期后三个月内提出，过期视同放弃。",
        {"active_period", "application", "application_window"},
    ),
    (
        "退还押金须同时具备：1. 协议已终止；2. 设备已收回；3. 乙方提交《退押申请表》。",
        {"application", "device_return", "term_expiry"},
    ),
    ("退押要办三件事：一是交还终端；二是结清流量费；三是交回押金收据。", {"device_return", "no_arrears", "other"}),
    ("乙方遗失押金收据的，须登报声明作废后方可退款。", set()),
    ("调查、司法冻结等事项解除后，甲方再行退还押金。", {"account_status"}),
    ("合作期内乙方未将终端交他人使用、未跨区使用的，期满退押金。", {"no_breach", "term_expiry"}),
    ("持续正常使用满两年的终端归乙方所有，押金同时退还。", {"active_period"}),
    ("若乙方在六个月内刷够五十万，押金全退；仅完成三十万的，退一半。", {"volume_threshold"}),
    ("所有交易完成满15日、无正在进行的投诉的，退还押金。", {"account_status", "other"}),
]

LEASE = (
    "商铺租赁合同\n出租方（甲方）：某某置业有限公司\n承租方（乙方）：某某小吃店\n"
    "第一条 甲方将商铺出租给乙方，租期三年，月租金5000元，按季支付。\n第二条 乙方于签约当日交付履约保证金10000元。\n"
    "第三条 {clause}\n第九条 争议由商铺所在地人民法院管辖。"
)
SAID_OF_SHOPS: list[tuple[str, set[str]]] = [
    (
        "租赁期满，乙方结清租金、水电费，将商铺恢复原状交还甲方并迁出营业执照注册地址后，甲方无息退还保证金。",
        {"device_condition", "device_return", "no_arrears", "other", "term_expiry"},
    ),
    (
        "房屋交接验收完毕、费用清算无误后七日内，甲方将保证金退给乙方。",
        {"device_condition", "device_return", "no_arrears"},
    ),
    ("乙方需凭保证金收据原件办理退款手续。", {"application", "other"}),
    ("乙方未提前两个月告知退租的，保证金不退。", {"notice"}),
    ("保证金待甲方完成水电结算、乙方办妥营业执照注销后退还。", {"no_arrears", "other"}),
    ("乙方租满一年以上的，退租时保证金全退；不满一年的，扣一个月租金。", {"active_period"}),
    (
        "租赁关系终止且乙方把钥匙全部交还、欠款付清之日起5日内，甲方退保证金。",
        {"device_return", "no_arrears", "term_expiry"},
    ),
    ("乙方提前退租未满一年的，保证金不退；满一年且提前60日通知甲方的，保证金退还。", {"active_period", "notice"}),
]
MARKET = (
    "商家入驻协议\n平台：某某网络科技有限公司（以下简称“平台”）\n商家：在平台开设店铺的经营者\n"
    "第一条 商家按类目缴纳保证金5000元，佣金为成交额的5%。\n第二条 保证金\n{clause}\n第九条 争议由杭州仲裁委员会仲裁。"
)
SAID_OF_MARKETS: list[tuple[str, set[str]]] = [
    ("商家主动关店并经平台审核通过后，可在后台提交保证金解冻申请。", {"application", "review_approval"}),
    ("商家账户不存在欠款、违规等情形的，可以提取保证金。", {"no_arrears", "no_breach"}),
    ("店铺关闭满九十日，平台退还保证金；从未发生第六条所列情形的，当日退还。", {"no_breach", "other"}),
    ("保证金退还需满足：店铺已下线、所有交易完成满15日、无正在进行的投诉。", {"account_status", "other"}),
]


def papers() -> Iterator[tuple[str, str, set[str]]]:
    for paper, said in ((PAPER, SAID), (LEASE, SAID_OF_SHOPS), (MARKET, SAID_OF_MARKETS)):
        yield from ((paper, clause, types) for clause, types in said)


@pytest.mark.parametrize(("paper", "clause", "types"), list(papers()))
def test_conditions_are_told(paper: str, clause: str, types: set[str]) -> None:
    assert {condition.type for condition in scan(paper.format(clause=clause)).refund.conditions} == types
