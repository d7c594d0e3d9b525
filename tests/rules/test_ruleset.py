"""Rulesets of one's own: packs, overriding, disabling, settings, suppressions; none touches another."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from contract_scan import (
    ContractReport,
    RuleError,
    RulePack,
    Ruleset,
    RuleSettings,
    Scanner,
    ScoreSettings,
    SeverityPoints,
    Suppression,
)
from contract_scan.render.sarif import render_sarif
from contract_scan.rules.selftest import judged_text

SPEAKER = {
    "id": "OWN-SPEAKER",
    "title": "音箱押金",
    "kind": "deposit",
    "outcome": "risk",
    "severity": "low",
    "when": {"all": ["~收款音箱", "deposit"]},
    "message": "音箱也收押金。",
    "hit": ["收款音箱押金50元。"],
    "miss": ["终端押金50元。"],
}
TEXT = (
    "收单服务协议\n甲方：某某支付有限公司\n乙方（商户）：某某店\n第一条 押金\n"
    "乙方应向甲方交纳终端押金300元，收款音箱押金50元。\n第二条 退还\n押金概不退还。\n"
    "第三条 收费\n乙方未使用终端的，每月收取闲置费30元，从结算款中自动扣除。"
)
Scan = Callable[[Ruleset], ContractReport]


@pytest.fixture(scope="module")
def scanned() -> Scan:
    return lambda rules: Scanner(rules).scan(TEXT)


def rules_of(report: ContractReport) -> set[str]:
    return {finding.rule_id for finding in report.findings}


@pytest.fixture(scope="module")
def plain(scanned: Scan) -> ContractReport:
    return scanned(Ruleset.default())


def test_a_pack_made_by_a_program(scanned: Scan, ruleset: Ruleset) -> None:
    own = ruleset.extend(RulePack.of("speakers", [SPEAKER]))
    report = scanned(own)
    assert "OWN-SPEAKER" in rules_of(report)
    assert report.generator.ruleset.packs == ("speakers",)
    assert report.generator.ruleset.name == "contract-scan+speakers"
    assert report.generator.ruleset.sha256 == own.sha256 != ruleset.sha256
    with pytest.raises(RuleError, match="no rule OWN-SPEAKER"):
        ruleset.rule("OWN-SPEAKER")


def test_the_weights_do_not_judge_rules_of_a_pack(scanned: Scan, ruleset: Ruleset) -> None:
    odd = {**SPEAKER, "kind": "dispute"}  # nothing in the sentence speaks of a dispute
    assert "OWN-SPEAKER" in rules_of(scanned(ruleset.extend(RulePack.of("speakers", [odd]))))
    judged = ruleset.extend(RulePack.of("speakers", [{**odd, "sure": False}]))
    assert "OWN-SPEAKER" not in rules_of(scanned(judged))
    assert ruleset.override(ruleset.rule("FEE-IDLE")).rule("FEE-IDLE").sure == ruleset.rule("FEE-IDLE").sure


def test_an_id_that_is_taken(ruleset: Ruleset) -> None:
    taken = {**SPEAKER, "id": "REF-NEVER"}
    with pytest.raises(RuleError, match=r"a rule REF-NEVER already \(.*yaml\); .*override: true"):
        ruleset.extend(RulePack.of("own", [taken]))
    replaced = ruleset.extend(RulePack.of("own", [{**taken, "override": True}]))
    assert replaced.rule("REF-NEVER").title == "音箱押金"
    assert ruleset.rule("REF-NEVER").title != "音箱押金"
    with pytest.raises(RuleError, match="no rule REF-NEVR to replace; did you mean 'REF-NEVER'"):
        ruleset.extend(RulePack.of("own", [{**taken, "id": "REF-NEVR", "override": True}]))


def test_override_changes_a_part(ruleset: Ruleset, scanned: Scan, plain: ContractReport) -> None:
    before = {finding.severity for finding in plain.findings if finding.rule_id == "FEE-IDLE"}
    assert before == {"medium"}
    milder = ruleset.rule("FEE-IDLE").model_copy(update={"severity": "low"})
    report = scanned(ruleset.override(milder))
    assert {finding.severity for finding in report.findings if finding.rule_id == "FEE-IDLE"} == {"low"}
    with pytest.raises(RuleError, match="no rule OWN-SPEAKER"):
        ruleset.override(SPEAKER)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"kind": "deposits"}, "pack own: rule OWN-SPEAKER: kind"),
        ({"when": {"all": ["~(a+)+b"]}}, "too many ways"),
        ({"mitigators": ["~(a+)+b"]}, "mitigators.*too many ways"),
        ({"mitigators": ["~(a"]}, "mitigators.*no regular expression"),
        ({"mitigators": ["deposite"]}, "'deposite' is no signal; did you mean 'deposit'"),
    ],
)
def test_a_wrong_rule_is_refused(ruleset: Ruleset, changed: dict[str, object], message: str) -> None:
    with pytest.raises(RuleError, match=message):
        ruleset.extend(RulePack.of("own", [{**SPEAKER, **changed}]))


def test_an_id_twice_in_a_pack() -> None:
    with pytest.raises(RuleError, match="pack own: the id OWN-SPEAKER is used twice"):
        RulePack.of("own", [SPEAKER, SPEAKER])


def test_a_pack_brings_terms(tmp_path: Path, ruleset: Ruleset, scanned: Scan) -> None:
    """New words for a known concept, and a concept of its own that a rule tests."""
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / "own.yaml").write_text(
        "deposit: {terms: [柜台金]}\nown_speaker: {zh: 收款音箱, terms: [收款音箱, 云喇叭]}\n", "utf-8"
    )
    (tmp_path / "own.yaml").write_text(
        json.dumps([{**SPEAKER, "when": {"all": ["own_speaker", "deposit"]}}], ensure_ascii=False), "utf-8"
    )
    own = ruleset.extend(tmp_path)
    assert "own_speaker" not in ruleset.concepts.names
    assert "OWN-SPEAKER" in rules_of(scanned(own))
    counter = TEXT.replace("押金", "柜台金")
    assert Scanner(own).scan(counter).refund.verdict == "non_refundable"
    assert Scanner(ruleset).scan(counter).refund.verdict != "non_refundable"
    (tmp_path / "terms" / "own.yaml").write_text("own_speaker: {terms: [收款音箱]}\n", "utf-8")
    with pytest.raises(RuleError, match=r"own\.yaml: the concept 'own_speaker' needs a `zh` name"):
        ruleset.extend(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("deposit: {patterns: ['(a+)+b']}", r"own\.yaml:1: .*broken pattern.*too many ways"),
        ("Deposit: {terms: [押金]}", r"own\.yaml:1: 'Deposit' is no name"),
        ("a_b: {zh: 甲, weak: perhaps}", r"own\.yaml:1: the concept 'a_b' weak: .*boolean"),
    ],
)
def test_wrong_terms_of_a_pack(tmp_path: Path, ruleset: Ruleset, text: str, message: str) -> None:
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / "own.yaml").write_text(text, "utf-8")
    with pytest.raises(RuleError, match=message):
        ruleset.extend(tmp_path)


def test_disabled_rules_and_risks_are_gone(ruleset: Ruleset, scanned: Scan, plain: ContractReport) -> None:
    assert "FEE-IDLE" in rules_of(plain)
    assert any(finding.rule_id.startswith("R-ABS-") for finding in plain.findings)
    report = scanned(ruleset.disable("FEE-IDLE", "R-ABS-*"))
    assert "FEE-IDLE" not in rules_of(report)
    assert not any(finding.rule_id.startswith("R-ABS-") for finding in report.findings)
    assert not any(check.id.startswith("R-ABS-") for check in report.checks)
    assert report.generator.ruleset.disabled == ("FEE-IDLE", "R-ABS-*")
    assert report.refund.score is not None
    assert plain.refund.score is not None
    assert report.refund.score < plain.refund.score


def test_a_check_of_nothing_but_disabled_rules_is_not_made(ruleset: Ruleset, scanned: Scan) -> None:
    """It found nothing because nobody looked: that must not be reported as clear."""
    one, both = scanned(ruleset.disable("FEE-IDLE")), scanned(ruleset.disable("FEE-IDLE", "FEE-UNUSED"))
    assert "R-FEE-IDLE" in {check.id for check in one.checks}
    assert "R-FEE-IDLE" not in {check.id for check in both.checks}


def test_what_is_disabled_stays_so(ruleset: Ruleset) -> None:
    own = ruleset.disable("REF-NEVER").extend(RulePack.of("own", [{**SPEAKER, "id": "REF-NEVER"}]))
    assert "REF-NEVER" not in {rule.id for rule in own.rules}
    with pytest.raises(RuleError, match="FEE-IDEL: there is no such rule or risk; did you mean 'FEE-IDLE'"):
        ruleset.disable("FEE-IDEL")


def test_settings_of_the_score(ruleset: Ruleset, scanned: Scan, plain: ContractReport) -> None:
    start = {**ScoreSettings().start, "non_refundable": 50}
    none = SeverityPoints(high=0, medium=0, low=0)
    points = ScoreSettings(start=start, deposit_risk=none, other_risk=none, other_protection=0)
    report = scanned(ruleset.with_settings(RuleSettings(score=points)))
    assert report.refund.score == 50
    assert report.findings == plain.findings
    with pytest.raises(ValueError, match="high >= medium >= low"):
        SeverityPoints(high=1, medium=2, low=0)
    with pytest.raises(ValueError, match="must give a number for each of"):
        ScoreSettings(start={"silent": 1})
    with pytest.raises(ValueError, match="unlikely must be below likely"):
        RuleSettings(likely=0.1, unlikely=0.2)


def test_settings_of_severity(ruleset: Ruleset, scanned: Scan, plain: ContractReport) -> None:
    raised = scanned(ruleset.with_settings(RuleSettings(floors={"FEE-*": "high"})))
    assert {f.severity for f in raised.findings if f.rule_id == "FEE-IDLE"} == {"high"}
    assert all("floor:" not in "".join(f.trace.decided) for f in plain.findings)
    high = scanned(ruleset.with_settings(RuleSettings(least="high")))
    warnings = [f for f in high.findings if f.outcome in ("risk", "absent", "contradiction")]
    assert {f.severity for f in warnings} == {"high"}
    assert {f.id for f in plain.findings} == {f.id for f in high.findings} | {s.finding.id for s in high.suppressed}
    assert all("低于设定的严重程度" in one.reason for one in high.suppressed)
    with pytest.raises(RuleError, match="NONE-SUCH: there is no such rule"):
        ruleset.with_settings(RuleSettings(floors={"NONE-SUCH": "high"}))


def test_settings_of_the_weights(ruleset: Ruleset) -> None:
    certain = ruleset.with_settings(RuleSettings(likely=1.0, unlikely=0.0))
    assert any(signal.startswith("likely.") for one in judged_text(TEXT, ruleset).fired for signal in one.signals)
    assert not any(
        signal.startswith(("likely.", "unlikely."))
        for one in judged_text(TEXT, certain).fired
        for signal in one.signals
    )


def test_suppressed_findings_are_listed_apart(ruleset: Ruleset, scanned: Scan, plain: ContractReport) -> None:
    own = ruleset.suppress(Suppression(rule="FEE-IDLE", reason="  已书面取消 "))
    report = scanned(own)
    assert "FEE-IDLE" not in rules_of(report)
    (gone,) = report.suppressed
    assert (gone.finding.rule_id, gone.reason, gone.rule) == ("FEE-IDLE", "已书面取消", "FEE-IDLE")
    assert gone.finding in plain.findings
    checks = {check.id: check for check in report.checks}
    assert checks["R-FEE-IDLE"].suppressed == "已书面取消"
    assert {check.suppressed for key, check in checks.items() if key != "R-FEE-IDLE"} == {None}
    assert "FEE-IDLE" not in {driver.source for driver in report.refund.drivers}
    assert set(gone.finding.legal_basis) <= set(report.legal_basis)
    assert own.sha256 != ruleset.sha256


def test_suppressions_in_sarif(ruleset: Ruleset) -> None:
    own = ruleset.suppress(Suppression(rule="FEE-IDLE", reason="已书面取消"))
    run = json.loads(render_sarif([Scanner(own).try_scan(TEXT)]))["runs"][0]
    (result,) = [result for result in run["results"] if result["ruleId"] == "FEE-IDLE"]
    assert result["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "已书面取消"}]
    assert all("suppressions" not in result for result in run["results"] if result["ruleId"] != "FEE-IDLE")


@pytest.mark.parametrize(
    ("place", "covers"),
    [
        ({"clause": "第三条"}, True),
        ({"clause": "第二条"}, False),
        ({"quote": "每月收取 闲置费30元"}, True),
        ({"quote": "闲置费31元"}, False),
        ({"quote_sha256": "0" * 64}, False),
        ({"clause": "第三条", "quote": "闲置费31元"}, False),
    ],
)
def test_where_a_suppression_holds(ruleset: Ruleset, scanned: Scan, place: dict[str, str], covers: bool) -> None:
    report = scanned(ruleset.suppress(Suppression(rule="FEE-*", reason="已取消", **place)))
    assert ("FEE-IDLE" in {one.finding.rule_id for one in report.suppressed}) == covers


def test_a_suppression_of_one_finding(ruleset: Ruleset, scanned: Scan, plain: ContractReport) -> None:
    finding = next(finding for finding in plain.findings if finding.rule_id == "FEE-IDLE")
    own = ruleset.suppress(Suppression.of(finding, reason="已取消"))
    assert [one.finding.id for one in scanned(own).suppressed] == [finding.id]
    wrapped = TEXT.replace("每月收取闲置费", "每月收取\n闲置费")
    assert len(Scanner(own).scan(TEXT.replace("30元", "40元")).suppressed) == 0
    assert wrapped != TEXT


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("- rule: FEE-IDLE\n", 1, "every suppression needs a `reason`"),
        ("- rule: FEE-IDLE\n  reason: ' '\n", 2, "say why"),
        ("- rule: FEE-IDLE\n  reason: 好\n  claus: 第三条\n", 3, "claus"),
        ("- rule: FEE-IDLE\n  reason: 好\n  quote_sha256: abc\n", 3, "quote_sha256"),
        ("rule: FEE-IDLE\n", None, "must be a list of suppressions"),
    ],
)
def test_a_wrong_suppression_file(tmp_path: Path, ruleset: Ruleset, text: str, line: int | None, message: str) -> None:
    file = tmp_path / "known.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(RuleError, match=message) as caught:
        ruleset.suppress(file)
    assert caught.value.file == str(file)
    assert caught.value.line == line


def test_a_suppression_of_nothing(ruleset: Ruleset) -> None:
    with pytest.raises(RuleError, match="FEE-IDEL: there is no such rule or risk"):
        ruleset.suppress(Suppression(rule="FEE-IDEL", reason="已取消"))


def test_two_rulesets_do_not_touch_each_other(ruleset: Ruleset, scanned: Scan, plain: ContractReport) -> None:
    own = (
        ruleset.extend(RulePack.of("own", [SPEAKER]))
        .disable("FEE-*")
        .suppress(Suppression(rule="REF-*", reason="已退"))
    )
    first = scanned(own).to_json()
    assert scanned(Ruleset.default()).to_json() == plain.to_json()
    assert scanned(own).to_json() == first


def test_workers_get_the_same_ruleset(ruleset: Ruleset) -> None:
    own = (
        ruleset.extend(RulePack.of("own", [SPEAKER]))
        .disable("FEE-*")
        .suppress(Suppression(rule="REF-*", reason="已退"))
    )
    scanner = Scanner(own.with_settings(RuleSettings(least="medium")))
    sent = pickle.loads(pickle.dumps(scanner))
    assert sent.scan(TEXT).to_json() == scanner.scan(TEXT).to_json()
    assert sent.fingerprint == scanner.fingerprint != Scanner(own).fingerprint


def test_the_fingerprint_follows_every_change(ruleset: Ruleset) -> None:
    made = [
        ruleset,
        ruleset.extend(RulePack.of("own", [SPEAKER])),
        ruleset.extend(RulePack.of("own", [{**SPEAKER, "severity": "high"}])),
        ruleset.override(ruleset.rule("FEE-IDLE").model_copy(update={"severity": "low"})),
        ruleset.disable("FEE-IDLE"),
        ruleset.disable("FEE-*"),
        ruleset.with_settings(RuleSettings(least="low")),
        ruleset.suppress(Suppression(rule="FEE-IDLE", reason="甲")),
        ruleset.suppress(Suppression(rule="FEE-IDLE", reason="乙")),
    ]
    assert len({one.sha256 for one in made}) == len(made)
    assert ruleset.disable("FEE-IDLE").sha256 == made[4].sha256
