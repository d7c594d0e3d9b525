"""Makes agreements to measure with: 20 pages and 15,000 characters each, with ruled tables, as PDF and as Word file.

Each has the clauses of one sample agreement, so that what is said of the deposit is said once, and then general clauses
of all samples in another order and with other figures, as the long agreements of acquirers have. The same number gives
the same bytes.
"""

from __future__ import annotations

import io
import random
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
sys.path.append(str(SAMPLES))

from builder import markup, word  # noqa: E402 - found by the line above
from builder.markup import Agreement, Line, Run  # noqa: E402
from face import truetype_face  # noqa: E402

__all__ = ["Contract", "contracts", "face", "long_pdf"]

_PAGES = 20
_EACH_PAGE = 660  # characters of clauses; with numbers and running lines, 750
_SPECIAL = re.compile(r"押金|保证金|激活费|退还|返还|终止|解除")
_FIGURE = re.compile(r"\d{2,}")
_EACH_CHAPTER = 9  # clauses
_TITLES = ("业务受理", "终端管理", "资金结算", "风险管理", "资料与通知", "信息保护", "差错处理", "服务标准")

_TOP, _BOTTOM, _LEFT, _SIZE, _PITCH = 90, 770, 70, 12, 24
_LINE = 38  # characters
_CELL_SIZE, _CELL_PITCH = 10, 14
_FORBIDDEN = "，。、；：？！）》」』】”’％"


@dataclass(frozen=True, slots=True)
class Contract:
    """One agreement in both forms."""

    name: str
    pdf: bytes
    docx: bytes


def long_pdf(pages: int) -> bytes:
    """Return an agreement of about so many pages."""
    return _pdf(_agreement(0, pages * _EACH_PAGE))


def contracts(count: int) -> Iterator[Contract]:
    """Yield so many agreements, no two alike."""
    for number in range(count):
        agreement = _agreement(number, _PAGES * _EACH_PAGE)
        yield Contract(f"{number:03}", _pdf(agreement), _docx(agreement))


@cache
def _samples() -> tuple[Agreement, ...]:
    return tuple(markup.read(path) for path in sorted((SAMPLES / "sources").glob("*.md")))


@cache
def face() -> str:
    """Return the name of the face that the files are set in, once it is known to reportlab.

    It is put into the files where it can be made; else it is one that readers bring with them, which slows them all.
    """
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFont

    letters = {char for sample in _samples() for char in sample.plain()}
    made = truetype_face(letters | set(map(chr, range(0x20, 0x7F))) | set("　附件".join(_TITLES)))
    font = UnicodeCIDFont("STSong-Light") if made is None else TTFont("Benchmark", io.BytesIO(made))
    pdfmetrics.registerFont(font)
    return str(font.fontName)


@cache
def _general() -> tuple[tuple[str, ...], tuple[tuple[Line, ...], ...]]:
    """Return the clauses of all samples that say nothing of deposits and endings, and all tables."""
    clauses: dict[str, None] = {}
    tables: list[tuple[Line, ...]] = []
    for sample in _samples():
        for block in sample.blocks():
            if isinstance(block, list):
                tables.append(tuple(block))
            elif block.kind == "clause" and not block.is_heading and not _SPECIAL.search(block.text):
                clauses[block.text] = None
    return tuple(clauses), tuple(tables)


def _agreement(number: int, characters: int) -> Agreement:
    """Return a sample agreement, made so long by general clauses."""
    sample = _samples()[number % len(_samples())]
    chance = random.Random(number)
    clauses, tables = _general()
    lines = [_plain(line) for line in sample.lines if line.kind != "page"]
    size = sum(map(_length, lines))
    chapter = 0
    while size < characters:
        chapter += 1
        added = [
            Line(
                "title", (Run(f"附件{markup.chinese(1 + (chapter - 1) % 99)}　{_TITLES[chapter % len(_TITLES)]}规则"),)
            )
        ]
        for item, text in enumerate(chance.sample(clauses, _EACH_CHAPTER), 1):
            text = _FIGURE.sub(lambda match: str(chance.randint(1, 9)) + match[0][1:], text)
            added.append(Line("text", (Run(f"{chapter}.{item} {text}"),)))
        if chapter % 2:
            added.extend(chance.choice(tables))
        size += sum(map(_length, added))
        lines.extend(added)
    return replace(sample, name=f"{number:03}", lines=tuple(lines))


