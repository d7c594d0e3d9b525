"""The content of one paragraph: runs, fields, symbols, boxes and notes, read as Word prints them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from contract_scan.extract.docx.drawings import Drawings
from contract_scan.extract.docx.equations import MATH, math_marks
from contract_scan.extract.docx.fields import Field, Fields, field_name, form_value
from contract_scan.extract.docx.names import Properties, W, child, is_on, local, properties_of, value, w
from contract_scan.extract.docx.styles import Style, Styles, font_of
from contract_scan.extract.docx.unseen import ground_of, is_unseen
from contract_scan.extract.flow import Item
from contract_scan.extract.symbols import is_symbol_font, symbol

if TYPE_CHECKING:
    from lxml.etree import _Element

    from contract_scan.extract.docx.reading import Reading

__all__ = ["Content", "InlineReader"]

_W_PREFIX = f"{{{W}}}"
_DROPPED_NAMES = (
    "pPr rPr instrText delInstrText commentReference annotationRef footnoteRef endnoteRef separator "
    "continuationSeparator rt softHyphen proofErr bookmarkStart bookmarkEnd lastRenderedPageBreak tblPr sdtPr "
    "sdtEndPr rubyPr customXmlPr smartTagPr fldData"
)
_DROPPED = frozenset(_DROPPED_NAMES.split())
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# How long a line an underlined tab and an underlined ideographic space draw.
_TAB_LINE = "____"
_LINES = {code: "__" if code == 0x3000 else "_" for code in (0x20, 0xA0, 0x3000, *range(0x2000, 0x200B))}
_CONTROLS = re.compile(r"[\r\n\t]+")
_TODAY = frozenset({"dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong"})


class Ruled(str):
    """Underlined text. Where it is all blank, it is a line to write on."""

    __slots__ = ()


@dataclass(slots=True)
class Content:
    """What a paragraph holds: printed text with ``\\n`` for line breaks, hidden text, and what hangs on it."""

    text: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    #: Text of drawings that is no text box.
    drawn: list[Item] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    #: True if some of the text is a line of the table of contents.
    in_contents: bool = False

    def printed(self) -> str:
        """Return the printed text, with ``_`` for lines to write on."""
        if len(self.text) == 1 and not isinstance(self.text[0], Ruled):  # as most have it
            return self.text[0]
        pieces: list[str] = []
        for ruled, group in groupby(self.text, key=lambda piece: isinstance(piece, Ruled)):
            text = "".join(group)
            # One underlined space is a slip of the hand.
            is_line = ruled and not text.strip() and (len(text) > 1 or text == "\t")
            pieces.append(text.replace("\t", _TAB_LINE).translate(_LINES) if is_line else text)
        return "".join(pieces)

    def followed_by(self, other: Content) -> Content:
        """Return the content of both as one paragraph."""
        return Content(
            self.text + other.text,
            self.hidden + other.hidden,
            self.boxes + other.boxes,
            self.drawn + other.drawn,
            self.notes + other.notes,
            self.in_contents or other.in_contents,
        )


class _Ground:
    """The colour beneath a paragraph, worked out once it is asked for: few runs have a colour of their own."""

    __slots__ = ("_backdrop", "_found", "_paragraph")

    def __init__(self, paragraph: _Element, backdrop: bool) -> None:
        self._paragraph, self._backdrop = paragraph, backdrop
        self._found: tuple[str | None] | None = None

    def __call__(self) -> str | None:
        if self._found is None:
            self._found = (ground_of(self._paragraph, self._backdrop),)
        return self._found[0]


class InlineReader:
    """Reads paragraph content for one side of the tracked changes."""

    def __init__(self, reading: Reading, styles: Styles, fields: Fields, drawings: Drawings) -> None:
        self._reading = reading
        self._styles = styles
        self._fields = fields
        self._drawings = drawings
        self._outline: int | None = None
        self._ruled = False
        self._beneath: Callable[[], str | None] = lambda: None

    def read(self, paragraph: _Element, style: Style, outline: int | None = None) -> Content:
        """Return the content of `paragraph`, which has the paragraph style `style` and this outline level."""
        content = Content()
        self._outline = outline
        self._beneath = _Ground(paragraph, self._reading.backdrop)
        self._walk(paragraph, style, content)
        return content

    def _walk(self, parent: _Element, style: Style, content: Content) -> None:
        for element in parent:
            name = local(element)
            if not name or name in _DROPPED:
                continue
            if name in self._reading.left_out:
                self._reading.leave_out(element)
            elif name in self._reading.taken_in:
                self._reading.tracked = True
                self._walk(element, style, content)
            elif name == "r" and element.tag == w("r"):
                self._run(element, style, content)
            elif name == "AlternateContent":
                branch = self._reading.branch(element)
                if branch is not None:
                    self._walk(branch, style, content)
            elif name == "ruby":
                self._ruby(element, style, content)
            elif name == "fldSimple":
                self._simple_field(element, style, content)
            elif name == "subDoc":
                self._reading.miss("sub-document", "文字在另一个文件里，没有读取")
            elif element.tag == f"{MATH}t":
                self._show(element.text or "", False, content)
            else:
                before, after = math_marks(element)
                self._show(before, False, content)
                self._walk(element, style, content)
                self._show(after, False, content)

    def _simple_field(self, element: _Element, style: Style, content: Content) -> None:
        instruction = value(element, "instr") or ""
        if len(element) == 0:
            self._computed(instruction, False, content)
            return
        depth = len(self._fields.stack)
        self._fields.stack.append(Field(instruction=instruction, in_result=True))
        self._walk(element, style, content)
        del self._fields.stack[depth:]

    def _ruby(self, ruby: _Element, style: Style, content: Content) -> None:
        """The characters that a reading aid stands over, without the aid."""
        for part in ruby:
            if local(part) == "rubyBase":
                self._walk(part, style, content)
            else:
                self._reading.pass_over(part)

    def _run(self, run: _Element, style: Style, content: Content) -> None:
        properties = properties_of(self._reading.formatting(child(run, "rPr")))
        own = self._styles.get(value(properties.get(w("rStyle"))))
        hidden = self._is_hidden(properties, style, own) or is_unseen(properties, (own, style), self._beneath)
        font = font_of(properties) or own.font or style.font
        self._ruled = value(properties.get(w("u"))) not in {None, "none"}
        self._run_children(run, hidden, style, content, font if is_symbol_font(font) else None)
        self._ruled = False
        if is_on(properties.get(w("strike"))) and not hidden and any(True for _ in run.iter(w("t"))):
            self._reading.struck = True

    def _run_children(self, run: _Element, hidden: bool, style: Style, content: Content, font: str | None) -> None:
        for element in run:
            name = local(element)
            if not name or name == "rPr":
                continue
            if name in {"t", "delText"} and element.tag.startswith(_W_PREFIX):
                self._reading.texts += name == "t"
                text = _literal(element)
                self._show(text if font is None else _in_signs(text, font), hidden, content)
            elif name in _BREAKS:
                self._show(_BREAKS[name], hidden, content)
            elif name == "sym":
                code = value(element, "char")
                self._show(_symbol(code, value(element, "font")), hidden, content)
            elif name == "fldChar":
                self._field_mark(element, hidden, content)
            elif name == "instrText":
                if self._fields.stack and not self._fields.stack[-1].in_result:
                    self._fields.stack[-1].instruction += element.text or ""
            elif name in {"footnoteReference", "endnoteReference"}:
                if not hidden and self._fields.showing:
                    content.notes.append((name.removesuffix("Reference"), value(element, "id") or ""))
            elif name in {"drawing", "pict", "object"}:
                self._drawing(element, content)
            elif name in _TODAY:
                self._missing_result("DATE")
            elif name == "AlternateContent":
                branch = self._reading.branch(element)
                if branch is not None:
                    self._run_children(branch, hidden, style, content, font)
            elif name == "ruby":
                self._ruby(element, style, content)
            elif name not in _DROPPED:
                self._walk(element, style, content)

    def _is_hidden(self, properties: Properties, style: Style, own: Style) -> bool:
        direct = is_on(properties.get(w("vanish")))
        if direct is not None:
            return direct
        # A toggle property: set by both the paragraph's and the run's style it is off again.
        return self._styles.default_vanish or style.vanish != own.vanish

    def _show(self, text: str, hidden: bool, content: Content) -> None:
        if text and self._fields.showing:
            self._fields.shown(text)
            (content.hidden if hidden else content.text).append(Ruled(text) if self._ruled else text)
            content.in_contents = content.in_contents or (self._fields.in_contents and bool(text.strip()))

    def _field_mark(self, element: _Element, hidden: bool, content: Content) -> None:
        kind = value(element, "fldCharType")
        stack = self._fields.stack
        if kind == "begin" and element not in self._fields.unclosed:
            stack.append(Field(form=child(element, "ffData")))
        elif kind == "separate" and stack:
            stack[-1].in_result = True
        elif kind == "end" and stack:
            closed = stack.pop()
            if closed.form is not None:
                for _ in range(0 if closed.filled else closed.pieces):
                    # An empty form field is five blanks wide; they make way for what stands for them.
                    if content.text and not content.text[-1].strip():
                        content.text.pop()
                self._show(form_value(closed), hidden, content)
            elif not closed.in_result:
                self._computed(closed.instruction, hidden, content)

    def _computed(self, instruction: str, hidden: bool, content: Content) -> None:
        """Show what a field without a stored result prints, or say that only Word can work it out."""
        if not self._fields.showing:
            return
        shown = self._fields.without_result(instruction, self._outline)
        if shown is None:
            self._missing_result(field_name(instruction))
        else:
            self._show(shown, hidden, content)

    def _missing_result(self, name: str) -> None:
        self._reading.warn("field_without_result", f"域 {name} 没有保存结果，它显示的文字没有读取")

    def _drawing(self, element: _Element, content: Content) -> None:
        if not self._fields.showing:
            self._reading.pass_over(element)
            return
        boxes, drawn = self._drawings.read(element)
        content.boxes.extend(boxes)
        content.drawn.extend(drawn)


def _literal(element: _Element) -> str:
    text = _CONTROLS.sub(" ", element.text or "")
    keep = element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    return text if keep else text.strip(" ")


def _in_signs(text: str, font: str) -> str:
    """Text set in a font of signs; Chinese characters come from another font."""
    return "".join(symbol(ord(char), font) if _is_sign(ord(char)) else char for char in text)


def _is_sign(code: int) -> bool:
    return 0x20 < code < 0x100 or 0xF000 <= code <= 0xF0FF


def _symbol(code: str | None, font: str | None) -> str:
    try:
        return symbol(int(code or "", 16), font)
    except ValueError:
        return ""
