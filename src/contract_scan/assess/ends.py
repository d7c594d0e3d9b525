"""The ends of an agreement, and the two sides of an event: whether one is left on which the deposit comes back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from contract_scan.assess.patterns import DepositLexicon
from contract_scan.assess.statements import Statement

__all__ = ["are_opposite", "at_every_end", "covers_every_end"]

#: Before a time that was not reached: 没用满两年, 使用未满一年.
_NOT_REACHED = re.compile(r"(?:未|没有?|不)(?:能|曾)?[用使租做领合作经营]{0,3}(?:满|足|到|够)?$")

#: Behind a time within which it ends: 一年内退机.
_WITHIN = re.compile(r"(?:之|以)?内[^，。；]{0,6}(?:退|解|停|终止|撤|注销)")

#: An event and the side of it that a case lies on. Starting to use the terminal is one event, whatever it is called.
Side = tuple[str, Literal["before", "after"]]


def at_every_end(statement: Statement, lexicon: DepositLexicon) -> bool:
    """Whether a refusal is said of an end that comes to every agreement (期满不退), so that nothing ever comes back."""
    case = statement.case
    inevitable = lexicon["trigger.inevitable"].search(case) is not None
    return inevitable and not statement.goes_on and not lexicon["trigger.narrowing"].search(case)


def covers_every_end(statements: Sequence[Statement], lexicon: DepositLexicon) -> bool:
    """Whether refusals together leave no end at which it comes back: 提前终止的不退，期满终止的亦不退."""
    denying = [s for s in statements if s.denies and not _fails_then(s, lexicon)]
    early = any(lexicon["trigger.early_end"].search(statement.case) for statement in denying)
    if early and any(lexicon["trigger.full_term"].search(statement.case) for statement in denying):
        return True
    # 已激活但自刷的不退 is no refusal of whoever has activated it.
    whole = [s for s in denying if not lexicon["conditions.no_breach.denial"].search(s.case)]
    if _on_both_sides(denying) or any(are_opposite(one, other, lexicon) for one in whole for other in whole):
        return True
    # 若乙方终止协议，押金不退；若甲方终止协议，押金亦不退.
    ending = {
        role
        for statement in denying
        for start, end, role in statement.reading.parties
        if statement.trigger <= start < statement.start and lexicon["trigger.ends"].match(statement.reading.text[end:])
    }
    return "merchant" in ending and bool(ending & {"provider", "agent"})


def _fails_then(statement: Statement, lexicon: DepositLexicon) -> bool:
    """Whether what is left undone at an end is the case, not that end: 期满或解除时，如乙方不能恢复原状的."""
    case = statement.case
    ends = [match.end() for name in ("early_end", "full_term") if (match := lexicon[f"trigger.{name}"].search(case))]
    return bool(ends) and lexicon["trigger.then_fails"].search(case, max(ends)) is not None


def _on_both_sides(denying: Sequence[Statement]) -> bool:
    """Whether it is kept after a time and before it: 满十二个月后转为维护费；不足十二个月撤机的，同样不退."""
    spans: dict[str, set[tuple[object, object]]] = {"at_least": set(), "under": set()}
    for statement in denying:
        cases = [(statement.reading, statement.trigger, statement.start)]
        cases += [(item, 0, len(item.text)) for item in statement.items]
        for reading, begin, end in cases:
            for quantity in reading.quantities:
                if quantity.kind != "duration" or not begin <= quantity.start < end:
                    continue
                text = reading.text
                short = _NOT_REACHED.search(text[: quantity.start]) or _WITHIN.match(text, quantity.end)
                if (bound := "under" if short else quantity.bound) in spans:
                    spans[bound].add((quantity.value, quantity.unit))
    return bool(spans["at_least"] & spans["under"])


def are_opposite(one: Statement, other: Statement, lexicon: DepositLexicon) -> bool:
    """Whether two statements are made for the two sides of one event: 未激活的退还；激活后转为服务费."""
    sides = _sides(one, lexicon)
    return any((event, "after" if side == "before" else "before") in sides for event, side in _sides(other, lexicon))


def _sides(statement: Statement, lexicon: DepositLexicon) -> set[Side]:
    """The sides of events that a statement's case lies on."""
    case = statement.mention.text[statement.trigger : statement.start]
    found: set[Side] = set()
    rest = case
    for side in ("before", "after"):
        pattern = lexicon[f"sides.{side}"]
        for match in pattern.finditer(rest):
            event = next(value for value in match.groupdict().values() if value)
            found.add(("start" if lexicon["sides.start"].fullmatch(event) else event, side))
        rest = pattern.sub("■", rest)
    return found
