"""The workbook in a spreadsheet program: what looks like a formula stays a text."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path

import pytest

from contract_scan.render.xlsx import write_xlsx
from render import report_factory as make

FORMULAS = ["=1+1", "+1+1", "@SUM(A1)", '=HYPERLINK("http://example.org","x")', "=cmd|'/c calc'!A0"]
SOFFICE = shutil.which("soffice")
# LibreOffice can be there without its spreadsheet.
CALC = SOFFICE is not None and any(Path(SOFFICE).resolve().parent.glob("*sclo.*"))


@pytest.mark.skipif(not CALC, reason="LibreOffice Calc is not installed")
def test_libreoffice_shows_formulas_as_texts(tmp_path: Path) -> None:
    findings = tuple(make.finding(f"f{n}", title=text, message=text) for n, text in enumerate(FORMULAS))
    records = [make.record("=1+1.pdf", report=make.report(findings=findings))]
    write_xlsx(records, tmp_path / "all.xlsx")
    subprocess.run(
        [
            *(str(SOFFICE), "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"),
            # Every sheet into a file of its own, as it is shown.
            *("--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"),
            *("--outdir", str(tmp_path), str(tmp_path / "all.xlsx")),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    cells = [
        cell
        for file in tmp_path.glob("*.csv")
        for row in csv.reader(io.StringIO(file.read_text(encoding="utf-8")))
        for cell in row
    ]
    assert "=1+1.pdf" in cells
    assert set(FORMULAS) <= set(cells)
