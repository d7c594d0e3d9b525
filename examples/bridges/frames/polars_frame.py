"""Agreements as a polars frame: a row for each report, finding, fee or clause."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import astuple
from decimal import Decimal
from typing import get_args, get_origin, get_type_hints

import polars

from contract_scan import ContractReport, FeeRow, FindingRow, ReportRow, ScanRecord, rows, scan_folder

#: Eight decimals hold every amount and every rate: 万分之零点五 is 0.00005.
DTYPES = {str: polars.String, int: polars.Int64, bool: polars.Boolean, Decimal: polars.Decimal(38, 8)}


def frame(reports: Iterable[ScanRecord | ContractReport], kind: type) -> polars.DataFrame:
    """Return the rows of `kind` as a frame. It has the same columns and types however many rows there are."""
    schema = {name: dtype(hint) for name, hint in get_type_hints(kind).items()}
    return polars.DataFrame([astuple(row) for row in rows(reports, kind)], schema=schema, orient="row")


def dtype(hint: object) -> polars.DataType | type[polars.DataType]:
    """Return the column type for `str`, `int | None`, `tuple[str, ...]` and the like."""
    if hint in DTYPES:
        return DTYPES[hint]
    inner = next(one for one in get_args(hint) if one is not type(None))
    return polars.List(dtype(inner)) if get_origin(hint) is tuple else dtype(inner)


def answer(records: list[ScanRecord]) -> None:
    """Print what three questions to the frames give."""
    reports, findings, fees = (frame(records, kind) for kind in (ReportRow, FindingRow, FeeRow))
    high = findings.filter(severity="high")
    yearly = fees.filter(period="year")

    with polars.Config(tbl_rows=-1, fmt_str_lengths=60, tbl_hide_dataframe_shape=True):
        print("-- Verdicts", reports.select("path", "status", "verdict", "score", "high"), sep="\n")
        print("-- What is found most often, of high severity")
        often = high.group_by("title").agg(polars.col("path").n_unique().alias("agreements"))
        print(often.sort("agreements", "title", descending=[True, False]).head(5))
        print("-- What goes off every year, in CNY")
        print(yearly.group_by("path").agg(polars.col("amount").sum()).sort("path"))


if __name__ == "__main__":
    answer(list(scan_folder(sys.argv[1])))
