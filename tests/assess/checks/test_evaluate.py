"""How checks end where they do not apply, where a page was not read, and what they report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from contract_scan import ContractReport, Scanner
from contract_scan.model.document import Document, Unread
from contract_scan.model.report import Check

HEAD = "POS机服务协议\n甲方（收单机构）：某某支付有限公司\n乙方（特约商户）：某某餐饮店\n"
UNREAD = (Unread("第3页", "没有文字层", 3),)
Scan = Callable[..., ContractReport]


@pytest.fixture
def scan_text(scanner: Scanner, make_document: Callable[[str], Document]) -> Scan:
    def run(text: str, *, unread: tuple[Unread, ...] = ()) -> ContractReport:
        return scanner.scan_document(replace(make_document(HEAD + text + "\n第八条 甲方应当提供培训。"), unread=unread))

    return run


def check(report: ContractReport, identifier: str) -> Check:
    return next(check for check in report.checks if check.id == identifier)


def test_a_page_not_read_clears_nothing(scan_text: Scan) -> None:
    text = "第一条 乙方应向甲方交纳终端押金300元。\n第二条 押金一经交纳，概不退还。"
    report = scan_text(text, unread=UNREAD)
    assert not [check for check in report.checks if check.outcome == "absent"]
    # What is there settles these, whatever the page says: the acquirer, who is paid the deposit, refuses its return.
    assert {c.id for c in report.checks if c.outcome == "clear"} == {
        "R-ABS-REFUND-CLAUSE",
        "R-COM-ZERO-DEPOSIT-FEE",
        "R-COM-AGENT-HOLE",
    }
    assert check(report, "R-DEP-NONREFUND").outcome == "risk"
    missed = check(report, "R-ABS-TERM")
    assert (missed.outcome, missed.findings) == ("not_assessed", ())
    assert "第3页" in missed.reason
    # What was read and is there stays there.
    assert check(report, "R-ABS-AMOUNT").outcome == "protected"


def test_a_combination_waits_for_its_parts(scan_text: Scan) -> None:
    text = "第一条 乙方应向甲方交纳终端押金300元。\n第二条 期满且无投诉、无违规记录的，退还押金。"
    assert check(scan_text(text), "R-COM-SILENT-GAG").outcome == "risk"
    assert check(scan_text(text, unread=UNREAD), "R-COM-SILENT-GAG").outcome == "not_assessed"


def test_what_does_not_arise_is_not_asked(scan_text: Scan) -> None:
    report = scan_text("第一条 贷记卡手续费为0.6%。\n第二条 甲方不收取任何押金。")
    for identifier in ("R-ABS-REFUND-CLAUSE", "R-ABS-AMOUNT", "R-ABS-REVIEW-STD", "R-DEP-NONREFUND"):
        found = check(report, identifier)
        assert (found.outcome, found.reason) == ("clear", "合同没有涉及这件事，不必看。")


def test_precedence_settles_a_contradiction(scan_text: Scan) -> None:
    text = "第一条 乙方应向甲方交纳终端押金300元。\n第二条 乙方签约时应交终端押金500元，甲方开具收据。"
    assert check(scan_text(text), "R-CON-AMOUNT").outcome == "contradictory"
    settled = check(scan_text(text + "\n第三条 前后约定不一致的，以第一条为准。"), "R-CON-AMOUNT")
    assert settled.outcome == "protected"
    assert "以第一条为准" in settled.reason


@pytest.mark.parametrize(
    "text",
    [
        "第一条 终端押金：A型号300元。\n第二条 B型号的终端押金500元。",
        "第一条 乙方应向甲方交纳终端押金300元。\n第二条 乙方另行交纳风险保证金500元。",
        "第一条 乙方应向甲方交纳终端押金300元。\n第二条 终端押金由300元调整为500元。",
    ],
)
def test_sums_that_say_why_they_differ_do_not_contradict(scan_text: Scan, text: str) -> None:
    assert check(scan_text(text), "R-CON-AMOUNT").outcome != "contradictory"


def test_a_combination_quotes_its_parts(scan_text: Scan) -> None:
    text = "第一条 押金300元，累计交易满10万元的全额退还押金。\n第二条 甲方认为存在风险的，可以随时单方终止本协议。"
    report = scan_text(text)
    (found,) = [finding for finding in report.findings if finding.rule_id == "R-COM-CLOSE-GATE"]
    quotes = " ".join(evidence.quote for evidence in found.evidence)
    assert "累计交易满10万元" in quotes
    assert "随时单方终止" in quotes
    assert found.clause_id is not None
    assert check(report, "R-COM-CLOSE-GATE").findings == (found.id,)


def test_what_is_missing_of_the_refund_is_told(scan_text: Scan) -> None:
    report = scan_text("第一条 乙方应向甲方交纳终端押金300元。\n第二条 押金经甲方审核通过后退还。")
    assert "没有写审核的标准和时限" in report.refund.missing
    assert len(set(report.refund.missing)) == len(report.refund.missing)
    whole = scan_text("第一条 乙方应向甲方交纳终端押金300元。\n第二条 押金经甲方审核通过后退还。", unread=UNREAD)
    assert "没有写审核的标准和时限" not in whole.refund.missing


def test_a_risk_is_reported_once(scan_text: Scan) -> None:
    """Where a rule's finding says it, the check adds none of its own."""
    report = scan_text("第一条 乙方应向甲方交纳终端押金300元。\n第二条 押金一经交纳，概不退还。")
    assert check(report, "R-DEP-NONREFUND").findings == ("REF-NEVER.1",)
    assert "R-DEP-NONREFUND" not in {finding.rule_id for finding in report.findings}


