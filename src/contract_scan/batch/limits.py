"""How much one file may cost, and what it has cost so far, summed over the process that reads it and all below it."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, replace
from typing import Final

import psutil

from contract_scan.deadline import processor_limit
from contract_scan.errors import MemoryLimitError, TimeLimitError, UsageError, WorkerError

__all__ = ["DEFAULT_LIMITS", "Limits", "Watch", "allowed", "end_family", "is_worn", "resident"]

_MIB: Final = 1024 * 1024
# How often the whole family is looked up: finding it means going through all processes of the machine.
_FAMILY_SECONDS: Final = 0.5
# Of what the system allows: the rest is for starting, and for handing over what was read.
_OWN_SHARE: Final = 0.75


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper limits of reading one file, or one contract of an archive.

    The defaults pass a book of 350 pages of agreements ten times over; docs/batch.md has the figures.
    """

    #: Seconds by the clock on the wall.
    timeout: float = 600.0
    #: Bytes of memory (resident) of the process that reads the file and of those that it starts.
    memory: int = 2048 * _MIB
    #: Seconds of processor time of all these; twice `timeout` without one: a file may keep two cores busy throughout.
    cpu: float | None = None
    #: Seconds of processor time without a step forward on one page of a PDF. The page is then left out, and the file
    #: read again without it; each such page of a file halves what the next one may take.
    page: float = 12.0

    def __post_init__(self) -> None:
        if min(self.timeout, self.memory, self.cpu_seconds, self.page) <= 0:
            raise UsageError("a limit must be more than nothing: timeout, cpu and page in seconds, memory in bytes")

    @property
    def cpu_seconds(self) -> float:
        """Seconds of processor time that are allowed."""
        return 2 * self.timeout if self.cpu is None else self.cpu


DEFAULT_LIMITS = Limits()


def allowed(limits: Limits) -> Limits:
    """Return limits that keep within the processor time that the system allows to a process (``ulimit -t``)."""
    seconds = processor_limit()
    if seconds is None:
        return limits
    return replace(limits, cpu=min(limits.cpu_seconds, max(1.0, _OWN_SHARE * seconds)))


def is_worn(pid: int) -> bool:
    """Tell whether the system may end a process before the next file has had all the time that it may have."""
    seconds = processor_limit()
    if seconds is None:
        return False
    try:
        times = psutil.Process(pid).cpu_times()
    except psutil.Error:
        return False
    return times.user + times.system > (1 - _OWN_SHARE) / 2 * seconds


class Watch:
    """The cost of one file in a process that was there before it."""

    def __init__(self, pid: int, limits: Limits) -> None:
        self._limits = limits
        self._process = psutil.Process(pid)
        self._family: list[psutil.Process] = []
        self._looked = self._began = time.monotonic()
        self._cpu_before = self._cpu_at_step = self._cpu()

    def restart_clock(self) -> None:
        """Begin anew: the process has gone on to the next contract of an archive."""
        self._began = time.monotonic()
        self._cpu_before = self._cpu()

    def step(self) -> None:
        """Note that the process has gone a step forward."""
        self._cpu_at_step = self._cpu()

    def exceeded(self, name: str, *, page: int = 0, share: float = 1.0) -> WorkerError | None:
        """Return the error of the limit that reading `name` has passed; None if it is within all.

        `page` is that of a PDF which is being read, 0 if none; it may take this `share` of the limit.
        """
        now, limits = time.monotonic(), self._limits
        if now - self._began > limits.timeout:
            return TimeLimitError(
                f"{name}: reading it took longer than {limits.timeout:g} s; if it is worth it, allow more with timeout"
            )
        if now - self._looked > _FAMILY_SECONDS:
            self._looked = now
            with contextlib.suppress(psutil.Error):
                known = set(self._family)
                self._family += [one for one in self._process.children(recursive=True) if one not in known]
        if self._memory() > limits.memory:
            return MemoryLimitError(
                f"{name}: reading it took more than {limits.memory // _MIB:,} MiB; if it is worth it, allow more "
                "with memory"
            )
        cpu = self._cpu()
        if page and cpu - self._cpu_at_step > share * limits.page:
            return TimeLimitError(
                f"{name}: page {page}: reading it took more than {share * limits.page:g} s of processor time"
            )
        if cpu - self._cpu_before > limits.cpu_seconds:
            return TimeLimitError(f"{name}: reading it took more than {limits.cpu_seconds:g} s of processor time")
        return None

    def end_known(self) -> None:
        """End what the process has started and may have left behind in dying."""
        for one in self._family:
            with contextlib.suppress(psutil.Error):
                one.kill()

    def _memory(self) -> int:
        total = 0
        for process in (self._process, *self._family):
            with contextlib.suppress(psutil.Error):
                total += process.memory_info().rss
        return total

    def _cpu(self) -> float:
        total = 0.0
        for process in (self._process, *self._family):
            with contextlib.suppress(psutil.Error):
                times = process.cpu_times()
                total += times.user + times.system
                # Children that have ended count for the parent that waited for them, where systems tell.
                total += getattr(times, "children_user", 0.0) + getattr(times, "children_system", 0.0)
        return total


def resident(pid: int) -> int:
    """Return the bytes of memory that a process holds; 0 if there is none."""
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def end_family(pid: int, *, below_only: bool = False) -> None:
    """End a process and all below it at once and for good; with `below_only` spare the process itself."""
    try:
        process = psutil.Process(pid)
        family = process.children(recursive=True)
    except psutil.Error:
        return
    for one in family if below_only else (process, *family):
        with contextlib.suppress(psutil.Error):
            one.kill()
