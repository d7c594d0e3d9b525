"""Figures that were recognised in a picture are marked in facts, fees and penalties, and the report says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contract_scan import Scanner
from contract_scan.assess.doubt import misread
from contract_scan.extract import extract
from contract_scan.model.document import Document, Recognised, Unread
from contract_scan.model.report import ContractReport
from contract_scan.render.markdown import render_markdown
from contract_scan.render.text import render_text
from contract_scan.sources import as_source

TEXT = """收单服务协议
甲方：某某支付有限公司
乙方：某某商户
第一条 手续费：乙方按交易金额的0.60%向甲方支付手续费。
第二条 押金：乙方向甲方交纳终端押金300元，未达标的，押金不予退还，并按押金的5%扣收管理费。
第三条 违约责任：乙方逾期付款的，每日按欠款的0.05%支付违约金。
"""


def document(confidence: float | None = 0.97) -> Document:
    read = extract(as_source(TEXT.encode()))
    if confidence is None:
        return read
    return replace(read, recognised=tuple(Recognised(b.start, b.end, confidence) for b in read.blocks))


def report(confidence: float | None = 0.97) -> ContractReport:
    return Scanner().scan_document(document(confidence))


def test_every_rate_is_doubtful() -> None:
    found = report()
    facts = [fact for finding in found.findings for fact in finding.facts]
    rates = [fact for fact in facts if fact.type == "rate"]
    assert rates
    assert all("核对原件" in (fact.doubtful or "") for fact in rates)
    assert all(fact.doubtful is None for fact in facts if fact.type == "money")
    assert [fee.doubtful for fee in found.fees if fee.rate] == ["文字识别得来，请核对原件（% 与 ‰ 容易混淆）"]
    assert "‰" in (found.termination.penalties[0].doubtful or "")


def test_printed_figures_are_not() -> None:
    found = report(None)
    assert not any(fact.doubtful for finding in found.findings for fact in finding.facts)
    assert not any(fee.doubtful for fee in found.fees)


@pytest.mark.parametrize("confidence", [0.5, 0.0])
def test_so_is_every_figure_that_the_recogniser_is_not_sure_of(confidence: float) -> None:
    money = [fact for finding in report(confidence).findings for fact in finding.facts if fact.type == "money"]
    assert money
    assert all("核对原件" in (fact.doubtful or "") for fact in money)


def test_a_rate_without_its_point() -> None:
    read = extract(as_source("手续费06%，另收10%".encode()))
    read = replace(read, recognised=(Recognised(0, len(read.text), 0.99),))
    assert "小数点" in (misread(read, 3, 6, rate=True) or "")
    assert "小数点" not in (misread(read, 9, 12, rate=True) or "")


@pytest.mark.parametrize("render", [render_text, render_markdown])
def test_the_report_says_so(render) -> None:
    shown = "".join(render(report()).split()).replace("\\", "")
    assert "存疑：文字识别得来，请核对原件（%与‰容易混淆）" in shown
    assert "存疑" not in render(report(None))


@pytest.mark.parametrize("render", [render_text, render_markdown])
def test_unread_pages_stand_on_top(render) -> None:
    unread = (Unread("第2页", "这一页是图片（扫描件），需要文字识别（OCR）才能读", 2),)
    found = Scanner().scan_document(replace(document(), unread=unread))
    shown = render(found)
    assert shown.index("第2页") < shown.index("押金")
    assert found.document.status == "partial"
    assert '"status":"partial"' in found.model_dump_json().replace(" ", "")
