"""What goes to a worker and what comes back: small things that cross process and machine borders."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import stat
import zlib
from dataclasses import astuple, dataclass

from contract_scan.batch.templates import sketch
from contract_scan.model.ranking import VERDICT_ORDER, severities, verdict_of
from contract_scan.model.report import ScanRecord
from contract_scan.sources import DEFAULT_MAX_BYTES, printable

__all__ = ["Entry", "Job", "Outcome", "digest", "job_of", "pack"]

_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Job:
    """One file to scan.

    `path` is where it is found: a path, or a URL that the engine fetches. `name` is what records call it. `copy` is
    where its bytes lie if not at `path`, `data` holds them if they are in no file. `sha256` is the digest of its
    content where it is known. The first `done` contracts of an archive were scanned before. The pages `avoided` (from
    1) ended a process before.
    """

    number: int
    path: str
    name: str
    copy: str | None = None
    data: bytes | None = None
    sha256: str | None = None
    done: int = 0
    avoided: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """One record, packed, with what is asked of many records at once."""

    path: str
    sha256: str | None
    status: str
    verdict: int
    score: int
    high: int
    medium: int
    low: int
    sketch: bytes
    packed: bytes

    def record(self) -> ScanRecord:
        """Return the record."""
        return ScanRecord.model_validate_json(zlib.decompress(self.packed))

    def values(self) -> tuple[str | int | bytes | None, ...]:
        """Return the fields in their order."""
        return astuple(self)

    def to_line(self) -> bytes:
        """Return the entry as one line of text, without its end."""
        values = [base64.b85encode(value).decode() if isinstance(value, bytes) else value for value in self.values()]
        return json.dumps(values).encode()

    @classmethod
    def from_line(cls, line: bytes) -> Entry:
        """Return the entry that `to_line` wrote."""
        *plain, sketched, packed = json.loads(line)
        return cls(*plain, base64.b85decode(sketched), base64.b85decode(packed))  # type: ignore[call-arg]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What scanning one file came to: the records of what it holds, at least one.

    `sha256` is the digest of the content that was read; None where it could not be had.
    """

    number: int
    entries: tuple[Entry, ...]
    sha256: str | None
    seconds: float


def pack(record: ScanRecord) -> Entry:
    """Return a record as an entry. Its verdict becomes its place in `VERDICT_ORDER`, no score -1."""
    counts = severities(record)
    report = record.report
    score = report.refund.score if report else None
    return Entry(
        path=record.path,
        sha256=record.sha256,
        status=record.status,
        verdict=VERDICT_ORDER.index(verdict_of(record)),
        score=-1 if score is None else score,
        high=counts["high"],
        medium=counts["medium"],
        low=counts["low"],
        sketch=sketch(report.document.text or "") if report else b"",
        packed=zlib.compress(record.to_json().encode(), 6),
    )


def digest(path: str) -> str | None:
    """Return the sha256 of a regular file's content, or None where reading it will fail or is not allowed."""
    try:
        # Not blocking, and looked at once it is open: a pipe in the place of a file must not be waited for.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - a path may hold bytes that are no text
            return None
        with os.fdopen(os.open(path, flags), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode) or status.st_size > DEFAULT_MAX_BYTES:
                return None
            sha256 = hashlib.sha256()
            while chunk := file.read(_CHUNK):
                sha256.update(chunk)
            return sha256.hexdigest()
    except (OSError, ValueError):
        return None


def job_of(number: int, path: str) -> Job:
    """Return the job of scanning the file at `path`."""
    return Job(number, path, printable(path))
