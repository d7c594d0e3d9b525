import json

import jsonschema
import pytest
from typer.testing import CliRunner

from contract_scan.cli.app import app
from contract_scan.model.document import Block, Document, Recognised
from contract_scan.model.report import ContractReport
from contract_scan.render.document import document_json


def run(*arguments, **options):
    return CliRunner().invoke(app, list(map(str, arguments)), **options)


def test_help_names_every_command():
    text = run("--help").stdout
    assert [word for word in ("scan", "extract", "schema", "rules") if f"\n  {word}" not in text] == []


def test_help_of_scan_tells_the_exit_codes():
    assert "退出码" in run("scan", "--help").stdout


def test_schema_is_that_of_the_report():
    schema = json.loads(run("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema == ContractReport.model_json_schema(mode="serialization")


def test_every_rule_is_listed_and_can_be_shown():
    listed = run("rules", "list")
    assert listed.exit_code == 0
    rule_id = listed.stdout.split("\n")[2].split()[0]
    shown = run("rules", "show", rule_id)
    assert shown.exit_code == 0
    assert shown.stdout.startswith(rule_id)
    assert "应当命中" in shown.stdout


def test_an_unknown_rule():
    result = run("rules", "show", "NO-SUCH-RULE")
    assert result.exit_code == 2
    assert result.stderr.startswith("错误: ")


def test_rules_schema_is_a_json_schema():
    jsonschema.Draft202012Validator.check_schema(json.loads(run("rules", "schema").stdout))


def test_the_rules_pass_their_own_tests():
    result = run("rules", "test")
    assert result.exit_code == 0, result.stdout
    assert "全部通过" in result.stdout


def test_a_rule_that_fails_its_own_test_is_named(tmp_path):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "own.yaml").write_text(
        "- id: OWN-RULE\n  title: 试\n  kind: fee\n  message: 试\n  when:\n    all: ['~流量费']\n"
        "  hit: [乙方应当交纳电费。]\n  miss: [乙方应当交纳押金。]\n",
        encoding="utf-8",
    )
    result = run("rules", "test", "--lexicons", tmp_path)
    assert result.exit_code == 2
    assert "OWN-RULE" in result.stdout
    assert "应当命中，没有命中：乙方应当交纳电费。" in result.stdout


@pytest.fixture
def text_file(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("第一条 押金\n押金\x1b[31m299元。\n", encoding="utf-8")
    return file


def test_extract_prints_the_text_made_harmless(text_file):
    result = run("extract", text_file)
    assert result.exit_code == 0
    assert "第一条 押金" in result.stdout
    assert "\x1b" not in result.stdout


def test_extract_as_json_has_places(text_file):
    data = json.loads(run("extract", text_file, "--format", "json").stdout)
    for block in data["blocks"]:
        assert 0 <= block["start"] <= block["end"] <= len(data["text"])
    assert data["media_type"].startswith("text/plain")


def test_extract_as_markdown(tmp_path):
    page = tmp_path / "a.html"
    page.write_text("<html><h2>押金</h2><p>押金*不*退</p><p hidden>藏</p></html>", encoding="utf-8")
    result = run("extract", page, "-f", "markdown")
    assert result.stdout.endswith("## 押金\n\n押金\\*不\\*退\n\n> **隐藏** 藏\n")
    assert "[hidden_text]" in result.stderr
    out = tmp_path / "out.md"
    assert run("extract", page, "-f", "markdown", "-o", out).exit_code == 0
    assert out.read_text(encoding="utf-8") == result.stdout


def test_extract_reads_either_side_of_changes(tmp_path):
    page = tmp_path / "a.html"
    page.write_text("<html><p>押金<del>不予</del><ins>应予</ins>退还</p></html>", encoding="utf-8")
    assert run("extract", page).stdout == "押金应予退还\n"
    assert run("extract", page, "--tracked", "original").stdout == "押金不予退还\n"


def test_scan_reads_either_side_of_changes(tmp_path):
    page = tmp_path / "a.html"
    page.write_text("<html><p>甲方押金<del>不予</del><ins>应予</ins>退还</p></html>", encoding="utf-8")
    texts = [
        json.loads(run("scan", page, "-f", "json", *more).stdout)["document"]["text"]
        for more in ([], ["--tracked", "original"])
    ]
    assert texts == ["甲方押金应予退还", "甲方押金不予退还"]


def test_extract_does_not_write_over_what_it_reads(text_file):
    result = run("extract", text_file, "-o", text_file)
    assert result.exit_code == 2
    assert "押金" in text_file.read_text(encoding="utf-8")


def test_extract_as_json_says_what_was_recognised():
    recognised = (Recognised(0, 2, 0.91),)
    document = Document("scan.png", "image/png", "0" * 64, 9, "押金", (Block(0, 2),), recognised=recognised)
    assert json.loads(document_json(document))["recognised"] == [{"start": 0, "end": 2, "confidence": 0.91}]


def test_extract_of_a_missing_file():
    result = run("extract", "missing.pdf")
    assert result.exit_code == 3
    assert "SourceNotFoundError" in result.stderr


def test_each_command_that_reads_a_file_takes_its_bounds(text_file, tmp_path):
    facts = tmp_path / "facts.toml"
    facts.write_text("deposit_paid = 299\n", encoding="utf-8")
    for arguments in (
        ("scan", text_file),
        ("assess", text_file, "--facts", facts),
        ("draft", text_file),
        ("extract", text_file),
        ("explain", text_file),
        ("compare", text_file, text_file),
    ):
        result = run(*arguments, "--limit", "characters=3")
        assert "--limit characters=" in result.output, result.output
        assert result.exit_code == 3
    assert "nonsense" in run("explain", text_file, "--limit", "nonsense=3").output
