"""Characters for which a font does not say what they mean: pdfium then gives their codes, which read like text."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import cache
from typing import Any

__all__ = ["UNKNOWN", "is_unknown", "mark_unknown"]

#: Stands for a character that is printed and has no known meaning.
UNKNOWN = "\ufffd"
#: pdfium's character for the code 0, which stands for no glyph, and for a hyphen at a line's end.
_NO_CODE = "\ufffe"
_SPACES = 3  # codes without ink on one page; where there are more, the font is damaged and draws nothing


def is_unknown(char: str) -> bool:
    """Tell whether a character has no meaning outside of its font: it is marked, or for private use."""
    return char == UNKNOWN or "\ue000" <= char <= "\uf8ff"


@cache
def _map_error() -> Any:
    from pypdfium2 import raw

    address: int = ctypes.cast(raw.FPDFText_HasUnicodeMapError, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)(address)


def mark_unknown(raw: Any, text_page: Any, chars: list[str], styles: Sequence[int]) -> None:
    """Put `UNKNOWN` for each printed character that its font gives no meaning for, and a space where it has no ink.

    Fonts keep their symbols in the private use area, where they are known by: those stay.
    """
    map_error = _map_error()
    handle = ctypes.cast(text_page, ctypes.c_void_p).value
    blank: list[tuple[int, str]] = []
    for index, char in enumerate(chars):
        missing = map_error(handle, index) == 1 and not "\ue000" <= char <= "\uf8ff"
        missing = missing or (char == _NO_CODE and not raw.FPDFText_GetUnicode(text_page, index))
        if missing and styles[index] >= 0:
            chars[index] = UNKNOWN
            if not _has_ink(raw, text_page, index):
                blank.append((index, char))
    if len({char for _, char in blank}) <= _SPACES:
        for index, _ in blank:
            chars[index] = " "


def _has_ink(raw: Any, text_page: Any, index: int) -> bool:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top):
        return True
    return right.value > left.value and top.value > bottom.value
