"""What one reading of a DOCX file notices on its way, beside the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.docx.names import A, local, w
from contract_scan.model.document import Document, ReadingWarning, Unread

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Reading", "Side"]

Side = Literal["final", "original"]

# Namespaces that Word reads itself, so that it never shows the fallback beside them.
_UNDERSTOOD_PREFIXES = (
    "http://schemas.microsoft.com/office/word/20",
    "http://schemas.microsoft.com/office/drawing/20",
    "http://schemas.openxmlformats.org/",
    "urn:schemas-microsoft-com:",
)

# A picture at least this large on both sides may be a page of text: 7 cm, in EMU and in points.
_LARGE_EMU, _LARGE_POINTS = 7 * 360_000, 198
_POINTS = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]+)(pt|in|cm|mm)?")
_POINTS_PER = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "": 1.0}

_ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"
_REFORMATTED = tuple(w(f"{name}Change") for name in ("rPr", "pPr", "tblPr", "tblPrEx", "trPr", "tcPr", "sectPr"))
_INSERTED = frozenset({"ins", "moveTo"})
_DELETED = frozenset({"del", "moveFrom"})


@dataclass(slots=True)
class Reading:
    """Collects warnings and unread parts, and says which side of tracked changes is read."""

    side: Side = "final"
    bounds: Bounds = DEFAULT_BOUNDS
    paragraphs: int = 0
    tracked: bool = False
    hidden: bool = False
    struck: bool = False
    #: Whether something large is drawn behind the text, as on the cover of a brochure.
    backdrop: bool = False
    comments: int = 0
    #: What the content controls ask for that nobody has filled in.
    prompts: list[str] = field(default_factory=list)
    #: Parts of pictures large enough to be pages, and of the small ones.
    large_pictures: list[str] = field(default_factory=list)
    small_pictures: list[str] = field(default_factory=list)
    #: How many text elements the stories hold, and how many were come by: they must be the same in the end.
    expected: int = 0
    texts: int = 0
    unread: list[Unread] = field(default_factory=list)
    warnings: list[ReadingWarning] = field(default_factory=list)

    @property
    def taken_in(self) -> frozenset[str]:
        """Names of the revision marks whose content belongs to the side that is read."""
        return _INSERTED if self.side == "final" else _DELETED

    @property
    def left_out(self) -> frozenset[str]:
        """Names of the revision marks whose content belongs to the other side."""
        return _DELETED if self.side == "final" else _INSERTED

    def formatting(self, properties: _Element | None) -> _Element | None:
        """Return the properties of the side that is read; those before a change stand inside of the changed ones."""
        if properties is None:
            return None
        before = properties.find(f"{properties.tag}Change/{properties.tag}") if self.side == "original" else None
        return properties if before is None else before

    def count_paragraph(self) -> None:
        """Count one more paragraph against the bound."""
        self.paragraphs += 1
        self.bounds.check("paragraphs", self.paragraphs)

    def expect(self, container: _Element) -> None:
        """Take note of a story that is about to be read: its text elements are counted, its changes seen."""
        self.expected += _count(container)
        # Before any is read: the walk takes a hundred times as long.
        self.bounds.check("paragraphs", sum(1 for _ in container.iter(w("p"))))
        self.tracked = self.tracked or any(True for _ in container.iter(*_REFORMATTED))
        behind = (anchor for anchor in container.iter(_ANCHOR) if anchor.get("behindDoc") in {"1", "true"})
        self.backdrop = self.backdrop or any(_is_wide(anchor) for anchor in behind)

    def pass_over(self, element: _Element) -> None:
        """Count text elements that are left unread on purpose."""
        self.texts += _count(element)

    def leave_out(self, element: _Element) -> None:
        """Pass over the content of a revision mark that belongs to the other side."""
        self.tracked = True
        self.pass_over(element)

    def branch(self, alternate: _Element) -> _Element | None:
        """Return the branch of ``mc:AlternateContent`` that Word shows, the first that it understands."""
        shown: _Element | None = None
        for choice in alternate:
            name = local(choice)
            known = name == "Choice" and all(
                (choice.nsmap.get(prefix) or "").startswith(_UNDERSTOOD_PREFIXES)
                for prefix in (choice.get("Requires") or "").split()
            )
            if shown is None and (known or name == "Fallback"):
                shown = choice
            else:
                self.pass_over(choice)
        return shown

    def picture(self, element: _Element, part: str) -> None:
        """Note a picture, whose text, if it has any, is not read."""
        (self.large_pictures if _is_large(element) else self.small_pictures).append(part)

    def miss(self, part: str, reason: str) -> None:
        """Note a part that was not read, once."""
        missed = Unread(part, reason)
        if missed not in self.unread:
            self.unread.append(missed)
            self.warn("unread_part", f"{part}：{reason}")

    def warn(self, code: str, message: str) -> None:
        """Add a warning, once."""
        warning = ReadingWarning(code, message)
        if warning not in self.warnings:
            self.warnings.append(warning)

    def take_over(self, document: Document) -> None:
        """Add what was noticed in reading an embedded file."""
        for missed in document.unread:
            self.miss(missed.part, missed.reason)
        for warning in document.warnings:
            self.warn(warning.code, warning.message)

    def all_warnings(self) -> tuple[ReadingWarning, ...]:
        """Return the warnings, those of the whole file first."""
        first: list[ReadingWarning] = []
        if self.tracked:
            read = "全部接受" if self.side == "final" else "全部拒绝"
            first.append(ReadingWarning("tracked_changes", f"文件有未接受的修订，按{read}修订后的文字读取"))
        if self.hidden:
            first.append(ReadingWarning("hidden_text", "文件里有看不见的文字（隐藏、白色或极小）"))
        if self.struck:
            first.append(ReadingWarning("struck_text", "文件里有画了删除线的文字，仍按正文读取；请核对是否已作废"))
        if self.comments:
            first.append(ReadingWarning("comments", f"文件有 {self.comments} 条批注，不算合同正文"))
        if self.prompts:
            asked = "”“".join(dict.fromkeys(self.prompts))
            first.append(
                ReadingWarning("unfilled_controls", f"有 {len(self.prompts)} 处没有填写，读作空白（提示语：“{asked}”）")
            )
        return (*first, *self.warnings)


def _count(element: _Element) -> int:
    return sum(1 for _ in element.iter(w("t"), f"{{{A}}}t", "{urn:schemas-microsoft-com:vml}textpath"))


def _is_large(picture: _Element) -> bool:
    for parent in picture.iterancestors():
        name = local(parent)
        if name in {"inline", "anchor"}:
            return _is_wide(parent)
        if name in {"shape", "rect"}:
            sides = {
                side: float(size) * _POINTS_PER[unit]
                for side, size, unit in _POINTS.findall(parent.get("style") or "")
                if size.count(".") < 2 and size != "."
            }
            return len(sides) == 2 and min(sides.values()) >= _LARGE_POINTS
    return False


def _is_wide(frame: _Element) -> bool:
    extent = next((child for child in frame if local(child) == "extent"), None)
    return extent is not None and min(_whole(extent.get("cx")), _whole(extent.get("cy"))) >= _LARGE_EMU


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0
