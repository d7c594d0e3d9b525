"""A scanner whose reports are known beforehand, so that what is tested is the command line alone."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from contract_scan.model.report import (
    ContractReport,
    Deposit,
    DocumentInfo,
    Finding,
    Generator,
    RefundAssessment,
    RulesetInfo,
    ScanError,
    ScanRecord,
    TermInfo,
    Trace,
    UnreadPart,
)
from contract_scan.sources import as_source


def make_report(
    name: str, *, verdict: str = "conditional", severity: str = "medium", status: str = "read"
) -> ContractReport:
    finding = Finding(
        id="f1",
        rule_id="DEMO-RULE",
        kind="refund",
        outcome="risk",
        severity=severity,
        title="刷不够量，押金就不退",
        message="刷不满不退。",
        trace=Trace(rule="DEMO-RULE"),
    )
    return ContractReport(
        generator=Generator(
            name="contract-scan", version="1", ruleset=RulesetInfo(name="demo", version="1", sha256="0" * 64)
        ),
        document=DocumentInfo(
            name=name,
            media_type="text/plain",
            sha256="0" * 64,
            size_bytes=1,
            char_count=1,
            status=status,
            unread=() if status == "read" else (UnreadPart(part="第 2 页", page=2, reason="没有文字"),),
        ),
        findings=(finding,),
        deposit=Deposit(exists=True),
        refund=RefundAssessment(verdict=verdict, score=50),
        termination=TermInfo(),
    )


class FakeScanner:
    """Reads the outcome off the file's name."""

    def __init__(
        self, ruleset=None, *, password=None, tracked="final", perspective="merchant", plugins=None, bounds=None, **_
    ):
        self.password = password

    def try_scan(self, source, *, path=None, facts=None):
        data = as_source(source).data
        values = {"path": path, "sha256": hashlib.sha256(data).hexdigest()}
        if "interrupted" in path:
            raise KeyboardInterrupt
        if "locked" in path and self.password != "secret":
            error = ScanError(type="EncryptedFileError", message=f"{Path(path).name}: the file needs a password")
            return ScanRecord(**values, status="encrypted", error=error)
        if "half" in path:
            return ScanRecord(**values, status="partial", report=make_report(path, status="partial"))
        severity = "high" if "bad" in path else "medium"
        verdict = "non_refundable" if "bad" in path else "conditional"
        return ScanRecord(**values, status="ok", report=make_report(path, severity=severity, verdict=verdict))


@pytest.fixture
def fake(monkeypatch):
    monkeypatch.setattr("contract_scan.cli.scan.Scanner", FakeScanner)
    monkeypatch.setenv("CONTRACT_SCAN_JOBS", "0")  # what is patched here is not in a worker


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with four contracts, entered."""
    for name in ("fine.txt", "bad.txt", "locked.pdf", "sub/half.docx"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(name, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path
