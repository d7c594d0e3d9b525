"""The known risks in many voices: what a clause means counts, not the words that the rules were written with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from contract_scan import ContractReport, Finding, Scanner

PAPER = (
    "特约商户收单服务协议\n甲方：某某支付有限公司\n乙方（特约商户）：____\n"
    "甲方为乙方提供银行卡收单服务，双方达成如下协议。\n"
    "第一条 甲方向乙方提供POS终端一台，所有权归甲方，乙方交纳押金300元。\n第二条 其他约定\n"
)
APP = (
    "收款服务协议\n本协议由您（商户）与某某支付有限公司（以下简称“我们”或“公司”）订立。\n"
    "一、我们向您提供POS机一台，机器归我们所有，您交押金300元。\n二、其他约定\n"
)
TAIL = "\n第三条 其他\n本协议一式两份，双方签字后生效。"
WORDINGS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "wordings.yaml").read_text("utf-8"))


def scanned(scanner: Scanner, text: str) -> tuple[ContractReport, list[Finding]]:
    """Return the report, and the grave warnings on the text itself."""
    head = APP if any(word in text for word in ("您", "我们", "公司")) else PAPER
    report = scanner.scan(head + text + TAIL)
    within = range(len(head), len(head) + len(text))
    grave = [
        finding
        for finding in report.findings
        if finding.outcome == "risk"
        and finding.severity == "high"
        and any(place.start in within for place in finding.evidence)
    ]
    return report, grave


def outcome(report: ContractReport, identifier: str) -> str:
    (check,) = [check for check in report.checks if check.id == identifier]
    return check.outcome


@pytest.mark.parametrize("identifier", WORDINGS["risks"])
def test_it_is_found_in_other_words(scanner: Scanner, identifier: str) -> None:
    missed = [
        text
        for text in WORDINGS["risks"][identifier]["bad"]
        if outcome(scanned(scanner, text)[0], identifier) != "risk"
    ]
    assert not missed


@pytest.mark.parametrize("identifier", WORDINGS["risks"])
def test_what_comes_close_and_is_fair_is_not(scanner: Scanner, identifier: str) -> None:
    wrong = []
    for text in WORDINGS["risks"][identifier]["fair"]:
        report, grave = scanned(scanner, text)
        if grave or outcome(report, identifier) == "risk":
            wrong.append(text)
    assert not wrong


@pytest.mark.parametrize("text", WORDINGS["protections"])
def test_a_protection_raises_no_grave_warning(scanner: Scanner, text: str) -> None:
    _, grave = scanned(scanner, text)
    assert [finding.rule_id for finding in grave] == []
