"""How often Python looks for garbage: rarely in processes of this package's own, which make hardly any in circles."""

from __future__ import annotations

import gc
from typing import Final

__all__ = ["collect_rarely"]

#: Objects that come to be, less those that are gone, between two looks at the youngest; Python's own is 700 to 2,000.
_BETWEEN_LOOKS: Final = 20_000
#: Looks at the younger ones between two at the next older ones.
_BETWEEN_GENERATIONS: Final = 20


def collect_rarely() -> None:
    """Let this process look for garbage more rarely: a tenth of the time of a scan went into looking.

    For the command and its workers. In somebody else's process that is not for a library to say.
    """
    gc.set_threshold(_BETWEEN_LOOKS, _BETWEEN_GENERATIONS, _BETWEEN_GENERATIONS)
