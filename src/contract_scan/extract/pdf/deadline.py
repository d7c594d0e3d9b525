"""Ends code that has run for too long. What is written in C is ended once it returns."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from time import monotonic, thread_time
from typing import TypeVar

from contract_scan.extract.bounds import Bounds

__all__ = ["OvertimeError", "Pace", "within"]

_AGAIN = 0.2  # seconds: a parser may swallow what is to end it
_TRIES = 25

_ResultT = TypeVar("_ResultT")


class OvertimeError(Exception):
    """The time is over."""


class _EndError(SystemExit):
    """Ends a thread. No `except Exception` of a parser keeps it, and nothing is printed of it."""


def within(seconds: float, call: Callable[[], _ResultT]) -> _ResultT:
    """Return or raise what a call does in a thread of its own. Raises OvertimeError once it has run for so long by the
    clock; the thread is then ended.
    """
    results: list[_ResultT] = []
    failures: list[Exception] = []

    def run() -> None:
        try:
            results.append(call())
        except Exception as error:
            failures.append(error)
        except _EndError:
            return

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(max(0.0, seconds))
    for _ in range(_TRIES):
        if not thread.is_alive():
            break
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(_EndError))
        thread.join(_AGAIN)
    if results:
        return results[0]
    if failures:
        raise failures[0]
    raise OvertimeError


class Pace:
    """Tells whether the pages of a file take longer than its bounds allow, in processor time of this thread."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._start = thread_time()
        self._began = monotonic()

    def is_over(self, pages: int) -> bool:
        """Tell whether so many pages took too long."""
        allowed = self._bounds.reading_seconds + pages * self._bounds.page_seconds
        # A thread takes no more processor time than time, and that is told at a fraction of the cost.
        return monotonic() - self._began > allowed and thread_time() - self._start > allowed
