"""The text of a Word 97 to 2003 file (.doc) as its table of pieces has it, and of a Word 6 or 95 file.

The places are those of [MS-DOC], sections 2.4.1 and 2.5, and of the Word 6 format, whose header is shorter.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Final

__all__ = ["doc_text", "pieces_text"]

_WORD_97: Final = 0xC1  # the version from which on a table of pieces is always there
_COMPLEX, _SECOND_TABLE, _WIDE = 0x0004, 0x0200, 0x1000  # bits of the header's flags
_BYTES: Final = 0x40000000  # of a piece's place: its characters are bytes
_PROPERTIES, _PIECES = 1, 2  # kinds of entries before the table of pieces, and its own
#: Code pages of Word 6 files, by language.
_PAGES: Final = {0x0804: "gbk", 0x1004: "gbk", 0x0404: "big5", 0x0C04: "big5", 0x0411: "cp932", 0x0412: "cp949"}
_FIELD, _SHOWN, _FIELD_END = "\x13", "\x14", "\x15"


def doc_text(data: bytes) -> str:
    """Return the characters of a .doc file: body, notes, headers, text boxes and what is marked as deleted.

    Codes of fields are left out. Nothing is returned where the file is damaged, or of a kind that is not known.
    """
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            names = filter(ole.exists, ("WordDocument", "0Table", "1Table"))
            return pieces_text({name: ole.openstream(name).read() for name in names})
    except Exception:  # the library trusts much of what it reads; damage is for the conversion to say
        return ""


def pieces_text(streams: dict[str, bytes]) -> str:
    """Return the text of a file's streams by their names, as `doc_text` does."""
    try:
        return _without_codes("".join(_pieces(streams)))
    except (LookupError, struct.error):
        return ""


def _pieces(streams: dict[str, bytes]) -> Iterator[str]:
    main = streams["WordDocument"]
    version, language, flags = (struct.unpack_from("<H", main, place)[0] for place in (2, 6, 10))
    if version < _WORD_97:
        if flags & _COMPLEX:
            return
        first, end = struct.unpack_from("<II", main, 0x18)
        # Of a language whose code page is not known here, only what is the same in all of them.
        code_page = "utf-16-le" if flags & _WIDE else _PAGES.get(language, "ascii")
        yield main[first:end].decode(code_page, "ignore")
        return
    table = streams["1Table" if flags & _SECOND_TABLE else "0Table"]
    place, size = struct.unpack_from("<II", main, 0x01A2)
    entries = table[place : place + size]
    at = 0
    while entries[at] == _PROPERTIES:
        at += 3 + struct.unpack_from("<H", entries, at + 1)[0]
    if entries[at] != _PIECES:
        return
    listed = entries[at + 5 : at + 5 + struct.unpack_from("<I", entries, at + 1)[0]]
    count = (len(listed) - 4) // 12
    starts = struct.unpack_from(f"<{count + 1}I", listed)
    left = 2 * len(main)  # characters: pieces may name the same bytes again and again
    for number in range(count):
        (where,) = struct.unpack_from("<I", listed, 4 * (count + 1) + 8 * number + 2)
        length = max(0, starts[number + 1] - starts[number])
        left -= length
        if left < 0:
            return
        if where & _BYTES:
            begin = (where & ~_BYTES) // 2
            yield main[begin : begin + length].decode("cp1252", "ignore")
        else:
            yield main[where : where + 2 * length].decode("utf-16-le", "ignore")


def _without_codes(text: str) -> str:
    """Leave out what stands between the begin of a field and the text that it shows."""
    shown: list[str] = []
    codes: list[bool] = []  # of each open field, whether its code goes on
    hidden = 0
    begin = 0
    for place, sign in enumerate(text):
        if sign not in (_FIELD, _SHOWN, _FIELD_END):
            continue
        if not hidden:
            shown.append(text[begin:place])
        begin = place + 1
        if sign == _FIELD:
            codes.append(True)
            hidden += 1
        elif codes:
            hidden -= codes[-1]
            codes[-1] = False
            if sign == _FIELD_END:
                codes.pop()
    if not hidden:
        shown.append(text[begin:])
    return "".join(shown)
