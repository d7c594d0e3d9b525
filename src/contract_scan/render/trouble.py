"""Why an input was not read whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Final

from contract_scan.model.report import ScanRecord, UnreadPart
from contract_scan.render.phrases import Lang, phrases
from contract_scan.render.safe import inert

__all__ = ["problem_lines", "unread_lines"]

_PARTS_NAMED: Final = 6


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
    yield from unread_lines(unread, lang=lang)


def unread_lines(parts: Iterable[UnreadPart], *, lang: Lang = "zh") -> Iterator[str]:
    """Yield a line for each reason, with the parts that it kept from being read: a scan has the same on every page."""
    words = phrases(lang)
    by_reason: dict[str, list[str]] = {}
    for part in parts:
        name = inert(part.part)
        # Most readers of pages name the page themselves.
        if part.page is not None and str(part.page) not in name:
            name = f"{name} {words['place.page'].format(page=part.page)}"
        if part.document:
            name = f"{inert(part.document)} {name}"
        by_reason.setdefault(inert(part.reason), []).append(name)
    for reason, names in by_reason.items():
        where = words["list.join"].join(names)
        if len(names) > _PARTS_NAMED:
            where = words["place.and_more"].format(first=names[0], last=names[-1], count=len(names))
        yield f"{where}{words['colon']}{reason}"


def _reason(path: str, message: str) -> str:
    """Return an error's message without the file name that it begins with: the reader has it already."""
    for name in (path, PurePath(path).name):
        message = message.removeprefix(f"{name}: ")
    return inert(message)
