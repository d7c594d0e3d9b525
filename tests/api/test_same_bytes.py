"""The same input gives the same bytes: in eight threads that share a scanner, in four processes that share nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from contract_scan import Ruleset, Scanner

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
#: Of each kind of file one: Word with numbering, a PDF with pages and places, HTML, text.
FILES = (
    SAMPLES / "01-acquiring-word-numbering.docx",
    SAMPLES / "04-fair-merchant-terms-chromium.pdf",
    next(iter(sorted(SAMPLES.glob("*.html")))),
    SAMPLES / "09-no-deposit-first-swipe-fee.txt",
)
SCRIPT = """
import sys
from contract_scan import Scanner
scanner = Scanner(plugins=False)
for path in sys.argv[1:]:
    print(scanner.scan(path).to_json())
"""


def test_eight_threads_and_four_processes_give_the_same_bytes_as_one(ruleset: Ruleset) -> None:
    alone = Scanner(ruleset, plugins=False)
    expected = [alone.scan(path).to_json() for path in FILES]

    # Fresh, so that the threads also meet in loading what a scanner loads once. Each scans two files; each file is
    # scanned by four threads at once.
    shared = Scanner(Ruleset.load(), plugins=False)

    def two(first: int) -> bool:
        order = (first % len(FILES), (first + 1) % len(FILES))
        return all(shared.scan(FILES[number]).to_json() == expected[number] for number in order)

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(two, range(8)))

    # Each with an order of its own for what Python hashes.
    environments = [{**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONIOENCODING": "utf-8"} for seed in range(4)]
    command = [sys.executable, "-c", SCRIPT, *map(str, FILES)]
    processes = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, encoding="utf-8")
        for environment in environments
    ]
    for process in processes:
        out, _ = process.communicate(timeout=300)
        assert process.returncode == 0
        assert out.splitlines() == expected
