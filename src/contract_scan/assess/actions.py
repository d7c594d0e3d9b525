"""What the merchant does next: steps in order by verdict, and the checklist of evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field

from contract_scan.assess.entries import Entry, add_entries, entry_list, read_mapping
from contract_scan.assess.law import LawBook, Perspective, Purpose
from contract_scan.errors import RuleError, UsageError
from contract_scan.lexicons import lexicon_root
from contract_scan.model import report
from contract_scan.model.report import Action, Verdict

__all__ = ["ActionBook", "EvidenceGroup", "EvidenceItem", "Step", "actions_for"]


ValueT = TypeVar("ValueT")


class Step(Entry):
    """One next step.

    It is given where every tag of `when` holds and none of `unless`. `purpose: complaint` lets it cite what only a
    supervisor can act on.
    """

    title: str = Field(min_length=1)
    detail: str = Field(min_length=1)
    law: tuple[str, ...] = ()
    when: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    purpose: Purpose = "claim"

    def fits(self, tags: frozenset[str]) -> bool:
        """Whether the step is given where these tags hold."""
        return self.when <= tags and not self.unless & tags


class EvidenceItem(BaseModel):
    """One thing to keep. `id` is stable, so that a caller can tick it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str = Field(min_length=1)


class EvidenceGroup(Entry):
    """What to keep for one question. `law` holds ids for every reader: see ``LawBook.citable``."""

    title: str = Field(min_length=1)
    items: tuple[EvidenceItem, ...] = Field(min_length=1)
    law: tuple[str, ...] = ()


class ActionBook:
    """The next steps of ``actions.yaml``, read when first asked for.

    Raises:
        RuleError: from any property, where the file is wrong: an unknown step or tag, a verdict without steps, a step
            that no verdict uses.
    """

    def __init__(self, root: Path) -> None:
        self.path = root / "actions.yaml"

    @classmethod
    def load(cls, root: Path | None = None) -> ActionBook:
        """Return the book of a lexicon directory (that of the package without one). Nothing is read yet."""
        return cls(lexicon_root() if root is None else root)

    @property
    def tags(self) -> dict[str, str]:
        """The tags that steps may ask for, each with what it means."""
        return self._content.tags

    @property
    def evidence(self) -> tuple[EvidenceGroup, ...]:
        """The checklist of evidence, group by group."""
        return self._content.evidence

    def checklist(self, law: LawBook) -> tuple[report.EvidenceGroup, ...]:
        """Return the checklist of evidence for a report, with the law that may be cited to a merchant."""
        return tuple(
            report.EvidenceGroup(
                id=group.id,
                title=group.title,
                items=tuple(report.EvidenceItem(id=item.id, text=item.text) for item in group.items),
                legal_basis=law.citable(group.law),
            )
            for group in self.evidence
        )

    def steps(self, verdict: Verdict) -> tuple[Step, ...]:
        """Every step of a verdict in order, whatever its tags."""
        return self._content.verdicts[verdict]

    def actions_for(
        self,
        verdict: Verdict,
        *,
        tags: frozenset[str],
        law: LawBook,
        perspective: Perspective = "merchant",
        on: date | None = None,
        today: date | None = None,
    ) -> tuple[Action, ...]:
        """Return the steps to take, in order, with the law that may be cited for each.

        Args:
            verdict: the answer of the refund assessment.
            tags: what holds of the contract and the merchant, of :attr:`tags`.
            law: where the ids of the steps are looked up.
            perspective: as for ``LawBook.citable``, like `on` (the contract's date) and `today`.

        Raises:
            UsageError: a tag is not known.
        """
        if unknown := sorted(tags - self.tags.keys()):
            raise UsageError(f"unknown action tag {unknown[0]!r}; use one of {', '.join(sorted(self.tags))}")
        return tuple(
            Action(
                title=step.title,
                detail=step.detail,
                legal_basis=law.citable(step.law, perspective=perspective, on=on, today=today, purpose=step.purpose),
            )
            for step in self.steps(verdict)
            if step.fits(tags)
        )

    @cached_property
    def _content(self) -> _Content:
        return _read(self.path)


def actions_for(
    verdict: Verdict,
    *,
    tags: frozenset[str],
    law: LawBook,
    perspective: Perspective = "merchant",
    on: date | None = None,
    today: date | None = None,
) -> tuple[Action, ...]:
    """As :meth:`ActionBook.actions_for`, with the steps that lie beside the law. Reads the file at each call."""
    return ActionBook(law.root).actions_for(verdict, tags=tags, law=law, perspective=perspective, on=on, today=today)


@dataclass(frozen=True, slots=True)
class _Content:
    tags: dict[str, str]
    verdicts: dict[Verdict, tuple[Step, ...]]
    evidence: tuple[EvidenceGroup, ...]


def _read(path: Path) -> _Content:
    data = read_mapping(path, keys=frozenset({"tags", "verdicts", "steps", "evidence"}))
    steps: dict[str, Step] = {}
    groups: dict[str, EvidenceGroup] = {}
    add_entries(Step, entry_list(data, "steps", path), path, steps)
    add_entries(EvidenceGroup, entry_list(data, "evidence", path), path, groups)
    tags = _mapping_of(data, "tags", str, path)
    order = _mapping_of(data, "verdicts", list, path)
    for step in steps.values():
        if unknown := sorted((step.when | step.unless) - tags.keys()):
            raise RuleError(f"{step.id}: unknown tag {unknown[0]!r}; correct it or add the tag", file=str(path))
    return _Content(tags=tags, verdicts=_in_order(order, steps, path), evidence=tuple(groups.values()))


def _in_order(order: dict[str, list[Any]], steps: dict[str, Step], path: Path) -> dict[Verdict, tuple[Step, ...]]:
    verdicts: tuple[Verdict, ...] = get_args(Verdict)
    if odd := sorted(str(name) for name in order.keys() ^ set(verdicts)):
        raise RuleError(f"'verdicts' needs exactly {', '.join(verdicts)}; look at {odd[0]!r}", file=str(path))
    named: set[str] = set()
    for verdict, step_ids in order.items():
        for position, step_id in enumerate(step_ids):
            if not isinstance(step_id, str) or step_id not in steps:
                raise RuleError(f"{verdict}: unknown step {step_id!r}; correct it or add the step", file=str(path))
            if step_id in step_ids[:position]:
                raise RuleError(f"{verdict}: names the step {step_id!r} twice; keep one", file=str(path))
            named.add(step_id)
    if unused := sorted(steps.keys() - named):
        raise RuleError(f"{unused[0]}: no verdict uses this step; name it under one or remove it", file=str(path))
    return {verdict: tuple(steps[step_id] for step_id in order[verdict]) for verdict in verdicts}


def _mapping_of(data: dict[str, Any], key: str, kind: type[ValueT], path: Path) -> dict[str, ValueT]:
    found = data.get(key)
    if not isinstance(found, dict) or not all(isinstance(value, kind) for value in found.values()):
        raise RuleError(f"{key!r} must map each name to a {kind.__name__}", file=str(path))
    return found