def test_what_rules_missed_has_a_finding_of_the_check(scan_text: Scan) -> None:
    text = (
        "第一条 乙方应向甲方交纳终端押金300元。\n第二条 押金返还时由甲方审查：\n"
        "1. 有无违反本协议任一条款；\n2. 是否连续十八个月每月均有交易。\n"
        "第三条 押金经甲方审核通过后退还。"
    )
    report = scan_text(text)
    found = {finding.id: finding for finding in report.findings}
    named = [found[identifier] for identifier in check(report, "R-REF-GATE").findings]
    assert {finding.rule_id for finding in named} == {"REF-REVIEW", "R-REF-GATE"}
    (own,) = [finding for finding in named if finding.rule_id == "R-REF-GATE"]
    # The clause that a rule found is not quoted twice.
    assert not any("审核通过" in place.quote for place in own.evidence)
    assert own.evidence[0].quote == "有无违反本协议任一条款"


def test_one_way_of_several_is_no_high_risk(scan_text: Scan) -> None:
    lead = "第一条 乙方应向甲方交纳终端押金150元。\n第二条 下列情形出现{}，甲方即全额返还押金：\n"
    items = "1．自激活之日起累计收款满30000元；\n2．终端交还，不论使用时间长短。"
    for words, severity in (("任何一项", "medium"), ("且同时具备的", "high")):
        report = scan_text(lead.format(words) + items)
        (volume,) = [finding for finding in report.findings if finding.rule_id == "REF-VOLUME"]
        assert volume.severity == severity, (words, report.refund.verdict)


def test_who_settles_nothing_may_go_without_a_licence(scanner: Scanner) -> None:
    head = "终端租赁协议\n甲方（出租方）：某某商务服务有限公司\n乙方（特约商户）：某某餐饮店\n"
    lease = "第一条 甲方向乙方提供POS机一台，押金300元。\n第二条 乙方交还终端的，押金10个工作日内退还。\n"
    settles = "第三条 乙方的刷卡交易款由甲方于次日划付至乙方账户，甲方按0.6%收取手续费。\n"
    severities = []
    for text in (lease, lease + settles):
        report = scanner.scan(head + text)
        (found,) = [finding for finding in report.findings if finding.rule_id == "R-ABS-LICENSED-PARTY"]
        severities.append(found.severity)
    assert severities == ["medium", "high"]
