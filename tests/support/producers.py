"""The sample agreements as files of many producers, each with the text that it is known to hold.

A producer takes an agreement of ``samples/sources`` and returns the bytes of a file. Those that need LibreOffice or
Chromium say so in `Producer.program`.
"""

from __future__ import annotations

import io
import random
import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape

from support.fidelity import Known
from support.painting import Painter
from support.wordml import cell, level, one_list, package, paragraph, run, table

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
sys.path.append(str(SAMPLES))

from builder import markup, printing, web, word  # noqa: E402 - found by the line above
from builder.markup import Agreement, Line  # noqa: E402

__all__ = ["PRODUCERS", "Producer"]


@dataclass(frozen=True, slots=True)
class Producer:
    """One way in which an agreement becomes a file."""

    name: str
    source: str
    suffix: Literal["pdf", "docx", "html"]
    make: Callable[[Agreement], bytes]
    program: Literal["soffice", "chromium"] | None = None

    def file(self) -> bytes:
        """Make the file."""
        return self.make(self._agreement())

    def known(self) -> Known:
        """Return the text that the file holds."""
        agreement = self._agreement()
        lines = (line for line in agreement.lines if line.kind != "page")
        return Known(
            (agreement.title, *(line.cells if line.kind == "row" else line.number + line.text for line in lines))
        )

    def _agreement(self) -> Agreement:
        (path,) = (SAMPLES / "sources").glob(f"{self.source}-*.md")
        return markup.read(path)


def _docx(agreement: Agreement) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "agreement.docx")
        word.write(agreement, path)
        return path.read_bytes()


def _libreoffice(agreement: Agreement) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path, pdf = Path(folder, "agreement.docx"), Path(folder, "agreement.pdf")
        word.write(agreement, path)
        printing.libreoffice(path, pdf)
        return pdf.read_bytes()


def _chromium(agreement: Agreement, change: Callable[[str], str] = str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder, "agreement.pdf")
        printing.chromium(change(web.sheet(agreement)), pdf)
        return pdf.read_bytes()


def _watermark_under(agreement: Agreement) -> bytes:
    return _chromium(agreement, lambda page: page.replace(".mark {", ".mark { z-index: -1;"))


def _watermark_tiled(agreement: Agreement) -> bytes:
    def tiled(page: str) -> str:
        (mark,) = re.findall(r'<div class="mark">.*?</div>', page)
        marks = [
            mark.replace('"mark"', f'"mark" style="left:{x}%;top:{y}%;width:30%;font-size:18pt"')
            for x in (0, 35, 70)
            for y in range(5, 100, 18)
        ]
        return page.replace(mark, "".join(marks))

    return _chromium(agreement, tiled)


# --- Word's markup by hand --------------------------------------------------------------------------------------------


def _word_xml(agreement: Agreement) -> bytes:
    """Write numbered clauses as Word does: runs parted at every few characters, numbers made by the program."""
    formats = {"chinese": "chineseCountingThousand", "decimal": "decimal"}
    levels = [
        level(index, formats[one.format], one.text, extra=f'<w:suff w:val="{"space" if one.space else "nothing"}"/>')
        for index, one in enumerate(agreement.levels)
    ]
    body = [paragraph(agreement.title)]
    for block in agreement.blocks():
        if isinstance(block, list):
            body.append(table(*("".join(cell(escape(text)) for text in row.cells) for row in block)))
        elif block.kind != "page":
            body.append(_word_paragraph(block))
    return package("".join(body), numbering=one_list(*levels))


def _word_paragraph(line: Line) -> str:
    number = f'<w:numPr><w:ilvl w:val="{line.level}"/><w:numId w:val="1"/></w:numPr>' if line.number else ""
    pieces = [line.text[at : at + 7] for at in range(0, len(line.text), 7)]
    runs = '<w:proofErr w:type="spellStart"/>'.join(run(escape(piece)) for piece in pieces)
    return f"<w:p><w:pPr>{number}</w:pPr>{runs}</w:p>"


# --- Painted pages ----------------------------------------------------------------------------------------------------

_TOP, _BOTTOM, _LEFT, _PITCH, _WIDTH, _INDENT = 80, 760, 70, 20, 38, 24
_ROW = 24


def _unembedded(agreement: Agreement) -> bytes:
    return _painted(agreement, lambda painter, x, y, text: painter.text(x, y, text))


