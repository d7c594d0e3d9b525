"""What tells a store of scans from other files, and one layout of it from another."""

from __future__ import annotations

import os
import sqlite3
from typing import Final

from contract_scan.errors import StoreError

__all__ = ["mark", "refuse_another"]

_VERSION: Final = 1
_APPLICATION: Final = 0x43534341  # "CSCA", so that tools know the file


def mark(db: sqlite3.Connection) -> None:
    """Mark a new database as a store of the present layout."""
    db.execute(f"PRAGMA application_id = {_APPLICATION}")
    db.execute(f"PRAGMA user_version = {_VERSION}")


def refuse_another(db: sqlite3.Connection, path: str | os.PathLike[str]) -> None:
    """Refuse what is no store, or a store of another layout.

    Raises:
        StoreError: says which of the two, and what to do.
    """
    if db.execute("PRAGMA application_id").fetchone()[0] != _APPLICATION:
        raise StoreError(f"{path}: is no store of a scan; give another file")
    if db.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
        raise StoreError(f"{path}: was made by another version; remove it, and the files are read anew")
