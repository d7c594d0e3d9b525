from decimal import Decimal

import pytest
import report_factory as make
from rich.cells import cell_len

from contract_scan.model.report import (
    Action,
    Deadline,
    Deposit,
    Evidence,
    FeeItem,
    RefundAssessment,
    ScoreDriver,
    UnreadPart,
)
from contract_scan.render.text import record_view, render_text, to_text


def has_lines(text, *expected):
    lines = text.split("\n")
    missing = [line for line in expected if line not in lines]
    assert not missing, text


def test_the_summary_says_what_matters_line_by_line():
    has_lines(
        render_text(make.report()),
        "文件  某某支付特约商户协议.pdf · 共 3 页",
        "│ 有条件才退：满足合同写的条件，押金才退。                                     │",
        "│ 押金：机具押金 299 元/台，交给收单机构（乙方）                               │",
        "│ 风险分：██████████████░░░░░░ 72 / 100  0 分最稳妥，100 分等于拿不回来        │",
        "│ 分数怎么来的：交易额不够就不退 +40、没写退款期限 +12                         │",
        "最要紧的问题  高 1 · 中 2 · 低 0",
        "  1. [高] 刷不够量，押金就不退  第三条（二） · 第 2 页",
        "     180 天内刷不满 30 万元，押金变成服务费。",
        "     「累计交易额未达到30万元的，押金不予退还，转为服务费」",
        "     怎么办：签字前要求删去这一句，或写明按比例退。",
        "  2. [中] 没写几天内退押金",
        "     已查找：第三条 押金",
        "  - [待核对] 激活后 180 天内累计交易额满 30 万元  第三条（二） · 第 2 页",
        "  - 期限：合同没写几天内退",
        "  - 可以扣：设备损坏照价赔（100.5 元）",
        "  刷卡手续费   交易额的 0.6%，封顶     贷记卡                   第五条 · 第 1 页",
        "  - 收单机构（乙方）可以随时单方解约  第八条 · 第 1 页",
        "  - 到期自动续约；不想续，要提前 30 天通知  第八条 · 第 1 页",
        "  - 违约责任，由商户（甲方）承担：提前解除付 500 元  第八条 · 第 1 页",
        "  - 没有写明退押金的期限",
        "  - 未能判断：附件费率表（附件没有随合同提供）",
        "  1. 先别签字：要求把第三条（二）改成按比例退。 依据：民法典 第四百九十七条",
        "contract-scan 0.1.0 · 规则 core 2026.11 · 0123456789ab",
    )


def test_the_frame_is_english_and_the_contract_stays_chinese():
    has_lines(
        render_text(make.report(), lang="en"),
        "File  某某支付特约商户协议.pdf · pages: 3",
        "│ Deposit: 机具押金 CNY 299 per 台, paid to acquirer (乙方)                    │",
        "│ Risk score: ██████████████░░░░░░ 72 / 100  0 is safe, 100 is as good as lost │",
        "Most serious findings  high 1 · medium 2 · low 0",
        "  1. [high] 刷不够量，押金就不退  第三条（二） · page 2",
        "     「累计交易额未达到30万元的，押金不予退还，转为服务费」",
        "  - May be ended by acquirer (乙方) at any time  第八条 · page 1",
    )


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(width, lang):
    for report in (make.report(), make.partial(), make.not_assessed()):
        for line in render_text(report, lang=lang, width=width).split("\n"):
            assert cell_len(line) <= width, line


def test_what_was_not_read_stands_above_the_verdict():
    text = render_text(make.partial())
    has_lines(text, "没有读全", "  - 第 3 页：整页是图片，没有文字", "  - 第 2 页：有看不见的文字")
    assert text.index("没有读全") < text.index("有条件才退")
    assert "没读到的不等于没有风险" in text


def test_a_text_that_is_no_contract_is_never_given_a_clean_bill():
    text = render_text(make.not_assessed())
    has_lines(
        text,
        "│ 未能判断：读到的文字不是中文合同                                             │",
        "│ 押金：未能判断                                                               │",
        "  - 未能判断：押金退还（不是中文合同）",
    )
    assert "未能判断不等于没有风险" in text
    assert "没有找到要提醒的条款" not in text


