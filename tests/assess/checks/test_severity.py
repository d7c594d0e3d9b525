"""Severities move for reasons that are said; more risks never lower one, a mitigator never raises one."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_scan import ContractReport, Finding, Scanner
from contract_scan.assess.checks.evaluate import Ending
from contract_scan.assess.checks.settings import load_settings
from contract_scan.assess.checks.severity import moved, moves_of
from contract_scan.assess.risks import load_risks
from contract_scan.lexicons import lexicon_root
from contract_scan.model.report import Severity

RISKS = load_risks(lexicon_root())
RULES = load_settings(lexicon_root()).severity
HEAD = "POS机服务协议\n甲方（收单机构）：某某支付有限公司\n乙方（特约商户）：某某餐饮店\n"
MEMBERS = sorted({member for members in RULES.topics.values() for member in members} | set(RULES.thresholds))
ORDER = list(get_args(Severity))[::-1]


def scanned(scanner: Scanner, *clauses: str) -> ContractReport:
    return scanner.scan(
        HEAD + "\n".join(f"第{number}条 {clause}" for number, clause in zip("一二三四五六", clauses, strict=False))
    )


def finding(report: ContractReport, rule: str) -> Finding:
    return next(finding for finding in report.findings if finding.rule_id == rule)


def bad(identifier: str, *, eased: bool = False) -> Ending:
    risk = RISKS[identifier]
    outcome = "absent" if risk.type == "absence" else "risk"
    return Ending(risk, outcome, eased=eased)  # type: ignore[arg-type]


def test_every_risk_named_is_there() -> None:
    assert set(MEMBERS) <= RISKS.keys()
    assert all(len(set(members)) == len(members) > 1 for members in RULES.topics.values())


def test_two_risks_of_a_subject_weigh_more(scanner: Scanner) -> None:
    alone = scanned(scanner, "乙方应向甲方交纳终端押金300元。", "乙方交还终端后，甲方应退还押金。")
    both = scanned(
        scanner, "乙方应向甲方交纳终端押金300元。", "乙方交还终端后，甲方应退还押金。", "押金分12期返还，每期返还25元。"
    )
    before, after = (finding(report, "R-ABS-PAYOUT-DEADLINE") for report in (alone, both))
    assert (before.severity, after.severity) == ("medium", "high")
    assert "退款拖延" in after.message
    assert "severity: medium → high" in after.trace.decided
    assert "severity" not in " ".join(before.trace.decided)
    # The rule's own finding is raised alike.
    assert finding(both, "REF-INSTALMENT").severity == "high"


def test_one_clause_that_meets_two_risks_is_no_two_risks(scanner: Scanner) -> None:
    report = scanned(scanner, "因系统原因造成损失的，甲方的赔偿责任总额不超过已收取的手续费。")
    assert {c.outcome for c in report.checks if c.id in ("R-EXC-SYSTEM", "R-EXC-CAP")} == {"risk"}
    assert finding(report, "LIA-BROAD").severity == "medium"


def test_a_mitigator_takes_the_edge_off(scanner: Scanner) -> None:
    clauses = ("乙方应向甲方交纳终端押金300元。", "押金300元由乙方转入服务商个人账户。")
    plain = finding(scanned(scanner, *clauses), "DEP-TO-PERSON")
    eased = finding(scanned(scanner, *clauses, "服务商收取的押金视为甲方收取，甲方负责退还押金。"), "DEP-TO-PERSON")
    assert (plain.severity, eased.severity) == ("high", "medium")
    assert "下调一级" in eased.message


@pytest.mark.parametrize(
    ("deposit", "volume", "severity"), [(99, 8000, "low"), (99, 20000, "medium"), (300, 8000, "medium")]
)
def test_small_sums_take_the_edge_off_thresholds(
    scanner: Scanner, deposit: int, volume: int, severity: Severity
) -> None:
    report = scanned(
        scanner,
        f"乙方应向甲方交纳终端押金{deposit}元。",
        f"累计交易满{volume}元的，甲方10个工作日内退还押金；扫码交易不计入押金返还的考核。",
    )
    assert finding(report, "REF-EXCLUDED").severity == severity


@given(st.sets(st.sampled_from(MEMBERS)), st.sampled_from(MEMBERS), st.booleans())
def test_one_more_risk_lowers_none(there: set[str], more: str, small: bool) -> None:
    def severities(identifiers: set[str]) -> dict[str, int]:
        moves = moves_of([bad(identifier) for identifier in sorted(identifiers)], small=small, rules=RULES)
        return {i: ORDER.index(moved(RISKS[i].severity, moves.get(i, ()))) for i in identifiers}

    before, after = severities(there), severities(there | {more})
    assert all(after[identifier] >= level for identifier, level in before.items())


@given(st.sets(st.sampled_from(MEMBERS), min_size=1), st.data())
def test_a_mitigator_raises_none(there: set[str], data: st.DataObject) -> None:
    eased = data.draw(st.sampled_from(sorted(there)))

    def severities(which: str | None) -> list[int]:
        moves = moves_of([bad(i, eased=i == which) for i in sorted(there)], small=False, rules=RULES)
        return [ORDER.index(moved(RISKS[i].severity, moves.get(i, ()))) for i in sorted(there)]

    assert all(after <= before for before, after in zip(severities(None), severities(eased), strict=True))


@pytest.mark.parametrize("severity", get_args(Severity))
def test_bounds(severity: Severity) -> None:
    assert moved(severity, ()) == severity
    assert moved(severity, ((5, ""),)) == ("none" if severity == "none" else "high")
    assert moved(severity, ((-5, ""),)) == ("none" if severity == "none" else "low")
