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

_HERE = Path(__file__).resolve().parent
_FIRST = str(_HERE.parent / "samples" / "09-no-deposit-first-swipe-fee.txt")  # loads rules and dictionary
_USUAL = (0, 20, 100, 350, 1000)
# Made in a process of its own: one that is started by a large process counts that one's memory as its own.
_MAKER = """
import sys
from pathlib import Path
from contracts import long_pdf

for pages in map(int, sys.argv[2:]):
    Path(sys.argv[1], f"{pages}.pdf").write_bytes(long_pdf(pages))
"""
_CHILD = """
import resource, sys, time
from contract_scan import Scanner

scanner = Scanner(plugins=False)
scanner.scan(sys.argv[1])
before = time.process_time()
pages = 0
if len(sys.argv) > 3:
    if sys.argv[3] == "reading":
        pages = scanner.extract(sys.argv[2]).page_count
    else:
        pages = scanner.scan(sys.argv[2]).document.page_count
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
        made = [str(pages) for pages in options.pages if pages]
        subprocess.run([sys.executable, "-c", _MAKER, folder, *made], cwd=_HERE, check=True)
        for pages in options.pages:
            command = [sys.executable, "-W", "ignore", "-c", _CHILD, _FIRST]
            if pages:
                command += [str(Path(folder, f"{pages}.pdf")), "reading" if options.reading else "scan"]
            told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
            read, seconds, memory = int(told[0]), float(told[1]), float(told[2])
            print(f"| {read} | {seconds:.2f} | {1000 * seconds / max(read, 1):.1f} | {memory:.0f} |", flush=True)


if __name__ == "__main__":
    main()
