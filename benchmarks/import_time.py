"""Measures what importing takes: ``python benchmarks/import_time.py [--runs N]``.

Each line is a fresh Python that runs one statement: the least processor time of all runs, that time over bare Python's
plus pydantic's, and their ratio. Ratios can be compared between machines; milliseconds cannot. The last lines show what
the first scan adds, which loads the rules and the dictionary, and what looking for plug-ins does.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

BASE = "import pydantic; pydantic.BaseModel"
STATEMENTS = (
    "pass",
    BASE,
    "import contract_scan",
    "from contract_scan import scan, Scanner, ContractScanError",
    "from contract_scan import ContractReport",
    "from contract_scan import Ruleset",
    "from contract_scan import scan_folder",
    "from contract_scan import *",
    "from contract_scan import Plugins; Plugins.installed(False)",
    "from contract_scan import Plugins; Plugins.installed(True)",
    "from contract_scan import Scanner; Scanner(plugins=False).scan('第一条 押金概不退还。')",
    "from contract_scan import Scanner; Scanner(plugins=True).scan('第一条 押金概不退还。')",
)
MEASURED = "import time; print(time.process_time())"


def seconds(statement: str, runs: int) -> float:
    """Return the least processor time of a fresh Python that runs a statement, its own start included."""
    command = [sys.executable, "-W", "ignore", "-c", f"{statement}\n{MEASURED}"]
    return min(float(subprocess.run(command, capture_output=True, text=True, check=True).stdout) for _ in range(runs))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    base = seconds(BASE, runs)
    print(f"{'ms':>7} {'over base':>10} {'ratio':>6}")
    for statement in STATEMENTS:
        took = seconds(statement, runs)
        print(f"{took * 1000:7.0f} {(took - base) * 1000:+10.0f} {took / base:6.2f}  {statement}")


if __name__ == "__main__":
    main()
