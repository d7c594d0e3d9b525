"""What runs on the machines of an engine: files in chunks, each under the guard of the process that it landed in."""

from __future__ import annotations

import atexit
import hashlib
import os
import pickle
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from threading import Lock
from typing import Final

from contract_scan.batch.engines.base import Plan
from contract_scan.batch.guard import Slot, light
from contract_scan.batch.reading import failure
from contract_scan.batch.remote import fetched, is_url
from contract_scan.batch.work import Job, Outcome, digest, pack
from contract_scan.errors import SourceError, WorkerCrashedError
from contract_scan.scratch import scratch_folder

__all__ = ["FILES_OF_A_CHUNK", "chunks", "crashed", "packed_plan", "release_slots", "scan_chunk"]

#: An engine takes a millisecond or so for a task; shared by this many files it does not count.
FILES_OF_A_CHUNK: Final = 8


def chunks(jobs: Iterator[Job | None]) -> Iterator[list[Job] | None]:
    """Yield jobs in chunks, drawn when they are asked for; None where the jobs said None."""
    while True:
        drawn = list(islice(jobs, FILES_OF_A_CHUNK))
        if not drawn:
            return
        # The others still say that something was done, once for all of them.
        chunk = [job for job in drawn if job is not None]
        yield chunk or None


def packed_plan(plan: Plan) -> bytes:
    """Return a plan as bytes, which every machine can take without knowing this module yet."""
    return pickle.dumps(replace(plan, scanner=light(plan.scanner)))


def scan_chunk(plan: bytes, jobs: Sequence[Job]) -> list[Outcome]:
    """Scan some files in a process of an engine; return one outcome for each.

    The process keeps its guarded worker for the next chunk. Raises EngineError where no worker can be started, and
    nothing else.
    """
    slot = _SLOTS.take(plan)
    try:
        return [_scan(job, slot) for job in jobs]
    finally:
        _SLOTS.give_back(plan, slot)


def crashed(job: Job) -> Outcome:
    """Return the outcome of a file that took down every process of an engine that read it."""
    error = WorkerCrashedError(f"{job.name}: every machine that read it went down; the file is not tried again")
    return Outcome(job.number, (pack(failure(job.name, error)),), None, 0.0)


def _scan(job: Job, slot: Slot) -> Outcome:
    if not is_url(job.path):
        return slot.run(job if job.data is not None else replace(job, sha256=digest(job.path)))
    with scratch_folder() as folder:
        try:
            copy = fetched(job.path, folder)
        except SourceError as error:
            return Outcome(job.number, (pack(failure(job.name, error)),), None, 0.0)
        return slot.run(replace(job, copy=copy, sha256=digest(copy)))


class _Slots:
    """The guarded workers of this process that are free, by what they were made for. Engines run tasks in threads."""

    def __init__(self) -> None:
        self._free: dict[bytes, list[Slot]] = defaultdict(list)
        self._lock = Lock()
        self._process = os.getpid()

    def take(self, plan: bytes) -> Slot:
        with self._lock:
            if self._process != os.getpid():  # a fork: the workers are the parent's
                self._free.clear()
                self._process = os.getpid()
            free = self._free[_key(plan)]
            if free:
                return free.pop()
        asked: Plan = pickle.loads(plan)  # noqa: S301 - made by packed_plan
        return Slot(asked.scanner, asked.limits)

    def give_back(self, plan: bytes, slot: Slot) -> None:
        with self._lock:
            self._free[_key(plan)].append(slot)

    def close(self) -> None:
        with self._lock:
            for slot in (slot for free in self._free.values() for slot in free if self._process == os.getpid()):
                slot.close()
            self._free.clear()


def release_slots() -> None:
    """End the guarded workers of this process that are free."""
    _SLOTS.close()


def _key(plan: bytes) -> bytes:
    return hashlib.sha256(plan).digest()


_SLOTS = _Slots()
atexit.register(_SLOTS.close)
