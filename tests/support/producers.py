"""The sample agreements as files of many producers, each with the text that it is known to hold.

A producer takes an agreement of ``samples/sources`` and returns the bytes of a file. Those that need LibreOffice or
Chromium say so in `Producer.program`.
"""

from __future__ import annotations

import io
import itertools
import random
import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import escape

from support.fidelity import Known, Score
from support.painting import Painter
from support.scanning import PicturePainter, scan_pdf, scanned
from support.wordml import cell, level, one_list, package, paragraph, run, table

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
sys.path.append(str(SAMPLES))

from builder import markup, printing, web, word  # noqa: E402 - found by the line above
from builder.markup import Agreement, Line  # noqa: E402

__all__ = ["PRODUCERS", "Producer", "agreement", "paint"]


_WHOLE = Score(0.999, 0.999, 0.99)
#: A recogniser errs in at most three characters of a thousand.
_RECOGNISED = Score(0.95, 0.997, 0.95)


@dataclass(frozen=True, slots=True)
class Producer:
    """One way in which an agreement, or these lines of it, becomes a file; `least` is what of it must come back."""

    name: str
    source: str
    suffix: Literal["pdf", "docx", "html"]
    make: Callable[[Agreement], bytes]
    program: Literal["soffice", "chromium"] | None = None
    lines: tuple[int, int | None] = (0, None)
    least: Score = _WHOLE
    is_scan: bool = False

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
        whole = agreement(self.source)
        return replace(whole, lines=whole.lines[slice(*self.lines)])


def agreement(source: str) -> Agreement:
    """Return the sample agreement with this number."""
    (path,) = (SAMPLES / "sources").glob(f"{source}-*.md")
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


