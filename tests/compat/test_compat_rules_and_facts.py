"""Rule packs, suppressions and facts that were written for earlier versions still work."""

from __future__ import annotations

from pathlib import Path

import pytest
from recorded import Recorded, versions

from contract_scan import MerchantFacts, RuleError, Ruleset, Scanner, Suppression
from contract_scan.lexicons import lexicon_files, read_yaml
from contract_scan.rules.signals import known_signals

ALL = versions()


def name(version: Recorded) -> str:
    return version.version


@pytest.mark.parametrize("version", ALL, ids=name)
def test_earlier_packs_work(version: Recorded) -> None:
    ruleset = Ruleset.load(version.inputs / "pack")
    text = "第一条 押金\n乙方应向甲方交纳终端押金300元。\n乙方更换终端的，原押金自动转入新机押金。"
    report = Scanner(ruleset, plugins=False).scan(text)
    assert "OWN-DEPOSIT-ROLLED-OVER" in {finding.rule_id for finding in report.findings}


@pytest.mark.parametrize("version", ALL, ids=name)
def test_earlier_facts_are_read(version: Recorded) -> None:
    facts = MerchantFacts.load(version.inputs / "facts.toml")
    assert facts.deposit_paid == 299
    assert set(facts.volume) == {"2026-01", "2026-02", "2026-03"}


@pytest.mark.parametrize("version", [one for one in ALL if (one.inputs / "suppressions.yaml").exists()], ids=name)
def test_earlier_suppressions_are_read(version: Recorded) -> None:
    assert Ruleset.load().suppress(version.inputs / "suppressions.yaml").suppressions


@pytest.mark.parametrize("version", ALL, ids=name)
def test_no_name_that_packs_use_is_gone(version: Recorded) -> None:
    before = version.names
    assert before is not None
    rules = Ruleset.load()
    risks = {one["id"] for path in lexicon_files(rules.root, "risks") for one in read_yaml(path).get("risks", ())}
    now = {
        "rules": {rule.id for rule in rules.rules},
        "risks": risks,
        "signals": known_signals(rules.concepts.names),
    }
    gone = {kind: sorted(set(names) - now[kind]) for kind, names in before.items() if set(names) - now[kind]}
    assert not gone, "others name these in packs and suppressions; docs/stability.md says how they are retired"


@pytest.mark.parametrize("version", [one for one in ALL if one.schemas and "rule" in one.schemas], ids=name)
def test_no_field_of_rules_is_gone(version: Recorded) -> None:
    from contract_scan.rules import Rule

    assert version.schemas is not None
    schema = version.schemas["rule"]
    rule = schema["$defs"]["Rule"] if "$defs" in schema and "Rule" in schema["$defs"] else schema["items"]
    assert set(rule["properties"]) <= set(Rule.model_fields)
    # A pack that was whole stays whole.
    assert {one for one, field in Rule.model_fields.items() if field.is_required()} <= set(rule["required"])


def test_an_unknown_id_is_refused_with_the_nearest_one(tmp_path: Path) -> None:
    rules = Ruleset.load()
    with pytest.raises(RuleError, match="there is no such rule or risk; did you mean 'REF-NEVER'"):
        rules.suppress(Suppression(rule="REF-NEVERS", reason="已核对"))
    with pytest.raises(RuleError, match="there is no such rule or risk; did you mean 'REF-NEVER'"):
        rules.disable("REF-NEVERS")
    pack = tmp_path / "pack.yaml"
    text = (ALL[0].inputs / "pack" / "deposit.yaml").read_text(encoding="utf-8")
    pack.write_text(text.replace("OWN-DEPOSIT-ROLLED-OVER", "REF-NEVERS\n  override: true"), encoding="utf-8")
    with pytest.raises(RuleError, match="there is no rule REF-NEVERS to replace; did you mean 'REF-NEVER'"):
        rules.extend(pack)
