"""The objects of a PDF, found by a few searches over its bytes, in time that grows with the file's size only."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from contract_scan.errors import CorruptFileError
from contract_scan.extract.bounds import Bounds
from contract_scan.extract.pdf.unpacking import DAMAGED, TooMuchError, most_unpacked, unpacked, work

__all__ = ["REFERENCE", "Objects", "plain_names"]

#: A reference to an object: its number.
REFERENCE = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+R\b")

_MOST_READ = 64 * 1024 * 1024  # bytes of all dictionaries and streams that are looked into, packed and unpacked
_LONGEST = 1024 * 1024  # bytes of one object's dictionary
_MOST_SEARCHED = 2 * 1024 * 1024 * 1024  # bytes that a reader goes through to find where streams end: some seconds
_DIGITS = 16  # of a stream's length; there are as many bytes in which the word that ends it begins and ends
_HEAD = 512  # bytes of an object in which its type stands
_SEALED = 4  # times the bound to which packed objects of an encrypted file may come that nobody can count

_OBJECT = re.compile(rb"obj\b")  # a plain word first: looking for the numbers before it would be ten times slower
_NUMBERED = re.compile(rb"(?<!\d)(\d{1,10})\s{1,4}\d{1,5}\s{1,4}\Z")
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d|<<)")
_ENTRY = {
    name: re.compile(rb"/" + name + rb"\s*(?:\[([^\]]*)\]|(\d{1,10})\s+\d{1,5}\s+R\b)")
    for name in (b"Kids", b"Contents")
}
_FILTERS = re.compile(rb"/Filter\s*(?:\[([^\]]*)\]|(/\w+)|(\d{1,10}\s+\d{1,5}\s+R\b))")
_LENGTH = re.compile(rb"/Length\s+(?:(\d{1,10})\s+\d{1,5}\s+R\b|(\d{1,10}))")
_NUMBERS = {name: re.compile(rb"/" + name + rb"\s+(\d{1,9})\b(?!\s+\d+\s+R)") for name in (b"N", b"First")}
_NO_WIDTH = re.compile(rb"/W\s*\[\s*0+\s+0+\s+0+\s*\]")
_DATA = re.compile(rb"stream\r?\n")
_ENDS = re.compile(rb"endstream")
_RESOURCES = re.compile(rb"/Resources\s+(\d{1,10})\s+\d{1,5}\s+R\b")
_DRAWABLES = re.compile(rb"/XObject\s*(?:<<([^>]*)>>|(\d{1,10})\s+\d{1,5}\s+R\b)")
_NAMED = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+(\d{1,10})\s+\d{1,5}\s+R\b")
_FORM = re.compile(rb"/Subtype\s*(?:/Form\b|\d)")
_SPELT = re.compile(rb"/[^\s\0/<>\[\](){}%]*#[0-9A-Fa-f]{2}[^\s\0/<>\[\](){}%]*")
_SPELLING = re.compile(rb"#([0-9A-Fa-f]{2})")
_REGULAR = re.compile(rb"[^\s\0-\x20/<>\[\](){}%#]")


def plain_names(data: bytes) -> bytes:
    """Write characters of names that are spelt by their numbers (``/Wi#64th``) as such, with blanks behind the name so
    that everything stays in its place.
    """
    return _SPELT.sub(_plain, data) if b"#" in data else data


def _plain(name: re.Match[bytes]) -> bytes:
    return _SPELLING.sub(_character, name[0]).ljust(len(name[0]))


def _character(spelt: re.Match[bytes]) -> bytes:
    character = bytes.fromhex(spelt[1].decode("ascii"))
    return character if _REGULAR.fullmatch(character) else spelt[0].upper()


@dataclass(slots=True)
class Objects:
    """The objects of a file, found by searching for them; where one is there more than once, the last one counts."""

    data: bytes
    bounds: Bounds
    #: Whether its encryption was taken off: what still speaks of one is a remnant.
    unlocked: bool = False
    encrypted: bool = False
    #: Whether other readers may find other objects: some are there twice, cannot be told apart, or hold comments.
    irregular: bool = False
    #: The file with its names as they are meant: what is no stream is looked for here.
    plain: bytes = b""
    _starts: dict[int, int] = field(default_factory=dict)
    _packed: dict[int, bytes] = field(default_factory=dict)
    _most: dict[int, int] = field(default_factory=dict)
    _sizes: dict[int, int] = field(default_factory=dict)
    _budget: int = _MOST_READ

    def __post_init__(self) -> None:
        self.plain = plain_names(self.data)
        self._check_ends()
        self.encrypted = not self.unlocked and _ENCRYPTED.search(self.plain) is not None
        plain, starts = self.plain, self._starts
        sealed = 0
        for match in _OBJECT.finditer(plain):
            at, begin = match.span()
            before = plain[max(0, at - 24) : at]
            if before[-3:] == b"end":
                continue
            # Nearly always the number begins a line: there it is found without looking elsewhere.
            numbered = _NUMBERED.match(before, before.rfind(b"\n") + 1) or _NUMBERED.search(before)
            if numbered is None:
                self.irregular = True
                continue
            number = int(numbered[1])
            self.irregular |= number in starts or number in self._packed
            starts[number] = begin
            self._packed.pop(number, None)
            head = plain[begin : begin + _HEAD].split(b"stream", 1)[0].split(b"endobj", 1)[0]
            self.irregular |= b"%" in head
            if b"/XRef" in head and _NO_WIDTH.search(head):
                raise CorruptFileError("the PDF is damaged: its table of objects has no width; ask for the file again")
            if b"/ObjStm" in head or b"/XRef" in head:
                self._check_size(number)
            if b"/ObjStm" in head:
                self._unpack(number)
                sealed += self.most(number) if self.encrypted and self.most(number) > self.bounds.stream_bytes else 0
        if sealed > _SEALED * self.bounds.stream_bytes:
            # Who opens the file unpacks them before anything of it can be counted: a gigabyte takes three of memory.
            raise self.bounds.exceeded("stream_bytes")

    def _check_ends(self) -> None:
        """Refuse a file with so many streams that do not end that looking for their ends takes minutes."""
        ends = [match.start() for match in _ENDS.finditer(self.data)]
        ends.append(len(self.data))
        searched = 0
        for match in _DATA.finditer(self.data):
            begin = match.end()
            searched += ends[min(bisect_right(ends, begin), len(ends) - 1)] - begin
        if searched > max(_MOST_SEARCHED, len(self.data)):
            raise CorruptFileError("the PDF is damaged: its streams do not end; ask for the file again")

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
        end = self.plain.find(b"endobj", start, start + _LONGEST)
        text = self.plain[start : end if end >= 0 else start + _LONGEST]
        self._spend(len(text))
        text = text.split(b"stream", 1)[0]
        self.irregular |= b"%" in text
        return text

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
        # All that is named, as other dictionaries may stand in this one; what stands where it should counts above all.
        named = _NAMED.findall(resources)
        match = _DRAWABLES.search(resources)
        if match is not None:
            named += _NAMED.findall(match[1] if match[2] is None else self.dictionary(int(match[2])))
        return {name: int(number) for name, number in named}

    def forms(self) -> Iterator[int]:
        """Yield the numbers of the objects that are forms: drawings that others draw."""
        if self.encrypted or b"/Form" not in self.plain:
            return
        starts = sorted((start, number) for number, start in self._starts.items())
        for match in _FORM.finditer(self.plain):
            place = bisect_right(starts, (match.start(), 0)) - 1
            if place >= 0:
                yield starts[place][1]

    def _packed_stream(self, number: int) -> tuple[bytes, list[bytes]]:
        """Return the bytes of a stream as they stand in the file, and the names of what they are packed with."""
        start = self._starts.get(number)
        begin = None if start is None else _DATA.search(self.data, start, start + _LONGEST)
        if begin is None:
            return b"", []
        head = self.dictionary(number)
        match = _FILTERS.search(head)
        named = match[0].removeprefix(b"/Filter") if match else b""
        named = REFERENCE.sub(lambda found: self.dictionary(int(found[1])), named)
        end = self._stated_end(head, begin.end())
        if end < 0:
            end = self.data.find(b"endstream", begin.end())
        return self.data[begin.end() : end if end >= 0 else len(self.data)], re.findall(rb"/(\w+)", named)

    def _stated_end(self, head: bytes, begin: int) -> int:
        """Return where a stream ends by the length that it states; -1 where it does not end there."""
        match = _LENGTH.search(head)
        if match is None:
            return -1
        stated = match[2] if match[1] is None else self.dictionary(int(match[1])).strip()
        if not stated.isdigit() or len(stated) > _DIGITS:
            return -1
        end = begin + int(stated)
        return end if self.data[end : end + _DIGITS].lstrip().startswith(b"endstream") else -1

    def _spend(self, size: int) -> None:
        self._budget -= size
        if self._budget < 0:
            raise TooMuchError

    def _unpack(self, number: int) -> None:
        """Take in the objects of an object stream."""
        head = self.dictionary(number)
        count, first = (_NUMBERS[name].search(head) for name in (b"N", b"First"))
        try:
            content = plain_names(self.content(number))
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
