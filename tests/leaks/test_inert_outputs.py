"""File names and contents that a terminal or a table would obey are inert in every output."""

from __future__ import annotations

import csv
import os
import re
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from contract_scan import Ruleset
from contract_scan.cli.app import app

NAME = "=cmd|' -C calc'!A0\x1b[31m\x07\u202etxt.txt"
CONTRACT = (
    '=HYPERLINK("http://x")特约商户收单服务协议\n甲方（收单机构）：+cmd支付有限公司\x1b]0;title\x07\n乙方（商户）：@SUM(A1)便利店\n'
    "第一条 押金\n乙方应向甲方交纳\x1b[2J押金300元，\u202e押金概不退还\x9b31m。\n-2+3 第二条 费用\n费率0.6%。\n"
)
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ruleset: Ruleset) -> Path:
    monkeypatch.setenv("CONTRACT_SCAN_JOBS", "0")
    monkeypatch.setattr(Ruleset, "load", lambda *_: ruleset)
    monkeypatch.chdir(tmp_path)
    contracts = tmp_path / "contracts"
    contracts.mkdir()
    try:
        contracts.joinpath(NAME).write_text(CONTRACT, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such name")
    contracts.joinpath("=broken\x1b[0m.pdf").write_bytes(b"%PDF-1.4 nothing")
    return contracts


def _run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code in (0, 3), result.output
    return result.output


@pytest.mark.parametrize("kind", ["text", "markdown", "html", "json", "jsonl", "sarif"])
def test_one(folder: Path, kind: str) -> None:
    shown = _run("scan", str(folder / NAME), "--format", kind)
    assert _OBEYED.findall(shown) == []


@pytest.mark.parametrize("kind", ["txt", "md", "html", "csv"])
def test_many(folder: Path, kind: str) -> None:
    said = _run("scan", str(folder), "-o", f"all.{kind}")
    shown = Path(f"all.{kind}").read_text(encoding="utf-8-sig")
    assert _OBEYED.findall((said + shown).replace("\r\n", "\n")) == []


@pytest.mark.parametrize("command", [("extract",), ("explain",), ("draft",)])
def test_other_commands(folder: Path, command: tuple[str, ...]) -> None:
    assert _OBEYED.findall(_run(*command, str(folder / NAME))) == []


def test_cells_are_no_formulas(folder: Path) -> None:
    os.chdir(folder)
    _run("scan", ".", "-o", "../all.csv")
    with Path("../all.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert any("cmd" in cell for cell in cells)
    assert [cell for cell in cells if re.match(r"[=+\-@\t\r]", cell) and not re.fullmatch(r"-?[\d.]+", cell)] == []
    _run("scan", ".", "-o", "../all.xlsx")
    with zipfile.ZipFile("../all.xlsx") as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert [sheet for sheet in sheets if "<f>" in sheet or "<f " in sheet] == []
