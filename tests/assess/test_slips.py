"""Whole papers of a few lines, each in another voice and layout: the verdict, and the deposit's amounts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from contract_scan import scan


def slips() -> Iterator[tuple[str, set[Decimal], str]]:
    _, *papers = Path(__file__).with_name("slips.txt").read_text("utf-8").split("=== ")
    for paper in papers:
        head, text = paper.split("\n", 1)
        verdict, amounts = head.split()
        yield verdict, {Decimal(amount) for amount in amounts.split(",") if amount != "-"}, text


@pytest.mark.parametrize(("verdict", "amounts", "text"), list(slips()))
def test_a_slip_is_understood(verdict: str, amounts: set[Decimal], text: str) -> None:
    report = scan(text)
    assert report.refund.verdict == verdict
    assert set(report.deposit.amounts) == amounts
