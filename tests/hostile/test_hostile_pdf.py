"""Hostile, damaged and odd PDF files in guarded processes: each ends in a report or one typed error, within limits."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from pdf_files import CLAUSE, FILES, updated

from contract_scan import errors
from contract_scan.batch.guard import Slot
from contract_scan.batch.limits import Limits
from contract_scan.batch.work import Job
from contract_scan.extract.bounds import Bounds
from contract_scan.model.report import ScanRecord
from contract_scan.scanner import Scanner

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits are of POSIX systems")

_LIMITS = Limits(timeout=300, memory=2 << 30, cpu=30, page=2)
_BOUNDS = Bounds(reading_seconds=2, page_seconds=0.02)
_SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "06-three-party-agent-watermark.pdf"

# Files of which nothing can be read in any way, by how they end. Of all others the clause is read, or a part is named
# as unread.
_REFUSED = {
    "flate_bomb_in_packed_objects": "too_large",
    "objects_packed_under_lock": "too_large",
    "flate_bomb_in_the_table": "too_large",
    "million_pages_of_one": "too_large",
    "million_pages_in_few_nodes": "too_large",
    "widths_of_nothing": "corrupt",
    "streams_without_end": "corrupt",
}
# Files with text that is shown in a way in which no one reads it, one character over another or past the page, or that
# give their characters other meanings.
_ODD = {
    "code_map_of_all_integers",
    "many_glyphs_one_by_one",
    "shared_text_bomb",
    "simple_widths_of_all_integers",
    "twenty_million_glyphs",
}
# Files whose only page is a picture without a letter, or whose few letters draw nothing.
_BLANK = {"image_of_twelve_thousand", "glyph_that_shows_itself"}
_TOLD = {
    "script_at_opening": "script",
    "launch_at_opening": "launch",
    "updated": "changed_by_update",
    "archive_behind": "other_content",
    "page_before": "other_content",
    "layer_that_is_off": "hidden_text",
}


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[bytes], ScanRecord]]:
    """Scan bytes in a guarded process that serves all tests of this file; in the end nothing of it is left."""
    folder = tmp_path_factory.mktemp("workers")
    before = set(psutil.Process().children(recursive=True))
    slot = Slot(Scanner(bounds=_BOUNDS), _LIMITS, folder=str(folder))

    def scanning(data: bytes) -> ScanRecord:
        (entry,) = slot.run(Job(0, "file.pdf", "file.pdf", data=data)).entries
        return entry.record()

    yield scanning
    slot.close()
    assert not list(folder.iterdir())
    left = [one for one in psutil.Process().children(recursive=True) if one not in before]
    # The server that workers are forked from stays for the next, with the process that tracks its resources.
    assert all("fork" in " ".join(one.cmdline()) or "tracker" in " ".join(one.cmdline()) for one in left)


def check(record: ScanRecord) -> None:
    """Check what holds of every file, whatever is in it."""
    again = ScanRecord.model_validate_json(record.model_dump_json(by_alias=True))
    assert again == record
    assert record.report is not None or record.error is not None
    if record.error is not None:
        assert issubclass(getattr(errors, record.error.type), errors.ContractScanError)


@pytest.mark.parametrize("name", FILES)
def test_each_file_ends_in_a_report_or_a_typed_error(scanned, name):
    record = scanned(FILES[name]())
    check(record)
    if name in _REFUSED:
        assert record.status == _REFUSED[name]
        return
    assert record.report is not None, record.error
    document = record.report.document
    text = document.text or ""
    assert CLAUSE in text or document.unread or name in _ODD | _BLANK | {"updated"}
    if name in _BLANK:
        assert record.status != "ok"
    if document.unread:
        assert record.status != "ok"
    if name in _TOLD:
        assert _TOLD[name] in [warning.code for warning in document.warnings]


def test_what_is_in_a_layer_that_is_off_is_no_text_of_the_agreement(scanned):
    report = scanned(FILES["layer_that_is_off"]()).report
    assert [unread.page for unread in report.document.unread] == []
    assert "is refunded" not in " ".join(one.quote for finding in report.findings for one in finding.evidence)


def test_parts_that_pages_do_not_show_are_named(scanned):
    for name, part in (("attachment", "附件"), ("dynamic_form", "XFA 表单")):
        record = scanned(FILES[name]())
        assert record.status == "partial"
        assert [unread.part for unread in record.report.document.unread] == [part]


def test_update_that_changes_nothing_is_no_concern(scanned):
    report = scanned(updated(shown=CLAUSE)).report
    assert report.document.warnings == ()


@pytest.mark.parametrize("share", range(1, 20))
def test_file_cut_off_anywhere(scanned, share):
    data = _SAMPLE.read_bytes()
    record = scanned(data[: len(data) * share // 20])
    check(record)
    assert record.status != "crashed"
    if record.status == "ok":  # all is there: what was cut off is no page's
        assert record.report.document.page_count == 2 or record.report.document.warnings


@pytest.mark.parametrize("seed", range(30))
def test_file_with_bits_turned(scanned, seed):
    data, chance = bytearray(_SAMPLE.read_bytes()), random.Random(seed)
    for _ in range(chance.choice((1, 8, 64))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    record = scanned(bytes(data))
    check(record)
    assert record.status != "crashed"


def test_command_line(tmp_path):
    """A report, a part and an error, each as one JSON value, with nothing left in the temporary folder."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    files = {"launch_at_opening": (0, "read"), "flate_bomb": (3, "unread"), "million_pages_of_one": (3, None)}
    for name, (code, status) in files.items():
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(FILES[name]())
        done = subprocess.run(
            [sys.executable, "-m", "contract_scan", "scan", str(path), "--format", "json"],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"TMPDIR": str(temporary)},
        )
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        found = json.loads(done.stdout)
        assert found.get("document", {}).get("status") == status
        assert status or found["error"]["type"] == "SourceTooLargeError"
    assert not list(temporary.iterdir())
