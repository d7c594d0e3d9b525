"""A second look at a PDF's bytes: how many pages its tree lists, and which of them show text.

pdfium believes the page count that a file states; a file that states too few has pages that no one would miss. This
reads the tree itself with a few searches over the bytes, in time that grows with the file's size only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.pdf.load import Load, Page
from contract_scan.extract.pdf.objects import Objects
from contract_scan.extract.pdf.unpacking import DAMAGED, TooMuchError

__all__ = ["PageTree", "page_tree"]

_MOST_PAGES = 100_000
_ROOT = re.compile(rb"/Root\s+(\d{1,10})\s+\d{1,5}\s+R\b")
_PAGES = re.compile(rb"/Pages\s+(\d{1,10})\s+\d{1,5}\s+R\b")
#: Operators that show text or draw a form, which may hold text.
_SHOWS_OWN = re.compile(rb"[\s\])>](?:Tj|TJ|'|\")(?=[\s/\[(<]|$)")
_SHOWS = re.compile(rb"[\s\])>](?:Tj|TJ|'|\"|Do)(?=[\s/\[(<]|$)")


@dataclass(slots=True)
class PageTree:
    """The pages of a file in their order."""

    _objects: Objects
    _pages: list[Page]
    _load: Load
    #: The same file as pdfium writes it, where it is doubtful.
    rewritten: PageTree | None = None

    @property
    def page_count(self) -> int:
        """How many pages the tree lists, whatever number the file states."""
        return len(self._pages)

    @property
    def is_encrypted(self) -> bool:
        """Whether the file says that it is encrypted: nothing of its contents is told then."""
        return self._objects.encrypted

    @property
    def is_doubtful(self) -> bool:
        """Whether pdfium may see other objects than those that are found here."""
        return self._objects.encrypted or self._objects.irregular

    @property
    def packed(self) -> bytes:
        """The texts of the objects that lie packed in others."""
        return b"\n".join(self._objects.packed())

    def shows_text(self, index: int, *, own: bool = False) -> bool:
        """Tell whether the page with this index, from 0, has content that shows text or that cannot be unpacked.

        A form that it draws may hold text; only its `own` counts where that is asked.
        """
        if index >= len(self._pages) or self._objects.encrypted:
            return False
        shows = _SHOWS_OWN if own else _SHOWS
        try:
            for number in self._pages[index].contents:
                try:
                    content = self._objects.content(number)
                except DAMAGED:
                    return True
                if shows.search(content) is not None:
                    return True
        except TooMuchError:
            pass
        return False

    def passed(self, index: int) -> str | None:
        """Return the bound that the contents of the page with this index, from 0, pass; None if they keep to all."""
        if self.rewritten is not None and (bound := self.rewritten.passed(index)) is not None:
            return bound
        if index >= len(self._pages) or self._objects.encrypted:
            return None
        try:
            return self._load.passed(self._pages[index])
        except TooMuchError:
            return None


def page_tree(data: bytes, bounds: Bounds = DEFAULT_BOUNDS, *, unlocked: bool = False) -> PageTree | None:
    """Read the page tree of a PDF, or of one whose encryption was taken off; None where it cannot be followed.

    Raises SourceTooLargeError where the file's own tables unpack to more than `bounds.stream_bytes`, CorruptFileError
    where one of them has entries without bytes: of such, any number is stated.
    """
    try:
        return _page_tree(Objects(data, bounds, unlocked))
    except TooMuchError:
        return None


def _page_tree(objects: Objects) -> PageTree | None:
    roots = _ROOT.findall(objects.plain)
    pages = _PAGES.search(objects.dictionary(int(roots[-1]))) if roots else None
    if pages is None:
        return None
    found: list[Page] = []
    seen: set[int] = set()
    waiting = [(int(pages[1]), b"")]
    while waiting:
        number, resources = waiting.pop()
        node = objects.dictionary(number)
        if not node or len(found) > _MOST_PAGES:
            return None
        resources = objects.resources(node) or resources
        if b"/Kids" not in node:
            found.append(Page(number, tuple(objects.listed(node, b"Contents")), resources))
        elif number not in seen:
            seen.add(number)
            waiting.extend((kid, resources) for kid in reversed(objects.listed(node, b"Kids")))
    return PageTree(objects, found, Load(objects, objects.bounds))
