"""How long the pictures of one file have been read."""

from __future__ import annotations

from time import monotonic

from contract_scan.deadline import is_short
from contract_scan.extract.bounds import Bounds

__all__ = ["Stopwatch"]


class Stopwatch:
    """Holds the reading of one file's pictures to the seconds that its bounds allow; runs from its creation."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._start = monotonic()

    def check(self) -> None:
        """Raise SourceTooLargeError once the time is over, or nearly all that the system allows to this process."""
        self._bounds.check("ocr_seconds", monotonic() - self._start)
        if is_short():
            raise self._bounds.exceeded("ocr_seconds")
