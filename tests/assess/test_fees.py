"""Charges: what is one, which figures it has, and what only looks like one."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.fees import FeeLexicon, read_fees
from contract_scan.assess.figure_weights import FigureWeights
from contract_scan.errors import RuleError
from contract_scan.lexicons import lexicon_root
from contract_scan.model.report import FeeItem

HEAD = "收单服务协议\n甲方（收单机构）：某某支付有限公司\n乙方（特约商户）：某某餐馆\n"
FIGURES = FigureWeights(lexicon_root())
Read = Callable[..., tuple[FeeItem, ...]]


@pytest.fixture(scope="module")
def lexicon() -> FeeLexicon:
    return FeeLexicon(lexicon_root())


@pytest.fixture(scope="module")
def read(agree: Callable[[str], Agreement], lexicon: FeeLexicon) -> Read:
    """Reads the charges of a clause under a heading."""

    def read_clause(clause: str, heading: str = "第三条 费用") -> tuple[FeeItem, ...]:
        return read_fees(agree(f"{HEAD}{heading}\n{clause}\n"), lexicon, FIGURES)

    return read_clause


def figures(item: FeeItem) -> tuple[str | None, str | None, str | None, str | None, str | None]:
    """Rate, amount, cap, minimum and period as they are written in a report."""
    made = item.model_dump(mode="json")
    return made["rate"], made["amount"], made["cap"], made["min"], made["period"]


@pytest.mark.parametrize(
    ("clause", "kind", "wanted"),
    [
        ("贷记卡手续费按交易金额的0.6%计收。", "transaction_rate", ("0.006", None, None, None, None)),
        ("信用卡手续费0.58%+3元/笔。", "transaction_rate", ("0.0058", "3.00", None, None, None)),
        ("信用卡手续费万分之五十八，另加每笔三元。", "transaction_rate", ("0.0058", "3.00", None, None, None)),
        ("借记卡手续费0.5%，最低0.1元，最高20元。", "transaction_rate", ("0.005", None, "20.00", "0.10", None)),
        (
            "提现费按提现金额万分之二收取，不足一元的按一元计。",
            "transaction_rate",
            ("0.0002", None, None, "1.00", None),
        ),
        ("信用卡：万60。", "transaction_rate", ("0.006", None, None, None, None)),
        ("每笔交易扣8分手续费。", "per_transaction", (None, "0.08", None, None, None)),
        ("设计费：按门店面积每平方米60元收取，最低3000元。", "one_off", (None, "60.00", None, "3000.00", None)),
        ("提成租金：按乙方当月含税销售额的百分之十二计算。", "transaction_rate", ("0.12", None, None, None, None)),
        (
            "甲方按订单实付金额（不含打包费）的18%收取平台佣金，佣金不足3.5元的按3.5元收取。",
            "transaction_rate",
            ("0.18", None, None, "3.50", None),
        ),
        ("借记卡手续费0.46%，单笔不逾16元。", "transaction_rate", ("0.0046", None, "16.00", None, None)),
        ("按提现金额的0.05%收取提现服务费，单笔不低于1元。", "transaction_rate", ("0.0005", None, None, "1.00", None)),
        ("刷储蓄卡一万块收五十、单笔到二十块封住不再加。", "transaction_rate", ("0.005", None, "20.00", None, None)),
        ("提现手续费：每笔2元。", "per_transaction", (None, "2.00", None, None, None)),
        ("流量费72元/年。", "periodic", (None, "72.00", None, None, "year")),
        ("流量费72元，按年收取。", "periodic", (None, "72.00", None, None, "year")),
        ("乙方每6个月支付通讯费48元。", "periodic", (None, "48.00", None, None, "half_year")),
        ("技术服务费每季度90元。", "periodic", (None, "90.00", None, None, "quarter")),
        ("终端租金每台每月68元。", "periodic", (None, "68.00", None, None, "month")),
        ("开户费100元，一次性收取。", "one_off", (None, "100.00", None, None, None)),
        ("打印纸由甲方赠送，每年20卷，超出部分每卷1.5元。", "one_off", (None, "1.50", None, None, None)),
        ("收款手续费按流水的0.3%计。", "transaction_rate", ("0.003", None, None, None, None)),
        ("扫码手续费一千块收三块八。", "transaction_rate", ("0.0038", None, None, None, None)),
        ("借记卡手续费0.5%，封顶值为20元/笔。", "transaction_rate", ("0.005", None, "20.00", None, None)),
        ("每台终端月租金为58元。", "periodic", (None, "58.00", None, None, "month")),
        ("云服务年费：自次年起，甲方每年从交易款中扣取99元/台。", "periodic", (None, "99.00", None, None, "year")),
        ("甲方每半年收取一次设备服务费，每台45元。", "periodic", (None, "45.00", None, None, "half_year")),
        ("乙方遗失收银员卡的，补办费每张30元。", "one_off", (None, "30.00", None, None, None)),
        ("短信提醒费0.08元/条。", "other", (None, "0.08", None, None, None)),
        ("银行卡鉴权费：每次1元，更换结算卡时收取。", "other", (None, "1.00", None, None, None)),
    ],
)
def test_one_charge_with_its_figures(
    read: Read, clause: str, kind: str, wanted: tuple[str | None, str | None, str | None, str | None, str | None]
) -> None:
    items = read(clause)
    assert [(item.type, figures(item)) for item in items] == [(kind, wanted)]


@pytest.mark.parametrize(
    ("clause", "wanted"),
    [
        ("每月扣点18%，余款次月结给乙方。", ["0.18"]),
        ("甲方按流水的80%结款，其余20%为平台服务费。", ["0.20"]),
        ("按月营业额的15%向甲方支付租金。", ["0.15"]),
        ("平台抽取售价的12%。", ["0.12"]),
        ("介绍费为工程款的3%。", ["0.03"]),
        ("甲方按下列扣点从乙方销售额中提取分成：\n女装 24%\n童装 20%", ["0.24", "0.20"]),
        ("下列商品打折销售：\n女装 24%\n童装 20%", []),
        ("甲方按流水的70%给乙方结算。", []),
        ("甲方给乙方返点15%。", []),
        ("甲方把扣点下调3个百分点。", []),
        ("乙方提前退租的，按剩余租期租金的30%支付退租金。", []),
        ("网点应得佣金按代收额的0.8%计付。", []),
    ],
)
def test_a_share_of_the_takings_is_a_charge_where_the_other_side_keeps_it(
    read: Read, clause: str, wanted: list[str]
) -> None:
    assert [item.rate for item in read(clause) if item.rate] == [Decimal(rate) for rate in wanted]


def test_the_least_that_is_paid_instead_of_a_share(read: Read) -> None:
    (item,) = read("收益分成：乙方按月营业额的18%向甲方支付联营扣点，保底每月8000元，两者取高。")
    assert figures(item) == ("0.18", None, None, "8000.00", None)
    (item,) = read("保底租金每月8000元。")
    assert figures(item)[1] == "8000.00"


@pytest.mark.parametrize(
    ("clause", "wanted"),
    [
        ("提现费按提现金额的0.1%收取，单笔不低于1元，不高于10元。", ("0.001", None, "10.00", "1.00", None)),
        ("提现费0.1%，不少于1元、不超过8元。", ("0.001", None, "8.00", "1.00", None)),
        ("借记卡费率为0.54%，单笔上限由20元调为24元。", ("0.0054", None, "24.00", None, None)),
        ("扫码通道 | 0.30% | 单笔500元及以下", ("0.003", None, None, None, None)),
        ("扫码费率0.38%，每月首5000元减免。", ("0.0038", None, None, None, None)),
    ],
)
def test_limits_behind_a_rate(
    read: Read, clause: str, wanted: tuple[str | None, str | None, str | None, str | None, str | None]
) -> None:
    assert [figures(item) for item in read(clause)] == [wanted]


@pytest.mark.parametrize(
    ("clause", "wanted"),
    [
        ("每年缴纳服务费，铜级800元，银级1500元。", [("800.00", "year"), ("1500.00", "year")]),
        ("每月付场地费每台200元，网费每台30元。", [("200.00", "month"), ("30.00", "month")]),
        ("每月付场地费200元，开户费100元。", [("200.00", "month"), ("100.00", None)]),
        ("每月付租金2000元，开锁一次80元。", [("2000.00", "month"), ("80.00", None)]),
        ("停车月卡25元，季卡68元，年卡240元。", [("25.00", "month"), ("68.00", "quarter"), ("240.00", "year")]),
        ("每满12个月收SIM卡费60元。", [("60.00", "year")]),
        ("卡费首次扣48元，以后每满12个月扣一次。", [("48.00", "year")]),
        ("每月租金1500，水电自理。", [("1500.00", "month")]),
        ("租金按合同第300条办理。", []),
        ("房号：B-02　服务费：980元/月　起止：2026年1月2日至2027年1月2日", [("980.00", "month")]),
    ],
)
def test_the_period_of_a_sum(read: Read, clause: str, wanted: list[tuple[str, str | None]]) -> None:
    assert [(figures(item)[1], item.period) for item in read(clause) if any(figures(item))] == wanted


def test_a_price_by_its_unit_is_a_charge_but_in_no_list_of_fines(read: Read) -> None:
    assert [figures(item)[1] for item in read("会刊彩页 2600元/页\n叉车搬运 180元/车次", "三、另选服务")] == [
        "2600.00",
        "180.00",
    ]
    assert read("打架 300元/次\n未穿工服 50元/人次", "七、违纪扣罚") == ()


def test_several_rates_in_a_sentence_each_have_their_card_and_cap(read: Read) -> None:
    items = read("刷卡手续费：信用卡千分之六，储蓄卡千分之五、25块封顶，扫码千分之四。")
    assert [(item.card_type, item.rate, item.cap) for item in items] == [
        ("贷记卡", Decimal("0.006"), None),
        ("借记卡", Decimal("0.005"), Decimal(25)),
        ("扫码", Decimal("0.004"), None),
    ]


def test_a_table_is_read_by_its_rows_and_column_heads(read: Read) -> None:
    items = read(
        "项目 | 原标准 | 现标准 | 封顶（元）\n贷记卡手续费 | 0.55% | 0.60% | 不封顶\n"
        "借记卡手续费 | 0.45% | 0.50% | 20\n"
        "风险保证金 | 3000元/户 | 3000元/户 | 无\n对账单寄送 | 5元/次 | 10元/次 | 无"
    )
    assert [(item.name, *figures(item)[:3]) for item in items] == [
        ("贷记卡手续费", "0.006", None, None),
        ("借记卡手续费", "0.005", None, "20.00"),
        ("对账单寄送", None, "10.00", None),
    ]


def test_columns_told_by_wide_spaces_are_columns(read: Read) -> None:
    items = read(
        "交易类型　　　费率　　　单笔上限　　　单笔下限\n贷记卡　　　　0.65%　　　无　　　　　0.5元\n"
        "微信、支付宝　0.40%　　　28元　　　　无\n加急到账　　　另加1.5元／笔"
    )
    assert [(item.name, *figures(item)[:4]) for item in items] == [
        ("贷记卡", "0.0065", None, None, "0.50"),
        ("微信、支付宝", "0.004", None, "28.00", None),
        ("加急到账", None, "1.50", None, None),
    ]


def test_remarks_in_another_column_do_not_take_a_charge_away(read: Read) -> None:
    items = read(
        "类目　　费率　　备注\n票务　　0.9%　　需缴存准备金\n游戏　　1.0%　　含点卡、话费充值\n其他　　0.6%　　——"
    )
    assert [(item.name, figures(item)[0]) for item in items] == [("票务", "0.009"), ("游戏", "0.01"), ("其他", "0.006")]


def test_a_column_of_units_gives_sums_their_period(read: Read) -> None:
    items = read(
        "费用名目 | 单位 | 单价（元）\n垃圾清运费 | 月 | 60\n电费 | 度 | 1.15（含线损）\n收银软件年费 | 1套 | 480"
    )
    assert [(item.name, figures(item)[1], figures(item)[-1]) for item in items] == [
        ("垃圾清运费", "60.00", "month"),
        ("电费", "1.15", None),
        ("收银软件年费", "480.00", "year"),
    ]


def test_what_is_taken_of_ten_thousand_is_a_rate(read: Read) -> None:
    items = read("手续费：信用卡一万收60元，储蓄卡一万扣50，扫码一万收38块。")
    assert [figures(item)[0] for item in items] == ["0.006", "0.005", "0.0038"]


def test_a_charge_for_a_month_that_falls_short_is_one_by_the_month(read: Read) -> None:
    items = read("乙方单月交易额低于1万元的，加收当月终端服务费10元。")
    assert [figures(item)[1:] for item in items] == [("10.00", None, None, "month")]


def test_a_bare_cell_is_money_by_the_time_it_pays_for(read: Read) -> None:
    items = read("项目 | 标准 | 备注\n增值服务 | 15/店/月 | 可选\n借记卡手续费 | 0.5% | 单笔1,000元以内")
    assert [(item.name, *figures(item)) for item in items] == [
        ("增值服务", None, "15.00", None, None, "month"),
        ("借记卡手续费", "0.005", None, None, None, None),
    ]


def test_each_sum_of_a_sentence_has_its_own_period(read: Read) -> None:
    items = read("乙方一次性支付实施费680元及首年软件授权费960元。\n记账服务费、发票服务费每月分别6元、9元。")
    assert [(figures(item)[1], item.period) for item in items] == [
        ("680.00", None),
        ("960.00", "year"),
        ("6.00", "month"),
        ("9.00", "month"),
    ]


def test_a_flattened_table_pairs_a_name_with_the_line_after_it(read: Read) -> None:
    items = read(
        "项目\n标准\n信用卡刷卡\n0.63%+3元/笔\n储蓄卡刷卡\n0.55%，25元封顶\n流量费\n激活后第100天起，每年72元\n年审费\n免收"
    )
    assert [(item.name, *figures(item)) for item in items] == [
        ("信用卡刷卡", "0.0063", "3.00", None, None, None),
        ("储蓄卡刷卡", "0.0055", None, "25.00", None, None),
        ("流量费", None, "72.00", None, None, "year"),
        ("年审费", None, None, None, None, None),
    ]
    assert items[0].evidence[0].quote == "信用卡刷卡\n0.63%+3元/笔"
    assert items[3].waiver == "免收"


@pytest.mark.parametrize(
    "clause",
    [
        "乙方提供6%增值税专用发票。",
        "举例：手续费按每笔3元，共计30元。",
        "机具被砸毁的，乙方收取换件费用100元。",
        "乙方逾期支付服务费的，每日按欠费金额的0.05%支付滞纳金。",
        "乙方套现的，应按交易金额的2%支付违约金。",
        "终端丢失的，乙方赔偿机具费400元。",
        "乙方应缴存终端押金299元。",
        "单笔交易限额5万元，日累计限额20万元。",
        "提现单笔最高5万元，单日累计20万元。",
        "售假的扣48分，关闭店铺。",
        "租金自第二年起每年在上年基础上递增5%。",
        "乙方将营业额的10%返还给顾客。",
        "月交易量满10万元的，返还手续费50元。",
        "当月退单率达到1%的，甲方有权暂停服务。",
        "维修成本从押金中扣除，最高不超过100元。",
        "屏幕碎了扣200元，充电线丢一根扣15元。",
        "调整后的租金涨幅不超过5%。",
        "退机时缺电源适配器扣40元，外壳裂了扣60元。",
        "玻璃碎一块扣260元，地板起鼓每处扣120元。",
        "卫生检查不合格，每次扣200元。",
        "缺斤短两的，每发现一次支付1000元。",
        "每晚交一天加收2元。",
        "甲方每台每月贴给乙方网费10元。",
        "甲方发给乙方搬家费2000元。",
        "一次交满两年的，少收租金600元。",
        "乙方先押三个月租金，共9000元。",
        "履约保证金为两个月租金，即5000元，签约时付清。",
        "开通当日要刷一笔199元。",
        "占机费200元（可退）。",
        "押桶费每只30元，还桶退还。",
    ],
)
def test_what_only_looks_like_a_charge(read: Read, clause: str) -> None:
    assert [figures(item) for item in read(clause) if any(figures(item))] == []


def test_a_sum_that_shows_what_a_rate_comes_to_is_no_charge(read: Read) -> None:
    (item,) = read("手续费：信用卡万五十五（刷一万收55元）。")
    assert figures(item)[:2] == ("0.0055", None)


def test_thresholds_of_a_tier_are_no_charge_but_its_rates_are(read: Read) -> None:
    items = read("条码手续费：月交易额十万元以内0.30%，超出十万元的部分0.38%。")
    assert [item.rate for item in items] == [Decimal("0.0030"), Decimal("0.0038")]


def test_a_standard_that_is_left_behind_is_none(read: Read) -> None:
    assert [item.rate for item in read("开通后扫码费率从0.38%降到0.30%。")] == [Decimal("0.0030")]


def test_a_charge_said_twice_is_one(agree: Callable[[str], Agreement], lexicon: FeeLexicon) -> None:
    text = (
        f"{HEAD}第三条 费用\n贷记卡手续费0.6%，借记卡手续费0.5%，20元封顶。\n"
        "附件一 收费标准\n贷记卡 | 0.60%\n借记卡 | 0.50%"
    )
    items = read_fees(agree(text), lexicon, FIGURES)
    assert [(item.card_type, item.cap) for item in items] == [("贷记卡", None), ("借记卡", Decimal(20))]


def test_collection_waiver_and_who_may_change_it(agree: Callable[[str], Agreement], lexicon: FeeLexicon) -> None:
    text = (
        f"{HEAD}第三条 费用\n3.1 技术服务费每年360元，首年免收。\n3.2 上述费用从乙方结算款中扣收。\n"
        "3.3 甲方可以根据经营成本调整技术服务费标准，提前十五日公告，乙方继续使用的视为同意。"
    )
    item = read_fees(agree(text), lexicon, FIGURES)[0]
    assert (item.waiver, item.collection, item.changeable_by) == ("首年免收", "从乙方结算款中扣收", "provider")


def test_a_change_that_needs_consent_is_not_the_providers_alone(
    agree: Callable[[str], Agreement], lexicon: FeeLexicon
) -> None:
    text = f"{HEAD}第三条 费用\n3.1 技术服务费每年360元。\n3.2 甲方调整技术服务费的，须经乙方书面同意。"
    assert read_fees(agree(text), lexicon, FIGURES)[0].changeable_by is None


def test_blanks_and_waived_charges_are_named(read: Read) -> None:
    items = read("本协议手续费率为____%。\n甲方不收流量费、年费、开户费。")
    assert [(item.name, item.rate, item.waiver) for item in items] == [
        ("手续费率", None, None),
        ("流量费、年费、开户费", None, "不收"),
    ]


def test_a_first_swipe_fee_that_is_said_to_be_no_deposit_is_a_charge(read: Read) -> None:
    items = read("首刷服务费不是押金。\n甲方从首笔交易资金中扣收首刷服务费299元，不予退还。")
    assert [figures(item)[1] for item in items] == ["299.00"]


def test_sums_of_another_currency_keep_it(read: Read) -> None:
    items = read("外卡3.2%+0.3美元/笔。\n发生拒付的，乙方另付拒付处理费20美元和罚款50美元。\n补打对账单每份10元。")
    assert [(*figures(item)[:2], item.currency) for item in items] == [
        ("0.032", "0.30", "USD"),
        (None, "20.00", "USD"),
        (None, "10.00", None),
    ]


def test_a_high_rate_is_a_charge_where_it_is_taken_as_one(read: Read) -> None:
    assert [figures(item)[0] for item in read("乙方按上年保费的25%支付，作为次年保险上浮费用。")] == ["0.25"]
    assert read("乙方按上年保费的25%续保。") == ()


def test_a_rate_for_each_step_of_something_else_is_no_charge_on_a_transaction(read: Read) -> None:
    assert not [item for item in read("有效交易占比每少一个百分点，甲方加收手续费1%。") if item.rate]


def test_evidence_is_what_is_printed(agree: Callable[[str], Agreement], lexicon: FeeLexicon) -> None:
    agreement = agree(f"{HEAD}第三条 费用\n乙方应当支付流量费，每年 ７２ 元，从结算款中扣收。")
    (item,) = read_fees(agreement, lexicon, FIGURES)
    (evidence,) = item.evidence
    assert evidence.quote == agreement.document.text[evidence.start : evidence.end]
    assert "７２ 元" in evidence.quote


def test_a_broken_lexicon_is_named(tmp_path: Path) -> None:
    source = (lexicon_root() / "fees.yaml").read_text("utf-8")
    (tmp_path / "fees.yaml").write_text(source.replace("any_card:", "any_kard:"), "utf-8")
    with pytest.raises(RuleError, match="any_kard"):
        FeeLexicon(tmp_path)
    (tmp_path / "fees.yaml").write_text(source.replace("units: {月: month", "units: {月: moon"), "utf-8")
    with pytest.raises(RuleError, match="moon"):
        FeeLexicon(tmp_path)
