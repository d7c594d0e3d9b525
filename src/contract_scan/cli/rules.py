"""The bodies of ``contract-scan rules list|show|test|schema``."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import TypeAdapter

from contract_scan.cli.streams import OK, USAGE, Output
from contract_scan.render.rules import list_view, outcome_view, rule_view
from contract_scan.rules import Rule, Ruleset
from contract_scan.rules.selftest import run_rule_tests

__all__ = ["check_rules", "list_rules", "print_schema", "show_rule"]


def list_rules(lexicons: tuple[Path, ...]) -> int:
    """Print every rule in a line."""
    Output(None).view(list_view(Ruleset.load(*lexicons)))
    return OK


def show_rule(rule_id: str, lexicons: tuple[Path, ...]) -> int:
    """Print one rule in full."""
    ruleset = Ruleset.load(*lexicons)
    Output(None).view(rule_view(ruleset.rule(rule_id), ruleset))
    return OK


def check_rules(lexicons: tuple[Path, ...]) -> int:
    """Run the texts of every rule; a rule that fails its own is a faulty rule file."""
    results = run_rule_tests(Ruleset.load(*lexicons))
    Output(None).view(outcome_view(results))
    return OK if all(result.passed for result in results) else USAGE


def print_schema() -> int:
    """Print the JSON Schema of a rule file."""
    Output(None).data(json.dumps(TypeAdapter(list[Rule]).json_schema(), ensure_ascii=False, indent=2) + "\n")
    return OK
