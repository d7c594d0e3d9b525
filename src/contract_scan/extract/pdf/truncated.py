"""Tells whether the packed data of a picture ends too early. Decoders fill in white, and say nothing."""

from __future__ import annotations

__all__ = ["TOLD", "is_truncated"]

#: The filters of PDF of whose data it can be told.
TOLD = frozenset({"JPXDecode", "JBIG2Decode"})

_END_OF_CODESTREAM = b"\xff\xd9"
_TAIL = 64  # bytes: blanks, or a box with remarks, may follow the end
_FEW = 4  # segments referred to whose count stands in three bits
_LONG_PAGE = 0x40
_UNKNOWN_LENGTH = 0xFFFFFFFF


def is_truncated(data: bytes, packing: str) -> bool:
    """Tell whether a stream packed with this filter, one of `TOLD`, breaks off."""
    if packing == "JPXDecode":
        return _END_OF_CODESTREAM not in data[-_TAIL:]
    return _breaks_off(data)


def _breaks_off(data: bytes) -> bool:
    """Walk the segments of a JBIG2 page (ITU-T T.88, 7.2), and tell whether one is longer than what is left."""
    at = 0
    while at + 11 <= len(data):
        number, flags = int.from_bytes(data[at : at + 4], "big"), data[at + 4]
        referred = data[at + 5] >> 5
        at += 6
        if referred > _FEW:  # the count stands in four bytes, and a bit for each and itself behind it
            referred = int.from_bytes(data[at - 1 : at + 3], "big") & 0x1FFFFFFF
            at += 3 + (referred + 8) // 8
        at += referred * (1 if number <= 256 else 2 if number <= 65_536 else 4)
        at += 4 if flags & _LONG_PAGE else 1
        length = int.from_bytes(data[at : at + 4], "big")
        at += 4
        if length == _UNKNOWN_LENGTH:
            return False
        at += length
    return at > len(data)
