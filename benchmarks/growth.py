"""Measures how time and memory grow with the pages: ``python benchmarks/growth.py [PAGES ...]``.

Each line is a fresh Python that scans one PDF; 0 pages stands for the libraries, rules and dictionary alone. Memory is
the most that the process held at one time. ``--reading`` leaves out what comes after reading.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from contracts import contracts

_USUAL = (0, 20, 100, 350, 1000)
_CHILD = """
import resource, sys, time
from contract_scan import Scanner

scanner = Scanner(plugins=False)
scanner.scan("第一条 押金\\n押金概不退还。")
before = time.process_time()
pages = 0
if len(sys.argv) > 2:
    if sys.argv[2] == "reading":
        pages = scanner.extract(sys.argv[1]).page_count
    else:
        pages = scanner.scan(sys.argv[1]).document.page_count
print(pages, time.process_time() - before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def main() -> None:
    """Print one line for each number of pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=int, nargs="*", default=_USUAL)
    parser.add_argument("--reading", action="store_true")
    options = parser.parse_args()
    print("| pages | CPU s | ms a page | most memory, MiB |\n| ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for pages in options.pages:
            command = [sys.executable, "-W", "ignore", "-c", _CHILD]
            if pages:
                path = Path(folder, f"{pages}.pdf")
                path.write_bytes(next(contracts(1, pages)).pdf)
                command += [str(path), "reading" if options.reading else "scan"]
            told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
            read, seconds, memory = int(told[0]), float(told[1]), float(told[2])
            print(f"| {read} | {seconds:.2f} | {1000 * seconds / max(read, 1):.1f} | {memory:.0f} |", flush=True)


if __name__ == "__main__":
    main()
