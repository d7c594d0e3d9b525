"""No text, however long or odd, makes the patterns of the lexicons run away.

A pattern that tries every division of a text may take years: the check runs in a process of its own, which is ended
when its time is up. The bound is many times what the walk takes; only growth beyond reason fails.
"""

from __future__ import annotations

import multiprocessing
import re
from collections.abc import Callable

from contract_scan import Ruleset, Scanner
from contract_scan.lexicons import lexicon_files, lexicon_root, read_yaml

_PIECES = [
    "押",
    "押金",
    "甲",
    "不",
    "1",
    "1,",
    "元",
    "第",
    " ",
    "（",
    "a",
    "\u3000",
    "|",
    "不向",
    "0.",
    "甲方",
    "退还",
    "，",
    "：",
    "条",
]


def in_time(work: Callable[[], None], seconds: float) -> bool:
    """Return whether `work` comes to its end in a child process within `seconds`."""
    child = multiprocessing.get_context("fork").Process(target=work)
    child.start()
    child.join(seconds)
    if child.is_alive():
        child.kill()
        child.join()
        return False
    return child.exitcode == 0


def patterns() -> list[re.Pattern[str]]:
    rules = Ruleset.default().rules
    sources = {
        part[1:]
        for rule in rules
        for expression in (*rule.when.all, *rule.when.any, *rule.when.none, *rule.mitigators)
        for part in expression.split(" | ")
        if part.startswith("~")
    }
    for path in lexicon_files(lexicon_root(), "terms"):
        for entry in read_yaml(path).values():
            sources.update(entry.get("patterns", ()))
    return [re.compile(source) for source in sorted(sources)]


def _search() -> None:
    compiled = patterns()
    for piece in _PIECES:
        # The longest statement that a rule is ever shown, twice over.
        text = (piece * 1000)[:1000]
        for pattern in compiled:
            pattern.search(text)


def _scan() -> None:
    scanner = Scanner()
    head = "甲方（收单机构）：\n乙方（商户）：\n第一条 押金\n"
    for piece in ("押 * ", "不向", "第一条", "1,", "（", "甲方不得以", "每笔3元+", "押金，", "| "):
        scanner.try_scan((head + (piece * 4_000)[:4_000]).encode())


def _polarity() -> None:
    from contract_scan.frames.polarity import modality_of, polarity_of

    for light in ("向", "给予", "能", "为", "要求", "不得", "不得以", "可以", "向能", "要求乙方"):
        text = "甲方不" + light * 200 + "合同约定的有关部门退还押金"
        polarity_of(text, text.index("退还"), text.index("退还") + 2, denied_word=True, given_back=True)
        modality_of(text, text.index("退还"))


def test_patterns_end() -> None:
    assert in_time(_search, 60)


def test_polarity_ends() -> None:
    assert in_time(_polarity, 20)


def test_scans_of_hostile_texts_end() -> None:
    assert in_time(_scan, 90)


def test_the_guard_ends_what_runs_away() -> None:
    def run_away() -> None:
        re.match(r"(a+)+b", "a" * 40)

    assert not in_time(run_away, 0.5)
