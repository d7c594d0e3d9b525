"""A fixed number of guarded workers that stay up, for a service: each request waits its turn, or is turned away."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any, Final, TypeVar

from contract_scan.batch.engines.base import processors
from contract_scan.batch.guard import Slot
from contract_scan.batch.limits import Limits
from contract_scan.batch.tasks import Task
from contract_scan.errors import BusyError, ContractScanError
from contract_scan.scanner import Scanner
from contract_scan.scratch import scratch_folder

if TYPE_CHECKING:
    import asyncio

__all__ = ["SERVICE_LIMITS", "WorkerPool"]

_Answer = TypeVar("_Answer")

#: Somebody waits for the answer: far less time than a file of a batch may take.
SERVICE_LIMITS: Final = Limits(timeout=120.0, memory=1024 * 1024 * 1024)
_WAITING_FOR_EACH: Final = 4


@dataclass(slots=True)
class _Asked:
    task: Task[Any]
    loop: asyncio.AbstractEventLoop
    answer: asyncio.Future[Any]
    on_begin: Callable[[], None] | None
    on_page: Callable[[int], None] | None
    given_up: Event = field(default_factory=Event)

    def tell(self, function: Callable[..., None], *values: Any) -> None:
        """Call a function in the loop of whoever asked, unless it is closed by now."""
        try:
            self.loop.call_soon_threadsafe(function, *values)
        except RuntimeError:
            self.given_up.set()


class WorkerPool:
    """Guarded workers of this machine, each with one task at a time, and a queue of bounded length before them.

    Args:
        scanner: what tasks are carried out with; one with the package's own rules without it.
        workers: how many processes; as many as there are processors without it.
        waiting: how many tasks may wait for a worker; four for each without it.
        limits: what each task may cost.

    To be used as a context manager, or closed by `close`. `ask` may be called from the event loops of any thread.
    """

    def __init__(
        self,
        scanner: Scanner | None = None,
        *,
        workers: int | None = None,
        waiting: int | None = None,
        limits: Limits = SERVICE_LIMITS,
    ) -> None:
        self.workers = workers or processors()
        self.capacity = self.workers + (_WAITING_FOR_EACH * self.workers if waiting is None else waiting)
        self._stack = ExitStack()
        folder = self._stack.enter_context(scratch_folder())
        self._slots = [Slot(scanner or Scanner(), limits, folder=folder) for _ in range(self.workers)]
        self._todo: SimpleQueue[_Asked | None] = SimpleQueue()
        self._lock = Lock()
        self._held = 0
        self._up = False
        #: Why a worker could not be started, if it could not.
        self.fault: ContractScanError | None = None
        self._closed = False
        self._threads = [Thread(target=self._serve, args=(slot,), daemon=True) for slot in self._slots]
        for thread in self._threads:
            thread.start()

    @property
    def ready(self) -> bool:
        """Whether a worker is up that has loaded all that it needs."""
        return self._up and not self._closed

    @property
    def busy(self) -> bool:
        """Whether `ask` would turn a task away now."""
        return self._held >= self.capacity

    async def ask(
        self,
        task: Task[_Answer],
        *,
        on_begin: Callable[[], None] | None = None,
        on_page: Callable[[int], None] | None = None,
    ) -> _Answer:
        """Have a worker carry out a task; return what came of it. A caller that is cancelled ends the work too.

        Args:
            task: what to do.
            on_begin: called in this loop once a worker has taken it up.
            on_page: called in this loop with the page (from 1) that is being read, as `Slot.ask` does.

        Raises:
            BusyError: as many tasks as may wait do, or the pool is closed.
            ContractScanError: as for `Slot.ask`.
        """
        import asyncio

        with self._lock:
            if self._closed:
                raise BusyError("服务正在关闭；请过一会儿再试")
            if self.busy:
                raise BusyError("正在读的合同太多；请过一会儿再试")
            self._held += 1
        loop = asyncio.get_running_loop()
        asked = _Asked(task, loop, loop.create_future(), on_begin, on_page)
        self._todo.put(asked)
        try:
            return await asked.answer  # type: ignore[no-any-return]
        finally:
            asked.given_up.set()

    def close(self) -> None:
        """End all workers at once, whatever they do; their tasks end in a `WorkerCrashedError`."""
        self._closed = True
        for slot in self._slots:
            slot.abandon()
        for _ in self._threads:
            self._todo.put(None)
        for thread in self._threads:
            thread.join()
        self._stack.close()

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _serve(self, slot: Slot) -> None:
        try:
            self._start(slot)
            while (asked := self._todo.get()) is not None:
                try:
                    if not asked.given_up.is_set():
                        self._carry_out(slot, asked)
                finally:
                    with self._lock:
                        self._held -= 1
        finally:
            slot.close()

    def _start(self, slot: Slot) -> None:
        try:
            slot.start()
        except ContractScanError as error:
            self.fault = error
        else:
            self._up = True

    def _carry_out(self, slot: Slot, asked: _Asked) -> None:
        if asked.on_begin is not None:
            asked.tell(asked.on_begin)
        heard = asked.on_page
        on_page = None if heard is None else lambda page: asked.tell(heard, page)
        try:
            answer = slot.ask(asked.task, given_up=asked.given_up, on_page=on_page)
        except Exception as error:
            asked.tell(_settle, asked.answer, None, error)
        else:
            self._up, self.fault = True, None
            asked.tell(_settle, asked.answer, answer, None)


def _settle(future: asyncio.Future[Any], answer: Any, error: Exception | None) -> None:
    if future.done():
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(answer)