def test_a_contract_without_findings_says_that_only_the_rules_found_nothing():
    assert "按现有规则没有找到要提醒的条款。" in render_text(make.report(findings=()))


@pytest.mark.parametrize(
    ("verdict", "sentence"),
    [
        ("refundable", "能退：按合同写法，押金应当退还。"),
        ("non_refundable", "不退：按合同写法，押金拿不回来。"),
        ("silent", "没写退不退：合同收押金，却没写什么时候退、怎么退。"),
        ("contradictory", "前后矛盾：押金退不退，合同前后说法不一致。"),
        ("no_deposit", "没有押金：合同没有向您收押金的约定。"),
    ],
)
def test_every_verdict_has_its_sentence(verdict, sentence):
    assert sentence in render_text(make.report(refund=RefundAssessment(verdict=verdict)))


@pytest.mark.parametrize(
    ("deposit", "line"),
    [
        (Deposit(exists=True), "押金：金额没写"),
        (Deposit(exists=False), "押金：合同没有收押金的约定"),
        (Deposit(exists=None), "押金：合同没有提到押金"),
        (Deposit(exists=True, amounts=(Decimal("99.00"), Decimal("199.5"))), "押金：99 元、199.5 元"),
    ],
)
def test_the_deposit_in_words(deposit, line):
    assert f"│ {line} " in render_text(make.report(deposit=deposit))


@pytest.mark.parametrize(
    ("fee", "charge"),
    [
        (FeeItem(name="费", type="transaction_rate", rate=Decimal("0.00055")), "交易额的 0.055%"),
        (
            FeeItem(name="费", type="transaction_rate", rate=Decimal("0.006"), amount=Decimal("3.00")),
            "交易额的 0.6%，每笔 3 元",
        ),
        (FeeItem(name="费", type="per_transaction", amount=Decimal("0.10")), "每笔 0.1 元"),
        (FeeItem(name="费", type="periodic", amount=Decimal("1E+2"), period="quarter"), "每季 100 元"),
        (FeeItem(name="费", type="one_off", amount=Decimal("50"), min=Decimal("1")), "50 元（一次），最低 1 元"),
        (FeeItem(name="费", type="other"), "没写金额"),
    ],
)
def test_what_a_fee_costs_in_words(fee, charge):
    assert charge in render_text(make.report(fees=(fee,)))


def test_a_deadline_says_from_when():
    deadline = Deadline.model_validate({"value": 15, "unit": "working_day", "from": "收到机具"})
    refund = RefundAssessment(verdict="refundable", deadline=deadline)
    assert "  - 期限：从「收到机具」起 15 个工作日内退" in render_text(make.report(refund=refund))


def test_only_the_worst_findings_are_shown_and_the_rest_are_counted():
    low = [
        make.finding(f"l{number}", severity="low", title=f"小事{number}", evidence=(make.evidence(quote),))
        for number, quote in enumerate(("机具押金", "激活之日", "180日", "贷记卡", "封顶20元", "首年免收"))
    ]
    text = render_text(make.report(findings=(*low, make.finding())))
    assert "最要紧的问题  高 1 · 中 0 · 低 6；先列 5 条" in text
    assert "  1. [高] 刷不够量，押金就不退" in text
    assert "小事3" in text
    assert "小事4" not in text


def test_what_one_sentence_gives_rise_to_is_told_together():
    text = render_text(make.report(findings=(make.finding(), make.finding("f2", severity="low", title="押金变成收费"))))
    assert text.count("「累计交易额未达到30万元的") == 1
    assert "     这一句还有：押金变成收费" in text.split("\n")


def test_a_note_on_every_fee_stands_once_under_the_table():
    fees = [
        FeeItem(name=name, type="one_off", amount=Decimal(5), changeable_by="provider", waiver=waiver)
        for name, waiver in (("开通费", None), ("工本费", "首台免收"))
    ]
    text = render_text(make.report(fees=tuple(fees)))
    assert text.count("可由收单机构（乙方）提出调整") == 1
    assert "  以上各项：可由收单机构（乙方）提出调整" in text.split("\n")
    assert "减免：首台免收" in text


