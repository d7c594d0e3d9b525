"""Temporary folders that are gone at the end, whatever the end: those of a process that was killed go with the next."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

__all__ = ["scratch_folder"]

_PREFIX: Final = "contract-scan-"
_LOCK: Final = "lock"
_YOUNG_SECONDS: Final = 60.0


@contextmanager
def scratch_folder() -> Iterator[str]:
    """Give a new folder, and remove it with all that is in it.

    A lock in it, which ends with this process, tells later ones whether it is still in use.
    """
    _sweep()
    folder = tempfile.mkdtemp(prefix=_PREFIX)
    lock = os.open(Path(folder, _LOCK), os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        _try_lock(lock)
        yield folder
    finally:
        os.close(lock)
        shutil.rmtree(folder, ignore_errors=True)


def _sweep() -> None:
    """Remove the folders of processes that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            status = folder.lstat()
            own = not hasattr(os, "getuid") or status.st_uid == os.getuid()
            if not own or folder.is_symlink() or time.time() - status.st_mtime < _YOUNG_SECONDS:
                continue
            lock = os.open(folder / _LOCK, os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
            try:
                unused = _try_lock(lock)
            finally:
                os.close(lock)
            if unused:
                shutil.rmtree(folder, ignore_errors=True)


def _try_lock(file: int) -> bool:
    """Lock a file for this process; tell whether no other one has it."""
    try:
        import fcntl
    except ImportError:  # Windows: nothing is swept there, as a file that is open cannot be removed
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
