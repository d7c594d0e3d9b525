"""One contract shown, by format."""

from __future__ import annotations

from contract_scan.cli.streams import Output, complain
from contract_scan.model.report import ScanRecord
from contract_scan.render.json import render_json, render_record
from contract_scan.render.phrases import Lang, phrases
from contract_scan.render.trouble import problem_lines

__all__ = ["complain_of", "present"]


def present(record: ScanRecord, kind: str, out: Output, *, lang: Lang) -> None:
    """Write the record of one contract to `out` as ``text``, ``json``, ``jsonl``, ``markdown``, ``html`` or ``sarif``.

    What keeps it from being read whole goes to standard error where the format leaves it to programs to find.
    """
    if record.report is None or kind in ("json", "jsonl", "sarif"):
        complain_of(record, lang)
    match kind:
        case "json":
            out.data(render_json(record))
        case "jsonl":
            out.data(render_record(record))
        case "html":
            from contract_scan.render.html import render_html_record

            out.data(render_html_record(record, lang=lang))
        case "sarif":
            from contract_scan.render.sarif import render_sarif

            out.data(render_sarif((record,)))
        case "markdown":
            from contract_scan.render.markdown import render_markdown_record

            out.data(render_markdown_record(record, lang=lang))
        case _:
            from contract_scan.render.text import record_view

            out.view(record_view(record, lang=lang))


def complain_of(record: ScanRecord, lang: Lang) -> None:
    """Say on standard error that a file was not read, or not whole."""
    problems = list(problem_lines(record, lang=lang))
    if problems:
        words = phrases(lang)
        complain(f"{record.path}{words['colon']}{words['note.join'].join(problems)}")
