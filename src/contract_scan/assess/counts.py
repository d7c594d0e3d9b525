"""What counts towards the turnover that a condition asks for: card types, the size of a swipe, standard rates."""

from __future__ import annotations

from collections.abc import Sequence

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.facts.case import Case
from contract_scan.assess.facts.counting import ALL_CARDS
from contract_scan.assess.facts.lexicon import FactsLexicon
from contract_scan.assess.figures import TURNOVER
from contract_scan.model.facts import MerchantFacts
from contract_scan.model.report import Condition, Counts

__all__ = ["with_counts"]


def with_counts(agreement: Agreement, conditions: Sequence[Condition], lexicon: FactsLexicon) -> tuple[Condition, ...]:
    """Return the conditions, those on turnover and number of transactions with what counts towards them.

    It is read by the same rules as the merchant's own figures are added up by.
    """
    return tuple(
        condition.model_copy(update={"counts": _counts(agreement, condition, lexicon)})
        if condition.type in TURNOVER
        else condition
        for condition in conditions
    )


def _counts(agreement: Agreement, condition: Condition, lexicon: FactsLexicon) -> Counts | None:
    counting = Case(condition, MerchantFacts(), agreement, lexicon).counting
    named = tuple(card for card in ALL_CARDS if card in counting.cards)
    found = Counts(
        cards=() if len(named) == len(ALL_CARDS) else named,
        least=counting.least,
        over=counting.over,
        most=counting.most,
        without_refunds=counting.without_refunds,
        other=counting.unseen,
    )
    return None if found == Counts() else found
