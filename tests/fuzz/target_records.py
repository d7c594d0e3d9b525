"""Targets for the whole walk and for what is kept of it: records read back, and the store of a scan."""

from __future__ import annotations

import sqlite3
import tempfile
import zlib
from contextlib import closing, suppress
from functools import cache
from pathlib import Path

from pydantic import ValidationError
from strict import strict_json

from contract_scan import (
    ClauseRow,
    FeeRow,
    FindingRow,
    ReportRow,
    Ruleset,
    Scanner,
    compare,
    draft,
    draft_docx,
    draft_markdown,
    render_html,
    rows,
)
from contract_scan.batch import Store
from contract_scan.batch.discovery import Found
from contract_scan.batch.merging import fingerprint_of, is_redacted
from contract_scan.batch.work import Outcome, pack
from contract_scan.errors import DraftError, StoreError, UsageError
from contract_scan.model.facts import MerchantFacts
from contract_scan.model.report import ScanRecord
from contract_scan.render.csv import write_csv
from contract_scan.render.json import render_json, render_record
from contract_scan.render.markdown import render_markdown_record
from contract_scan.render.sarif import render_sarif
from contract_scan.render.text import record_view, to_text


@cache
def _scanner() -> Scanner:
    return Scanner(Ruleset.default())


def scans(data: bytes) -> None:
    """The whole walk, and every output of it."""
    record = _scanner().try_scan(data, path="agreement.txt")
    check_record(record)
    if record.report is None:
        return
    for kind in ("demand", "complaint"):
        try:
            letter = draft(record.report, kind, facts=MerchantFacts())
        except DraftError:
            continue
        draft_markdown(letter).encode("utf-8")
        draft_docx(letter)
    try:
        strict_json(compare(record.report, record.report).to_json())
    except UsageError:
        return


def check_record(record: ScanRecord) -> None:
    """A record can be written in every form, its JSON reads back the same, and its quotes are verbatim."""
    assert record.status not in ("crashed", "out_of_memory", "timeout"), record.error
    strict_json(render_json(record))
    assert ScanRecord.model_validate(strict_json(render_record(record))) == record
    strict_json(render_sarif((record,)))
    for text in (render_markdown_record(record), to_text(record_view(record), width=80)):
        text.encode("utf-8")
        assert "\x1b" not in text
    with tempfile.TemporaryDirectory() as folder:
        write_csv(iter((record,)), Path(folder, "one.csv"))
    report = record.report
    if report is None or report.document.text is None:
        return
    render_html(report).encode("utf-8")
    for finding in report.findings:
        for evidence in finding.evidence:
            assert evidence.quote == report.document.text[evidence.start : evidence.end]


def reports(data: bytes) -> None:
    """A record that was kept as JSON and comes back changed: refused by the model, or fit for every output."""
    try:
        record = ScanRecord.model_validate_json(data)
    except ValidationError:
        return
    strict_json(render_record(record))
    strict_json(render_sarif((record,)))
    to_text(record_view(record), width=80).encode("utf-8")
    render_markdown_record(record).encode("utf-8")
    if record.report is not None:
        render_html(record.report).encode("utf-8")
        for kind in (ReportRow, FindingRow, FeeRow, ClauseRow):
            list(rows(record, kind))


def stored(data: bytes) -> None:
    """The store of a scan that is taken up again: a changed record in a sound file, and a changed file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "scan.db")
        path.write_bytes(_sound_store())
        with closing(sqlite3.connect(path)) as db:
            db.execute("UPDATE entry SET packed = ?, status = ?", (zlib.compress(data), data[:9].decode("latin-1")))
            db.commit()
        _take_up(path)
        whole = bytearray(_sound_store())
        for at in range(0, min(len(data) - 3, 160), 4):
            place = int.from_bytes(data[at : at + 3], "big")
            whole[place % len(whole)] = data[at + 3]
        path.write_bytes(whole)
        for rest in ("-wal", "-shm"):
            Path(f"{path}{rest}").unlink(missing_ok=True)
        _take_up(path)


def _take_up(path: Path) -> None:
    with suppress(StoreError):
        fingerprint_of(path)
        is_redacted(path)
    with suppress(StoreError), closing(Store(path, "a")) as store:
        store.enlist([Found("a.txt", 1, "x"), Found("b.txt", 2, "y")])
        for pending in store.pending():
            store.reuse(pending.number, store.key("", pending.path))
        for line in (*store.put_out(), *store.lines(), *store.worst_first(), *store.troubles()):
            line.data.decode("utf-8")
        store.statuses(), store.templates(), store.lines_out(), store.recall("era")


@cache
def _sound_store() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "scan.db")
        with closing(Store(path, "a")) as store:
            store.enlist([Found("a.txt", 1, "x"), Found("b.txt", 2, "y")])
            for pending in store.pending():
                record = ScanRecord(path=pending.path, sha256="0" * 64, status="ok")
                store.save(pending.path, Outcome(pending.number, (pack(record),), str(pending.number), 0.1))
            list(store.put_out())
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA journal_mode = DELETE")
        return path.read_bytes()
