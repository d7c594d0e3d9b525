"""CSV and XLSX: every input has its rows, and no cell is a formula."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_scan.model.report import ContractReport
from contract_scan.render.spreadsheet import (
    SHEETS,
    condition_rows,
    fee_rows,
    finding_rows,
    render_csv,
    render_xlsx,
    verdict_rows,
    write_csv,
    write_xlsx,
)
from render import report_factory as make

FORMULAS = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1+1"),
    '=HYPERLINK("http://example.org","x")',
    "=cmd|'/c calc'!A0",
]
SOFFICE = shutil.which("soffice")
# LibreOffice can be there without its spreadsheet.
CALC = SOFFICE is not None and any(Path(SOFFICE).resolve().parent.glob("*sclo.*"))


def hostile() -> ContractReport:
    bad = [make.finding(f"f{n}", title=text, advice=text, why=text) for n, text in enumerate(FORMULAS)]
    return make.report(findings=tuple(bad))


def test_every_input_has_rows() -> None:
    records = [make.record(), make.unreadable(), make.record("信.txt", report=make.not_assessed())]
    head, *rows = verdict_rows(records)
    assert len(head) == 9
    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("合同/甲.pdf", "有条件才退", 72),
        ("合同/加密.pdf", "未能判断", None),
        ("信.txt", "未能判断", None),
    ]
    assert "文件有密码" in str(rows[1][-1])
    _, *found = finding_rows(records)
    assert [row[0] for row in found] == ["合同/甲.pdf"] * 3 + ["合同/加密.pdf", "信.txt"]
    assert "文件有密码" in str(found[3][4])
    assert "不等于没有风险" in str(found[4][4])
    assert len({len(row) for row in finding_rows(records)}) == 1


def test_findings_say_what_why_what_to_do_and_where() -> None:
    bad = make.finding(why="一个月没达到就全没了。")
    (head, row) = finding_rows([make.record(report=make.report(findings=(bad,)))], lang="en")
    said = dict(zip(head, row, strict=True))
    assert said["Severity"] == "high"
    assert said["Why it matters"] == "一个月没达到就全没了。"
    assert said["Advice"] == bad.advice
    assert said["Where"] == "第三条（二） · page 2"
    assert said["Quote"] == bad.evidence[0].quote


def test_conditions_and_fees() -> None:
    _, condition = condition_rows([make.record()])
    assert condition[1:3] == ("激活后 180 天内累计交易额满 30 万元", "待核对")
    _, *fees = fee_rows([make.record()])
    assert [row[1] for row in fees] == ["刷卡手续费", "流量费"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_csv_is_a_formula(text: str) -> None:
    (row,) = csv.reader(io.StringIO(write_csv([[text, 5, None]]).removeprefix("\ufeff"), newline=""))
    assert row == [f"'{text}", "5", ""]


def test_csv_comes_back_as_it_was() -> None:
    said = render_csv([make.record()])
    assert said.startswith("\ufeff文件,")
    rows = list(csv.reader(io.StringIO(said.removeprefix("\ufeff"), newline="")))
    assert rows == [["" if cell is None else str(cell) for cell in row] for row in finding_rows([make.record()])]


def workbook(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_a_workbook_has_a_sheet_for_each_question() -> None:
    book = workbook(render_xlsx([make.record(), make.unreadable()]))
    assert book.sheetnames == ["结论", "问题", "条件", "费用"]
    assert len(SHEETS) == 4
    assert book["结论"]["D2"].value == 72
    assert book["结论"].freeze_panes == "A2"
    assert "不是法律意见" in book.properties.description
    assert render_xlsx([make.record()]) == render_xlsx([make.record()])


def test_no_cell_of_a_workbook_is_a_formula_or_a_link() -> None:
    data = render_xlsx([make.record("=1+1.pdf", report=hostile())])
    book = workbook(data)
    values = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "=1+1.pdf" in values
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)


@pytest.mark.skipif(not CALC, reason="LibreOffice Calc is not installed")
def test_libreoffice_shows_formulas_as_texts(tmp_path: Path) -> None:
    file = tmp_path / "findings.xlsx"
    file.write_bytes(write_xlsx({"a": [["head"], *([text] for text in FORMULAS)]}))
    subprocess.run(
        [
            *(str(SOFFICE), "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"),
            *("--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", str(tmp_path), str(file)),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    rows = list(csv.reader(io.StringIO((tmp_path / "findings.csv").read_text(encoding="utf-8"))))
    assert [row[0].strip() for row in rows[1:]] == [text.strip() for text in FORMULAS]


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_any_text_can_be_written(cells: list[str]) -> None:
    clean = [cell.encode("utf-8", "ignore").decode() for cell in cells]
    assert write_csv([clean])
    write_xlsx({"a": [["head"], clean]})