def _painted(agreement: Agreement, write: Callable[[Painter, float, float, str], None]) -> bytes:
    """Paint an agreement in a font that is not embedded; `write` puts down one line."""
    painter, y = Painter(), _TOP
    for number, block in enumerate([agreement.title, *agreement.blocks()]):
        if isinstance(block, list):
            if y + _ROW * len(block) > _BOTTOM:
                painter.next_page()
                y = _TOP
            _grid(painter, y - 10, block, write)
            y += _ROW * len(block) + _PITCH
            continue
        if not isinstance(block, str) and block.kind == "page":
            continue
        text = block if isinstance(block, str) else (block.number + block.text).strip()
        for at, line in enumerate(_broken(painter, text, first=_INDENT if number else 0)):
            if y > _BOTTOM:
                painter.next_page()
                y = _TOP
            write(painter, _LEFT + (0 if at or not number else _INDENT), y, line)
            y += _PITCH
    return painter.data()


def _broken(painter: Painter, text: str, first: float) -> list[str]:
    """Break a text where its lines are full, as a typesetter without rules for marks and words does."""
    lines, line = [], ""
    for char in text:
        room = _WIDTH * 12 - (0 if lines else first)
        if painter.width(line + char) > room:
            lines.append(line)
            line = ""
        line += char
    return [*lines, line]


def _grid(painter: Painter, top: float, rows: list[Line], write: Callable[[Painter, float, float, str], None]) -> None:
    columns = len(rows[0].cells)
    width = _WIDTH * 12 / columns
    painter.grid(
        [_LEFT + width * index for index in range(columns + 1)],
        [top + _ROW * index for index in range(len(rows) + 1)],
    )
    for index, row in enumerate(rows):
        for column, text in enumerate(row.cells):
            lines = _fitting(painter, text, width - 8)
            for at, line in enumerate(lines):
                y = top + _ROW * index + (16 if len(lines) == 1 else 10 + 11 * at)
                write(painter, _LEFT + width * column + 4, y, line)


def _fitting(painter: Painter, text: str, width: float) -> list[str]:
    return [text] if painter.width(text) <= width else [text[: len(text) // 2], text[len(text) // 2 :]]


def _filled(agreement: Agreement) -> bytes:
    """Print a form whose figures are left out, and lay a sheet over each page that holds nothing but them."""
    import pikepdf

    def gaps(painter: Painter, x: float, y: float, text: str) -> None:
        for part in re.finditer(r"\D+", text):
            painter.text(x + painter.width(text[: part.start()]), y, part.group())

    def figures(painter: Painter, x: float, y: float, text: str) -> None:
        for part in re.finditer(r"\d+", text):
            painter.text(x + painter.width(text[: part.start()]), y, part.group())

    out = io.BytesIO()
    with (
        pikepdf.open(io.BytesIO(_painted(agreement, gaps))) as form,
        pikepdf.open(io.BytesIO(_painted(agreement, figures))) as values,
    ):
        for page, over in zip(form.pages, values.pages, strict=True):
            page.add_overlay(over)
        form.save(out)
    return out.getvalue()


def _shuffled(agreement: Agreement) -> bytes:
    """Put the text objects of every page into an order that has nothing to do with reading."""
    import pikepdf

    chance = random.Random(5)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(_unembedded(agreement))) as pdf:
        for page in pdf.pages:
            objects, other = [], []
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                if operator == "BT":
                    objects.append([])
                inside = objects and (operator == "BT" or str(objects[-1][-1].operator) != "ET")
                (objects[-1] if inside else other).append(instruction)
            chance.shuffle(objects)
            # The canvas flips nothing and sets the page up first; text objects carry all of their own state.
            stream = [*other, *(instruction for group in objects for instruction in group)]
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(stream))
        pdf.save(out)
    return out.getvalue()


PRODUCERS = (
    Producer("python-docx, automatic numbers", "01", "docx", _docx),
    Producer("python-docx, chapters", "03", "docx", _docx),
    Producer("python-docx, three parties", "11", "docx", _docx),
    Producer("Word XML by hand", "13", "docx", _word_xml),
    Producer("LibreOffice, typed numbers", "12", "pdf", _libreoffice, "soffice"),
    Producer("LibreOffice, automatic numbers", "13", "pdf", _libreoffice, "soffice"),
    Producer("Chromium", "04", "pdf", _chromium, "chromium"),
    Producer("Chromium, two columns", "05", "pdf", _chromium, "chromium"),
    Producer("Chromium, watermark over", "06", "pdf", _chromium, "chromium"),
    Producer("Chromium, watermark under", "06", "pdf", _watermark_under, "chromium"),
    Producer("Chromium, watermark tiled", "06", "pdf", _watermark_tiled, "chromium"),
    Producer("reportlab, font not embedded", "10", "pdf", _unembedded),
    Producer("reportlab, values laid over", "03", "pdf", _filled),
    Producer("pikepdf, shuffled content", "01", "pdf", _shuffled),
)
