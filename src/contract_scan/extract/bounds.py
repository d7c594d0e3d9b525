"""How much a file may cost before reading stops with a clear error. One set of bounds serves every format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from contract_scan.errors import SourceTooLargeError
from contract_scan.sources import DEFAULT_MAX_BYTES

__all__ = ["DEFAULT_BOUNDS", "Bounds"]

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """Upper limits of one file. The defaults are far above any agreement and far below what harms a machine.

    ``Bounds(characters=20_000_000)`` raises one of them; a bound that is passed raises `SourceTooLargeError`, whose
    message names the field to raise.
    """

    #: Bytes of the file itself, or of one that lies in an archive or mail.
    file_bytes: int = DEFAULT_MAX_BYTES
    #: Characters of the text that is read out of the file.
    characters: int = 2_000_000
    #: Pages of a paged format.
    pages: int = 5_000
    #: Pixels of one picture, as its header tells them: none is decoded before.
    image_pixels: int = 150_000_000
    #: Seconds that recognising (OCR) the pictures of one file may take; pages left over are named as unread.
    ocr_seconds: float = 900.0
    #: Seconds that LibreOffice may take for one DOC, RTF or ODT file.
    office_seconds: float = 120.0
    #: Members of an archive (DOCX and ODT files are archives), or parts of a mail.
    members: int = 10_000
    #: Characters of the name of an archive's member.
    name_characters: int = 1_024
    #: Archives and mails inside of each other; one that lies deeper is named and not opened.
    containers: int = 3
    #: Parts of a mail inside of parts.
    mail_depth: int = 32
    #: Bytes of one archive member, counted while it is inflated.
    member_bytes: int = 64 * _MIB
    #: Bytes of all inflated members together.
    inflated_bytes: int = 256 * _MIB
    #: Inflated bytes for each packed byte; looked at only past `ratio_floor_bytes`, as small texts pack well.
    ratio: int = 250
    ratio_floor_bytes: int = 16 * _MIB
    #: Bytes that the contents of one page of a PDF unpack to, with what they draw as often as they draw it, or one
    #: table of its objects. A page over it is named as unread.
    stream_bytes: int = 64 * _MIB
    #: Seconds of processor time that the pages of a PDF may take before slow ones are given up, pictures aside; each
    #: page adds `page_seconds`. Pages left over are named as unread.
    reading_seconds: float = 15.0
    page_seconds: float = 0.1
    #: Elements inside elements. The XML parser stops by itself, old ones at 256 and new ones at 2,048.
    xml_depth: int = 256
    #: Paragraphs of a flowing format, empty ones too.
    paragraphs: int = 500_000
    #: Tables inside tables.
    table_depth: int = 32
    #: Cells of all tables together.
    table_cells: int = 500_000
    #: Pages (from 1) that are not opened and named as unread: reading them ended a process before.
    avoided_pages: frozenset[int] = frozenset()
    #: Called before a page is read, with its number, and at steps of reading it; with 0 when all are read.
    #: Whoever finds the process dead or standing still knows where it was.
    on_page: Callable[[int], None] | None = field(default=None, repr=False, compare=False)
    #: Called once it is known how many pages will be read.
    on_pages: Callable[[int], None] | None = field(default=None, repr=False, compare=False)
    #: Shapes, pictures and pieces of text on one page of a PDF, looked at where its contents are long. A page over it
    #: is named as unread.
    page_objects: int = 500_000
    #: Seconds of processor time that reading and understanding one file may take, LibreOffice's with them; each page
    #: adds `page_seconds`. Recognising pictures does not count: it has `ocr_seconds`.
    processor_seconds: float = 25.0

    def begin_pages(self, pages: int) -> None:
        """Tell how many pages there are to read. Raises SourceTooLargeError where they are too many."""
        self.check("pages", pages)
        if self.on_pages is not None:
            self.on_pages(pages)

    def may_open(self, page: int) -> bool:
        """Tell whether a page may be read, and that it is now read."""
        if page in self.avoided_pages:
            return False
        if self.on_page is not None:
            self.on_page(page)
        return True

    def leave_pages(self) -> None:
        """Tell that what follows is done for no page."""
        if self.on_page is not None:
            self.on_page(0)

    def check(self, bound: str, value: float) -> None:
        """Raise `SourceTooLargeError` if `value` passes the field named `bound`."""
        if value > getattr(self, bound):
            raise self.exceeded(bound)

    def exceeded(self, bound: str) -> SourceTooLargeError:
        """Return the error that says that the field named `bound` is passed, and how to raise it."""
        limit: float = getattr(self, bound)
        return SourceTooLargeError(
            f"the file passes the bound {bound}={limit:,}; if you trust it, raise it with Bounds({bound}=...), "
            f"or --limit {bound}=... on the command line"
        )


DEFAULT_BOUNDS = Bounds()
