"""The figures of a ruleset that its user may move: how sure, how severe, how many points."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from contract_scan.model.report import Severity, Verdict

__all__ = ["DEFAULT_SETTINGS", "RuleSettings", "ScoreSettings", "SeverityPoints"]

_Points = Annotated[int, Field(ge=0, le=100)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SeverityPoints(_Frozen):
    """Points of one finding by its severity, 0 to 100. What is more severe never weighs less."""

    high: _Points
    medium: _Points
    low: _Points

    @model_validator(mode="after")
    def _is_monotone(self) -> SeverityPoints:
        if not self.high >= self.medium >= self.low:
            raise ValueError("points must not rise where severity falls: high >= medium >= low")
        return self

    def of(self, severity: Severity) -> int:
        """Return the points of a severity; ``none`` has none."""
        return 0 if severity == "none" else int(getattr(self, severity))


class ScoreSettings(_Frozen):
    """Where the score begins for each verdict, and how findings move it.

    `deposit_risk` counts for warnings about the deposit and its return, `other_risk` for all others;
    `deposit_protection`, `refund_protection` and `other_protection` are taken off for each protection found.
    """

    start: dict[Verdict, _Points] = Field(
        default={
            "refundable": 10,
            "conditional": 40,
            "silent": 60,
            "contradictory": 65,
            "non_refundable": 90,
            "no_deposit": 0,
        }
    )
    deposit_risk: SeverityPoints = SeverityPoints(high=6, medium=3, low=1)
    other_risk: SeverityPoints = SeverityPoints(high=2, medium=1, low=0)
    deposit_protection: _Points = 4
    refund_protection: _Points = 5
    other_protection: _Points = 1

    @field_validator("start")
    @classmethod
    def _is_whole(cls, start: dict[Verdict, int]) -> dict[Verdict, int]:
        whole = {"refundable", "conditional", "silent", "contradictory", "non_refundable", "no_deposit"}
        if set(start) != whole:
            raise ValueError(f"must give a number for each of {', '.join(sorted(whole))}, and for nothing else")
        return start


class RuleSettings(_Frozen):
    """The thresholds of a ruleset.

    Attributes:
        likely: from which probability on a sentence is taken for a kind that no rule found, 0 to 1.
        unlikely: below which it is not taken for a kind, whatever rule fired that is not `sure`, 0 to 1; below
            `likely`.
        floors: the least severity of the warnings of a rule or risk, by its id or a pattern (``FEE-*``).
        least: warnings that are less severe than this are listed as suppressed. ``none`` leaves all.
        score: the points of the score.
    """

    likely: float = Field(default=0.5, gt=0, le=1)
    unlikely: float = Field(default=0.2, ge=0, lt=1)
    floors: dict[str, Severity] = Field(default={})
    least: Severity = "none"
    score: ScoreSettings = ScoreSettings()

    @model_validator(mode="after")
    def _is_ordered(self) -> RuleSettings:
        if self.unlikely >= self.likely:
            raise ValueError("unlikely must be below likely")
        return self


#: What holds where nothing else is said. `likely` and `unlikely` were chosen on agreements that the weights had not
#: been fitted to.
DEFAULT_SETTINGS = RuleSettings()
