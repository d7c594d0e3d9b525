"""The words that rules are written in."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import product
from typing import Final, get_args

from contract_scan.frames.bearing import AGAINST
from contract_scan.frames.model import PREDICATES
from contract_scan.frames.objects import OBJECTS
from contract_scan.model.report import Kind

__all__ = ["FROM_SURROUNDINGS", "known_signals"]

_ROLES = ("merchant", "provider", "agent", "either")
_QUANTITIES = ("money", "rate", "duration", "count", "blank", "date", "day_of_month")
#: What a sentence has of a kind: its own, from the sentences and headings around it, or by weight.
_PLACES = ("is", "item", "after", "prior", "asked", "under", "within", "titled", "column", "likely", "unlikely")
_BOUNDS = ("cap", "min", "at_least", "at_most", "over", "under")


#: Signals that a sentence has from its surroundings, not from what it says itself.
FROM_SURROUNDINGS: Final = re.compile(rf"(?:near|{'|'.join(_PLACES)})\.")


def known_signals(concepts: Collection[str]) -> frozenset[str]:
    """Return every signal that a rule may name, given the concepts of the terms files."""
    signals = {
        *concepts,
        "about.deposit",
        "against",
        "fee",
        "row",
        "heading",
        "item",
        "disguised",
        "fragment",
        "field",
        "opening",
        "answer",
        "mixed_heading",
    }
    signals |= {f"near.{name}" for name in concepts}
    objects = set(OBJECTS.values())
    for predicate in PREDICATES:
        signals |= {predicate, f"{predicate}.yes", f"{predicate}.no"}
        signals |= {f"{predicate}.{mode}" for mode in ("may", "must", "must_not")}
        signals |= {f"{predicate}.of.{name}" for name in objects}
        signals |= {f"{predicate}.{sign}.of.{name}" for sign, name in product(("yes", "no"), objects)}
        signals |= {f"{predicate}.by.{role}" for role in _ROLES}
        signals |= {f"{predicate}.{sign}.by.{role}" for sign, role in product(("yes", "no"), _ROLES)}
        signals |= {f"{predicate}.{mode}.by.{role}" for mode, role in product(("may", "must", "must_not"), _ROLES)}
    for predicate in AGAINST:
        against = {f"against.{predicate}"} | {f"against.{predicate}.of.{name}" for name in objects}
        signals |= against | {f"item.{name}" for name in against}
    signals |= {f"party.{role}" for role in _ROLES}
    for quantity in _QUANTITIES:
        signals |= {quantity, f"{quantity}.per"} | {f"{quantity}.{bound}" for bound in _BOUNDS}
    for place, kind in product(_PLACES, get_args(Kind)):
        signals.add(f"{place}.{kind}")
    return frozenset(signals)
