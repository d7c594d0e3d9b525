"""Several stores made one: those of a scan that was done in shards."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from contract_scan.batch.layout import refuse_another
from contract_scan.errors import StoreError

__all__ = ["absorb", "fingerprint_of", "is_redacted"]


def fingerprint_of(path: str | os.PathLike[str]) -> str:
    """Return the fingerprint of the scanner whose results a store holds.

    Raises:
        StoreError: it is no store, one of another layout, or its scan is not through.
    """
    try:
        with closing(_read_only(path)) as db:
            refuse_another(db, path)
            pending = db.execute("SELECT count(*) FROM input WHERE key IS NULL").fetchone()[0]
            scanner = db.execute("SELECT value FROM meta WHERE key = 'scanner'").fetchone()
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # the latter: its layout is damaged
        raise StoreError(f"{path}: is no store of a scan, or one is writing to it ({error})") from error
    if pending:
        raise StoreError(f"{path}: the scan is not through: {pending:,} files are left; start it again to go on")
    return str(scanner[0])


def is_redacted(path: str | os.PathLike[str]) -> bool:
    """Tell whether what is personal was masked in the results that a store holds."""
    with closing(_read_only(path)) as db:
        return db.execute("SELECT 1 FROM meta WHERE key = 'redacted' AND value = 'yes'").fetchone() is not None


def absorb(db: sqlite3.Connection, path: str | os.PathLike[str]) -> None:
    """Copy the inputs of a store and their results into another, which is in a transaction.

    Of inputs that both have, the one that is there already stays.
    """
    with closing(_read_only(path)) as other:
        known = db.execute("SELECT coalesce(max(number), 0) FROM input").fetchone()[0]
        results = other.execute("SELECT * FROM result WHERE key IN (SELECT key FROM input)")
        db.executemany("INSERT OR IGNORE INTO result VALUES (?, ?, ?, ?, ?, ?, ?, ?)", results)
        entries = other.execute("SELECT * FROM entry WHERE key IN (SELECT key FROM input)")
        db.executemany("INSERT OR IGNORE INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", entries)
        inputs = other.execute("SELECT number + ?, path, size, changed, key FROM input", (known,))
        db.executemany("INSERT OR IGNORE INTO input VALUES (?, ?, ?, ?, ?)", inputs)


def _read_only(path: str | os.PathLike[str]) -> sqlite3.Connection:
    return sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)
