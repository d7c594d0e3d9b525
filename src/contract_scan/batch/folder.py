"""Folders of contracts, as a stream of records."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from contract_scan.errors import SourceNotFoundError, SourceUnreadableError, UsageError
from contract_scan.model.report import ScanError, ScanRecord
from contract_scan.scanner import Scanner
from contract_scan.sources import SourceLike, printable

__all__ = ["SUFFIXES", "discover", "scan_folder", "scan_one", "scan_paths"]

#: The files of a folder that are taken for contracts. A file named by itself is always taken, a Markdown file too: in a
#: folder those are notes about the contracts far more often than contracts.
SUFFIXES: Final = frozenset(
    {".pdf", ".docx", ".docm", ".dotx", ".doc", ".wps", ".rtf", ".odt", ".txt", ".html", ".htm"}
)


def discover(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Path]:
    """Yield the files that `paths` stand for, each once, in an order that only the names decide.

    Files are yielded as they are, also where they are missing or of another kind: reading them tells why. Folders are
    searched through all levels for files with one of `SUFFIXES`; names that begin with ``.`` or ``~$`` (an open Word
    file's lock) are left out. A link is followed only to a file inside the same folder. A folder within that cannot be
    listed is yielded itself, so that it is reported and not passed over.
    """
    seen: set[str] = set()
    for given in map(Path, paths):
        for path in _walk(given, given.resolve()) if given.is_dir() else (given,):
            key = os.path.abspath(path)  # noqa: PTH100 - links stay apart: each name is an input of its own
            if key not in seen:
                seen.add(key)
                yield path


def _walk(folder: Path, root: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        yield folder
        return
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path, root)
        elif path.suffix.lower() in SUFFIXES and _belongs(entry, path, root):
            yield path


def _belongs(entry: os.DirEntry[str], path: Path, root: Path) -> bool:
    """Tell whether an entry is to be read: a regular file, or a link to one that lies inside `root`."""
    try:
        if entry.is_symlink():
            target = path.resolve(strict=True)
            return target.is_file() and target.is_relative_to(root)
        return entry.is_file(follow_symlinks=False)
    except OSError:
        # Gone or broken since it was listed. Reading it gives the record that says so; a dead link is nobody's file.
        return not entry.is_symlink()


def scan_folder(
    path: str | os.PathLike[str],
    *,
    scanner: Scanner | None = None,
    on_record: Callable[[ScanRecord], None] | None = None,
) -> Iterator[ScanRecord]:
    """Scan every contract in a folder; yield one record for each, as soon as it is done.

    `on_record` is called with each record before it is yielded.

    Raises:
        SourceNotFoundError: there is no such folder.
        UsageError: `path` is no folder.
    """
    folder = Path(path)
    if not folder.exists():
        raise SourceNotFoundError(f"{printable(str(folder))}: no such folder")
    if not folder.is_dir():
        raise UsageError(f"{printable(str(folder))}: is a file, not a folder; use scan() for one file")
    return scan_paths(discover((folder,)), scanner=scanner or Scanner(), on_record=on_record)


def scan_paths(
    paths: Iterable[Path], *, scanner: Scanner, on_record: Callable[[ScanRecord], None] | None = None
) -> Iterator[ScanRecord]:
    """Scan files one after the other; yield exactly one record for each of `paths`, in their order."""
    for path in paths:
        record = _scan(path, scanner)
        if on_record is not None:
            on_record(record)
        yield record


def _scan(path: Path, scanner: Scanner) -> ScanRecord:
    name = printable(str(path))
    if path.is_dir():
        message = f"{name}: the folder cannot be listed; check its permissions and try again"
        error = ScanError(type=SourceUnreadableError.__name__, message=message)
        return ScanRecord(path=name, status="unreadable", error=error)
    return scan_one(path, name=name, scanner=scanner)


def scan_one(source: SourceLike, *, name: str, scanner: Scanner) -> ScanRecord:
    """Scan one input; return its record in every circumstance.

    A fault of the scanner itself is a record too: one file of a thousand must not cost the others.
    """
    try:
        return scanner.try_scan(source, path=name)
    except MemoryError:
        error = ScanError(type="MemoryError", message=f"{name}: there was not enough memory to read it")
        return ScanRecord(path=name, status="out_of_memory", error=error)
    except Exception as fault:
        message = f"{name}: the scanner failed on this file ({fault}); please report it"
        return ScanRecord(path=name, status="crashed", error=ScanError(type=type(fault).__name__, message=message))
