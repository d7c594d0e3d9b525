"""Nothing is asked for, nothing is left behind, and nothing is said of a contract but in its report."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import luring
import pytest
from watching import Canary, Watched

from contract_scan.scratch import scratch_folder

SAMPLES = Path(__file__).parents[2] / "samples"
MARKER = "独一无二的记号甲乙丙"
Watch = Callable[..., Watched]


def _kept_within(done: Watched, *folders: Path) -> None:
    assert done.network == []
    assert done.left == []
    allowed = (*map(str, folders), tempfile.gettempdir() + "/cs", "/dev/")
    assert [path for path in done.written if not path.startswith(allowed)] == []


def test_no_reference_is_followed_in_any_format(tmp_path: Path, canary: Canary, watched: Watch) -> None:
    files = luring.write_all(tmp_path, canary.url, MARKER)
    commands = [["scan", str(file), "--format", "json"] for file in files]
    commands += [
        ["scan", str(tmp_path), "--include", "page.*", "-o", f"out.{kind}"] for kind in ("csv", "xlsx", "html", "md")
    ]
    commands += [["scan", str(tmp_path / "page.pdf"), "--annotate", "copy.pdf", "--format", "html"]]
    commands += [["scan", str(tmp_path / "word.docx"), "--annotate", "copy.docx", "--format", "sarif"]]
    commands += [["draft", str(tmp_path / "page.html"), "-o", "letter.docx"], ["extract", str(tmp_path / "word.docx")]]
    commands += [["compare", str(tmp_path / "text.txt"), str(tmp_path / "notes.md")], ["explain", str(files[0])]]
    done = watched(*commands)
    assert canary.asked == []
    _kept_within(done, tmp_path)
    assert len(done.codes) == len(commands)
    assert done.output.count(MARKER) >= len(files)  # they were read, and not refused
    assert MARKER not in done.errors


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_follows_none_either(tmp_path: Path, canary: Canary, watched: Watch) -> None:
    tmp_path.joinpath("a.rtf").write_bytes(luring.rtf(canary.url, MARKER))
    tmp_path.joinpath("a.odt").write_bytes(luring.odt(canary.url, MARKER))
    done = watched(*(["scan", str(tmp_path / name), "--format", "json"] for name in ("a.rtf", "a.odt")))
    assert canary.asked == []
    _kept_within(done, tmp_path)
    assert done.output.count(MARKER) >= 2
    assert MARKER not in done.errors


def test_a_scan_of_a_picture_asks_for_no_model(tmp_path: Path, watched: Watch) -> None:
    done = watched(["scan", str(SAMPLES / "07-scanned-agreement.pdf"), "--format", "json"])
    _kept_within(done, tmp_path)
    assert '"verdict"' in done.output


def test_damaged_files_are_not_quoted_in_errors(tmp_path: Path, watched: Watch) -> None:
    damaged = []
    for file in luring.write_all(tmp_path, "http://127.0.0.1:9", MARKER):
        data = file.read_bytes()
        for at, made in enumerate((data[: len(data) * 2 // 3], data.replace(b"</", b"<", 3), data[len(data) // 4 :])):
            damaged.append(tmp_path / f"damaged-{at}-{file.name}")
            damaged[-1].write_bytes(made)
    with zipfile.ZipFile(tmp_path / "word.docx") as package, zipfile.ZipFile(tmp_path / "broken.docx", "w") as broken:
        for name in package.namelist():
            content = package.read(name)
            broken.writestr(name, content.replace("押金".encode(), "押金&nothing;<w:p>".encode()))
    damaged.append(tmp_path / "broken.docx")
    done = watched(*(["scan", str(file), "--format", "csv", "-o", f"{file.name}.csv"] for file in damaged))
    _kept_within(done, tmp_path)
    assert len(done.codes) == len(damaged)
    assert MARKER not in done.output + done.errors


def test_a_fault_of_the_scanner_itself_is_not_quoted_either(monkeypatch: pytest.MonkeyPatch) -> None:
    from contract_scan import Scanner
    from contract_scan.batch.reading import scan_one

    def fail(*_: object, **__: object) -> None:
        raise ValueError(f"cannot read {MARKER}")

    monkeypatch.setattr(Scanner, "_read", fail)
    record = scan_one(MARKER.encode(), name="a.txt", scanner=Scanner())
    assert record.error is not None
    assert record.error.type == "WorkerCrashedError"
    assert MARKER not in record.model_dump_json()


def test_guarded_workers_leave_nothing_either(tmp_path: Path, watched: Watch) -> None:
    file = tmp_path / "a.txt"
    file.write_text(luring.TEXT + MARKER, encoding="utf-8")
    done = watched(["scan", str(file), "--format", "json"], jobs=1)
    assert done.left == []
    assert done.network == [] or all("socket.bind" in one or "AF_UNIX" in one for one in done.network)
    assert MARKER in done.output
    assert MARKER not in done.errors


def test_temporary_folders_are_private_and_not_to_be_guessed() -> None:
    with scratch_folder() as one, scratch_folder() as other:
        assert stat.S_IMODE(Path(one).stat().st_mode) == 0o700
        assert one != other
        assert str(os.getpid()) not in Path(one).name


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="nothing is swept on Windows")
def test_what_a_killed_process_left_goes_with_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = tmp_path / "contract-scan-killed"
    left.mkdir()
    for name in ("in.rtf", "lock"):
        left.joinpath(name).write_text(MARKER, encoding="utf-8")
    os.utime(left, (0, 0))
    with scratch_folder():
        assert not left.exists()
