"""The normalised shadow of a text: what a reader takes the printed characters for, with the way back to each of them.

Rules read the shadow; reports quote the print. NFKC as a whole is not used, since it rewrites signs that matter
(％ and the radicals ⺠ ⻓ among them) and changes lengths without a map.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from contract_scan.errors import RuleError
from contract_scan.lexicons import read_yaml
from contract_scan.literals import Prefilter, grams_of, required_grams
from contract_scan.model.document import STROKES
from contract_scan.precompiled import compile_pattern
from contract_scan.remembered import Remembered

__all__ = ["Disguise", "Normaliser", "Shadow"]

_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CHINESE_SIGN = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！"}
_INVISIBLE = dict.fromkeys(
    [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF, 0xAD, 0x180E]
)
#: Of these, what a typesetter has no use for between two Chinese characters. A soft hyphen or a mark of direction is
#: left behind by programs.
_NO_WIDTH = compile_pattern("[\u200b-\u200d\u2060\ufeff\u180e]")
_INNER_SPACE = compile_pattern(rf"[{_CJK}](?:[^\S\r\n]{{0,3}}[{_CJK}])+")
_HALF_WIDTH_SIGN = compile_pattern(
    rf"(?<=[{_CJK}\"”』」》）)%])[,;:()?!]|[(](?=[{_CJK}])|(?<=\d)[,;:)?!](?=[{_CJK}]|$)|(?<=[A-Za-z])[)](?=[{_CJK}])"
)
_CHARACTER = compile_pattern(f"[{_CJK}]")
_LATIN = compile_pattern("[A-Za-z]")
_SPACE = compile_pattern(r"\s+")
#: Texts that are remembered, and the longest of them.
_REMEMBERED = 4096
_LONGEST_REMEMBERED = 500
_LATIN_END = r"(?![A-Za-z0-9@_]|[./-][A-Za-z0-9])"
_LATIN_BEGIN = r"(?<![A-Za-z0-9@_./-])"


@dataclass(frozen=True, slots=True)
class Disguise:
    """A word printed in a way that hides it: `printed` at ``[start, end)`` of the text is read as `read`."""

    start: int
    end: int
    printed: str
    read: str


@dataclass(frozen=True, slots=True)
class Shadow:
    """The normalised text. ``text[i]`` was printed at ``[starts[i], ends[i])`` of the document's text."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    disguises: tuple[Disguise, ...] = ()

    def printed(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open printed range of the non-empty shadow range ``[start, end)``."""
        return self.starts[start], self.ends[end - 1]

    def reading(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open shadow range of the characters printed at ``[start, end)``; it may be empty."""
        return bisect_left(self.starts, start), bisect_left(self.starts, end)


class Normaliser:
    """Makes shadows, by the tables of ``lexicons/characters.yaml``."""

    def __init__(self, directory: Path) -> None:
        path = directory / "characters.yaml"
        data = read_yaml(path)
        self._table: dict[int, str | None] = dict(_INVISIBLE)
        for printed, read in [*data["variants"], data["radicals"]]:
            if len(printed) != len(read):
                raise RuleError(f"these two must be of one length: {printed} / {read}", file=str(path))
            self._table.update({ord(a): b for a, b in zip(printed, read, strict=True)})
        for code in range(0x2F00, 0x2FD6):  # Kangxi radicals; some stand for a traditional form (⼾ for 戶)
            character = unicodedata.normalize("NFKC", chr(code))
            self._table[code] = self._table.get(ord(character), character)
        for code in range(0xFF01, 0xFF5F):  # full-width forms; the Chinese punctuation among them stays
            narrow = chr(code - 0xFEE0)
            if narrow not in _CHINESE_SIGN:
                self._table[code] = narrow
        self._table.update(dict.fromkeys(map(ord, STROKES), "|"))
        self._table.update({0xFFE5: "¥", 0x2236: "：", 0xFE30: "：", 0xFF61: "。", 0xFF0E: "."})
        words, syllables = data["words"], data["syllables"]
        shown = [_pattern(entry) for entry in data["disguises"]]
        self._disguises = shown + [_spelled(word, syllables) for word in (*words, *data["spelled"])]
        self._shown = shown
        self._singles: dict[int, re.Pattern[str]] = {}
        #: What texts are read as in which nothing is disguised and each character stands for one.
        self._plain: Remembered[str] = Remembered(_REMEMBERED)
        self._syllable = re.compile("|".join(f"(?i:{syllable})" for syllable in syllables.values()))
        self._signs = re.compile(f"[{re.escape(data['signs'])}]{{1,3}}")
        self._broken = _broken_words(data["signs"], words)
        self._words = re.compile("|".join(map(re.escape, words)))
        self._not_after_space = tuple(data["not_after_space"])

    @cached_property
    def _disguise(self) -> re.Pattern[str]:
        """All disguises. Which one matched is known by the group that took part."""
        return re.compile("|".join(pattern.regex for pattern in self._disguises))

    @cached_property
    def _unspelled(self) -> re.Pattern[str]:
        """The disguises without words that are spelled: the first of all, with the same groups."""
        return re.compile("|".join(pattern.regex for pattern in self._shown))

    @cached_property
    def _hints(self) -> Prefilter:
        """Which disguises, words that are spelled aside, a text may hold."""
        return Prefilter(required_grams(pattern.regex) for pattern in self._shown)

    def _find_disguises(self, shadow: str) -> Iterator[re.Match[str]]:
        """Yield where something is disguised; most texts hold nothing that a disguise can be made of."""
        if _LATIN.search(shadow) and self._syllable.search(shadow):
            return self._disguise.finditer(shadow)
        # One disguise by itself is looked for faster than all of them.
        possible = self._hints.possible(grams_of(shadow))
        while possible:
            first = possible & -possible
            if self._alone(first.bit_length() - 1).search(shadow):
                return self._unspelled.finditer(shadow)
            possible ^= first
        return iter(())

    def _alone(self, number: int) -> re.Pattern[str]:
        """Return the pattern of one disguise, made when a text may hold it."""
        pattern = self._singles.get(number)
        if pattern is None:
            pattern = self._singles[number] = re.compile(self._shown[number].regex)
        return pattern

    def __call__(self, text: str, base: int = 0) -> Shadow:
        """Return the shadow of `text`, which begins at the offset `base` of the document's text.

        Normalising a shadow's text again changes nothing.
        """
        known = self._plain.get(text)
        if known is not None:
            return Shadow(known, range(base, base + len(text)), range(base + 1, base + 1 + len(text)))
        table = self._table
        shadow = text.translate(table)
        starts: Sequence[int]
        ends: Sequence[int]
        if len(shadow) == len(text):  # nothing is dropped: every character stands for itself or another one
            starts, ends = range(base, base + len(text)), range(base + 1, base + 1 + len(text))
        else:
            starts = array("q", (at for at, sign in enumerate(text, base) if table.get(ord(sign), sign)))
            ends = array("q", (start + 1 for start in starts))
        shadow, starts, ends = _drop_inner_space(shadow, starts, ends)
        shadow = _chinese_signs(shadow)
        found: list[Disguise] = []
        shadow, starts, ends = self._undisguise(shadow, starts, ends, text, base, found)
        found += self._parted(shadow, starts, ends, text, base, found)
        if not found and isinstance(starts, range) and len(text) <= _LONGEST_REMEMBERED:
            self._plain.keep(text, shadow)
        return Shadow(shadow, starts, ends, tuple(found))

    def _parted(
        self,
        shadow: str,
        starts: Sequence[int],
        ends: Sequence[int],
        text: str,
        base: int,
        found: Sequence[Disguise],
    ) -> list[Disguise]:
        """Return the words that are parted by what has no width, or by a space where all around is set close."""
        if not found and (not starts or starts[-1] - starts[0] == len(starts) - 1):
            return []  # everything is printed close
        told = {(known.start, known.end) for known in found}
        parted = []
        for match in self._words.finditer(shadow):
            start, end = starts[match.start()], ends[match.end() - 1]
            printed = text[start - base : end - base]
            if len(printed) <= len(match.group()) or any(a < end and start < b for a, b in told):
                continue
            if _NO_WIDTH.search(printed) or (
                _INNER_SPACE.fullmatch(printed)
                and not shadow.startswith(self._not_after_space, match.end())
                and _set_close(text, start - base, end - base)
            ):
                parted.append(Disguise(start, end, printed, match.group()))
        return parted

    def _undisguise(
        self, shadow: str, starts: Sequence[int], ends: Sequence[int], text: str, base: int, found: list[Disguise]
    ) -> tuple[str, Sequence[int], Sequence[int]]:
        for _ in range(4):  # 押j in 刷ka: one reading may make the neighbour that another one needs
            words = [(m.start(), m.end(), self._read(m)) for m in self._find_disguises(shadow)]
            edits = words
            if not words:
                signed = self._signs.search(shadow) is not None
                broken = [m for m in self._broken.finditer(shadow) if self._signs.search(m.group())] if signed else []
                words = [(m.start(), m.end(), self._signs.sub("", m.group())) for m in broken]
                edits = [
                    (run.start(), run.end(), "") for m in broken for run in self._signs.finditer(shadow, *m.span())
                ]
            if not edits:
                break
            for start, end, read in words:
                first, last = starts[start], ends[end - 1]
                found.append(Disguise(first, last, text[first - base : last - base], read))
            pieces, new_starts, new_ends, at = [], array("q"), array("q"), 0
            for start, end, read in edits:
                pieces += [shadow[at:start], read]
                new_starts.extend(starts[at:start])
                new_ends.extend(ends[at:start])
                first, last = starts[start], ends[end - 1]
                for position in range(len(read)):
                    # A longer print is spread over a shorter reading: the first character takes the rest.
                    new_starts.append(first if position == 0 else last)
                    new_ends.append(last)
                at = end
            pieces.append(shadow[at:])
            new_starts.extend(starts[at:])
            new_ends.extend(ends[at:])
            # What was Latin is Chinese now, and so are the space and the signs beside it.
            shadow, starts, ends = _drop_inner_space("".join(pieces), new_starts, new_ends)
            shadow = _chinese_signs(shadow)
        return shadow, starts, ends

    def _read(self, match: re.Match[str]) -> str:
        return self._disguises[(match.lastindex or 1) - 1].read


@dataclass(frozen=True, slots=True)
class _Pattern:
    """How one disguise is found, and what it is read as."""

    regex: str
    read: str


def _pattern(entry: Mapping[str, Any]) -> _Pattern:
    forms = entry["print"]
    before, after = entry.get("before", ()), entry.get("after", ())
    printed = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    # Look-behind must be of one width, so each neighbour gets its own.
    behind = "(?:" + "|".join(f"(?<={re.escape(word)})" for word in after) + ")" if after else ""
    ahead = "(?=" + "|".join(re.escape(word) for word in before) + ")" if before else ""
    edge = r"(?![A-Za-z])" if printed.isascii() and not before else ""
    return _Pattern(f"{behind}({printed}){ahead}{edge}", entry["as"])


def _spelled(word: str, syllables: Mapping[str, str]) -> _Pattern:
    """Find a word with syllables in the place of its characters or beside them: 押jin, 押ya金, yajin, YA JIN."""
    said = [(character, f"(?i:{syllables[character]})") for character in word]
    parts = " ?".join(f"(?:{character}(?:{syllable})?|{syllable})" for character, syllable in said)
    # One of its characters at least is spelled; what is spelled is no part of a longer word or of an address.
    some = f"(?=[{word}]{{0,{len(word) - 1}}}[A-Za-z])"
    return _Pattern(f"(?:(?=[{word}])|{_LATIN_BEGIN}){some}({parts})(?:(?<=[{word}])|{_LATIN_END})", word)


def _set_close(text: str, start: int, end: int) -> bool:
    """Say that a character stands right beside ``text[start:end]``: titles and labels are set wide as a whole."""
    return bool(_CHARACTER.match(text, end) or (start and _CHARACTER.match(text, start - 1)))


def _broken_words(signs: str, words: Sequence[str]) -> re.Pattern[str]:
    between = f"[{re.escape(signs)}]{{0,3}}"
    return re.compile("|".join(between.join(map(re.escape, word)) for word in words))


def _drop_inner_space(
    text: str, starts: Sequence[int], ends: Sequence[int]
) -> tuple[str, Sequence[int], Sequence[int]]:
    """Drop white space that touches a Chinese character or sign; keep one space between Latin words."""
    keep = []
    for match in _SPACE.finditer(text):
        before = text[match.start() - 1] if match.start() else "一"
        after = text[match.end()] if match.end() < len(text) else "一"
        if before.isascii() and after.isascii() and before.isalnum() and after.isalnum():
            keep.append((match.start(), match.start() + 1, match.end()))
        else:
            keep.append((match.start(), match.start(), match.end()))
    if not keep:
        return text, starts, ends
    pieces, new_starts, new_ends, at = [], array("q"), array("q"), 0
    for start, kept, end in keep:
        pieces.append(text[at:start])
        if kept > start:
            pieces.append(" ")
        new_starts.extend(starts[at:kept])
        new_ends.extend(ends[at:kept])
        at = end
    pieces.append(text[at:])
    new_starts.extend(starts[at:])
    new_ends.extend(ends[at:])
    return "".join(pieces), new_starts, new_ends


def _chinese_signs(text: str) -> str:
    """Read half-width signs beside Chinese characters as the Chinese signs; 1,000 and 10:30 stay."""
    return _HALF_WIDTH_SIGN.sub(lambda match: _CHINESE_SIGN[match.group()], text)
