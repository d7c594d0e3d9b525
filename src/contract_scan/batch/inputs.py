"""What one named file holds: itself, or the contracts inside of an archive or mail."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from contract_scan.errors import ContractScanError, UnsupportedFormatError
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.containers import Member, contained, is_container
from contract_scan.extract.sniff import Format, sniff
from contract_scan.sources import Source, as_source, printable

__all__ = ["SUFFIXES", "Input", "holds_many", "inputs_in", "inputs_of", "is_wanted"]

#: The files of a folder that are taken for contracts. A file named by itself is always taken, a Markdown file too: in a
#: folder those are notes about the contracts far more often than contracts.
SUFFIXES: Final = frozenset(
    {".pdf", ".docx", ".docm", ".dotx", ".doc", ".wps", ".rtf", ".odt", ".txt", ".html", ".htm", ".mht", ".mhtml"}
    # Containers, and those that cannot be opened here: what lies in them must not be passed over in silence.
    | {".zip", ".eml", ".rar", ".7z", ".msg"}
)
_SEALED = frozenset({"winmail.dat"})

_DOCUMENTS = frozenset({Format.PDF, Format.DOCX, Format.ODT, Format.LEGACY, Format.RTF, Format.ZIP})


@dataclass(frozen=True, slots=True)
class Input:
    """One contract to read: what its record calls it, and its bytes or the reason that they cannot be had."""

    path: str
    source: Source | ContractScanError


def is_wanted(name: str, more: Collection[str] = ()) -> bool:
    """Tell whether a file with this name is taken for a contract where nobody named it by itself.

    `more` are the endings that plug-ins read.
    """
    suffix = posixpath.splitext(name)[1].lower()
    return not name.startswith((".", "~$")) and (suffix in SUFFIXES or suffix in more or name.lower() in _SEALED)


def holds_many(path: Path) -> bool:
    """Tell whether `path` is a folder, an archive or a mail: however few files lie in it, it stands for many.

    One that cannot be opened stands for itself.
    """
    if os.path.isdir(path):  # noqa: PTH112 - that of pathlib raises for odd names
        return True
    try:
        source = as_source(path)
        # A mail is taken at its word: it is read through by none but a worker.
        return is_container(source) and (not source.data.startswith(b"PK") or contained(source) is not None)
    except ContractScanError:
        return False


def inputs_of(
    path: Path, bounds: Bounds = DEFAULT_BOUNDS, *, name: str | None = None, more: Collection[str] = ()
) -> Iterator[Input]:
    """Yield the file itself or, for an archive or mail, the contracts in it as ``offers.zip!/附件/协议.pdf``.

    `name` stands in these for a path that is only where a copy of the file lies. `more` is as for `is_wanted`.

    Inside of a container the rules of a folder hold: other kinds of files are passed over. One in which no contract
    lies yields one input that says so.
    """
    name, file = name or printable(str(path)), name and posixpath.basename(name)
    try:
        source = as_source(path, name=file, max_bytes=bounds.file_bytes)
    except ContractScanError as error:
        yield Input(name, error)
        return
    yield from _Opening(bounds, more).open(Input(name, source), source, depth=0)


def inputs_in(source: Source, bounds: Bounds = DEFAULT_BOUNDS, *, more: Collection[str] = ()) -> Iterator[Input]:
    """Yield what a file that was read already holds, as `inputs_of` does."""
    yield from _Opening(bounds, more).open(Input(source.name, source), source, depth=0)


class _Opening:
    """The opening of one file to its bottom: `bounds` hold for the containers in it together."""

    def __init__(self, bounds: Bounds, more: Collection[str]) -> None:
        self._bounds = bounds
        self._more = more
        self._members = 0
        self._inflated = 0

    def open(self, held: Input, source: Source, depth: int) -> Iterator[Input]:
        """Yield `held` itself, or what is in it."""
        if depth == self._bounds.containers or not is_container(source, self._bounds):
            yield held
            return
        try:
            members = contained(source, bounds=self._bounds) or ()
            self._members += len(members)
            self._bounds.check("members", self._members)
        except ContractScanError as error:
            yield Input(held.path, error)
            return
        empty = True
        for member in members:
            for found in self._member(f"{held.path}!/{member.path}", member, depth):
                empty = False
                yield found
        if empty:
            kinds = "PDF, DOCX, TXT, HTML"
            yield Input(
                held.path, UnsupportedFormatError(f"{source.name}: no contract is in it ({kinds} and the like)")
            )

    def _member(self, path: str, member: Member, depth: int) -> Iterator[Input]:
        name = posixpath.basename(member.path)
        unnamed = not posixpath.splitext(name)[1] and not name.startswith(".")
        if not unnamed and not is_wanted(name, self._more):
            return
        try:
            self._bounds.check("inflated_bytes", self._inflated)
            source = member.open()
        except ContractScanError as error:
            if not unnamed:
                yield Input(path, error)
            return
        self._inflated += source.size_bytes
        if not unnamed or _is_document(source):
            yield from self.open(Input(path, source), source, depth + 1)


def _is_document(source: Source) -> bool:
    """Tell whether a file whose name has no suffix is a document nevertheless. Mails send such; texts are notes."""
    try:
        return sniff(source) in _DOCUMENTS
    except ContractScanError:
        return False
