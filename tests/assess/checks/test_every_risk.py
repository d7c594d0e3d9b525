"""Each known risk: an agreement in which its check ends badly, and a fair twin in which it does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from contract_scan import ContractReport, Scanner
from contract_scan.assess.risks import load_risks
from contract_scan.lexicons import lexicon_root

HEAD = "POS机服务协议\n甲方（收单机构）：某某支付有限公司\n乙方（特约商户）：某某餐饮店\n"
TAIL = "\n第九条 甲方应当为乙方提供操作培训。"
CASES: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text("utf-8"))
RISKS = load_risks(lexicon_root())
BAD = {"presence": "risk", "absence": "absent", "combination": "risk", "contradiction": "contradictory"}


def scanned(scanner: Scanner, case: dict[str, Any], name: str) -> ContractReport:
    return scanner.scan(case[name] if case.get("whole") else HEAD + case[name] + TAIL)


def test_every_risk_has_a_case() -> None:
    assert CASES.keys() == RISKS.keys()


@pytest.mark.parametrize("identifier", CASES)
def test_ends_badly(scanner: Scanner, identifier: str) -> None:
    report = scanned(scanner, CASES[identifier], "bad")
    (check,) = [check for check in report.checks if check.id == identifier]
    assert check.outcome == BAD[RISKS[identifier].type], check.reason
    assert check.reason
    found = {finding.id: finding for finding in report.findings}
    assert check.findings
    for finding in (found[name] for name in check.findings):
        assert finding.severity != "none"
        if check.outcome == "absent":
            assert finding.outcome == "absent"
            assert finding.searched
            assert not finding.evidence
        else:
            assert finding.evidence
        if check.outcome == "contradictory":
            assert finding.outcome == "contradiction"
            assert len({(e.start, e.end) for e in finding.evidence}) >= 2


@pytest.mark.parametrize("identifier", CASES)
def test_its_fair_twin_does_not(scanner: Scanner, identifier: str) -> None:
    report = scanned(scanner, CASES[identifier], "fair")
    (check,) = [check for check in report.checks if check.id == identifier]
    assert check.outcome in ("clear", "protected"), check.reason
    assert not check.findings
