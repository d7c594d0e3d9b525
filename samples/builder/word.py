"""Writes DOCX: automatic numbering, tables, header and footer with page fields, tracked changes."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Literal

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from .markup import Agreement, Line, Run

_STAMP = datetime(2026, 1, 5, 9, 0, 0)
_NUM_ID = 77
_FORMATS = {"chinese": "chineseCountingThousand", "decimal": "decimal"}


def write(agreement: Agreement, path: Path) -> None:
    """Write the agreement as DOCX, the same bytes each time."""
    document = Document()
    automatic = agreement.options.get("numbering") == "auto"
    _page(document, agreement)
    if automatic:
        _numbering(document, agreement)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add(title, (Run(agreement.title),), bold=True, size=16)
    for block in agreement.blocks():
        if isinstance(block, list):
            _table(document, block)
        else:
            _paragraph(document, block, automatic)
    properties = document.core_properties
    properties.author, properties.title = "", agreement.title
    properties.created = properties.modified = _STAMP
    buffer = io.BytesIO()
    document.save(buffer)
    path.write_bytes(_same_each_time(buffer.getvalue()))


def _page(document, agreement: Agreement) -> None:
    serif = agreement.options.get("font", "Noto Serif CJK SC")
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(agreement.options.get("size", 10.5))
    style.element.rPr.rFonts.set(qn("w:eastAsia"), serif)
    style.paragraph_format.line_spacing = agreement.options.get("spacing", 1.3)
    style.paragraph_format.space_after = Pt(3)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.8)
    section.top_margin = section.bottom_margin = Cm(2.5)
    header = section.header.paragraphs[0]
    header.text = agreement.options.get("header", "")
    header.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if note := agreement.options.get("footer"):
        footer.add_run(note + "　")
    for before, field, after in (("第 ", "PAGE", " 页"), (" / 共 ", "NUMPAGES", " 页")):
        footer.add_run(before)
        _field(footer, field)
        footer.add_run(after)


def _field(paragraph, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
    paragraph._p.append(field)


def _numbering(document, agreement: Agreement) -> None:
    levels = []
    for at, level in enumerate(agreement.levels):
        restart = '<w:lvlRestart w:val="0"/>' if level.continuous else ""
        # Without isLgl the 1 of 1.1 would be written as the level above writes it: 一.1.
        legal = "<w:isLgl/>" if level.format == "decimal" else ""
        levels.append(
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{_FORMATS[level.format]}"/>{restart}{legal}'
            f'<w:suff w:val="{"space" if level.space else "nothing"}"/><w:lvlText w:val="{level.text}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="{420 if at else 0}"/></w:pPr></w:lvl>'
        )
    numbering = document.part.numbering_part.element
    # The schema wants every abstractNum before the first num.
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_NUM_ID}"><w:multiLevelType w:val="multilevel"/>'
            f"{''.join(levels)}</w:abstractNum>"
        ),
    )
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{_NUM_ID}"><w:abstractNumId w:val="{_NUM_ID}"/></w:num>')
    )


def _paragraph(document, line: Line, automatic: bool) -> None:
    paragraph = document.add_paragraph()
    if line.kind == "page":
        paragraph.add_run().add_break(WD_BREAK.PAGE)
        return
    if line.kind == "title":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        _add(paragraph, line.runs, bold=True, size=13)
        return
    properties = paragraph._p.get_or_add_pPr()
    if line.kind == "clause" and automatic:
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{line.level}"/><w:numId w:val="{_NUM_ID}"/></w:numPr>')
        )
    elif not line.is_heading or line.level:
        paragraph.paragraph_format.first_line_indent = Pt(21)
    if line.is_heading and line.level == 0:
        paragraph.paragraph_format.space_before = Pt(6)
        paragraph.paragraph_format.keep_with_next = True
    if line.runs and all(run.change == "ins" for run in line.runs):
        # The paragraph mark was inserted too, as Word writes a paragraph that is new as a whole.
        mark = OxmlElement("w:rPr")
        mark.append(_change("ins", document))
        properties.append(mark)
    runs = line.runs if automatic or not line.number else (Run(line.number), *line.runs)
    _add(paragraph, runs, bold=line.is_heading)


def _change(kind: Literal["ins", "del"], document) -> OxmlElement:
    """Return an empty tracked change with an identifier that is new in the document."""
    change = OxmlElement(f"w:{kind}")
    change.set(qn("w:id"), str(900 + len(document.element.xpath("//w:ins | //w:del"))))
    change.set(qn("w:author"), "法务")
    change.set(qn("w:date"), _STAMP.strftime("%Y-%m-%dT%H:%M:%SZ"))
    return change


def _add(paragraph, runs: tuple[Run, ...], *, bold: bool = False, size: float | None = None) -> None:
    for part in runs:
        run = paragraph.add_run(part.text)
        run.bold = bold or None
        if size:
            run.font.size = Pt(size)
        if part.change is None:
            continue
        change = _change(part.change, paragraph.part.document)
        run._r.addprevious(change)
        change.append(run._r)
        if part.change == "del":
            for text in run._r.findall(qn("w:t")):
                text.tag = qn("w:delText")


def _table(document, rows: list[Line]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0].cells))
    table.style = "Table Grid"
    for at, row in enumerate(rows):
        for cell, text in zip(table.add_row().cells, row.cells, strict=True):
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            _add(cell.paragraphs[0], (Run(text),), bold=at == 0, size=9.5)
    head = table.rows[0]._tr.get_or_add_trPr()
    head.append(OxmlElement("w:tblHeader"))
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _same_each_time(package: bytes) -> bytes:
    """Pack the parts again with one fixed date: a rebuild with no change gives the same file."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != "docProps/thumbnail.jpeg":
                data = source.read(name)
                if name == "_rels/.rels":
                    data = _without_thumbnail(data)
                info = zipfile.ZipInfo(name, (2026, 1, 5, 9, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(info, data)
    return out.getvalue()


def _without_thumbnail(rels: bytes) -> bytes:
    return re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", rels)
