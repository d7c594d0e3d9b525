import os
import sys
from pathlib import Path

import pytest

from contract_scan.batch import discover, scan_folder, scan_paths
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
        file.write_bytes(b"x")


def names(folder, found):
    return [path.relative_to(folder).as_posix() for path in found]


def test_every_kind_of_contract_at_every_level_in_the_order_of_names(tmp_path):
    touch(tmp_path, "b.PDF", "a.docx", "c/d/e.html", "c/b.txt", "z.wps", "z.rtf", "z.odt")
    assert names(tmp_path, discover([tmp_path])) == [
        "a.docx", "b.PDF", "c/b.txt", "c/d/e.html", "z.odt", "z.rtf", "z.wps",
    ]  # fmt: skip


def test_hidden_files_lock_files_and_other_kinds_are_left_out(tmp_path):
    touch(tmp_path, ".hidden.pdf", "~$a.docx", ".git/a.txt", "image.png", "data.xlsx", "notes.md", "no_suffix", "a.pdf")
    assert names(tmp_path, discover([tmp_path])) == ["a.pdf"]


def test_a_file_named_by_itself_is_always_taken(tmp_path):
    touch(tmp_path, ".hidden", "image.png")
    given = [tmp_path / "image.png", tmp_path / ".hidden", tmp_path / "missing.pdf", Path("-")]
    assert list(discover(given)) == given


def test_each_file_is_taken_once(tmp_path):
    touch(tmp_path, "a.pdf", "b.pdf")
    assert names(tmp_path, discover([tmp_path / "b.pdf", tmp_path, tmp_path / "a.pdf"])) == ["b.pdf", "a.pdf"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_do_not_lead_out_of_the_folder_or_in_circles(tmp_path):
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    touch(tmp_path, "inside/a.pdf", "outside/secret.pdf")
    (inside / "out.pdf").symlink_to(outside / "secret.pdf")
    (inside / "outdir").symlink_to(outside)
    (inside / "circle").symlink_to(inside)
    (inside / "dead.pdf").symlink_to(inside / "gone.pdf")
    (inside / "same.pdf").symlink_to(inside / "a.pdf")
    assert names(inside, discover([inside])) == ["a.pdf", "same.pdf"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names there")
def test_a_pipe_in_a_folder_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.pdf")
    assert list(discover([tmp_path])) == []


def test_a_folder_that_cannot_be_listed_is_reported(tmp_path, monkeypatch):
    touch(tmp_path, "a.pdf", "closed/b.pdf")
    real = os.scandir

    def scandir(path):
        if Path(path).name == "closed":
            raise PermissionError(13, "denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    records = list(scan_paths(discover([tmp_path]), scanner=Echo()))
    assert [(Path(record.path).name, record.status) for record in records] == [
        ("a.pdf", "ok"),
        ("closed", "unreadable"),
    ]
    assert records[1].error.type == "SourceUnreadableError"


def test_records_stream_and_are_told_of(tmp_path):
    touch(tmp_path, "a.pdf", "b.pdf")
    told = []
    stream = scan_folder(tmp_path, scanner=Echo(), on_record=told.append)
    assert told == []
    first = next(stream)
    assert told == [first]
    assert [first, *stream] == told
    assert len(told) == 2


@pytest.mark.parametrize(("fault", "status"), [(ZeroDivisionError("x"), "crashed"), (MemoryError(), "out_of_memory")])
def test_a_fault_of_the_scanner_costs_one_file_only(tmp_path, fault, status):
    class Faulty(Echo):
        def try_scan(self, source, *, path=None):
            if source.name == "b.pdf":
                raise fault
            return super().try_scan(source, path=path)

    touch(tmp_path, "a.pdf", "b.pdf", "c.pdf")
    records = list(scan_folder(tmp_path, scanner=Faulty()))
    assert [record.status for record in records] == ["ok", status, "ok"]
    assert records[1].error.type == type(fault).__name__


def test_names_that_are_no_text_become_printable(tmp_path):
    record = next(scan_paths([tmp_path / "bad\udcff.pdf"], scanner=Echo()))
    assert record.path.endswith("bad\\xff.pdf")
    record.model_dump_json()


def test_a_missing_folder_and_a_file_are_refused_at_once(tmp_path):
    touch(tmp_path, "a.pdf")
    with pytest.raises(SourceNotFoundError, match="no such folder"):
        scan_folder(tmp_path / "missing", scanner=Echo())
    with pytest.raises(UsageError, match="not a folder"):
        scan_folder(tmp_path / "a.pdf", scanner=Echo())
