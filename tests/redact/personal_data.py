"""Lines with personal data made up by seed, in many forms: what must be gone, and what must stay."""

from __future__ import annotations

import random
from dataclasses import dataclass

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
_COMPOUND = ("欧阳", "司马", "上官", "诸葛", "慕容")
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛超秀霞平刚桂英华玉兰红建国志明文辉鑫宇浩然子轩梓涵雨桐佳怡思远晓东海燕春梅"
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_SAID = str.maketrans("0123456789", "零一二三四五六七八九")


@dataclass(frozen=True)
class Made:
    """A line with personal data in it. `secrets` are what nobody may see, as bare digits or characters."""

    sort: str
    line: str
    secrets: tuple[str, ...]


def name(rng: random.Random) -> str:
    if rng.random() < 0.06:
        return rng.choice(_COMPOUND) + rng.choice(_GIVEN)
    return rng.choice(_SURNAMES) + "".join(rng.choice(_GIVEN) for _ in range(rng.choice((1, 2, 2))))


def identity(rng: random.Random) -> str:
    head = rng.choice(("110101", "310115", "440305", "330102", "510104", "650102"))
    head += f"{rng.randint(1955, 2004)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}{rng.randint(1, 999):03}"
    total = sum(int(digit) * weight for digit, weight in zip(head, _ID_WEIGHTS, strict=True))
    return head + "10X98765432"[total % 11]


def old_identity(rng: random.Random) -> str:
    number = identity(rng)
    return number[:6] + number[8:17]


def mobile(rng: random.Random) -> str:
    return f"1{rng.choice('3456789')}{rng.randint(0, 999999999):09}"


def card(rng: random.Random, length: int = 19) -> str:
    head = "62" + "".join(str(rng.randint(0, 9)) for _ in range(length - 3))
    for check in "0123456789":
        number = head + check
        total = 0
        for place, digit in enumerate(reversed(number)):
            value = int(digit) * (1 + place % 2)
            total += value - 9 if value > 9 else value
        if total % 10 == 0:
            return number
    raise AssertionError(head)


def credit_code(rng: random.Random) -> str:
    head = rng.choice(("91", "92")) + rng.choice(("110105", "310115", "440300"))
    head += "".join(rng.choice(_CREDIT) for _ in range(9))
    total = sum(_CREDIT.index(letter) * weight for letter, weight in zip(head, _CREDIT_WEIGHTS, strict=True))
    return head + _CREDIT[-total % 31]


def printed(rng: random.Random, number: str, groups: tuple[int, ...]) -> str:
    """A number as somebody might print it: in groups, in full width, broken over a line, with signs between."""
    way = rng.randrange(8)
    if way == 0:
        return number.translate(_FULL)
    if way in (1, 2):
        parts, at = [], 0
        for size in groups:
            parts.append(number[at : at + size])
            at += size
        return rng.choice((" ", "-", "－", "  ")).join(part for part in parts if part)
    if way == 3:
        cut = rng.randint(3, len(number) - 3)
        return f"{number[:cut]}\n{number[cut:]}"
    if way == 4:
        return "\u200b".join(number)
    if way == 5:
        return " ".join(number)
    return number


_PERSON_FORMS = (
    "法定代表人：{}",
    "法定代表人（签字）：{}",
    "法人代表: {}",
    "负 责 人：{}",
    "联系人：{}    职务：经理",
    "经办人 {}",
    "授权代表（签字或盖章）：{}",
    "委托代理人：{}　　日期：2024年3月1日",
    "乙方（特约商户）：{}",
    "乙方：{}（以下简称商户）",
    "户名：{}",
    "户 名：{}",
    "持卡人姓名：{}",
    "姓名：{}，男，汉族",
    "联系人为{}。",
    "甲方（签字）：{}",
    "乙方签名：{}",
    "签字：__{}__",
    "法定代表人 | {} | 职务 | 总经理",
    "请联系{}先生办理。",
    "由{}女士负责交接。",
    "客户经理：{}",
    "法定代表人：\n{}",
    "开户名：{}  开户行：招商银行深圳分行",
    "业务员：{}，工号A102",
    "商户名称：{}",
    "{}，女，1988年3月1日出生",
    "收款人：{}",
)
_PHONE_FORMS = (
    "联系电话：{}",
    "手机：{}",
    "电  话：{}",
    "联系方式 | {}",
    "Tel: {}",
    "移动电话（微信同号）：{}",
    "拨打{}联系乙方。",
    "（手机{}）",
    "紧急联系人电话为{}，",
)
_ID_FORMS = (
    "身份证号码：{}",
    "身份证号：{}",
    "公民身份号码 {}",
    "（身份证：{}）",
    "证件号码：{}",
    "身份证号 | {}",
    "持{}号身份证",
)
_CARD_FORMS = (
    "银行账号：{}",
    "账 号：{}",
    "结算账户 | {}",
    "卡号为{}，",
    "退款至{}",
    "收款账号：{}  开户行：工商银行",
    "银行卡：{}",
)
_CREDIT_FORMS = ("统一社会信用代码：{}", "信用代码 | {}", "营业执照号：{}", "税号：{}", "（{}）")
_ADDRESSES = (
    "北京市海淀区中关村大街{}号院2号楼301室",
    "广东省深圳市南山区科技园路{}号创新大厦12层",
    "浙江省杭州市西湖区文三路{}弄3幢",
    "XX县XX镇幸福村{}组",
)
_ADDRESS_FORMS = (
    "地址：{}",
    "住所地：{}，邮编：100080",
    "经营地址：{}；电话见下",
    "家庭住址：{}",
    "住址 | {}",
    "注册地址为{}。",
    "装机地址：{}",
)
_MAILS = ("{}@qq.com", "{}@example.com.cn", "{}＠163.com")


