"""Unpacks the streams of a PDF, and counts what comes out before it is too much."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Sequence
from math import ceil, prod

__all__ = ["DAMAGED", "TooMuchError", "most_unpacked", "unpacked", "work"]

#: What unpacking a damaged stream raises: binascii's error is a ValueError.
DAMAGED = (ValueError, zlib.error)

# The most bytes that one packed byte can become.
_GROWTH = {
    b"FlateDecode": 1032,
    b"Fl": 1032,
    b"LZWDecode": 2600,
    b"LZW": 2600,
    b"RunLengthDecode": 64,
    b"RL": 64,
    b"ASCII85Decode": 4,
    b"A85": 4,
}
_ASCII_85 = (b"ASCII85Decode", b"A85")
_CLEAR, _END = 256, 257


class TooMuchError(Exception):
    """What is unpacked passes the number of bytes that it may have."""


def most_unpacked(content: bytes, filters: Sequence[bytes]) -> int:
    """Return how many bytes packed ones can become at most."""
    if not filters or filters[0] not in _ASCII_85:
        return len(content) * prod(_GROWTH.get(name, 1) for name in filters)
    zeros = content.count(b"z")  # each of which stands for four bytes, and else five for four
    return 4 * (zeros + ceil((len(content) - zeros) / 5)) * prod(_GROWTH.get(name, 1) for name in filters[1:])


def unpacked(content: bytes, filters: Sequence[bytes], most: int) -> bytes:
    """Undo filters in their order. Raises TooMuchError where a step gives more than `most` bytes, and one of `DAMAGED`
    where it fails.
    """
    for name in filters:
        content = _undone(name, content, most)
        if len(content) > most:
            raise TooMuchError
    return content


def work(content: bytes, filters: Sequence[bytes], most: int) -> int:
    """Return how many bytes undoing filters gives, all steps together, up to one that fails or to more than `most`."""
    done = 0 if filters else len(content)
    for name in filters:
        try:
            content = _undone(name, content, most)
        except DAMAGED:
            break
        done += len(content)
        if done > most:
            break
    return done


def _undone(name: bytes, content: bytes, most: int) -> bytes:
    if name in (b"FlateDecode", b"Fl"):
        packing = zlib.decompressobj()
        inflated = packing.decompress(content, most + 1)
        if content.strip() and not inflated and not packing.eof:
            raise ValueError(name)
        return inflated
    if name in _ASCII_85:
        return base64.a85decode(content.strip().removeprefix(b"<~").removesuffix(b"~>"))
    if name in (b"ASCIIHexDecode", b"AHx"):
        digits = b"".join(content.split(b">")[0].split())
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii", "replace"))
    if name in (b"LZWDecode", b"LZW"):
        return _lzw(content, most)
    if name in (b"RunLengthDecode", b"RL"):
        return _run_length(content, most)
    raise ValueError(name)


def _lzw(content: bytes, most: int) -> bytes:
    """Undo LZW as PDF writes it: codes of 9 to 12 bits that widen one code early."""
    strings = [bytes((value,)) for value in range(256)] + [b"", b""]
    out = bytearray()
    width, bits, held = 9, 0, 0
    last = b""
    for byte in content:
        bits, held = (bits << 8) | byte, held + 8
        if held < width:
            continue
        held -= width
        code, bits = bits >> held, bits & ((1 << held) - 1)
        if code == _END:
            break
        if code == _CLEAR:
            del strings[258:]
            width, last = 9, b""
            continue
        if code >= len(strings) + bool(last):
            raise ValueError(code)
        found = strings[code] if code < len(strings) else last + last[:1]
        if last and len(strings) < 4096:
            strings.append(last + found[:1])
        out += found
        last = found
        if len(out) > most:
            break
        width = min(12, max(9, (len(strings) + 1).bit_length()))
    return bytes(out)


def _run_length(content: bytes, most: int) -> bytes:
    out = bytearray()
    at = 0
    while at < len(content) and len(out) <= most:
        length = content[at]
        if length == 128:
            break
        if length < 128:
            out += content[at + 1 : at + 2 + length]
            at += 2 + length
        else:
            out += content[at + 1 : at + 2] * (257 - length)
            at += 2
    return bytes(out)