def _plain(line: Line) -> Line:
    """Return a line as it is once its changes are accepted."""
    return line if line.kind == "row" else replace(line, runs=(Run(line.text),))


def _length(line: Line) -> int:
    return sum(map(len, line.cells)) if line.kind == "row" else len(line.number) + len(line.text)


def _docx(agreement: Agreement) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "agreement.docx")
        word.write(agreement, path)
        return path.read_bytes()


def _pdf(agreement: Agreement) -> bytes:
    sheet = _Sheet(agreement)
    for block in agreement.blocks():
        if isinstance(block, list):
            sheet.table([row.cells for row in block])
        else:
            sheet.paragraph((block.number + block.text).strip(), centred=block.kind == "title")
    return sheet.data()


class _Sheet:
    """Sets an agreement with reportlab: header, page number, lines of 38 汉字."""

    def __init__(self, agreement: Agreement) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self._face = face()
        self._buffer = io.BytesIO()
        self._canvas = Canvas(self._buffer, pagesize=(595, 842), pageCompression=1, invariant=1)
        self._title, self._page, self._y = agreement.title, 0, 0.0
        self._turn()
        self.paragraph(agreement.title, centred=True)

    def _turn(self) -> None:
        if self._page:
            self._canvas.showPage()
        self._page += 1
        self._write(_LEFT, 50, f"{self._title}　V3.2", 9)
        self._write(270, 815, f"第 {self._page} 页", 9)
        self._y = float(_TOP)

    def _write(self, x: float, y: float, text: str, size: float) -> None:
        self._canvas.setFont(self._face, size)
        self._canvas.drawString(x, 842 - y, text)

    def paragraph(self, text: str, *, centred: bool) -> None:
        """Set one paragraph, its first line indented by two characters unless it is centred."""
        for number, line in enumerate(_broken(text, _LINE, 0 if centred else 2)):
            if self._y > _BOTTOM:
                self._turn()
            x = _LEFT + (0 if number or centred else 2 * _SIZE)
            self._write(297 - self._width(line) / 2 if centred else x, self._y, line, _SIZE)
            self._y += _PITCH

    def _width(self, text: str) -> float:
        return float(self._canvas.stringWidth(text, self._face, _SIZE))

    def table(self, rows: list[tuple[str, ...]]) -> None:
        """Set a ruled table; one that does not fit begins on the next page."""
        width = _LINE * _SIZE / len(rows[0])
        cells = [[_broken(text, int((width - 8) / _CELL_SIZE), 0) for text in row] for row in rows]
        heights = [_CELL_PITCH * max(map(len, row)) + 8 for row in cells]
        if self._y + sum(heights) > _BOTTOM:
            self._turn()
        top = self._y - 10
        for height, row in zip(heights, cells, strict=True):
            for column, lines in enumerate(row):
                x = _LEFT + width * column
                self._canvas.rect(x, 842 - top - height, width, height)
                for at, line in enumerate(lines):
                    self._write(x + 4, top + 14 + _CELL_PITCH * at, line, _CELL_SIZE)
            top += height
        self._y = top + _PITCH

    def data(self) -> bytes:
        self._canvas.save()
        return self._buffer.getvalue()


def _broken(text: str, room: int, indent: int) -> list[str]:
    """Break a text into lines of `room` 汉字; letters and figures are half as wide, and no mark begins a line."""
    lines, width = [""], 2.0 * indent
    for char in text:
        wide = 1 if char.isascii() else 2
        if width + wide > 2 * room and char not in _FORBIDDEN:
            lines.append("")
            width = 0
        lines[-1] += char
        width += wide
    return lines
