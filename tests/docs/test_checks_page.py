"""The page on checks names every fact, field and figure that there is."""

from __future__ import annotations

import re
from pathlib import Path

from contract_scan.assess.checks.facts import FACTS
from contract_scan.assess.checks.spec import CheckSpec
from contract_scan.assess.risks import load_risks
from contract_scan.lexicons import lexicon_root

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "checks.md").read_text("utf-8")


def test_every_fact_and_field_is_named() -> None:
    named = set(re.findall(r"`([a-z_.]+)`", PAGE))
    # Verdicts and types of conditions are named by what they share.
    facts = {name for name in FACTS if not name.startswith(("verdict.", "condition."))}
    assert facts - named == set()
    assert CheckSpec.model_fields.keys() - named == set()


def test_the_risks_are_counted() -> None:
    assert f"answers {len(load_risks(lexicon_root()))} known risks" in PAGE
