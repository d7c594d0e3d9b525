"""The guard as one function over an iterator: for Spark, Beam, and whatever else hands out work in partitions."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from contract_scan.batch.engines.base import Plan
from contract_scan.batch.engines.chunks import packed_plan, scan_chunk
from contract_scan.batch.folder import redactor_of
from contract_scan.batch.limits import DEFAULT_LIMITS, Limits
from contract_scan.batch.work import job_of
from contract_scan.model.report import ScanRecord
from contract_scan.scanner import Scanner

__all__ = ["scan_partition"]


def scan_partition(
    paths: Iterable[str | os.PathLike[str]],
    *,
    scanner: Scanner | None = None,
    timeout: float = DEFAULT_LIMITS.timeout,
    memory: int = DEFAULT_LIMITS.memory,
) -> Iterator[ScanRecord]:
    """Scan files one after the other, each in a guarded process; yield their records in order.

    Made to be called on the machines of an engine that this package has no adapter for::

        rdd.mapPartitions(scan_partition)  # Spark

    No file makes it raise. Nothing is drawn from `paths` before it is read. The guarded process stays for the next call
    in the same process.

        >>> from contract_scan import scan_partition
        >>> [record.status for record in scan_partition(["samples/11-three-party-fair.docx", "samples/none.pdf"])]
        ['ok', 'unreadable']

    Args:
        paths: files, or URLs that fsspec knows.
        scanner: scans the files; one with the package's rules without it.
        timeout: seconds that one contract may take.
        memory: bytes of memory that one contract may take.

    Raises:
        EngineError: no process can be started here.
    """
    used = scanner or Scanner()
    plan = packed_plan(Plan(used, Limits(timeout=timeout, memory=memory)))
    redactor = redactor_of(used)
    for number, path in enumerate(paths):
        for outcome in scan_chunk(plan, [job_of(number, os.fspath(path))]):
            for entry in outcome.entries:
                record = entry.record()
                yield record if redactor is None else redactor.record(record)
