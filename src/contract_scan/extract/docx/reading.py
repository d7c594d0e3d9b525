"""What one reading of a DOCX file notices on its way, beside the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.docx.names import R, local, w
from contract_scan.model.document import ReadingWarning, Unread

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Reading", "Side"]

Side = Literal["final", "original"]

# Namespaces of drawings that Word reads itself, so that it never shows the fallback beside them.
_UNDERSTOOD_NAMES = (
    "wps wpg wpc wpi w14 w15 w16 w16se w16cid w16cex wp14 a14 cx cx1 aink am3d c14 c15 dgm14 v w o r m a wp"
)
_UNDERSTOOD = frozenset(_UNDERSTOOD_NAMES.split())

# A picture at least this large on both sides may be a page of text: 7 cm, in EMU and in points.
_LARGE_EMU, _LARGE_POINTS = 7 * 360_000, 198
_POINTS = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]+)(pt|in|cm|mm)?")
_POINTS_PER = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "": 1.0}

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
    comments: int = 0
    word_art: list[str] = field(default_factory=list)
    diagrams: list[str] = field(default_factory=list)
    #: Relationship ids of pictures large enough to be pages, and of the small ones.
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

    def count_paragraph(self) -> None:
        """Count one more paragraph against the bound."""
        self.paragraphs += 1
        self.bounds.check("paragraphs", self.paragraphs)

    def expect(self, container: _Element) -> None:
        """Count the text elements of a story that is about to be read."""
        self.expected += _count(container)

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
            known = name == "Choice" and set((choice.get("Requires") or "").split()) <= _UNDERSTOOD
            if shown is None and (known or name == "Fallback"):
                shown = choice
            else:
                self.pass_over(choice)
        return shown

    def picture(self, element: _Element) -> None:
        """Note a picture of the body: its text, if it has any, is not read. Logos of headers are let be."""
        if local(element.getroottree().getroot()) != "document":
            return
        embedded = element.find(".//{http://schemas.openxmlformats.org/drawingml/2006/main}blip")
        key = element.get(f"{{{R}}}id") if embedded is None else embedded.get(f"{{{R}}}embed")
        if key:
            (self.large_pictures if _is_large(element) else self.small_pictures).append(key)

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

    def all_warnings(self) -> tuple[ReadingWarning, ...]:
        """Return the warnings, those of the whole file first."""
        first: list[ReadingWarning] = []
        if self.tracked:
            read = "全部接受" if self.side == "final" else "全部拒绝"
            first.append(ReadingWarning("tracked_changes", f"文件有未接受的修订，按{read}修订后的文字读取"))
        if self.hidden:
            first.append(ReadingWarning("hidden_text", "文件里有看不见的文字（隐藏、白色或极小）"))
        if self.comments:
            first.append(ReadingWarning("comments", f"文件有 {self.comments} 条批注，不算合同正文"))
        return (*first, *self.warnings)


def _count(element: _Element) -> int:
    return sum(1 for _ in element.iter(w("t")))


def _is_large(picture: _Element) -> bool:
    for parent in picture.iterancestors():
        name = local(parent)
        if name in {"inline", "anchor"}:
            extent = next((child for child in parent if local(child) == "extent"), None)
            return extent is not None and min(_whole(extent.get("cx")), _whole(extent.get("cy"))) >= _LARGE_EMU
        if name in {"shape", "rect"}:
            sides = {
                side: float(size) * _POINTS_PER[unit]
                for side, size, unit in _POINTS.findall(parent.get("style") or "")
                if size.count(".") < 2 and size != "."
            }
            return len(sides) == 2 and min(sides.values()) >= _LARGE_POINTS
    return False


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0
