"""Findings, charges, conditions and verdicts of any number of contracts as rows, and rows as CSV and XLSX.

A cell is data: nothing in a contract or a file name becomes a formula or a link.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from contract_scan.model.report import ScanRecord
from contract_scan.render.phrases import Lang, phrases
from contract_scan.render.safe import inert
from contract_scan.render.summarise import summarise
from contract_scan.render.summary import is_warning
from contract_scan.render.table import row as table_row

__all__ = [
    "SHEETS",
    "Cell",
    "condition_rows",
    "fee_rows",
    "finding_rows",
    "render_csv",
    "render_xlsx",
    "verdict_rows",
    "write_csv",
    "write_xlsx",
]

Cell = str | int | float | None
Rows = Iterable[Sequence[Cell]]

#: Characters that begin a formula in some spreadsheet program, also behind blanks.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
#: The most that a cell of XLSX may hold.
_LONGEST: Final = 32767
_WIDEST: Final = 60


def verdict_rows(records: Iterable[ScanRecord], *, lang: Lang = "zh") -> Iterator[tuple[Cell, ...]]:
    """Yield a head, then a row for each input, also for one that could not be read."""
    words = phrases(lang)
    names = ("file", "status", "verdict", "points", "deposit", "high", "medium", "low")
    yield (*(words[f"label.{name}"] for name in names), words["heading.not_whole"])
    for record in records:
        row = table_row(record, lang=lang)
        yield (
            *(row.path, words[f"status.{record.status}"], words[f"verdict.{row.verdict}"], row.score, row.deposit),
            *(row.high, row.medium, _low(record), words["note.join"].join(row.problems)),
        )


def finding_rows(records: Iterable[ScanRecord], *, lang: Lang = "zh") -> Iterator[tuple[Cell, ...]]:
    """Yield a head, then a row for each finding that warns; an input without any has one row that says why."""
    words = phrases(lang)
    names = ("file", "verdict", "severity", "kind", "title", "message", "why_it_matters", "advice", "place", "quote")
    yield (*(words[f"label.{name}"] for name in names), words["label.law"], words["label.rule"])
    for record in records:
        path, report = inert(record.path), record.report
        if report is None:
            problems = words["note.join"].join(table_row(record, lang=lang).problems)
            yield (path, words["verdict.not_assessed"], None, None, problems, *[None] * 7)
            continue
        summary = summarise(report, lang)
        if not summary.problems:
            said = words["not_assessed.caution" if summary.score is None else "counts.none"]
            yield (path, summary.verdict, None, None, said, *[None] * 7)
        for one in summary.problems:
            quotes = "\n".join(quote.text for quote in one.quotes)
            yield (
                *(path, summary.verdict, words[f"severity.{one.severity}"], one.kind_word, one.title, one.message),
                *(one.why, one.advice, one.place, quotes, words["list.join"].join(one.law), one.id),
            )


def fee_rows(records: Iterable[ScanRecord], *, lang: Lang = "zh") -> Iterator[tuple[Cell, ...]]:
    """Yield a head, then a row for each charge, with what it comes to in the year's example."""
    words = phrases(lang)
    names = ("file", "fee", "charge", "note")
    yield (*(words[f"label.{name}"] for name in names), words["page.a_year"], words["label.place"])
    for record in records:
        if record.report is not None:
            for fee in summarise(record.report, lang).fees:
                a_year: Cell = fee.yuan if fee.reckoning else fee.a_year
                yield (inert(record.path), fee.name, fee.charge, fee.note, a_year, fee.place)


def condition_rows(records: Iterable[ScanRecord], *, lang: Lang = "zh") -> Iterator[tuple[Cell, ...]]:
    """Yield a head, then a row for each condition of the return."""
    words = phrases(lang)
    yield (
        *(words["label.file"], words["page.condition"], words["page.status"], words["page.reckoned"]),
        words["label.place"],
    )
    for record in records:
        if record.report is not None:
            for row in summarise(record.report, lang).conditions:
                yield (inert(record.path), row.text, row.status_word, row.why, row.place)


#: The sheets of a workbook, by the phrase that names them.
SHEETS: Final[dict[str, Callable[..., Iterator[tuple[Cell, ...]]]]] = {
    "sheet.verdicts": verdict_rows,
    "sheet.findings": finding_rows,
    "sheet.conditions": condition_rows,
    "sheet.fees": fee_rows,
}


def render_csv(records: Iterable[ScanRecord], *, lang: Lang = "zh") -> str:
    """Return the findings as CSV; see `write_csv`."""
    return write_csv(finding_rows(records, lang=lang))


def render_xlsx(records: Sequence[ScanRecord], *, lang: Lang = "zh") -> bytes:
    """Return verdicts, findings, conditions and charges as a workbook with a sheet for each."""
    words = phrases(lang)
    sheets = {words[name]: rows(records, lang=lang) for name, rows in SHEETS.items()}
    return write_xlsx(sheets, note=words["disclaimer"])


def write_csv(rows: Rows) -> str:
    """Return rows as CSV by RFC 4180, with a byte order mark, without which Excel takes UTF-8 for something else.

    A text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA) else cell


def write_xlsx(sheets: Mapping[str, Rows], *, note: str = "") -> bytes:
    """Return a workbook; the first row of each sheet is its head, and `note` stands in the file's properties.

    Texts are written as texts, never as formulas, links or numbers. The same rows give the same bytes.
    """
    from datetime import datetime

    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"created": datetime(2000, 1, 1), "comments": note, "author": "contract-scan"})
    head = book.add_format({"bold": True, "bg_color": "#E9EDF5", "text_wrap": True, "valign": "top"})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        widths: list[int] = []
        count = 0
        for at, row in enumerate(rows):
            widths += [0] * (len(row) - len(widths))
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    if cell:
                        sheet.write_string(at, column, _short(cell), body if at else head)
                elif cell is not None:
                    sheet.write_number(at, column, cell, body)
                widths[column] = max(widths[column], _width(cell))
            count = at
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(_WIDEST, width + 2))
        sheet.freeze_panes(1, 0)
        if widths and count:
            sheet.autofilter(0, 0, count, len(widths) - 1)
    book.close()
    return out.getvalue()


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _width(cell: Cell) -> int:
    text = "" if cell is None else str(cell)
    return max((sum(1 if char.isascii() else 2 for char in line) for line in text.split("\n")), default=0)


def _low(record: ScanRecord) -> int:
    findings = record.report.findings if record.report else ()
    return sum(1 for finding in findings if is_warning(finding) and finding.severity == "low")
