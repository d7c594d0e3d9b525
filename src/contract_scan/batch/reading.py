"""One file read to the end in this process: a record for it, or for each contract in it, in every circumstance."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from itertools import islice
from pathlib import Path

from contract_scan.batch.inputs import inputs_of
from contract_scan.errors import ContractScanError, MemoryLimitError, SourceUnreadableError, WorkerCrashedError
from contract_scan.extract.bounds import DEFAULT_BOUNDS
from contract_scan.model.report import ScanRecord
from contract_scan.plugins import Plugins
from contract_scan.scanner import Scanner
from contract_scan.sources import SourceLike, printable

__all__ = ["failure", "read_besides", "scan_file", "scan_one"]


def scan_file(
    path: str,
    *,
    scanner: Scanner,
    name: str | None = None,
    done: int = 0,
    on_begin: Callable[[int, str], None] | None = None,
) -> Iterator[ScanRecord]:
    """Yield the record of a file, or those of the contracts in an archive or mail; at least one.

    Args:
        path: where it lies.
        scanner: scans what it holds.
        name: what records call the file; its path without it.
        done: how many contracts of an archive to pass over: they were scanned before.
        on_begin: called before each contract is scanned, with its place in the archive (from 0) and its name.
    """
    shown = name or printable(path)
    bounds = getattr(scanner, "bounds", DEFAULT_BOUNDS)  # a substitute for Scanner may have none
    try:
        if os.path.isdir(path):  # noqa: PTH112 - that of pathlib raises for odd names
            message = f"{shown}: a folder that cannot be listed, or that holds no contract; check its permissions"
            yield failure(shown, SourceUnreadableError(message))
            return
        inputs = inputs_of(Path(path), bounds, name=name, more=read_besides(scanner))
        for place, held in islice(enumerate(inputs), done, None):
            if on_begin is not None:
                on_begin(place, held.path)
            if isinstance(held.source, ContractScanError):
                yield failure(held.path, held.source)
            else:
                yield scan_one(held.source, name=held.path, scanner=scanner)
    except MemoryError:
        yield _out_of_memory(shown)


def read_besides(scanner: Scanner) -> Collection[str]:
    """Return the endings of the files that a scanner's plug-ins read; a substitute for Scanner may have none."""
    plugins = getattr(scanner, "plugins", None)
    return plugins.suffixes if isinstance(plugins, Plugins) else ()


def scan_one(source: SourceLike, *, name: str, scanner: Scanner) -> ScanRecord:
    """Scan one input; return its record in every circumstance.

    A fault of the scanner itself is a record too: one file of a thousand must not cost the others.
    """
    try:
        # Inputs are told apart by their paths until they are put out: masking them there is left to the store.
        return scanner.try_scan(source, path=name).model_copy(update={"path": name})
    except MemoryError:
        return _out_of_memory(name)
    except Exception as fault:
        message = f"{name}: the scanner failed on this file ({type(fault).__name__}); please report it"
        return failure(name, WorkerCrashedError(message))


def failure(name: str, error: ContractScanError, *, sha256: str | None = None) -> ScanRecord:
    """Return the record of an input that ended in `error`."""
    details = {"type": type(error).__name__, "message": str(error)}
    return ScanRecord.model_validate({"path": name, "sha256": sha256, "status": error.status, "error": details})


def _out_of_memory(name: str) -> ScanRecord:
    return failure(name, MemoryLimitError(f"{name}: there was not enough memory to read it"))
