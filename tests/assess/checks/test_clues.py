"""The clues, held to their own texts; the checks, held to naming what is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from contract_scan import Ruleset, Scanner
from contract_scan.assess.checks.book import CheckBook
from contract_scan.assess.checks.clues import ClueIndex, load_clues, sentences_by_clue
from contract_scan.assess.checks.facts import FACTS
from contract_scan.assess.checks.settings import load_settings
from contract_scan.assess.risks import load_risks
from contract_scan.errors import RuleError
from contract_scan.extract import extract
from contract_scan.lexicons import lexicon_root
from contract_scan.rules.signals import known_signals
from contract_scan.sources import as_source

ROOT = lexicon_root()
CLUES = load_clues(ROOT)
RISKS = load_risks(ROOT)
INDEX = ClueIndex(tuple(CLUES.values()))
PARTIES = "甲方（收单机构）：\n乙方（特约商户）：\n丙方（服务商）：\n"
TEXTS = [
    pytest.param(clue, text, wanted, id=f"{clue.id}-{text[:12]}")
    for clue in CLUES.values()
    for texts, wanted in ((clue.hit, True), (clue.miss, False))
    for text in texts
]


@pytest.mark.parametrize(("clue", "text", "wanted"), TEXTS)
def test_texts(scanner: Scanner, clue: object, text: str, wanted: bool) -> None:
    agreement, _ = scanner._read(extract(as_source(PARTIES + text)))
    assert (clue.id in sentences_by_clue(INDEX, agreement)) == wanted  # type: ignore[arg-type]


def test_signals_are_known(ruleset: Ruleset) -> None:
    known = known_signals(ruleset.concepts.names)
    assert {signal for clue in CLUES.values() for signal in clue.when.signals} <= known


def test_every_clue_is_asked_for_and_every_rule_named_is_there(ruleset: Ruleset) -> None:
    named = {name for risk in RISKS.values() for name in risk.check.names()}
    assert {f"says.{clue}" for clue in CLUES} <= named
    assert named <= {f"says.{c}" for c in CLUES} | FACTS.keys() | RISKS.keys() | {rule.id for rule in ruleset.rules}


def test_only_rules_about_risks_report_one(ruleset: Ruleset) -> None:
    outcomes = {rule.id: rule.outcome for rule in ruleset.rules}
    assert {outcomes[rule] for risk in RISKS.values() for rule in risk.check.rules} == {"risk"}


def test_every_subject_is_filed() -> None:
    assert {risk.kind for risk in RISKS.values()} <= load_settings(ROOT).kinds.keys()


@pytest.mark.parametrize(
    ("check", "message"),
    [
        ("{any: [says.nothing_of_the_kind]}", "'says.nothing_of_the_kind' is no risk, clue or fact"),
        ("{any: [no_such_fact]}", "'no_such_fact' is no risk, clue or fact"),
        ("{any: [R-SOME-RISK]}", "R-SOME-RISK: the check leans on itself"),
        ("{any: [R-NO-SUCH]}", "'R-NO-SUCH' is no risk, clue or fact"),
    ],
)
def test_a_check_that_cannot_run_is_refused(tmp_path: Path, check: str, message: str) -> None:
    (tmp_path / "risks").mkdir()
    (tmp_path / "checks.yaml").write_text((ROOT / "checks.yaml").read_text("utf-8"), "utf-8")
    (tmp_path / "risks" / "some.yaml").write_text(
        "risks:\n  - {id: R-SOME-RISK, title: 一种风险, kind: refund, type: presence, severity: high, why: 因为。,\n"
        f"     advice: 这样做。, law: [cc-497], check: {check}}}\n",
        "utf-8",
    )
    with pytest.raises(RuleError, match=message):
        CheckBook(tmp_path)
