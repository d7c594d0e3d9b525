"""``contract-scan compare`` from end to end."""

import json

import pytest
from typer.testing import CliRunner

from contract_scan.cli.app import app

OLD = """POS终端服务协议
甲方：商户
乙方：某某支付有限公司
第一条 押金
甲方缴纳押金300元。协议终止且甲方交还终端的，乙方自收到终端之日起10个工作日内退还押金。
第二条 费用
流量费每年60元。
"""
NEW = OLD.replace("300元", "500元")


def run(*arguments):
    return CliRunner().invoke(app, ["compare", *map(str, arguments)])


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.txt").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.txt").write_text(NEW, encoding="utf-8")
    return tmp_path


def test_text(files):
    result = run("old.txt", "new.txt")
    assert result.exit_code == 0, result.stderr
    assert "对对方有利" in result.stdout
    assert "500 元" in result.stdout


def test_json(files):
    found = json.loads(run("old.txt", "new.txt", "--format", "json").stdout)
    assert found["relation"] == "versions"
    assert found["changes"][0]["old"]["evidence"][0]["quote"] == "甲方缴纳押金300元"


def test_markdown_to_a_file(files):
    assert run("old.txt", "new.txt", "-f", "markdown", "-o", "changes.md").exit_code == 0
    assert (files / "changes.md").read_text(encoding="utf-8").startswith("# 两份合同的比较")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("old.txt", "none.txt"), 3),
        (("old.txt", "."), 2),
        (("old.txt", "new.txt", "-o", "old.txt"), 2),
        (("old.txt",), 2),
    ],
)
def test_what_cannot_be_done(files, arguments, code):
    result = run(*arguments)
    assert result.exit_code == code
    assert "Traceback" not in result.stderr
    assert (files / "old.txt").read_text(encoding="utf-8") == OLD


def test_the_schema(files):
    result = CliRunner().invoke(app, ["schema", "--of", "comparison"])
    assert json.loads(result.stdout)["title"] == "Comparison"
