"""One scan of many inputs: what is pending goes to the engine, what comes back to the store, and out in order."""

from __future__ import annotations

import hashlib
import os
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from contract_scan.batch.discovery import Found
from contract_scan.batch.engines import Engine, Plan
from contract_scan.batch.reading import failure
from contract_scan.batch.remote import fetched, is_url
from contract_scan.batch.store import Line, Pending, Store
from contract_scan.batch.work import Job, Outcome, digest, job_of, pack
from contract_scan.errors import SourceError, UsageError
from contract_scan.log import logger
from contract_scan.scratch import scratch_folder
from contract_scan.sources import printable
from contract_scan.watch import CancelSignal, check_cancelled

__all__ = ["BatchRun", "Shard"]

_COMMIT_SECONDS: Final = 0.5


@dataclass(frozen=True, slots=True)
class Shard:
    """One of several parts of the inputs, each scanned by a run of its own: part `index` (from 1) of `count`."""

    index: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Return the shard that ``3/10`` names.

        Raises:
            UsageError: it names none.
        """
        try:
            index, count = map(int, text.split("/"))
        except ValueError:
            index = count = 0
        if not 1 <= index <= count:
            raise UsageError(f"there is no shard {text}; write 3/10 for the third of ten")
        return cls(index, count)

    def takes(self, path: str) -> bool:
        """Tell whether an input is in this part. It hangs on the path alone, as it was found."""
        hashed = hashlib.sha256(os.fsencode(path)).digest()
        return int.from_bytes(hashed[:8], "big") % self.count == self.index - 1


@dataclass
class BatchRun:
    """A scan of the inputs in a store. Going through `records` once does all the work.

    Args:
        store: what was done before, and what is done now.
        engine: where files are read.
        plan: how they are.
        given: the bytes of inputs that are no files, by path.
        on_done: called after each input with all that is known of the progress: this run.
        cancel: looked at between inputs, and several times a second while they are read.
        on_commit: called before what was put out so far is remembered as put out.

    Attributes:
        total: how many inputs there are.
        done: how many have a result, of this run or of an earlier one.
        last: the path of the input that was done last in this run; None before the first.
        earlier: how many had one before this run.
        failures: how many files were not read whole in this run, by status.
    """

    store: Store
    engine: Engine
    plan: Plan
    given: Mapping[str, bytes] = field(default_factory=dict)
    on_done: Callable[[BatchRun], None] = lambda _run: None
    on_commit: Callable[[], None] = lambda: None
    cancel: CancelSignal | None = None
    total: int = 0
    done: int = 0
    earlier: int = 0
    last: str | None = None
    failures: Counter[str] = field(default_factory=Counter)
    _flying: dict[int, tuple[Job, bytes | None]] = field(default_factory=dict)

    def enlist(self, found: Iterable[Found], *, resume: bool = True, retry_failed: bool = False) -> None:
        """Find out what there is to do."""
        self.total = self.store.enlist(found, resume=resume, retry_failed=retry_failed)
        self.done = self.earlier = self.total - self.store.remaining()

    def records(self) -> Generator[Line, None, None]:
        """Scan what has no result yet; yield the records that were not put out yet, in the order of the inputs.

        What is done is committed at least twice a second, and whenever the iterator is closed.

        Raises:
            BatchError: it cannot go on. What is done is kept.
            ScanCancelledError: it was called off. What is done is kept.
        """
        committed = time.monotonic()
        with scratch_folder() as folder:
            try:
                check_cancelled(self.cancel)
                yield from self.store.put_out()
                while self.store.remaining():
                    outcomes = self.engine.run(self._jobs(folder), self.plan)
                    try:
                        for outcome in outcomes:
                            check_cancelled(self.cancel)
                            if outcome is not None:
                                self._land(outcome)
                            yield from self.store.put_out()
                            if time.monotonic() - committed > _COMMIT_SECONDS:
                                self._commit()
                                committed = time.monotonic()
                    finally:
                        close = getattr(outcomes, "close", None)
                        if close is not None:
                            close()
                        self._flying.clear()
                yield from self.store.put_out()
            finally:
                self._commit()

    def _commit(self) -> None:
        self.on_commit()
        self.store.commit()

    def _jobs(self, folder: str) -> Iterator[Job | None]:
        """Yield what is to be read; None where an input was dealt with without reading it."""
        for pending in self.store.pending():
            try:
                job = self._job(pending, folder)
            except SourceError as error:
                record = failure(error_name(pending), error)
                self._keep(pending.path, Outcome(pending.number, (pack(record),), None, 0.0))
                yield None
                continue
            key = self.store.key(job.sha256, job.path) if job.sha256 else None
            if key is not None and self.store.reuse(job.number, key):
                _discard(job)
                self._count(job.name)
                yield None
            elif key is None or all(key != other for _, other in self._flying.values()):
                self._flying[job.number] = (job, key)
                yield job
            else:  # the same content is being read; its result will do
                _discard(job)

    def _job(self, pending: Pending, folder: str) -> Job:
        job = job_of(pending.number, pending.path)
        if pending.path in self.given:
            data = self.given[pending.path]
            return replace(job, data=data, sha256=hashlib.sha256(data).hexdigest())
        if not self.engine.hashes_here:
            return job
        if is_url(pending.path):
            copy = fetched(pending.path, folder)
            return replace(job, copy=copy, sha256=digest(copy))
        return replace(job, sha256=digest(pending.path))

    def _land(self, outcome: Outcome) -> None:
        job, _ = self._flying.pop(outcome.number)
        _discard(job)
        self._keep(job.path, outcome)

    def _keep(self, path: str, outcome: Outcome) -> None:
        self.store.save(path, outcome)
        for entry in outcome.entries:
            logger.info("file %d: %.12s: %s", outcome.number, entry.sha256 or "?", entry.status)
        self.failures.update(entry.status for entry in outcome.entries if entry.status != "ok")
        self._count(printable(path))

    def _count(self, path: str) -> None:
        self.last = path
        self.done += 1
        self.on_done(self)


def error_name(pending: Pending) -> str:
    """Return what the record of an input that cannot be fetched calls it."""
    return job_of(pending.number, pending.path).name


def _discard(job: Job) -> None:
    if job.copy is not None:
        os.unlink(job.copy)  # noqa: PTH108 - a copy of our own
