"""Chunks in flight on an engine of several machines: never too many, none lost, and never waited for for ever."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final, Protocol, TypeVar

from contract_scan.batch.engines.chunks import FILES_OF_A_CHUNK, chunks, crashed
from contract_scan.batch.limits import Limits
from contract_scan.batch.work import Job, Outcome
from contract_scan.errors import EngineError

__all__ = ["Cluster", "MachineLostError", "fly"]

_Ticket = TypeVar("_Ticket")
_LOOK_SECONDS: Final = 1.0
_PATIENCE: Final = 600.0


class MachineLostError(Exception):
    """The process or machine that had a chunk is gone, more often than an engine tries by itself."""


class Cluster(Protocol[_Ticket]):
    """What an engine must be able to do."""

    def places(self) -> int:
        """Return how many chunks can be read at once."""
        ...

    def submit(self, jobs: list[Job]) -> _Ticket:
        """Give a chunk away."""
        ...

    def landed(self, tickets: Iterable[_Ticket], seconds: float) -> list[_Ticket]:
        """Return those that are through; none after so many seconds."""
        ...

    def result(self, ticket: _Ticket) -> list[Outcome]:
        """Return what a chunk that is through came to, and let go of it.

        Raises:
            MachineLostError: it was lost with its machine.
            EngineError: it cannot be read there at all.
        """
        ...


def fly(cluster: Cluster[_Ticket], jobs: Iterator[Job | None], limits: Limits) -> Iterator[Outcome | None]:
    """Yield the outcomes of `jobs`, read in chunks by `cluster`, in any order.

    Four chunks for each place are out at most. A chunk that is lost with its machine is given out again file by file;
    a file that is lost again is at fault.

    Raises:
        EngineError: nothing has come back for so long that nothing will.
    """
    patience = max(_PATIENCE, 2 * FILES_OF_A_CHUNK * limits.timeout)
    waiting, more = chunks(jobs), True
    flying: dict[_Ticket, list[Job]] = {}
    again: deque[list[Job]] = deque()
    heard = time.monotonic()
    while flying or again or more:
        while len(flying) < 4 * max(cluster.places(), 1):
            if again:
                chunk = again.popleft()
            elif more:
                drawn = next(waiting, [])
                if drawn is None:
                    yield None
                    continue
                if not drawn:
                    more = False
                    break
                chunk = drawn
            else:
                break
            flying[cluster.submit(chunk)] = chunk
        if not flying:
            continue
        landed = cluster.landed(flying, _LOOK_SECONDS)
        if landed:
            heard = time.monotonic()
        elif time.monotonic() - heard > patience:
            raise EngineError(
                f"nothing has come back for {patience:,.0f} s: see whether the engine's workers are alive, and start "
                "the same scan again; what is done is kept"
            )
        else:
            yield None
        for ticket in landed:
            chunk = flying.pop(ticket)
            try:
                yield from cluster.result(ticket)
            except MachineLostError:
                if len(chunk) == 1:
                    yield crashed(chunk[0])
                else:
                    again.extend([job] for job in chunk)
