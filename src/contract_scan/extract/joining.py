"""The documents of a set, body and annexes in files of their own, as one document."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from contract_scan.errors import UsageError
from contract_scan.model.document import Block, Document, Layout, PartFile, Region

__all__ = ["join_documents"]

_BETWEEN = "\n"
#: What a set of files of more than one type is.
_MIXED = "multipart/mixed"


def join_documents(documents: Sequence[Document]) -> Document:
    """Return the documents of a set as one, in the order given.

    Its text is theirs, parted by line breaks, and every offset in it is one of the joined text. Pages keep the numbers
    that they have in their files, so a page is told by its offset, or by file and number. A single document is
    returned as it is.

    Raises:
        UsageError: there is no document.
    """
    if not documents:
        raise UsageError("no document: give at least one file of the set")
    if len(documents) == 1:
        return documents[0]
    starts, at = [], 0
    for document in documents:
        starts.append(at)
        at += len(document.text) + len(_BETWEEN)
    names = _told_apart([document.name for document in documents])
    shifted = [_Shift(*one) for one in zip(documents, starts, names, _tables_before(documents), strict=True)]
    types = {document.media_type for document in documents}
    return Document(
        name=" + ".join(names),
        media_type=types.pop() if len(types) == 1 else _MIXED,
        sha256=hashlib.sha256("\n".join(document.sha256 for document in documents).encode()).hexdigest(),
        size_bytes=sum(document.size_bytes for document in documents),
        text=_BETWEEN.join(document.text for document in documents),
        blocks=tuple(block for one in shifted for block in one.blocks()),
        pages=tuple(
            replace(page, start=page.start + one.by, end=page.end + one.by)
            for one in shifted
            for page in one.document.pages
        ),
        page_count=sum(document.page_count or 0 for document in documents) or None,
        unread=tuple(replace(part, file=one.name) for one in shifted for part in one.document.unread),
        warnings=tuple(replace(warning, file=one.name) for one in shifted for warning in one.document.warnings),
        recognised=tuple(
            replace(part, start=part.start + one.by, end=part.end + one.by)
            for one in shifted
            for part in one.document.recognised
        ),
        files=tuple(one.file() for one in shifted),
        layout=_Joined(tuple(starts), tuple(document.layout for document in documents), tuple(map(_length, documents))),
    )


def _length(document: Document) -> int:
    return len(document.text)


def _told_apart(names: Sequence[str]) -> list[str]:
    """Number the names that are there more than once, so that each names one file: 附件.pdf, 附件.pdf (2)."""
    seen: Counter[str] = Counter()
    told = []
    for name in names:
        seen[name] += 1
        told.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return told


def _tables_before(documents: Sequence[Document]) -> list[int]:
    """Return for each document the number from which its tables are counted."""
    found, count = [], 0
    for document in documents:
        found.append(count)
        count += 1 + max((block.table for block in document.blocks if block.table is not None), default=-1)
    return found


@dataclass(frozen=True, slots=True)
class _Shift:
    document: Document
    by: int
    name: str
    tables: int

    def blocks(self) -> Iterator[Block]:
        for block in self.document.blocks:
            yield replace(
                block,
                start=block.start + self.by,
                end=block.end + self.by,
                label_end=None if block.label_end is None else block.label_end + self.by,
                table=None if block.table is None else block.table + self.tables,
                cells=tuple((start + self.by, end + self.by) for start, end in block.cells),
                columns=tuple((start + self.by, end + self.by) for start, end in block.columns),
            )

    def file(self) -> PartFile:
        one = self.document
        return PartFile(
            self.name, one.media_type, one.sha256, one.size_bytes, one.page_count, self.by, self.by + len(one.text)
        )


@dataclass(frozen=True, slots=True)
class _Joined:
    """Asks the layout of the file that a range lies in."""

    starts: tuple[int, ...]
    layouts: tuple[Layout, ...]
    lengths: tuple[int, ...]

    def regions(self, start: int, end: int) -> Sequence[Region]:
        found: list[Region] = []
        for index in range(max(0, bisect_right(self.starts, start) - 1), len(self.starts)):
            first = self.starts[index]
            if first >= end:
                break
            low, high = max(start - first, 0), min(end - first, self.lengths[index])
            if low < high:
                found += self.layouts[index].regions(low, high)
        return found
