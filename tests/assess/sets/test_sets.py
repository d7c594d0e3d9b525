"""Agreements that lie in several documents: which of them decides, and what each quote is from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from contract_scan import ContractReport, Scanner
from contract_scan.sources import as_source

SETS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "agreements.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return Scanner()


def together(scanner: Scanner, documents: dict[str, str]) -> ContractReport:
    return scanner.scan_set([as_source(text, name=name) for name, text in documents.items()])


def within(scanner: Scanner, documents: dict[str, str]) -> ContractReport:
    """The same documents one after another in a single file."""
    return scanner.scan("".join(documents.values()))


@pytest.mark.parametrize("case", SETS, ids=lambda case: case["name"])
def test_several_files(scanner: Scanner, case: dict[str, Any]) -> None:
    report = together(scanner, case["documents"])
    refund = report.refund
    assert refund.verdict == case["verdict"]
    assert [part.name for part in report.document.parts] == (
        list(case["documents"]) if len(case["documents"]) > 1 else []
    )
    if by := case.get("decided_by"):
        ruling = next(reason for reason in refund.reasons if "为准" in reason.text)
        assert ruling.evidence[0].document == by
        assert {evidence.document for evidence in ruling.evidence} == set(case["documents"])
    if deadline := case.get("deadline"):
        assert refund.deadline is not None
        assert [refund.deadline.value, refund.deadline.unit] == deadline
    if amounts := case.get("amounts"):
        assert [f"{amount:.2f}" for amount in report.deposit.amounts] == amounts
    for kind, value, document in case.get("conditions", ()):
        found = [c for c in refund.conditions if c.type == kind and str(c.value) == str(value)]
        assert [evidence.document for c in found for evidence in c.evidence] == [document]
    assert not {str(c.value) for c in refund.conditions} & set(case.get("without", ()))
    assert [absent.title for absent in report.document.absent] == case.get("absent", [])
    if reason := case.get("reason"):
        assert any(reason in said.text for said in refund.reasons)
    if quoted := case.get("quoted"):
        assert quoted in {evidence.document for said in refund.reasons for evidence in said.evidence}


@pytest.mark.parametrize("case", SETS, ids=lambda case: case["name"])
def test_one_file_says_the_same(scanner: Scanner, case: dict[str, Any]) -> None:
    assert within(scanner, case["documents"]).refund.verdict == case["verdict"]


@pytest.mark.parametrize("case", SETS, ids=lambda case: case["name"])
def test_every_quote_names_its_document(scanner: Scanner, case: dict[str, Any]) -> None:
    report = together(scanner, case["documents"])
    text, parts = report.document.text or "", {part.name: part for part in report.document.parts}
    evidence = [e for finding in report.findings for e in finding.evidence]
    evidence += [e for reason in report.refund.reasons for e in reason.evidence]
    evidence += [e for condition in report.refund.conditions for e in condition.evidence]
    evidence += [e for fee in report.fees for e in fee.evidence]
    assert evidence
    for one in evidence:
        assert one.quote == text[one.start : one.end]
        if parts:
            part = parts[one.document or ""]
            assert part.start <= one.start < one.end <= part.end


def test_a_missing_document_is_named(scanner: Scanner) -> None:
    case = next(case for case in SETS if case.get("absent"))
    report = together(scanner, case["documents"])
    (absent,) = report.document.absent
    assert absent.decides
    assert any("《春季装机活动规则》" in missing for missing in report.refund.missing)
    assert any("《春季装机活动规则》" in reason.text for reason in report.refund.reasons)
    assert [warning.code for warning in report.document.warnings] == ["document_missing"]


def test_what_is_set_aside_is_no_risk(scanner: Scanner) -> None:
    report = together(scanner, SETS[0]["documents"])
    (kept,) = [finding for finding in report.findings if finding.rule_id == "REF-NEVER"]
    assert (kept.outcome, kept.severity) == ("information", "none")
    assert all(check.outcome != "risk" for check in report.checks if check.id == "REF-NEVER")
    apart = together(scanner, SETS[1]["documents"])
    assert any(finding.rule_id == "REF-NEVER" and finding.outcome == "risk" for finding in apart.findings)


def test_the_order_of_files_does_not_matter(scanner: Scanner) -> None:
    for case in SETS:
        backwards = dict(reversed(case["documents"].items()))
        assert together(scanner, backwards).refund.verdict == case["verdict"], case["name"]


def test_statutes_and_the_agreements_own_title_are_not_missing(scanner: Scanner) -> None:
    report = scanner.scan(
        "商户收单协议\n甲方：某某支付有限公司\n乙方（商户）：\n"
        "第一条 依据《中华人民共和国民法典》《银行卡收单业务管理办法》订立《商户收单协议》。\n"
        "第二条 乙方应向甲方交纳押金300元，终止后甲方退还押金。\n附件一 费率表\n手续费按0.6%收取。\n"
        "第三条 手续费见附件一，结算见附件二。\n"
    )
    assert [absent.title for absent in report.document.absent] == ["附件二"]


def test_a_numbered_clause_is_no_document(scanner: Scanner) -> None:
    report = scanner.scan(
        "商户收单协议\n甲方：某某支付有限公司\n乙方（商户）：\n一、押金\n乙方应向甲方交纳押金300元，终止后甲方退还押金。\n"
        "二、特别约定\n押金概不退还。本约定与其他条款不一致的，以本约定为准。\n"
    )
    assert report.document.parts == ()
    assert report.refund.verdict == "contradictory"


def test_a_list_of_annexes_is_no_annex(scanner: Scanner) -> None:
    report = scanner.scan(
        "商户收单协议\n甲方：某某支付有限公司\n乙方（商户）：\n第一条 乙方应向甲方交纳押金300元，终止后甲方退还押金。\n"
        "附件一：费率表\n附件二：押金政策\n甲方（盖章）：\n乙方（签字）：\n"
    )
    assert report.document.parts == ()
