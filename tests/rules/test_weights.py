"""Signals weighed together: what is likely though no rule names it, and unlikely though one does."""

from __future__ import annotations

from pathlib import Path

import pytest

from contract_scan import RuleError, Ruleset, Scanner
from contract_scan.extract import extract
from contract_scan.model.report import Trace
from contract_scan.rules import Fired, Match
from contract_scan.rules.settings import DEFAULT_SETTINGS
from contract_scan.rules.weights import KindWeights
from contract_scan.sources import as_source


def weights(tmp_path: Path, text: str) -> KindWeights:
    (tmp_path / "weights.yaml").write_text(text, encoding="utf-8")
    return KindWeights(tmp_path, {"fee", "row", "rate"})


def test_weights_add_up_to_a_probability(tmp_path: Path) -> None:
    weighed = weights(tmp_path, "fee: {base: -2, rate: 3, row: -1}\n")
    assert weighed.probabilities({"rate"})["fee"] == pytest.approx(0.731, abs=0.001)
    assert weighed.probabilities({"rate", "row"})["fee"] == pytest.approx(0.5)
    assert weighed.probabilities(set())["fee"] < weighed.probabilities({"rate"})["fee"]


def test_only_what_is_clear_becomes_a_signal(tmp_path: Path) -> None:
    weighed = weights(tmp_path, "fee: {base: -4, rate: 5, row: 3}\n")
    assert weighed.signals({"rate"}) == {"likely.fee"}
    assert weighed.signals(set()) == {"unlikely.fee"}
    assert weighed.signals({"row"}) == set()
    assert DEFAULT_SETTINGS.unlikely < DEFAULT_SETTINGS.likely


def test_the_reasons_come_heaviest_first(tmp_path: Path) -> None:
    weighed = weights(tmp_path, "fee: {base: -3, rate: 1, row: -2}\n")
    assert weighed.reasons("fee", {"rate", "row", "money"}) == [("row", -2), ("rate", 1)]


def test_without_a_file_nothing_is_weighed(tmp_path: Path) -> None:
    assert KindWeights(tmp_path, set()).signals({"rate"}) == set()


def test_a_weight_of_no_signal_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="'rat' is no signal"):
        weights(tmp_path, "fee: {base: -3, rat: 1}\n")


def test_a_sentence_that_no_rule_names_is_found() -> None:
    text = (
        "甲方（收单机构）：A\n乙方（特约商户）：B\n第三条 收费标准\n服务费每月三十元。\n"
        "门店当月歇业满二十日的，服务费减半。"
    )
    *_, sentence = Scanner().explain(text)
    assert sentence.kinds == ("fee",)
    assert [judged.rule_id for judged in sentence.fired] == ["FEE-LIKELY"]


def test_a_base_rule_alone_does_not_make_an_unlikely_kind(ruleset: Ruleset) -> None:
    rule = ruleset.rule("TER-END")
    reading = ruleset.judge(extract(as_source("乙方应妥善保管终端。"))).readings[0]
    hit = Match(rule, 0, "none", Trace(rule=rule.id))
    assert Fired(reading, frozenset(), [hit]).standing() == (hit,)
    assert Fired(reading, frozenset({"unlikely.termination"}), [hit]).standing() == ()
