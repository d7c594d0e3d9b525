"""Dask: a cluster that is there, or one of this machine's processes."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from importlib import import_module
from typing import Any
from uuid import uuid4

from contract_scan.batch.engines.base import Plan, processors
from contract_scan.batch.engines.chunks import packed_plan, release_slots, scan_chunk
from contract_scan.batch.engines.flight import MachineLostError, fly
from contract_scan.batch.work import Job, Outcome
from contract_scan.errors import EngineError, UsageError

__all__ = ["Dask"]


class Dask:
    """Reads files on the workers of a Dask scheduler, each file under a guard of its own.

    Without the guard, a file that kills its worker stalls a Dask cluster or has others blamed for it. Workers must see
    the files under the same paths or URLs, and have this package installed.

    Args:
        address: the scheduler's, such as ``tcp://scheduler:8786``; without one, a cluster is started on this machine.
    """

    hashes_here = False

    def __init__(self, address: str | None = None) -> None:
        self._address = address

    def run(self, jobs: Iterator[Job | None], plan: Plan) -> Iterator[Outcome | None]:
        """Yield outcomes as they come."""
        try:
            distributed = import_module("distributed")
        except ImportError as error:
            raise UsageError("Dask needs an optional part: pip install 'contract-scan[dask]'") from error
        with ExitStack() as stack:
            where: Any = self._address
            if where is None:
                count = plan.jobs or processors()
                where = stack.enter_context(
                    distributed.LocalCluster(count, threads_per_worker=1, processes=True, dashboard_address=None)
                )
            try:
                client = stack.enter_context(distributed.Client(where, set_as_default=False))
            except OSError as error:
                raise EngineError(f"{self._address}: no scheduler of Dask answers there ({error})") from error
            try:
                yield from fly(_Cluster(distributed, client, plan), jobs, plan.limits)
            finally:
                with suppress(Exception):  # a worker that is gone has let go already
                    client.run(release_slots, on_error="ignore")


class _Cluster:
    def __init__(self, distributed: Any, client: Any, plan: Plan) -> None:
        self._distributed, self._client = distributed, client
        self._plan = packed_plan(plan)
        self._run, self._numbers = uuid4().hex, itertools.count()

    def places(self) -> int:
        return sum(self._client.nthreads().values())

    def submit(self, jobs: list[Job]) -> Any:
        # A key of its own: Dask would take two chunks of the same arguments for one.
        key = f"contract-scan-{self._run}-{next(self._numbers)}"
        return self._client.submit(scan_chunk, self._plan, jobs, key=key, pure=False)

    def landed(self, tickets: Iterable[Any], seconds: float) -> list[Any]:
        try:
            with self._client.as_current():
                return list(self._distributed.wait(list(tickets), seconds, return_when="FIRST_COMPLETED").done)
        except TimeoutError:
            return []

    def result(self, ticket: Any) -> list[Outcome]:
        try:
            outcomes: list[Outcome] = ticket.result()
            return outcomes
        except self._distributed.KilledWorker as error:
            raise MachineLostError from error
        except EngineError:
            raise
        except Exception as error:
            raise EngineError(f"Dask's workers cannot scan: {type(error).__name__}: {error}") from error
        finally:
            ticket.release()
