"""Stores of scans that earlier versions made go on, are merged, or are refused in one line that says what to do."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from recorded import Recorded, versions

from contract_scan import ScanRecord, StoreError, scan_folder

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
STORES = [version for version in versions() if version.part("store") is not None]


def name(version: Recorded) -> str:
    return version.version


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the agreement that the stores know, under the path that they know it by."""
    (tmp_path / "agreements").mkdir()
    for path in SAMPLES.glob("09-*.txt"):
        shutil.copy(path, tmp_path / "agreements")
    return tmp_path


def kept(version: Recorded, place: Path) -> Path:
    data = version.part("store")
    assert data is not None
    path = place / "kept"
    path.write_bytes(data)
    return path


def test_stores_are_recorded() -> None:
    assert STORES


@pytest.mark.parametrize("version", STORES, ids=name)
def test_a_scan_goes_on_with_an_earlier_store(version: Recorded, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    fresh = list(scan_folder("agreements", jobs=0))
    (record,) = scan_folder("agreements", jobs=0, store=kept(version, place))
    # Not what the earlier version found: it is read anew by the rules of today.
    assert [record] == fresh
    assert [record] == list(scan_folder("agreements", jobs=0, store=place / "kept"))


@pytest.mark.parametrize("version", STORES, ids=name)
def test_earlier_stores_are_merged(version: Recorded, place: Path) -> None:
    kept(version, place)
    done = run(place, "merge", "kept", "-o", "all.jsonl")
    assert done.returncode == 0, done.stderr
    lines = (place / "all.jsonl").read_text(encoding="utf-8").splitlines()
    (found,) = (ScanRecord.model_validate_json(line) for line in lines)
    assert found.status == "ok"
    assert found.path == "agreements/09-no-deposit-first-swipe-fee.txt"
    assert json.loads(lines[0])["report"]["schema_version"] == "1.0"


@pytest.mark.parametrize("command", ["scan", "merge"])
def test_a_store_of_another_layout_is_refused(command: str, place: Path) -> None:
    path = kept(STORES[0], place)
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
        db.execute("ALTER TABLE result RENAME TO results")
        db.commit()
    arguments = (
        ["agreements", "--store", "kept", "-o", "out.jsonl"] if command == "scan" else ["kept", "-o", "out.jsonl"]
    )
    done = run(place, command, *arguments)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert "kept" in done.stderr
    assert "by another version; remove it" in done.stderr
    if command == "scan":
        with pytest.raises(StoreError, match="another version"):
            list(scan_folder(place / "agreements", jobs=0, store=path))


@pytest.mark.parametrize("content", [b"", b"no database", None])
def test_what_is_no_store_is_not_merged(content: bytes | None, place: Path) -> None:
    path = place / "kept"
    if content is None:
        with closing(sqlite3.connect(path)) as db:
            db.execute("CREATE TABLE input (key)")
    else:
        path.write_bytes(content)
    done = run(place, "merge", "kept", "-o", "out.jsonl")
    assert done.returncode == 3
    assert "kept: is no store of a scan" in done.stderr
    assert "Traceback" not in done.stderr


def run(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "contract_scan", *arguments]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, encoding="utf-8", check=False)
