"""A document as the rules judged it: what every assessment, test and measurement of them starts from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contract_scan.frames.model import Reading
from contract_scan.language.roles import Roles
from contract_scan.rules.matcher import Fired, Match
from contract_scan.segment import Structure

__all__ = ["Judged"]


@dataclass(frozen=True, slots=True)
class Judged:
    """The clause tree and the parties of a document, and for each sentence its reading and the rules that hold.

    `fired` has one entry for each of `readings`, in the same order.
    """

    structure: Structure
    roles: Roles
    readings: tuple[Reading, ...]
    fired: Sequence[Fired]

    @property
    def matches(self) -> tuple[Match, ...]:
        """The rules that stand beside their rivals, by sentence and then by rule order."""
        return tuple(hit for one in self.fired for hit in one.standing())
