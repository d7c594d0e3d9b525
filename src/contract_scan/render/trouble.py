"""Why an input was not read whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from contract_scan.model.report import ScanRecord
from contract_scan.render.phrases import Lang, phrases
from contract_scan.render.safe import inert

__all__ = ["problem_lines"]


def problem_lines(record: ScanRecord, *, lang: Lang = "zh") -> Iterator[str]:
    """Yield why a file was not read whole, the error or each unread part; nothing where it was."""
    words = phrases(lang)
    if record.status == "ok":
        return
    kind = record.error.type if record.error else ""
    status = words.get(f"error.{kind}", words[f"status.{record.status}"])
    unread = record.report.document.unread if record.report else ()
    if record.error is not None:
        yield f"{status}{words['colon']}{_reason(record.path, record.error.message)} [{inert(kind)}]"
    elif not unread:
        yield status
    for part in unread:
        yield f"{inert(part.part)}{words['colon']}{inert(part.reason)}"


def _reason(path: str, message: str) -> str:
    """Return an error's message without the file name that it begins with: the reader has it already."""
    for name in (path, PurePath(path).name):
        message = message.removeprefix(f"{name}: ")
    return inert(message)
