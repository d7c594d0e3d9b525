"""Signals weighed together: what is likely though no rule names it, and unlikely though one does."""

from __future__ import annotations

from pathlib import Path

import pytest

from contract_scan import RuleError, Ruleset, Scanner
from contract_scan.extract import extract
from contract_scan.literals import grams_of
from contract_scan.model.report import Trace
from contract_scan.rules import Fired, Match
from contract_scan.rules.settings import DEFAULT_SETTINGS
from contract_scan.rules.weights import KindWeights
from contract_scan.sources import as_source

NOTHING: frozenset[str] = frozenset()


def weights(tmp_path: Path, text: str, pairs: str = "{}\n") -> KindWeights:
    (tmp_path / "weights.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "pairs.yaml").write_text(pairs, encoding="utf-8")
    return KindWeights(tmp_path, {"fee", "row", "rate"})


def test_weights_add_up_to_a_probability(tmp_path: Path) -> None:
    weighed = weights(tmp_path, "fee: {base: -2, rate: 3, row: -1}\n")
    assert weighed.probabilities({"rate"}, NOTHING)["fee"] == pytest.approx(0.731, abs=0.001)
    assert weighed.probabilities({"rate", "row"}, NOTHING)["fee"] == pytest.approx(0.5)
    assert weighed.probabilities(set(), NOTHING)["fee"] < weighed.probabilities({"rate"}, NOTHING)["fee"]


def test_only_what_is_clear_becomes_a_signal(tmp_path: Path) -> None:
    weighed = weights(tmp_path, "fee: {base: -4, rate: 5, row: 3}\n")
    assert weighed.signals({"rate"}, NOTHING) == {"likely.fee"}
    assert weighed.signals(set(), NOTHING) == {"unlikely.fee"}
    assert weighed.signals({"row"}, NOTHING) == set()
    assert DEFAULT_SETTINGS.unlikely < DEFAULT_SETTINGS.likely


def test_the_reasons_come_heaviest_first(tmp_path: Path) -> None:
    weighed = weights(tmp_path, "fee: {base: -3, rate: 1, row: -2}\n", 'fee: {"1.5": 租金 月租}\n')
    assert weighed.reasons("fee", {"rate", "row", "money"}, NOTHING) == [("row", -2), ("rate", 1)]
    assert weighed.reasons("fee", {"row"}, grams_of("月租三十")) == [("row", -2), ("月租", 1.5)]


def test_pairs_of_characters_weigh_too(tmp_path: Path) -> None:
    weighed = weights(tmp_path, "fee: {base: -2, rate: 1}\nrow: {base: -1}\n", 'fee: {"2": 租金, "-1.5": 押金 保证}\n')
    assert weighed.probabilities(NOTHING, grams_of("租金"))["fee"] == pytest.approx(0.5)
    assert weighed.probabilities({"rate"}, grams_of("租金和保证"))["fee"] == pytest.approx(0.378, abs=0.001)
    assert weighed.probabilities(NOTHING, grams_of("租金"))["row"] == pytest.approx(0.269, abs=0.001)


@pytest.mark.parametrize("pairs", ['fee: {"1": 租}\n', 'row: {"1": 租金}\n'])
def test_a_weight_of_no_pair_is_an_error(tmp_path: Path, pairs: str) -> None:
    with pytest.raises(RuleError, match=r"pairs? of characters.*fit the weights anew"):
        weights(tmp_path, "fee: {base: -3}\n", pairs)


def test_without_a_file_nothing_is_weighed(tmp_path: Path) -> None:
    assert KindWeights(tmp_path, set()).signals({"rate"}, NOTHING) == set()


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
