"""Rights and risks that came or went, and clauses that were written anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from contract_scan.comparison.align import Unit
from contract_scan.comparison.favour import ABSENT, combined
from contract_scan.comparison.side import Pair
from contract_scan.model.comparison import Aspect, Change, Favours
from contract_scan.model.report import ContractReport, Evidence, Finding

__all__ = ["clause_changes", "right_changes"]

_FILLED_IN: Final = re.compile(r"[_0-9]+年[_0-9]+月[_0-9]+日|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|_+|[√□☑■]")
_WHAT: Final = {"protection": "对商户的保障", "risk": "对商户不利的约定", "absent": "缺少的约定"}
#: A change of the verdict says of no clause whom it serves.
_NOT_OF_A_CLAUSE: Final = ("verdict", "clause")


def right_changes(pair: Pair, told: Sequence[Change]) -> Iterator[Change]:
    """Yield rights and risks that only one agreement has; what `told` says already by the same words is left out."""
    for outcome in ("protection", "risk", "absent"):
        old, new = _by_rule(pair.old, outcome), _by_rule(pair.new, outcome)
        for rule in [*new, *(rule for rule in old if rule not in new)]:
            came = rule not in old
            if rule in old and rule in new:
                continue
            finding = (new if came else old)[rule]
            gain: Favours = "merchant" if (outcome == "protection") is came else "provider"
            if _told(finding, gain, told, new=came):
                continue
            aspect: Aspect = "right" if outcome == "protection" else "risk"
            make = pair.added if came else pair.removed
            quote = finding.evidence[0].quote if finding.evidence else finding.message
            why = f"{'多了' if came else '少了'}一项{_WHAT[outcome]}"
            yield make(aspect, finding.title, quote, finding.evidence, gain, why)


def _by_rule(report: ContractReport, outcome: str) -> dict[str, Finding]:
    found: dict[str, Finding] = {}
    for finding in report.findings:
        if finding.outcome == outcome and (finding.evidence or outcome == "absent"):
            found.setdefault(finding.rule_id, finding)
    return found


def _told(finding: Finding, gain: Favours, told: Sequence[Change], *, new: bool) -> bool:
    kind = "added" if new else "removed"
    places = [
        place
        for change in told
        if change.aspect not in _NOT_OF_A_CLAUSE and change.kind in (kind, "changed") and change.favours == gain
        for place in (change.new if new else change.old).evidence
    ]
    return bool(finding.evidence) and any(_overlap(finding.evidence[0], place) for place in places)


def _overlap(one: Evidence, other: Evidence) -> bool:
    return one.start < other.end and other.start < one.end


def clause_changes(pair: Pair, told: Sequence[Change]) -> Iterator[Change]:
    """Yield the clauses that were written anew, added or taken out, with whom the terms in them favour."""
    alignment = pair.alignment
    with_old = {i for i, _ in alignment.pairs}
    with_new = {j for _, j in alignment.pairs}
    for i, j in alignment.pairs:
        old, new = alignment.old[i], alignment.new[j]
        if old.key == new.key:
            continue
        before, after = alignment.evidence(old, new=False), alignment.evidence(new, new=True)
        favours, why = _by_terms([change for change in told if _inside(change, old, new)])
        if _names_out(old, pair.old) == _names_out(new, pair.new):
            favours, why = "neutral", "只是名称、日期或空白处不同"
        yield pair.changed("clause", _title(new), (old.heading, (before,)), (new.heading, (after,)), favours, why)
    for j, unit in enumerate(alignment.new):
        if j not in with_new:
            place = alignment.evidence(unit, new=True)
            favours, why = _by_terms([change for change in told if _inside(change, None, unit)])
            yield pair.added("clause", _title(unit), unit.heading or place.quote[:20], (place,), favours, why)
    for i, unit in enumerate(alignment.old):
        if i not in with_old:
            place = alignment.evidence(unit, new=False)
            favours, why = _by_terms([change for change in told if _inside(change, unit, None)])
            yield pair.removed("clause", _title(unit), unit.heading or place.quote[:20], (place,), favours, why)


def _title(unit: Unit) -> str:
    number = unit.clause.number if unit.clause else None
    return " ".join(part for part in (number, unit.heading) if part) or ABSENT


def _inside(change: Change, old: Unit | None, new: Unit | None) -> bool:
    if change.aspect in _NOT_OF_A_CLAUSE:
        return False
    return _holds(old, change.old.evidence, change.kind != "added") or _holds(
        new, change.new.evidence, change.kind != "removed"
    )


def _holds(unit: Unit | None, evidence: Sequence[Evidence], counts: bool) -> bool:
    return unit is not None and counts and any(unit.start <= place.start < unit.end for place in evidence)


def _by_terms(changes: Sequence[Change]) -> tuple[Favours, str]:
    if not changes:
        return "unclear", "没有读出对谁有利，请对照两处原文"
    favours = combined(change.favours for change in changes)
    named = "、".join(dict.fromkeys(change.title for change in changes))
    return favours, f"其中的变化：{named}"


def _names_out(unit: Unit, report: ContractReport) -> str:
    key = _FILLED_IN.sub("", unit.key)
    for party in report.parties:
        if party.name:
            key = key.replace("".join(party.name.split()), "")
    return key
