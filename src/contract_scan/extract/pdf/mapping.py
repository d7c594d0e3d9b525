"""Characters for which a font does not say what they mean: pdfium then gives their codes, which read like text."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from typing import Any

from contract_scan.extract.pdf.fetching import fetch_map_errors

__all__ = ["UNKNOWN", "count_unknown", "mark_unknown"]

#: Stands for a character that is printed and has no known meaning.
UNKNOWN = "\ufffd"
#: pdfium's character for the code 0, which stands for no glyph, and for a hyphen at a line's end.
_NO_CODE = "\ufffe"
_UNKNOWN_ONES = re.compile("[\ufffd\ue000-\uf8ff]")
_SPACES = 3  # codes without ink on one page; where there are more, the font is damaged and draws nothing


def count_unknown(text: str) -> int:
    """Return how many characters have no meaning outside of their font: they are marked, or for private use."""
    return 0 if text.isascii() else len(_UNKNOWN_ONES.findall(text))


def mark_unknown(raw: Any, text_page: Any, handle: Any, chars: list[str], styles: Sequence[int]) -> None:
    """Put `UNKNOWN` for each printed character that its font gives no meaning for, and a space where it has no ink.

    Fonts keep their symbols in the private use area, where they are known by: those stay.
    """
    errors = fetch_map_errors(handle, len(chars))
    if 1 not in errors and _NO_CODE not in chars:
        return
    blank: list[tuple[int, str]] = []
    for index, char in enumerate(chars):
        missing = errors[index] == 1 and not "\ue000" <= char <= "\uf8ff"
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
