"""What is an agreement, and what only looks like one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.assess.recognise import is_agreement

Agree = Callable[[str], Agreement]
LEXICON = DepositLexicon.load()

AGREEMENTS = {
    "a clause alone": "终端押金一经交付，概不退还。",
    "a receipt": (
        "押金收据\n"
        "今收到商户交来POS机押金人民币叁佰元整（¥300.00）。\n"
        "机器退还时凭此收据退还押金。\n"
        "收款单位（盖章）：\n"
        "经手人："
    ),
    "activity rules": (
        "新商户激活返现活动规则\n"
        "一、活动对象：首次激活终端的商户。\n"
        "二、激活时收取服务押金199元。\n"
        "三、激活后30天内刷卡满5000元，押金退还。\n"
        "四、平台可随时调整活动规则。"
    ),
    "a notice that is signed": (
        "东门市场收款机使用告知\n"
        "摊主签了字就照这个办。\n"
        "每个摊位领一台收款机，交机器押金200块。\n"
        "哪天不用了，把机器拿到办公室，当场退押金200块。\n"
        "机器摔坏了，修理费从机器押金里扣。\n"
        "机器押金不抵摊位费。\n"
        "摊主看完签字：________"
    ),
    "questions that are part of a contract": (
        "帮助中心\n"
        "本页问答是《入网合同》第二部分，与合同其余部分具有同等约束力。\n"
        "问：激活时冻结的200元是什么？\n"
        "答：这是激活款，用来保证店主真实用机。\n"
        "激活款每台200元，冻结期间不计息。\n"
        "问：激活款怎么拿回来？\n"
        "答：激活后30天内刷满2万元，返还激活款200元。\n"
        "问：不刷了退吗？\n"
        "答：30天内停机的，激活款不再返还。"
    ),
    "a slip in two parts": (
        "领机联、退机联（一式两份）\n"
        "拿机器的（下面叫“您”）：\n"
        "送机器的（下面叫“我们”）：\n"
        "机器是新的，当面开箱，外壳、屏幕现场看一遍。\n"
        "拿机器交押金200块，我们开收据。\n"
        "不想用了把机器送回来，押金200块退给您。\n"
        "弄丢了赔150块。"
    ),
    "a contract": (
        "收单服务协议\n"
        "甲方：某某支付有限公司\n"
        "乙方：某某小吃店\n"
        "第一条 甲方应向乙方提供收单服务。\n"
        "第二条 乙方应按时支付手续费。\n"
        "第三条 双方不得泄露商业秘密。"
    ),
}
OTHERS = {
    "nothing": "",
    "English": (
        "Party B shall pay a deposit of 299 yuan to Party A, refundable at the end of the term of this agreement."
    ),
    "an invoice": (
        "增值税电子普通发票\n"
        "发票代码：012002100000 发票号码：00000000\n"
        "开票日期：2025年3月1日\n"
        "购买方 纳税人识别号：\n"
        "项目 | 单价 | 金额\n"
        "POS机押金 | 299.00 | 299.00\n"
        "价税合计（大写）贰佰玖拾玖元整\n"
        "收款人：某某 复核：某某 开票人：某某"
    ),
    "a story": (
        "第一回\n"
        "他站在窗前，望着远处的山。\n"
        "“你应该回去了。”她轻声说道。\n"
        "“我不想回去。”他笑道。\n"
        "房东收了他三百块押金，说房子退了就还给他。\n"
        "第二天清晨，他走了，没有人知道他去了哪里。"
    ),
    "news": (
        "某市多名商户反映POS机押金难退\n"
        "本报讯（记者 某某）近日，多名商户反映办理POS机时缴纳的299元押金至今未退。\n"
        "据悉，业务员承诺刷满即退还押金。\n"
        "律师表示，双方应当按照合同约定履行义务。\n"
        "某支付公司回应称，将依法保障用户权益。\n"
        "来源：某某网"
    ),
    "a judgment": (
        "民事判决书\n"
        "原告：某某餐厅。被告：某某支付有限公司。\n"
        "原告请求判令被告退还押金3000元。\n"
        "本院认为，双方签订的协议合法有效，被告应当退还押金。\n"
        "被告于本判决生效之日起十日内退还原告押金。\n"
        "案件受理费由被告负担。"
    ),
    "a manual": (
        "POS机使用说明\n"
        "1. 长按电源键开机。\n"
        "2. 插入银行卡，输入金额，请持卡人输入密码。\n"
        "3. 打印签购单，请持卡人签字。\n"
        "4. 如需退货，请选择退货菜单。\n"
        "5. 日终请做结算。"
    ),
    "advice": (
        "POS机押金为什么难退\n"
        "引言\n"
        "很多商户办理POS机时交了押金，事后却退不回来。\n"
        "支付公司应当退还押金，但业务员常常不退。\n"
        "商户应要求代理商写明押金退还条件。\n"
        "押金被扣的，商户可以投诉。\n"
        "结语\n"
        "本文提醒商户注意。"
    ),
    "a letter": "张先生您好：\n上次您寄来的样品已经收到，预计下周给您答复。\n如果您有任何疑问，可以随时打电话。",
}


@pytest.mark.parametrize("name", AGREEMENTS)
def test_an_agreement_is_one(agree: Agree, name: str) -> None:
    assert is_agreement(agree(AGREEMENTS[name]), LEXICON)


@pytest.mark.parametrize("name", OTHERS)
def test_what_binds_nobody_is_none(agree: Agree, name: str) -> None:
    assert not is_agreement(agree(OTHERS[name]), LEXICON)
