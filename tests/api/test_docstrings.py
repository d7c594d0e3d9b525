"""Every example in a docstring of the public interface does what it says."""

from __future__ import annotations

import doctest
import shutil
from pathlib import Path

import pytest

import contract_scan

ROOT = Path(__file__).resolve().parents[2]
FLAGS = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
#: Public functions, and classes that callers make: each shows how.
SHOWN = (
    *(
        "CancelSignal",
        "ContractReport",
        "FolderProgress",
        "MerchantFacts",
        "Pages",
        "Plugins",
        "ScanProgress",
        "Scanner",
    ),
    *("annotate", "compare", "draft", "draft_docx", "draft_markdown", "render_html", "rows"),
    *("scan", "scan_folder", "scan_partition", "scan_set"),
)


def examples(name: str) -> list[doctest.DocTest]:
    public = getattr(contract_scan, name)
    found = doctest.DocTestFinder().find(public, name, module=False, globs={})
    return [test for test in found if test.examples]


def test_every_function_shows_how_it_is_used() -> None:
    functions = {name for name in contract_scan.__all__ if callable(getattr(contract_scan, name)) and name.islower()}
    assert functions <= set(SHOWN)


@pytest.mark.parametrize("name", SHOWN)
def test_examples_do_what_they_say(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "samples", tmp_path / "samples", ignore=shutil.ignore_patterns("builder", "sources", "*.py"))
    monkeypatch.chdir(tmp_path)
    tests = examples(name)
    assert tests
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    said: list[str] = []
    for test in tests:
        runner.run(test, out=said.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(said)
