"""A second look at a PDF's bytes: how many pages its tree lists, and which of them show text.

pdfium believes the page count that a file states; a file that states too few has pages that no one would miss. This
reads the tree itself with a few searches over the bytes, in time that grows with the file's size only.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from dataclasses import dataclass, field

__all__ = ["PageTree", "page_tree"]

_MOST_READ = 64 * 1024 * 1024  # bytes of all dictionaries and streams that are looked into, packed and unpacked
_LONGEST = 1024 * 1024  # bytes of one object's dictionary
_MOST_PAGES = 100_000

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
_DATA = re.compile(rb"stream\r?\n")
#: Operators that show text or draw a form, which may hold text.
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

    def shows_text(self, index: int) -> bool:
        """Tell whether the page with this index, from 0, has content that shows text or that cannot be unpacked."""
        if index >= len(self._pages) or self._objects.encrypted:
            return False
        try:
            return any(self._objects.shows_text(number) for number in self._pages[index])
        except _TooMuchError:
            return False


def page_tree(data: bytes) -> PageTree | None:
    """Read the page tree of a PDF; None where it cannot be followed."""
    try:
        return _page_tree(data)
    except _TooMuchError:
        return None


class _TooMuchError(Exception):
    """The file makes reading it costly."""


def _page_tree(data: bytes) -> PageTree | None:
    objects = _Objects(data)
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
    encrypted: bool = False
    _starts: dict[int, int] = field(default_factory=dict)
    _packed: dict[int, bytes] = field(default_factory=dict)
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
            if b"/ObjStm" in self.data[match.end() : match.end() + 512]:
                self._unpack(number)

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

    def shows_text(self, number: int) -> bool:
        """Tell whether a content stream shows text; one that cannot be unpacked may."""
        try:
            content = self._content(number)
        except (ValueError, zlib.error, binascii.Error):
            return True
        return _SHOWS.search(content) is not None

    def _content(self, number: int) -> bytes:
        """Return the unpacked bytes of a stream. Raises ValueError or zlib.error where it is damaged."""
        start = self._starts.get(number)
        begin = None if start is None else _DATA.search(self.data, start, start + _LONGEST)
        if begin is None:
            return b""
        end = self.data.find(b"endstream", begin.end())
        content = self.data[begin.end() : end if end >= 0 else len(self.data)]
        self._spend(len(content))
        match = _FILTERS.search(self.dictionary(number))
        for name in re.findall(rb"/(\w+)", match[0].removeprefix(b"/Filter")) if match else ():
            content = self._unfiltered(name, content)
        return content

    def _unfiltered(self, name: bytes, content: bytes) -> bytes:
        if name in (b"FlateDecode", b"Fl"):
            packing = zlib.decompressobj()
            inflated = packing.decompress(content, self._budget + 1)
            if content.strip() and not inflated and not packing.eof:
                raise ValueError(name)
            self._spend(len(inflated))
            return inflated
        if name in (b"ASCII85Decode", b"A85"):
            return base64.a85decode(content.strip().removeprefix(b"<~").removesuffix(b"~>"))
        if name in (b"ASCIIHexDecode", b"AHx"):
            return bytes.fromhex(content.split(b">")[0].decode("ascii", "replace"))
        if name in (b"LZWDecode", b"LZW", b"RunLengthDecode", b"RL"):
            return b""  # sound, and too rare to be unpacked here
        raise ValueError(name)

    def _spend(self, size: int) -> None:
        self._budget -= size
        if self._budget < 0:
            raise _TooMuchError

    def _unpack(self, number: int) -> None:
        """Take in the objects of an object stream."""
        head = self.dictionary(number)
        count, first = (_NUMBERS[name].search(head) for name in (b"N", b"First"))
        try:
            content = self._content(number)
        except (ValueError, zlib.error, binascii.Error):
            return
        if count is None or first is None:
            return
        offset = int(first[1])
        table = [int(value) for value in re.findall(rb"\d{1,10}", content[:offset])][: 2 * int(count[1])]
        places = [offset + place for place in table[1::2]]
        for inner, begin, end in zip(table[::2], places, [*places[1:], len(content)], strict=False):
            self._packed[inner] = content[begin:end]
            self._starts.pop(inner, None)
