"""Agreements as a pandas frame: a row for each report, finding, fee or clause."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from types import UnionType
from typing import get_args, get_type_hints

import pandas

from contract_scan import ContractReport, FeeRow, FindingRow, ReportRow, ScanRecord, rows, scan_folder

#: Types that hold a missing value without turning numbers into floats. Decimals and tuples stay Python objects.
DTYPES = {str: "string", int: "Int64", bool: "boolean"}


def frame(reports: Iterable[ScanRecord | ContractReport], kind: type) -> pandas.DataFrame:
    """Return the rows of `kind` as a frame. It has the same columns and types however many rows there are."""
    found = list(rows(reports, kind))
    return pandas.DataFrame(
        {
            name: pandas.Series([getattr(row, name) for row in found], dtype=dtype(hint))
            for name, hint in get_type_hints(kind).items()
        }
    )


def dtype(hint: object) -> str:
    """Return the column type for `str`, `int | None` and the like."""
    plain = get_args(hint)[0] if isinstance(hint, UnionType) else hint
    return DTYPES.get(plain, "object")


def answer(records: list[ScanRecord]) -> None:
    """Print what three questions to the frames give."""
    reports, findings, fees = (frame(records, kind) for kind in (ReportRow, FindingRow, FeeRow))

    print("-- Verdicts")
    print(reports[["path", "status", "verdict", "score", "high"]].to_string(index=False))
    print("-- What is found most often, of high severity")
    print(findings[findings["severity"] == "high"].groupby("title")["path"].nunique().nlargest(5).to_string())
    print("-- What goes off every year, in CNY")
    yearly = fees[fees["period"] == "year"]
    print(yearly["amount"].astype("float64").groupby(yearly["path"]).sum().to_string())


if __name__ == "__main__":
    answer(list(scan_folder(sys.argv[1])))
