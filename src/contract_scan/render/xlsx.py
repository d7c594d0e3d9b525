"""Many contracts as an Excel workbook: a sheet of contracts, the worst first, and a sheet of what was found in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple
from os import PathLike, fspath
from typing import Any, Final

from contract_scan.model.report import ScanRecord
from contract_scan.render.overview import OverviewRow, overview, warning_rows
from contract_scan.render.phrases import Lang, phrases

__all__ = ["write_xlsx"]

#: Rows of a sheet, its header among them; Excel opens no more.
_MOST_ROWS: Final = 1_048_576
_LONGEST_CELL: Final = 32_767
_CONTRACTS: Final = (
    ("verdict", 12), ("points", 7), ("deposit", 16), ("high", 6), ("medium", 6), ("low", 6), ("file", 48),
    ("provider", 24), ("merchant", 24), ("template", 8), ("unread", 48),
)  # fmt: skip
_FINDINGS: Final = (
    ("file", 40), ("severity", 7), ("kind", 14), ("title", 28), ("place", 12), ("quote", 60), ("message", 40),
    ("advice", 40), ("rule", 18),
)  # fmt: skip
_COLOURS: Final = {"bad": "#C00000", "doubtful": "#9C5700", "good": "#006100", "unknown": "#7030A0", "plain": "#000000"}


def write_xlsx(records: Iterable[ScanRecord], path: str | PathLike[str], *, lang: Lang = "zh") -> None:
    """Write the records, in the order in which they come, to the workbook at `path`.

    Every text is written as a text: what looks like a formula or a link in a contract stays what it looks like. Rows go
    to the disk as they come, so a hundred thousand take no memory. What does not fit one sheet goes on on the next.
    """
    import xlsxwriter  # takes time to load

    words = phrases(lang)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(fspath(path), options) as book:
        contracts = _Sheet(
            book, words["sheet.contracts"], [(words[f"label.{name}"], width) for name, width in _CONTRACTS]
        )
        findings = _Sheet(book, words["sheet.findings"], [(words[f"label.{name}"], width) for name, width in _FINDINGS])
        tones = {tone: book.add_format({"font_color": colour, "bold": True}) for tone, colour in _COLOURS.items()}
        for record in records:
            row = overview(record, lang=lang)
            contracts.add(_contract(row, words[f"verdict.{row.verdict}"]), first=tones[row.tone])
            for warning in warning_rows(record):
                _, severity, kind, *rest = astuple(warning)
                findings.add((warning.path, words[f"severity.{severity}"], words[f"kind.{kind}"], *rest))
        contracts.close()
        findings.close()


def _contract(row: OverviewRow, verdict: str) -> tuple[str | int | None, ...]:
    return (
        verdict, row.score, row.deposit, row.high, row.medium, row.low, row.path, row.provider, row.merchant,
        row.template, row.problem,
    )  # fmt: skip


class _Sheet:
    """Rows under a header that stays in sight and filters them; on as many sheets as they take."""

    def __init__(self, book: Any, name: str, columns: Sequence[tuple[str, int]]) -> None:
        self._book, self._name, self._columns = book, name, columns
        self._head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F2F2F2"})
        self._sheets = 0
        self._begin()

    def _begin(self) -> None:
        self._sheets += 1
        self._row = 0
        self._sheet = self._book.add_worksheet(self._name if self._sheets == 1 else f"{self._name} {self._sheets}")
        self._sheet.freeze_panes(1, 0)
        for at, (title, width) in enumerate(self._columns):
            self._sheet.set_column(at, at, width)
            self._sheet.write_string(0, at, title, self._head)

    def add(self, values: Sequence[str | int | None], *, first: Any = None) -> None:
        """Write one row, its first cell in the format `first`."""
        self._row += 1
        if self._row == _MOST_ROWS:
            self.close()
            self._begin()
            self._row = 1
        for at, value in enumerate(values):
            style = first if at == 0 else None
            if isinstance(value, int):
                self._sheet.write_number(self._row, at, value, style)
            elif value:
                self._sheet.write_string(self._row, at, value[:_LONGEST_CELL], style)

    def close(self) -> None:
        """Let the header filter the rows, now that it is known how many there are."""
        self._sheet.autofilter(0, 0, self._row, len(self._columns) - 1)
