import json
from datetime import date

import pytest
from typer.testing import CliRunner

from contract_scan.cli.app import app

CONTRACT = """POS终端服务协议
甲方：商户
乙方：某某支付有限公司
第一条 押金
甲方缴纳押金300元。协议终止且甲方交还终端的，乙方自收到终端之日起10个工作日内退还押金。
"""
FACTS = """today = 2026-10-16
ended_on = 2026-09-20
terminal_returned_on = 2026-09-25
deposit_paid = 300
"""


def run(*arguments, **options):
    return CliRunner().invoke(app, list(map(str, arguments)), **options)


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "contract.txt").write_text(CONTRACT, encoding="utf-8")
    (tmp_path / "facts.toml").write_text(FACTS, encoding="utf-8")
    return tmp_path


def test_the_report_has_the_outlook(files):
    result = run("assess", "contract.txt", "--facts", "facts.toml", "--format", "json")
    assert result.exit_code == 0, result.stderr
    outlook = json.loads(result.stdout)["refund"]["outlook"]
    assert (outlook["qualifies"], outlook["due_amount"], outlook["due_by"]) == (True, "300.00", "2026-10-15")


def test_the_text_says_what_to_do(files):
    result = run("assess", "contract.txt", "--facts", "facts.toml")
    assert result.exit_code == 0
    text = "".join(result.stdout.split())
    assert "条件都已满足（满足2，未满足0，不知道0）" in text
    assert "2026-10-15已过1天" in text
    assert "实付300元，应退300元" in text


@pytest.mark.parametrize("extra", [("--format", "markdown"), ("--lang", "en")])
def test_other_forms(files, extra):
    result = run("assess", "contract.txt", "--facts", "facts.toml", *extra)
    assert result.exit_code == 0
    assert "2026-10-15" in result.stdout


def test_a_contract_from_standard_input(files):
    result = run("assess", "-", "--facts", "facts.toml", "--format", "json", input=CONTRACT)
    assert json.loads(result.stdout)["refund"]["outlook"]["qualifies"] is True


def test_today_is_that_of_the_command(files):
    (files / "facts.toml").write_text("ended_on = 2026-09-20\nterminal_returned_on = false\n", encoding="utf-8")
    late = CONTRACT.replace("交还终端的", "于终止后15日内交还终端的")
    (files / "contract.txt").write_text(late, encoding="utf-8")
    result = run("assess", "contract.txt", "--facts", "facts.toml", "--format", "json")
    conditions = json.loads(result.stdout)["refund"]["conditions"]
    why = next(c["why"] for c in conditions if c["type"] == "device_return")
    assert ("已过" in why) is (date.today() > date(2026, 10, 5))


def test_wrong_facts_end_with_two(files):
    (files / "facts.toml").write_text("signed = 2026-01-01\n", encoding="utf-8")
    result = run("assess", "contract.txt", "--facts", "facts.toml")
    assert result.exit_code == 2
    assert "signed" in result.stderr


def test_a_contract_that_is_not_there_ends_with_three(files):
    assert run("assess", "none.txt", "--facts", "facts.toml").exit_code == 3


def test_neither_input_is_written_over(files):
    result = run("assess", "contract.txt", "--facts", "facts.toml", "-o", "facts.toml")
    assert result.exit_code == 2
    assert (files / "facts.toml").read_text(encoding="utf-8") == FACTS


def test_a_folder_has_no_one_set_of_facts(files):
    assert run("assess", ".", "--facts", "facts.toml").exit_code == 2
