"""What one reading of a DOCX file notices on its way, beside the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from contract_scan.model.document import ReadingWarning, Unread

__all__ = ["Reading", "Side"]

Side = Literal["final", "original"]

_INSERTED = frozenset({"ins", "moveTo"})
_DELETED = frozenset({"del", "moveFrom"})


@dataclass(slots=True)
class Reading:
    """Collects warnings and unread parts, and says which side of tracked changes is read."""

    side: Side = "final"
    tracked: bool = False
    hidden: bool = False
    comments: int = 0
    word_art: list[str] = field(default_factory=list)
    diagrams: list[str] = field(default_factory=list)
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

    def miss(self, part: str, reason: str) -> None:
        """Note a part that was not read, once."""
        missed = Unread(part, reason)
        if missed not in self.unread:
            self.unread.append(missed)
            self.warn("unread_part", f"{part}: {reason}")

    def warn(self, code: str, message: str) -> None:
        """Add a warning, once."""
        warning = ReadingWarning(code, message)
        if warning not in self.warnings:
            self.warnings.append(warning)

    def all_warnings(self) -> tuple[ReadingWarning, ...]:
        """Return the warnings, those of the whole file first."""
        first: list[ReadingWarning] = []
        if self.tracked:
            read = "as if all were accepted" if self.side == "final" else "as if none were accepted"
            first.append(ReadingWarning("tracked_changes", f"the file has unaccepted changes; it was read {read}"))
        if self.hidden:
            first.append(ReadingWarning("hidden_text", "the file has text that is formatted as hidden"))
        if self.comments:
            first.append(ReadingWarning("comments", f"the file has {self.comments} comment(s), kept apart from it"))
        return (*first, *self.warnings)
