"""Files that hold other files: archives and mails with their attachments, and saved web pages."""

from __future__ import annotations

import codecs
import hashlib
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from contract_scan.errors import ContractScanError, CorruptFileError, SourceTooLargeError
from contract_scan.extract.archive import Archive
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.decode import Decoded, decode_text
from contract_scan.extract.sniff import Format, sniff
from contract_scan.sources import Source, printable

if TYPE_CHECKING:
    from email.message import Message

__all__ = ["Member", "contained", "is_container", "page_of"]

# What a mail's own text is called, by its type.
_LETTERS = {"text/plain": "正文.txt", "text/html": "正文.html"}
_NAME = re.compile(r"name\s*=\s*\"?([^\";\r\n]+)", re.IGNORECASE)
# Resource forks and folder views that file managers put into archives.
_CLUTTER = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside of a container. `path` is its own path there: a name, to which nothing is ever written."""

    path: str
    _name: str
    _read: Callable[[], bytes]

    def open(self) -> Source:
        """Return the file as a source whose name has the container's before it: ``offer.zip!/附件/协议.pdf``.

        Raises `ExtractionError` or `SourceTooLargeError` where this file cannot be had; its neighbours may be sound.
        """
        try:
            data = self._read()
        except ContractScanError as error:
            error.args = (f"{self._name}: {error}",)
            raise
        return Source(self._name, data, hashlib.sha256(data).hexdigest(), len(data))


def is_container(source: Source, bounds: Bounds = DEFAULT_BOUNDS) -> bool:
    """Tell whether `source` is an archive or a mail; an archive with a list over `bounds` is one too."""
    try:
        return sniff(source, bounds) in {Format.ZIP, Format.MAIL}
    except SourceTooLargeError:
        return True
    except ContractScanError:
        return False


def contained(source: Source, *, bounds: Bounds = DEFAULT_BOUNDS) -> tuple[Member, ...] | None:
    """Return the files inside of an archive or mail, or None if `source` is neither.

    Nothing is inflated before a member is opened; `bounds` hold for all members together. Containers inside of a
    container are given as they are; the caller says how deep to go. Raises `ExtractionError` or
    `SourceTooLargeError` where the list of files cannot be had.
    """
    if not is_container(source, bounds):
        return None
    archive = source.data.startswith(b"PK")
    try:
        return tuple(_members(source, bounds) if archive else _attachments(source, bounds))
    except ContractScanError as error:
        error.args = (f"{source.name}: {error}",)
        raise
    except Exception as error:  # the mail parser meets headers that its authors did not think of
        kind = "archive" if archive else "mail"
        raise CorruptFileError(f"{source.name}: the {kind} is damaged and cannot be opened") from error


def page_of(source: Source, bounds: Bounds = DEFAULT_BOUNDS) -> tuple[Decoded, tuple[str, ...]]:
    """Return the markup of the page that a saved web page (MHTML) shows, and the style sheets that came with it."""
    parts = [(part, part.get_content_type()) for part in _parts(source, bounds)]
    pages = [part for part, kind in parts if kind in {"text/html", "application/xhtml+xml"}]
    if not pages:
        raise CorruptFileError("the saved web page holds no page")
    sheets = [part for part, kind in parts if kind == "text/css"]
    return _markup(pages[0]), tuple(_markup(sheet).text for sheet in sheets)


def _markup(part: Message) -> Decoded:
    from contract_scan.extract.html import decode_page

    return decode_page(_payload(part), part.get_content_charset())


def _members(source: Source, bounds: Bounds) -> Iterator[Member]:
    archive = Archive(source.data, bounds)
    for name in archive.duplicates:
        yield _member(source, name, partial(_refuse_twin, name))
    for name in archive.names():
        if not name.lower().startswith(_CLUTTER[0]) and posixpath.basename(name).lower() not in _CLUTTER[1:]:
            yield _member(source, name, partial(archive.read, name))


def _refuse_twin(name: str) -> bytes:
    raise CorruptFileError(f"the archive holds {name} more than once, and only the last of them is read")


def _attachments(source: Source, bounds: Bounds) -> Iterator[Member]:
    letter: Message | None = None
    alone = True
    for number, part in enumerate(_parts(source, bounds), start=1):
        name = _file_name(part)
        if name is not None or part.get_content_disposition() == "attachment":
            # Pictures in the letter, such as a logo, are attached to it as well.
            alone = alone and part.get_content_maintype() == "image"
            yield _member(source, name or f"attachment-{number}", partial(_payload, part))
        elif part.get_content_type() in _LETTERS and (letter is None or part.get_content_type() == "text/html"):
            letter = part
    # The letter with an agreement attached to it is none; a letter by itself may be.
    if alone and letter is not None:
        yield _member(source, _LETTERS[letter.get_content_type()], partial(_letter, letter))


def _letter(part: Message) -> bytes:
    return codecs.BOM_UTF8 + _markup(part).text.encode()


def _file_name(part: Message) -> str | None:
    """The name of an attachment, also where it was written in Chinese bytes or marks that the standard forbids."""
    name = part.get_filename()
    if name and "\ufffd" not in name:
        return name
    for header, value in part.raw_items():
        found = _NAME.search(value) if header.lower() in {"content-disposition", "content-type"} else None
        if found:
            from email.header import decode_header, make_header

            raw = found[1].encode("utf-8", errors="surrogateescape")
            try:
                return str(make_header(decode_header(decode_text(raw).text)))
            except (ContractScanError, LookupError, ValueError):
                continue
    return name


def _parts(source: Source, bounds: Bounds) -> Iterator[Message]:
    from email import message_from_bytes, policy

    # The modern policy also decodes attachment names in Chinese; it is lenient with broken headers.
    try:
        message = message_from_bytes(source.data, policy=policy.default)
    except RecursionError as error:
        raise bounds.exceeded("mail_depth") from error
    number = 0
    waiting: list[tuple[Any, int]] = [(message, 0)]
    while waiting:
        part, depth = waiting.pop()
        number += 1
        bounds.check("members", number)
        bounds.check("mail_depth", depth)
        if part.is_multipart():
            inner = part.get_payload()
            waiting += [(one, depth + 1) for one in reversed(inner if isinstance(inner, list) else [])]
        else:
            yield part


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _member(outer: Source, path: str, read: Callable[[], bytes]) -> Member:
    path = printable(path)
    return Member(path, f"{outer.name}!/{path}", read)
