"""Ends code that has run for too long: by the clock, by the processor time it may take, by what the system leaves it.

What is written in C is ended once it returns.
"""

from __future__ import annotations

import contextvars
import ctypes
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from time import monotonic, process_time, thread_time
from typing import Final, TypeVar

__all__ = [
    "OvertimeError",
    "SpentError",
    "charge",
    "excused",
    "grant",
    "in_callers_thread",
    "is_short",
    "processor_left",
    "processor_limit",
    "within",
    "within_processor_time",
]

_AGAIN: Final = 0.2  # seconds: a parser may swallow what is to end it
_TRIES: Final = 25
_TRIES_IN_HASTE: Final = 5  # it takes processor time meanwhile
_LOOK: Final = 0.05  # seconds
# Of the processor time that a process may have, and seconds where that is much: what is kept to make a report of what
# was read, and what is kept to hand over an error. Linux counts whole ticks: on a busy machine it ends a process up to
# a tenth too early.
_FOR_REPORT: Final = 0.35, 12.0
_FOR_ERROR: Final = 0.18, 8.0

_ResultT = TypeVar("_ResultT")


class OvertimeError(Exception):
    """The time is over."""


class SpentError(OvertimeError):
    """The processor time that the caller allowed is over."""


class _Budget:
    """The processor time that one call may take in its thread, and in programs that it starts."""

    def __init__(self, seconds: float) -> None:
        self._allowed = seconds
        self._began: float | None = None
        self._excused_since: float | None = None
        self._clock = process_time

    def begin(self) -> None:
        """Count from now on what the thread that calls this takes."""
        if hasattr(time, "pthread_getcpuclockid"):
            number = time.pthread_getcpuclockid(threading.get_ident())
            self._clock = lambda: time.clock_gettime(number)
        self._began = self._clock()

    def add(self, seconds: float) -> None:
        """Allow more; less where it is negative."""
        self._allowed += seconds

    @contextmanager
    def excuse(self) -> Iterator[None]:
        """Leave out of account what is done inside."""
        began = self._excused_since = thread_time()
        try:
            yield
        finally:
            self._allowed += thread_time() - began
            self._excused_since = None

    def is_spent(self) -> bool:
        """Tell, in any thread, whether more was taken than is allowed."""
        if self._began is None or self._excused_since is not None:
            return False
        with suppress(OSError):  # the thread has ended
            return self._clock() - self._began > self._allowed
        return False


class _Errand:
    """What a call that runs in a thread of its own wants to have done in the thread that made it."""

    def __init__(self, do: Callable[[], object]) -> None:
        self._do = do
        self._done: SimpleQueue[BaseException | None] = SimpleQueue()

    def run(self) -> None:
        """Do it. What it raises is handed over; what is to end the program is raised here as well."""
        try:
            self._do()
        except Exception as error:
            self._done.put(error)
        except BaseException as error:
            self._done.put(error)
            raise
        else:
            self._done.put(None)

    def refuse(self) -> None:
        """Have whoever waits end: it will not be done any more."""
        self._done.put(SystemExit())

    def wait(self) -> None:
        """Return once it is done, or raise what it raised."""
        error = self._done.get()
        if error is not None:
            raise error


_budget: contextvars.ContextVar[_Budget | None] = contextvars.ContextVar("budget", default=None)
_errands: contextvars.ContextVar[SimpleQueue[_Errand | None] | None] = contextvars.ContextVar("errands", default=None)


def within(seconds: float, call: Callable[[], _ResultT]) -> _ResultT:
    """Return or raise what a call does in a thread of its own. Raises OvertimeError once it has run for so long by the
    clock; the thread is then ended.
    """
    ends = monotonic() + seconds

    def counted() -> _ResultT:
        try:
            return call()
        finally:
            charge(thread_time())

    return _until(lambda: monotonic() >= ends, counted, look=max(0.0, seconds), tries=_TRIES)


