"""What each kind of plug-in must be able to do."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Literal, Protocol

from contract_scan.extract.bounds import Bounds
from contract_scan.model.document import Document
from contract_scan.sources import Source

if TYPE_CHECKING:
    from contract_scan.model.report import ScanRecord

__all__ = ["Extractor", "Renderer", "RulePackLocator"]


class Extractor(Protocol):
    """Reads files that are not read otherwise, or reads some better. Entry point group: ``contract_scan.extractors``.

    The entry point names an object with these members, or a class that is made without arguments. Extractors are asked
    in the order of their names, before the package's own readers; the first that accepts a file reads it. In a scan of
    many files they run in the guarded processes, without network, and may write nowhere but to the temporary folder.
    """

    @property
    def suffixes(self) -> Collection[str]:
        """The endings, such as ``.ofd``, of files that are taken for contracts when they lie in a folder."""
        ...

    def accepts(self, source: Source) -> bool:
        """Tell, by its content, whether this extractor reads the file. Must be quick: it is asked for every file."""
        ...

    def extract(self, source: Source, *, bounds: Bounds) -> Document:
        """Return the text of a file with its blocks, and pages and places where it has them.

        ``name``, ``sha256`` and ``size_bytes`` are those of `source`. What cannot be read of the file is put into
        ``unread``, never left out in silence. With pages, ``bounds.begin_pages(count)`` is called first, and
        ``bounds.may_open(page)`` is asked before each; a page that may not be opened is unread.

        Raises:
            ContractScanError: the file cannot be read; the message says why and what to do. Any other error is a fault
                of the plug-in: the file is then read as if the plug-in were not there, and the report says so.
        """
        ...


class RulePackLocator(Protocol):
    """Names a folder with rules. Entry point group: ``contract_scan.rule_packs``.

    The entry point names a path, or a function (or any other callable) that returns one. The folder holds
    ``rules/*.yaml`` as described in the guide to rules. Packs are added to the package's rules by `Ruleset.extend`, in
    the order of their names.
    """

    def __call__(self) -> str | os.PathLike[str]:
        """Return the folder."""
        ...


class Renderer(Protocol):
    """Writes records in a format of its own. Entry point group: ``contract_scan.renderers``.

    The name of the entry point is that of the format: ``scan --format NAME``. It names an object with this method, or a
    class that is made without arguments.
    """

    def render(self, records: Iterable[ScanRecord], *, lang: Literal["zh", "en"]) -> str | bytes:
        """Return one file with all records: of one agreement, or of many, the worst first.

        A record whose ``report`` is None is one that could not be read, and its ``error`` says why: it must be in the
        file as well.
        """
        ...
