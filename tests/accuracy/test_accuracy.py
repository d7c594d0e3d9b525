"""Holds the figures on the labelled agreements to the recorded floors, and the scoring to its definitions."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import get_args

import pytest
import yaml
from scoring import (
    CORPUS,
    FLOORS,
    KINDS,
    SETS,
    SIZE,
    Count,
    all_figures,
    clauses,
    found_kinds,
    labels_file,
    places,
    units,
)

from contract_scan import Scanner
from contract_scan.model.report import Kind


@pytest.fixture(scope="module")
def figures(scanner: Scanner, pytestconfig: pytest.Config) -> dict[str, dict[str, float]]:
    values, table = all_figures(scanner)
    reporter = pytestconfig.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:  # seen without -s, so that a run of CI shows how well the scanner reads
        reporter.ensure_newline()
        reporter.write_line(table)
    return values


_RECORDED: dict[str, dict[str, float]] = json.loads(FLOORS.read_text("utf-8"))

_MEND = "python tests/accuracy/scoring.py --record"


@pytest.mark.parametrize("name", _RECORDED)
def test_no_figure_falls(figures: dict[str, dict[str, float]], name: str) -> None:
    if figures[name][SIZE] != _RECORDED[name][SIZE]:
        pytest.skip("the floors were recorded on other texts, which another test says")
    fallen = {
        key: f"{figures[name].get(key, 0.0):.3f} is below {floor}"
        for key, floor in _RECORDED[name].items()
        if figures[name].get(key, 0.0) < floor
    }
    assert fallen == {}, f"if this is meant: {_MEND}"


def test_every_set_has_its_floors(figures: dict[str, dict[str, float]]) -> None:
    assert figures.keys() == _RECORDED.keys(), _MEND
    for name, values in figures.items():
        if name != "rules":  # a rule that comes to be found often has no floor yet
            assert values.keys() == _RECORDED[name].keys(), _MEND
        assert values[SIZE] == _RECORDED[name][SIZE], f"{name}: there are other texts now; {_MEND}"


# --- The labels -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SETS)
def test_labels_fit_their_texts(name: str) -> None:
    for path in sorted((CORPUS / name).glob("*.txt")):
        count = len(units(path.read_text("utf-8")))
        for suffix in (".labels.tsv", ".ambiguous.tsv") if labels_file(path).exists() else ():
            for line in path.with_suffix(suffix).read_text("utf-8").splitlines():
                unit, kinds, *_ = line.split("\t")
                assert int(unit) < count, f"{path.stem}{suffix}: there is no unit {unit}"
                assert set(kinds.split(",")) <= set(KINDS), f"{path.stem}{suffix}: {line}"
        facts = yaml.safe_load(path.with_suffix(".facts.yaml").read_text("utf-8"))
        assert facts["doc"] == path.stem


def test_clauses_are_labelled() -> None:
    known = {clause.id for clause in clauses()}
    assert len(known) == len(clauses()) == 195
    for clause in clauses():
        assert clause.kinds <= set(get_args(Kind))
        assert clause.twin is None or clause.twin in known
        assert clause.outcome in ("risk", "protection", "information", "-")


# --- The scoring ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("押金不退。费用自理；终端归甲方", ["押金不退。", "费用自理；", "终端归甲方"]),
        ("第一条 押金\n\n  押金不退。  \n", ["第一条 押金", "押金不退。"]),
        ("称：“押金不退。”同意。", ["称：“押金不退。”", "同意。"]),
        ("——\n。。\n退吗？？", ["退吗？？"]),
        ("", []),
    ],
)
def test_units(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in units(text)] == expected


def test_counts() -> None:
    count = Count()
    for gold, found in ((True, True), (True, True), (True, False), (False, True), (False, False)):
        count.add(gold, found)
    assert (count.right, count.extra, count.missed) == (2, 1, 1)
    assert count.precision == count.recall == count.f1 == pytest.approx(2 / 3)
    assert Count().f1 == 1.0
    assert count.plus(Count(1, 0, 0)).right == 3


def test_findings_are_found_in_their_units(scanner: Scanner) -> None:
    text = "甲方（收单机构）：\r\n乙方（商户）：\r\n第一条 押金\r\n乙方应交押金300元。押金概不退还。\r\n"
    found = found_kinds(scanner.scan(text), text)
    spoken = {text[a:b]: found.get(n, set()) for n, (a, b) in enumerate(units(text))}
    assert "refund" in spoken["押金概不退还。"]
    assert "deposit" in spoken["乙方应交押金300元。"]
    assert not spoken["乙方（商户）："]


def test_places_need_the_same_text() -> None:
    assert places("押金 不退", "押金\n不退") == [0, 1, None, 3, 4]
    with pytest.raises(AssertionError, match="otherwise than it is written"):
        places("押金", "保证金")


def test_a_worse_reading_scores_worse(scanner: Scanner, monkeypatch: pytest.MonkeyPatch) -> None:
    """The floors can fail: a reading that finds nothing falls below them."""
    import scoring

    scan: Callable[..., object] = scanner.scan
    monkeypatch.setattr(scoring, "SETS", SETS[:1])

    class Blind:
        @staticmethod
        def scan(source: object) -> object:
            report = scan(source)
            return report.model_copy(update={"findings": ()})  # type: ignore[attr-defined]

    values = scoring.score_set(SETS[0], Blind()).figures()  # type: ignore[arg-type]
    assert values["core.f1"] == 0 < _RECORDED[SETS[0]]["core.f1"]
