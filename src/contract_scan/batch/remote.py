"""Inputs and outputs on other systems, by URL: whatever fsspec knows (s3, hdfs, sftp, memory and others)."""

from __future__ import annotations

import importlib
import posixpath
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from contract_scan.errors import SourceNotFoundError, SourceTooLargeError, SourceUnreadableError, UsageError
from contract_scan.sources import DEFAULT_MAX_BYTES, printable

__all__ = ["fetched", "is_url", "listed", "published"]

# A drive of Windows is one letter.
_URL = re.compile(r"[a-z][a-z0-9+.\-]+://", re.IGNORECASE)
_CHUNK = 1024 * 1024
# What systems call that which is another after a change.
_CHANGES = ("ETag", "etag", "mtime", "LastModified", "last_modified", "modificationTime", "created")


def is_url(path: str) -> bool:
    """Tell whether `path` is a URL and no path."""
    return _URL.match(path) is not None


def _system(url: str) -> tuple[Any, str]:
    try:
        fsspec = importlib.import_module("fsspec")
    except ImportError as error:
        message = f"{printable(url)}: URLs need an optional part: pip install 'contract-scan[remote]'"
        raise UsageError(message) from error
    try:
        system, path = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise SourceUnreadableError(f"{printable(url)}: {error}") from error
    return system, path


def listed(url: str) -> Iterator[tuple[str, str, int | None, str | None]]:
    """Yield what lies under `url`: its own URL, its path from there, its size, and a text that changes with it.

    For a file, that is itself, with an empty path.

    Raises:
        SourceNotFoundError: nothing lies there.
        SourceUnreadableError: the system cannot be asked.
    """
    system, root = _system(url)
    try:
        found = system.find(root, detail=True)
    except FileNotFoundError:
        found = {}
    except OSError as error:
        raise SourceUnreadableError(f"{printable(url)}: {error}") from error
    if not found:
        raise SourceNotFoundError(f"{printable(url)}: no such file or folder")
    top = str(system._strip_protocol(root)).rstrip("/")
    for path, facts in sorted(found.items()):
        relative = path.removeprefix(top).lstrip("/")
        changed = next((facts[key] for key in _CHANGES if facts.get(key) is not None), None)
        yield system.unstrip_protocol(path), relative, facts.get("size"), None if changed is None else str(changed)


def fetched(url: str, folder: str) -> str:
    """Copy the file at `url` into `folder`; return the copy's path. It keeps the suffix.

    Raises:
        SourceError: it cannot be had, or is too large.
    """
    system, path = _system(url)
    shown = printable(url)
    suffix = posixpath.splitext(path)[1]
    try:
        with (
            system.open(path, "rb") as source,
            tempfile.NamedTemporaryFile(dir=folder, suffix=suffix, delete=False) as copy,
        ):
            size = 0
            while chunk := source.read(_CHUNK):
                size += len(chunk)
                if size > DEFAULT_MAX_BYTES:
                    Path(copy.name).unlink()
                    raise SourceTooLargeError(f"{shown}: is over the bound max_bytes={DEFAULT_MAX_BYTES:,}")
                copy.write(chunk)
            return copy.name
    except FileNotFoundError as error:
        raise SourceNotFoundError(f"{shown}: no such file") from error
    except OSError as error:
        raise SourceUnreadableError(f"{shown}: {error}") from error


def published(path: str, url: str) -> None:
    """Copy a local file to `url`.

    Raises:
        UsageError: it cannot be written.
    """
    system, target = _system(url)
    try:
        with suppress(FileExistsError):
            system.makedirs(posixpath.dirname(target), exist_ok=True)
        system.put_file(path, target)
    except OSError as error:
        raise UsageError(f"{printable(url)}: cannot be written: {error}") from error
