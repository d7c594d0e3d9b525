"""Many contracts as CSV: one row each."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import astuple
from os import PathLike
from pathlib import Path

from contract_scan.model.report import ScanRecord
from contract_scan.render.overview import COLUMNS, overview

__all__ = ["write_csv"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_csv(records: Iterable[ScanRecord], path: str | PathLike[str]) -> None:
    """Write a row for each record, under the names of `COLUMNS`; verdicts and statuses are the words of the report.

    UTF-8 with a byte order mark, without which Excel takes Chinese for something else. A cell that a spreadsheet would
    take for a formula gets an apostrophe in front: the text of a contract must not run.
    """
    with Path(path).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for record in records:
            writer.writerow(_harmless(value) for value in astuple(overview(record)))


def _harmless(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value
