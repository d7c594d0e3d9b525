"""Bytes to text: which encoding a text file is in."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, replace

from contract_scan.errors import UnsupportedFormatError
from contract_scan.model.document import ReadingWarning

__all__ = ["Decoded", "decode_text", "looks_like_text"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 64 * 1024
_CONTROLS = frozenset(map(chr, (*range(0x00, 0x09), *range(0x0E, 0x1A), *range(0x1C, 0x20), 0x7F)))
# A text may hold this share of characters that are no text before it counts as binary.
_MAX_ODD = 0.003
# Runs of bytes are damaged in at most this share of a text that is otherwise in one encoding.
_MAX_DAMAGE = 0.02
# What UTF-8's sign for a character that was lost, twice, is in GBK: it says that the text was saved without them.
_LOST = "锟斤拷"
# Chinese scores above 0.95 in its right encoding and below 0.6 in a wrong one, but for a few words alone. What was
# garbled lost bytes on its way.
_GARBLED, _SOUND, _MIN_GARBLED, _ENOUGH = 0.7, 0.8, 8, 2000
_CHINESE = ("utf-8", "gb18030", "big5hkscs")
_GB_FIRST = (b"\xb0\xa1", b"\xd7\xf9")
_BIG5_FIRST = (b"\xa4\x40", b"\xc6\x7e")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text without its byte order mark, its encoding, and what a reader should know about how it was found."""

    text: str
    encoding: str
    warnings: tuple[ReadingWarning, ...] = ()


