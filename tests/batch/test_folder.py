import os
import sys
from pathlib import Path

import pytest

from contract_scan.batch import scan_folder
from contract_scan.errors import SourceNotFoundError, UsageError
from contract_scan.model.report import ScanRecord


class Echo:
    """A scanner that only tells which files it was given."""

    def try_scan(self, source, *, path=None, facts=None):
        return ScanRecord(path=path, status="ok")


def touch(folder, *names):
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(os.fsencode(name))  # the same content would be read once


def test_a_folder_that_cannot_be_listed_is_reported(tmp_path, monkeypatch):
    touch(tmp_path, "a.pdf", "closed/b.pdf")
    real = os.scandir

    def scandir(path):
        if not isinstance(path, int) and Path(path).name == "closed":
            raise PermissionError(13, "denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    records = list(scan_folder(tmp_path, scanner=Echo(), jobs=0))
    assert [(Path(record.path).name, record.status) for record in records] == [
        ("a.pdf", "ok"),
        ("closed", "unreadable"),
    ]
    assert records[1].error.type == "SourceUnreadableError"


def test_records_stream_and_are_told_of(tmp_path):
    touch(tmp_path, "a.pdf", "b.pdf")
    told = []
    stream = scan_folder(tmp_path, scanner=Echo(), jobs=0, on_record=told.append)
    assert told == []
    first = next(stream)
    assert told == [first]
    assert [first, *stream] == told
    assert len(told) == 2


@pytest.mark.parametrize(
    ("fault", "status", "error"),
    [(ZeroDivisionError("x"), "crashed", "WorkerCrashedError"), (MemoryError(), "out_of_memory", "MemoryLimitError")],
)
def test_a_fault_of_the_scanner_costs_one_file_only(tmp_path, fault, status, error):
    class Faulty(Echo):
        def try_scan(self, source, *, path=None):
            if source.name == "b.pdf":
                raise fault
            return super().try_scan(source, path=path)

    touch(tmp_path, "a.pdf", "b.pdf", "c.pdf")
    records = list(scan_folder(tmp_path, scanner=Faulty(), jobs=0))
    assert [record.status for record in records] == ["ok", status, "ok"]
    assert records[1].error.type == error


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="their file systems refuse such names")
def test_names_that_are_no_text_become_printable(tmp_path):
    touch(tmp_path, "bad\udcff.pdf")
    record = next(scan_folder(tmp_path, scanner=Echo(), jobs=0))
    assert record.path.endswith("bad\\xff.pdf")
    record.model_dump_json()


def test_a_missing_folder_and_a_file_are_refused_at_once(tmp_path):
    touch(tmp_path, "a.pdf")
    with pytest.raises(SourceNotFoundError, match="no such folder"):
        scan_folder(tmp_path / "missing", scanner=Echo())
    with pytest.raises(UsageError, match="not a folder"):
        scan_folder(tmp_path / "a.pdf", scanner=Echo())
