"""The content of one paragraph: runs, fields, symbols, boxes and notes, read as Word prints them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from contract_scan.extract.docx.names import W14, R, is_on, local, number, value, w
from contract_scan.extract.docx.styles import Style, Styles
from contract_scan.extract.docx.unseen import is_unseen
from contract_scan.extract.symbols import CHECKED, UNCHECKED, symbol

if TYPE_CHECKING:
    from lxml.etree import _Element

    from contract_scan.extract.docx.reading import Reading

__all__ = ["Content", "Fields", "InlineReader"]

_W_PREFIX = w("")
_W14_PREFIX = f"{{{W14}}}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DROPPED_NAMES = (
    "pPr rPr instrText delInstrText commentReference annotationRef footnoteRef endnoteRef separator "
    "continuationSeparator rt softHyphen proofErr bookmarkStart bookmarkEnd lastRenderedPageBreak tblPr sdtPr "
    "sdtEndPr rubyPr customXmlPr smartTagPr fldData"
)
_DROPPED = frozenset(_DROPPED_NAMES.split())
_IN_DRAWINGS = frozenset({"txbxContent", "textpath", "relIds", "chart", "OLEObject", "pic", "imagedata"})
# Fields that print something that matters in an agreement; page numbers and the like do not.
_COMPUTED_NAMES = (
    "AUTONUM AUTONUMLGL AUTONUMOUT DOCPROPERTY DOCVARIABLE FILLIN IF INCLUDETEXT LISTNUM MERGEFIELD QUOTE REF SEQ ="
)
_COMPUTED = frozenset(_COMPUTED_NAMES.split())
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_EQ_ENCLOSED = re.compile(r"^\s*eq\s*\\o\s*(?:\\a\w\s*)?\(\s*([^,，;]*?)\s*[,，;]\s*(.*?)\s*\)\s*$", re.IGNORECASE)


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    in_result: bool = False


@dataclass(slots=True)
class Fields:
    """The complex fields that are open. A field may span paragraphs, so one of these serves a whole story."""

    stack: list[_Field] = field(default_factory=list)
    #: Marks that open a field which no mark closes; Word shows what follows them as text.
    unclosed: set[_Element] = field(default_factory=set)

    def survey(self, container: _Element) -> None:
        """Look at all field marks of `container` before it is read."""
        opened: list[_Element] = []
        for mark in container.iter(w("fldChar")):
            kind = value(mark, "fldCharType")
            if kind == "begin":
                opened.append(mark)
            elif kind == "end" and opened:
                opened.pop()
        self.unclosed.update(opened)

    @property
    def in_contents(self) -> bool:
        """True inside of the field that makes the table of contents."""
        return any(item.instruction.split()[:1] == ["TOC"] for item in self.stack)

    @property
    def showing(self) -> bool:
        """True where text is printed: outside of fields, or in the result of every open one."""
        return all(item.in_result for item in self.stack)


@dataclass(slots=True)
class Content:
    """What a paragraph holds: printed text with ``\\n`` for line breaks, hidden text, and what hangs on it."""

    text: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    #: True if some of the text is a line of the table of contents.
    in_contents: bool = False


class InlineReader:
    """Reads paragraph content for one side of the tracked changes."""

    def __init__(self, reading: Reading, styles: Styles, fields: Fields) -> None:
        self._reading = reading
        self._styles = styles
        self._fields = fields

    def read(self, paragraph: _Element, style: Style) -> Content:
        """Return the content of `paragraph`, which has the paragraph style `style`."""
        content = Content()
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
            elif name == "sdt":
                self._control(element, style, content)
            elif name == "ruby":
                self._ruby(element, style, content)
            elif name == "fldSimple" and len(element) == 0:
                self._without_result(value(element, "instr") or "")
            elif name == "subDoc":
                self._reading.miss("sub-document", "文字在另一个文件里，没有读取")
            elif name == "t" and element.tag == f"{_MATH}t":
                self._show(element.text or "", False, content)
            else:
                self._walk(element, style, content)

    def _control(self, element: _Element, style: Style, content: Content) -> None:
        box = element.find(f"{w('sdtPr')}/{_W14_PREFIX}checkbox")
        if box is None:
            for inner in element.findall(w("sdtContent")):
                self._walk(inner, style, content)
            return
        self._reading.pass_over(element)
        checked = box.find(f"{_W14_PREFIX}checked")
        on = checked is not None and checked.get(f"{_W14_PREFIX}val") in {"1", "true", "on"}
        self._show(CHECKED if on else UNCHECKED, False, content)

    def _ruby(self, ruby: _Element, style: Style, content: Content) -> None:
        """The characters that a reading aid stands over, without the aid."""
        for part in ruby:
            if local(part) == "rubyBase":
                self._walk(part, style, content)
            else:
                self._reading.pass_over(part)

    def _run(self, run: _Element, style: Style, content: Content) -> None:
        hidden = self._is_hidden(run.find(w("rPr")), style)
        self._run_children(run, hidden, style, content)

    def _run_children(self, run: _Element, hidden: bool, style: Style, content: Content) -> None:
        for element in run:
            name = local(element)
            if not name or name == "rPr":
                continue
            if name in {"t", "delText"} and element.tag.startswith(_W_PREFIX):
                self._reading.texts += name == "t"
                self._show(_literal(element), hidden, content)
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
            elif name == "AlternateContent":
                branch = self._reading.branch(element)
                if branch is not None:
                    self._run_children(branch, hidden, style, content)
            elif name == "ruby":
                self._ruby(element, style, content)
            elif name not in _DROPPED:
                self._walk(element, style, content)

    def _is_hidden(self, properties: _Element | None, style: Style) -> bool:
        if properties is None:
            return style.vanish or self._styles.default_vanish
        if is_unseen(properties):
            return True
        direct = is_on(properties.find(w("vanish")))
        if direct is not None:
            return direct
        run_style = self._styles.get(value(properties.find(w("rStyle"))))
        # A toggle property: set by both the paragraph's and the run's style it is off again.
        return self._styles.default_vanish or style.vanish != run_style.vanish

    def _show(self, text: str, hidden: bool, content: Content) -> None:
        if text and self._fields.showing:
            (content.hidden if hidden else content.text).append(text)
            content.in_contents = content.in_contents or (self._fields.in_contents and bool(text.strip()))

    def _field_mark(self, element: _Element, hidden: bool, content: Content) -> None:
        kind = value(element, "fldCharType")
        stack = self._fields.stack
        if kind == "begin" and element not in self._fields.unclosed:
            self._show(_form_value(element.find(w("ffData"))), hidden, content)
            stack.append(_Field())
        elif kind == "separate" and stack:
            stack[-1].in_result = True
        elif kind == "end" and stack:
            closed = stack.pop()
            if not closed.in_result:
                self._show(_drawn_by(closed.instruction), hidden, content)
                self._without_result(closed.instruction)

    def _without_result(self, instruction: str) -> None:
        """Say that a field prints what only Word works out, where the file does not keep the outcome."""
        name = instruction.split(None, 1)[0].upper() if instruction.strip() else ""
        if name in _COMPUTED:
            self._reading.warn("field_without_result", f"域 {name} 没有保存结果，它显示的文字没有读取")

    def _outermost(self, element: _Element) -> list[_Element]:
        """The parts of a drawing that carry text, each once: a box inside a box is read with the outer one."""
        found: list[_Element] = []
        waiting = [element]
        while waiting:
            current = waiting.pop()
            name = local(current)
            if name in _IN_DRAWINGS:
                found.append(current)
            elif name == "AlternateContent":
                branch = self._reading.branch(current)
                if branch is not None:
                    waiting.append(branch)
            else:
                waiting.extend(reversed(current))
        return found

    def _drawing(self, element: _Element, content: Content) -> None:
        if not self._fields.showing:
            self._reading.pass_over(element)
            return
        for found in self._outermost(element):
            name = local(found)
            if name == "txbxContent":
                content.boxes.append(found)
            elif name == "textpath":
                self._reading.word_art.append(found.get("string") or "")
            elif name == "relIds":
                self._reading.diagrams.extend(key for key in [found.get(f"{{{R}}}dm")] if key)
            elif name in {"pic", "imagedata"}:
                self._reading.picture(found)
            elif name == "chart":
                self._reading.miss("chart", "图表里的文字没有读取")
            elif name == "OLEObject":
                self._reading.miss("embedded object", "嵌入的文件没有读取")


def _literal(element: _Element) -> str:
    text = re.sub(r"[\r\n\t]+", " ", element.text or "")
    keep = element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    return text if keep else text.strip(" ")


def _symbol(code: str | None, font: str | None) -> str:
    try:
        return symbol(int(code or "", 16), font)
    except ValueError:
        return ""


def _form_value(data: _Element | None) -> str:
    """What a legacy form field shows that has no result of its own: a check box or a list."""
    if data is None:
        return ""
    box = data.find(w("checkBox"))
    if box is not None:
        state = is_on(box.find(w("checked")))
        if state is None:
            state = is_on(box.find(w("default")))
        return CHECKED if state else UNCHECKED
    choices = data.find(w("ddList"))
    if choices is None:
        return ""
    entries = [value(entry) or "" for entry in choices.findall(w("listEntry"))]
    picked = number(choices.find(w("result"))) or number(choices.find(w("default"))) or 0
    return entries[picked] if 0 <= picked < len(entries) else ""


def _drawn_by(instruction: str) -> str:
    """What a field without a result part prints: an enclosed character, or a prompt to click on."""
    enclosed = _EQ_ENCLOSED.match(instruction)
    if enclosed:
        frame, inner = enclosed[1].strip(), enclosed[2].strip()
        inner = re.sub(r"\\s\\(?:up|do)\s*\d*\s*\((.*)\)", r"\1", inner).strip()
        if frame in {"○", "◯", "〇"} and inner.isdecimal() and 1 <= int(inner) <= 20:
            return chr(0x2460 + int(inner) - 1)
        if frame in {"□", "▢"} and inner in {"√", "✓", "✔"}:
            return CHECKED
        return inner or frame
    words = instruction.split(None, 2)
    if len(words) == 3 and words[0].upper() == "MACROBUTTON":
        return words[2].strip()
    if len(words) >= 2 and words[0].upper() == "SYMBOL":
        font = re.search(r'\\f\s+"?([^"\\]+)"?', instruction)
        try:
            return symbol(int(words[1], 0), font[1].strip() if font else None)
        except ValueError:
            return ""
    return ""
