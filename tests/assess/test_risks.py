"""The known risks: all there, whole, and citing only law that exists."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from contract_scan.assess.law import LawBook
from contract_scan.assess.risks import Risk, load_cases, load_risks
from contract_scan.errors import RuleError
from contract_scan.lexicons import lexicon_root

RISK = """\
risks:
  - id: R-SOME-RISK
    title: 一种风险
    kind: refund
    type: presence
    severity: high
    why: 因为。
    advice: 这样做。
    law: [cc-497]
    check: {rules: [REF-NEVER]}
"""


@pytest.fixture(scope="module")
def risks() -> dict[str, Risk]:
    return load_risks(lexicon_root())


def written(tmp_path: Path, text: str) -> Path:
    (tmp_path / "risks").mkdir(exist_ok=True)
    (tmp_path / "risks" / "some.yaml").write_text(text, "utf-8")
    return tmp_path


def test_every_risk_is_there(risks: dict[str, Risk]) -> None:
    assert Counter(risk.type for risk in risks.values()) == {
        "presence": 61,
        "absence": 22,
        "combination": 16,
        "contradiction": 11,
    }


def test_ids_tell_the_type(risks: dict[str, Risk]) -> None:
    marks = {"absence": "R-ABS-", "combination": "R-COM-", "contradiction": "R-CON-"}
    for risk in risks.values():
        for kind, mark in marks.items():
            assert risk.id.startswith(mark) == (risk.type == kind), risk.id


def test_titles_differ(risks: dict[str, Risk]) -> None:
    assert [title for title, count in Counter(risk.title for risk in risks.values()).items() if count > 1] == []


def test_every_law_id_resolves_and_a_merchant_always_has_something_to_cite(risks: dict[str, Risk]) -> None:
    law = LawBook.load()
    for risk in risks.values():
        cited = law.citable(risk.law)
        assert cited, risk.id
        assert {law.get(law_id).scope for law_id in cited} <= {"merchant", "user"}, risk.id


def test_consumer_law_among_the_risks_is_dropped_for_a_merchant(risks: dict[str, Risk]) -> None:
    law = LawBook.load()
    assert "cv-12" in risks["R-INT-FINAL"].law
    assert law.citable(risks["R-INT-FINAL"].law) == ("cc-498", "cc-497")
    assert "cv-12" in law.citable(risks["R-INT-FINAL"].law, perspective="consumer")


def test_every_case_is_of_some_risk_and_names_nobody(risks: dict[str, Risk]) -> None:
    cases = load_cases(lexicon_root())
    assert cases.keys() == {case for risk in risks.values() for case in risk.cases}
    assert not [case.id for case in cases.values() if re.search(r"https?:|公司|法院", case.told)]


@pytest.mark.parametrize(
    ("old", "new", "message", "line"),
    [
        ("severity: high", "severity: grave", "R-SOME-RISK: severity: ", 2),
        ("    advice: 这样做。\n", "", "R-SOME-RISK: advice: ", 2),
        ("type: presence", "type: missing", "R-SOME-RISK: type: ", 2),
        ("id: R-SOME-RISK", "id: some risk", "some risk: id: ", 2),
        ("law: [cc-497]", "law: []", "R-SOME-RISK: law: ", 2),
        ("law: [cc-497]", "law: [cc-497]\n    cases: [C99]", "unknown case 'C99'", None),
        ("risks:", "risk:", "unknown key 'risk'", 1),
    ],
)
def test_a_wrong_file_is_named_with_the_line(
    tmp_path: Path, old: str, new: str, message: str, line: int | None
) -> None:
    with pytest.raises(RuleError, match=re.escape(message)) as caught:
        load_risks(written(tmp_path, RISK.replace(old, new)))
    assert caught.value.line == line


def test_an_id_used_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="R-SOME-RISK: this id is used twice"):
        load_risks(written(tmp_path, RISK + RISK.removeprefix("risks:\n")))
