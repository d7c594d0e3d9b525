"""A scanner whose reader of PDF files ends the process at one page. The environment says at which, and how."""

from __future__ import annotations

import os
import time

from contract_scan.extract.pdf import reader
from contract_scan.scanner import Scanner

_read_page = reader._Reading._read_page


def _fatal(self, page):
    if page.number == int(os.environ["FATAL_PAGE"]):
        if os.environ["FATAL_ACT"] == "abort":
            os.abort()
        while os.environ["FATAL_ACT"] == "spin":
            pass
        time.sleep(1000)
    return _read_page(self, page)


class FatalPage:
    """Makes the real scanner, with its reader replaced, of the one class that workers know how to tell about pages."""

    def __reduce__(self):
        return _make, ()

    fingerprint = "fatal page"


def _make():
    reader._Reading._read_page = _fatal
    return Scanner()
