"""This machine: as many guarded processes as it has processors, or this process itself."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread

from contract_scan.batch.engines.base import Plan, processors
from contract_scan.batch.guard import Slot, may_fork, warm_up
from contract_scan.batch.reading import scan_file, scan_one
from contract_scan.batch.work import Job, Outcome, pack
from contract_scan.scratch import scratch_folder

__all__ = ["InProcess", "LocalProcesses"]

# Jobs in flight for each slot: one is read, the others wait so that no slot does.
_AHEAD = 4
_LOOK_SECONDS = 0.2


class InProcess:
    """Reads files in this process, one after the other. Nothing guards against what they may do to it."""

    hashes_here = True

    def run(self, jobs: Iterator[Job | None], plan: Plan) -> Iterator[Outcome | None]:
        """Yield the outcome of each job, in order."""
        for job in jobs:
            if job is None:
                yield None
                continue
            began = time.monotonic()
            if job.data is not None:
                records = iter([scan_one(job.data, name=job.name, scanner=plan.scanner)])
            else:
                named = job.name if job.copy else None
                records = scan_file(job.copy or job.path, scanner=plan.scanner, name=named)
            entries = tuple(map(pack, records))
            yield Outcome(job.number, entries, entries[0].sha256 or job.sha256, time.monotonic() - began)


class LocalProcesses:
    """Reads files in processes of this machine, each guarded by a slot of its own."""

    hashes_here = True

    def __init__(self) -> None:
        self._first: Slot | None = None

    def begin(self, plan: Plan) -> None:
        """Begin to start workers, before there is a job for them; `close` is then due.

        The only one of a plan is a copy of this process, where that is safe: a server would load again what is loaded
        here. To be called before this process opens what a worker must not have.

        Raises:
            EngineError: no worker process can be started here.
        """
        if plan.jobs == 1 and may_fork():
            self._first = Slot(plan.scanner, plan.limits)
            self._first.start(fork=True)
        else:
            warm_up()

    def close(self) -> None:
        """End a worker that was started and not used."""
        first, self._first = self._first, None
        if first is not None:
            first.close()

    def run(self, jobs: Iterator[Job | None], plan: Plan) -> Iterator[Outcome | None]:
        """Yield outcomes as they come."""
        count = plan.jobs or processors()
        todo: SimpleQueue[Job | None] = SimpleQueue()
        done: SimpleQueue[Outcome | BaseException] = SimpleQueue()
        with scratch_folder() as folder:
            slots = [Slot(plan.scanner, plan.limits, folder=folder) for _ in range(count)]
            if self._first is not None:
                slots[0], self._first = self._first, None
            threads = [Thread(target=_serve, args=(slot, todo, done), daemon=True) for slot in slots]
            for thread in threads:
                thread.start()
            try:
                yield from _pump(jobs, _AHEAD * count, todo, done)
            finally:
                with suppress(Empty):
                    while True:
                        todo.get_nowait()
                for _ in threads:
                    todo.put(None)
                for slot in slots:
                    slot.abandon()
                for thread in threads:
                    thread.join()


def _pump(
    jobs: Iterator[Job | None], most: int, todo: SimpleQueue[Job | None], done: SimpleQueue[Outcome | BaseException]
) -> Iterator[Outcome | None]:
    """Keep `most` jobs in flight; yield what comes back."""
    in_flight, more = 0, True
    while in_flight or more:
        while more and in_flight < most:
            try:
                job = next(jobs)
            except StopIteration:
                more = False
                break
            if job is None:
                yield None
                continue
            todo.put(job)
            in_flight += 1
        if in_flight:
            try:
                outcome = done.get(timeout=_LOOK_SECONDS)
            except Empty:
                yield None  # whoever draws from here may want to stop
                continue
            if isinstance(outcome, BaseException):
                raise outcome
            in_flight -= 1
            yield outcome


def _serve(slot: Slot, todo: SimpleQueue[Job | None], done: SimpleQueue[Outcome | BaseException]) -> None:
    try:
        while (job := todo.get()) is not None:
            done.put(slot.run(job))
    except BaseException as error:  # the driver's thread is the one to raise it
        done.put(error)
    finally:
        slot.close()
