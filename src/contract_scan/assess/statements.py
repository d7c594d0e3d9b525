"""What an agreement says happens to the deposit: returned, denied, forfeited, turned into a charge, or drawn upon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.effects import Effect, read_effects
from contract_scan.assess.mentions import Mention, Talk
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.assess.scope import Scope, goes_on_from_case, read_scope
from contract_scan.frames.model import Reading
from contract_scan.model.report import DepositSort

__all__ = ["Statement", "by_group", "read_statements"]

_AFTER = re.compile(r"[^，。；]{0,12}后")
_IN_ONE_BREATH = re.compile(r"[^，。；：]{0,8}[、和及与或][^，。；：]{0,4}")


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said of the deposit, at ``[start, end)`` of the reading's text.

    The case that it is said of stands in ``text[trigger:start]``; `items` are the sentences of the list that a
    statement introduces (有下列情形之一的，押金不予退还：), `any_of` says that one of them is enough.
    """

    mention: Mention
    effect: Effect
    start: int
    end: int
    trigger: int
    scope: Scope
    items: tuple[Reading, ...] = ()
    any_of: bool = False
    #: The statement is itself an item of a list whose items each suffice.
    alternative: bool = False
    #: Its end is one that a case in the sentence before brings about.
    goes_on: bool = False
    #: The sorts of deposit that it is said of.
    groups: frozenset[DepositSort] = frozenset()

    @property
    def reading(self) -> Reading:
        """The sentence."""
        return self.mention.reading

    @property
    def case(self) -> str:
        """The marked text of the case that the statement is said of; the whole sentence where it follows the verb."""
        before = self.mention.text[self.trigger : self.start]
        return before if before.strip("¤，。 ") else self.mention.text

    @property
    def denies(self) -> bool:
        """Whether the statement keeps the deposit from the merchant."""
        return self.effect in ("deny", "forfeit", "convert")


def read_statements(agreement: Agreement, talk: Talk, lexicon: DepositLexicon) -> tuple[Statement, ...]:
    """Return every statement on the deposit's fate, in reading order."""
    found: list[Statement] = []
    alternatives: set[int] = set()
    cases: set[int] = set()
    for mention in talk.mentions:
        # What stands in a list of cases is a case, whatever verbs it has: 有下列情形之一的，不予退还：拒不退还…的.
        heading = mention.reading.sentence.paragraph.heading and not _rows(agreement, mention, lexicon)
        if heading or mention.reading.sentence.index in cases:
            continue
        statements = list(_statements(agreement, mention, lexicon, alternatives))
        if not statements and found and (excepted := _exception(agreement, mention, found[-1], lexicon)):
            statements = [excepted]
        if any(statement.denies for statement in statements):
            cases.update(item.sentence.index for statement in statements for item in statement.items)
        found += statements
    return tuple(found)


def _exception(agreement: Agreement, mention: Mention, before: Statement, lexicon: DepositLexicon) -> Statement | None:
    """A sentence that only excepts cases from what was said right before: 但有下列情形的除外："""
    if before.effect != "return" and not before.denies:
        return None
    match = lexicon["effects.exception"].search(mention.text)
    if match is None or mention.reading.sentence.index - before.reading.sentence.index > 1:
        return None
    items = _items(agreement, mention.reading)
    return Statement(
        mention, "deny" if before.effect == "return" else "return", match.start(), match.end(), 0, "case",
        items=items, any_of=bool(items), groups=before.groups,
    )  # fmt: skip


def _statements(
    agreement: Agreement, mention: Mention, lexicon: DepositLexicon, alternatives: set[int]
) -> Iterator[Statement]:
    index = mention.reading.sentence.index
    lead = _lead(agreement, mention, lexicon)
    items = _rows(agreement, mention, lexicon) or _items(agreement, lead)
    any_of = bool(items) and lead is not None and lexicon["trigger.any_of"].search(lead.text) is not None
    if any_of:
        alternatives.update(item.sentence.index for item in items)
    goes_on = goes_on_from_case(agreement, mention, lexicon)
    trigger = 0
    last: tuple[Effect, int] | None = None
    for effect, start, end in read_effects(mention, lexicon):
        scope = read_scope(agreement, mention, effect, trigger, start, bool(items), lexicon)
        yield Statement(
            mention, effect, start, end, trigger, scope, items=items, any_of=any_of, alternative=index in alternatives,
            goes_on=goes_on, groups=_groups(mention, end),
        )  # fmt: skip
        # 「终止时交还终端，扣除欠费后退还余额」: a deduction without a case of its own leaves the case to the return.
        cased = lexicon["trigger.case"].search(mention.text[trigger:start])
        if effect != "deduct" or (cased and not _AFTER.match(mention.text[end:])):
            trigger = end
        last = effect, end
    if last is not None:
        for match in lexicon["effects.same"].finditer(mention.text, last[1]):
            start, end = match.end("case"), match.end()
            scope = read_scope(agreement, mention, last[0], match.start(), start, False, lexicon)
            yield Statement(mention, last[0], start, end, match.start(), scope, groups=_groups(mention, end))


def _groups(mention: Mention, end: int) -> frozenset[DepositSort]:
    """The sorts of deposit that a verb is said of: those named in one breath before it, else the first behind it."""
    if len(mention.groups) == 1:
        return mention.groups
    named = list(zip(mention.names, mention.sorts, strict=True))
    before = [one for one in named if one[0][0] < end]
    if not before:
        return frozenset({named[0][1]})
    (first, _, _), sort = before[-1]
    found = {sort}
    for (begin, stop, _), other in reversed(before[:-1]):
        if not _IN_ONE_BREATH.fullmatch(mention.text[stop:first]):
            break
        found.add(other)
        first = begin
    return frozenset(found)


def _lead(agreement: Agreement, mention: Mention, lexicon: DepositLexicon) -> Reading | None:
    """The sentence that introduces the list of cases: this one, or the next of its paragraph (能退。满足其一即可：)."""
    reading = mention.reading
    if lexicon["trigger.no_reasons"].search(reading.text):
        return None
    if lexicon["trigger.listing"].search(mention.text):
        return reading
    after = next(iter(agreement.readings[reading.sentence.index + 1 : reading.sentence.index + 2]), None)
    if after is None or after.sentence.paragraph.index != reading.sentence.paragraph.index:
        return None
    return after if lexicon["trigger.announces"].search(after.text) else None


def _rows(agreement: Agreement, mention: Mention, lexicon: DepositLexicon) -> tuple[Reading, ...]:
    """The rows of the table that a sentence announces, without its heads: 保证金按下表返还."""
    if not lexicon["trigger.table"].search(mention.text):
        return ()
    after = agreement.readings[mention.reading.sentence.index + 1 :]
    return tuple(takewhile(lambda reading: reading.sentence.is_row, after))[1:]


def _items(agreement: Agreement, lead: Reading | None) -> tuple[Reading, ...]:
    """The sentences of the list that a sentence introduces."""
    if lead is None:
        return ()
    paragraph = lead.sentence.paragraph.index
    return tuple(
        reading
        for reading in agreement.readings[lead.sentence.index + 1 :]
        if reading.chapeau is not None and agreement.readings[reading.chapeau].sentence.paragraph.index == paragraph
    )


def by_group(statements: Sequence[Statement], group: DepositSort) -> tuple[Statement, ...]:
    """Return the statements on one sort of deposit."""
    return tuple(statement for statement in statements if group in statement.groups)
