"""Folders of contracts, as a stream of records."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from contract_scan.batch.discovery import Discovery, Found
from contract_scan.batch.engines import Plan, engine_for
from contract_scan.batch.inputs import holds_many
from contract_scan.batch.limits import DEFAULT_LIMITS, Limits
from contract_scan.batch.reading import read_besides
from contract_scan.batch.remote import is_url
from contract_scan.batch.run import BatchRun, Shard
from contract_scan.batch.store import Store
from contract_scan.errors import SourceNotFoundError, UsageError
from contract_scan.model.report import ScanRecord
from contract_scan.scanner import Scanner
from contract_scan.scratch import scratch_folder
from contract_scan.sources import printable
from contract_scan.watch import CancelSignal, FolderProgress

if TYPE_CHECKING:
    from contract_scan.redact import Redactor

__all__ = ["fingerprint", "redactor_of", "scan_folder"]


def scan_folder(
    path: str | os.PathLike[str],
    *,
    scanner: Scanner | None = None,
    include: Iterable[str] = (),
    exclude: Iterable[str] = (),
    jobs: int | None = None,
    timeout: float = DEFAULT_LIMITS.timeout,
    memory: int = DEFAULT_LIMITS.memory,
    store: str | os.PathLike[str] | None = None,
    resume: bool = True,
    retry_failed: bool = False,
    engine: str = "local",
    shard: str | None = None,
    on_record: Callable[[ScanRecord], None] | None = None,
    on_progress: Callable[[FolderProgress], None] | None = None,
    cancel: CancelSignal | None = None,
) -> Iterator[ScanRecord]:
    """Scan every contract in a folder, archive or mail; yield one record for each, in the order of their names.

    Each file is read in a process of its own that is ended if it takes too long or too much; the file's record then
    says ``timeout``, ``out_of_memory`` or ``crashed``, and the others are not touched by it. Archives and mails are
    opened like folders: each contract in them has a record of its own, whose path goes on behind that of the container
    (``offers.zip!/附件/协议.pdf``). The same content is read once, whatever it is called. A record comes as soon as it
    and all before it are done; closing the iterator ends the scan.

        >>> from contract_scan import scan_folder
        >>> for record in scan_folder("samples", include=["02*"], jobs=1):
        ...     print(record.status, record.report.refund.verdict)
        ok conditional

    Args:
        path: the folder, archive or mail, or its URL (``s3://bucket/folder``; needs the extra ``remote``).
        scanner: scans the files; one with the package's rules without it.
        include: take only files that fit one of these patterns (``*.pdf``, ``2024/**``), whatever their kind.
        exclude: leave out files and folders that fit one of these.
        jobs: how many processes read; as many as there are processors without it. 0 reads in this process, where
            nothing protects it from a file that hangs or crashes.
        timeout: seconds that one contract may take.
        memory: bytes of memory that one contract may take.
        store: a file that remembers what is done, so that a scan that was broken off goes on. A temporary one without.
        resume: go on from what the store remembers; False begins anew.
        retry_failed: try again what ended in ``timeout``, ``out_of_memory`` or ``crashed`` before.
        engine: ``local``, ``dask``, ``dask://host:port``, ``ray`` or ``ray://host:port``.
        shard: scan only one part of the files, ``3/10`` for the third of ten.
        on_record: called with each record before it is yielded.
        on_progress: called with a `FolderProgress` once it is known how many files there are, and after each that is
            through, in whatever order they come. Like the records it comes while they are drawn.
        cancel: ends the scan once it is set, also in the midst of a file; with `jobs` 0 after the file in hand.

    Raises:
        SourceNotFoundError: there is no such folder.
        UsageError: `path` is no folder, archive or mail, or an argument is wrong.
        BatchError: while iterating: the scan cannot go on. With a store, what is done is kept.
        ScanCancelledError: while iterating: it was called off. With a store, what is done is kept.
    """
    place = os.fspath(path)
    if not is_url(place):
        if not Path(place).exists():
            raise SourceNotFoundError(f"{printable(place)}: no such folder")
        if not holds_many(Path(place)):
            raise UsageError(f"{printable(place)}: is a file, not a folder; use scan() for one file")
    plan = Plan(scanner or Scanner(), Limits(timeout=timeout, memory=memory), jobs)
    part = Shard.parse(shard) if shard else None
    search = Discovery((place,), include, exclude, read_besides(plan.scanner))
    found = (one for one in search if part is None or part.takes(one.path))
    engine_for(engine, jobs)  # a wrong name is told now and not with the first record
    told = _Told(on_record, on_progress, cancel)
    return _records(found, plan, engine, store, told, resume=resume, retry_failed=retry_failed)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the caller is told, and what it may tell."""

    on_record: Callable[[ScanRecord], None] | None
    on_progress: Callable[[FolderProgress], None] | None
    cancel: CancelSignal | None

    def progress(self, run: BatchRun) -> None:
        if self.on_progress is not None:
            self.on_progress(FolderProgress(run.done, run.total, run.earlier, run.last))


def _records(
    found: Iterator[Found],
    plan: Plan,
    engine: str,
    store: str | os.PathLike[str] | None,
    told: _Told,
    *,
    resume: bool,
    retry_failed: bool,
) -> Iterator[ScanRecord]:
    with scratch_folder() as folder:
        opened = Store(store or Path(folder, "store"), fingerprint(plan.scanner), redactor_of(plan.scanner))
        try:
            run = BatchRun(opened, engine_for(engine, plan.jobs), plan, cancel=told.cancel, on_done=told.progress)
            run.enlist(found, resume=resume, retry_failed=retry_failed)
            told.progress(run)
            opened.forget_lines()  # the caller is given every record, whatever an earlier one was given
            for line in run.records():
                record = line.record()
                if told.on_record is not None:
                    told.on_record(record)
                yield record
        finally:
            opened.close()


def redactor_of(scanner: Scanner) -> Redactor | None:
    """Return what masks the paths in a scanner's records; None for one that masks nothing, or of another class."""
    return getattr(scanner, "redactor", None)


def fingerprint(scanner: Scanner) -> str:
    """Return what the reports of a scanner hang on; one of another class is known by its name."""
    return getattr(scanner, "fingerprint", None) or f"{type(scanner).__module__}.{type(scanner).__qualname__}"
