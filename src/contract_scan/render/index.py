"""Many contracts as one HTML page: sorted, searched and filtered in the browser, with nothing fetched from anywhere."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterable
from importlib.resources import files
from os import PathLike
from pathlib import Path
from typing import Final
from urllib.parse import quote

from contract_scan.model.ranking import VERDICT_ORDER
from contract_scan.model.report import ScanRecord
from contract_scan.render.overview import overview
from contract_scan.render.phrases import Lang, phrases

__all__ = ["report_file_name", "write_index"]

_COLUMNS: Final = (
    "verdict", "points", "deposit", "high", "medium", "low", "file", "provider", "merchant", "template", "unread",
)  # fmt: skip
_UNSAFE = re.compile(r"[^\w.-]+")


def write_index(
    records: Iterable[ScanRecord], path: str | PathLike[str], *, lang: Lang = "zh", reports: str | None = None
) -> None:
    """Write the page to `path`, its rows in the order in which the records come.

    With `reports`, a folder or URL, each contract that has a report links to ``reports/`` with `report_file_name`
    behind it. Rows are written as they come and shown a page at a time, so that a hundred thousand do no harm.
    """
    words = phrases(lang)
    script = _page("index.js")
    hashed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    values = {
        "lang": "zh-CN" if lang == "zh" else "en",
        "title": words["heading.overview"],
        "script_hash": f"sha256-{hashed}",
        "noscript": words["index.noscript"],
        "search": words["index.search"],
        "verdict": words["label.verdict"],
        "template": words["label.template"],
        "every_verdict": words["index.every_verdict"],
        "every_template": words["index.every_template"],
        "only_problems": words["index.only_problems"],
        "disclaimer": words["disclaimer"],
    }
    frame = _page("index.html")
    for name, value in values.items():
        frame = frame.replace(f"{{{{{name}}}}}", html.escape(value))
    in_words = {
        "columns": [words[f"label.{name}"] for name in _COLUMNS],
        "verdicts": [[name, words[f"verdict.{name}"]] for name in VERDICT_ORDER],
        "counts": words["index.counts"],
    }
    frame = frame.replace("{{words}}", _json(in_words))
    before, after = frame.split("{{data}}")
    with Path(path).open("w", encoding="utf-8", newline="\n") as file:
        file.write(before)
        separator = ""
        for record in records:
            file.write(separator + _json(_row(record, lang, reports)))
            separator = ",\n"
        file.write(after.replace("{{script}}", script))


def report_file_name(record: ScanRecord) -> str:
    """Return what the page of one contract is to be called: its name, made safe, and a mark of its own."""
    name = re.split(r"[/\\]", record.path)[-1]
    mark = record.path
    if record.report is not None and record.report.document.redacted:
        mark += f"\0{record.sha256}"  # paths that are masked may be the same
    digest = hashlib.sha256(mark.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{_UNSAFE.sub('_', name)[:80]}-{digest[:12]}.html"


def _row(record: ScanRecord, lang: Lang, reports: str | None) -> list[str | int | None]:
    row = overview(record, lang=lang)
    link = None
    if reports is not None and record.report is not None:
        link = f"{quote(reports.rstrip('/'), safe='/:.')}/{quote(report_file_name(record))}"
    return [
        row.verdict, row.score, row.deposit, row.high, row.medium, row.low, row.path, row.provider, row.merchant,
        row.template, row.problem, row.tone, link,
    ]  # fmt: skip


def _json(value: object) -> str:
    """Return JSON that no text in it can lead out of its script element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").replace("&", "\\u0026")


def _page(name: str) -> str:
    return files("contract_scan.render").joinpath("pages", name).read_text(encoding="utf-8")
