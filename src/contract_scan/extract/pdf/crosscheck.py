"""A second look at a PDF's bytes: how many pages its tree lists, and which of them show text.

pdfium believes the page count that a file states; a file that states too few has pages that no one would miss. This
reads the tree itself with a few searches over the bytes, in time that grows with the file's size only.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from contract_scan.errors import CorruptFileError
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.pdf.unpacking import DAMAGED, TooMuchError, most_unpacked, unpacked

__all__ = ["PageTree", "page_tree"]

_MOST_READ = 64 * 1024 * 1024  # bytes of all dictionaries and streams that are looked into, packed and unpacked
_LONGEST = 1024 * 1024  # bytes of one object's dictionary
_MOST_PAGES = 100_000
_HEAD = 512  # bytes of an object in which its type stands

_OBJECT = re.compile(rb"obj\b")  # a plain word first: looking for the numbers before it would be ten times slower
_NUMBERED = re.compile(rb"(?<!\d)(\d{1,10})\s{1,4}\d{1,5}\s{1,4}\Z")
_REFERENCE = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+R\b")
_ROOT = re.compile(rb"/Root\s+(\d{1,10})\s+\d{1,5}\s+R\b")
_PAGES = re.compile(rb"/Pages\s+(\d{1,10})\s+\d{1,5}\s+R\b")
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d|<<)")
_ENTRY = {
    name: re.compile(rb"/" + name + rb"\s*(?:\[([^\]]*)\]|(\d{1,10})\s+\d{1,5}\s+R\b)")
    for name in (b"Kids", b"Contents")
}
_FILTERS = re.compile(rb"/Filter\s*(?:\[([^\]]*)\]|(/\w+))")
_NUMBERS = {name: re.compile(rb"/" + name + rb"\s+(\d{1,9})\b(?!\s+\d+\s+R)") for name in (b"N", b"First")}
_NO_WIDTH = re.compile(rb"/W\s*\[\s*0+\s+0+\s+0+\s*\]")
_DATA = re.compile(rb"stream\r?\n")
#: Operators that show text or draw a form, which may hold text.
_SHOWS_OWN = re.compile(rb"[\s\])>](?:Tj|TJ|'|\")(?=[\s/\[(<]|$)")
_SHOWS = re.compile(rb"[\s\])>](?:Tj|TJ|'|\"|Do)(?=[\s/\[(<]|$)")


@dataclass(slots=True)
class PageTree:
    """The pages of a file in their order, each with the numbers of its content streams."""

    _objects: _Objects
    _pages: list[tuple[int, ...]]

    @property
    def page_count(self) -> int:
        """How many pages the tree lists, whatever number the file states."""
        return len(self._pages)

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
        try:
            return any(self._objects.shows_text(number, own=own) for number in self._pages[index])
        except TooMuchError:
            return False

    def is_swollen(self, index: int, limit: int) -> bool:
        """Tell whether the contents of the page with this index, from 0, unpack to more bytes than `limit`."""
        if index >= len(self._pages) or self._objects.encrypted:
            return False
        numbers = self._pages[index]
        try:
            if sum(map(self._objects.most, numbers)) <= limit:
                return False
            total = 0
            for number in numbers:
                total += self._objects.size(number, limit)
                if total > limit:
                    return True
            return False
        except TooMuchError:
            return False


def page_tree(data: bytes, bounds: Bounds = DEFAULT_BOUNDS) -> PageTree | None:
    """Read the page tree of a PDF; None where it cannot be followed.

    Raises SourceTooLargeError where the file's own tables unpack to more than `bounds.stream_bytes`, CorruptFileError
    where one of them has entries without bytes: of such, any number is stated.
    """
    try:
        return _page_tree(data, bounds)
    except TooMuchError:
        return None


def _page_tree(data: bytes, bounds: Bounds) -> PageTree | None:
    objects = _Objects(data, bounds)
    roots = _ROOT.findall(data)
    pages = _PAGES.search(objects.dictionary(int(roots[-1]))) if roots else None
    if pages is None:
        return None
    found: list[tuple[int, ...]] = []
    seen: set[int] = set()
    waiting = [int(pages[1])]
    while waiting:
        number = waiting.pop()
        node = objects.dictionary(number)
        if not node or len(found) > _MOST_PAGES:
            return None
        if b"/Kids" not in node:
            found.append(tuple(objects.listed(node, b"Contents")))
        elif number not in seen:
            seen.add(number)
            waiting.extend(reversed(objects.listed(node, b"Kids")))
    return PageTree(objects, found)


@dataclass(slots=True)
class _Objects:
    """The objects of a file, found by searching for them; where one is there more than once, the last one counts."""

    data: bytes
    bounds: Bounds
    encrypted: bool = False
    _starts: dict[int, int] = field(default_factory=dict)
    _packed: dict[int, bytes] = field(default_factory=dict)
    _most: dict[int, int] = field(default_factory=dict)
    _sizes: dict[int, int] = field(default_factory=dict)
    _budget: int = _MOST_READ

    def __post_init__(self) -> None:
        self.encrypted = _ENCRYPTED.search(self.data) is not None
        for match in _OBJECT.finditer(self.data):
            numbered = _NUMBERED.search(self.data[max(0, match.start() - 24) : match.start()])
            if numbered is None:
                continue
            number = int(numbered[1])
            self._starts[number] = match.end()
            self._packed.pop(number, None)
            head = self.data[match.end() : match.end() + _HEAD].split(b"stream", 1)[0]
            if b"/XRef" in head and _NO_WIDTH.search(head):
                raise CorruptFileError("the PDF is damaged: its table of objects has no width; ask for the file again")
            if b"/ObjStm" in head or b"/XRef" in head:
                self._check_size(number)
            if b"/ObjStm" in head:
                self._unpack(number)

    def packed(self) -> Collection[bytes]:
        """Return the texts of the objects out of object streams."""
        return self._packed.values()

    def _check_size(self, number: int) -> None:
        """Refuse a file of which every reader unpacks a huge table before it reads anything."""
        limit = self.bounds.stream_bytes
        if self.most(number) > limit and self.size(number, limit) > limit:
            raise self.bounds.exceeded("stream_bytes")

    def dictionary(self, number: int) -> bytes:
        """Return the text of an object without its stream; empty where there is none."""
        if number in self._packed:
            return self._packed[number]
        start = self._starts.get(number)
        if start is None:
            return b""
        end = self.data.find(b"endobj", start, start + _LONGEST)
        text = self.data[start : end if end >= 0 else start + _LONGEST]
        self._spend(len(text))
        return text.split(b"stream", 1)[0]

    def listed(self, node: bytes, name: bytes) -> list[int]:
        """Return the numbers of the objects that an entry of `node` refers to, through an array of its own or not."""
        match = _ENTRY[name].search(node)
        if match is None:
            return []
        if match[2] is None:
            return [int(number) for number in _REFERENCE.findall(match[1])]
        inner = self.dictionary(int(match[2])).lstrip()
        return [int(number) for number in _REFERENCE.findall(inner)] if inner.startswith(b"[") else [int(match[2])]

    def shows_text(self, number: int, *, own: bool = False) -> bool:
        """Tell whether a content stream shows text, an `own` one and not a form's; one that cannot be unpacked may."""
        try:
            content = self._content(number)
        except DAMAGED:
            return True
        return (_SHOWS_OWN if own else _SHOWS).search(content) is not None

    def most(self, number: int) -> int:
        """Return how many bytes a stream can unpack to, going by what it is packed with."""
        if number not in self._most:
            content, filters = self._packed_stream(number)
            self._most[number] = most_unpacked(len(content), filters)
        return self._most[number]

    def size(self, number: int, limit: int) -> int:
        """Return how many bytes a stream unpacks to, and one more than `limit` where that is more; 0 if damaged."""
        if number not in self._sizes:
            try:
                self._sizes[number] = len(unpacked(*self._packed_stream(number), limit))
            except TooMuchError:
                self._sizes[number] = limit + 1
            except DAMAGED:
                self._sizes[number] = 0
        return self._sizes[number]

    def _packed_stream(self, number: int) -> tuple[bytes, list[bytes]]:
        """Return the bytes of a stream as they stand in the file, and the names of what they are packed with."""
        start = self._starts.get(number)
        begin = None if start is None else _DATA.search(self.data, start, start + _LONGEST)
        if begin is None:
            return b"", []
        end = self.data.find(b"endstream", begin.end())
        match = _FILTERS.search(self.dictionary(number))
        filters = re.findall(rb"/(\w+)", match[0].removeprefix(b"/Filter")) if match else []
        return self.data[begin.end() : end if end >= 0 else len(self.data)], filters

    def _content(self, number: int) -> bytes:
        """Return the unpacked bytes of a stream. Raises one of `DAMAGED` where it is damaged."""
        content, filters = self._packed_stream(number)
        self._spend(len(content))
        content = unpacked(content, filters, self._budget)
        self._spend(len(content))
        return content

    def _spend(self, size: int) -> None:
        self._budget -= size
        if self._budget < 0:
            raise TooMuchError

    def _unpack(self, number: int) -> None:
        """Take in the objects of an object stream."""
        head = self.dictionary(number)
        count, first = (_NUMBERS[name].search(head) for name in (b"N", b"First"))
        try:
            content = self._content(number)
        except DAMAGED:
            return
        if count is None or first is None:
            return
        offset = int(first[1])
        table = [int(value) for value in re.findall(rb"\d{1,10}", content[:offset])][: 2 * int(count[1])]
        places = [offset + place for place in table[1::2]]
        for inner, begin, end in zip(table[::2], places, [*places[1:], len(content)], strict=False):
            self._packed[inner] = content[begin:end]
            self._starts.pop(inner, None)
