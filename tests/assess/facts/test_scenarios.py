"""Contracts and facts with what follows from them, as one table: ``scenarios.yaml``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from contract_scan.model.report import Condition, Outlook

SCENARIOS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "scenarios.yaml").read_text("utf-8"))[
    "scenarios"
]
_COLUMNS = ("date", "amount", "card_type", "status")


def _facts(told: dict[str, Any]) -> dict[str, Any]:
    facts = dict(told)
    if "transactions" in facts:
        facts["transactions"] = [dict(zip(_COLUMNS, row, strict=False)) for row in facts["transactions"]]
    return facts


def _plain(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["name"])
def test_scenario(judge: Callable[..., Any], scenario: dict[str, Any]) -> None:
    judged = judge(scenario["contract"], **_facts(scenario["facts"]))
    for kind, expected in scenario.get("conditions", {}).items():
        condition: Condition = judged[kind]
        assert condition.status == expected["status"], condition.why
        assert condition.why
        for name in ("lacking", "by"):
            if name in expected:
                assert getattr(condition, name) == _plain(expected[name]), (name, condition.why)
    outlook: Outlook = judged.outlook
    for name, value in scenario.get("outlook", {}).items():
        if name == "needs":
            assert set(value) <= set(outlook.needs)
        else:
            assert getattr(outlook, name) == _plain(value), (name, outlook.due_by_why, outlook.due_amount_why)


def test_the_table_is_whole() -> None:
    names = [scenario["name"] for scenario in SCENARIOS]
    assert len(names) == len(set(names)) >= 40
    days = {
        value
        for scenario in SCENARIOS
        for told in scenario.get("conditions", {}).values()
        if isinstance(value := told.get("by"), date)
    }
    assert date(2024, 2, 29) in days
