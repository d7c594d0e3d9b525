"""Every target with its seeds, and with changes of them: the same in every run. ``run.py`` tries others."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from mutating import mutated, seeds
from strict import strict_json
from target_files import pdf_of
from targets import TARGETS

from contract_scan.extract import extract
from contract_scan.sources import as_source

RUN = Path(__file__).with_name("run.py")


@pytest.mark.parametrize("name", TARGETS)
def test_seeds(name: str) -> None:
    target, folder, _ = TARGETS[name]
    for data in (b"", b"\0", *seeds(folder)):
        target(data)


@pytest.mark.parametrize("name", TARGETS)
def test_changed_seeds(name: str) -> None:
    target, folder, count = TARGETS[name]
    stored = seeds(folder)

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        phases=[Phase.generate],  # a failure prints the number that makes its input; run.py shrinks nothing either
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 2**32 - 1))
    def try_one(number: int) -> None:
        target(mutated(random.Random(number), stored))

    try_one()


def test_the_page_that_is_changed_is_read() -> None:
    (page,) = seeds("reflow")
    document = extract(as_source(pdf_of(page), name="a.pdf"))
    assert "押金" in document.text
    assert "第一条" in document.text


@pytest.mark.parametrize("text", ['"\\ud800"', "[NaN]", "\ud800"])
def test_a_strict_reader_refuses(text: str) -> None:
    with pytest.raises((AssertionError, UnicodeEncodeError)):
        strict_json(text)


def test_a_run_says_its_seed_and_what_it_tried() -> None:
    command = [sys.executable, str(RUN), "quantities", "--seconds", "0.2", "--seed", "7"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "seed 7" in done.stdout
    assert re.search(r"quantities: [1-9]\d* inputs\nnothing broke", done.stdout)


def test_a_run_that_finds_something_says_how_to_see_it_again(tmp_path: Path) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text(
        f"import sys; sys.argv[0] = {str(RUN)!r}; sys.path[:0] = [{str(RUN.parent)!r}, {str(RUN.parents[1])!r}]\n"
        "import targets\n"
        "def broken(data): raise RuntimeError('as a parser would')\n"
        "targets.TARGETS = {'broken': (lambda data: data in targets_seeds or broken(data), 'text', 1)}\n"
        "from mutating import seeds\n"
        "targets_seeds = seeds('text')\n"
        f"import runpy; runpy.run_path({str(RUN)!r}, run_name='__main__')\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(broken), "--seed", "3"],
        capture_output=True,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        check=False,
    )
    assert done.returncode == 1
    assert "as a parser would" in done.stderr
    (kept,) = tmp_path.glob("fuzz-broken-*")
    assert f"run.py broken --input {kept}" in done.stdout


def test_rounds_and_a_seed_say_all_that_is_tried() -> None:
    command = [sys.executable, str(RUN), "typed", "quantities", "--rounds", "1", "--seed", "7", "--skip", "typed"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert re.findall(r"(\w+): (\d+) inputs", done.stdout) == [("quantities", str(TARGETS["quantities"][2]))]
