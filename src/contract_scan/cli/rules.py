"""The bodies of ``contract-scan rules list|show|new|test|lint|coverage|schema``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from contract_scan.cli.plugged import installed
from contract_scan.cli.streams import MET, OK, UNREAD, USAGE, Output
from contract_scan.model.report import ScanRecord
from contract_scan.render.rules import list_view, outcome_view, rule_view
from contract_scan.rules import RulePack, Ruleset
from contract_scan.rules.selftest import run_rule_tests

__all__ = ["check_rules", "cover_rules", "lint_rules", "list_rules", "make_pack", "print_schema", "show_rule"]


def list_rules(packs: tuple[Path, ...], *, no_plugins: bool = False) -> int:
    """Print every rule in a line."""
    Output(None).view(list_view(installed(no_plugins=no_plugins).ruleset(*packs)))
    return OK


def show_rule(rule_id: str, packs: tuple[Path, ...], *, no_plugins: bool = False) -> int:
    """Print one rule in full."""
    ruleset = installed(no_plugins=no_plugins).ruleset(*packs)
    Output(None).view(rule_view(ruleset.rule(rule_id), ruleset))
    return OK


def make_pack(folder: Path) -> int:
    """Write a pack to begin with, and say what to do next."""
    from contract_scan.authoring import new_pack

    rule, schema = new_pack(folder)
    out = Output(None)
    out.text(f"写好了：{rule}（一条规则，带说明和例句）、{schema}（编辑器提示用）\n")
    out.text(f"改好以后检验：contract-scan rules test {folder}\n")
    return OK


def check_rules(packs: tuple[Path, ...], *, everything: bool, as_json: bool) -> int:
    """Run the texts of the packs' rules, or of every rule; a rule that fails its own is a faulty rule file."""
    ruleset, own = _loaded(packs)
    results = run_rule_tests(ruleset, None if everything else own)
    if as_json:
        _print([asdict(result) for result in results])
    else:
        Output(None).view(outcome_view(results))
    return OK if all(result.passed for result in results) else USAGE


def lint_rules(packs: tuple[Path, ...], *, hints: bool, as_json: bool) -> int:
    """Print what is wrong with the rules; errors end with 2, warnings alone with 1."""
    from contract_scan.authoring import lint
    from contract_scan.render.authoring import problems_view

    problems = lint(packs)
    if as_json:
        _print([problem.as_dict() for problem in problems])
    else:
        Output(None).view(problems_view(problems, hints=hints))
    levels = {problem.level for problem in problems}
    return USAGE if "error" in levels else MET if "warning" in levels else OK


def cover_rules(packs: tuple[Path, ...], contracts: tuple[Path, ...], *, everything: bool, as_json: bool) -> int:
    """Print how many texts rules, terms and risks have, and which of them fire on contracts."""
    from contract_scan.authoring import coverage_of
    from contract_scan.render.authoring import coverage_view

    ruleset, own = _loaded(packs)
    found = coverage_of(ruleset, _scanned(ruleset, contracts), only=None if everything else own)
    if as_json:
        _print(found.as_dict())
    else:
        Output(None).view(coverage_view(found))
    return UNREAD if found.unread else OK


def print_schema(of: str) -> int:
    """Print the JSON Schema of a kind of file."""
    from contract_scan.authoring import schema_of

    _print(schema_of(of))
    return OK


def _loaded(packs: Sequence[Path]) -> tuple[Ruleset, frozenset[str] | None]:
    """Return the rules with packs added, and the ids of the packs' own; None without packs: all are meant."""
    if not packs:
        return Ruleset.default(), None
    loaded = [RulePack.load(pack) for pack in packs]
    return Ruleset.load(*loaded), frozenset(rule.id for pack in loaded for rule in pack.rules)


def _scanned(ruleset: Ruleset, contracts: Sequence[Path]) -> Iterator[ScanRecord]:
    """Yield the record of each contract that the paths name; those of a folder are read in processes of their own."""
    from contract_scan.batch import holds_many, scan_folder
    from contract_scan.scanner import Scanner

    scanner = Scanner(ruleset)
    for path in contracts:
        if holds_many(path):
            yield from scan_folder(path, scanner=scanner)
        else:
            yield scanner.try_scan(path, path=str(path))


def _print(data: Any) -> None:
    Output(None).data(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
