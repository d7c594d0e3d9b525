"""Sentences: what is read as one statement, with its normalised text and the way back to the print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from contract_scan.language.shadow import Disguise, Normaliser, Shadow
from contract_scan.literals import grams_of
from contract_scan.model.document import BlockKind, Document
from contract_scan.segment import Paragraph, Structure

__all__ = ["Sentence", "split_sentences"]

#: A longer run without a full stop is read in pieces: every word is weighed against every other one of its sentence.
_LONGEST = 500
_SENTENCE = re.compile(r"[^。；！？;!?]+(?:[。；！？;!?]+[”’」』）)\]】》\"']*)?|[。；！？;!?]+")
#: Numbers of a list that runs on in one paragraph: …之一的，甲方可以解除：（1）…；（2）….
_NUMBERED = {
    "parens": r"[（(](?:\d{1,2}|[一二三四五六七八九十]{1,2}|[a-z])[）)]",
    "circled": r"[①-⑳⑴-⒇㈠-㈩❶-❿➀-➉]",
    "half": r"(?<![\d.（(])\d{1,2}[、)）．.](?!\d)",
    "words": r"(?:[一二三四五六七八九十]是|其[一二三四五六七八九十]|第[一二三四五六七八九十](?=[，、]))",
}
_FIRST = re.compile(r"[（(]?(?:0?1|一|a)[）)、．.]?|[①⑴㈠❶➀]|一是|其一|第一")
_LISTS = {style: re.compile(rf"(?<=[:：])\s*({number})") for style, number in _NUMBERED.items()}
_ITEMS = {style: re.compile(rf"\s*{number}") for style, number in _NUMBERED.items()}


#: What is no blank to fill in and no sign.
_SPOKEN = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class Sentence:
    """One statement of the agreement: it ends at 。；！？ or with its paragraph, and after 500 characters at the
    latest; a table row is one.

    `text` is normalised. `start` and `end` are printed offsets of the document's text; `position` counts the sentences
    of the paragraph from 0; `shadow` covers the whole paragraph, `offset` is where this sentence begins in it.
    `introduced_by` is the index of the sentence of the same paragraph whose list this is an item of, or None.
    """

    index: int
    paragraph: Paragraph
    position: int
    text: str
    start: int
    end: int
    shadow: Shadow
    offset: int
    disguises: tuple[Disguise, ...] = ()
    introduced_by: int | None = None

    @cached_property
    def grams(self) -> Set[str]:
        """The characters and neighbouring pairs of `text`: most patterns are told by them to match nowhere."""
        return grams_of(self.text)

    @property
    def is_row(self) -> bool:
        """Whether the sentence is a row of a table."""
        return self.paragraph.block.kind is BlockKind.TABLE_ROW

    def printed(self, start: int, end: int) -> tuple[int, int]:
        """Return the printed range of ``text[start:end]``."""
        return self.shadow.printed(self.offset + start, self.offset + end)

    def cells(self) -> tuple[str, ...]:
        """Return the normalised cells of a table row; none for other sentences."""
        return tuple(self.text[start:end].strip() for start, end in self.columns())

    def columns(self) -> tuple[tuple[int, int], ...]:
        """Return the ranges of `text` that stand in the columns of a table row; none for other sentences.

        The range is empty where a cell of a row above, or of the column before, covers the column.
        """
        if not self.is_row:
            return ()
        block, at = self.paragraph.block, 0
        ranges: list[tuple[int, int]] = []
        if not block.columns or len(self.text) < len(self.shadow.text):  # a piece of a long row
            for cell in self.text.split("|"):
                ranges.append((at, at + len(cell)))
                at += len(cell) + 1
            return tuple(ranges)
        for number, (start, end) in enumerate(block.columns):
            if start >= block.start and (start, end) not in block.columns[:number]:
                first, at = self.shadow.reading(start, end)
                ranges.append((first, at))
            else:
                ranges.append((at, at))
        return tuple(ranges)


def split_sentences(document: Document, structure: Structure, normalise: Normaliser) -> tuple[Sentence, ...]:
    """Return the sentences of an agreement in reading order."""
    sentences: list[Sentence] = []
    for paragraph in structure.paragraphs:
        begin, end = paragraph.content, paragraph.block.end
        if not document.text[begin:end].strip():
            begin = paragraph.block.start  # nothing but a number or a bracketed heading: that is the statement
        shadow = normalise(document.text[begin:end], begin)
        row = paragraph.block.kind is BlockKind.TABLE_ROW
        spans = [(0, len(shadow.text))] if row else [match.span() for match in _SENTENCE.finditer(shadow.text)]
        items: dict[int, int] = {}
        if not row and len(spans) > 1:
            spans, items = _with_lists(shadow.text, spans)
        chapeaus: dict[int, int] = {}
        position = 0
        for low, high in (piece for span in spans for piece in _pieces(shadow.text, *span)):
            text = shadow.text[low:high]
            if not _SPOKEN.search(text):  # a line of blanks to fill in says nothing
                continue
            first, last = shadow.printed(low, high)
            chapeaus[low] = len(sentences)
            sentences.append(
                Sentence(
                    index=len(sentences),
                    paragraph=paragraph,
                    position=position,
                    text=text,
                    start=first,
                    end=last,
                    shadow=shadow,
                    offset=low,
                    disguises=tuple(d for d in shadow.disguises if first <= d.start < last),
                    introduced_by=chapeaus.get(items[low]) if low in items else None,
                )
            )
            position += 1
    return tuple(sentences)


def _with_lists(text: str, spans: Sequence[tuple[int, int]]) -> tuple[list[tuple[int, int]], dict[int, int]]:
    """Return the sentences with the first item of a running list cut from what introduces it, and where each item's
    introduction begins, by where the item does. An item begins with its number or goes on after a semicolon."""
    cut: list[tuple[int, int]] = []
    items: dict[int, int] = {}
    style, lead, open_item = "", -1, False
    for number, (low, high) in enumerate(spans):
        start = low
        following = text[spans[number + 1][0] : spans[number + 1][1]] if number + 1 < len(spans) else ""
        for name, pattern in _LISTS.items():
            found = pattern.search(text, low, high)
            if found and _FIRST.fullmatch(found[1]) and _ITEMS[name].match(following):
                cut.append((low, found.start()))
                style, lead, open_item, start = name, low, True, found.end()
                break
        else:
            marked = _ITEMS[style].match(text, low, high) if style else None
            open_item = marked is not None or (open_item and text.endswith(("；", ";"), 0, low))
            if marked:
                start = marked.end()
            elif not open_item:
                style = ""
        if open_item:
            items[start] = lead
        cut.append((start, high))
    return cut, items


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield ``[start, end)`` in pieces of at most 500 characters, cut behind a comma or a cell where there is one."""
    while end - start > _LONGEST:
        cut = max(text.rfind(sign, start, start + _LONGEST) for sign in "，|") + 1 or start + _LONGEST
        yield start, cut
        start = cut
    yield start, end
