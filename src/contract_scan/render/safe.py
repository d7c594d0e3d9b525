"""Text from files and file names, made harmless for a terminal."""

from __future__ import annotations

import unicodedata

__all__ = ["inert"]

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Obfuscated contracts are full of these. They show nothing, so nothing is lost by leaving them out.
_INVISIBLE = frozenset("\u00ad\u034f\u180e\u200b\u200c\u200d\u2060\ufeff")
# No character at all for Unicode, and what no XML, so no Word file and no workbook, can hold.
_NO_CHARACTERS = frozenset("\ufffe\uffff")
_BREAKS = frozenset("\n\r\t\v\f\x85\u2028\u2029")


def inert(text: str, *, one_line: bool = True) -> str:
    """Return `text` with nothing in it that a terminal would obey.

    Control characters become their visible pictures (ESC → ``␛``). Direction overrides, lone surrogates of
    undecodable file names and code points that are no characters become visible too. Zero-width characters are left
    out. Line breaks become single spaces, or stay ``\\n`` where `one_line` is false.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_inert_character(character, one_line) for character in text)


def _inert_character(character: str, one_line: bool) -> str:
    if character in _BREAKS:
        return "\n" if character == "\n" and not one_line else " "
    if character in _INVISIBLE:
        return ""
    match unicodedata.category(character):
        case "Cc":
            code = ord(character)
            return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else _REPLACEMENT
        case "Cs":
            # os.fsdecode keeps an undecodable byte 0xNN as U+DCNN.
            code = ord(character)
            return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else _REPLACEMENT
        case "Cf":
            return _REPLACEMENT
        case "Cn" if character in _NO_CHARACTERS:
            return _REPLACEMENT
        case _:
            return character
