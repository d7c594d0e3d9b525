"""What is said against what is only mentioned: an operative clause is of its kind, its near miss is not."""

from __future__ import annotations

import pytest

from contract_scan import Ruleset
from contract_scan.extract import extract
from contract_scan.sources import as_source

_AROUND = "特约商户收单服务协议\n甲方（收单机构）：\n乙方（特约商户）：\n第一条 其他约定\n{}\n"

_SAID_AND_MENTIONED = [
    # A penalty that is owed; one that is secured, settled or listed; a cap on what the other side pays.
    ("penalty", "乙方逾期支付服务费的，每日按欠款额的千分之一计付滞纳金。", "您欠付的手续费和罚款可以从结算款中抵扣。"),
    ("penalty", "查实一次套码，罚款两千元。", "履约保证金用于担保退单款和清算机构的罚款。"),
    ("penalty", "终端灭失的，照价赔偿，每台按1280元计。", "甲方就终端故障的赔偿，以当月的租金为限。"),
    ("penalty", "甲方未按约上门维护的，每延误一日向乙方支付五十元。", "铺面被征收的，停业补偿归乙方。"),
    ("penalty", "乙方迟延交还终端的，每逾期一日支付违约金二十元。", "乙方应妥善保管终端，防止损坏丢失。"),
    ("penalty", "商品与描述不符的，商户按货款的三倍赔给消费者。", "消费者要求退款的，平台以保证金向买家先行赔付。"),
    ("penalty", "任何一方违约给对方造成损失的，应予赔偿。", "乙方应当结清全部费用，没有处罚记录的，可以申请降级。"),
    ("penalty", "因乙方泄露密钥导致甲方受到处罚的，该罚款由乙方全额承担。", "乙方不得从事套现、洗钱等活动。"),
    # Settlement money that is held back, may not be, or comes free again; what only speaks of holding.
    ("settlement_hold", "甲方有权暂缓划付有疑问交易的款项。", "预留手机号变更的，应当及时更新。"),
    ("settlement_hold", "平台每次结算时预留结算额的10%，满九十日后释放。", "甲方应于交易次日将资金划至乙方账户。"),
    ("settlement_hold", "甲方不得以任何理由扣留乙方的结算款。", "甲方不得扣留乙方交纳的押金。"),
    ("settlement_hold", "乙方套现造成的损失，由甲方自乙方分润中扣除。", "乙方应核对每日的结算明细。"),
    ("settlement_hold", "有人举报的，那笔款先扣住，查清再给。", "休眠账户可以通过客服激活。"),
    ("settlement_hold", "未开发票的，甲方可以暂缓返款。", "结算周期为T+1，遇节假日顺延。"),
    ("settlement_hold", "货款待投诉办结后支付。", "因线路故障造成资金延迟到账的，甲方不承担责任。"),
    ("settlement_hold", "乙方欠付租金的，甲方自代收款中扣抵。", "租金由乙方于每月五日前支付。"),
    ("settlement_hold", "涉诉款项不计入可打款金额。", "激活奖励满一百元方可提现。"),
    ("settlement_hold", "余款停留在系统内，待核实身份后再出款。", "超过押金的部分从保证金中扣除相应款项。"),
    ("settlement_hold", "甲方将自动清算改为人工复核后清算。", "余额不足的，请先充值。"),
    (
        "transaction_refund",
        "持卡人对交易提出异议的，乙方应当举证。",
        "乙方应付的手续费、退单款、违约金，甲方可从结算款中抵扣。",
    ),
    ("auto_renewal", "有效期二年，期满自行终止，不自动续期。", "会员到期不自动续费。"),
    ("unilateral_change", "收费要变，提前三十天在网点贴告示。", "手续费为千分之六。"),
    ("unilateral_change", "价钱要涨，得您点头了才涨。", "更换负责人的，经客户同意后方可执行。"),
    ("liability_exclusion", "到账快慢是支付公司的事。", "资金差错由我司先行赔付，再向支付公司追偿。"),
    ("penalty", "机子借给别人用，罚一千。", "首次发现只作提醒。"),
    ("penalty", "哪天不想用说一声就行，也不罚钱。", "机器押金不拿去抵罚款。"),
    # What ends the agreement; what is kept, switched off or stopped without ending it.
    ("termination", "收单服务被终止后，商户号不再恢复使用。", "商户注销以后，平台依法保存交易记录五年。"),
    ("termination", "您可随时在“设置—注销商户”中关闭收款功能。", "语音播报包默认开启，每月五元，您可以在后台关闭。"),
    ("termination", "单台终端连续两个月流水低于三百元的，甲方可以撤走该终端。", "因通道故障造成商户停业的，甲方不赔。"),
    ("termination", "套现、借号的，立即封号。", "不同意本须知的，请停止注册。"),
    ("termination", "领机人不想用了，提前七天说一声，本店来人收机。", "密码连续输错三次，账户锁定二十四小时。"),
    ("termination", "甲方可以结束合作，提前十日告诉乙方。", "员工离职的，乙方应停用其操作员号。"),
    # Money of the merchant that comes back; deposits that are kept apart, bear interest or are drawn on; buyers' money.
    ("refund", "交还终端后，保证金于次月退还乙方。", "乙方不得以保证金抵付手续费。"),
    ("refund", "押金在验收后无息返还。", "押金存放期间不计利息。"),
    ("refund", "合作终止的，甲方应在五个工作日内将押金原路清退。", "平台可以清退售假的店铺。"),
    ("refund", "退货交易已收的手续费，甲方应在三日内退还乙方。", "当日余额不足的，先充值再退款。"),
    ("refund", "首年服务费收取后概不退款。", "资料审核未通过的，退回乙方补正。"),
    # What is charged or waived; what costs are measured by.
    ("fee", "本服务目前免费。", "收到的资料由专人保管。"),
    ("fee", "贷记卡手续费每笔按交易额的0.61%收取。", "乙方套现的，按交易额的20%支付违约金。"),
    ("fee", "手续费以甲方官网公示为准。", "甲方对乙方的费率、租金等商业信息保密。"),
    ("fee", "设备因故障停用的，停用期间免付租金。", "乙方应当确保结算账户余额充足。"),
    # What is passed on to buyers, measured by a charge, listed in a statement, or taken by the rent for a breach.
    ("fee", "手续费由乙方承担，甲方不得另加。", "手续费不能让刷卡的人出。"),
    ("fee", "以后按新费率收费。", "商家以刷卡为由向顾客收取手续费的，甲方可以下架其收款码。"),
    ("fee", "押金为两个月租金，租金按季支付。", "履约保证金等于一个月的服务费，由甲方保管。"),
    ("fee", "对账文件的查询费每份五元，由乙方支付。", "甲方每日生成对账文件，列明交易金额、手续费金额和净额。"),
    ("fee", "租金按日租金30元计算，先付后用。", "租期届满乙方拒不交还的，按日租金的120%支付占用补偿。"),
    ("penalty", "多收的手续费，甲方三日内双倍退给乙方。", "租金自第三年起每年在上一年度标准上递增百分之六。"),
    # What the other side does not answer for; caps on what the merchant pays.
    ("liability_exclusion", "服务按现状提供，平台不保证永不中断。", "终端遗失的赔偿，每台最高一百二十元。"),
    ("liability_exclusion", "因政府征收造成停业损失的，甲方不予赔偿。", "短信、公告不构成对本协议的变更。"),
    ("liability_exclusion", "前款限制不适用于甲方的故意或者重大过失。", "甲方未及时维修的，应当承担责任。"),
    ("unilateral_change", "甲方可以修改本协议，公告三日后生效。", "乙方不得因顾客刷卡而提高售价。"),
    ("unilateral_change", "本规则由平台随时更新，恕不另行通知。", "乙方变更注册地址的，应三日内通知甲方。"),
    # Warnings of swindlers, netting and coupons; stops that end nothing; whose dealings are whose.
    ("deposit", "领机时向本店交押金二百元，本店开收据。", "有人自称总部同事上门要押金的，都是骗子，不要理。"),
    ("refund", "还机当日，押金退到您的银行卡。", "来电说能帮您退押金、要验证码的，一律是骗子。"),
    ("fee", "转账加急的，每笔收两元手续费。", "支付机构每日把扣除手续费后的净额划入贵店账户。"),
    ("fee", "扫码按千分之三点八收取手续费。", "邀请新店开通的，奖励手续费抵用券三张。"),
    ("termination", "您不接受修改的，可以注销商户号。", "您不接受修改的，应停止使用本服务。"),
    ("termination", "商户随时可以申请关店。", "公告期满没有关店的，即为同意新规则。"),
    ("termination", "乙方套现的，甲方可以撤机。", "终端由乙方保管，不得拆机、刷机、转借他人。"),
    ("termination", "甲方系统停止运营的，本协议终止。", "因电信线路中断、机房停机无法到账的，甲方不承担责任。"),
    ("liability_exclusion", "顾客与商户的纠纷与本平台无关。", "商户的流量费由运营商收取，与本平台无关。"),
    ("penalty", "商户刷单的，应赔偿由此造成的全部损失。", "服务商怠于退还的，由机构先行垫付后向其追偿。"),
    ("deposit", "乙方应于领机当日交纳押金三百元。", "甲方对乙方的押金数额、经营数据负保密义务。"),
]


def _kinds(ruleset: Ruleset, sentence: str) -> set[str]:
    judged = ruleset.judge(extract(as_source(_AROUND.format(sentence))))
    last = judged.readings[-1].sentence.index
    return {match.rule.kind for match in judged.matches if match.reading == last}


@pytest.mark.parametrize(("kind", "said", "mentioned"), _SAID_AND_MENTIONED)
def test_what_is_said_is_told_from_what_is_mentioned(ruleset: Ruleset, kind: str, said: str, mentioned: str) -> None:
    assert kind in _kinds(ruleset, said)
    assert kind not in _kinds(ruleset, mentioned)