def test_many_steps_are_cut_and_counted():
    steps = tuple(Action(title=f"第{number}步", detail="做") for number in range(9))
    text = render_text(make.report(actions=steps))
    assert "  6. 第5步：做" in text
    assert "第6步" not in text
    assert "  还有 3 步，见 --format html 或 markdown" in text.split("\n")


def test_the_articles_of_one_law_are_named_together():
    basis = make.report().legal_basis["cc-497"]
    other = basis.model_copy(update={"title": "中华人民共和国民法典", "article": "第五百八十五条"})
    action = Action(title="写信", detail="要求退还。", legal_basis=("cc-497", "cc-585", "unknown"))
    report = make.report(actions=(action,), legal_basis={"cc-497": basis, "cc-585": other})
    assert "依据：民法典 第四百九十七条、第五百八十五条" in render_text(report)


@pytest.mark.parametrize("verdict", ["refundable", "no_deposit"])
def test_a_good_verdict_beside_a_high_risk_says_so(verdict):
    refund = RefundAssessment(verdict=verdict)
    caution = "押金以外，合同还有 1 条高风险的约定"
    other = make.finding(kind="settlement_hold")
    assert caution in render_text(make.report(refund=refund, findings=(other,)))
    assert caution not in render_text(make.report(refund=refund, findings=()))


def test_pages_that_were_not_read_for_one_reason_are_named_together():
    unread = tuple(UnreadPart(part=f"第{page}页", page=page, reason="这一页是图片") for page in range(1, 4))
    report = make.report(document=make.document(status="partial", unread=unread))
    assert "  - 第1页、第2页、第3页：这一页是图片" in render_text(report).split("\n")
    many = tuple(UnreadPart(part=f"第{page}页", page=page, reason="这一页是图片") for page in range(1, 31))
    report = make.report(document=make.document(status="partial", unread=many))
    assert "  - 第1页 到 第30页 等 30 处：这一页是图片" in render_text(report).split("\n")


def test_a_contradiction_shows_both_of_its_places():
    both = (make.evidence("押金不予退还"), make.evidence("自动续期一年"))
    text = render_text(make.report(findings=(make.finding(outcome="contradiction", evidence=both),)))
    assert "「押金不予退还」  第三条（二） · 第 1 页" in text
    assert "「自动续期一年」  第八条 · 第 1 页" in text


def test_control_characters_of_a_contract_do_not_reach_the_terminal():
    nasty = "押金\x1b[2J\x9b0m不退\u202e"
    report = make.report(
        findings=(make.finding(title=nasty, evidence=(Evidence(start=0, end=5, quote=nasty, page=1),)),),
        document=make.document(
            name=f"{nasty}.pdf", status="partial", unread=(UnreadPart(part="附件\x1b", reason=nasty),)
        ),
        refund=RefundAssessment(
            verdict="silent", score=1, drivers=(ScoreDriver(source="x", points=1, text=nasty),), missing=(nasty,)
        ),
    )
    text = render_text(report)
    assert not set(text) & {"\x1b", "\x9b", "\u202e"}
    assert "押金␛[2J" in text


def test_markup_in_a_contract_is_shown_and_not_obeyed():
    assert "[bold]押金[/bold] :smile:" in render_text(
        make.report(findings=(make.finding(title="[bold]押金[/bold] :smile:"),))
    )


def test_a_file_that_was_not_read_says_why_and_what_to_do():
    has_lines(
        to_text(record_view(make.unreadable())),
        "文件  合同/加密.pdf",
        "│ 未能判断：这份文件没有读出内容，所以没有结论；没有结论不等于没有风险。       │",
        "│ 文件有密码：the file needs a password [EncryptedFileError]                   │",
        "│ 怎么办：请用 --password 给出密码，或另存一份不带密码的文件。                 │",
    )