def made(seed: int, count: int) -> list[Made]:
    """Return lines with personal data, the same for the same seed."""
    rng = random.Random(seed)
    lines: list[Made] = []
    for _ in range(count):
        person = name(rng)
        lines.append(Made("name", rng.choice(_PERSON_FORMS).format(person), (person,)))
        number = mobile(rng)
        shown = printed(rng, number, rng.choice(((3, 4, 4), (3, 8), (7, 4))))
        if rng.random() < 0.15:
            shown = rng.choice(("+86 ", "0086-", "86")) + number
        elif rng.random() < 0.06:
            shown = number.translate(_SAID)
        lines.append(Made("phone", rng.choice(_PHONE_FORMS).format(shown), (number,)))
        landline = f"0{rng.choice(('10', '21', '755', '571'))}", f"{rng.randint(20000000, 89999999)}"
        shown = rng.choice(("{}-{}", "({}){}", "（{}）{}", "{} {}", "{}{}", "{}－{}")).format(*landline)
        lines.append(Made("landline", rng.choice(_PHONE_FORMS[:6]).format(shown), (landline[1],)))
        number = identity(rng)
        lines.append(Made("identity", rng.choice(_ID_FORMS).format(printed(rng, number, (6, 8, 4))), (number,)))
        number = old_identity(rng)
        lines.append(Made("identity", rng.choice(_ID_FORMS[:6]).format(number), (number,)))
        number = card(rng, rng.choice((16, 19)))
        lines.append(Made("card", rng.choice(_CARD_FORMS).format(printed(rng, number, (4, 4, 4, 4, 3))), (number,)))
        code = credit_code(rng)
        lines.append(Made("credit", rng.choice(_CREDIT_FORMS).format(code), (code,)))
        place = rng.choice(_ADDRESSES).format(rng.randint(1, 99))
        lines.append(Made("address", rng.choice(_ADDRESS_FORMS).format(place), (place,)))
        mail = rng.choice(_MAILS).format(f"user{rng.randint(1000, 99999)}")
        lines.append(Made("email", f"电子邮箱：{mail}", (mail.split("@")[0].split("＠")[0],)))
    return lines


#: Lines in which nothing is anybody's, with what must still be read in them.
HARMLESS = (
    "押金299元，刷满30000元后30个工作日内退还。",
    "违约金1380000元，封顶13800000.00元，保证金 150 2000 3000 元。",
    "客服热线：400-800-1234，800-820-8820，95516，12363，10086。",
    "客服电话：4008001234（24小时），投诉电话：12315。",
    "本协议自2024年1月1日起至2025-12-31止，签订日期：2024.01.01。",
    "合同编号：20230101000123456，订单号：6217000010001234567。",
    "商户号：898310058124567，终端号：13800138，SN：00001301234567890。",
    "费率0.38%+3元/笔，借记卡0.5%封顶20元，扫码0.25%。",
    "依据《中华人民共和国民法典》第四百九十六条、《非银行支付机构监督管理条例》。",
    "法定代表人应当签字，法定代表人变更的应通知乙方；联系人变更、负责人更换亦同。",
    "甲方：上海某某支付服务有限公司",
    "乙方：幸福便利店",
    "联系人：________　联系电话：________　签字：________　日期：____年__月__日",
    "由持卡人本人签名，代理人应当出示授权书；任何先生或女士均可咨询。",
    "中国人民银行、银联商务、微信、支付宝、云闪付。",
    "（一）1.1 1.2 5.2.1 第十三条第八款第13800条",
    "向乙方住所地有管辖权的人民法院起诉，送达地址以首页填写的为准。",
    "时间：2024年5月6日10:30-11:30，交易笔数 12345678901 笔，金额 13800138000 元，13,800,138,000.00元。",
    "结算账户以乙方提供的为准；账户余额不足的，由代表乙方的业务员通知。",
)
