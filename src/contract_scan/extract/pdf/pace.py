"""How fast the pages of a PDF are read."""

from __future__ import annotations

from time import monotonic, thread_time

from contract_scan.deadline import is_short
from contract_scan.extract.bounds import Bounds

__all__ = ["Pace"]


class Pace:
    """Tells whether the pages of a file take longer than its bounds allow, in processor time of this thread."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._start = thread_time()
        self._began = monotonic()

    def is_over(self, pages: int) -> bool:
        """Tell whether so many pages took too long, or nearly all that the system allows to this process."""
        allowed = self._bounds.reading_seconds + pages * self._bounds.page_seconds
        if is_short():
            return True
        # A thread takes no more processor time than time, and that is told at a fraction of the cost.
        return monotonic() - self._began > allowed and thread_time() - self._start > allowed
