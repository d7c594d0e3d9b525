"""The recogniser itself, on a page of known text: askew, noisy, upside down."""

from __future__ import annotations

import pytest

from contract_scan import Scanner
from contract_scan.extract.ocr import recognise
from support.scanning import picture_of, printed, read, scan_pdf, scanned

PROSE = [
    "第一条　乙方在签订本协议时向甲方交纳终端押金人民币1,299元。",
    "第二条　协议终止后乙方归还终端的，甲方在三十日内无息退还押金；",
    "终端损坏、丢失的，押金不予退还，并由乙方照价赔偿。",
    "第三条　信用卡手续费率为0.60%，储蓄卡手续费率为3.8‰，单笔封顶20元。",
    "第四条　因本协议发生争议的，由甲方所在地人民法院管辖。",
]
TEXT = "".join(PROSE).replace("\u3000", "")


def errors(found: str) -> int:
    """Return the edit distance to the text."""
    found = "".join(found.split())
    row = list(range(len(found) + 1))
    for number, char in enumerate(TEXT, 1):
        corner, row[0] = row[0], number
        for column, other in enumerate(found, 1):
            corner, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, corner + (char != other))
    return row[-1]


def test_skewed_noisy_scan() -> None:
    document = read(scan_pdf(scanned(printed(PROSE), 1.2, 0.1)))
    assert errors(document.text.replace("3.8%", "3.8‰")) <= 2  # the recogniser knows no ‰; see the warning
    assert not document.unread
    assert len(document.pages) == 1
    assert {warning.code for warning in document.warnings} == {"ocr", "ocr_rates"}
    report = Scanner().scan_document(document)
    assert report.deposit.exists is True
    rates = [fact for finding in report.findings for fact in finding.facts if fact.type == "rate"]
    assert all("核对原件" in (fact.doubtful or "") for fact in rates)


@pytest.mark.parametrize("angle", [90, 180])
def test_turned_page(angle: int) -> None:
    scan = recognise(picture_of(printed(PROSE).rotate(angle, expand=True)))
    text = "".join(line.text for line in sorted(scan.lines, key=lambda line: line.y))
    assert errors(text.replace("3.8%", "3.8‰")) <= 2
    assert scan.turned == {90: 3, 180: 2}[angle]
