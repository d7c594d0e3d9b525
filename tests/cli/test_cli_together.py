"""Several files as one agreement on the command line."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from contract_scan.cli.app import app

BODY = """收单服务协议
甲方：远帆支付有限公司
乙方（商户）：
第一条 乙方应向甲方交纳终端押金400元，概不退还。
第二条 押金怎样考核见《押金考核办法》。
"""
SUPPLEMENT = """补充协议
一、协议终止后10个工作日内，甲方退还乙方终端押金400元。
二、本补充协议与收单服务协议不一致的，以本补充协议为准。
"""


def run(*arguments: str, **options: str) -> Result:
    return CliRunner().invoke(app, list(arguments), **options)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "body.txt").write_text(BODY, "utf-8")
    (tmp_path / "supplement.txt").write_text(SUPPLEMENT, "utf-8")
    (tmp_path / "facts.toml").write_text("today = 2026-10-16\nended_on = 2026-09-24\ndeposit_paid = 400\n", "utf-8")
    return tmp_path


def test_one_report_for_all() -> None:
    result = run("scan", "body.txt", "supplement.txt", "--together", "--format", "json")
    assert result.exit_code == 0, result.stderr
    report = json.loads(result.stdout)
    assert report["refund"]["verdict"] == "refundable"
    assert [part["name"] for part in report["document"]["parts"]] == ["body.txt", "supplement.txt"]


def test_one_record_in_json_lines() -> None:
    lines = run("scan", "body.txt", "supplement.txt", "--together", "--format", "jsonl").stdout.splitlines()
    (record,) = map(json.loads, lines)
    assert (record["path"], record["status"]) == ("body.txt + supplement.txt", "ok")


def test_the_summary_says_where_a_quote_stands() -> None:
    result = run("scan", "body.txt", "supplement.txt", "--together")
    assert "文件  body.txt + supplement.txt" in result.stdout
    assert "supplement.txt · 补充协议 一" in result.stdout
    assert "《押金考核办法》" in result.stdout


def test_without_it_each_is_an_agreement_of_its_own() -> None:
    assert len(run("scan", "body.txt", "supplement.txt", "--format", "jsonl").stdout.splitlines()) == 2


def test_a_file_from_standard_input() -> None:
    result = run("scan", "-", "supplement.txt", "--together", "--format", "json", input=BODY)
    assert json.loads(result.stdout)["refund"]["verdict"] == "refundable"


def test_a_file_that_cannot_be_read_leaves_no_half_answer() -> None:
    result = run("scan", "body.txt", "gone.pdf", "--together", "--format", "json")
    assert result.exit_code == 3
    record = json.loads(result.stdout)
    assert record["report"] is None
    assert record["error"]["type"] == "SourceNotFoundError"
    assert "gone.pdf" in record["error"]["message"]


def test_a_file_named_twice_is_refused() -> None:
    result = run("scan", "body.txt", "body.txt", "--together")
    assert result.exit_code == 2
    assert "body.txt：写了两次" in result.stderr


def test_an_archive_is_refused(files: Path) -> None:
    with zipfile.ZipFile(files / "all.zip", "w") as archive:
        archive.write("body.txt")
    result = run("scan", "all.zip", "body.txt", "--together")
    assert result.exit_code == 2
    assert "all.zip" in result.stderr


def test_a_folder_is_the_files_in_it(files: Path) -> None:
    (files / "facts.toml").unlink()
    report = json.loads(run("scan", ".", "--together", "--format", "json").stdout)
    assert report["refund"]["verdict"] == "refundable"


def test_facts_are_about_the_whole_set() -> None:
    result = run("assess", "body.txt", "supplement.txt", "--facts", "facts.toml", "--format", "json")
    assert result.exit_code == 0, result.stderr
    outlook = json.loads(result.stdout)["refund"]["outlook"]
    # 25 to 27 September and 1 to 7 October are off, 10 October is worked.
    assert (outlook["qualifies"], outlook["due_amount"], outlook["due_by"]) == (True, "400.00", "2026-10-15")
