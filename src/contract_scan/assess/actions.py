"""What the merchant does next: steps in order by verdict, with the day, the place to go to, and the law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field

from contract_scan.assess.checklist import EvidenceGroup
from contract_scan.assess.entries import Entry, add_entries, entry_list, read_mapping
from contract_scan.assess.law import Citing, Purpose
from contract_scan.assess.moments import MomentName
from contract_scan.assess.tags import Signs
from contract_scan.errors import RuleError, UsageError
from contract_scan.lexicons import lexicon_root
from contract_scan.model.facts import MerchantFacts
from contract_scan.model.report import Action, Channel, Verdict

__all__ = ["ActionBook", "Due", "Place", "Step"]


ValueT = TypeVar("ValueT")
_KEYS = frozenset({"tags", "signs", "banks", "verdicts", "steps", "channels", "evidence"})


class Due(BaseModel):
    """When a step is to be done.

    `words` says it for a merchant of whom nothing is known. `by` names a moment: see ``moments_of``; a moment that has
    passed is done today, unless it is `hard`, when it is lost. `done` is the fact that says when it was done.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: str = Field(min_length=1)
    by: MomentName | None = None
    hard: bool = False
    done: Literal["terminal_returned_on", "applied_on", "demanded_on", "complained_on"] | None = None


class Place(Entry):
    """Where to complain, sue or apply: what the place can do and what it cannot. `verified` as for a provision."""

    title: str
    contact: str
    can: str
    cannot: str
    answer: str | None = None
    verified: Literal["partially"] | bool

    def as_channel(self) -> Channel:
        """Return the place as a report has it."""
        return Channel(
            id=self.id,
            title=self.title,
            contact=self.contact,
            can=self.can,
            cannot=self.cannot,
            answer=self.answer,
            verified=self.verified is True,
        )


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
    due: Due
    channel: str | None = None

    def fits(self, tags: frozenset[str]) -> bool:
        """Whether the step is given where these tags hold."""
        return self.when <= tags and not self.unless & tags


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

    @property
    def places(self) -> Mapping[str, Place]:
        """Where to complain, sue or apply, by id."""
        return self._content.places

    @property
    def signs(self) -> Signs:
        """What in a contract gives a tag."""
        return self._content.signs

    def steps(self, verdict: Verdict) -> tuple[Step, ...]:
        """Every step of a verdict in order, whatever its tags."""
        return self._content.verdicts[verdict]

    def actions_for(
        self,
        verdict: Verdict,
        *,
        tags: frozenset[str],
        law: Citing,
        days: Mapping[MomentName, date | None] | None = None,
        facts: MerchantFacts | None = None,
    ) -> tuple[Action, ...]:
        """Return the steps to take, in order, with the day of each and the law that may be cited for it.

        Args:
            verdict: the answer of the refund assessment.
            tags: what holds of the contract and the merchant, of :attr:`tags`.
            law: where the ids of the steps are looked up.
            days: the moments that are known: see ``moments_of``.
            facts: what the merchant has done already.

        Raises:
            UsageError: a tag is not known.
        """
        if unknown := sorted(tags - self.tags.keys()):
            raise UsageError(f"unknown action tag {unknown[0]!r}; use one of {', '.join(sorted(self.tags))}")
        return tuple(self._action(step, law, days or {}, facts) for step in self.steps(verdict) if step.fits(tags))

    def _action(
        self, step: Step, law: Citing, days: Mapping[MomentName, date | None], facts: MerchantFacts | None
    ) -> Action:
        done = getattr(facts, step.due.done) or None if step.due.done and facts else None
        due, timing = _when(step.due, days)
        if done is not None:
            due, timing = None, f"您已于 {done:%Y-%m-%d} 做了"
        return Action(
            id=step.id,
            title=step.title,
            detail=step.detail,
            due=due,
            timing=timing,
            done=done,
            channel=self.places[step.channel].as_channel() if step.channel else None,
            legal_basis=law.citable(step.law, purpose=step.purpose),
        )

    @cached_property
    def _content(self) -> _Content:
        return _read(self.path)


@dataclass(frozen=True, slots=True)
class _Content:
    tags: dict[str, str]
    verdicts: dict[Verdict, tuple[Step, ...]]
    evidence: tuple[EvidenceGroup, ...]
    places: dict[str, Place]
    signs: Signs


def _when(due: Due, days: Mapping[MomentName, date | None]) -> tuple[date | None, str]:
    """The day of a step and the words beside it."""
    day, today = days.get(due.by) if due.by else None, days.get("now")
    if day is None or today is None or day >= today:
        return day, due.words
    if due.hard:
        return day, f"{day:%Y-%m-%d} 已过；{due.words}"
    return today, f"{day:%Y-%m-%d} 已过，马上做；{due.words}"


def _read(path: Path) -> _Content:
    data = read_mapping(path, keys=_KEYS)
    steps: dict[str, Step] = {}
    groups: dict[str, EvidenceGroup] = {}
    add_entries(Step, entry_list(data, "steps", path), path, steps)
    add_entries(EvidenceGroup, entry_list(data, "evidence", path), path, groups)
    places: dict[str, Place] = {}
    add_entries(Place, entry_list(data, "channels", path), path, places)
    tags = _mapping_of(data, "tags", str, path)
    order = _mapping_of(data, "verdicts", list, path)
    for step in steps.values():
        if unknown := sorted((step.when | step.unless) - tags.keys()):
            raise RuleError(f"{step.id}: unknown tag {unknown[0]!r}; correct it or add the tag", file=str(path))
        if step.channel is not None and step.channel not in places:
            raise RuleError(f"{step.id}: unknown channel {step.channel!r}; correct it or add it", file=str(path))
    for group in groups.values():
        for item in group.items:
            item.compile(path)
    return _Content(
        tags=tags,
        verdicts=_in_order(order, steps, path),
        evidence=tuple(groups.values()),
        places=places,
        signs=Signs.read(data.get("signs"), data.get("banks"), tags, path),
    )


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
