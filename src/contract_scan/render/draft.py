"""A letter as Markdown and as a Word file, both to be edited: blanks stand out, the notes come last."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from contract_scan.model.draft import Draft, DraftPart
from contract_scan.render.markdown import escape
from contract_scan.render.safe import inert

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

__all__ = ["NOTES_HEADING", "draft_docx", "draft_markdown"]

NOTES_HEADING: Final = "起草说明（给您看的，寄出前删去）"
_BLANKS: Final = re.compile(r"(_{2,}(?:年_{2,}月_{2,}日|元)?)")
_SONG: Final = "宋体"
_HEI: Final = "黑体"
_KAI: Final = "楷体"


def draft_markdown(draft: Draft) -> str:
    """Return the letter as Markdown, everything from the contract escaped.

    >>> from contract_scan import draft, draft_markdown, scan
    >>> letter = draft(scan("第一条 押金\\n乙方向甲方交纳押金300元，合作终止后甲方应退还押金。"))
    >>> draft_markdown(letter).splitlines()[0]
    '# 退还押金催告函'
    """
    lines: list[str] = []
    for part in draft.parts:
        lines += _markdown(part)
    lines += ["---", "", f"## {NOTES_HEADING}", "", *(f"- {_escaped(note)}" for note in draft.notes), ""]
    return "\n".join(lines)


def _markdown(part: DraftPart) -> Iterator[str]:
    text = _escaped(part.text)
    match part.role:
        case "title":
            yield f"# {text}"
        case "heading":
            yield f"## {text}"
        case "item":
            yield f"- {text}"
        case "quote":
            yield f"> 「{text}」（{escape(inert(part.place or ''))}）"
        case _:
            yield text
    yield ""


def _escaped(text: str) -> str:
    return escape(inert(text))


def draft_docx(draft: Draft) -> bytes:
    """Return the letter as a Word file (.docx), A4. Blanks are yellow; the notes have a page of their own.

    >>> from contract_scan import draft, draft_docx, scan
    >>> letter = draft(scan("第一条 押金\\n乙方向甲方交纳押金300元，合作终止后甲方应退还押金。"))
    >>> draft_docx(letter)[:2]
    b'PK'
    """
    return _Page(draft).made()


class _Page:
    def __init__(self, draft: Draft) -> None:
        import docx

        self._draft = draft
        self._document: Document = docx.Document()

    def made(self) -> bytes:
        self._set_page()
        for part in self._draft.parts:
            self._add(part)
        self._add_notes()
        out = io.BytesIO()
        self._document.save(out)
        return out.getvalue()

    def _set_page(self) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt

        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.8)
        section.top_margin = section.bottom_margin = Cm(2.5)
        style = self._document.styles["Normal"]
        style.font.name, style.font.size = "Times New Roman", Pt(12)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), _SONG)
        style.paragraph_format.line_spacing = 1.5
        style.paragraph_format.space_after = Pt(0)
        properties = self._document.core_properties
        properties.author, properties.title, properties.comments = "", self._draft.title, ""
        properties.language = "zh-CN"

    def _add(self, part: DraftPart) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Cm, Pt

        text = inert(part.text)
        paragraph = self._document.add_paragraph()
        layout = paragraph.paragraph_format
        match part.role:
            case "title":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                layout.space_after = Pt(18)
                self._write(paragraph, text, font=_HEI, size=18)
                _outline(paragraph, 0)
            case "heading":
                layout.space_before, layout.keep_with_next = Pt(10), True
                self._write(paragraph, text, font=_HEI)
                _outline(paragraph, 1)
            case "quote":
                layout.left_indent, layout.space_after = Cm(1.2), Pt(4)
                self._write(paragraph, f"「{text}」", font=_KAI, size=11)
                self._write(paragraph, f"（{inert(part.place or '')}）", size=10, grey=True)
                _border_left(paragraph)
            case "item":
                layout.left_indent, layout.first_line_indent = Cm(0.85), Cm(-0.42)
                self._write(paragraph, f"· {text}")
            case "signature":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                layout.space_before, layout.keep_together = Pt(12), True
                self._write(paragraph, text)
            case "address":
                self._write(paragraph, text)
            case _:
                layout.first_line_indent = Cm(0.85)
                self._write(paragraph, text)
        if part.role != "signature" and part.evidence and part.role != "quote":
            layout.keep_with_next = True

    def _add_notes(self) -> None:
        from docx.shared import Pt

        heading = self._document.add_paragraph()
        heading.paragraph_format.page_break_before = True
        heading.paragraph_format.space_after = Pt(6)
        self._write(heading, NOTES_HEADING, font=_HEI)
        for note in self._draft.notes:
            self._write(self._document.add_paragraph(), f"· {inert(note)}", size=11, grey=True)

    def _write(
        self, paragraph: Paragraph, text: str, *, font: str | None = None, size: int | None = None, grey: bool = False
    ) -> None:
        """Write a text in runs, so that each blank stands out."""
        from docx.enum.text import WD_COLOR_INDEX
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        for piece in filter(None, _BLANKS.split(text)):
            run = paragraph.add_run(piece)
            if _BLANKS.fullmatch(piece):
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
            if size is not None:
                run.font.size = Pt(size)
            if grey:
                run.font.color.rgb = RGBColor(0x55, 0x55, 0x55)
            if font is not None:
                run.font.name = "Times New Roman"
                fonts: Any = run._element.get_or_add_rPr().find(qn("w:rFonts"))
                fonts.set(qn("w:eastAsia"), font)


def _outline(paragraph: Paragraph, level: int) -> None:
    """Put a paragraph into Word's outline without the look of its heading styles."""
    _append(paragraph, "w:outlineLvl", {"w:val": str(level)})


def _border_left(paragraph: Paragraph) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders: Any = OxmlElement("w:pBdr")
    left: Any = OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "8"), ("color", "A0A0A0")):
        left.set(qn(f"w:{name}"), value)
    borders.append(left)
    properties = paragraph._p.get_or_add_pPr()
    # The schema has the border before spacing and indents.
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")


def _append(paragraph: Paragraph, tag: str, attributes: dict[str, str]) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element: Any = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    paragraph._p.get_or_add_pPr().append(element)
