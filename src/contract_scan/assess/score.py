"""How much of the deposit is at risk, 0 (safe) to 100 (as good as lost), with everything that moved the number.

The score starts from the verdict and moves by fixed points for each kind of risk and protection, so it is monotone: one
more risk never lowers it, one more protection never raises it. The points are this project's own scale, no statistic;
``docs/checks.md`` lists them.
"""

from __future__ import annotations

from collections.abc import Sequence

from contract_scan.model.report import Finding, ScoreDriver, Verdict
from contract_scan.rules.settings import DEFAULT_SETTINGS, ScoreSettings

__all__ = ["score_of"]

_NAMES: dict[Verdict, str] = {
    "refundable": "押金应退，只有通常条件",
    "conditional": "押金有条件才退",
    "silent": "收了押金，没写怎么退",
    "contradictory": "退与不退，前后矛盾",
    "non_refundable": "写明不退或转成费用",
    "no_deposit": "不收押金",
}
_ABOUT_DEPOSIT = frozenset({"deposit", "refund"})


def score_of(
    verdict: Verdict, findings: Sequence[Finding], points: ScoreSettings = DEFAULT_SETTINGS.score
) -> tuple[int | None, tuple[ScoreDriver, ...]]:
    """Return the score and its drivers, the verdict's first. An agreement that was not assessed has no score."""
    if verdict not in _NAMES:
        return None, ()
    drivers = [ScoreDriver(source=f"verdict.{verdict}", points=points.start[verdict], text=_NAMES[verdict])]
    if verdict != "no_deposit":
        drivers += _drivers(findings, points)
    total = sum(driver.points for driver in drivers)
    return max(0, min(100, total)), tuple(drivers)


def _drivers(findings: Sequence[Finding], scale: ScoreSettings) -> list[ScoreDriver]:
    drivers: dict[str, ScoreDriver] = {}
    protections = {"deposit": scale.deposit_protection, "refund": scale.refund_protection}
    for finding in findings:
        points = 0
        if finding.outcome in ("risk", "absent", "contradiction"):
            risk = scale.deposit_risk if finding.kind in _ABOUT_DEPOSIT else scale.other_risk
            points = risk.of(finding.severity)
        elif finding.outcome == "protection":
            points = -protections.get(finding.kind, scale.other_protection)
        # A rule that fires on several sentences is one risk said several times.
        known = drivers.get(finding.rule_id)
        if points and (known is None or abs(points) > abs(known.points)):
            drivers[finding.rule_id] = ScoreDriver(source=finding.rule_id, points=points, text=finding.title)
    return sorted(drivers.values(), key=lambda driver: (-driver.points, driver.source))
