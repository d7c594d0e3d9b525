"""Moves severities: two risks of one subject weigh more, a mitigator or a small sum takes the edge off one."""

from __future__ import annotations

from collections.abc import Sequence

from contract_scan.assess.checks.evaluate import BAD, Ending
from contract_scan.assess.checks.settings import SeverityRules
from contract_scan.model.report import Severity

__all__ = ["moved", "moves_of"]

_ORDER: tuple[Severity, ...] = ("none", "low", "medium", "high")


def moves_of(endings: Sequence[Ending], *, small: bool, rules: SeverityRules) -> dict[str, tuple[tuple[int, str], ...]]:
    """Return for each check that ended badly by how much its severity moves, and why, by risk id.

    Args:
        endings: how the checks ended.
        small: whether the deposit and the turnover asked are both small.
        rules: the subjects, the risks of thresholds, and what is said.
    """
    bad = {ending.risk.id: ending for ending in endings if ending.outcome in BAD}
    moves: dict[str, list[tuple[int, str]]] = {identifier: [] for identifier in bad}
    for topic, members in rules.topics.items():
        together = _distinct([bad[identifier] for identifier in members if identifier in bad])
        for identifier in together if len(together) > 1 else ():
            if not any(step > 0 for step, _ in moves[identifier]):  # one up, however many subjects it shares
                others = "、".join(bad[other].risk.title for other in together if other != identifier)
                moves[identifier].append((1, rules.raised.format(topic=topic, others=others)))
    for identifier, ending in bad.items():
        if ending.eased:
            moves[identifier].append((-1, rules.eased))
        if small and identifier in rules.thresholds:
            moves[identifier].append((-1, rules.small))
    return {identifier: tuple(found) for identifier, found in moves.items() if found}


def _distinct(endings: Sequence[Ending]) -> list[str]:
    """Return the ids of risks that stand in sentences of their own: one clause that meets two risks is one."""
    kept: list[Ending] = []
    for ending in endings:
        if not ending.places or all(set(ending.places) != set(other.places) for other in kept):
            kept.append(ending)
    return [ending.risk.id for ending in kept]


def moved(severity: Severity, moves: Sequence[tuple[int, str]]) -> Severity:
    """Return a severity after its moves: never above high, never below low; what is none stays none."""
    if severity == "none":
        return severity
    at = _ORDER.index(severity) + sum(step for step, _ in moves)
    return _ORDER[min(max(at, 1), len(_ORDER) - 1)]
