"""The cells of a line that is printed as a row: of a table, or with wide gaps or strokes between its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from contract_scan.assess.agreement import Agreement
from contract_scan.frames.model import Reading
from contract_scan.model.document import STROKES

__all__ = ["Cell", "cells_of", "heads_after", "under"]

_GAP = re.compile(
    rf"[ \t\u3000\xa0]*[|｜{STROKES}][ \t\u3000\xa0]*|[ \t\u3000\xa0]+[/／][ \t\u3000\xa0]+|\t+|[ \u3000\xa0]{{2,}}"
)
_EDGE = " /|"
_LONGEST = 90  # characters; a longer line is running text, whatever its spaces


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, ``[start, end)`` of the reading's text, with the head of its column where one is known.

    The range is empty where a merged cell of another row or column covers this place; `text` is what that one says.
    """

    start: int
    end: int
    text: str
    head: str = ""


def cells_of(agreement: Agreement, reading: Reading) -> tuple[Cell, ...]:
    """Return the cells of a row, from the left; none for a line that is no row.

    The normalised text keeps no wide spaces, so the columns of a plain text are told by how it is printed.
    """
    text, sentence = reading.text, reading.sentence
    if sentence.is_row and sentence.paragraph.block.columns:
        return _merged_cells(agreement, reading)
    if sentence.is_row or "|" in text:
        return tuple(Cell(m.start(), m.end(), m.group().strip()) for m in re.finditer(r"[^|]*", text) if m.group())
    if sentence.position or len(text) > _LONGEST or re.search("[。；]", text):
        return ()
    printed = agreement.document.text[sentence.start : sentence.end]
    gaps = [match.end() + sentence.start for match in _GAP.finditer(printed.rstrip()) if match.start()]
    if not gaps:
        return ()
    # In a line that is a row, one ideographic space is a gap too.
    gaps = sorted({*gaps, *(sentence.start + match.end() for match in re.finditer("\u3000", printed))})
    places = [sentence.printed(at, at + 1)[0] for at in range(len(text))]
    cuts = [0, *(next((i for i, place in enumerate(places) if place >= gap), len(text)) for gap in gaps), len(text)]
    return tuple(Cell(a, b, text[a:b].strip(_EDGE)) for a, b in pairwise(cuts) if text[a:b].strip(_EDGE))


def _merged_cells(agreement: Agreement, reading: Reading) -> tuple[Cell, ...]:
    spans, columns = reading.sentence.columns(), reading.sentence.paragraph.block.columns
    if len(spans) != len(columns):
        return tuple(Cell(start, end, reading.text[start:end].strip()) for start, end in spans)
    if len(set(columns)) == 1:
        spans, columns = spans[:1], columns[:1]
    return tuple(
        Cell(start, end, reading.text[start:end].strip() if start < end else agreement.document.text[slice(*printed)])
        for (start, end), printed in zip(spans, columns, strict=True)
    )


def heads_after(reading: Reading, cells: Sequence[Cell], heads: tuple[str, ...]) -> tuple[str, ...]:
    """Return the heads of the columns that hold behind a line: its own cells where it has no figure, none where it is
    no row.

    Where a head spans this row and the one above, the row names parts of the heads above: 借记卡 over 费率 and 封顶.
    """
    if not cells:
        return ()
    if len(heads) == len(cells) and any(
        cell.start == cell.end and cell.text and cell.text == head for cell, head in zip(cells, heads, strict=True)
    ):
        cells = [
            cell if cell.text == head else replace(cell, text=head + cell.text)
            for cell, head in zip(cells, heads, strict=True)
        ]
    figures = any(quantity.kind in ("money", "rate") for quantity in reading.quantities)
    if figures or re.search("[0-9]", reading.text):
        return heads
    return tuple(cell.text for cell in cells) if len(cells) > 1 else heads


def under(cells: Sequence[Cell], heads: Sequence[str]) -> tuple[Cell, ...]:
    """Return the cells, each with the head of its column."""
    return tuple(
        replace(cell, head=heads[number]) if number < len(heads) else cell for number, cell in enumerate(cells)
    )
