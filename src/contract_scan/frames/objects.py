"""What is it about? The object of 退, 返, 扣 and 付, resolved also where the sentence leaves it out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from contract_scan.frames.polarity import clause_bounds
from contract_scan.language.concepts import ConceptHit

__all__ = ["OBJECTS", "SETTLING", "first_object", "nearest_object", "object_name"]

#: Concepts that can be the object of a predicate, as they are named in frames.
OBJECTS = {
    "deposit": "deposit",
    "guest_deposit": "guest_deposit",
    "foreign_deposit": "foreign_deposit",
    "cardholder_refund": "cardholder_refund",
    "fee_mdr": "fee",
    "fee_transfer": "fee",
    "fee_period": "fee",
    "fee_once": "fee",
    "fee_named": "fee",
    "fee_catchall": "fee",
    "funds": "funds",
    "balance": "balance",
    "equipment": "equipment",
    "property": "property",
    "penalty_money": "penalty_money",
    "agreement": "agreement",
}
_TAKES: dict[str, frozenset[str]] = {
    "money": frozenset({"deposit", "guest_deposit", "foreign_deposit", "cardholder_refund", "fee", "balance", "funds"}),
    "thing": frozenset({"equipment", "property"}),
    "bond": frozenset({"agreement", "equipment"}),
}
#: Predicates that settle what becomes of money lodged before.
SETTLING = frozenset({"return", "forfeit", "convert"})
#: Before what money is taken from; it is not what comes back: 退货款不得从押金中支取.
_SOURCE = re.compile(r"[从自]$")
#: What makes 款项 money of its own: 交易款项, 货款项.
_OWN = re.compile(r"(?:交易|结算|经营|清算|应付|代收|销售|退货|争议|拒付|垫付)$")
#: Which sort of object a predicate takes.
_SORT = {
    "return": ("money", "thing"),
    "forfeit": ("money", "thing"),
    "convert": ("money",),
    "deduct": ("money",),
    "pay": ("money",),
    "collect": ("money",),
    "waive": ("money",),
    "hold": ("money",),
    "end": ("bond",),
    "expire": ("bond",),
    "change": ("money",),
    "give_back": ("thing",),
}
#: Which objects a predicate takes.
_WANTED = {predicate: frozenset(name for sort in sorts for name in _TAKES[sort]) for predicate, sorts in _SORT.items()}


def object_name(concept: str) -> str | None:
    """Return the frame's name for an object concept, or None where the concept is no object."""
    return OBJECTS.get(concept)


def nearest_object(
    predicate: str, start: int, end: int, text: str, hits: Sequence[ConceptHit], *, denied: bool
) -> tuple[str, str] | None:
    """Return the object named nearest to a predicate and where it was found, ``clause`` or ``sentence``."""
    if predicate not in _WANTED:
        return None
    wanted = _WANTED[predicate]
    if denied and predicate == "return":
        wanted = _TAKES["money"]  # nobody writes that a terminal is 不予退还
    begin, stop = clause_bounds(text, start)
    named = [
        (hit, name)
        for hit in hits
        if (name := OBJECTS.get(hit.concept)) in wanted
        # A predicate may hold its object: 终止合作. What only shares a character with it is another word.
        and not (hit.start < end and start < hit.end and name not in ("cardholder_refund", "agreement"))
        and not (predicate in SETTLING and _points_back(text, hit))
        and not (predicate == "return" and _SOURCE.search(text[: hit.start]))
    ]
    inside = [(hit, name) for hit, name in named if begin <= hit.start < stop]
    if inside:
        name = min(inside, key=lambda pair: _distance(pair[0], start, end))[1]
        # 「保证金余额」 is the deposit.
        return ("deposit" if name == "balance" and any(n == "deposit" for _, n in inside) else name), "clause"
    before = [(hit, name) for hit, name in named if hit.end <= begin]
    if before:
        return before[-1][1], "sentence"
    return None


def _points_back(text: str, hit: ConceptHit) -> bool:
    """Say that a word names no money of its own but what was spoken of before: 该款项概不返还."""
    return hit.text == "款项" and not _OWN.search(text[: hit.start])


def first_object(names: Iterable[str], predicate: str) -> str | None:
    """Return the first of `names` that the predicate can take."""
    wanted = _WANTED.get(predicate)
    return next((name for name in names if name in wanted), None) if wanted else None


def _distance(hit: ConceptHit, start: int, end: int) -> tuple[int, int]:
    # What follows the verb is its object more often than what stands before it: 退还押金 against 押金退还.
    gap = hit.start - end if hit.start >= end else start - hit.end
    order = {"deposit": 0, "guest_deposit": 0, "foreign_deposit": 0}.get(OBJECTS.get(hit.concept, ""), 1)
    return (gap + (0 if hit.start >= end else 1), order)
