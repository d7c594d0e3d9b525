"""The package's one logger, ``contract_scan``: silent until a program gives it a handler. So are those of the libraries
that read files, which quote what they stumble over: without a handler Python would print their warnings.

Records at INFO and above hold counts, verdicts, digests and types, never a word of a contract nor the name of a file.
"""

from __future__ import annotations

import logging
from typing import Final

__all__ = ["logger"]

_LIBRARIES: Final = ("pypdfium2", "pdfplumber", "pdfminer", "pypdf", "PIL", "docx", "markdown_it", "olefile")

logger: Final = logging.getLogger("contract_scan")
for _name in (logger.name, *_LIBRARIES):
    logging.getLogger(_name).addHandler(logging.NullHandler())
