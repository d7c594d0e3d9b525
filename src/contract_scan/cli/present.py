"""How the records of a scan are shown, by format: as they come, or together at the end."""

from __future__ import annotations

from typing import Protocol

from contract_scan.cli.streams import FormatName, Output, complain
from contract_scan.model.report import ScanRecord
from contract_scan.render.json import render_json, render_record
from contract_scan.render.phrases import Lang, phrases
from contract_scan.render.trouble import problem_lines

__all__ = ["Presenter", "presenter"]


class Presenter(Protocol):
    """Takes each record once, then is told that there are no more."""

    @property
    def streams_to_terminal(self) -> bool:
        """Whether `add` prints to a terminal."""
        ...

    def add(self, record: ScanRecord) -> None: ...

    def finish(self) -> None: ...


def presenter(kind: FormatName, out: Output, *, lang: Lang, single: bool) -> Presenter:
    """Return the presenter of a format; `single` says that exactly one file was named."""
    if kind == "jsonl" or (kind == "json" and not single):
        return _Lines(out, lang)
    if kind == "json":
        return _Json(out, lang)
    if kind == "markdown":
        return _Markdown(out, lang, single)
    if kind == "html":
        return _Html(out, lang)
    if kind in ("csv", "xlsx", "sarif"):
        return _Table(out, lang, kind)
    return _Text(out, lang, single)


class _Lines:
    def __init__(self, out: Output, lang: Lang) -> None:
        self._out = out
        self._lang = lang
        self.streams_to_terminal = out.on_terminal

    def add(self, record: ScanRecord) -> None:
        self._out.data(render_record(record))
        _complain(record, self._lang)

    def finish(self) -> None:
        pass


class _Json(_Lines):
    def add(self, record: ScanRecord) -> None:
        self._out.data(render_json(record))
        _complain(record, self._lang)


class _Text:
    streams_to_terminal = False

    def __init__(self, out: Output, lang: Lang, single: bool) -> None:
        from contract_scan.render.table import Row

        self._out = out
        self._lang = lang
        self._single = single
        self._rows: list[Row] = []

    def add(self, record: ScanRecord) -> None:
        from contract_scan.render.table import row
        from contract_scan.render.text import record_view

        if self._single:
            if record.report is None:
                _complain(record, self._lang)
            self._out.view(record_view(record, lang=self._lang))
        else:
            self._rows.append(row(record, lang=self._lang))

    def finish(self) -> None:
        from contract_scan.render.table import table_view

        if not self._single:
            self._out.view(table_view(self._rows, lang=self._lang))


class _Markdown:
    streams_to_terminal = False

    def __init__(self, out: Output, lang: Lang, single: bool) -> None:
        self._out = out
        self._lang = lang
        self._single = single
        self._records: list[ScanRecord] = []

    def add(self, record: ScanRecord) -> None:
        if record.report is None:
            _complain(record, self._lang)
        self._records.append(record)

    def finish(self) -> None:
        from contract_scan.render.markdown import render_markdown_record, render_markdown_table
        from contract_scan.render.table import row

        parts = (
            []
            if self._single
            else [render_markdown_table((row(record, lang=self._lang) for record in self._records), lang=self._lang)]
        )
        level = 1 if self._single else 2
        parts += [render_markdown_record(record, lang=self._lang, level=level) for record in self._records]
        self._out.data("\n".join(parts))


class _Html:
    streams_to_terminal = False

    def __init__(self, out: Output, lang: Lang) -> None:
        self._out = out
        self._lang = lang

    def add(self, record: ScanRecord) -> None:
        from contract_scan.render.html import render_html_record

        if record.report is None:
            _complain(record, self._lang)
        self._out.data(render_html_record(record, lang=self._lang))

    def finish(self) -> None:
        pass


class _Table:
    """What is written at the end, of all records together, for other programs."""

    streams_to_terminal = False

    def __init__(self, out: Output, lang: Lang, kind: FormatName) -> None:
        self._out = out
        self._lang = lang
        self._kind = kind
        self._records: list[ScanRecord] = []

    def add(self, record: ScanRecord) -> None:
        _complain(record, self._lang)
        self._records.append(record)

    def finish(self) -> None:
        if self._kind == "sarif":
            from contract_scan.render.sarif import render_sarif

            self._out.data(render_sarif(self._records))
            return
        from contract_scan.render.spreadsheet import render_csv, render_xlsx

        if self._kind == "csv":
            self._out.data(render_csv(self._records, lang=self._lang))
        else:
            self._out.binary(render_xlsx(self._records, lang=self._lang))


def _complain(record: ScanRecord, lang: Lang) -> None:
    """Say on standard error that a file was not read, or not whole."""
    problems = list(problem_lines(record, lang=lang))
    if problems:
        words = phrases(lang)
        complain(f"{record.path}{words['colon']}{words['note.join'].join(problems)}")
