"""Joins printed lines into one text: what a line's end alone parted comes together again."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from contract_scan.extract.assemble import Piece
from contract_scan.extract.pdf.characters import is_latin
from contract_scan.extract.pdf.fragments import Line

__all__ = ["joined", "words_of"]

_WORD = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_LAST_WORD, _FIRST_WORD = re.compile(r"[A-Za-z0-9]+$"), re.compile(r"[A-Za-z0-9]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]*$|[A-Za-z0-9._-]+@[A-Za-z0-9.-]*$")
_SYLLABLE = re.compile(r"(?:^|[^A-Za-z])([A-Za-z]*[a-z]{2})-$")
_LOWER = re.compile(r"[a-z]{2,}")


def words_of(lines: Iterable[Line]) -> frozenset[str]:
    """Return the Latin words, numbers and compounds (e-mail) that stand whole inside of lines."""
    return frozenset(
        match.group()
        for line in lines
        for match in _WORD.finditer(line.text)
        if match.start() > 0 and match.end() < len(line.text)
    )


def joined(
    lines: Sequence[tuple[Line, int]],
    words: Collection[str] = frozenset(),
    parted: Collection[int] = frozenset(),
) -> list[Piece | str]:
    """Return lines, each with its page, as pieces of one text.

    Latin words that meet over a line's end are parted by a space. `words` are known ones: two parts that make up one
    of these are not. `parted` are the numbers of lines before which blanks stood that cannot be seen.
    """
    out: list[Piece | str] = []
    above = ""
    for number, (line, page) in enumerate(lines):
        piece = line.piece(page)
        if above and _is_hyphenated(above, piece.text, words) and isinstance(last := out[-1], Piece):
            out[-1] = last._replace(text=last.text[:-1], boxes=last.boxes[:-4])
        elif above and (number in parted or _are_words(above, piece.text, words)):
            out.append(" ")
        out.append(piece)
        above = piece.text
    return out


def _are_words(above: str, below: str, words: Collection[str]) -> bool:
    """Tell whether two words meet.

    Two numbers do not: no one would part them by a line's end alone, but simple programs break inside of one.
    """
    if not (is_latin(above[-1]) and is_latin(below[0])) or (above[-1].isdigit() and below[0].isdigit()):
        return False
    if _ADDRESS.search(above):
        return False
    first, second = _LAST_WORD.search(above), _FIRST_WORD.match(below)
    if first is None or second is None:
        return True
    return first[0] + second[0] not in words or (first[0] in words and second[0] in words)


def _is_hyphenated(above: str, below: str, words: Collection[str]) -> bool:
    """Tell whether the hyphen at a line's end is there for the line's end: of a word, and of no compound or address."""
    if above[-1] != "-":
        return False
    first, second = _SYLLABLE.search(above), _LOWER.match(below)
    if first is None or second is None or _ADDRESS.search(above):
        return False
    return f"{first[1]}-{second[0]}" not in words
