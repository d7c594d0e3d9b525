"""What a form brings: the files in memory, the facts as a model."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date

from starlette.datastructures import UploadFile

from contract_scan.batch import Given
from contract_scan.model.facts import MerchantFacts
from contract_scan.model.facts_file import facts_in_json
from contract_scan.server.problems import Refused
from contract_scan.server.settings import ServerSettings
from contract_scan.sources import printable

__all__ = ["facts_in", "files_in"]

_LONGEST_NAME = 200


async def files_in(uploads: Sequence[UploadFile], settings: ServerSettings) -> tuple[Given, ...]:
    """Return the files that were sent, each read whole; what the parser put on disk is gone with the request.

    Raises:
        Refused: there is none, or there are too many.
    """
    # A form without a chosen file sends one without name and content.
    chosen = [one for one in uploads if one.filename or one.size]
    if not chosen:
        raise Refused(422, "UsageError", "没有选文件；请选合同文件再试")
    if len(chosen) > settings.max_files:
        raise Refused(422, "UsageError", f"一次最多 {settings.max_files} 个文件")
    names = _told_apart([_name(one.filename or "") for one in chosen])
    return tuple([Given(name, await _content(one)) for name, one in zip(names, chosen, strict=True)])


async def _content(upload: UploadFile) -> bytes:
    def read() -> bytes:
        upload.file.seek(0)
        return upload.file.read()

    return await asyncio.to_thread(read)


def facts_in(text: str) -> MerchantFacts | None:
    """Return the facts that a form field holds as JSON; None where it is empty. Today is today if not said otherwise.

    Raises:
        FactsError: they are wrong; says which field, and what to write.
    """
    if not text.strip():
        return None
    told = facts_in_json(text)
    return told if told.today is not None else told.model_copy(update={"today": date.today()})


def _name(filename: str) -> str:
    # Some clients send the whole path.
    return printable(filename.replace("\\", "/").rpartition("/")[2])[-_LONGEST_NAME:] or "合同"


def _told_apart(names: list[str]) -> list[str]:
    """Return the names with a number before those that came twice: pictures of pages are often all called alike."""
    return [f"{number}-{name}" if names.count(name) > 1 else name for number, name in enumerate(names, 1)]
