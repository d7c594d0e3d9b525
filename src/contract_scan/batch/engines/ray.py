"""Ray core: a cluster that is there, or one of this machine's processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any, Final

from contract_scan.batch.engines.base import Plan
from contract_scan.batch.engines.chunks import packed_plan, scan_chunk
from contract_scan.batch.engines.flight import MachineLostError, fly
from contract_scan.batch.work import Job, Outcome
from contract_scan.errors import EngineError, UsageError

__all__ = ["Ray"]

_RETRIES: Final = 2


class Ray:
    """Reads files as tasks of Ray core, each file under a guard of its own.

    Workers must see the files under the same paths or URLs, and have this package installed.

    Args:
        address: ``host:port`` of a cluster; without one, the one that the environment names, or one made here.
    """

    hashes_here = False

    def __init__(self, address: str | None = None) -> None:
        self._address = address

    def run(self, jobs: Iterator[Job | None], plan: Plan) -> Iterator[Outcome | None]:
        """Yield outcomes as they come."""
        try:
            ray = import_module("ray")
        except ImportError as error:
            raise UsageError("Ray needs an optional part: pip install 'contract-scan[ray]'") from error
        begun = not ray.is_initialized()
        if begun:
            count = {} if self._address or plan.jobs is None else {"num_cpus": plan.jobs}
            try:
                ray.init(address=self._address, log_to_driver=False, include_dashboard=False, **count)
            except (ConnectionError, RuntimeError) as error:
                raise EngineError(f"{self._address or 'Ray'}: no cluster of Ray answers ({error})") from error
        try:
            yield from fly(_Cluster(ray, plan), jobs, plan.limits)
        finally:
            if begun:
                ray.shutdown()


class _Cluster:
    def __init__(self, ray: Any, plan: Plan) -> None:
        self._ray = ray
        self._plan = ray.put(packed_plan(plan))
        self._task = ray.remote(num_cpus=1, max_retries=_RETRIES)(scan_chunk)

    def places(self) -> int:
        return int(self._ray.cluster_resources().get("CPU", 1))

    def submit(self, jobs: list[Job]) -> Any:
        return self._task.remote(self._plan, jobs)

    def landed(self, tickets: Iterable[Any], seconds: float) -> list[Any]:
        done, _ = self._ray.wait(list(tickets), num_returns=1, timeout=seconds)
        return list(done)

    def result(self, ticket: Any) -> list[Outcome]:
        lost = self._ray.exceptions
        try:
            outcomes: list[Outcome] = self._ray.get(ticket)
            return outcomes
        except (lost.WorkerCrashedError, lost.NodeDiedError, lost.OutOfMemoryError, lost.ObjectLostError) as error:
            raise MachineLostError from error
        except Exception as error:
            raise EngineError(f"Ray's workers cannot scan: {type(error).__name__}: {error}") from error
