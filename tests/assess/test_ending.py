"""How an agreement ends: notices by side, ends at will, renewal, penalties."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.ending import EndingLexicon, read_ending
from contract_scan.assess.figure_weights import FigureWeights
from contract_scan.errors import RuleError
from contract_scan.lexicons import lexicon_root
from contract_scan.model.report import TermInfo

HEAD = "收单服务协议\n甲方（收单机构）：某某支付有限公司\n乙方（特约商户）：某某餐馆\n第五条 协议的终止\n"
FIGURES = FigureWeights(lexicon_root())
Read = Callable[[str], TermInfo]


@pytest.fixture(scope="module")
def read(agree: Callable[[str], Agreement]) -> Read:
    lexicon = EndingLexicon(lexicon_root())
    return lambda clause: read_ending(agree(HEAD + clause + "\n"), lexicon, FIGURES)


@pytest.mark.parametrize(
    ("clause", "wanted"),
    [
        ("乙方提前三十日书面通知甲方，可以解除本协议。", ("merchant", 30, "day")),
        ("甲方终止服务的，应提前15日通知乙方。", ("provider", 15, "day")),
        ("甲方因政策变动不能继续服务时，应于三十日前通知乙方、丙方，本合同即行终止。", ("provider", 30, "day")),
        ("您十二个月没有收款的，我们可以停用您的账号，停用前十五日短信提醒。", ("provider", 15, "day")),
        ("乙方要求提前退盟的，应提前90日书面申请。", ("merchant", 90, "day")),
        ("甲方提前30日通知乙方可以下线本产品。", ("provider", 30, "day")),
        ("甲方有权在提前7个工作日通知乙方后终止本协议。", ("provider", 7, "working_day")),
        ("任何一方可提前三十（30）日书面通知对方解除本协议。", ("either", 30, "day")),
        ("在有效期或续展期内，任何一方均可提前三十日书面通知对方终止本协议。", ("either", 30, "day")),
        ("双方中任一方欲终止本协议，须提前一个月通知另一方。", ("either", 1, "month")),
        ("乙方申请撤机，应提前一周向甲方提出。", ("merchant", 7, "day")),
        ("乙方可于30日前书面通知甲方解除本协议。", ("merchant", 30, "day")),
        ("除此以外，我司要停止服务的，至少提前30天通知您。", ("provider", 30, "day")),
        ("任一方要求解除本协议，均应当在拟解除之日的15个工作日之前，书面通知对方。", ("either", 15, "working_day")),
        ("任何一方均可终止合作，但应给予对方不少于45日的书面通知。", ("either", 45, "day")),
        ("甲方可以终止本协议，通知期为十日。", ("provider", 10, "day")),
        ("甲方终止本协议，应提前72小时通知乙方。", ("provider", 3, "day")),
        ("提前七天联系客服办理停机。", ("merchant", 7, "day")),
        ("不想用了，提前七天带机器来登记。", ("merchant", 7, "day")),
        ("甲方想停这项业务，要提前七十天挨个通知。", ("provider", 70, "day")),
        ("甲方因场地调整需要乙方退租的，甲方应提前一个月通知乙方。", ("provider", 1, "month")),
        ("乙方可以随时注销账户，无须说明理由。", ("merchant", 0, "day")),
        ("店主哪天想停就停，早五天打个电话。", ("merchant", 5, "day")),
        ("不想做的，提前四天到网点讲一声就行。", ("merchant", 4, "day")),
        ("乙方提前九日知会，可随时撤点。", ("merchant", 9, "day")),
        ("乙方拟停用的，应提前12日在商户平台提交申请，甲方核实后为乙方关闭商户号。", ("merchant", 12, "day")),
        ("租期逐月顺延，任何一方可提前八日通知停止。", ("either", 8, "day")),
        ("许可证到期未获续展的，本协议终止，甲方应提前四十日告知乙方。", ("provider", 40, "day")),
        ("商场停业的，甲方提前五十日通知，双方互不补偿。", ("provider", 50, "day")),
        ("店主想停用，提前半个月讲一声。", ("merchant", 15, "day")),
        ("甲方不再办理该业务的，以短信通知，通知发出满六日，本协议终止。", ("provider", 6, "day")),
        ("主协议约定的乙方解除通知期由十五日延长至四十五日。", ("merchant", 45, "day")),
        ("原协议中“乙方应提前三十日通知”改为“乙方应提前五十日通知”解除协议。", ("merchant", 50, "day")),
        ("乙方应于拟终止日前第十五日将书面申请送达甲方。", ("merchant", 15, "day")),
        ("任一方解除本协议的，解除通知自送达之日起满二十日生效。", ("either", 20, "day")),
        ("甲方停止服务，应留给乙方不少于三个月的交接时间。", ("provider", 3, "month")),
        ("甲方因牌照续展未获批准而退出收单市场的，应提前六十日公告。", ("provider", 60, "day")),
        ("乙方停用终端，请于停用日的一周之前致电甲方。", ("merchant", 7, "day")),
        ("乙方和甲方都可以终止本协议，提前十四天告诉对方。", ("either", 14, "day")),
        ("乙方可申请退店，退店申请提交满30日后生效。", ("merchant", 30, "day")),
        ("甲方终止协议前，应当履行下列程序：\n（1）提前三十日书面通知乙方；", ("provider", 30, "day")),
        ("甲方终止服务的，应当书面通知乙方，并为乙方保留不少于30日的服务时间。", ("provider", 30, "day")),
        ("机器不用了要提前多久说？\n提前三天跟甲方说一声。", ("merchant", 3, "day")),
        ("甲方终止本协议，应给乙方留足四十五日的时间。", ("provider", 45, "day")),
        ("一方终止协议，应自书面通知对方之日起满六十日方为有效。", ("either", 60, "day")),
        ("甲方撤机器前二十天贴条子。", ("provider", 20, "day")),
        ("甲方如需收回终端，当先期一个月函达乙方。", ("provider", 1, "month")),
        ("乙方可以在任意时间关闭账户，无需提前通知。", ("merchant", 0, "day")),
    ],
)
def test_who_gives_how_much_notice(read: Read, clause: str, wanted: tuple[str, int, str]) -> None:
    assert [(n.by, n.value, n.unit) for n in read(clause).notice] == [wanted]


def test_an_amendment_takes_the_place_of_what_it_amends(read: Read) -> None:
    found = read(
        "乙方提前十五日通知甲方，可以解除本协议。\n乙方解除协议的通知期由十五日延长至四十五日。\n"
        "甲方提前十日书面通知乙方，可以解除本协议。"
    )
    assert [(n.by, n.value) for n in found.notice] == [("merchant", 45), ("provider", 10)]


def test_a_leave_at_any_time_needs_the_notice_that_is_named_elsewhere(read: Read) -> None:
    found = read("乙方随时可以退机，用多久都行。\n乙方停用的，提前六日电话告知。").notice
    assert [(n.by, n.value) for n in found] == [("merchant", 6)]


def test_each_side_of_a_list_has_its_own_notice(read: Read) -> None:
    found = read("双方解除合同的提前通知期：甲方15日，乙方45日。").notice
    assert [(n.by, n.value) for n in found] == [("provider", 15), ("merchant", 45)]


def test_a_button_is_no_end(read: Read) -> None:
    assert read("您可以随时在“设置—注销账户”中申请注销，办完在途订单即告完成。").notice == ()
    assert [n.value for n in read("您可以随时在“设置—账户”中注销账户，当日生效。").notice] == [0]


@pytest.mark.parametrize(
    "clause",
    [
        "甲方调整手续费标准的，应提前30日通知乙方，乙方不同意的可以终止本协议。",
        "系统升级需要暂停服务的，甲方提前3日公告。",
        "协议到期前，任何一方不再续约的，应提前30日书面通知对方。",
        "甲方终止与外包服务机构的外包合作的，应当提前30日通知乙方。",
        "乙方变更经营地址的，应提前五日告知甲方。",
        "协议终止后五日内，甲方应结清全部款项。",
        "乙方停业的，应当提前一个月公告并妥善处理消费者的余额。",
        "增值套餐可以随时退订。",
        "关店满两年的，余额转入专户，不再通知，乙方仍可随时申领。",
        "甲方计划内停机的，提前48小时公告。",
        "甲方更换终端收回旧机的，应提前三日通知乙方。",
        "协议终止后，甲方应提前5日通知乙方上门收机的时间。",
        "有下列情形之一的，甲方可以终止本协议：\n（1）变更地址未提前十日通知甲方；",
        "要提前多久报修？\n提前三天跟甲方说一声。",
        "乙方申请延期交费的，应提前三日提出，否则甲方可停止服务。",
        "乙方提前退出的，应支付以退出前六个月中佣金最高的一个月计算的补偿金。",
        "乙方不再使用时，请在停用前两天把机器寄回。",
        "乙方闭店的，退店前三十日内的订单由乙方负责到底。",
    ],
)
def test_notices_of_something_else_are_left_out(read: Read, clause: str) -> None:
    assert read(clause).notice == ()


@pytest.mark.parametrize(
    "clause",
    [
        "甲方有权随时终止本协议。",
        "甲方可随时停止对任一型号、任一门店的服务，下线前短信告知。",
        "甲方可视业务情况停止合作。",
        "甲方认为乙方存在交易风险的，可以立即终止本协议。",
        "甲方有权单方解除本协议，无需承担任何责任。",
        "甲方提前十日书面通知乙方，可以解除本协议。",
        "任何一方可以提前30日书面通知对方终止本协议。",
        "任何一方可不附理由终止合作。",
        "甲方业务调整的，也可能随时停掉终端的服务。",
        "乙方同意，甲方有权随时终止本协议，无须向乙方说明理由。",
        "甲方出于控制成本的考虑，可以撤回终端并注销乙方的商户编号。",
        "甲方有权根据监管要求、自身经营需要或者其他原因终止本协议。",
        "是否继续为乙方提供服务，由甲方自行决定。",
        "只要甲方觉得有风险，就可以关闭乙方的收款账户。",
        "甲方提前十五日通知乙方，可以不说明理由终止本协议。",
        "甲方对是否继续履行本协议享有最终决定权。",
        "本协议项下服务的存续，由甲方定夺。",
        "因甲方产品线收缩，甲方书面通知乙方后本协议即行终止。",
        "甲方保留终止本协议的一切权利。",
        "甲方可暂停或者终止对高风险行业商户的服务。",
        "甲方可将乙方的终端随时收回转投他处。",
        "甲方有理由相信乙方可能发生风险的，可以停止服务并解除协议。",
        "甲方想收机器就收。",
        "甲方人员变动或者迁移办公场所的，可以提前五日通知乙方终止本协议。",
        "终端属甲方财产，甲方需要时可收回。",
        "甲方享有单方任意解除权。",
        "在本协议有效期内，甲方有权停止向乙方提供任何服务。",
        "甲方可以不经乙方同意停止服务。",
        "甲方保留根据实际运营状况淘汰商户的权利。",
        "机器续不续、给谁用，甲方说了算。",
        "甲方解除本协议的权利不受任何限制。",
        "甲方得不具理由，以书面通知乙方终止本协议。",
        "甲方自行评估商户的经营状况，对不适合在平台经营的商户解除合作。",
        "甲方根据反馈决定某些城市是否继续提供本服务。",
        "甲方无论何种情形都可以随时决定不再向乙方提供服务。",
        "甲方可以停办本服务点，不必说明原因。",
        "甲方可提前15日通知终止合作。",
        "甲方不问缘由即可收回终端。",
        "甲方为了任何理由或没有理由均可终止本协议。",
        "任何一方不想做了，提前十天说一声就行。",
        "甲方根据市场情况可以撤销网点，不需要说明原因。",
        "甲方可以随时取消对乙方的授权，无需提前告知。",
        "甲方或乙方均可提前30日通知对方终止合作。",
        "甲方可单方撤销乙方的加盟资格，无须征得乙方同意。",
        "鉴于乙方经营预售业务，双方约定：\n（一）甲方可根据情况随时终止合作。",
        "乙方有下列情形之一的，甲方可以终止本协议：\n（一）提供虚假资料的；\n（二）其他经甲方判断可能造成风险的。",
    ],
)
def test_the_provider_may_end_at_will(read: Read, clause: str) -> None:
    found = read(clause)
    assert found.provider_may_end_at_will
    assert found.evidence


@pytest.mark.parametrize(
    "clause",
    [
        "乙方可以随时终止本协议。",
        "乙方违反本协议的，甲方有权随时终止本协议。",
        "乙方有下列情形之一的，甲方有权单方解除本协议：\n（一）提供虚假资料的；\n（二）连续六个月没有交易的。",
        "甲方解除本协议的，应具备正当理由并提前六十日书面告知乙方。",
        "甲方终止本协议须提前九十日书面告知并阐明理由。",
        "乙方连续两个月没有交易，甲方可以收回终端，提前三天通知乙方。",
        "清算机构停止与甲方合作的，甲方应提前二十日通知乙方，本协议随之终止。",
        "甲方终止服务的，应提前四十五日告知乙方，讲明原因，并退还剩余服务费。",
        "甲方不能随便收机器，真要收得提前一个月讲明白为什么。",
        "乙方违约的，甲方可以采取下列措施：\n（一）随时终止本协议；",
        "除法律规定外，甲方不得单方终止服务；确需终止的，提前60日通知乙方。",
        "双方协商一致可以解除本协议。",
        "因征收须封闭门店的，甲方可提前五十日通知乙方解除。",
        "甲方要收回机器的，早二十天书面说明缘由。",
        "甲方终止服务的，应提前六十日书面通知乙方并说明理由，该理由限于监管要求或者甲方退出收单市场。",
        "甲方可提前三十日通知乙方终止，终止的事由仅限于乙方违法经营。",
        "监管机构责令甲方停止收单业务的，本协议终止，甲方应提前20日通知乙方。",
        "甲方退出收单业务的，应提前三十日通知乙方，本协议终止。",
        "甲方更换终端，可以收回旧机。",
        "甲方有正当理由的，可以提前六十日书面通知乙方解除合同。",
        "甲方收到主管部门通知的，可以提前十日通知乙方终止本协议。",
        "租赁期满，甲方有权收回终端。",
        "是否终止本协议由甲方和乙方共同决定。",
        "刷得少的店，甲方随时可以把机器收走。",
        "因监管要求，甲方可提前15日通知终止合作。",
        "上游通道关停的，甲方提前十日通知乙方终止服务。",
        "甲方非因法律法规或乙方重大违约，不得解约。",
        "因法律法规变化，甲方提前15日通知乙方解约。",
        "甲方不会单方停乙方的服务。",
        "物业收回场地致使甲方无法继续经营的，提前30天通知乙方终止。",
        "甲方只有乙方套现一种情况下才能停机，停机前三日通知乙方。",
        "无论因哪一方原因合同提前结束，押金均不退还。",
        "乙方可以不说明理由终止本协议。",
    ],
)
def test_the_provider_needs_a_cause(read: Read, clause: str) -> None:
    assert not read(clause).provider_may_end_at_will


@pytest.mark.parametrize(
    ("clause", "wanted"),
    [
        ("有效期届满前三十日，任何一方未书面提出终止的，本协议自动顺延一年。", (30, "day")),
        ("合同期满，双方无异议的，本合同自动续展一年。", (None, None)),
        ("到期不来找本店，就接着用一年。", (None, None)),
        ("期满前十日双方没有表示异议的，按两年续展。", (10, "day")),
        ("乙方届满前一个月未提出书面异议的，视为同意续约。", (1, "month")),
        ("期满后双方仍继续履行的，本协议逐月延展。", (None, None)),
        ("服务期届满，双方都没有通知不再续约的，进入下一服务期。", (None, None)),
        ("条子管一年，一年到了没人说话，接着管。", (None, None)),
        ("期满前三十日任何一方未以书面形式表示不再续约的，本协议按原条件续展一年。", (30, "day")),
        ("租期18个月，期满前三十日乙方未提出退租的，照原条件再租12个月。", (30, "day")),
        ("未表示不再续签的，本协议以三年为一期自动延展。", (None, None)),
        ("满一年没人来讲，自动往后顺一年。", (None, None)),
        ("您未关闭自动续费的，到期日将自动扣取下一年服务费。", (None, None)),
        ("期满双方均未书面提出终止的，有效期续行一年。", (None, None)),
        ("除非任何一方在期满六十日以前书面表示不续，否则自行展期三年。", (60, "day")),
        ("乙方不希望续期的，请在到期前3个工作日取消，否则系统为乙方延长一年。", (3, "working_day")),
        ("到期若双方无异议则顺延，以此类推。", (None, None)),
        ("期限届满，乙方未退还设备的，合同转为不定期合同。", (None, None)),
        ("乙方期满前十日无书面通知者，即作续约论。", (10, "day")),
        ("期限届满后乙方仍在经营的，本协议有效期顺次延长。", (None, None)),
        ("一年到了，两边都不提，就按老规矩往下走。", (None, None)),
        ("协议有效期届满后，乙方继续受理交易的，本协议继续约束双方。", (None, None)),
        ("一签一年，不说退就是续。", (None, None)),
        ("除非乙方关掉续订，到期后会接着下一期。", (None, None)),
        ("期满前十五日，彼此均无退约之通知，本函即再行一年。", (15, "day")),
        ("到期后双方没有重签的，视同不定期协议继续履行。", (None, None)),
        ("期满后系统默认延长一年。", (None, None)),
        ("到期甲方没来收，乙方没来还，终端照旧用。", (None, None)),
        ("除非乙方在到期前要求停用，否则甲方继续为乙方提供服务。", (None, None)),
        ("服务期满前15日内乙方未提出异议的，即视为同意使用下一年度服务。", (15, "day")),
        ("期满前四十五日，一方未向另一方发出终止函的，合作期滚动延长十二个月。", (45, "day")),
        ("年费自动续费，可随时关闭。\n期满前一个月乙方未申请注销的，本协议自动续期三年。", (1, "month")),
        ("会员到期后自动续费。\n期满前一个月乙方未申请注销的，本协议自动续期三年。", (1, "month")),
    ],
)
def test_the_term_goes_on_by_itself(read: Read, clause: str, wanted: tuple[int | None, str | None]) -> None:
    found = read(clause).auto_renewal
    assert found is not None
    assert (found.notice_value, found.notice_unit) == wanted


@pytest.mark.parametrize(
    "clause",
    [
        "会员到期不自动续费。",
        "未续签的到期自然结束，不作自动展期。",
        "本协议到期自动终止，双方可另行协商续签。",
        "节假日不顺延，逾期修改的，设计期限相应顺延。",
        "续约须由双方另行签订协议。",
        "没有固定期限，双方不约定自动续约。",
        "期满未设自动续期。",
        "期限最后一日为非工作日的，顺延至下一个工作日。",
        "乙方到期未归还终端，继续使用的，按原租金的三倍支付占用费。",
        "押金义务不因期间经过而自动续展。",
        "乙方未完成考核的，考核期自动顺延三个月。",
        "到期未缴纳下一年度年费的，视为乙方不再续约。",
        "乙方不同意调整的，原标准继续执行至协议到期。",
        "一年一签，到期乙方不续它就结束，不会自己往下续。",
        "到期未结清的，违约金继续计算。",
        "乙方不得自行收取退卡手续费。",
        "期满合同自然终止，不因继续使用而延续。",
        "自公示期满一年内未提出退还申请的，余额转入专户，乙方不得再行请求。",
    ],
)
def test_the_term_does_not_go_on(read: Read, clause: str) -> None:
    assert read(clause).auto_renewal is None


def test_penalties_say_who_owes_what(read: Read) -> None:
    found = read(
        "乙方提前解约的，应当向甲方支付违约金500元。\n乙方逾期付款的，甲方有权按日万分之五向乙方收取滞纳金。\n"
        "甲方迟延结算的，按迟延金额每日万分之一向乙方支付违约金。\n乙方可以随时注销，不收违约金。"
    ).penalties
    assert [(p.by, p.amount, p.rate) for p in found] == [
        ("merchant", Decimal(500), None),
        ("merchant", None, Decimal("0.0005")),
        ("provider", None, Decimal("0.0001")),
    ]
    assert found[0].evidence[0].quote == "乙方提前解约的，应当向甲方支付违约金500元。"


def test_a_broken_lexicon_is_named(tmp_path: Path) -> None:
    source = (lexicon_root() / "ending.yaml").read_text("utf-8")
    (tmp_path / "ending.yaml").write_text(source.replace("\ncause: '", "\ncause: '("), "utf-8")
    with pytest.raises(RuleError, match=r"ending\.yaml"):
        EndingLexicon(tmp_path)
