"""What appended updates changed: a PDF keeps its earlier versions, and shows the last."""

from __future__ import annotations

import re
from collections.abc import Callable

from contract_scan.errors import CorruptFileError, EncryptedFileError
from contract_scan.extract.pdf.native import NativeDocument, opened

__all__ = ["changed_pages"]

_END = re.compile(rb"startxref\s+\d{1,20}\s+%%EOF[ \t]*\r?\n?")
_LINEARIZED = b"/Linearized"
_HEAD = 1024
_LATEST = 3  # versions looked at besides the first


def changed_pages(
    data: bytes, document: NativeDocument, password: str | None, name: str, may_read: Callable[[int], bool]
) -> list[int]:
    """Return the numbers (from 1) of pages that an earlier version of an open file shows with another text or not.

    Comments and filled-in fields are none of a page's own text. `may_read` tells of a page's index, from 0, whether
    there is time for it.
    """
    ends = [match.end() for match in _END.finditer(data)]
    if _LINEARIZED in data[:_HEAD]:
        ends = ends[1:]  # the first one ends the table of the first page
    earlier = [end for end in ends[:-1] if data[end:].strip()]
    if not earlier:
        return []
    changed: set[int] = set()
    shown: dict[int, str] = {}
    for end in dict.fromkeys((*earlier[:1], *earlier[-_LATEST:])):
        try:
            with opened(data[:end], password, name) as version:
                for index in range(version.page_count):
                    if index + 1 in changed or not may_read(index):
                        continue
                    if index not in shown:
                        shown[index] = document.plain_text(index)
                    if version.plain_text(index) != shown[index]:
                        changed.add(index + 1)
        except (CorruptFileError, EncryptedFileError):
            continue  # what ends there was never a file
    return sorted(changed)
