"""What the characters of Word's symbol fonts look like, in Unicode."""

from __future__ import annotations

__all__ = ["BULLET", "CHECKED", "UNCHECKED", "is_symbol_font", "symbol"]

CHECKED, UNCHECKED, BULLET = "☑", "☐", "•"

_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: UNCHECKED, 0x70: UNCHECKED, 0x71: UNCHECKED, 0x72: UNCHECKED,
    0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x78: "☒", 0x9E: "·", 0x9F: BULLET, 0xA1: "○", 0xA4: "◉", 0xA5: "◎",
    0xA7: "▪", 0xA8: UNCHECKED, 0xAB: "★", 0xD8: "➢", 0xE0: "→", 0xDF: "←", 0xE8: "➔", 0xF0: "⇨",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: CHECKED,
    **{0x81 + i: chr(0x2460 + i) for i in range(10)},
    **{0x8C + i: chr(0x2776 + i) for i in range(10)},
}  # fmt: skip
_WINGDINGS_2 = {
    0x2A: UNCHECKED, 0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: CHECKED, 0x53: "☒", 0x54: "☒", 0x97: "●", 0x98: "●",
    0x99: "○", 0xA2: "■", 0xA3: UNCHECKED,
    **{0x6A + i: chr(0x2460 + i) for i in range(10)},
}  # fmt: skip
_SYMBOL = {
    0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xB7: BULLET, 0xA5: "∞", 0xA7: "♣", 0xA8: "♦",
    0xAE: "→", 0xD7: "⋅", 0xE5: "∑", 0x6D: "μ", 0x2D: "−",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def is_symbol_font(font: str | None) -> bool:
    """Tell whether `font` draws signs in the places of letters."""
    return (font or "").strip().lower() in _FONTS


def symbol(code: int, font: str | None) -> str:
    """Return the look of character `code` of `font`.

    Symbol fonts put their signs at U+F000 to U+F0FF. A sign that is not known is a bullet-like mark: it is drawn,
    and carries no letter.
    """
    table = _FONTS.get((font or "").strip().lower())
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    if table is not None and low < 0x100:
        known = table.get(low)
        if known is not None:
            return known
        return chr(low) if table is _SYMBOL and 0x20 < low < 0x7F else BULLET
    if 0xE000 <= code <= 0xF8FF:
        return _WINGDINGS.get(low, BULLET)
    return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""