def _word_columns(agreement: Agreement) -> bytes:
    """Set a Word file's text in two columns, justified, with a watermark of Word's kind behind it, and print it."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn
    from docx.shared import Emu

    with tempfile.TemporaryDirectory() as folder:
        path, pdf = Path(folder, "agreement.docx"), Path(folder, "agreement.pdf")
        word.write(agreement, path)
        document = Document(str(path))
        section = document.sections[0]
        columns = section._sectPr.find(qn("w:cols"))
        columns.set(qn("w:num"), "2")
        columns.set(qn("w:space"), "425")
        room = Emu(section.page_width - section.left_margin - section.right_margin).pt * 20 - 425
        for one in document.tables:
            for width in one._tbl.xpath(".//w:gridCol | .//w:tcW"):
                width.set(qn("w:w"), str(int(room / 2 / len(one.columns))))
        for paragraph in document.paragraphs:
            if paragraph.alignment is None:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        section.header.paragraphs[0]._p.append(parse_xml(_WORD_ART))
        document.save(str(path))
        printing.libreoffice(path, pdf)
        return pdf.read_bytes()


_WORD_ART = """
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:o="urn:schemas-microsoft-com:office:office"><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>
<v:shape id="PowerPlusWaterMarkObject1" type="#_x0000_t136" fillcolor="silver" stroked="f" style="position:absolute;
margin-left:0;margin-top:0;width:400pt;height:90pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;
mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin">
<v:fill opacity=".5"/><v:textpath style="font-family:&quot;Noto Sans CJK SC&quot;;font-size:1pt" string="仅供内部使用"/>
</v:shape></w:pict></w:r>"""


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


def _styled(style: str) -> Callable[[Agreement], bytes]:
    """Return a producer that prints a sheet with its text in columns, with more style."""

    def make(agreement: Agreement) -> bytes:
        return _chromium(
            replace(agreement, options={**agreement.options, "columns": 2, "lists": False}),
            lambda page: page.replace("</style>", f"{_FITTED}{style}</style>"),
        )

    return make


_FITTED = ".columns { overflow-wrap: anywhere; } .columns table { table-layout: fixed; }"
_three_columns = _styled(".columns { column-count: 3; column-gap: 6mm; } body { font-size: 8pt; line-height: 1.4; }")
_small_print = _styled(
    "body { font-size: 8.5pt; line-height: 1.15; text-align: left; } .columns { column-count: 1; }"
    " p { text-indent: 0; margin: 0; }"
)
_large_print = _styled(
    'body { font: 14pt/2 "Noto Sans CJK SC"; text-align: left; } .columns { column-count: 1; } p { margin: 0; }'
)


# --- Word's markup by hand --------------------------------------------------------------------------------------------


def _word_xml(agreement: Agreement) -> bytes:
    """Write numbered clauses as Word does: runs parted at every few characters, numbers made by the program."""
    formats = {"chinese": "chineseCountingThousand", "decimal": "decimal"}
    levels = []
    for index, one in enumerate(agreement.levels):
        restart = '<w:lvlRestart w:val="0"/>' if one.continuous else ""
        legal = "<w:isLgl/>" if one.format == "decimal" else ""
        suffix = f'<w:suff w:val="{"space" if one.space else "nothing"}"/>'
        levels.append(level(index, formats[one.format], one.text, extra=restart + legal + suffix))
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

_TOP, _BOTTOM, _LEFT, _MEASURE, _INDENT = 80, 760, 70, 456, 24
_SIZE, _PITCH, _CELL_SIZE, _CELL_PITCH = 12, 20, 10, 12

#: Writes one line at x and y (its baseline, from the page's top) in a size: painter, x, y, text, size.
_Write = Callable[[Painter, float, float, str, float], None]


def _unembedded(agreement: Agreement) -> bytes:
    return _painted(agreement, Painter.text)


def _painted(agreement: Agreement, write: _Write) -> bytes:
    """Paint an agreement in a font that is not embedded."""
    return paint(Painter(), agreement, write).data()


def paint(painter: Any, agreement: Agreement, write: _Write) -> Any:
    """Paint an agreement with this painter, and return it."""
    y = float(_TOP)
    for number, block in enumerate([agreement.title, *agreement.blocks()]):
        if isinstance(block, list):
            cells = [
                [_broken(painter, text, _MEASURE / len(row.cells) - 8, _CELL_SIZE) for text in row.cells]
                for row in block
            ]
            heights = [_CELL_PITCH * max(map(len, row)) + 8 for row in cells]
            if y + sum(heights) > _BOTTOM:
                painter.next_page()
                y = _TOP
            _grid(painter, y - 10, cells, heights, write)
            y += sum(heights) + _PITCH
            continue
        if not isinstance(block, str) and block.kind == "page":
            continue
        text = block if isinstance(block, str) else (block.number + block.text).strip()
        indent = _INDENT if number else 0
        for at, line in enumerate(_broken(painter, text, _MEASURE, _SIZE, indent)):
            if y > _BOTTOM:
                painter.next_page()
                y = _TOP
            write(painter, _LEFT + (0 if at else indent), y, line, _SIZE)
            y += _PITCH
    return painter


def _broken(painter: Painter, text: str, room: float, size: float, indent: float = 0) -> list[str]:
    """Break a text where its lines are full, as a program does that has no rules for marks, words and figures."""
    lines = [""]
    for char in text:
        if painter.width(lines[-1] + char, size) > room - (indent if len(lines) == 1 else 0):
            lines.append("")
        lines[-1] += char
    return lines


def _grid(painter: Painter, top: float, rows: list[list[list[str]]], heights: list[float], write: _Write) -> None:
    width = _MEASURE / len(rows[0])
    ys = [top + sum(heights[:index]) for index in range(len(rows) + 1)]
    painter.grid([_LEFT + width * index for index in range(len(rows[0]) + 1)], ys)
    for y, row in zip(ys, rows, strict=False):
        for column, lines in enumerate(row):
            for at, line in enumerate(lines):
                write(painter, _LEFT + width * column + 4, y + 13 + _CELL_PITCH * at, line, _CELL_SIZE)


def _filled(agreement: Agreement) -> bytes:
    """Print a form whose figures are left out, and lay over each page a sheet with them (and the rules once more)."""
    import pikepdf

    def writing(pattern: str) -> _Write:
        def write(painter: Painter, x: float, y: float, text: str, size: float) -> None:
            for part in re.finditer(pattern, text):
                painter.text(x + painter.width(text[: part.start()], size), y, part.group(), size)

        return write

    out = io.BytesIO()
    with (
        pikepdf.open(io.BytesIO(_painted(agreement, writing(r"\D+")))) as form,
        pikepdf.open(io.BytesIO(_painted(agreement, writing(r"\d+")))) as values,
    ):
        for page, over in zip(form.pages, values.pages, strict=False):
            page.add_overlay(over)
        form.save(out)
    return out.getvalue()


def _form(agreement: Agreement) -> bytes:
    """Print a form whose figures are filled into its fields."""
    names = itertools.count()

    def write(painter: Painter, x: float, y: float, text: str, size: float) -> None:
        for part in re.findall(r"\d+|\D+", text):
            width = painter.width(part, size)
            if part.isdigit():
                painter.field(f"field{next(names)}", (x, y + 3, width + 1, size + 3), part, size)
            else:
                painter.text(x, y, part, size)
            x += width

    return _painted(agreement, write)


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


def _scan(agreement: Agreement, dpi: int, angle: float, noise: float) -> bytes:
    painter = paint(PicturePainter(dpi, "Noto Serif CJK SC"), agreement, PicturePainter.text)
    return scan_pdf(*(scanned(page, angle, noise) for page in painter.pages), dpi=dpi)


def _scan_askew(agreement: Agreement) -> bytes:
    return _scan(agreement, 150, 1.5, 0.1)


def _scan_ruled(agreement: Agreement) -> bytes:
    return _scan(agreement, 200, -0.5, 0.05)


PRODUCERS = (
    Producer("python-docx, automatic numbers", "01", "docx", _docx),
    Producer("python-docx, chapters", "03", "docx", _docx),
    Producer("python-docx, three parties", "11", "docx", _docx),
    Producer("Word XML by hand", "13", "docx", _word_xml),
    Producer("Word XML by hand, chapters", "03", "docx", _word_xml),
    Producer("Word XML by hand, legal numbers", "11", "docx", _word_xml),
    Producer("LibreOffice, typed numbers", "12", "pdf", _libreoffice, "soffice"),
    Producer("LibreOffice, automatic numbers", "13", "pdf", _libreoffice, "soffice"),
    Producer("LibreOffice, two columns", "12", "pdf", _word_columns, "soffice"),
    Producer("LibreOffice, two columns, tables", "05", "pdf", _word_columns, "soffice"),
    Producer("Chromium", "04", "pdf", _chromium, "chromium"),
    Producer("Chromium, two columns", "05", "pdf", _chromium, "chromium"),
    Producer("Chromium, two columns, forms", "02", "pdf", _styled(""), "chromium"),
    Producer("Chromium, two columns, annexes", "13", "pdf", _styled(""), "chromium"),
    Producer("Chromium, three columns", "12", "pdf", _three_columns, "chromium"),
    Producer("Chromium, small print", "03", "pdf", _small_print, "chromium"),
    Producer("Chromium, large print", "08", "pdf", _large_print, "chromium"),
    Producer("Chromium, watermark over", "06", "pdf", _chromium, "chromium"),
    Producer("Chromium, watermark under", "06", "pdf", _watermark_under, "chromium"),
    Producer("Chromium, watermark tiled", "06", "pdf", _watermark_tiled, "chromium"),
    Producer("reportlab, font not embedded", "10", "pdf", _unembedded),
    Producer("reportlab, paragraphs with lists", "07", "pdf", _unembedded),
    Producer("reportlab, values laid over", "03", "pdf", _filled),
    Producer("reportlab, fields filled in", "03", "pdf", _form),
    Producer("pikepdf, shuffled content", "01", "pdf", _shuffled),
    Producer("scan, 150 dpi, askew, noisy", "11", "pdf", _scan_askew, None, (0, 14), _RECOGNISED, True),
    Producer("scan, 200 dpi, ruled table", "11", "pdf", _scan_ruled, None, (24, 36), _RECOGNISED, True),
)
