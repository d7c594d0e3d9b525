"""Runs the bridges of examples/bridges as an outsider would: from the built wheel, by their READMEs.

    python3 .ci/bridges.py dist/contract_scan-0.1.0-py3-none-any.whl [BRIDGE...]

Each gets an environment and a folder of its own, outside the checkout. The commands of its README are run to the
letter, block by block; what they install as contract-scan is the wheel. Then come the examples of docs/bridges.md that
are marked with its name.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BRIDGES = ROOT / "examples" / "bridges"
sys.path.insert(0, str(ROOT / "tests" / "docs"))

from pages import Block, blocks  # noqa: E402


def run(name: str, wheel: Path, work: Path) -> tuple[bool, str]:
    """Run one bridge; return whether all went well, and what was printed."""
    place, home = work / name / "bridges", work / name / "venv"
    for folder in (name, "contracts"):
        shutil.copytree(BRIDGES / folder, place / folder, ignore=shutil.ignore_patterns("__pycache__", ".*_cache"))
    venv.create(home, with_pip=True)
    environment = _environment(home, wheel)
    log = work / name / "log"
    with log.open("wb") as output:
        done = all(
            subprocess.run(
                _command(block), cwd=place / name, env=environment, stdout=output, stderr=output, check=False
            ).returncode
            == 0
            for block in (*_of_readme(name), *_of_docs(name), _from_wheel(home))
        )
    return done, log.read_text("utf-8", errors="replace")


def _environment(home: Path, wheel: Path) -> dict[str, str]:
    constraint = home / "constraint.txt"
    constraint.write_text(f"contract-scan @ {wheel.as_uri()}\n", "utf-8")
    inherited = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return inherited | {
        "PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PIP_CONSTRAINT": str(constraint),
        "PIP_QUIET": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_COMPILE": "1",
        "CONTRACT_SCAN_SOURCE": str(ROOT),  # a pre-commit hook comes from a repository
    }


def _of_readme(name: str) -> list[Block]:
    return [block for block in blocks(BRIDGES / name / "README.md") if block.language == "sh"]


def _of_docs(name: str) -> list[Block]:
    return [block for block in blocks(ROOT / "docs" / "bridges.md") if block.marker == f"bridge: {name}"]


def _from_wheel(home: Path) -> Block:
    """Make sure that it was the installed package which was tried."""
    return Block("", "python", f"import contract_scan\nassert contract_scan.__file__.startswith({str(home)!r})\n", 0)


def _command(block: Block) -> list[str]:
    return ["bash", "-exuo", "pipefail", "-c", block.body] if block.language == "sh" else ["python", "-c", block.body]


def main(wheel: str, *wanted: str) -> int:
    names = wanted or sorted(path.parent.name for path in BRIDGES.glob("*/README.md"))
    failed = []
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        begun = time.monotonic()
        tasks = {name: pool.submit(run, name, Path(wheel).resolve(), Path(folder)) for name in names}
        for name, task in tasks.items():
            done, said = task.result()
            print(f"{name}: {'ok' if done else 'FAILED'} ({time.monotonic() - begun:.0f} s)", flush=True)
            if not done:
                failed.append(name)
                print(said)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
