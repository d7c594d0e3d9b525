"""Tables of plain text: lines whose cells are parted by strokes, tabs, slashes or space."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from contract_scan.extract.wrapping import Line
from contract_scan.model.document import STROKES, Block, BlockKind

__all__ = ["rows_from", "table_blocks"]

Range = tuple[int, int]

_RULE_ROW = re.compile(r"(?=.*--)[\s|:+-]+|[\s\u2500-\u257f]+")
# What parts cells where no stroke and no tab does: a slash with white space around it, and white space that is wide.
_SLASH = re.compile(r"(?<=\s)[/／](?=\s)")
_GAP = re.compile(r"\u3000\s*|\s{2,}")
# What a copied table has left between its cells, where its heads are words and each of its rows has a figure.
_LONGEST_CELL = 14
_HEAD_CELL = re.compile(r"[^\d]*[\u4e00-\u9fff][^\d]*")
# With so little between cells it takes more of them, and heads that are neither sentences nor lines to fill in.
_FEWEST = 3
_NO_HEAD = re.compile(r"[：:。；，□☐☑✓_＿]")


def rows_from(lines: list[Line | None], index: int) -> list[Line]:
    """Return the lines from `index` on that have the same number of cells, where they are a table.

    Two lines are enough where strokes or tabs part the cells. Slashes and wide space also part words of forms and of
    pages in columns: they make a table of three rows and three columns at least, under a row of heads. Single spaces do
    so where every further row has a figure.
    """
    first = lines[index]
    if first is None:
        return []
    for cells_of, fewest in ((_cells, 2), (_spaced, _FEWEST), (_single, _FEWEST)):
        count = len(cells_of(first))
        if count >= fewest and not (cells_of is not _cells and _NO_HEAD.search(first.text)):
            if cells_of is _single and not all(_HEAD_CELL.fullmatch(cell) for cell in first.text.split()):
                continue
            rows = _alike(lines, index, count, cells_of)
            if cells_of is _single and not all(re.search(r"\d", row.text) for row in rows[1:]):
                return []
            return rows if sum(1 for row in rows if not _RULE_ROW.fullmatch(row.text)) >= fewest else []
    return []


def _alike(lines: list[Line | None], index: int, count: int, cells_of: Callable[[Line], list[Range]]) -> list[Line]:
    """Return the lines from `index` on that have `count` cells, and the rules between them."""
    rows: list[Line] = []
    for position in range(index, len(lines)):
        line = lines[position]
        if line is None:
            break
        if not (rows and _RULE_ROW.fullmatch(line.text)) and len(cells_of(line)) != count:
            break
        rows.append(line)
    return rows


def table_blocks(lines: list[Line], table: int) -> Iterator[Block]:
    """Yield the rows of one table. `lines` are what `rows_from` returned."""
    row = 0
    for line in lines:
        if _RULE_ROW.fullmatch(line.text):
            continue
        cells = tuple(_cells(line) or _spaced(line) or _single(line))
        # A row that is parted by tabs or space has no sign between its cells once white space is left out.
        columns = () if _stroke(line.text) else cells
        yield Block(line.start, line.end, BlockKind.TABLE_ROW, table=table, row=row, cells=cells, columns=columns)
        row += 1


def _cells(line: Line) -> list[Range]:
    """Half-open ranges of the cells of a line that strokes or tabs part, none where nothing does."""
    if stroke := _stroke(line.text):
        body = line.text.removeprefix(stroke).removesuffix(stroke)
        first = line.start + (1 if line.text.startswith(stroke) else 0)
        parts = [(match.start(), match.end()) for match in re.finditer(rf"(?:[^{stroke}\\]|\\.)*", body)]
        parts = [part for k, part in enumerate(parts) if k == 0 or part[0] != parts[k - 1][1]]
        return _trimmed(body, parts, first)
    if "\t" in line.text:
        parts = [(match.start(), match.end()) for match in re.finditer(r"[^\t]+", line.text)]
        return _trimmed(line.text, parts, line.start)
    return []


def _trimmed(text: str, parts: Sequence[Range], at: int) -> list[Range]:
    """Return ranges of a text that lies at `at` without the white space around what they hold."""
    ranges = []
    for start, end in parts:
        piece = text[start:end]
        left = len(piece) - len(piece.lstrip())
        ranges.append((at + start + min(left, len(piece)), at + start + max(len(piece.rstrip()), left)))
    return ranges


def _stroke(text: str) -> str | None:
    """Return the sign that parts the cells of a line; a bare ``|`` within words parts none."""
    if " | " in text or text.startswith("|"):
        return "|"
    return next((sign for sign in "｜" + STROKES if sign in text), None)


def _spaced(line: Line) -> list[Range]:
    """Half-open ranges of the cells of a line that slashes or wide space part, none where nothing does."""
    if "。" in line.text or "；" in line.text or _stroke(line.text) or "\t" in line.text:
        return []
    gaps = list(_SLASH.finditer(line.text)) or list(_GAP.finditer(line.text))
    starts = [0, *(gap.end() for gap in gaps)]
    ends = [*(gap.start() for gap in gaps), len(line.text)]
    return _trimmed(line.text, list(zip(starts, ends, strict=True)), line.start) if gaps else []


def _single(line: Line) -> list[Range]:
    """Half-open ranges of the cells of a line that single spaces part, none where one of them is long or says more."""
    text = line.text.strip()
    if _GAP.search(text) or re.search(r"[。；，：:]", text):
        return []
    parts = [(match.start(), match.end()) for match in re.finditer(r"\S+", line.text)]
    if any(end - start > _LONGEST_CELL for start, end in parts):
        return []
    return _trimmed(line.text, parts, line.start) if len(parts) > 1 else []
