"""What `rules lint` finds, and that it finds nothing in the rules of the package."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contract_scan.authoring import Problem, lint

Pack = Callable[..., tuple[Problem, ...]]

GOOD: dict[str, Any] = {
    "id": "OWN-SPEAKER",
    "title": "音箱押金",
    "kind": "equipment",
    "outcome": "risk",
    "severity": "low",
    "when": {"all": ["~收款音箱", "deposit"]},
    "message": "音箱也收押金。",
    "hit": ["收款音箱押金50元。", "乙方领用收款音箱，交押金50元。", "收款音箱另收押金。"],
    "miss": ["终端押金50元。", "收款音箱免费使用。", "押金300元。"],
}


def written(rule: dict[str, Any]) -> str:
    """Return a rule as it stands in a file: a line a field."""
    return "- " + "  ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in rule.items())


@pytest.fixture
def linted(tmp_path: Path) -> Pack:
    def check(*rules: dict[str, Any], terms: str = "") -> tuple[Problem, ...]:
        (tmp_path / "rules").mkdir(exist_ok=True)
        (tmp_path / "rules" / "own.yaml").write_text("".join(map(written, rules)), "utf-8")
        if terms:
            (tmp_path / "terms").mkdir(exist_ok=True)
            (tmp_path / "terms" / "own.yaml").write_text(terms, "utf-8")
        return lint([tmp_path])

    return check


def codes(problems: tuple[Problem, ...]) -> set[tuple[str, str]]:
    return {(problem.code, problem.level) for problem in problems}


def test_a_good_rule_has_no_problem(linted: Pack) -> None:
    assert linted(GOOD) == ()


def test_the_rules_of_the_package_have_none() -> None:
    assert [problem for problem in lint() if problem.level != "hint"] == []


@pytest.mark.parametrize(
    ("changed", "code", "level"),
    [
        ({"hit": GOOD["hit"][:2]}, "few-texts", "warning"),
        ({"miss": GOOD["miss"][:1] * 3}, "few-texts", "warning"),
        ({"hit": [*GOOD["hit"], "收款喇叭押金50元。"]}, "hit-fails", "error"),
        ({"miss": [*GOOD["miss"], "收款音箱押金80元。"]}, "miss-fires", "error"),
        ({"hit": ["喇叭押金。", "终端押金。", "机器押金。"]}, "never-fires", "error"),
        ({"when": {"all": ["deposit", "~收款音箱"], "none": ["deposit"]}}, "never-fires", "error"),
        ({"legal_basis": ["cc-4970"]}, "unknown-law", "error"),
        ({"severity": "none"}, "no-severity", "warning"),
        ({"severity": "high"}, "no-advice", "warning"),
        ({"miss": [*GOOD["miss"], GOOD["hit"][0]]}, "hit-and-miss", "error"),
        ({"when": {"all": ["~收款音箱|收款音响箱", "deposit"]}}, "untried-word", "hint"),
        (
            {"when": {"all": ["~(?:收款|音箱)+押", "deposit"]}, "hit": ["收款音箱押金50元。"] * 3},
            "few-texts",
            "warning",
        ),
        ({"when": {"all": ["~([^，]+)+音箱", "deposit"]}}, "unsafe-pattern", "error"),
        ({"when": {"all": ["deposite"]}}, "unknown-signal", "error"),
        ({"severity": "severe"}, "unreadable", "error"),
        ({"id": "REF-NEVER"}, "duplicate-id", "error"),
    ],
)
def test_each_problem_is_found(linted: Pack, changed: dict[str, Any], code: str, level: str) -> None:
    problems = linted({**GOOD, **changed})
    assert (code, level) in codes(problems)
    (found, *_) = [problem for problem in problems if problem.code == code]
    assert found.file is not None
    assert found.file.endswith("own.yaml")
    assert found.line is not None


def test_duplicates_and_shadows(linted: Pack) -> None:
    again = {**GOOD, "id": "OWN-AGAIN", "when": {"all": ["deposit", "~收款音箱"]}}
    wider = {**GOOD, "id": "OWN-WIDER", "severity": "medium", "when": {"all": ["~音箱", "deposit"]}}
    found = {(problem.code, problem.rule, problem.other) for problem in linted(GOOD, again, wider)}
    assert ("duplicate-meaning", "OWN-SPEAKER", "OWN-AGAIN") in found
    assert ("shadowed", "OWN-SPEAKER", "OWN-AGAIN") in found or ("shadowed", "OWN-SPEAKER", "OWN-WIDER") in found
    assert not any(rule == "OWN-WIDER" and code == "shadowed" for code, rule, _ in found)
    graver = {**GOOD, "severity": "medium"}
    milder = {**wider, "severity": "low"}
    assert "shadowed" not in {problem.code for problem in linted(graver, milder) if problem.rule == "OWN-SPEAKER"}


def test_terms_of_a_pack(linted: Pack) -> None:
    problems = linted(GOOD, terms="own_horn: {zh: 喇叭, terms: [喇叭], whole: [云喇叭]}\nown_box: {zh: 盒}\n")
    assert codes(problems) == {("unused-term", "warning"), ("whole-no-term", "error"), ("empty-term", "error")}
