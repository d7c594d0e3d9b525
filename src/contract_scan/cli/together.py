"""The files of one agreement as one input."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from contract_scan.batch import holds_many
from contract_scan.errors import UsageError
from contract_scan.model.facts import MerchantFacts
from contract_scan.model.report import ScanRecord
from contract_scan.scanner import Scanner

__all__ = ["STDIN", "named_once", "scan_together"]

STDIN: Final = Path("-")


def named_once(paths: Sequence[Path]) -> None:
    """Refuse a file that is named twice: read twice, it would agree or disagree with itself.

    Raises:
        UsageError: a file is named twice.
    """
    for path in paths:
        if paths.count(path) > 1:
            raise UsageError(f"{path}：写了两次；每个文件写一次")


def scan_together(paths: Sequence[Path], scanner: Scanner, *, facts: MerchantFacts | None = None) -> ScanRecord:
    """Return the one record of an agreement that lies in these files, in this order; ``-`` is standard input.

    Raises:
        UsageError: one of them is an archive, which may hold the documents of several agreements.
    """
    for path in paths:
        if path != STDIN and holds_many(path):
            raise UsageError(f"{path}：里面不止一份文件；一份合同的文件请解压后一个个写出来")
    if len(paths) == 1:
        source = sys.stdin.buffer if paths[0] == STDIN else paths[0]
        return scanner.try_scan(source, path=str(paths[0]), facts=facts)
    sources = [sys.stdin.buffer if path == STDIN else path for path in paths]
    return scanner.try_scan_set(sources, paths=[str(path) for path in paths], facts=facts)
