"""Files read as the command line reads them: in a process of their own, within what a stranger's file may cost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil

from contract_scan.batch.guard import Slot
from contract_scan.batch.limits import Limits
from contract_scan.batch.work import Job
from contract_scan.model.report import ScanRecord
from contract_scan.scanner import Scanner

__all__ = ["LIMITS", "Reader", "command"]

#: Two gibibytes and thirty seconds of processor time for each file.
LIMITS = Limits(timeout=120, memory=2 << 30, cpu=30)
_FAULTS = frozenset({"crashed", "timeout", "out_of_memory"})


class Reader:
    """One warm guarded worker; every file must end in a report or a declared error."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._slot = Slot(Scanner(), LIMITS, folder=str(folder))

    def read(self, name: str, data: bytes | None = None) -> ScanRecord:
        """Return the first record of a file; `data` is written to it before, where given."""
        return self.read_all(name, data)[0]

    def read_all(self, name: str, data: bytes | None = None) -> list[ScanRecord]:
        """Return the records of a file or of all that is in it."""
        path = self._folder / name
        if data is not None:
            path.write_bytes(data)
        records = [entry.record() for entry in self._slot.run(Job(1, str(path), str(path))).entries]
        assert records
        for record in records:
            assert record.status not in _FAULTS, record.error
            assert (record.report is None) == (record.error is not None)
            json.loads(record.model_dump_json(by_alias=True))
        return records

    def close(self) -> list[str]:
        """End the worker; return what is left of it: folders, and processes below this one."""
        self._slot.close()
        left = [path.name for path in self._folder.iterdir() if path.name.startswith("worker-")]
        return left + [one.name() for one in psutil.Process().children() if "soffice" in one.name()]


def command(file: Path, home: Path, *options: str) -> tuple[int, str, str, list[str]]:
    """Run ``contract-scan scan`` on `file`; return its exit code, its outputs, and what it left behind."""
    temporary = home / "temporary"
    temporary.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "contract_scan", "scan", str(file), "--format", "json", *options],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        env={**os.environ, "TMPDIR": str(temporary)},
    )
    return done.returncode, done.stdout, done.stderr, sorted(path.name for path in temporary.iterdir())
