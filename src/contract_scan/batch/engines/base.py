"""What an engine is, and which there are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from contract_scan.batch.limits import DEFAULT_LIMITS, Limits
from contract_scan.batch.work import Job, Outcome
from contract_scan.errors import UsageError
from contract_scan.scanner import Scanner

__all__ = ["Engine", "Plan", "engine_for", "processors"]


@dataclass(frozen=True, slots=True)
class Plan:
    """How files are to be read: by what, within what, and in how many processes (None: as the engine sees fit)."""

    scanner: Scanner
    limits: Limits = DEFAULT_LIMITS
    jobs: int | None = None


class Engine(Protocol):
    """Reads files somewhere, each under a guard.

    `hashes_here` says that the driver should hash files before it gives them away, so that the same content is read
    once; where the machines that read are not this one, they hash.
    """

    hashes_here: bool

    def run(self, jobs: Iterator[Job | None], plan: Plan) -> Iterator[Outcome | None]:
        """Yield one outcome for each job, in any order.

        Jobs are drawn as places come free, never far ahead. For None, which says that there was something to do other
        than a job, None is yielded, and every now and then while nothing comes back. Closing the iterator ends all
        work.

        Raises:
            EngineError: the work cannot be done here at all. No single file is ever the cause.
        """
        ...


def engine_for(name: str, jobs: int | None = None) -> Engine:
    """Return the engine of a name: ``local``, ``dask`` or ``dask://host:port``, ``ray`` or ``ray://host:port``.

    With ``local`` and `jobs` 0, files are read in this process, without a guard.
    """
    kind, separator, address = name.partition("://")
    if kind == "local" and not separator:
        from contract_scan.batch.engines.local import InProcess, LocalProcesses

        return InProcess() if jobs == 0 else LocalProcesses()
    if kind == "dask":
        from contract_scan.batch.engines.dask import Dask

        return Dask(f"tcp://{address}" if address else None)
    if kind == "ray":
        from contract_scan.batch.engines.ray import Ray

        return Ray(address or None)
    raise UsageError(f"there is no engine {name}; give local, dask, dask://host:port, ray or ray://host:port")


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
