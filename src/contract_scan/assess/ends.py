"""Whether refusals leave an end of the agreement at which the deposit comes back."""

from __future__ import annotations

from collections.abc import Sequence

from contract_scan.assess.patterns import DepositLexicon
from contract_scan.assess.statements import Statement

__all__ = ["at_every_end", "covers_every_end"]


def at_every_end(statement: Statement, lexicon: DepositLexicon) -> bool:
    """Whether a refusal is said of an end that comes to every agreement (期满不退), so that nothing ever comes back."""
    case = statement.case
    return bool(lexicon["trigger.inevitable"].search(case)) and not lexicon["trigger.narrowing"].search(case)


def covers_every_end(statements: Sequence[Statement], lexicon: DepositLexicon) -> bool:
    """Whether refusals together leave no end at which it comes back: 提前终止的不退，期满终止的亦不退."""
    denying = [statement for statement in statements if statement.denies]
    early = any(lexicon["trigger.early_end"].search(statement.case) for statement in denying)
    if early and any(lexicon["trigger.full_term"].search(statement.case) for statement in denying):
        return True
    if _on_both_sides(denying):
        return True
    # 若乙方终止协议，押金不退；若甲方终止协议，押金亦不退.
    ending = {
        role
        for statement in denying
        for start, end, role in statement.reading.parties
        if statement.trigger <= start < statement.start and lexicon["trigger.ends"].match(statement.reading.text[end:])
    }
    return "merchant" in ending and bool(ending & {"provider", "agent"})


def _on_both_sides(denying: Sequence[Statement]) -> bool:
    """Whether it is kept after a time and before it: 满十二个月后转为维护费；不足十二个月撤机的，同样不退."""
    spans: dict[str, set[tuple[object, object]]] = {"at_least": set(), "under": set()}
    for statement in denying:
        for quantity in statement.reading.quantities:
            if (
                quantity.kind == "duration"
                and quantity.bound in spans
                and statement.trigger <= quantity.start < statement.start
            ):
                spans[quantity.bound].add((quantity.value, quantity.unit))
    return bool(spans["at_least"] & spans["under"])
