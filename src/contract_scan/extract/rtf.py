"""The text of an RTF file as its groups have it, in one walk whose time grows with the file's size only."""

from __future__ import annotations

import codecs
import re
from typing import Final

__all__ = ["rtf_text"]

_TOKEN: Final = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|(?P<bytes>(?:\\'[0-9a-fA-F]{2})+)|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<group>[{}])|(?P<plain>[^\\{}\r\n]+)|[\r\n]+"
)
_FONT: Final = re.compile(rb"\\f(\d{1,6})(?:\\(?!f\d)[a-z]+-?\d* ?|\{[^{}]*\})*?\\fcharset(\d{1,3})")
_MOST_TOKENS: Final = 4_000_000  # a few seconds; what comes after them is not compared
_FONT_TABLE: Final = 1024 * 1024  # bytes of it that are looked at
#: Groups whose text is on the page, also in a group that old readers skip.
_SHOWN: Final = frozenset((b"shptxt", b"footnote", b"fldrslt", b"dptxbxtext"))
#: Groups without text of the page: tables, settings, pictures, and what is written once more elsewhere.
_NOT_SHOWN: Final = frozenset(
    b"""annotation atnauthor atndate atnicn atnid atnparent atnref atntime atrfend atrfstart author background bkmkend
    bkmkstart buptim category colortbl comment company creatim datafield doccomm docvar falt fchars ffdeftext
    ffentrymcr ffexitmcr ffformat ffhelptext ffl ffname ffstattext filetbl fldinst fldtype fname fontemb fontfile
    fonttbl footer footerf footerl footerr formfield ftncn ftnsep ftnsepc generator header headerf headerl headerr
    hlinkbase info keycode keywords latentstyles lchars levelnumbers leveltext linkval list listlevel listname
    listoverride listoverridetable listpicture listtable listtext mmath manager nextfile nonesttables nonshppict
    objalias objclass objdata objname objsect objtime oldcprops oldpprops oldsprops oldtprops operator panose
    password pict pn pnseclvl pntext pntxta pntxtb printim private propname protend protstart revtbl revtim rsidtbl
    rxe sn sp staticval stylesheet subject tc template themedata title txe upr userprops xe xmlnstbl""".split()
)
#: Code pages of fonts, by the number of their character set.
_CHARSETS: Final = {
    128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_SYMBOLS: Final = 2  # the character set of fonts whose bytes are pictures
_PAGES: Final = {932: "cp932", 936: "gbk", 949: "cp949", 950: "big5", 65001: "utf-8"}


def rtf_text(data: bytes) -> str:
    """Return the characters of an RTF file's body, notes and text boxes; nothing of headers, fields' codes and lists'
    numbers. Damage is passed by.
    """
    fonts = _fonts(data)
    shown: list[str] = []
    pending = bytearray()
    page = "cp1252"
    # Of the group that is open: whether its text is shown, its font, and the bytes that follow a character as its
    # stand-in for old readers.
    seen, font, stand_ins = True, -1, 1
    groups: list[tuple[bool, int, int]] = []
    skip = at = 0

    def settle() -> None:
        if pending:
            code_page = fonts.get(font, page)
            if code_page:
                shown.append(pending.decode(code_page, "ignore"))
            pending.clear()

    for _ in range(_MOST_TOKENS):
        token = _TOKEN.match(data, at)
        if token is None:  # the end, or a lone backslash before it
            break
        at = token.end()
        kind = token.lastgroup
        if kind in ("bytes", "plain"):
            raw = bytes.fromhex(token["bytes"].replace(b"\\'", b"").decode()) if kind == "bytes" else token["plain"]
            passed = min(skip, len(raw))
            skip -= passed
            if seen:
                pending += raw[passed:]
            continue
        if kind is None:
            continue
        word = token["word"]
        if kind == "group" or word != b"u":
            skip = 0
        if kind != "sign":
            settle()
        if token["group"] == b"{":
            groups.append((seen, font, stand_ins))
        elif token["group"] == b"}":
            if not groups:
                break
            seen, font, stand_ins = groups.pop()
            if not groups:
                break
        elif token["sign"] is not None:
            if token["sign"] == b"*":
                seen = False
            elif seen and token["sign"] in b"\\{}":
                pending += token["sign"]
        elif word in _SHOWN:
            seen = bool(groups) and (groups[-1][0] or word != b"fldrslt")
        elif word in _NOT_SHOWN:
            seen = False
        elif token["number"] is None:
            continue
        elif word == b"bin":
            at += max(0, int(token["number"]))
        elif word == b"ansicpg":
            number = int(token["number"])
            page = _PAGES.get(number) or _single(number)
        elif word == b"f":
            font = int(token["number"])
        elif word == b"uc":
            stand_ins = max(0, int(token["number"]))
        elif word == b"u":
            if seen:
                shown.append(chr(int(token["number"]) & 0xFFFF))
            skip = stand_ins
    settle()
    # Characters beyond the first plane are written as two halves.
    return "".join(shown).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _fonts(data: bytes) -> dict[int, str]:
    """Return the code page of each font that names one; "" for one of symbols."""
    start = data.find(b"\\fonttbl")
    if start < 0:
        return {}
    found = _FONT.findall(data, start, start + _FONT_TABLE)
    charsets = {int(number): int(charset) for number, charset in found}
    pages = {number: "" if charset == _SYMBOLS else _CHARSETS.get(charset, "") for number, charset in charsets.items()}
    return {number: page for number, page in pages.items() if page or charsets[number] == _SYMBOLS}


def _single(number: int) -> str:
    """Return the name of a code page of single bytes; that of Western Europe where there is none of the number."""
    try:
        codecs.lookup(f"cp{number}")
    except LookupError:
        return "cp1252"
    return f"cp{number}"