def decode_text(data: bytes, *, declared: str | None = None) -> Decoded:
    """Return the text in `data`.

    A byte order mark decides, then UTF-8 if the bytes are valid in it, then what the file says of itself
    (`declared`), then whichever of UTF-16, GB18030 and Big5 gives the most everyday Chinese. What was guessed, and
    bytes that could not be read, are said in a warning. Raises `UnsupportedFormatError` where the bytes are no text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(_lenient(data[len(mark) :], encoding))
    if b"\0" not in data:
        try:
            return _checked(Decoded(data.decode("utf-8"), "utf-8"))
        except UnicodeDecodeError as error:
            cut_off = error.reason == "unexpected end of data" and not data[: error.start].isascii()
            if cut_off and error.start >= len(data) - 3:  # inside of the last character
                return _checked(_lenient(data, "utf-8"))
    if declared is not None:
        try:
            told = Decoded(data.decode(_known(declared)), _known(declared))
        except (LookupError, UnicodeDecodeError):
            told = None
        # Pages in GBK often call themselves Western, in which any bytes are valid.
        if told is not None and not _is_garbled(told.text):
            return _checked(told)
    return _checked(_guess(data))


def looks_like_text(data: bytes) -> bool:
    """True if `data` can be read as a text."""
    try:
        decode_text(data[:_SAMPLE])
    except UnsupportedFormatError:
        return False
    return True


def _known(name: str) -> str:
    """The codec for an encoding's name, or for the larger one that writers overstep it with."""
    codec = codecs.lookup(name.strip()).name
    return {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs"}.get(codec, codec)


def _guess(data: bytes) -> Decoded:
    sample = data[:_SAMPLE]
    best = max(("utf-16-le", "utf-16-be", "gb18030", "big5hkscs"), key=lambda name: _score(sample, name))
    if _score(sample, best) < 0.5 or (b"\0" in data and not best.startswith("utf-16")):
        if b"\0" not in data and _damage(sample) < _MAX_DAMAGE:
            return _lenient(data, "utf-8")
        raise UnsupportedFormatError(
            "the content is neither a document format that is read here nor text; save it as PDF, DOCX or UTF-8 text"
        )
    decoded = _lenient(data, best)
    shown = {"big5hkscs": "Big5"}.get(best, best.upper())
    guessed = ReadingWarning("encoding_guessed", f"文件没有注明编码，按 {shown} 读取")
    return Decoded(decoded.text, best, (guessed, *decoded.warnings))


def _damage(sample: bytes) -> float:
    """The share of `sample` that is not UTF-8; a text of another encoding has nearly nothing else."""
    text = sample.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    return 1.0 if len(_wide(text)) == broken else broken / max(len(text), 1)


def _score(sample: bytes, encoding: str) -> float:
    """How much of `sample`, read in `encoding`, is everyday Chinese text, from 0 to 1."""
    text = sample.decode(encoding, errors="replace")
    if encoding.startswith("utf-16") and len(sample) % 2:
        text = text[:-1]
    return _everyday(text, encoding) if text else 0.0


def _everyday(text: str, encoding: str = "utf-8") -> float:
    """How much of `text`, which is not empty, are the characters of everyday Chinese."""
    return sum(_weight(char, encoding) for char in text) / len(text)


def _weight(char: str, encoding: str) -> float:
    if char in "\n\r\t\f\v" or " " <= char <= "~":
        return 1.0
    if char in _CONTROLS or char == "\ufffd":
        return -5.0
    if "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef" or char in "“”‘’—…·①②③④⑤⑥⑦⑧⑨⑩☑☐□○●％":
        return 1.0
    if "\u4e00" <= char <= "\u9fff":
        # Traditional text is written in GB18030 too, but less often than Big5 bytes read in it look like such text.
        simplified, traditional = {"gb18030": (1.0, 0.6), "big5hkscs": (0.2, 1.0)}.get(encoding, (1.0, 1.0))
        if _is_listed(char, "gb2312", _GB_FIRST):
            return max(simplified, traditional if _is_listed(char, "big5", _BIG5_FIRST) else 0.0)
        return traditional if _is_listed(char, "big5", _BIG5_FIRST) else 0.2
    return 0.0


def _is_listed(char: str, standard: str, first: tuple[bytes, bytes]) -> bool:
    """True for the characters that a standard lists first: those that make up nearly all of any text."""
    try:
        return first[0] <= char.encode(standard) <= first[1]
    except UnicodeEncodeError:
        return False


def _is_garbled(text: str) -> bool:
    """True for what comes of Chinese that was read in a wrong encoding and saved again, such as "鎶奸噾" for 押金."""
    wide = _wide(text[:_SAMPLE])[:_ENOUGH]
    if len(wide) < _MIN_GARBLED or _everyday(wide) > _GARBLED:
        return False
    if sum("\u4e00" <= char <= "\u9fff" for char in wide) > len(wide) / 2:
        misread = [wide.encode(encoding, errors="replace") for encoding in ("gb18030", "big5hkscs")]
    else:
        misread = [_western(wide)]
    meant = (_wide(data.decode(encoding, errors="ignore")) for data in misread for encoding in _CHINESE)
    # Three bytes of UTF-8, each taken for a letter, are the most that one Chinese character becomes.
    return any(_everyday(one) > _SOUND for one in meant if len(one) >= len(wide) / 4)


def _wide(text: str) -> str:
    return "".join(char for char in text if char > "\x7f")


def _western(text: str) -> bytes:
    """The bytes that a Western reader took for `text`; it takes those that its code page leaves open as they are."""
    return b"".join(char.encode("latin-1" if char < "\u0100" else "cp1252", errors="ignore") for char in text)


def _lenient(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    broken = text.count("\ufffd") - data.count("\ufffd".encode(encoding, errors="ignore") or b"\xff\xfe\xfd")
    if broken <= 0:
        return Decoded(text, encoding)
    message = f"有 {broken} 处字节无法按其编码读出，显示为 \ufffd"
    return Decoded(text, encoding, (ReadingWarning("damaged_text", message),))


def _checked(decoded: Decoded) -> Decoded:
    sample = decoded.text[:_SAMPLE]
    odd = sum(char in _CONTROLS for char in sample)
    if "\0" in decoded.text or odd > _MAX_ODD * len(sample) + 2:
        raise UnsupportedFormatError(
            "the content is binary and of no format that is read here; save it as PDF, DOCX or UTF-8 text"
        )
    found = list(decoded.warnings)
    if _is_garbled(decoded.text):
        found.append(ReadingWarning("garbled_text", "文字像是用错编码转存过（乱码），请向对方另要一份"))
    elif not found and (lost := decoded.text.count(_LOST) + decoded.text.count("\ufffd")):
        found.append(ReadingWarning("damaged_text", f"有 {lost} 处文字在转存时已经丢失，显示为 \ufffd 或“{_LOST}”"))
    return replace(decoded, warnings=tuple(found))
