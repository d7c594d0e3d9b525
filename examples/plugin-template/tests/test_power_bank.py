"""The pack as it is used: installed, found by its entry point, its rules tested by their own texts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from contract_scan_power_bank import pack

from contract_scan import Plugins, Scanner

SAMPLE = Path(__file__).parents[1] / "samples" / "agency.txt"
OWN = {"POWER-BANK-DEPLOYMENT-FORFEIT", "POWER-BANK-PROFIT-STOPPED", "POWER-BANK-SHARE-CUT", "POWER-BANK-DEPOSIT-BACK"}


def contract_scan(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "contract_scan", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_plugins_are_found() -> None:
    states = {state.plugin.name: state.problem for state in Plugins.installed(True).states()}
    assert states["power-bank"] is None
    assert states["todo"] is None


def test_every_rule_finds_what_it_must_and_leaves_the_rest() -> None:
    done = contract_scan("rules", "test", str(pack()))
    assert done.returncode == 0, done.stdout
    assert contract_scan("rules", "lint", str(pack())).returncode == 0


def test_an_agreement_is_read_with_the_pack() -> None:
    report = Scanner(plugins=True).scan(SAMPLE)
    assert {finding.rule_id for finding in report.findings} >= OWN
    assert not OWN & {finding.rule_id for finding in Scanner(plugins=False).scan(SAMPLE).findings}


def test_the_command_uses_it() -> None:
    done = contract_scan("scan", str(SAMPLE), "--format", "json")
    found = {finding["rule_id"] for finding in json.loads(done.stdout)["findings"]}
    assert found >= OWN


def test_the_list_of_what_to_do() -> None:
    done = contract_scan("scan", str(SAMPLE), "--format", "todo")
    assert done.returncode == 0
    assert "- [ ] " in done.stdout
