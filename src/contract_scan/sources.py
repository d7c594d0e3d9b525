"""Inputs: paths, bytes, open files and texts, all turned into one immutable `Source`."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import BinaryIO

from contract_scan.errors import SourceNotFoundError, SourceTooLargeError, SourceUnreadableError, UsageError

__all__ = ["DEFAULT_MAX_BYTES", "TEXT_NAME", "Pages", "Source", "SourceLike", "as_source", "printable"]

#: Files above this size are refused unless the caller allows more.
DEFAULT_MAX_BYTES = 200 * 1024 * 1024
#: The name of a source that was given as a text and not as a file.
TEXT_NAME = "<text>"
_BYTES_NAME = "<bytes>"

# What a contract's text has and a file name hardly ever does.
_TEXT_MARKS = re.compile(r"[\r\n。；，：]")


@dataclass(frozen=True, slots=True)
class Source:
    """One input, read whole.

    `name` is safe to print; `path` is the path that it was read from, as given, or None. `decoded` is true where
    the caller gave a text: `data` is then UTF-8 beyond doubt.
    """

    name: str
    data: bytes = field(repr=False)
    sha256: str
    size_bytes: int
    path: str | None = None
    decoded: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """An agreement whose text another program has taken out of its pages already.

        >>> from contract_scan import Pages, scan
        >>> report = scan(Pages(["第一条 押金\\n乙方向甲方交纳押金300元。", None], name="agreement.pdf"))
        >>> report.document.page_count, report.document.status, report.document.unread[0].page
        (2, 'partial', 2)

    Args:
        texts: the text of each page, in order, lines parted by line breaks; None for a page that could not be read. A
            page without a character is taken for one that could not be read either: many programs give nothing for a
            scan.
        name: what the report calls the agreement.
        blank: the pages, from 1, that are known to be blank, and so are not missed.

    Raises:
        UsageError: `texts` is a single text, is empty, or holds something else than texts.
    """

    texts: Sequence[str | None]
    name: str = "<pages>"
    blank: AbstractSet[int] = frozenset()

    def __post_init__(self) -> None:
        if isinstance(self.texts, str | bytes) or not all(isinstance(text, str | None) for text in self.texts):
            raise UsageError('pages are given as a list with the text of each: Pages(["第一页……", "第二页……"])')
        if not self.texts:
            raise UsageError("no page: give the text of at least one")
        object.__setattr__(self, "texts", tuple(self.texts))
        object.__setattr__(self, "name", printable(self.name))


SourceLike = str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO | Source


def as_source(obj: SourceLike, *, name: str | None = None, max_bytes: int = DEFAULT_MAX_BYTES) -> Source:
    """Return `obj` as a `Source`.

    A string is a path if such a file exists. Otherwise it is taken as the contract's own text if it holds a line
    break or Chinese sentence punctuation. `name` overrides the name shown in the report. Only regular files are
    read; nothing else is even opened, since a pipe or a device may never end.
    """
    if isinstance(obj, Source):
        return obj
    if isinstance(obj, bytes | bytearray | memoryview):
        return _from_bytes(bytes(obj), name or _BYTES_NAME, max_bytes=max_bytes)
    if isinstance(obj, str):
        if not _may_be_path(obj):
            return _from_text(obj, name, max_bytes)
        try:
            return _from_path(obj, name, max_bytes)
        except SourceNotFoundError:
            if _TEXT_MARKS.search(obj):
                return _from_text(obj, name, max_bytes)
            raise
    if isinstance(obj, os.PathLike):
        return _from_path(os.fspath(obj), name, max_bytes)
    if callable(getattr(obj, "read", None)):
        return _from_stream(obj, name, max_bytes)
    raise UsageError(f"cannot read a {type(obj).__name__}: give a path, bytes, an open file or the contract's text")


def printable(name: str) -> str:
    """Return `name` with everything that a terminal, a log or a JSON writer could choke on written as an escape.

    Bytes of a file name that are no valid text, control characters and direction overrides become ``\\xNN`` or
    ``\\uNNNN``.
    """
    return "".join(_escape(char) for char in name)


def _escape(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that the file system's encoding could not decode
        return f"\\x{code - 0xDC00:02x}"
    if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} or char in "\u200e\u200f\u202a\u202b\u202c\u202d\u202e":
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    return char


def _may_be_path(text: str) -> bool:
    # No file system takes longer names; asking for one raises an error that differs from system to system.
    return "\0" not in text and "\n" not in text and len(text) <= 4096


def _from_bytes(data: bytes, name: str, *, max_bytes: int, path: str | None = None, decoded: bool = False) -> Source:
    if len(data) > max_bytes:
        raise _too_large(name, max_bytes)
    return Source(printable(name), data, hashlib.sha256(data).hexdigest(), len(data), path, decoded)


def _from_text(text: str, name: str | None, max_bytes: int) -> Source:
    data = text.encode("utf-8", errors="replace")
    return _from_bytes(data, name or TEXT_NAME, max_bytes=max_bytes, decoded=True)


def _from_stream(stream: BinaryIO, name: str | None, max_bytes: int) -> Source:
    given = getattr(stream, "name", None)
    shown = name or (os.path.basename(given) if isinstance(given, str) and given else _BYTES_NAME)  # noqa: PTH119
    chunks: list[bytes] = []
    size = 0
    decoded = False
    try:
        while chunk := stream.read(1024 * 1024):
            if isinstance(chunk, str):
                decoded = True
                chunk = chunk.encode("utf-8", errors="replace")
            chunks.append(chunk)
            size += len(chunk)
            if size > max_bytes:
                raise _too_large(printable(shown), max_bytes)
    except (OSError, ValueError) as error:
        raise SourceUnreadableError(f"{printable(shown)}: reading failed: {error}") from error
    return _from_bytes(b"".join(chunks), shown, max_bytes=max_bytes, decoded=decoded)


def _from_path(path: str, name: str | None, max_bytes: int) -> Source:
    shown = printable(path)
    try:
        status = os.stat(path)  # noqa: PTH116 - a path may hold bytes that pathlib's callers would have to handle too
        _check_regular(status, shown)
        if status.st_size > max_bytes:
            raise _too_large(shown, max_bytes)
        data = _read_regular(path, shown, max_bytes)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SourceNotFoundError(f"{shown}: no such file") from error
    except PermissionError as error:
        raise SourceUnreadableError(f"{shown}: permission denied; make the file readable and try again") from error
    except (OSError, ValueError) as error:
        if _names_nothing(error):
            raise SourceNotFoundError(f"{shown}: no such file") from error
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "not a usable path"
        raise SourceUnreadableError(f"{shown}: {reason}") from error
    return _from_bytes(data, name or os.path.basename(path), max_bytes=max_bytes, path=path)  # noqa: PTH119


def _names_nothing(error: Exception) -> bool:
    """True for the errors of strings that no file could be called, which may be a contract's text."""
    import errno

    return isinstance(error, ValueError) or getattr(error, "errno", None) in {errno.ENAMETOOLONG, errno.EINVAL}


def _read_regular(path: str, shown: str, max_bytes: int) -> bytes:
    # Not blocking, and checked again once open: the file may have become a pipe since it was looked at.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        _check_regular(os.fstat(file.fileno()), shown)
        data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise _too_large(shown, max_bytes)
    return data


def _check_regular(status: os.stat_result, shown: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise SourceUnreadableError(f"{shown}: is a folder; scan it as a folder, or name a file in it")
    if not stat.S_ISREG(status.st_mode):
        raise SourceUnreadableError(f"{shown}: is no regular file (a pipe, socket or device); save it to a file first")


def _too_large(shown: str, max_bytes: int) -> SourceTooLargeError:
    return SourceTooLargeError(
        f"{shown}: is over the bound max_bytes={max_bytes:,}; if you trust it, raise it with max_bytes=... or "
        "Bounds(file_bytes=...), or --limit file_bytes=... on the command line"
    )
