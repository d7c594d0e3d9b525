"""The store of a scan: what was found, what is done, and what was put out, in one SQLite file.

Only the driver writes to it. Results are kept by content, so a file that was moved, or lies there twice, is not read
again; inputs and lines are those of the present run. A transaction holds what was done since the one before, so that
whatever happens, the store is as it was after some file.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from contract_scan.batch.discovery import Found
from contract_scan.batch.layout import mark, refuse_another
from contract_scan.batch.merging import absorb
from contract_scan.batch.relabel import redacted, relabelled
from contract_scan.batch.templates import TemplateIndex
from contract_scan.batch.work import Outcome
from contract_scan.errors import StoreError
from contract_scan.model.report import ScanRecord
from contract_scan.sources import printable

if TYPE_CHECKING:
    from contract_scan.redact import Redactor

__all__ = ["FAILED", "Line", "Pending", "Store", "content_key"]

#: What another try may mend.
FAILED: Final = ("timeout", "out_of_memory", "crashed", "unreadable")
_PAGE: Final = 256
_DAMAGED: Final = "the store holds a damaged result; remove it, and the files are read anew"

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- The inputs of the present run, in order. key names their result, once there is one.
CREATE TABLE input (number INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, size INTEGER, changed TEXT, key BLOB);
CREATE INDEX pending ON input (number) WHERE key IS NULL;
-- A file that was read: by which scanner, under which name, how long it took.
CREATE TABLE result (key BLOB PRIMARY KEY, sha256 TEXT, scanner TEXT NOT NULL, path TEXT NOT NULL,
    failed INTEGER NOT NULL, seconds REAL NOT NULL, attempts INTEGER NOT NULL,
    at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
-- The records that it gave.
CREATE TABLE entry (key BLOB NOT NULL, place INTEGER NOT NULL, path TEXT NOT NULL, sha256 TEXT, status TEXT NOT NULL,
    verdict INTEGER NOT NULL, score INTEGER NOT NULL, high INTEGER NOT NULL, medium INTEGER NOT NULL,
    low INTEGER NOT NULL, sketch BLOB NOT NULL, packed BLOB NOT NULL, UNIQUE (key, place));
-- What was put out, in order.
CREATE TABLE line (number INTEGER PRIMARY KEY, input INTEGER NOT NULL, entry INTEGER NOT NULL, template INTEGER);
"""


@dataclass(frozen=True, slots=True)
class Pending:
    """An input that has no result yet."""

    number: int
    path: str


@dataclass(frozen=True, slots=True)
class Line:
    """One record as it is put out. `data` is its JSON, UTF-8 without a line end; `template` the number of its form."""

    path: str
    status: str
    data: bytes
    template: int | None

    def record(self) -> ScanRecord:
        """Return the record.

        Raises:
            StoreError: the store that it comes from is damaged.
        """
        try:
            return ScanRecord.model_validate_json(self.data)
        except ValueError as error:
            raise StoreError(f"{self.path}: {_DAMAGED}") from error


def content_key(sha256: str, path: str, fingerprint: str) -> bytes:
    """Return the key of a result: the content, the suffix (which tells kinds of text apart) and the scanner."""
    suffix = os.path.splitext(path)[1].lower()  # noqa: PTH122 - a path may hold bytes that are no text
    return hashlib.sha256(f"{sha256}\0{printable(suffix)}\0{fingerprint}".encode()).digest()


