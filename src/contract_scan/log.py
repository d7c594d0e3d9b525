"""The package's one logger, ``contract_scan``: silent until a program gives it a handler.

Records at INFO and above hold counts, verdicts, digests and types, never a word of a contract nor the name of a file.
"""

from __future__ import annotations

import logging
from typing import Final

__all__ = ["logger"]

logger: Final = logging.getLogger("contract_scan")
logger.addHandler(logging.NullHandler())
