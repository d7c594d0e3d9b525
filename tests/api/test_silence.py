"""What the library leaves alone: standard error, the root logger, jieba's own state, other rulesets."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from contract_scan import Ruleset, Scanner

AGREEMENT = "第一条 押金\n乙方应向甲方交纳终端押金300元。\n押金概不退还，机密字样甲乙丙丁。"


def test_nothing_is_printed_and_nothing_of_others_is_touched() -> None:
    code = f"""
import logging, os, sys, decimal, locale, warnings, random
import jieba
was = (jieba.default_logger.level, logging.getLogger().level, list(logging.getLogger().handlers), dict(os.environ),
       decimal.getcontext().prec, locale.setlocale(locale.LC_ALL), list(warnings.filters), sys.getrecursionlimit(),
       random.getstate(), sys.stdout, sys.stderr, os.getcwd())
from contract_scan import Scanner, scan
scan({AGREEMENT!r})
try:
    scan(b"%PDF-1.7 broken")
except Exception:
    pass
now = (jieba.default_logger.level, logging.getLogger().level, list(logging.getLogger().handlers), dict(os.environ),
       decimal.getcontext().prec, locale.setlocale(locale.LC_ALL), list(warnings.filters), sys.getrecursionlimit(),
       random.getstate(), sys.stdout, sys.stderr, os.getcwd())
assert was == now, [pair for pair in zip(was, now) if pair[0] != pair[1]]
assert not jieba.dt.initialized, "the dictionary that all users of jieba share"
"""
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_one_logger_has_all_records_and_none_has_the_contract(
    scanner: Scanner, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        report = scanner.scan(AGREEMENT, name="机密文件.txt")
        scanner.try_scan(b"%PDF-1.7 broken", path="机密文件.pdf")
    ours = [record for record in caplog.records if record.name.startswith("contract_scan")]
    assert {record.name for record in ours} == {"contract_scan"}
    said = [record.getMessage() for record in ours if record.levelno >= logging.INFO]
    assert any(report.document.sha256[:12] in message and report.refund.verdict in message for message in said)
    assert "not scanned: corrupt (CorruptFileError)" in said
    told = "".join(said)
    pieces = {AGREEMENT[at : at + 2] for at in range(len(AGREEMENT) - 1)} | {"机密"}
    assert not [piece for piece in pieces if piece.strip() and not piece.isascii() and piece in told]


def test_the_logger_is_silent_by_default() -> None:
    assert any(isinstance(handler, logging.NullHandler) for handler in logging.getLogger("contract_scan").handlers)


def test_two_rulesets_do_not_touch_each_other(tmp_path, ruleset: Ruleset) -> None:
    before = Scanner(ruleset).scan(AGREEMENT).to_json()
    found = {}
    for word in ("甲乙丙丁", "机密字样"):
        folder = tmp_path / word
        folder.mkdir()
        folder.joinpath("rules.yaml").write_text(
            f"- {{id: OWN-RULE, title: {word}, kind: notice, outcome: information, severity: low, "
            f"when: {{all: ['~{word}']}}, message: 有。, why: 试。, advice: 试。, hit: [{word}], miss: [没有]}}\n",
            "utf-8",
        )
        found[word] = Scanner(Ruleset.load(folder))
    for word, scanner in (*found.items(), *found.items()):
        own = [finding for finding in scanner.scan(AGREEMENT).findings if finding.rule_id == "OWN-RULE"]
        assert [finding.title for finding in own] == [word]
    assert Scanner(ruleset).scan(AGREEMENT).to_json() == before
