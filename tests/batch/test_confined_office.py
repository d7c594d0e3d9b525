"""LibreOffice works for a worker that may write to its own folder only, and leaves nothing outside of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from contract_scan.batch.guard import Slot
from contract_scan.batch.work import Job
from contract_scan.extract.legacy import office
from contract_scan.scanner import Scanner

pytestmark = pytest.mark.skipif(office() is None, reason="LibreOffice is not installed")


def _sockets() -> set[str]:
    return {path.name for folder in ("/tmp", "/var/tmp") for path in Path(folder).glob("OSL_PIPE_*")}


def test_a_worker_converts_and_leaves_nothing(tmp_path):
    text = "".join(f"\\u{ord(char) - 65536 if ord(char) > 32767 else ord(char)}?" for char in "第一条 押金概不退还。")
    file = tmp_path / "old.rtf"
    file.write_text(f"{{\\rtf1\\ansi {text}\\par}}", encoding="ascii")
    before = _sockets()
    slot = Slot(Scanner(), folder=str(tmp_path))
    try:
        record = slot.run(Job(1, str(file), "old.rtf")).entries[0].record()
    finally:
        slot.close()
    assert record.status == "ok", record.error
    assert _sockets() <= before
    assert [path.name for path in tmp_path.iterdir()] == ["old.rtf"]
