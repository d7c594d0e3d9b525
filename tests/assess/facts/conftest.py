"""A contract and the merchant's facts, judged by the whole pipeline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from contract_scan import MerchantFacts, Scanner
from contract_scan.model.report import Condition, ContractReport, Outlook

_HEAD = "POS终端服务协议\n甲方：商户\n乙方：某某支付有限公司\n第一条 押金\n"


@dataclass(frozen=True)
class Judged:
    report: ContractReport

    def __getitem__(self, kind: str) -> Condition:
        """The one condition of a type."""
        found = [c for c in self.report.refund.conditions if c.type == kind]
        assert len(found) == 1, [c.type for c in self.report.refund.conditions]
        return found[0]

    @property
    def outlook(self) -> Outlook:
        assert self.report.refund.outlook is not None
        return self.report.refund.outlook


@pytest.fixture(scope="session")
def judge() -> Callable[..., Judged]:
    """Judges the lines of a deposit clause by facts given as keywords."""
    scanner = Scanner()

    def judged(clause: str, **facts: Any) -> Judged:
        return Judged(scanner.scan(_HEAD + clause, facts=MerchantFacts.model_validate(facts)))

    return judged
