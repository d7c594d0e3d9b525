"""What is remembered is bounded, and changes no report: a sentence that comes again is read as if it were new."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

from contract_scan import Ruleset, Scanner
from contract_scan.batch.guard import light
from contract_scan.remembered import Remembered
from contract_scan.rules.selftest import judged_text

_TERMS = """第一条 押金
乙方应交押金300元。
第二条 退还
协议终止后甲方不予退还，并可扣除。
第三条 费用
乙方应交押金300元。"""


def test_no_more_is_kept_than_fits() -> None:
    kept: Remembered[int] = Remembered(10)
    for number in range(1000):
        kept.keep(number, number)
        assert len(kept) <= 10
    assert kept.get(999) == 999
    assert kept.get(0) is None


def test_what_is_asked_for_stays() -> None:
    kept: Remembered[str] = Remembered(10)
    kept.keep("押金", "deposit")
    for number in range(1000):
        kept.keep(number, "")
        assert kept.get("押金") == "deposit"


def test_it_goes_nowhere_else() -> None:
    kept: Remembered[str] = Remembered(10)
    kept.keep("押金", "deposit")
    assert len(pickle.loads(pickle.dumps(kept))) == 0
    kept.clear()
    assert kept.get("押金") is None


def test_threads_find_what_they_kept() -> None:
    kept: Remembered[int] = Remembered(64)

    def found(number: int) -> bool:
        kept.keep(number % 200, number % 200)
        return kept.get(number % 200) in (None, number % 200)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(found, range(5000)))


def test_a_sentence_that_comes_again_is_read_by_who_is_who() -> None:
    scanner = Scanner(plugins=False)

    def actors(head: str) -> set[str | None]:
        judged = scanner.ruleset.judge(scanner.extract(head + "甲方可以扣除押金。"))
        return {frame.actor for frame in judged.readings[-1].frames}

    ours, theirs = "甲方（收单机构）：\n乙方（特约商户）：\n", "甲方（特约商户）：\n乙方（收单机构）：\n"
    assert [actors(head) for head in (ours, theirs, ours)] == [{"provider"}, {"merchant"}, {"provider"}]


def test_a_sentence_that_comes_again_is_judged_by_what_stands_around_it() -> None:
    found = judged_text(_TERMS, Ruleset.default())
    first, last = found.fired[1], found.fired[-1]
    assert first.reading.text == last.reading.text
    assert first.reading.said is last.reading.said
    assert "under.deposit" in first.signals
    assert "under.deposit" not in last.signals
    assert {match.reading for match in last.matches} <= {last.reading.sentence.index}


def test_reports_are_the_same_however_often_and_in_whatever_order() -> None:
    scanner = Scanner(plugins=False)
    other = _TERMS.replace("甲方", "丙方").replace("乙方", "甲方")

    def report(text: str) -> str:
        return scanner.scan(text).model_dump_json()

    first = {text: report(text) for text in (_TERMS, other)}
    frames = scanner.ruleset.frames
    assert {text: report(text) for text in (other, _TERMS)} == first
    anew = pickle.loads(pickle.dumps(frames))  # has nothing of what the other remembers
    judged = scanner.ruleset.judge(scanner.extract(other))
    again = anew.read([one.sentence for one in judged.readings], judged.structure, judged.roles)
    assert [one.signals for one in again] == [one.signals for one in judged.readings]
    assert [one.frames for one in again] == [one.frames for one in judged.readings]


def test_who_hands_files_to_workers_need_not_load_the_rules() -> None:
    scanner = Scanner(plugins=False)
    assert scanner.fingerprint
    light(scanner)
    assert "_loaded_rules" not in vars(scanner)
    assert scanner.rules_sha256 == Ruleset.default().sha256 == scanner.ruleset.sha256
    disabled = Scanner(Ruleset.default().disable("FEE-*"), plugins=False)
    assert disabled.rules_sha256 == disabled.ruleset.sha256 != scanner.rules_sha256
    assert light(disabled).ruleset.disabled == ("FEE-*",)
