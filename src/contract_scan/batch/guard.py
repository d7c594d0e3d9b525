"""The guard: files are read one by one in a process of their own that can be ended, whatever the file does to it.

A slot is a `ProcessPoolExecutor` of one worker. A file that hangs, eats memory or kills its process costs that process
and nothing else: it gets a record that says so, and the next file gets a new process. A pool of several workers would
lose everything queued with the first that dies.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from multiprocessing.context import BaseContext
from pathlib import Path
from threading import Event, Lock
from types import ModuleType
from typing import Any, Final, TypeVar

from contract_scan.batch.limits import DEFAULT_LIMITS, Limits, Watch, allowed, end_family, is_worn, resident
from contract_scan.batch.reading import failure
from contract_scan.batch.tasks import Task
from contract_scan.batch.work import Entry, Job, Outcome, pack
from contract_scan.batch.worker import Note, WorkerSetting, noted, perform, ready, scan_job, set_up, spooled
from contract_scan.errors import (
    ContractScanError,
    EngineError,
    MemoryLimitError,
    TimeLimitError,
    UsageError,
    WorkerCrashedError,
    WorkerError,
)
from contract_scan.lexicons import lexicon_fingerprint, lexicon_root
from contract_scan.model.report import ScanRecord
from contract_scan.scanner import Scanner
from contract_scan.scratch import scratch_folder

__all__ = ["Slot", "light", "may_fork", "warm_up"]

# A worker that was killed has used this much more than its limit by then, at a gigabyte a second.
_LOOK_SECONDS: Final = 0.05
_START_SECONDS: Final = 120.0
_START_TRIES: Final = 3
# Libraries keep some of what they took. A new process costs a tenth of a second.
_MOST_FILES: Final = 1000
_GROWN: Final = 2
# Pages of one file that may end its process before it is given up; each may cost as much as the limits allow.
_MOST_AVOIDED: Final = 3

_Answer = TypeVar("_Answer")


class Slot:
    """One worker process at a time, which reads one file at a time. Not to be shared by threads.

    Args:
        scanner: scans the files; it is sent to the worker.
        limits: what each file may cost.
        folder: a folder in which each worker gets one of its own, the only one that it may write to; a temporary one
            without.
    """

    def __init__(self, scanner: Scanner, limits: Limits = DEFAULT_LIMITS, *, folder: str | None = None) -> None:
        self._scanner = light(scanner)
        try:
            pickle.dumps(self._scanner)
        except (pickle.PicklingError, AttributeError, TypeError) as error:
            message = f"the scanner cannot be sent to a worker process ({error}); define its class in a module, or"
            raise UsageError(f"{message} read the files in this process with jobs=0") from error
        self._limits = allowed(limits)
        self._stack = ExitStack()
        self._folder = folder or self._stack.enter_context(scratch_folder())
        self._pool: ProcessPoolExecutor | None = None
        self._process: Any = None
        self._home = ""
        self._fresh_size = 0
        self._files = 0
        self._abandoned = False

    def run(self, job: Job) -> Outcome:
        """Scan one file; return what it came to in every circumstance.

        Raises:
            EngineError: no worker process can be started here.
        """
        began = time.monotonic()
        entries: list[Entry] = []
        first: WorkerError | None = None
        while True:
            try:
                outcome = self._attempt(scan_job, job)
            except WorkerError as error:
                ended = error
            else:
                found = outcome.entries if first is None else tuple(_marked(entry, first) for entry in outcome.entries)
                return replace(outcome, entries=(*entries, *found), seconds=time.monotonic() - began)
            entries += spooled(self._home)
            note = noted(self._home) or Note(job.done, job.name)
            self._clear()
            alone = note.name == job.name
            avoidable = note.page and note.page not in job.avoided and len(job.avoided) < _MOST_AVOIDED
            if alone and avoidable and not self._abandoned:
                # The other pages may be as good as any: read them, and say what ended the first try.
                first = first or ended
                job = replace(job, avoided=job.avoided | {note.page})
                continue
            entries.append(pack(failure(note.name, first or ended, sha256=job.sha256 if alone else None)))
            if alone or self._abandoned:
                return Outcome(job.number, tuple(entries), job.sha256, time.monotonic() - began)
            # One contract of an archive: the others are as good as before.
            job = replace(job, done=note.place + 1)

    def ask(
        self,
        task: Task[_Answer],
        *,
        given_up: Event | None = None,
        on_page: Callable[[int], None] | None = None,
    ) -> _Answer:
        """Carry out a task in the worker; return what came of it.

        Args:
            task: what to do; it is sent to the worker.
            given_up: once it is set, nobody waits for the answer any more: the worker is ended.
            on_page: called with the number (from 1) of the page of a PDF that is being read, whenever it is looked at
                and has changed; with the last one in the end.

        Raises:
            ContractScanError: what the task raised; a `WorkerError` where a limit was passed or the worker died,
                `EngineError` where none can be started.
        """
        while True:
            try:
                answer: _Answer | ContractScanError = self._attempt(perform, task, given_up=given_up, on_page=on_page)
            except WorkerError as ended:
                note = noted(self._home)
                self._clear()
                # A page that took all the time there was leaves none to read the others in.
                rest = task.without_page(note.page) if note and isinstance(ended, WorkerCrashedError) else None
                if rest is None or self._abandoned or (given_up is not None and given_up.is_set()):
                    raise
                task = rest
            else:
                if isinstance(answer, ContractScanError):
                    raise answer
                return answer

    def start(self, *, fork: bool = False) -> None:
        """Start the worker, so that the first file need not wait for that.

        Args:
            fork: make it a copy of this process, which `may_fork`: it then has what is loaded here, and no server is
                started for one file. A worker that takes its place comes from the server.

        Raises:
            EngineError: no worker process can be started here.
        """
        self._ready_pool(multiprocessing.get_context("fork") if fork else None)

    def abandon(self) -> None:
        """Give up the file that is being read, from another thread: `run` then returns soon. `close` is still due."""
        self._abandoned = True

    def close(self) -> None:
        """End the worker, and remove what it left."""
        self._end()
        self._stack.close()

    def _attempt(
        self,
        work: Callable[[Any], _Answer],
        job: Job | Task[Any],
        *,
        given_up: Event | None = None,
        on_page: Callable[[int], None] | None = None,
    ) -> _Answer:
        pool = self._ready_pool()
        watch = Watch(self._process.pid, self._limits)
        try:
            future = pool.submit(work, job)
        except BrokenProcessPool:  # it died idle, of nothing that this file did
            self._clear()
            return self._attempt(work, job, given_up=given_up, on_page=on_page)
        reading = noted(self._home)
        pages = _Pages(on_page)
        while True:
            try:
                outcome = future.result(timeout=_LOOK_SECONDS)
            except NotYet:
                pass
            except BrokenProcessPool as broken:
                watch.end_known()
                raise self._crash(job) from broken
            except MemoryError as short:
                raise MemoryLimitError(f"{job.name}: reading it took more memory than its process may have") from short
            except Exception as fault:
                raise WorkerCrashedError(
                    f"{job.name}: the scanner failed on this file ({fault}); please report it"
                ) from fault
            else:
                pages.hear(noted(self._home))  # a short file is read before anybody looks
                self._recycle()
                return outcome
            if self._abandoned or (given_up is not None and given_up.is_set()):
                end_family(self._process.pid)
                raise WorkerCrashedError(f"{job.name}: the scan was given up")
            now_reading = noted(self._home)
            if (now_reading and now_reading.place) != (reading and reading.place):
                watch.restart_clock()
            if now_reading != reading:
                watch.step()
            reading = now_reading or Note(0, job.name)
            pages.hear(reading)
            share = 0.5 ** len(job.avoided) if isinstance(job, Job) else 1.0
            passed = watch.exceeded(reading.name, page=reading.page, share=share)
            if passed is not None:
                end_family(self._process.pid)
                raise passed

    def _crash(self, job: Job | Task[Any]) -> WorkerError:
        self._process.join(timeout=5)
        code = self._process.exitcode
        if code is not None and -code == getattr(signal, "SIGXCPU", 24):
            return TimeLimitError(f"{job.name}: reading it took more processor time than its process may have")
        how = f"with exit code {code}"
        if code is not None and code < 0:
            try:
                how = f"by signal {signal.Signals(-code).name}"
            except ValueError:
                how = f"by signal {-code}"
            if -code == getattr(signal, "SIGKILL", 9):
                how += ", as when a system runs out of memory"
        note = noted(self._home) or Note(0, job.name)
        where = f"{note.name}: page {note.page}" if note.page else note.name
        return WorkerCrashedError(
            f"{where}: the process that read it died {how}; the file is damaged in a way that breaks its reader"
        )

    def _ready_pool(self, context: BaseContext | None = None) -> ProcessPoolExecutor:
        tries = 0
        while self._pool is None:
            if self._abandoned:
                raise WorkerCrashedError("the scan was given up")
            tries += 1
            self._home = tempfile.mkdtemp(prefix="worker-", dir=self._folder)
            setting = WorkerSetting(self._scanner, self._limits, self._home)
            start_by = context or _context()
            self._pool = ProcessPoolExecutor(1, mp_context=start_by, initializer=set_up, initargs=(setting,))
            try:
                with _may_have_children(), _without_main(self._scanner):
                    started: Future[int] = self._pool.submit(ready)
                    self._process = next(iter(self._pool._processes.values()))
                    pid = started.result(timeout=_START_SECONDS)
            except (BrokenProcessPool, NotYet, OSError) as error:
                self._clear()
                context = None
                if tries == _START_TRIES:
                    message = f"no worker process can be started ({error or type(error).__name__})"
                    raise EngineError(f"{message}; try jobs=0, which reads the files in this process") from error
            except BaseException:
                self._clear()
                raise
            else:
                self._fresh_size = resident(pid)
                if self._fresh_size > self._limits.memory:
                    self._clear()
                    needed = self._fresh_size // (1024 * 1024)
                    raise UsageError(f"the memory limit is too low: a worker alone takes {needed} MiB")
        return self._pool

    def _recycle(self) -> None:
        """Give up a worker that has grown, or used up its time, so that no file is blamed for what others took."""
        self._files += 1
        size = resident(self._process.pid)
        grown = size > max(_GROWN * self._fresh_size, self._fresh_size + self._limits.memory // 4)
        if grown or self._files >= _MOST_FILES or is_worn(self._process.pid):
            self._end()

    def _end(self) -> None:
        pool, self._pool = self._pool, None
        self._files = 0
        if pool is not None:
            pid = getattr(self._process, "pid", None)
            if pid is not None:
                end_family(pid)
            pool.shutdown(wait=True, cancel_futures=True)
        if self._home:
            shutil.rmtree(self._home, ignore_errors=True)

    _clear = _end


class _Pages:
    """Tells whoever wants to hear it which page was begun last, each time that it is another."""

    def __init__(self, heard: Callable[[int], None] | None) -> None:
        self._heard = heard
        self._told = 0

    def hear(self, note: Note | None) -> None:
        if self._heard is not None and note is not None and note.reached not in (0, self._told):
            self._told = note.reached
            self._heard(note.reached)


def may_fork() -> bool:
    """Tell whether a worker may be a copy of this process: on Linux, where this has one thread, of Python or not.

    A lock that another thread holds would stay locked in the copy for good.
    """
    try:
        return sys.platform == "linux" and len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False


def warm_up() -> None:
    """Begin to load what workers share, and return at once. Whoever will need workers saves the time by it."""
    if _context().get_start_method() == "forkserver":
        from multiprocessing.forkserver import ensure_running

        ensure_running()


def _marked(entry: Entry, ended: WorkerError) -> Entry:
    """Return the entry of a file that was read but for the pages that ended its process: with what was read, and how
    that ended.
    """
    record = entry.record()
    if record.report is None:
        return entry
    details = {"type": type(ended).__name__, "message": str(ended)}
    return pack(ScanRecord.model_validate(record.model_dump() | {"status": ended.status, "error": details}))


def light(scanner: Scanner) -> Scanner:
    """Return a scanner that is the same wherever it is sent, and quick to send.

    Workers have the package's own rules already; others go with it, rule packs among them, which a machine may lack.
    """
    if type(scanner) is not Scanner:
        return scanner
    packaged = scanner.rules_sha256 == lexicon_fingerprint(lexicon_root())
    return scanner.with_rules(None if packaged else scanner.ruleset)


def _context() -> BaseContext:
    """Return how workers start: forked from a server that has loaded all they need, where there can be one."""
    # The server's socket lies in the folder for temporary files, and a socket's name may not be long.
    if sys.platform == "win32" or len(os.fsencode(tempfile.gettempdir())) > _LONGEST_FOLDER:
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["contract_scan.batch.preload"])
    return context


#: Bytes of a folder's name that leave room for a socket: 103 of the whole path are what every system allows.
_LONGEST_FOLDER: Final = 64
_STARTING = Lock()


@contextmanager
def _without_main(scanner: Scanner) -> Iterator[None]:
    """Keep a starting worker from importing the caller's script, which may lack the guard that this would take.

    A script that ends in ``for record in scan_folder(...)`` would start workers in workers. Nothing of it is needed,
    unless the scanner is of a class that is defined there.
    """
    with _STARTING:
        main = sys.modules["__main__"]
        if type(scanner).__module__ == "__main__":
            yield
            return
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


@contextmanager
def _may_have_children() -> Iterator[None]:
    """Let a daemonic process have children for a moment. Workers of Dask are such; these children end with them."""
    config: dict[str, Any] = getattr(multiprocessing.current_process(), "_config", {})
    was = config.get("daemon")
    if was:
        config["daemon"] = False
    try:
        yield
    finally:
        if was:
            config["daemon"] = was
