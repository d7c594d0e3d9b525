"""Who is who: read from the head, from definitions and from deeds, never assumed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from contract_scan import Ruleset
from contract_scan.language.roles import Roles
from contract_scan.language.sentences import Sentence

Split = Callable[[str], tuple[Sentence, ...]]
ReadRoles = Callable[[str], Roles]


@pytest.fixture
def roles(ruleset: Ruleset, sentences_of: Split) -> ReadRoles:
    return lambda text: ruleset.roles.read(sentences_of(text))


def labels(found: Roles) -> dict[str, str]:
    return {party.label: party.role for party in found.parties}


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("甲方：某某支付有限公司\n乙方（特约商户）：某某餐饮店", {"甲方": "provider", "乙方": "merchant"}),
        ("甲方（商户）：某某餐饮店\n乙方（收单机构）：某某支付有限公司", {"甲方": "merchant", "乙方": "provider"}),
        ("甲方（出租方）：某某科技有限公司\n乙方（承租方）：某某便利店", {"甲方": "provider", "乙方": "merchant"}),
        ("某某银行某某支行（以下简称“甲方”）\n特约商户（以下简称“乙方”）", {"甲方": "provider", "乙方": "merchant"}),
        ("特约商户（甲方）：\n收单机构（乙方）：", {"甲方": "merchant", "乙方": "provider"}),
        (
            "甲方：某某支付股份有限公司（收单机构）\n乙方：某某商务服务有限公司（外包服务机构）\n丙方：某某餐饮店（特约商户）",
            {"甲方": "provider", "乙方": "agent", "丙方": "merchant"},
        ),
        ("甲方为特约商户，乙方为收单机构，丙方为服务商。", {"甲方": "merchant", "乙方": "provider", "丙方": "agent"}),
    ],
)
def test_reads_the_head(roles: ReadRoles, head: str, expected: dict[str, str]) -> None:
    assert labels(roles(head + "\n第一条 押金\n双方应遵守本协议。")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "寄存方：青木仪器有限公司　保管店：________\n寄存方把机器放在保管店。保管店每月交管理费。",
            ("寄存方", "保管店"),
        ),
        ("房东：刘某　摊主：____\n摊主每月给房东交租800元。房东要收回的，早三十天说。", ("房东", "摊主")),
        ("收单行：某某银行\n签约商户：____\n收单行停止服务的，通知签约商户。", ("收单行", "签约商户")),
        ("出租：老李 承租：小王\n出租人把机器交给承租人。承租人用完退还出租人。", ("出租人", "承租人")),
        ("总代理：某某公司（以下称“总代”）\n分店：____\n分店交保证金。总代可以取消分店的资格。", ("总代", "分店")),
        (
            "发起方：快捷收（北京）科技有限公司（下称快捷收）\n小店：____\n小店交押金，快捷收可以收回机器。",
            ("快捷收", "小店"),
        ),
        (
            "参与方一：青蓝支付服务中心　参与方二：签约店家\n店家交押金给服务中心。服务中心退还店家。",
            ("服务中心", "店家"),
        ),
        ("需方：某某食堂　供方：某某科技有限公司\n需方应当交纳押金。供方应当退还。", ("供方", "需方")),
        (
            "空间运营：青苗创业服务中心　入驻人：经评审的团队\n入驻人交押金。中心可以收回工位，中心退还押金。",
            ("中心", "入驻人"),
        ),
        ("致：某某支付公司\n本店申请用机，知悉并承诺。本店撤机的，报贵公司审核。", ("贵公司", "本店")),
        ("作业队（班组）：____ 总包：某某装饰公司\n班组交质保金。总包退还班组。", ("总包", "班组")),
    ],
)
def test_parties_are_called_what_their_lines_call_them(roles: ReadRoles, text: str, expected: tuple[str, str]) -> None:
    found = roles(text)
    assert [found.by_label[label] for label in expected] == ["provider", "merchant"]


@pytest.mark.parametrize(
    "text",
    [
        "法定代表人：王某　联系人：李某\n法定代表人应当签字，联系人应当留下电话。商户应当交押金。",
        "开户行：某某银行　开户人：王某\n开户行和开户人须如实填写。商户应当交押金。",
        "押金：300元　租期：一年\n押金到期退还，租期届满后商户交还机器。",
        "甲方：某某公司　乙方：某店\n甲方应当退还押金，乙方应当交还机器。甲方和乙方各执一份。乙方签字，甲方盖章。",
        "经办人员：____ 业务员：____\n业务员收取押金，经办人员开具收据，业务员不得另收费用。",
    ],
)
def test_other_lines_of_the_head_name_no_party(roles: ReadRoles, text: str) -> None:
    plain = roles("商户应当交押金。").by_label
    assert roles(text).by_label.keys() - plain.keys() <= {"甲方", "乙方"}


def test_names_are_kept(roles: ReadRoles) -> None:
    found = roles("甲方：某某支付有限公司\n乙方（特约商户）：某某餐饮有限公司\n双方协商如下。")
    assert {p.label: p.name for p in found.parties} == {"甲方": "某某支付有限公司", "乙方": "某某餐饮有限公司"}


@pytest.mark.parametrize(
    ("text", "merchant"),
    [
        ("甲方应向乙方交纳押金300元。\n乙方向甲方提供终端。\n乙方有权冻结甲方资金。", "甲方"),
        ("乙方应向甲方交纳押金300元。\n甲方向乙方提供终端。\n甲方有权冻结乙方资金。", "乙方"),
    ],
)
def test_deeds_tell_where_the_head_is_silent(roles: ReadRoles, text: str, merchant: str) -> None:
    found = labels(roles(text))
    assert found[merchant] == "merchant"
    assert sorted(found.values()) == ["merchant", "provider"]


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ("乙方：李记小吃店", "李记小吃店"),
        ("乙方（商户）：李记小吃店 地址：某路3号", "李记小吃店"),
        ("乙方：王小明，身份证号：________", "王小明"),
        ("乙方：________", None),
        ("乙方：商户", None),
        ("乙方：（承租方）", None),
        ("乙方：以营业执照上的名字为准", None),
        ("乙方：使用本协议项下终端的商户", None),
    ],
)
def test_a_shop_or_a_person_has_its_name_from_its_line(roles: ReadRoles, lines: str, name: str | None) -> None:
    read = roles(f"甲方：某某支付有限公司\n{lines}\n乙方向甲方交纳押金。")
    assert [party.name for party in read.parties] == ["某某支付有限公司", name]


def test_pronouns_stand_for_parties(roles: ReadRoles) -> None:
    found = roles("您使用本服务前应交纳押金。\n您的押金由我司保管。\n您停用后我司退还。")
    assert labels(found)["您"] == "merchant"
    assert labels(found)["我司"] == "provider"
    assert [(text, role) for text, role in _named(found, "我司向您退还押金")] == [
        ("我司", "provider"),
        ("您", "merchant"),
    ]


def test_either_party(roles: ReadRoles) -> None:
    found = roles("甲方（收单机构）：\n乙方（商户）：\n任何一方可以解除。")
    assert _named(found, "任何一方提前三十日通知对方")[0] == ("任何一方", "either")


def test_the_longest_name_wins(roles: ReadRoles) -> None:
    found = roles("甲方（收单机构）：\n乙方（商户）：\n")
    assert _named(found, "特约商户与支付公司") == [("特约商户", "merchant"), ("支付公司", "provider")]


def test_short_names_of_companies(roles: ReadRoles) -> None:
    found = roles("本协议由某某支付有限公司（以下简称“拾光收”）与商户订立。\n拾光收有权调整费率。")
    assert ("拾光收", "provider") in _named(found, "拾光收有权调整费率")


def test_an_agent_alone_owes_the_merchant(roles: ReadRoles) -> None:
    found = labels(roles("甲方（服务商）：某某商务服务部\n乙方（商户）：某某餐饮店\n乙方应交押金。"))
    assert found == {"甲方": "provider", "乙方": "merchant"}


@pytest.mark.parametrize(
    ("text", "merchant"),
    [
        ("甲方：某某商务有限公司（服务商）\n乙方：城南水果店\n押金退到乙方结算卡，甲方不退押金的，加付利息。", "乙方"),
        ("甲方：老街面馆\n乙方：某某科技有限公司（代理商）\n款项划付到甲方结算账户，甲方可以调整经营时间。", "甲方"),
        # An agency agreement: the agent is the one who pays.
        ("甲方：某某网络科技有限公司\n乙方：某某商贸有限公司（代理商）\n乙方应向甲方交纳押金。\n乙方的结算账户由乙方提供，"
         "向乙方结算。\n甲方可以调整分润，甲方系统为准。", "乙方"),
    ],
)  # fmt: skip
def test_who_is_called_an_agent_is_the_merchant_by_its_deeds_alone(roles: ReadRoles, text: str, merchant: str) -> None:
    found = labels(roles(text))
    assert [label for label, role in found.items() if role == "merchant"] == [merchant]


def test_two_merchants_never(roles: ReadRoles) -> None:
    found = labels(roles("甲方（客户）：\n乙方（商户）：\n乙方应向甲方支付押金300元。\n甲方有权扣收费用。"))
    assert list(found.values()).count("merchant") == 1


def test_nothing_to_read(roles: ReadRoles) -> None:
    assert roles("今天天气很好。").parties == ()


def _named(found: Roles, text: str) -> list[tuple[str, str]]:
    return [(text[start:end], role) for start, end, role in found.find(text)]


def test_a_field_for_a_name_is_no_name(roles: ReadRoles) -> None:
    text = (
        "联合办公会员协议\n会员（公司全称）：____\n运营方：某某空间运营有限公司（以下称“禾间”）\n"
        "会员应向禾间支付会员费。禾间有权停用门禁。"
    )
    names = {party.role: party.name for party in roles(text).parties}
    assert names == {"merchant": None, "provider": "某某空间运营有限公司"}
