"""The figures, words and sentences of the checks that are no check's own: ``checks.yaml`` of a lexicon directory."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from contract_scan.errors import RuleError
from contract_scan.lexicons import read_yaml
from contract_scan.model.report import Kind

__all__ = ["CheckSettings", "Limits", "Reasons", "SeverityRules", "load_settings"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Limits(_Frozen):
    """From which figure on something is a risk. Sums are CNY, days those of the unit they are named after."""

    high_volume: Decimal
    long_payout_working_days: int
    long_payout_days: int
    long_payout_months: int
    wide_range: Decimal
    small_deposit: Decimal
    small_volume: Decimal


class Reasons(_Frozen):
    """What is said of how a check ended, with ``{}`` fields. `clear` is by the type of the risk."""

    risk: str
    protected: str
    settled: str
    absent: str
    contradictory: str
    not_asked: str
    not_assessed: str
    searched: str
    clear: dict[str, str]
    unquoted: dict[str, str]


class SeverityRules(_Frozen):
    """Who shares a subject, and what is said where a severity is moved."""

    topics: dict[str, tuple[str, ...]]
    thresholds: tuple[str, ...]
    raised: str
    eased: str
    small: str


class CheckSettings(_Frozen):
    """All of it."""

    kinds: dict[str, Kind]
    filed: dict[str, Kind]
    limits: Limits
    reasons: Reasons
    severity: SeverityRules
    fact_words: dict[str, str]


def load_settings(root: Path) -> CheckSettings:
    """Return the settings of a lexicon directory. Raises RuleError where the file is wrong."""
    path = root / "checks.yaml"
    data: Any = read_yaml(path)
    try:
        return CheckSettings.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise RuleError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", file=str(path)) from error
