"""The report as a whole: document, parties, clauses, checks and what it cites."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from contract_scan import ContractReport, Ruleset, Scanner
from contract_scan.assess.risks import load_risks
from contract_scan.model.document import BlockKind, Document, Page, ReadingWarning, Unread

TEXT = """\
POS机服务协议
甲方（收单机构）：某某支付有限公司
乙方（特约商户）：某某餐饮店
第一条 押金
1.1 乙方交纳押金300元。
1.2 未达标的，押金不予退还。
第二条 解除
甲方不得单方解除本协议。"""


@pytest.fixture
def document(make_document: Callable[[str], Document]) -> Document:
    return make_document(TEXT)


@pytest.fixture
def report(scanner: Scanner, document: Document) -> ContractReport:
    return scanner.scan_document(document)


def test_the_document_is_described(report: ContractReport, document: Document) -> None:
    info = report.document
    assert (info.name, info.text, info.char_count, info.status) == (document.name, TEXT, len(TEXT), "read")


def test_clauses_have_numbers_and_paths(report: ContractReport) -> None:
    assert [(c.id, c.number, c.path) for c in report.clauses] == [
        ("c1", "第一条", ("第一条",)),
        ("c2", "1.1", ("第一条", "1.1")),
        ("c3", "1.2", ("第一条", "1.2")),
        ("c4", "第二条", ("第二条",)),
    ]
    for clause in report.clauses:
        assert clause.number is not None
        assert TEXT[clause.start : clause.end].startswith(clause.number)


def test_parties(report: ContractReport) -> None:
    assert [(p.label, p.role, p.name) for p in report.parties] == [
        ("甲方", "provider", "某某支付有限公司"),
        ("乙方", "merchant", "某某餐饮店"),
    ]


def test_checks_cover_every_risk(report: ContractReport, ruleset: Ruleset) -> None:
    checks = {check.id: check for check in report.checks}
    risks = load_risks(ruleset.root)
    assert len(checks) == len(report.checks)
    assert [check.id for check in report.checks][: len(risks)] == list(risks)
    assert len(risks) == 110
    assert checks["R-DEP-NONREFUND"].outcome == "risk"
    assert "押金不予退还" in checks["R-DEP-NONREFUND"].reason


def test_rules_without_a_risk_are_checks_of_their_own(report: ContractReport, ruleset: Ruleset) -> None:
    checks = {check.id: check for check in report.checks}
    spoken_for = {rule for risk in load_risks(ruleset.root).values() for rule in risk.check.rules}
    fired = {f.rule_id for f in report.findings}
    for rule in ruleset.rules:
        if rule.id in spoken_for:
            assert rule.id not in checks
        elif rule.outcome == "risk":
            assert checks[rule.id].outcome == ("risk" if rule.id in fired else "clear")


def test_every_finding_of_a_risk_is_of_some_check(report: ContractReport) -> None:
    reported = {name for check in report.checks for name in check.findings}
    assert reported <= {finding.id for finding in report.findings}
    assert {f.id for f in report.findings if f.outcome in ("absent", "contradiction")} <= reported


def test_all_that_is_cited_is_explained(report: ContractReport) -> None:
    citing = (*report.findings, *report.actions, *report.checklist)
    cited = {law_id for one in citing for law_id in one.legal_basis}
    assert cited
    assert cited == report.legal_basis.keys()
    assert not [b for b in report.legal_basis.values() if b.scope in ("consumer_only", "consumer_mostly", "historical")]


def test_pages_of_clauses_and_quotes(scanner: Scanner, document: Document) -> None:
    cut = TEXT.index("1.2")
    pages = (Page(1, 0, cut, 595, 842), Page(2, cut, len(TEXT), 595, 842))
    report = scanner.scan_document(replace(document, pages=pages, page_count=2))
    assert {c.number: c.page for c in report.clauses} == {"第一条": 1, "1.1": 1, "1.2": 2, "第二条": 2}
    for finding in report.findings:
        for evidence in finding.evidence:
            assert evidence.page == (1 if evidence.start < cut else 2)


def test_pages_not_read_and_warnings_are_told(scanner: Scanner, document: Document) -> None:
    unread, warning = Unread("第2页", "没有文字层", 2), ReadingWarning("hidden_text", "有看不见的文字", 1)
    report = scanner.scan_document(replace(document, unread=(unread,), warnings=(warning,), page_count=2))
    assert report.document.status == "partial"
    assert [(u.part, u.page, u.reason) for u in report.document.unread] == [("第2页", 2, "没有文字层")]
    assert [(w.code, w.page) for w in report.document.warnings] == [("hidden_text", 1)]


def test_nothing_read_is_not_assessed(scanner: Scanner, document: Document) -> None:
    blank = replace(document, text="", blocks=(), unread=(Unread("第1页", "没有文字层", 1),), page_count=1)
    report = scanner.scan_document(blank)
    assert report.document.status == "unread"
    assert report.refund.verdict == "not_assessed"
    assert "不等于没有风险" in report.refund.reasons[0].text
    assert report.actions
    assert not report.checks


def test_hidden_and_running_text_is_no_clause(scanner: Scanner, document: Document) -> None:
    at = TEXT.index("1.2")
    blocks = tuple(replace(b, kind=BlockKind.HIDDEN) if b.start == at else b for b in document.blocks)
    report = scanner.scan_document(replace(document, blocks=blocks))
    assert "REF-NEVER" not in {f.rule_id for f in report.findings}
    assert "1.2" not in {c.number for c in report.clauses}
