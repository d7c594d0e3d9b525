"""A scan of a folder that is called off in the midst of a file leaves no process behind."""

from __future__ import annotations

import threading
from pathlib import Path

import psutil
import pytest
from hostile_scanner import HostileScanner

from contract_scan import FolderProgress, ScanCancelledError, scan_folder


def workers() -> set[int]:
    """The processes that were forked from the server of this one."""
    return {process.pid for child in psutil.Process().children() for process in child.children(recursive=True)}


def test_a_file_that_hangs_is_called_off_with_its_process(tmp_path: Path) -> None:
    for name in ("fine.txt", "hang.txt"):
        tmp_path.joinpath(name).write_text(name, "utf-8")
    stop = threading.Event()
    seen: list[set[int]] = []

    def watch(step: FolderProgress) -> None:
        if step.done == 1:  # the other is read by now, and never ends
            seen.append(workers())
            threading.Timer(0.5, stop.set).start()

    before = workers()
    with pytest.raises(ScanCancelledError):
        list(scan_folder(tmp_path, scanner=HostileScanner(), jobs=1, timeout=300, on_progress=watch, cancel=stop))
    assert seen[0] - before
    assert not (seen[0] - before) & workers()
