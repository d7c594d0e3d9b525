"""What a printed character stands for: radicals to 汉字, symbol-font marks, and which characters want spaces."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

__all__ = ["BLANKS", "CLOSING", "HANGING", "OPENING", "SENTENCE_END", "SHAPELESS", "cleaned", "is_latin"]

#: Printers never start a line with these, nor end one with the opening ones.
CLOSING = frozenset("，。、；：？！）》」』】〕〉”’％‰…·,.;:?!)]}%°℃")
OPENING = frozenset("（《「『【〔〈“‘([{¥￥$")
#: Typesetters may let these stand outside the margin.
HANGING = frozenset("，。、；：！？,.")
SENTENCE_END = frozenset("。；：？！;:?!…")

# Unicode gives these radicals no decomposition, though fonts use them for the 汉字 of the same shape.
_RADICALS = dict(
    zip(
        "⺁⺄⺈⺊⺌⺍⺗⺙⺛⺝⺟⺠⺡⺢⺣⺤⺥⺨⺩⺪⺫⺬⺭⺮⺯⺱⺳⺶⺷⺹⺺⺼⺾⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
        "厂乙刀卜小小心攵无月母民氵氺灬爫爫犭王疋目示礻竹糸罒网羊羊老聿肉艹艹虎衤西西见角讠贝车辶辶辶邑钅长镸长门阝雨青韦页风飞食饣饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龟亀",
        strict=True,
    )
)
# Wingdings and Symbol keep their marks in the private use area, at 0xF000 + the code in the font.
_SYMBOLS = {
    0xF06C: "●", 0xF06E: "■", 0xF06F: "□", 0xF071: "□", 0xF0A8: "□", 0xF072: "□", 0xF0FC: "✓", 0xF0FB: "✗",
    0xF0FE: "☑", 0xF052: "☑", 0xF053: "☒", 0xF0FD: "☒", 0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF076: "❖",
    0xF0B2: "✧", 0xF075: "◆",
}  # fmt: skip
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\t"
# pdfium writes U+0002 for a hyphen at a line's end; the others are controls without a shape.
_HYPHENS = "\x02\u00ad\ufffe"

#: A space as it is after `cleaned`, and the wide one that is typed between 汉字.
BLANKS = " \u3000"
SHAPELESS = "\0"

_LATIN = re.compile(r"[^\W一-鿿㐀-䶿぀-ヿ가-힯豈-﫿⺀-⿟]")


@cache
def _table() -> dict[int, str]:
    table = {ord(radical): han for radical, han in _RADICALS.items()}
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00), 0x2E9F, 0x2EF3):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1:
            table[code] = plain
    table |= {0x2F3E: "户", 0x2FAD: "青"}  # NFKC gives 戶 and 靑, the forms that no such font draws
    table |= _SYMBOLS
    table |= dict.fromkeys(map(ord, _SPACES), " ")
    table |= dict.fromkeys(map(ord, _HYPHENS), "-")
    table |= dict.fromkeys([*range(0x03, 0x09), *range(0x0A, 0x20), 0x7F, 0x200B, 0x200C, 0x200D], SHAPELESS)
    table |= dict.fromkeys([0x01, 0x2060, 0xFEFF, 0xFFFF], SHAPELESS)
    return table


def cleaned(text: str) -> str:
    """Map each character to the one that it stands for in running text; the length stays the same.

    Characters without a shape become `SHAPELESS`.
    """
    return text.translate(_table())


@lru_cache(maxsize=8192)
def is_latin(character: str) -> bool:
    """Tell whether `character` belongs to a script written with spaces between words (letters and digits alike)."""
    return character.isalnum() if character.isascii() else bool(_LATIN.fullmatch(character))
