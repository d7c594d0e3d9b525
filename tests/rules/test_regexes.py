"""The proof that a pattern ends: what it refuses, what it lets through, and that it holds for all that is shipped."""

from __future__ import annotations

import re

import pytest

from contract_scan.assess.checks.clues import load_clues
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.assess.report import Assessor
from contract_scan.language.concepts import Concepts
from contract_scan.lexicons import lexicon_files, lexicon_root
from contract_scan.regexes import MOST_STEPS, UnsafePatternError, compiled_pattern, steps_of
from contract_scan.rules.headings import Headings
from contract_scan.rules.pack import read_rules


@pytest.mark.parametrize(
    "source",
    [
        r"(a+)+b",
        r"(a*)*b",
        r"(?:a|a)+b",
        r"(?:a|aa)+b",
        r"(?:押|押金)*退",
        r"(?:[^，]{1,10})*退",
        r"(?:因[^，。；]{1,10})*解除",
        r"(?:\w+\s?)*。",
        r"(?:a?){60}a{60}",
        r"[^。]*押[^。]*金[^。]*退[^。]*还",
        r"(?:.*?,){20}P",
        r"(?:a|b|ab)*c",
        r"^(?:(?:a+)?)+$",
        r"(?i)(?:ab|AB)+c",
        r"(a+)(?:b|\1)+c(?:a+)+d",
    ],
)
def test_what_may_run_away_is_refused(source: str) -> None:
    with pytest.raises(UnsafePatternError, match=r"too many ways.*limit how often"):
        compiled_pattern(source)


@pytest.mark.parametrize(
    "source",
    [
        r"押金",
        r"押金[^，。；]{0,12}不退",
        r"[^。；]*不退",
        r"(?:押金|保证金|定金)+",
        r"(?:ab)*c",
        r"\d+(?:\.\d+)?元",
        r"\d[\d,]*元",
        r"(?<!不)退(?=押金)(?!还)",
        r"(?:[^，]{1,10}，){0,3}退",
        r"(?>a+)+b",
        r"(?:a++)+b",
        r"第[一二三四五六七八九十\d]+条",
    ],
)
def test_what_ends_is_let_through(source: str) -> None:
    assert compiled_pattern(source).pattern == source
    assert 0 < steps_of(source) <= MOST_STEPS


@pytest.mark.parametrize(
    "source", ["(押", "[押", "*", "(?P<a>x)(?P<a>y)", "a{99999999999}", "a{" + "9" * 5000 + "}", "(?<=a+)b"]
)
def test_what_is_no_pattern_is_refused(source: str) -> None:
    with pytest.raises(UnsafePatternError, match="is no regular expression"):
        compiled_pattern(source)


def test_ways_multiply() -> None:
    """Each way through a part tries all of what follows; a part that can end at one place only multiplies nothing."""
    assert steps_of("[押金]{0,20}[押金]{0,20}退") > 400_000
    assert steps_of("[押金]{0,20}退[押金]{0,20}退") < 100_000
    assert steps_of("[押金]{0,20}+[押金]{0,20}退") < 100_000


def test_every_pattern_of_the_lexicons_is_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the lexicons compile: rules, terms, headings, clues, conditions, and all that the assessment reads."""
    seen: dict[str, None] = {}
    compile_ = re.compile

    def recorded(pattern: str | re.Pattern[str], flags: int = 0) -> re.Pattern[str]:
        # PyYAML has patterns of its own; a pattern of the lexicons has no flags.
        if isinstance(pattern, str) and not flags and "\n" not in pattern:
            seen[pattern] = None
        return compile_(pattern, flags)

    root = lexicon_root()
    monkeypatch.setattr(re, "compile", recorded)
    # What was compiled when the package was built would not be seen.
    monkeypatch.setattr("contract_scan.precompiled._ready", lambda: None)
    rules = [rule for path in lexicon_files(root, "rules") for rule, _ in read_rules(path, trusted=True)]
    for rule in rules:
        groups = (*rule.when.compiled, rule.compiled_mitigators)
        assert all(part.signal or part.pattern for group in groups for parts in group for part in parts)
    for concept in Concepts(root).entries.values():
        assert all(map(re.compile, concept.patterns))
    Headings(root)
    Assessor(root)
    assert all(DepositLexicon.load(root).patterns.values())
    for clue in load_clues(root).values():
        assert all(part.signal or part.pattern for group in clue.when.compiled for parts in group for part in parts)
    monkeypatch.undo()
    assert len(seen) > 800
    assert any("押金" in source for source in seen)
    unproved = []
    for source in seen:
        try:
            compiled_pattern(source)
        except UnsafePatternError as error:
            unproved.append(str(error))
    assert unproved == []
