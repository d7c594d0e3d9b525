"""What is drawn into a paragraph: text boxes, shapes, WordArt, diagrams and charts, and pictures that are not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from contract_scan.errors import CorruptFileError
from contract_scan.extract.docx.names import CHART, A, R, local
from contract_scan.extract.docx.package import Part
from contract_scan.extract.flow import Cell, Item, Paragraph, Table
from contract_scan.model.document import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

    from contract_scan.extract.docx.reading import Reading

__all__ = ["Drawings"]

_A, _C, _R = f"{{{A}}}", f"{{{CHART}}}", f"{{{R}}}"
_CARRIERS = frozenset(
    {"txbxContent", "textpath", "txBody", "relIds", "chart", "OLEObject", "control", "pic", "imagedata"}
)
_UNREAD_OBJECTS = {"OLEObject": "嵌入的文件没有读取", "control": "ActiveX 控件里填写的内容没有读取"}
# How Word names the WordArt that it puts behind the text of every page.
_STAMP = re.compile(r"watermark", re.IGNORECASE)
_TURNED = re.compile(r"rotation\s*:\s*-?[1-9]")


class Drawings:
    """Reads the drawings of one part."""

    def __init__(self, part: Part, reading: Reading) -> None:
        self._part = part
        self._reading = reading

    def read(self, drawing: _Element) -> tuple[list[_Element], list[Item]]:
        """Return the text boxes of a drawing, to be read as part of the story, and the text that is drawn otherwise."""
        boxes: list[_Element] = []
        drawn: list[Item] = []
        for element in self._outermost(drawing):
            name = local(element)
            if name == "txbxContent":
                boxes.append(element)
            elif name == "textpath":
                drawn.append(self._word_art(element))
            elif name == "txBody":
                self._reading.pass_over(element)
                drawn.extend(_paragraphs(element))
            elif name == "relIds":
                drawn.extend(self._diagram(element.get(f"{_R}dm")))
            elif name == "chart":
                drawn.extend(self._chart(element.get(f"{_R}id")))
            elif name in _UNREAD_OBJECTS:
                part = self._part.target(element.get(f"{_R}id"))
                self._reading.miss(part or "embedded object", _UNREAD_OBJECTS[name])
            else:
                self._picture(element)
        return boxes, drawn

    def _outermost(self, drawing: _Element) -> list[_Element]:
        """The parts of a drawing that carry text, each once: a box inside a box is read with the outer one."""
        found: list[_Element] = []
        waiting = [drawing]
        while waiting:
            current = waiting.pop()
            name = local(current)
            if name in _CARRIERS:
                found.append(current)
            elif name == "AlternateContent":
                branch = self._reading.branch(current)
                if branch is not None:
                    waiting.append(branch)
            else:
                waiting.extend(reversed(current))
        return found

    def _word_art(self, element: _Element) -> Paragraph:
        shape = element.getparent()
        looks = "" if shape is None else f"{shape.get('id')} {shape.get('style')}"
        margin = local(element.getroottree().getroot()) in {"hdr", "ftr"}
        self._reading.texts += 1
        stamped = margin or _STAMP.search(looks) or _TURNED.search(looks)
        return Paragraph(element.get("string") or "", BlockKind.WATERMARK if stamped else BlockKind.TEXT_BOX)

    def _diagram(self, key: str | None) -> list[Item]:
        root = self._load(key, "diagram", "图示的文字不在文件里")
        return [] if root is None else list(_paragraphs(root))

    def _chart(self, key: str | None) -> list[Item]:
        root = self._load(key, "chart", "图表里的文字不在文件里")
        if root is None:
            return []
        return [*_paragraphs(root), *_series(root)]

    def _load(self, key: str | None, kind: str, missing: str) -> _Element | None:
        part = self._part.target(key)
        if part is None:
            self._reading.miss(kind, missing)
            return None
        try:
            return self._part.package.xml(part)
        except CorruptFileError:
            self._reading.miss(part, "这一部分已损坏，没有读取")
            return None

    def _picture(self, element: _Element) -> None:
        """Note a picture of the body: its text, if it has any, is not read. Logos of headers are let be."""
        if local(element.getroottree().getroot()) != "document":
            return
        embedded = element.find(f".//{_A}blip")
        key = element.get(f"{_R}id") if embedded is None else embedded.get(f"{_R}embed")
        if key:
            self._reading.picture(element, self._part.target(key, "image") or "picture")


def _paragraphs(root: _Element) -> Iterator[Paragraph]:
    for paragraph in root.iter(f"{_A}p"):
        text = "".join(
            "\n" if element.tag == f"{_A}br" else element.text or "" for element in paragraph.iter(f"{_A}t", f"{_A}br")
        )
        if text.strip():
            yield Paragraph(text, BlockKind.TEXT_BOX)


def _series(root: _Element) -> Iterator[Table]:
    """The figures behind a chart, as a table with its categories on top."""
    rows: list[tuple[str, ...]] = []
    for series in root.iter(f"{_C}ser"):
        top = ("", *_points(series, "cat", "xVal"))
        if len(top) > 1 and top not in rows:
            rows.append(top)
        rows.append((" ".join(_points(series, "tx")), *_points(series, "val", "yVal")))
    if rows:
        yield Table(tuple(tuple(Cell((Paragraph(text),) if text else ()) for text in row) for row in rows))


def _points(series: _Element, *names: str) -> list[str]:
    found: list[str] = []
    for name in names:
        for source in series.findall(f"{_C}{name}"):
            percent = any((code.text or "").endswith("%") for code in source.iter(f"{_C}formatCode"))
            figures = any(True for _ in source.iter(f"{_C}numRef", f"{_C}numLit"))
            points = [point.text or "" for point in source.iter(f"{_C}v")]
            found.extend([_figure(point, percent) for point in points] if figures else points)
    return found


def _figure(text: str, percent: bool) -> str:
    try:
        figure = float(text)
    except ValueError:
        return text
    # The file keeps more digits than the figure has; a spreadsheet shows fifteen.
    return f"{figure * 100:.15g}%" if percent else f"{figure:.15g}"