class Store:
    """An open store.

    Args:
        path: where it lies; it is made if there is none.
        scanner: the fingerprint of the scanner whose results are wanted.
        redactor: masks what is personal in the paths of the lines that are put out; the store itself keeps the paths.

    Raises:
        StoreError: it is no store, of a later version, in use by another run, or its disk is full.
    """

    def __init__(self, path: str | os.PathLike[str], scanner: str, redactor: Redactor | None = None) -> None:
        self._path = Path(path)
        self._redactor = redactor
        self._scanner = scanner
        with self._told():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self._path, timeout=1, isolation_level=None, check_same_thread=False)
            try:
                self._open()
                self._templates = TemplateIndex(self._db)
                self.remember("scanner", scanner)
                self.remember("redacted", "no" if redactor is None else "yes")
            except BaseException:
                self._db.close()
                raise

    def _open(self) -> None:
        db = self._db
        is_new = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
        if not is_new:
            refuse_another(db, self._path)
        # One writer, from now to the end: another run on the same store is told so. The lock ends with the process.
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA temp_store = FILE")
        db.execute("BEGIN IMMEDIATE")
        if is_new:
            mark(db)
            for statement in _SCHEMA.split(";\n"):
                db.execute(statement)
        self._last_out = int(db.execute("SELECT coalesce(max(input), 0) FROM line").fetchone()[0])

    def close(self) -> None:
        """Keep what is done, and close."""
        try:
            self.commit()
        finally:
            self._db.close()

    def commit(self) -> None:
        """Keep what is done so far, whatever happens next."""
        with self._told():
            if self._db.in_transaction:
                self._db.execute("COMMIT")
            self._db.execute("BEGIN")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{self._path}: {_reason(error)}") from error
        except UnicodeDecodeError as error:  # the layout of the file itself
            raise StoreError(f"{self._path}: {_DAMAGED}") from error
        except OSError as error:
            raise StoreError(f"{self._path}: cannot be made ({error.strerror or error}); give another file") from error

    # -- inputs ---------------------------------------------------------------------------------------------------

    def enlist(self, found: Iterable[Found], *, resume: bool = True, retry_failed: bool = False) -> int:
        """Make `found` the inputs of this run; return how many there are.

        With `resume`, inputs whose size and time of change are as they were keep their result. `retry_failed` takes
        the results from those that ended their worker or could not be opened. Lines that were put out stay, if the
        inputs up to there are the same and have the same results; otherwise all are forgotten, and must be put out
        anew.
        """
        db = self._db
        with self._told():
            if not resume:
                db.execute("DELETE FROM entry")
                db.execute("DELETE FROM result")
            elif retry_failed:
                db.execute("DELETE FROM entry WHERE key IN (SELECT key FROM result WHERE failed)")
                db.execute("DELETE FROM result WHERE failed")
            db.execute(
                "CREATE TABLE listing (number INTEGER PRIMARY KEY, path BLOB UNIQUE, size INTEGER, changed TEXT)"
            )
            db.executemany(
                "INSERT OR IGNORE INTO listing (path, size, changed) VALUES (?, ?, ?)",
                ((os.fsencode(one.path), one.size, one.changed) for one in found),
            )
            # Numbers without gaps, in the order of finding: lines of two runs can then be compared.
            db.execute(
                "CREATE TABLE fresh AS "
                "SELECT row_number() OVER (ORDER BY l.number) AS number, l.path, l.size, l.changed, "
                "(SELECT i.key FROM input i JOIN result r ON r.key = i.key AND r.scanner = ? WHERE i.path = l.path "
                "AND i.size IS l.size AND i.changed IS l.changed) AS key FROM listing l",
                (self._scanner,),
            )
            db.execute("DROP TABLE listing")
            db.execute("CREATE UNIQUE INDEX fresh_number ON fresh (number)")
            moved = db.execute(
                "SELECT 1 FROM (SELECT DISTINCT input FROM line) l JOIN input i ON i.number = l.input "
                "LEFT JOIN fresh f ON f.number = l.input WHERE f.path IS NOT i.path OR f.key IS NOT i.key LIMIT 1"
            ).fetchone()
            db.execute("DELETE FROM input")
            db.execute("INSERT INTO input SELECT number, path, size, changed, key FROM fresh")
            db.execute("DROP TABLE fresh")
            if moved or not resume:
                self.forget_lines()
            self.commit()
            return self.count()

    def pending(self) -> Iterator[Pending]:
        """Yield the inputs without a result, in order. Results may be saved meanwhile."""
        last = 0
        while True:
            with self._told():
                rows = self._db.execute(
                    "SELECT number, path FROM input WHERE key IS NULL AND number > ? ORDER BY number LIMIT ?",
                    (last, _PAGE),
                ).fetchall()
            if not rows:
                return
            for number, path in rows:
                last = number
                yield Pending(number, os.fsdecode(path))

    def count(self) -> int:
        """Return how many inputs there are."""
        return int(self._db.execute("SELECT count(*) FROM input").fetchone()[0])

    def remaining(self) -> int:
        """Return how many inputs have no result."""
        return int(self._db.execute("SELECT count(*) FROM input WHERE key IS NULL").fetchone()[0])

    # -- results --------------------------------------------------------------------------------------------------

    def key(self, sha256: str, path: str) -> bytes:
        """Return the key of the result for this content under this name."""
        return content_key(sha256, path, self._scanner)

    def reuse(self, number: int, key: bytes) -> bool:
        """Give an input the result of the same content, if there is one; tell whether there is."""
        with self._told():
            if self._db.execute("SELECT 1 FROM result WHERE key = ?", (key,)).fetchone() is None:
                return False
            self._db.execute("UPDATE input SET key = ? WHERE number = ?", (key, number))
            return True

    def save(self, path: str, outcome: Outcome) -> None:
        """Keep the result of an input."""
        failed = any(entry.status in FAILED for entry in outcome.entries)
        # What could not be opened has no content to be known by.
        key = self.key(outcome.sha256, path) if outcome.sha256 else b"path:" + os.fsencode(path)
        values = (key, outcome.sha256, self._scanner, printable(path), failed, outcome.seconds)
        with self._told():
            self._db.execute("DELETE FROM entry WHERE key = ?", (key,))
            self._db.execute(
                "INSERT INTO result (key, sha256, scanner, path, failed, seconds, attempts) "
                "VALUES (?, ?, ?, ?, ?, ?, 1) "
                "ON CONFLICT (key) DO UPDATE SET scanner = excluded.scanner, path = excluded.path, "
                "failed = excluded.failed, seconds = excluded.seconds, attempts = attempts + 1, at = CURRENT_TIMESTAMP",
                values,
            )
            self._db.executemany(
                "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                ((key, place, *entry.values()) for place, entry in enumerate(outcome.entries)),
            )
            self._db.execute("UPDATE input SET key = ? WHERE number = ?", (key, outcome.number))

    def absorb(self, path: str | os.PathLike[str]) -> None:
        """Take over the inputs of another store, with their results.

        Raises:
            StoreError: it is no store.
        """
        with self._told():
            absorb(self._db, path)

    def renumber(self) -> None:
        """Put the inputs into the order of their paths, wherever they came from, and forget what was put out."""
        with self._told():
            self._db.execute("CREATE TABLE ordered AS SELECT path, size, changed, key FROM input ORDER BY path")
            self._db.execute("DELETE FROM input")
            self._db.execute("INSERT INTO input SELECT rowid, path, size, changed, key FROM ordered")
            self._db.execute("DROP TABLE ordered")
            self.forget_lines()

    # -- lines ----------------------------------------------------------------------------------------------------

    def lines_out(self) -> int:
        """Return how many records were put out."""
        return int(self._db.execute("SELECT count(*) FROM line").fetchone()[0])

    def forget_lines(self) -> None:
        """Forget what was put out: it must be put out anew."""
        with self._told():
            self._db.execute("DELETE FROM line")
            self._templates.clear()
            self._last_out = 0
        self.remember("era", str(int(self.era) + 1))

    @property
    def era(self) -> str:
        """A text that is another once lines are forgotten: what was written from them before is no more of use."""
        return self.recall("era") or "0"

    def put_out(self) -> Iterator[Line]:
        """Yield the records that can be put out now: those of the inputs up to the first one without a result.

        Each counts as put out once it is yielded.
        """
        while True:
            with self._told():
                rows = self._db.execute(
                    "SELECT i.number, e.rowid, e.sketch FROM input i JOIN entry e ON e.key = i.key "
                    "WHERE i.number > ? AND i.number <= ? "
                    "AND i.number < coalesce((SELECT min(number) FROM input WHERE key IS NULL), 9e15) "
                    "ORDER BY i.number, e.place",
                    (self._last_out, self._last_out + _PAGE),
                ).fetchall()
                added = [
                    self._db.execute(
                        "INSERT INTO line (input, entry, template) VALUES (?, ?, ?)",
                        (number, entry, self._templates.add(sketch)),
                    ).lastrowid
                    for number, entry, sketch in rows
                ]
            if not added:
                return
            self._last_out = rows[-1][0]
            for number in added:
                yield from self._lines("WHERE l.number = ?", (number,))

    def lines(self, after: int = 0) -> Iterator[Line]:
        """Yield what was put out, in the same order, from the record behind number `after` on."""
        while True:
            page = list(self._lines("WHERE l.number > ? ORDER BY l.number LIMIT ?", (after, _PAGE)))
            yield from page
            after += len(page)
            if not page:
                return

    def worst_first(self) -> Iterator[Line]:
        """Yield what was put out, the worst contract first."""
        with self._told():
            order = self._db.execute(
                "SELECT l.number FROM line l JOIN entry e ON e.rowid = l.entry "
                "ORDER BY e.verdict, e.score DESC, e.high DESC, e.medium DESC, l.number"
            )
            for (number,) in order:
                yield from self._lines("WHERE l.number = ?", (number,))

    def troubles(self) -> Iterator[Line]:
        """Yield the records of what was not read whole."""
        yield from self._lines("WHERE e.status <> 'ok' ORDER BY l.number", ())

    def statuses(self) -> dict[str, int]:
        """Return how many records there are of each status."""
        query = "SELECT e.status, count(*) FROM line l JOIN entry e ON e.rowid = l.entry GROUP BY 1 ORDER BY 2 DESC"
        return dict(self._db.execute(query).fetchall())

    def templates(self) -> int:
        """Return of how many forms the contracts are."""
        return int(self._db.execute("SELECT count(DISTINCT template) FROM line").fetchone()[0])

    def any_warning(self, *severities: str) -> bool:
        """Tell whether a contract has a warning of one of these severities."""
        wanted = " OR ".join(f"e.{name} > 0" for name in ("high", "medium", "low") if name in severities)
        query = f"SELECT 1 FROM line l JOIN entry e ON e.rowid = l.entry WHERE {wanted} LIMIT 1"  # noqa: S608 - of three words
        return bool(wanted) and self._db.execute(query).fetchone() is not None

    def _lines(self, which: str, values: tuple[int | None, ...]) -> Iterator[Line]:
        with self._told():
            rows = self._db.execute(
                "SELECT i.path, r.path, e.path, e.status, e.packed, l.template FROM line l "  # noqa: S608 - constants
                "JOIN input i ON i.number = l.input JOIN entry e ON e.rowid = l.entry "
                f"JOIN result r ON r.key = e.key {which}",
                values,
            )
            for path, origin, name, status, packed, template in rows:
                wanted = printable(os.fsdecode(path))
                shown = wanted + name.removeprefix(origin)
                try:
                    data = relabelled(packed, origin=origin, wanted=wanted, template=template)
                    if self._redactor is not None:
                        shown, data = self._redactor.file_name(shown), redacted(data, self._redactor)
                    data.decode("utf-8")
                except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, zlib.error) as error:
                    raise StoreError(f"{self._path}: {_DAMAGED}") from error
                yield Line(path=shown, status=status, data=data, template=template)

    # -- what a run wants to remember --------------------------------------------------------------------------------

    def remember(self, key: str, value: str) -> None:
        """Keep a value with what is done."""
        with self._told():
            self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def recall(self, key: str) -> str | None:
        """Return a value that was kept."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])


def _reason(error: sqlite3.DatabaseError) -> str:
    text = str(error)
    if "locked" in text or "busy" in text:
        return "another scan is writing to it; wait for that, or give another output"
    if "full" in text or "disk I/O" in text:
        return f"{text}; free some room and start the same scan again: what is done is kept"
    if "not a database" in text:
        return "is no store of a scan; give another file"
    return f"{text}; remove it, and the files are read anew"
