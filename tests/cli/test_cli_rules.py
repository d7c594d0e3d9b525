"""``contract-scan rules``, and the options of a scan that choose the rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from contract_scan.cli.app import app

TEXT = (
    "收单服务协议\n甲方：某某支付有限公司\n乙方（商户）：某某店\n第一条 押金\n乙方应交纳终端押金300元，押金概不退还。\n"
    "第二条 收费\n乙方未使用终端的，每月收取闲置费30元。"
)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "contract.txt"
    path.write_text(TEXT, "utf-8")
    return path


def scanned(*arguments: object) -> dict[str, Any]:
    done = run("scan", *arguments, "--format", "json", "--jobs", "0")
    assert done.exit_code == 0, done.output
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def test_a_new_pack_is_right_as_it_is(tmp_path: Path) -> None:
    pack = tmp_path / "shop-rules"
    done = run("rules", "new", pack)
    assert done.exit_code == 0, done.output
    assert f"contract-scan rules test {pack}" in done.output
    assert json.loads((pack / "rule.schema.json").read_text("utf-8"))["$defs"]["Rule"]
    tested, linted = run("rules", "test", pack), run("rules", "lint", pack)
    assert (tested.exit_code, linted.exit_code) == (0, 0), tested.output + linted.output
    assert "1 条规则的 6 个例句全部通过" in tested.output
    assert "错误 0，警告 0，提示 0" in linted.output
    again = run("rules", "new", pack)
    assert again.exit_code == 2
    assert "不是空文件夹" in again.output


def test_a_failing_text_says_what_stopped_the_rule(tmp_path: Path) -> None:
    pack = tmp_path / "own"
    run("rules", "new", pack)
    file = pack / "rules" / "deposit.yaml"
    text = file.read_text("utf-8")
    assert "差额退还乙方。" in text
    text = text.replace("差额退还乙方。", "差额不还。").replace("换机后，旧机押金转到新机。", "换机后，旧机押金不退。")
    file.write_text(text, "utf-8")
    done = run("rules", "test", pack)
    assert done.exit_code == 2
    assert "应当命中，没有命中：换机后，旧机押金不退。" in done.output
    assert "缺（all）：convert.yes | ~转(?:入|为|到)新机" in done.output
    assert "不应命中，却命中了：乙方更换终端的，原押金转入新机押金，差额不还。" in done.output
    results = json.loads(run("rules", "test", pack, "--format", "json").stdout)
    failed = [result for result in results if not result["passed"]]
    assert [result["expected"] for result in failed] == ["hit", "miss"]
    assert failed[0]["stopped_by"] == ["all: convert.yes | ~转(?:入|为|到)新机"]
    assert "deposit" in failed[0]["read"]
    assert "convert.yes" in failed[1]["held"]


def test_lint_ends_with_its_gravest_problem(tmp_path: Path) -> None:
    pack = tmp_path / "own"
    run("rules", "new", pack)
    file = pack / "rules" / "deposit.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("    - 换机后，旧机押金转到新机。\n", ""), "utf-8")
    warned = run("rules", "lint", pack)
    assert warned.exit_code == 1
    assert "[few-texts]" in warned.output
    file.write_text(text.replace("legal_basis: []", "legal_basis: [cc-0]"), "utf-8")
    wrong = run("rules", "lint", pack, "--format", "json")
    assert wrong.exit_code == 2
    (problem,) = json.loads(wrong.stdout)
    assert (problem["code"], problem["level"], problem["line"]) == ("unknown-law", "error", 8)


def test_coverage(tmp_path: Path, contract: Path) -> None:
    pack = tmp_path / "own"
    run("rules", "new", pack)
    done = run("rules", "coverage", pack, "--on", contract, "--format", "json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert [(rule["id"], rule["hits"]) for rule in found["rules"]] == [("OWN-DEPOSIT-ROLLED-OVER", 3)]
    assert {"deposit", "convert"} <= {term["name"] for term in found["terms"]}
    assert found["contracts"] == 1
    assert "读了 1 份合同" in run("rules", "coverage", pack, "--on", contract).output
    unread = tmp_path / "unread.bin"
    unread.write_bytes(b"\x00\x01\x02")
    assert run("rules", "coverage", pack, "--on", unread).exit_code == 3


@pytest.mark.parametrize("of", ["rules", "terms", "risks", "law", "suppressions"])
def test_schemas_are_schemas(of: str) -> None:
    import jsonschema

    jsonschema.Draft202012Validator.check_schema(json.loads(run("rules", "schema", "--of", of).stdout))


def test_scan_without_a_rule(contract: Path) -> None:
    plain = scanned(contract)
    assert "FEE-IDLE" in {finding["rule_id"] for finding in plain["findings"]}
    report = scanned(contract, "--disable", "FEE-*", "--disable", "R-FEE-*")
    assert not any("FEE-" in finding["rule_id"] for finding in report["findings"] if finding["kind"] == "fee")
    assert report["generator"]["ruleset"]["disabled"] == ["FEE-*", "R-FEE-*"]
    wrong = run("scan", contract, "--disable", "FEE-NONE")
    assert wrong.exit_code == 2
    assert "Traceback" not in wrong.output


def test_what_is_suppressed_fails_no_scan(tmp_path: Path, contract: Path) -> None:
    known = tmp_path / "known.yaml"
    # Chinese rules speak in bursts: every high warning of this contract is known to its reader.
    high = {finding["rule_id"] for finding in scanned(contract)["findings"] if finding["severity"] == "high"}
    assert high
    known.write_text("".join(f"- rule: {rule}\n  reason: 已和对方书面改掉\n" for rule in sorted(high)), "utf-8")
    assert run("scan", contract, "--fail-on", "high", "--jobs", "0").exit_code == 1
    done = run("scan", contract, "--fail-on", "high", "--suppress", known, "--jobs", "0")
    assert done.exit_code == 0, done.output
    assert "按您的设定不计入的" in done.output
    assert "已和对方书面改掉" in done.output
    known.write_text("- rule: REF-NEVER\n", "utf-8")
    wrong = run("scan", contract, "--suppress", known)
    assert wrong.exit_code == 2


def test_many_files_are_read_with_the_same_rules(tmp_path: Path) -> None:
    """Workers get them, and what a store remembers of other rules is not taken for these."""
    folder, pack = tmp_path / "contracts", tmp_path / "own"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(f"{TEXT}\n第三条 乙方更换终端的，原押金自动转入新机押金。{name}", "utf-8")
    run("rules", "new", pack)
    out = tmp_path / "out.jsonl"

    def rules_in(*options: object) -> list[set[str]]:
        done = run("scan", folder, "-o", out, "--quiet", "--jobs", "1", *options)
        assert done.exit_code == 0, done.output
        records = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
        return [{finding["rule_id"] for finding in record["report"]["findings"]} for record in records]

    assert all("OWN-DEPOSIT-ROLLED-OVER" not in rules and "FEE-IDLE" in rules for rules in rules_in())
    chosen = rules_in("--rules", pack, "--disable", "FEE-*")
    assert len(chosen) == 2
    assert all("OWN-DEPOSIT-ROLLED-OVER" in rules and "FEE-IDLE" not in rules for rules in chosen)
    assert all("FEE-IDLE" in rules for rules in rules_in())
