"""Samples scanned once for all tests of a module."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from contract_scan.model.report import ContractReport
from contract_scan.scanner import Scanner


@pytest.fixture(scope="package")
def scanned(scanner: Scanner) -> Callable[[Path], ContractReport]:
    """Gives the report of a file, scanned at the first asking."""
    reports: dict[Path, ContractReport] = {}

    def report(path: Path) -> ContractReport:
        if path not in reports:
            reports[path] = scanner.scan(path)
        return reports[path]

    return report
