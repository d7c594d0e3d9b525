"""Bytes to text: which encoding a text file is in."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

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
_CONTROLS = frozenset(map(chr, (*range(0x00, 0x09), 0x0B, *range(0x0E, 0x1A), *range(0x1C, 0x20), 0x7F)))
# A text may hold this share of characters that are no text before it counts as binary.
_MAX_ODD = 0.003
# Runs of bytes are damaged in at most this share of a text that is otherwise in one encoding.
_MAX_DAMAGE = 0.02


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
            if error.start >= len(data) - 3 and error.start > 0:  # cut off inside the last character
                return _checked(_lenient(data, "utf-8"))
    if declared is not None:
        try:
            return _checked(Decoded(data.decode(_known(declared)), _known(declared)))
        except (LookupError, UnicodeDecodeError):
            pass
    return _checked(_guess(data))


def looks_like_text(data: bytes) -> bool:
    """True if `data` can be read as a text."""
    try:
        decode_text(data[:_SAMPLE])
    except UnsupportedFormatError:
        return False
    return True


def _known(name: str) -> str:
    """The codec for an encoding's name; GB2312 and GBK are subsets of GB18030 that writers overstep."""
    codec = codecs.lookup(name.strip()).name
    return "gb18030" if codec in {"gb2312", "gbk", "hz"} else codec


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
    wide = sum(char > "\x7f" for char in text)
    broken = text.count("\ufffd")
    return 1.0 if wide == broken else broken / max(len(text), 1)


def _score(sample: bytes, encoding: str) -> float:
    """How much of `sample`, read in `encoding`, is everyday Chinese text, from 0 to 1."""
    text = sample.decode(encoding, errors="replace")
    if encoding.startswith("utf-16") and len(sample) % 2:
        text = text[:-1]
    if not text:
        return 0.0
    return sum(_weight(char, encoding) for char in text) / len(text)


def _weight(char: str, encoding: str) -> float:
    if char in "\n\r\t\f" or " " <= char <= "~":
        return 1.0
    if char in _CONTROLS or char == "\ufffd":
        return -5.0
    if "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef" or char in "“”‘’—…·①②③④⑤⑥⑦⑧⑨⑩☑☐□○●％":
        return 1.0
    if "\u4e00" <= char <= "\u9fff":
        return 1.0 if _is_common(char, encoding) else 0.2
    return 0.0


def _is_common(char: str, encoding: str) -> bool:
    """True for the characters that each standard lists first: those that make up nearly all of any text."""
    if encoding == "big5hkscs":
        try:
            return b"\xa4\x40" <= char.encode("big5") <= b"\xc6\x7e"
        except UnicodeEncodeError:
            return False
    try:
        if b"\xb0\xa1" <= char.encode("gb2312") <= b"\xd7\xf9":
            return True
    except UnicodeEncodeError:
        pass
    if encoding == "gb18030":
        return False
    try:
        return b"\xa4\x40" <= char.encode("big5") <= b"\xc6\x7e"
    except UnicodeEncodeError:
        return False


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
    return decoded
