"""The checklist of evidence, ticked against what the contract itself shows and what the merchant told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.entries import Entry, compiled
from contract_scan.assess.facts.words import FIELDS
from contract_scan.assess.law import Citing
from contract_scan.frames.model import Reading
from contract_scan.literals import grams_of, may_match
from contract_scan.model.facts import MerchantFacts
from contract_scan.model.report import (
    ChecklistGroup,
    ChecklistItem,
    ConditionType,
    Evidence,
    FeeItem,
    Kind,
    RefundAssessment,
    SigningDate,
)
from contract_scan.segment import ClauseNode

__all__ = ["EvidenceGroup", "EvidenceItem", "Seen", "checklist_of"]

_MOST_QUOTES = 2


class EvidenceItem(BaseModel):
    """One thing to keep. `id` is stable, so that a caller can tick it.

    What makes it matter: a `tags` of the contract, one of `conditions`, a sentence of `kinds` with `words`, periodic
    `fees`. What shows it: the `document` itself, or one of its `headings`. `held` is the fact that says the merchant
    has it, `dated` the fact that says when it came about.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str = Field(min_length=1)
    document: Literal["whole", "signed"] | None = None
    headings: list[str] = Field(default_factory=list)
    tags: frozenset[str] = frozenset()
    conditions: frozenset[ConditionType] = frozenset()
    words: list[str] = Field(default_factory=list)
    kinds: tuple[Kind, ...] = ()
    fees: bool = False
    held: str | None = None
    dated: str | None = None
    _patterns: dict[str, re.Pattern[str]] = PrivateAttr(default_factory=dict)

    def compile(self, path: Path) -> None:
        """Make the patterns ready. Raises RuleError for a broken one, or for a fact that there is not."""
        for name, items in (("headings", self.headings), ("words", self.words)):
            if items:
                self._patterns[name] = compiled(items, f"{self.id}: {name}", path)

    @property
    def headings_pattern(self) -> re.Pattern[str] | None:
        """What finds one of its headings, or None where it has none."""
        return self._patterns.get("headings")

    def said_in(self, agreement: Agreement) -> list[Reading]:
        """Return the sentences of its kinds that have its words, headings aside."""
        pattern = self._patterns.get("words")
        if pattern is None:
            return []
        return [
            reading
            for reading in agreement.saying(pattern)
            if not agreement.kinds(reading.sentence.index).isdisjoint(self.kinds)
            and not reading.sentence.paragraph.heading
        ]


class EvidenceGroup(Entry):
    """What to keep for one question. `law` holds ids for every reader: see ``LawBook.citable``."""

    title: str = Field(min_length=1)
    items: tuple[EvidenceItem, ...] = Field(min_length=1)
    law: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seen:
    """What a contract and its merchant have shown so far."""

    agreement: Agreement
    refund: RefundAssessment
    fees: tuple[FeeItem, ...]
    tags: frozenset[str]
    signed: SigningDate | None
    facts: MerchantFacts | None

    @cached_property
    def titles(self) -> list[tuple[ClauseNode, str]]:
        """The clauses with number and heading as printed."""
        return [(one, f"{one.number or ''}{one.heading or ''}") for one in self.agreement.structure.clauses]

    @cached_property
    def title_grams(self) -> Set[str]:
        """The grams of all titles."""
        return {gram for _, title in self.titles for gram in grams_of(title)}


def checklist_of(groups: Iterable[EvidenceGroup], seen: Seen, law: Citing) -> tuple[ChecklistGroup, ...]:
    """Return the checklist, each item with its status, why, and the contract's words for it."""
    return tuple(
        ChecklistGroup(
            id=group.id,
            title=group.title,
            items=tuple(_ticked(item, seen) for item in group.items),
            legal_basis=law.citable(group.law),
        )
        for group in groups
    )


def _ticked(item: EvidenceItem, seen: Seen) -> ChecklistItem:
    for look in (_shown, _told, _required):
        found = look(item, seen)
        if found is not None:
            return found
    return ChecklistItem(id=item.id, text=item.text, why=_dated(item, seen.facts))


def _shown(item: EvidenceItem, seen: Seen) -> ChecklistItem | None:
    document = seen.agreement.document
    if item.document == "whole":
        if document.unread:
            return ChecklistItem(id=item.id, text=item.text, status="required", why="这份文件没有读全，缺的页要补上")
        return ChecklistItem(id=item.id, text=item.text, status="shown", why=f"就是这份文件：{document.name}")
    if item.document == "signed" and seen.signed is not None and seen.signed.source == "contract":
        why = f"合同写着签约日期 {seen.signed.day:%Y-%m-%d}；签署记录另向对方要"
        return ChecklistItem(id=item.id, text=item.text, status="required", why=why, evidence=seen.signed.evidence)
    pattern = item.headings_pattern
    if pattern is None or not may_match(pattern, seen.title_grams):
        return None
    for clause, title in seen.titles:
        if pattern.search(title):
            place = seen.agreement.evidence_at(clause.start, min(clause.end, clause.start + len(title)))
            return ChecklistItem(id=item.id, text=item.text, status="shown", why="文件里有这一部分", evidence=(place,))
    return None


def _told(item: EvidenceItem, seen: Seen) -> ChecklistItem | None:
    value = getattr(seen.facts, item.held) if item.held and seen.facts else None
    if value is None or value is False or value == ():
        return None
    return ChecklistItem(id=item.id, text=item.text, status="told", why=f"您给了{FIELDS[item.held or '']}")


def _required(item: EvidenceItem, seen: Seen) -> ChecklistItem | None:
    places = _places(item, seen)
    if not places and not item.tags & seen.tags:
        return None
    lost = item.held and seen.facts is not None and getattr(seen.facts, item.held) is False
    why = "您说不在了，先用转账记录、对账单代替" if lost else _dated(item, seen.facts) or _reason(item, places)
    return ChecklistItem(id=item.id, text=item.text, status="required", why=why, evidence=places)


def _reason(item: EvidenceItem, places: tuple[Evidence, ...]) -> str:
    if item.fees:
        return "合同里有按期扣的费用"
    return "合同的这个约定要用它来对" if places else "按合同的约定，这一项用得上"


def _places(item: EvidenceItem, seen: Seen) -> tuple[Evidence, ...]:
    found: dict[tuple[int, int], Evidence] = {}
    for condition in seen.refund.conditions:
        if condition.type in item.conditions:
            found.update({(place.start, place.end): place for place in condition.evidence})
    for fee in seen.fees if item.fees else ():
        if fee.type == "periodic":
            found.update({(place.start, place.end): place for place in fee.evidence})
    for reading in item.said_in(seen.agreement):
        place = seen.agreement.evidence(reading)
        found.setdefault((place.start, place.end), place)
    return tuple(found.values())[:_MOST_QUOTES]


def _dated(item: EvidenceItem, facts: MerchantFacts | None) -> str | None:
    day = getattr(facts, item.dated) if item.dated and facts else None
    if not isinstance(day, date):
        return None
    return f"您说的{FIELDS[item.dated or '']}是 {day:%Y-%m-%d}：找出当天的这份材料"
