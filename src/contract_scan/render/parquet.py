"""Many contracts as Parquet, for DuckDB, pandas, Spark and the like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from importlib import import_module
from itertools import islice
from os import PathLike, fspath
from typing import Any, Final

from contract_scan.errors import UsageError
from contract_scan.model.report import ScanRecord
from contract_scan.render.rows import ReportRow, rows

__all__ = ["write_parquet"]

_ROWS_OF_A_GROUP: Final = 1000


def write_parquet(records: Iterable[ScanRecord], path: str | PathLike[str]) -> None:
    """Write a row for each record to the file at `path`: its columns for questions, and the whole report as JSON.

    Raises:
        UsageError: pyarrow is not installed.
    """
    try:
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise UsageError("Parquet needs an optional part: pip install 'contract-scan[parquet]'") from error
    schema = _schema(arrow)
    given: Iterator[dict[str, Any]] = map(_row, records)
    with parquet.ParquetWriter(fspath(path), schema, compression="zstd") as writer:
        while group := list(islice(given, _ROWS_OF_A_GROUP)):
            writer.write_table(arrow.Table.from_pylist(group, schema=schema))


def _schema(arrow: Any) -> Any:
    text, number = arrow.string(), arrow.int32()
    return arrow.schema(
        [
            ("path", text),
            ("sha256", text),
            ("status", text),
            ("error_type", text),
            ("error_message", text),
            ("template", text),
            ("verdict", text),
            ("score", number),
            ("deposit_exists", arrow.bool_()),
            ("deposit_amounts", arrow.list_(text)),
            ("high", number),
            ("medium", number),
            ("low", number),
            ("page_count", number),
            ("provider", text),
            ("merchant", text),
            ("report", text),
        ]
    )


def _row(record: ScanRecord) -> dict[str, Any]:
    row = asdict(next(rows(record, ReportRow)))
    amounts = row["deposit_amounts"]
    return row | {
        "deposit_amounts": None if amounts is None else [format(amount, "f") for amount in amounts],
        "report": record.report.to_json() if record.report else None,
    }
