"""Both frames say what the reports say, cell by cell, and keep their types without a row."""

from __future__ import annotations

from dataclasses import astuple, fields
from decimal import Decimal
from pathlib import Path

import pandas
import pandas_frame
import polars_frame
import pytest

from contract_scan import ClauseRow, FeeRow, FindingRow, ReportRow, rows, scan, scan_folder

CONTRACTS = Path(__file__).parents[1] / "contracts"
KINDS = (ReportRow, FindingRow, FeeRow, ClauseRow)


@pytest.fixture(scope="module")
def records():
    return list(scan_folder(CONTRACTS, jobs=1))


def expected(given, kind):
    """Return the rows, a list where a row has a tuple."""
    return [
        tuple(list(cell) if isinstance(cell, tuple) else cell for cell in astuple(row)) for row in rows(given, kind)
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_polars_frame_holds_every_cell(kind, records):
    frame = polars_frame.frame(records, kind)
    assert frame.columns == [field.name for field in fields(kind)]
    assert frame.height > 1
    assert frame.rows() == expected(records, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_pandas_frame_holds_every_cell(kind, records):
    frame = pandas_frame.frame(records, kind)
    assert list(frame.columns) == [field.name for field in fields(kind)]
    found = [
        tuple(list(cell) if isinstance(cell, tuple) else None if cell is pandas.NA else cell for cell in row)
        for row in frame.itertuples(index=False, name=None)
    ]
    assert found == expected(records, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_types_do_not_hang_on_the_rows(kind, records):
    assert polars_frame.frame([], kind).schema == polars_frame.frame(records, kind).schema
    assert (pandas_frame.frame([], kind).dtypes == pandas_frame.frame(records, kind).dtypes).all()


def test_amounts_and_rates_are_exact(records):
    report = next(record.report for record in records if record.path.endswith("lost.txt"))
    fees = tuple(fee.model_copy(update={"rate": Decimal("0.00005")}) for fee in report.fees)  # 万分之零点五
    given = [report.model_copy(update={"fees": fees})]
    assert polars_frame.frame(given, FeeRow)["rate"].to_list() == [Decimal("0.00005")] * 2
    assert pandas_frame.frame(given, FeeRow)["rate"].tolist() == [Decimal("0.00005")] * 2


def test_reports_need_no_folder():
    report = scan(CONTRACTS / "lost.txt")
    assert pandas_frame.frame([report], ReportRow)["verdict"].tolist() == [report.refund.verdict]
    assert polars_frame.frame([report], ReportRow)["path"].to_list() == ["lost.txt"]


@pytest.mark.parametrize("library", [pandas_frame, polars_frame])
def test_the_questions_have_answers(library, records, capsys):
    library.answer(records)
    said = capsys.readouterr().out
    assert "damaged.pdf" in said
    assert "押金不退" in said
    assert "72.0" in said
