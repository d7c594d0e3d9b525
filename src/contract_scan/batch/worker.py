"""What runs in a worker process: one file at a time, read within bounds that the process sets for itself."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import shutil
import signal
import struct
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from multiprocessing import parent_process
from pathlib import Path
from typing import Final, TypeVar

from contract_scan.batch.confine import confine
from contract_scan.batch.limits import Limits, end_family
from contract_scan.batch.reading import scan_file, scan_one
from contract_scan.batch.tasks import Task
from contract_scan.batch.work import Entry, Job, Outcome, pack
from contract_scan.errors import ContractScanError
from contract_scan.garbage import collect_rarely
from contract_scan.scanner import Scanner

__all__ = ["Note", "WorkerSetting", "noted", "perform", "ready", "scan_job", "set_up", "spooled"]

_NOTE: Final = "note"
_SPOOL: Final = "spool"
_NOTE_HEAD: Final = struct.Struct(">IIII")
# The address space of a process is far more than what it holds; the watch from outside measures that. This is for a
# file that takes memory faster than anybody can look.
_SPARE_ADDRESSES: Final = 4 << 30
_MOST_STEPS: Final = 1 << 32
_OCR_SHARE: Final = 0.75
_READING_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True)
class WorkerSetting:
    """What a worker needs to know at its start: how to scan, within what, and the one folder that it may write to."""

    scanner: Scanner
    limits: Limits
    home: str


@dataclass(frozen=True, slots=True)
class Note:
    """Where in a file a worker is: at which contract (from 0), what that is called, and at which page (0: none).

    `step` changes with each step forward on the page; `reached` is the last page that was begun, and stays when all are
    read.
    """

    place: int
    name: str
    page: int = 0
    step: int = 0
    reached: int = 0


class _Worker:
    """The state of a worker process. It has one for as long as it lives."""

    current: WorkerSetting | None = None
    note: int = -1
    reading: Note | None = None


def set_up(setting: WorkerSetting) -> None:
    """Make this process a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; the driver decides
    # What native libraries print before they die would stand between the results.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
    collect_rarely()
    _limit_self(setting.limits)
    os.environ.update(dict.fromkeys(("TMPDIR", "TEMP", "TMP"), setting.home))
    tempfile.tempdir = setting.home
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    _Worker.note = os.open(Path(setting.home, _NOTE), flags, 0o600)
    confine(setting.home)
    threading.Thread(target=_end_with_driver, args=(setting.home,), daemon=True).start()
    _Worker.current = replace(setting, scanner=_noting(setting.scanner, setting.limits))


def _noting(scanner: Scanner, limits: Limits) -> Scanner:
    """Return a scanner that notes each page, and stops reading in time to hand over what it has."""
    if type(scanner) is not Scanner:
        return scanner
    bounds, most = scanner.bounds, min(limits.timeout, limits.cpu_seconds / 2)  # pictures take two cores
    return scanner.with_bounds(
        replace(
            bounds,
            ocr_seconds=min(bounds.ocr_seconds, _OCR_SHARE * most),
            reading_seconds=min(bounds.reading_seconds, _READING_SHARE * most),
            on_page=_turn_to,
        )
    )


def _turn_to(page: int) -> None:
    now = _Worker.reading
    if now is not None:
        _write_note(replace(now, page=page, step=(now.step + 1) % _MOST_STEPS, reached=page or now.reached))


def _limit_self(limits: Limits) -> None:
    try:
        import resource
    except ImportError:  # Windows has none; the watch from outside holds there as well
        return
    for kind, value in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_AS, 2 * limits.memory + _SPARE_ADDRESSES)):
        _, most = resource.getrlimit(kind)
        wanted = value if most == resource.RLIM_INFINITY else min(value, most)
        with contextlib.suppress(ValueError, OSError):  # macOS refuses to limit addresses
            resource.setrlimit(kind, (wanted, wanted))


def _end_with_driver(home: str) -> None:
    """Wait for the driver's end, however it ends; then leave nothing behind: no process, no folder."""
    driver = parent_process()
    if driver is None:
        return
    driver.join()
    end_family(os.getpid(), below_only=True)
    # What is in it; the folder itself lies where nothing may be written, and goes with the next scan.
    shutil.rmtree(home, ignore_errors=True)
    os._exit(1)


