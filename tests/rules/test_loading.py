"""Loading rules: errors that say file, line and the mend; rules of one's own; the fingerprint."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from contract_scan import RuleError, Ruleset, Scanner

Write = Callable[..., Path]

GOOD = """\
- id: OWN-SPEAKER
  title: 音箱押金
  kind: deposit
  outcome: risk
  severity: low
  when: {all: ['~收款音箱', deposit]}
  message: 音箱也收押金。
  advice: 问清楚。
  hit: [收款音箱押金50元。]
  miss: [终端押金50元。]
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def make(text: str, name: str = "own.yaml") -> Path:
        folder = tmp_path / "lexicons"
        (folder / "rules").mkdir(parents=True, exist_ok=True)
        (folder / "rules" / name).write_text(textwrap.dedent(text), "utf-8")
        return folder

    return make


def edited(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("- id: A-B\n  hit: 押金: 不退", 2, "no valid YAML"),
        ("- id: A-B\n  title: x\n bad", 3, "no valid YAML"),
        ("rules: []", None, "must be a list of rules"),
        (edited("  severity: low\n", "  severity: low\n  severity: high\n"), 6, "'severity' is given twice; keep one"),
        (edited("deposit]}", "deposits]}"), 1, "'deposits' is no signal; did you mean 'deposit'"),
        (edited("deposit]}", "return.no.of.deposite]}"), 1, "did you mean 'return.no.of.deposit'"),
        (edited("~收款音箱", "~收款(音箱"), 6, "is no regular expression"),
        (edited("~收款音箱", "~收款.{0,99999999999}音箱"), 6, "is no regular expression"),
        (edited("~收款音箱", "收款音箱"), 6, "neither a signal name nor"),
        (edited("  hit: [收款音箱押金50元。]\n", ""), 1, "OWN-SPEAKER: hit: Field required"),
        (edited("  miss: [终端押金50元。]\n", "  miss: []\n"), 10, "OWN-SPEAKER: miss: .*at least 1"),
        (edited("severity: low", "severity: severe"), 5, "OWN-SPEAKER: severity: .*'high'"),
        (edited("kind: deposit", "kind: deposits"), 3, "OWN-SPEAKER: kind"),
        (edited("OWN-SPEAKER", "own speaker"), 1, "id: .*pattern"),
        (edited("title:", "titel:"), None, "OWN-SPEAKER: tit"),
        (GOOD + GOOD, 11, "the id OWN-SPEAKER is used twice; give this rule another"),
        (edited("hit: [收款音箱押金50元。]", "hit: 收款音箱押金50元。"), 9, "OWN-SPEAKER: hit: Input should be a list"),
        ("- 押金", 1, "own.yaml"),
    ],
)
def test_errors_say_where_and_what(write: Write, text: str, line: int | None, message: str) -> None:
    folder = write(text)
    with pytest.raises(RuleError, match=message) as caught:
        Ruleset.load(folder)
    assert caught.value.file == str(folder / "rules" / "own.yaml")
    if line is not None:
        assert caught.value.line == line
        assert f"own.yaml:{line}: " in str(caught.value)


def test_no_directory(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="is no directory; give one"):
        Ruleset.load(tmp_path / "none")


def test_no_rules(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"put them in rules/\*\.yaml"):
        Ruleset.load(tmp_path)


def test_a_rule_is_added(write: Write, ruleset: Ruleset) -> None:
    own = Ruleset.load(write(GOOD))
    assert {r.id for r in own.rules} == {r.id for r in ruleset.rules} | {"OWN-SPEAKER"}
    assert own.sources["OWN-SPEAKER"] == ("own.yaml", 1)
    assert own.name != ruleset.name
    text = "甲方：某某支付有限公司\n乙方（商户）：某某店\n乙方应交收款音箱押金50元。"
    assert "OWN-SPEAKER" in {f.rule_id for f in Scanner(own).scan(text).findings}
    assert "OWN-SPEAKER" not in {f.rule_id for f in Scanner(ruleset).scan(text).findings}


def test_rules_beside_no_rules_folder(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(GOOD, "utf-8")
    assert Ruleset.load(tmp_path).rule("OWN-SPEAKER").title == "音箱押金"


def test_a_rule_is_replaced_in_its_place(write: Write, ruleset: Ruleset) -> None:
    own = Ruleset.load(write(edited("OWN-SPEAKER", "REF-NEVER") + "  override: true\n"))
    assert own.rule("REF-NEVER").title == "音箱押金"
    assert [r.id for r in own.rules] == [r.id for r in ruleset.rules]


def test_a_later_directory_wins(tmp_path: Path) -> None:
    folders = []
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        mark = "  override: true\n" if folders else ""
        (folder / "own.yaml").write_text(edited("音箱押金", name) + mark, "utf-8")
        folders.append(folder)
    assert Ruleset.load(*folders).rule("OWN-SPEAKER").title == "second"


def test_the_fingerprint_follows_the_content(write: Write, ruleset: Ruleset) -> None:
    first = Ruleset.load(write(GOOD)).sha256
    assert Ruleset.load(write(GOOD)).sha256 == first
    assert first != ruleset.sha256
    assert Ruleset.load(write(GOOD + "# a remark\n")).sha256 != first


def test_an_unknown_rule(ruleset: Ruleset) -> None:
    with pytest.raises(RuleError, match="no rule NO-SUCH; see `contract-scan rules list`"):
        ruleset.rule("NO-SUCH")


def test_every_rule_knows_its_file_and_line(ruleset: Ruleset) -> None:
    for rule in ruleset.rules:
        name, line = ruleset.sources[rule.id]
        assert line is not None
        text = (ruleset.root / "rules" / name).read_text("utf-8").splitlines()
        assert rule.id in text[line - 1]
