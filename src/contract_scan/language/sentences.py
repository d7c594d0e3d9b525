"""Sentences: what is read as one statement, with its normalised text and the way back to the print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from contract_scan.language.shadow import Disguise, Normaliser, Shadow
from contract_scan.model.document import BlockKind, Document
from contract_scan.segment import Paragraph, Structure

__all__ = ["Sentence", "split_sentences"]

#: A longer run without a full stop is read in pieces: every word is weighed against every other one of its sentence.
_LONGEST = 500
_SENTENCE = re.compile(r"[^。；！？;!?]+(?:[。；！？;!?]+[”’」』）)\]】》\"']*)?|[。；！？;!?]+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One statement of the agreement: it ends at 。；！？ or with its paragraph, and after 500 characters at the
    latest; a table row is one.

    `text` is normalised. `start` and `end` are printed offsets of the document's text; `position` counts the sentences
    of the paragraph from 0; `shadow` covers the whole paragraph, `offset` is where this sentence begins in it.
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
        position = 0
        for low, high in (piece for span in spans for piece in _pieces(shadow.text, *span)):
            text = shadow.text[low:high]
            if not re.search(r"[^\W_]", text):  # a line of blanks to fill in says nothing
                continue
            first, last = shadow.printed(low, high)
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
                )
            )
            position += 1
    return tuple(sentences)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield ``[start, end)`` in pieces of at most 500 characters, cut behind a comma or a cell where there is one."""
    while end - start > _LONGEST:
        cut = max(text.rfind(sign, start, start + _LONGEST) for sign in "，|") + 1 or start + _LONGEST
        yield start, cut
        start = cut
    yield start, end