def within_processor_time(call: Callable[[], _ResultT], seconds: float | None = None) -> _ResultT:
    """Return or raise what a call does. Raises OvertimeError shortly before the system would end this process for the
    processor time that it took (``ulimit -t``).

    With `seconds`, or such a limit, the call runs in a thread of its own; else it is a plain one.

    Args:
        call: what to do. Inside, `in_callers_thread` has something done in the thread that this is called in, and
            `grant`, `charge` and `excused` change how much time is left.
        seconds: processor time that the call may take.

    Raises:
        OvertimeError: the system leaves no more time; what is written in C may go on for a while.
        SpentError: the call took more than `seconds`, and has ended.
    """
    if seconds is None:
        if processor_left() is None:
            return call()
        return _until(_is_ending, call, look=_LOOK, tries=_TRIES_IN_HASTE)
    budget = _Budget(seconds)

    def spending() -> _ResultT:
        _budget.set(budget)
        budget.begin()
        return call()

    try:
        return _until(
            lambda: _is_ending() or budget.is_spent(), spending, look=_LOOK, tries=_TRIES_IN_HASTE, patient=True
        )
    except OvertimeError:
        if _is_ending():
            raise
        raise SpentError from None


def grant(seconds: float) -> None:
    """Allow the call that runs in this thread so much more processor time."""
    budget = _budget.get()
    if budget is not None:
        budget.add(seconds)


def charge(seconds: float) -> None:
    """Count the processor time of a program that was started as that of the call which runs in this thread."""
    grant(-seconds)


@contextmanager
def excused() -> Iterator[None]:
    """Leave what is done inside, which has a bound of its own, out of the processor time of this thread's call."""
    budget = _budget.get()
    if budget is None:
        yield
        return
    with budget.excuse():
        yield


def in_callers_thread(do: Callable[[], object]) -> None:
    """Do something, and raise what it raises, in the thread out of which `within_processor_time` was called."""
    errands = _errands.get()
    if errands is None:
        do()
        return
    errand = _Errand(do)
    errands.put(errand)
    errand.wait()


def is_short() -> bool:
    """Tell whether the processor time that the system leaves this process only does for a report of what was read."""
    return _left_is_under(*_FOR_REPORT)


def _is_ending() -> bool:
    return _left_is_under(*_FOR_ERROR)


def processor_left() -> float | None:
    """Return the seconds of processor time that the system leaves this process; None where it sets no limit."""
    limit = processor_limit()
    return None if limit is None else limit - process_time()


def _left_is_under(share: float, most: float) -> bool:
    limit = processor_limit()
    return limit is not None and limit - process_time() < min(share * limit, most)


def processor_limit() -> float | None:
    """Return the seconds of processor time after which the system ends this process; None where it sets no limit."""
    if sys.platform == "win32":
        return None
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_CPU)
    return None if limit == resource.RLIM_INFINITY else float(limit)


def _until(
    is_over: Callable[[], bool], call: Callable[[], _ResultT], *, look: float, tries: int, patient: bool = False
) -> _ResultT:
    results: list[_ResultT] = []
    failures: list[BaseException] = []
    ended = threading.Event()
    errands: SimpleQueue[_Errand | None] = SimpleQueue()
    inner = _errands.get()  # of a call around this one, which runs in this thread

    def run() -> None:
        _errands.set(inner or errands)
        try:
            results.append(call())
        except BaseException as error:  # it is raised again where the call was made
            if not (ended.is_set() and isinstance(error, SystemExit)):
                failures.append(error)
        finally:
            errands.put(None)

    thread = threading.Thread(target=contextvars.copy_context().run, args=(run,), daemon=True)
    thread.start()
    try:
        while not is_over():
            with suppress(Empty):
                errand = errands.get(timeout=look)
                if errand is None:
                    thread.join()
                    break
                errand.run()
    except BaseException:  # as Ctrl-C
        _end(thread, ended, errands)
        raise
    while thread.is_alive() and tries:
        _end(thread, ended, errands)
        thread.join(_AGAIN)
        # A thread that was left to itself could be in a library that knows only one: whoever is patient waits for it,
        # unless the system is about to end all.
        tries -= not patient or _is_ending()
    if results:
        return results[0]
    if failures:
        raise failures[0]
    raise OvertimeError


def _end(thread: threading.Thread, ended: threading.Event, errands: SimpleQueue[_Errand | None]) -> None:
    """Raise in a thread what no `except Exception` of a parser keeps, and of which nothing is printed."""
    ended.set()
    with suppress(Empty):
        while True:
            errand = errands.get_nowait()
            if errand is not None:
                errand.refuse()
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(SystemExit))
