"""The objects of a PDF, found by a few searches over its bytes, in time that grows with the file's size only."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from contract_scan.errors import CorruptFileError
from contract_scan.extract.bounds import Bounds
from contract_scan.extract.pdf.unpacking import DAMAGED, TooMuchError, most_unpacked, unpacked, work

__all__ = ["REFERENCE", "Objects"]

#: A reference to an object: its number.
REFERENCE = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+R\b")

_MOST_READ = 64 * 1024 * 1024  # bytes of all dictionaries and streams that are looked into, packed and unpacked
_LONGEST = 1024 * 1024  # bytes of one object's dictionary
_HEAD = 512  # bytes of an object in which its type stands

_OBJECT = re.compile(rb"obj\b")  # a plain word first: looking for the numbers before it would be ten times slower
_NUMBERED = re.compile(rb"(?<!\d)(\d{1,10})\s{1,4}\d{1,5}\s{1,4}\Z")
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d|<<)")
_ENTRY = {
    name: re.compile(rb"/" + name + rb"\s*(?:\[([^\]]*)\]|(\d{1,10})\s+\d{1,5}\s+R\b)")
    for name in (b"Kids", b"Contents")
}
_FILTERS = re.compile(rb"/Filter\s*(?:\[([^\]]*)\]|(/\w+))")
_NUMBERS = {name: re.compile(rb"/" + name + rb"\s+(\d{1,9})\b(?!\s+\d+\s+R)") for name in (b"N", b"First")}
_NO_WIDTH = re.compile(rb"/W\s*\[\s*0+\s+0+\s+0+\s*\]")
_DATA = re.compile(rb"stream\r?\n")
_RESOURCES = re.compile(rb"/Resources\s+(\d{1,10})\s+\d{1,5}\s+R\b")
_DRAWABLES = re.compile(rb"/XObject\s*(?:<<([^>]*)>>|(\d{1,10})\s+\d{1,5}\s+R\b)")
_NAMED = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+(\d{1,10})\s+\d{1,5}\s+R\b")
_FORM = re.compile(rb"/Subtype\s*/Form\b")


@dataclass(slots=True)
class Objects:
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
            return [int(number) for number in REFERENCE.findall(match[1])]
        inner = self.dictionary(int(match[2])).lstrip()
        return [int(number) for number in REFERENCE.findall(inner)] if inner.startswith(b"[") else [int(match[2])]

    def content(self, number: int) -> bytes:
        """Return the unpacked bytes of a stream.

        Raises one of `DAMAGED` where it is damaged, TooMuchError once too much was looked into.
        """
        content, filters = self._packed_stream(number)
        self._spend(len(content))
        content = unpacked(content, filters, self._budget)
        self._spend(len(content))
        return content

    def most(self, number: int) -> int:
        """Return how many bytes a stream can unpack to, going by what it is packed with."""
        if number not in self._most:
            content, filters = self._packed_stream(number)
            self._most[number] = most_unpacked(content, filters)
        return self._most[number]

    def size(self, number: int, limit: int) -> int:
        """Return how many bytes unpacking a stream gives, all its steps together, up to where one fails; more than
        `limit` where that is more.
        """
        if number not in self._sizes:
            self._sizes[number] = work(*self._packed_stream(number), limit)
        return self._sizes[number]

    def stream(self, number: int, limit: int) -> bytes:
        """Return the unpacked bytes of a stream; nothing where it is damaged.

        Raises TooMuchError where there are more than `limit`.
        """
        try:
            return unpacked(*self._packed_stream(number), limit)
        except DAMAGED:
            return b""

    def resources(self, node: bytes) -> bytes:
        """Return the text of the resources that an object names; it may stand in a text with more around it."""
        match = _RESOURCES.search(node)
        if match is not None:
            return self.dictionary(int(match[1]))
        return node if b"/Resources" in node else b""

    def drawables(self, resources: bytes) -> dict[bytes, int]:
        """Return the numbers of the forms and images that resources name."""
        match = _DRAWABLES.search(resources)
        if match is None:
            return {}
        inner = match[1] if match[2] is None else self.dictionary(int(match[2]))
        return {name: int(number) for name, number in _NAMED.findall(inner)}

    def forms(self) -> Iterator[int]:
        """Yield the numbers of the objects that are forms: drawings that others draw."""
        if self.encrypted or b"/Form" not in self.data:
            return
        starts = sorted((start, number) for number, start in self._starts.items())
        for match in _FORM.finditer(self.data):
            place = bisect_right(starts, (match.start(), 0)) - 1
            if place >= 0:
                yield starts[place][1]

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

    def _spend(self, size: int) -> None:
        self._budget -= size
        if self._budget < 0:
            raise TooMuchError

    def _unpack(self, number: int) -> None:
        """Take in the objects of an object stream."""
        head = self.dictionary(number)
        count, first = (_NUMBERS[name].search(head) for name in (b"N", b"First"))
        try:
            content = self.content(number)
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
