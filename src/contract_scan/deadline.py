"""Ends code that has run for too long, and knows how much processor time the system leaves this process.

What is written in C is ended once it returns; until then its thread is left to itself.
"""

from __future__ import annotations

import contextvars
import ctypes
import sys
import threading
from collections.abc import Callable
from time import monotonic, process_time
from typing import Final, TypeVar

__all__ = ["OvertimeError", "is_short", "processor_left", "processor_limit", "within", "within_processor_time"]

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


def within(seconds: float, call: Callable[[], _ResultT]) -> _ResultT:
    """Return or raise what a call does in a thread of its own. Raises OvertimeError once it has run for so long by the
    clock; the thread is then ended.
    """
    ends = monotonic() + seconds
    return _until(lambda: monotonic() >= ends, call, look=max(0.0, seconds), tries=_TRIES)


def within_processor_time(call: Callable[[], _ResultT]) -> _ResultT:
    """Return or raise what a call does. Raises OvertimeError shortly before the system would end this process for the
    processor time that it took (``ulimit -t``); without such a limit the call is a plain one.
    """
    if processor_left() is None:
        return call()
    return _until(lambda: _left_is_under(*_FOR_ERROR), call, look=_LOOK, tries=_TRIES_IN_HASTE)


def is_short() -> bool:
    """Tell whether the processor time that the system leaves this process only does for a report of what was read."""
    return _left_is_under(*_FOR_REPORT)


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


def _until(is_over: Callable[[], bool], call: Callable[[], _ResultT], *, look: float, tries: int) -> _ResultT:
    results: list[_ResultT] = []
    failures: list[BaseException] = []
    ended = threading.Event()

    def run() -> None:
        try:
            results.append(call())
        except BaseException as error:  # it is raised again where the call was made
            if not (ended.is_set() and isinstance(error, SystemExit)):
                failures.append(error)

    thread = threading.Thread(target=contextvars.copy_context().run, args=(run,), daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(look)
            if is_over():
                break
    except BaseException:  # as Ctrl-C
        _end(thread, ended)
        raise
    for _ in range(tries):
        if not thread.is_alive():
            break
        _end(thread, ended)
        thread.join(_AGAIN)
    if results:
        return results[0]
    if failures:
        raise failures[0]
    raise OvertimeError


def _end(thread: threading.Thread, ended: threading.Event) -> None:
    """Raise in a thread what no `except Exception` of a parser keeps, and of which nothing is printed."""
    ended.set()
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(SystemExit))
