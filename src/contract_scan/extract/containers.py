"""Files that hold other files: archives and mails with their attachments, and saved web pages."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from contract_scan.errors import ContractScanError, CorruptFileError
from contract_scan.extract.archive import Archive
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.decode import decode_text
from contract_scan.extract.sniff import Format, sniff
from contract_scan.sources import Source, printable

if TYPE_CHECKING:
    from email.message import Message

__all__ = ["contained", "page_of"]

# Resource forks and folder views that file managers put into archives.
_CLUTTER = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


def contained(source: Source, *, bounds: Bounds = DEFAULT_BOUNDS) -> tuple[Source, ...] | None:
    """Return the files inside of an archive or mail, or None if `source` is neither.

    Each is named by its own path behind that of the container (``offer.zip/附件/协议.pdf``); the path is a name and
    nothing is written. Containers inside of a container are given as they are; the caller says how deep to go.
    """
    try:
        found = sniff(source)
    except ContractScanError:
        return None
    if found not in {Format.ZIP, Format.MAIL}:
        return None
    try:
        return tuple(_members(source, bounds) if found is Format.ZIP else _attachments(source, bounds))
    except ContractScanError as error:
        error.args = (f"{source.name}: {error}",)
        raise
    except Exception as error:  # the mail parser meets headers that its authors did not think of
        raise CorruptFileError(f"{source.name}: the {found} file is damaged and cannot be opened") from error


def page_of(source: Source, bounds: Bounds = DEFAULT_BOUNDS) -> bytes:
    """Return the page that a saved web page (MHTML) shows, in UTF-8."""
    for part in _parts(source, bounds):
        if part.get_content_type() == "text/html":
            return decode_text(_payload(part), declared=part.get_content_charset()).text.encode()
    raise CorruptFileError("the saved web page holds no page")


def _members(source: Source, bounds: Bounds) -> Iterator[Source]:
    archive = Archive(source.data, bounds)
    for name in archive.names():
        if not name.lower().startswith(_CLUTTER[0]) and posixpath.basename(name).lower() not in _CLUTTER[1:]:
            yield _inner(source, name, archive.read(name))


def _attachments(source: Source, bounds: Bounds) -> Iterator[Source]:
    for number, part in enumerate(_parts(source, bounds), start=1):
        name = part.get_filename()
        if name is None and part.get_content_disposition() != "attachment":
            continue  # the letter itself, which is no agreement
        yield _inner(source, name or f"attachment-{number}", _payload(part))


def _parts(source: Source, bounds: Bounds) -> Iterator[Message]:
    from email import message_from_bytes, policy

    # The modern policy also decodes attachment names in Chinese; it is lenient with broken headers.
    message = message_from_bytes(source.data, policy=policy.default)
    for number, part in enumerate(message.walk()):
        bounds.check("members", number)
        if not part.is_multipart():
            yield part


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _inner(outer: Source, name: str, data: bytes) -> Source:
    return Source(printable(f"{outer.name}/{name}"), data, hashlib.sha256(data).hexdigest(), len(data))
