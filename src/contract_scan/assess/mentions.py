"""A sentence about the merchant's deposit, and all that an agreement says of it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from contract_scan.frames.model import Reading
from contract_scan.model.report import DepositSort

__all__ = ["OTHER_MONEY", "Mention", "Talk", "clause_of"]

#: Concepts of money that is not the deposit.
OTHER_MONEY = frozenset({"cardholder_refund", "funds", "guest_deposit", "foreign_deposit", "equipment"})
_SORTS: tuple[DepositSort, ...] = ("device", "reserve")
_BREAK = re.compile(r"[，：:；。！？|]")


@dataclass(frozen=True, slots=True)
class Mention:
    """A sentence about the deposit.

    `text` is as long as the reading's, each character of a deposit's name written ¤ and what must not be read ■.
    `group` is ``device`` or ``reserve`` (money held against chargebacks and debts). `near` counts the sentences since
    the deposit was named, 0 where this one names it; one that only says 退押 or 返押 has no `names`.
    """

    reading: Reading
    text: str
    names: tuple[tuple[int, int, str], ...]
    group: DepositSort
    near: int
    titled: bool
    #: What the general rules say the sentence is.
    kinds: frozenset[str]
    #: The group of each of `names`.
    sorts: tuple[DepositSort, ...] = ()

    @property
    def groups(self) -> frozenset[DepositSort]:
        """Every sort of deposit that the sentence speaks of: 押金和风险保证金均不退还."""
        return frozenset(self.sorts) or frozenset({self.group})

    def only(self, group: DepositSort) -> Mention:
        """Return what the sentence says of one sort of deposit."""
        own = [index for index, sort in enumerate(self.sorts) if sort == group]
        if len(own) == len(self.sorts):
            return self
        return replace(
            self, group=group, names=tuple(self.names[index] for index in own), sorts=tuple(group for _ in own)
        )


@dataclass(frozen=True, slots=True)
class Talk:
    """All that an agreement says of the deposit, in reading order."""

    mentions: tuple[Mention, ...]
    by_index: dict[int, Mention] = field(repr=False)
    #: The sort of deposit that this is about; None for all.
    about: DepositSort | None = None
    #: The questions that name the deposit and that one of `mentions` answers.
    asked: tuple[Mention, ...] = ()

    @property
    def groups(self) -> tuple[DepositSort, ...]:
        """Which sorts of deposit are named: the device's first."""
        if self.about is not None:
            return (self.about,)
        named = {group for mention in (*self.mentions, *self.asked) if mention.near == 0 for group in mention.groups}
        return tuple(group for group in _SORTS if group in named)

    def only(self, group: DepositSort) -> Talk:
        """Return what is said of one sort of deposit, with its names alone."""
        mentions = tuple(mention.only(group) for mention in self.mentions if group in mention.groups)
        asked = tuple(mention.only(group) for mention in self.asked if group in mention.groups)
        return Talk(mentions, {mention.reading.sentence.index: mention for mention in mentions}, group, asked)

    def names(self, group: DepositSort) -> tuple[str, ...]:
        """Return the names printed for a group, the most used first."""
        counts = Counter(
            name
            for mention in self.mentions
            for (_, _, name), sort in zip(mention.names, mention.sorts, strict=True)
            if sort == group
        )
        return tuple(name for name, _ in counts.most_common())


def clause_of(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch between punctuation marks that holds ``text[start:end]``."""
    begin = max((match.end() for match in _BREAK.finditer(text, 0, start)), default=0)
    stop = _BREAK.search(text, end)
    return begin, stop.start() if stop else len(text)
