"""The sides of a change: the words of each agreement, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contract_scan.assess.places import Places
from contract_scan.comparison.align import Alignment
from contract_scan.comparison.favour import ABSENT
from contract_scan.model.comparison import Aspect, Change, Favours, Side
from contract_scan.model.report import ContractReport, Evidence

__all__ = ["Pair"]


@dataclass(frozen=True)
class Pair:
    """Two reports with their clauses aligned: makes the changes between them."""

    old: ContractReport
    new: ContractReport
    alignment: Alignment
    old_places: Places
    new_places: Places

    def changed(
        self,
        aspect: Aspect,
        title: str,
        old: tuple[str, Sequence[Evidence]],
        new: tuple[str, Sequence[Evidence]],
        favours: Favours,
        why: str,
    ) -> Change:
        """Return a change of something that both have."""
        return Change(
            aspect=aspect,
            kind="changed",
            title=title,
            old=_side(*old, self.old_places),
            new=_side(*new, self.new_places),
            favours=favours,
            why=why,
        )

    def added(
        self, aspect: Aspect, title: str, text: str, evidence: Sequence[Evidence], favours: Favours, why: str
    ) -> Change:
        """Return a change that only the new one has. What was not read of the old one may hold it too."""
        if self.old.document.status != "read":
            favours, why = "unclear", "旧的一份没有读全，没读到的部分可能也有"
        there = self.alignment.old_of(evidence[0].start) if evidence else None
        return Change(
            aspect=aspect,
            kind="added",
            title=title,
            old=_side(ABSENT, (there,) if there else (), self.old_places),
            new=_side(text, evidence, self.new_places),
            favours=favours,
            why=why,
        )

    def removed(
        self, aspect: Aspect, title: str, text: str, evidence: Sequence[Evidence], favours: Favours, why: str
    ) -> Change:
        """Return a change that only the old one has. What was not read of the new one may still hold it."""
        if self.new.document.status != "read":
            favours, why = "unclear", "新的一份没有读全，没读到的部分可能还有"
        there = self.alignment.new_of(evidence[0].start) if evidence else None
        return Change(
            aspect=aspect,
            kind="removed",
            title=title,
            old=_side(text, evidence, self.old_places),
            new=_side(ABSENT, (there,) if there else (), self.new_places),
            favours=favours,
            why=why,
        )


def _side(text: str, evidence: Sequence[Evidence], places: Places) -> Side:
    clause = places.clause_at(evidence[0].start) if evidence else None
    return Side(text=text, evidence=tuple(evidence), place=(places.number(clause) or None) if clause else None)
