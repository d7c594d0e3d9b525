"""Which transactions a turnover or a number of transactions is counted by, from the words of the contract."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from contract_scan.assess.facts.lexicon import FactsLexicon
from contract_scan.frames.model import Reading
from contract_scan.language.quantities import Quantity
from contract_scan.model.facts import CardType, MerchantFacts

__all__ = ["ALL_CARDS", "Counting", "read_counting"]

_CARDS: dict[str, CardType] = {"credit": "credit", "debit": "debit", "qr": "qr", "foreign": "foreign"}
_NAMES = {"credit": "贷记卡", "debit": "借记卡", "qr": "扫码", "foreign": "外卡", "other": "其他"}
#: Every card type that a merchant may give figures for.
ALL_CARDS: tuple[CardType, ...] = ("credit", "debit", "qr", "foreign", "other")
_CLAUSE = re.compile(r"[^，。；！？|]+")
_REACH = 14  # characters in which 单笔 tells what a sum is


@dataclass(frozen=True, slots=True)
class Counting:
    """What counts. Sums are of one transaction, in CNY; `least` counts itself unless `over`, `most` always does."""

    cards: frozenset[CardType] = frozenset(ALL_CARDS)
    least: Decimal | None = None
    over: bool = False
    most: Decimal | None = None
    #: Refunded and reversed transactions are said not to count.
    without_refunds: bool = False
    #: Restrictions that no amount and card type shows, as printed.
    unseen: tuple[str, ...] = ()
    #: What the other side decides, as printed.
    discretion: tuple[str, ...] = field(default=())

    def takes(self, amount: Decimal) -> bool:
        """Whether a transaction of this sum counts."""
        if self.least is not None and (amount < self.least or (self.over and amount == self.least)):
            return False
        return self.most is None or amount <= self.most

    @property
    def by_size(self) -> bool:
        """Whether the sum of each transaction matters."""
        return self.least is not None or self.most is not None

    def label(self) -> str:
        """Return what counts, for the arithmetic: 贷记卡, 单笔不低于 10 元的."""
        parts = []
        if self.cards != frozenset(ALL_CARDS):
            parts.append("、".join(_NAMES[card] for card in ALL_CARDS if card in self.cards))
        if self.least is not None:
            parts.append(f"单笔{'超过' if self.over else '不低于'} {self.least.normalize():f} 元的")
        if self.most is not None:
            parts.append(f"单笔不超过 {self.most.normalize():f} 元的")
        return "、".join(parts)

    def hidden(self, facts: MerchantFacts, *, monthly: bool) -> str | None:
        """Return why figures may hold more than what counts, or None where they hold nothing else."""
        if facts.qualifying_only:
            return None
        if self.unseen:
            return f"合同另有“{self.unseen[0]}”的限制，数字里看不出来；如已剔除不计入的，写 qualifying_only = true"
        if monthly and self.by_size:
            return (
                f"合同只算{self.label()}，月度汇总看不出单笔金额；"
                "请给逐笔流水（transactions），或在剔除后写 qualifying_only = true"
            )
        return None


def read_counting(
    own: Sequence[tuple[Reading, int, int]], around: Sequence[Reading], lexicon: FactsLexicon
) -> Counting:
    """Return what counts for a condition.

    Args:
        own: the condition's own words, ``text[start:end]`` of each sentence.
        around: the sentences of its clause, in which 只算, 不计入 and 单笔 are looked for.
        lexicon: the patterns.
    """
    cards = set(ALL_CARDS)
    for reading, start, end in own:
        if named := _cards(reading.text[start:end], lexicon):
            cards &= named
    least: Decimal | None = None
    most: Decimal | None = None
    over = without_refunds = False
    unseen: list[str] = []
    discretion: list[str] = []
    by_index = {reading.sentence.index: reading for reading in around}
    for reading in around:
        lead = by_index.get(reading.chapeau) if reading.chapeau is not None else None
        text = reading.text
        denied = bool(lexicon["excluded"].search(text) or (lead and lexicon["excluded"].search(lead.text)))
        limited = bool(lexicon["only"].search(text) or (lead and lexicon["only"].search(lead.text)))
        if denied:
            cards -= _excluded_cards(text, lexicon, whole=lead is not None and not lexicon["excluded"].search(text))
            without_refunds = without_refunds or bool(lexicon["refunds"].search(text))
        elif limited and (named := _cards(text, lexicon)):
            cards &= named
        for quantity in _each(reading, lexicon):
            value = quantity.value
            if value is None:
                continue
            if quantity.bound == "at_least" and not denied:
                least, over = (value, False) if least is None or value > least else (least, over)
            elif quantity.bound == "over" and not denied:
                least, over = (value, True) if least is None or value >= least else (least, over)
            elif quantity.bound == "under" and denied:
                least, over = (value, False) if least is None or value > least else (least, over)
            elif (quantity.bound == "over" and denied) or (quantity.bound == "at_most" and not denied):
                most = value if most is None else min(most, value)
        if denied or limited or any(one is reading for one, _, _ in own):
            unseen += [match.group() for match in lexicon["unseen"].finditer(text)]
        if match := lexicon["discretion"].search(text):
            discretion.append(match.group())
    return Counting(
        frozenset(cards), least, over, most, without_refunds, tuple(dict.fromkeys(unseen)), tuple(discretion)
    )


def _cards(text: str, lexicon: FactsLexicon) -> set[CardType]:
    return {_CARDS[name] for name in lexicon.named("cards", text)}


def _excluded_cards(text: str, lexicon: FactsLexicon, *, whole: bool) -> set[CardType]:
    if whole:
        return _cards(text, lexicon)
    found: set[CardType] = set()
    for clause in _CLAUSE.finditer(text):
        if lexicon["excluded"].search(clause.group()):
            found |= _cards(clause.group(), lexicon)
    return found


def _each(reading: Reading, lexicon: FactsLexicon) -> list[Quantity]:
    """The sums that a single transaction is measured by: 单笔低于50元或者高于49000元."""
    found: list[Quantity] = []
    for quantity in reading.quantities:
        if quantity.kind != "money" or quantity.value is None:
            continue
        left = reading.text[max(0, quantity.start - _REACH) : quantity.start]
        beside = bool(found) and quantity.start - found[-1].end <= 6
        if lexicon["each"].search(left) or quantity.per == "笔" or beside:
            found.append(quantity)
    return found
