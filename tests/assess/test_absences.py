"""What is missing, said only where everything was read; what contradicts itself, with both places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from contract_scan import ContractReport, Ruleset, Scanner
from contract_scan.model.document import Document, Unread

Scan = Callable[..., ContractReport]

HEAD = "POS机服务协议\n甲方（收单机构）：某某支付有限公司\n乙方（特约商户）：某某餐饮店\n"
TAIL = "\n第八条 甲方应当为乙方提供培训。\n第九条 本协议一式两份，双方各执一份。"


@pytest.fixture
def scan_text(scanner: Scanner, make_document: Callable[[str], Document]) -> Scan:
    def run(text: str, *, unread: tuple[Unread, ...] = ()) -> ContractReport:
        return scanner.scan_document(replace(make_document(HEAD + text + TAIL), unread=unread))

    return run


def absent(report: ContractReport) -> set[str]:
    return {f.rule_id for f in report.findings if f.outcome == "absent"}


SILENT = "第一条 乙方应向甲方交纳终端押金300元。"
NO_DEADLINE = "第一条 乙方应向甲方交纳终端押金300元。\n第二条 乙方交还终端后，甲方应退还押金。"
NO_AMOUNT = "第一条 乙方应向甲方交纳终端押金。\n第二条 乙方交还终端后10个工作日内，甲方应退还押金。"
WHOLE = "第一条 乙方应向甲方交纳终端押金300元。\n第二条 乙方交还终端后10个工作日内，甲方应退还押金。"
BOTH = f"{SILENT}\n第二条 押金一经交纳，概不退还。\n第三条 协议终止后10个工作日内，甲方应全额退还押金。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SILENT, {"R-ABS-REFUND-CLAUSE"}),
        (NO_DEADLINE, {"R-ABS-PAYOUT-DEADLINE"}),
        (NO_AMOUNT, {"R-ABS-AMOUNT"}),
        (WHOLE, set()),
        ("第一条 甲方不收取任何押金。", set()),
    ],
)
def test_absences(scan_text: Scan, text: str, expected: set[str]) -> None:
    report = scan_text(text)
    assert absent(report) & {"R-ABS-REFUND-CLAUSE", "R-ABS-PAYOUT-DEADLINE", "R-ABS-AMOUNT"} == expected


@pytest.mark.parametrize("text", [SILENT, NO_DEADLINE, NO_AMOUNT])
def test_a_page_not_read_may_hold_it(scan_text: Scan, text: str) -> None:
    report = scan_text(text, unread=(Unread("第3页", "没有文字层", 3),))
    assert absent(report) == set()
    assert report.document.status == "partial"


def test_an_absence_says_where_was_looked(scan_text: Scan) -> None:
    for finding in scan_text(SILENT).findings:
        if finding.outcome == "absent":
            assert finding.searched
            assert not finding.evidence
            assert finding.clause_id is None
            assert finding.legal_basis
            assert finding.why
            assert finding.advice


def test_a_contradiction_shows_both_places(scan_text: Scan) -> None:
    report = scan_text(BOTH)
    assert report.refund.verdict == "contradictory"
    (found,) = [f for f in report.findings if f.outcome == "contradiction" and f.rule_id == "R-CON-REFUND"]
    quotes = [e.quote for e in found.evidence]
    assert len(quotes) >= 2
    assert any("概不退还" in quote for quote in quotes)
    assert any("全额退还" in quote for quote in quotes)
    assert len({(e.start, e.end) for e in found.evidence}) == len(found.evidence)


def test_a_contradiction_stands_where_pages_are_missing(scan_text: Scan) -> None:
    report = scan_text(BOTH, unread=(Unread("第3页", "没有文字层", 3),))
    assert "R-CON-REFUND" in {f.rule_id for f in report.findings}


def test_no_contradiction_in_one_voice(scan_text: Scan) -> None:
    for text in (SILENT, WHOLE, "第一条 乙方交纳押金300元。\n第二条 押金概不退还。"):
        assert "R-CON-REFUND" not in {f.rule_id for f in scan_text(text).findings}


def test_every_absence_is_a_check(scan_text: Scan, ruleset: Ruleset) -> None:
    report = scan_text(SILENT)
    checks = {check.id: check.outcome for check in report.checks}
    assert {i for i, outcome in checks.items() if outcome == "absent"} == absent(report)