def ready() -> int:
    """Return the number of this process, once it has loaded what every file needs."""
    setting = _Worker.current
    if setting is not None:
        # A substitute for Scanner may have no rules; one that has them loads them now, and no file pays for it.
        getattr(setting.scanner, "ruleset", None)
    return os.getpid()


def scan_job(job: Job) -> Outcome:
    """Scan one file. Each contract of an archive is put aside as soon as it is done, in case the next one kills."""
    setting = _Worker.current
    if setting is None:
        raise RuntimeError("this process was not set up as a worker")
    began = time.monotonic()
    with _dead_mans_switch(setting.limits):
        entries = tuple(_entries(job, setting))
    # What was hashed before may not be what was read now.
    alone = len(entries) == 1 and entries[0].path == job.name
    sha256 = (entries[0].sha256 if alone else None) or job.sha256
    return Outcome(job.number, entries, sha256, time.monotonic() - began)


_Answer = TypeVar("_Answer")


def perform(task: Task[_Answer]) -> _Answer | ContractScanError:
    """Carry out a task; return what came of it, or the error that it raised."""
    setting = _Worker.current
    if setting is None:
        raise RuntimeError("this process was not set up as a worker")
    _write_note(Note(0, task.name))
    with _dead_mans_switch(setting.limits):
        try:
            return task.perform(setting.scanner)
        except ContractScanError as error:
            return error


@contextlib.contextmanager
def _dead_mans_switch(limits: Limits) -> Iterator[None]:
    """End this process long after its time, without the interpreter.

    Should the driver die while this process is stuck in native code, not even the thread that waits for that could run.
    """
    _arm(limits)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def _arm(limits: Limits) -> None:
    """Set the dead man's switch, anew for each contract of an archive."""
    faulthandler.dump_traceback_later(2 * limits.timeout + 60, exit=True, file=sys.__stderr__ or 2)


def _entries(job: Job, setting: WorkerSetting) -> Iterator[Entry]:
    _write_note(None)
    spool = Path(setting.home, _SPOOL)
    with contextlib.suppress(OSError):
        spool.unlink()
    named, scanner = job.name if job.copy else None, setting.scanner
    if job.avoided:
        scanner = scanner.with_bounds(replace(scanner.bounds, avoided_pages=job.avoided))
    if job.data is not None:
        _write_note(Note(0, job.name))
        yield pack(scan_one(job.data, name=job.name, scanner=scanner))
        return

    def begin(place: int, name: str) -> None:
        _arm(setting.limits)
        _write_note(Note(place, name))

    for record in scan_file(job.copy or job.path, scanner=scanner, name=named, done=job.done, on_begin=begin):
        entry = pack(record)
        if entry.path != job.name:  # one of several: what is not handed over is lost if this process dies
            with spool.open("ab") as file:
                file.write(entry.to_line() + b"\n")
        yield entry


def _write_note(note: Note | None) -> None:
    """Say what is being read, for whoever finds this process dead."""
    _Worker.reading = note
    os.ftruncate(_Worker.note, 0)
    os.lseek(_Worker.note, 0, os.SEEK_SET)
    if note is not None:
        head = _NOTE_HEAD.pack(note.place, note.page, note.step, note.reached)
        os.write(_Worker.note, head + note.name.encode("utf-8", "replace"))


def noted(home: str) -> Note | None:
    """Return what a worker with this folder is reading, or was when it died."""
    try:
        written = Path(home, _NOTE).read_bytes()
    except OSError:
        return None
    if len(written) <= _NOTE_HEAD.size:
        return None
    place, *pages = _NOTE_HEAD.unpack_from(written)
    return Note(place, written[_NOTE_HEAD.size :].decode("utf-8", "replace"), *pages)


def spooled(home: str) -> list[Entry]:
    """Return what a worker with this folder had done of an archive before it died."""
    try:
        lines = Path(home, _SPOOL).read_bytes().split(b"\n")
    except OSError:
        return []
    return [Entry.from_line(line) for line in lines[:-1]]  # behind the last line's end stands what was torn
