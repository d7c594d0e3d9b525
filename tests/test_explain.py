"""Why a rule fired, nearly fired or did not, sentence by sentence."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from contract_scan import RuleError, Scanner, UsageError
from contract_scan.cli.app import app

TEXT = """甲方（收单机构）：某某支付有限公司
乙方（特约商户）：____
第一条 押金
1.1 乙方应向甲方交纳终端押金299元。
1.2 甲方不得以交易量未达标为由不予退还押金。
第二条 终止
（一）乙方可以随时解除本协议。
"""


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return Scanner()


def test_a_sentence_is_told_with_frames_facts_and_rules(scanner: Scanner) -> None:
    (sentence,) = scanner.explain(TEXT, clause="1.2")
    assert sentence.evidence.quote == "甲方不得以交易量未达标为由不予退还押金。"
    assert TEXT[sentence.evidence.start : sentence.evidence.end] == sentence.evidence.quote
    assert sentence.path == ("第一条", "1.2")
    assert sentence.headings == ("押金",)
    assert ("甲方", "provider") in [(party.text, party.role) for party in sentence.parties]
    (frame,) = [frame for frame in sentence.frames if frame.predicate == "return"]
    assert (frame.actor, frame.modality, frame.negative, frame.object) == ("provider", "must_not", False, "deposit")
    assert frame.why
    assert {"deposit", "refund"} <= set(sentence.kinds)
    assert any(hit.stands and hit.kind == "refund" and hit.trace.decided for hit in sentence.fired)


def test_figures_are_facts(scanner: Scanner) -> None:
    (sentence,) = scanner.explain(TEXT, clause="1.1")
    assert [(fact.type, fact.value) for fact in sentence.facts] == [("money", "299.00")]


def test_a_rule_that_was_asked_about_says_what_stopped_it(scanner: Scanner) -> None:
    (sentence,) = scanner.explain(TEXT, clause="第一条/1.2", rules=["REF-NEVER", "TER-HEADING"])
    assert [trace.rule for trace in sentence.asked_about] == ["REF-NEVER", "TER-HEADING"]
    assert all(trace.stopped_by for trace in sentence.asked_about)


def test_near_is_what_one_test_stopped(scanner: Scanner) -> None:
    fair = scanner.explain("甲方（收单机构）：\n乙方（特约商户）：\n甲方有权随时解除本协议，但不得随时停机。")[-1]
    stopped = {trace.rule: trace.stopped_by for trace in fair.near}
    assert stopped["TER-AT-WILL"] == "none: end.must_not.by.provider"
    fired = {hit.rule_id for sentence in scanner.explain(TEXT) for hit in sentence.fired}
    assert fired.isdisjoint(stopped) or "TER-AT-WILL" not in fired


def test_a_clause_comes_with_all_under_it(scanner: Scanner) -> None:
    under = [sentence.evidence.quote for sentence in scanner.explain(TEXT, clause="第一条")]
    assert under == [
        "第一条 押金",
        "乙方应向甲方交纳终端押金299元。",
        "甲方不得以交易量未达标为由不予退还押金。",
    ]
    assert [s.evidence.quote for s in scanner.explain(TEXT, clause="(一)")] == ["乙方可以随时解除本协议。"]
    by_id = scanner.explain(TEXT, clause="1.1")[0].clause_id
    assert scanner.explain(TEXT, clause=by_id) == scanner.explain(TEXT, clause="1.1")


def test_an_unknown_clause_or_rule_is_told(scanner: Scanner) -> None:
    with pytest.raises(UsageError, match=r"第九条.*第一条"):
        scanner.explain(TEXT, clause="第九条")
    with pytest.raises(RuleError, match="NO-SUCH"):
        scanner.explain(TEXT, rules=["NO-SUCH"])


def test_the_command(tmp_path) -> None:
    file = tmp_path / "agreement.txt"
    file.write_text(TEXT, encoding="utf-8")
    shown = CliRunner().invoke(app, ["explain", str(file), "--clause", "1.2", "--rule", "REF-NEVER"])
    assert shown.exit_code == 0
    assert "provider · must_not · return「不予退还」" in shown.stdout
    assert "没有命中：REF-NEVER" in shown.stdout
    data = CliRunner().invoke(app, ["explain", str(file), "--clause", "1.2", "--format", "json"])
    assert json.loads(data.stdout)[0]["evidence"]["quote"] == "甲方不得以交易量未达标为由不予退还押金。"
    lost = CliRunner().invoke(app, ["explain", str(file), "--clause", "第九条"])
    assert lost.exit_code == 2
    assert lost.stderr.startswith("错误: ")
