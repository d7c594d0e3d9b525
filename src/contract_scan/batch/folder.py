"""Folders of contracts, as a stream of records."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from contract_scan.batch.inputs import holds_many, inputs_of, is_wanted
from contract_scan.errors import ContractScanError, SourceNotFoundError, SourceUnreadableError, UsageError
from contract_scan.model.report import ScanError, ScanRecord
from contract_scan.scanner import Scanner
from contract_scan.sources import SourceLike, printable

__all__ = ["discover", "scan_folder", "scan_one", "scan_paths"]


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
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith((".", "~$")):
                yield from _walk(path, root)
        elif is_wanted(entry.name) and _belongs(entry, path, root):
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
    """Scan every contract in a folder, archive or mail; yield one record for each, as soon as it is done.

    Archives and mails are opened like folders: each contract in them has a record of its own, whose path goes on
    behind that of the container (``offers.zip!/附件/协议.pdf``). `on_record` is called with each record before it is
    yielded.

    Raises:
        SourceNotFoundError: there is no such folder.
        UsageError: `path` is none of them.
    """
    folder = Path(path)
    if not folder.exists():
        raise SourceNotFoundError(f"{printable(str(folder))}: no such folder")
    if not holds_many(folder):
        raise UsageError(f"{printable(str(folder))}: is a file, not a folder; use scan() for one file")
    return scan_paths(discover((folder,)), scanner=scanner or Scanner(), on_record=on_record)


def scan_paths(
    paths: Iterable[Path], *, scanner: Scanner, on_record: Callable[[ScanRecord], None] | None = None
) -> Iterator[ScanRecord]:
    """Scan files one after the other, in their order; yield one record for each, and for each contract in a container.

    Every one of `paths` gives at least one record.
    """
    for path in paths:
        for record in _scan(path, scanner):
            if on_record is not None:
                on_record(record)
            yield record


def _scan(path: Path, scanner: Scanner) -> Iterator[ScanRecord]:
    name = printable(str(path))
    if path.is_dir():
        error = SourceUnreadableError(f"{name}: the folder cannot be listed; check its permissions and try again")
        yield _refused(name, error)
        return
    try:
        for held in inputs_of(path):
            if isinstance(held.source, ContractScanError):
                yield _refused(held.path, held.source)
            else:
                yield scan_one(held.source, name=held.path, scanner=scanner)
    except MemoryError:
        yield _out_of_memory(name)


def scan_one(source: SourceLike, *, name: str, scanner: Scanner) -> ScanRecord:
    """Scan one input; return its record in every circumstance.

    A fault of the scanner itself is a record too: one file of a thousand must not cost the others.
    """
    try:
        return scanner.try_scan(source, path=name)
    except MemoryError:
        return _out_of_memory(name)
    except Exception as fault:
        message = f"{name}: the scanner failed on this file ({fault}); please report it"
        return ScanRecord(path=name, status="crashed", error=ScanError(type=type(fault).__name__, message=message))


def _out_of_memory(name: str) -> ScanRecord:
    error = ScanError(type="MemoryError", message=f"{name}: there was not enough memory to read it")
    return ScanRecord(path=name, status="out_of_memory", error=error)


def _refused(name: str, error: ContractScanError) -> ScanRecord:
    details = {"type": type(error).__name__, "message": str(error)}
    return ScanRecord.model_validate({"path": name, "status": error.status, "error": details})
