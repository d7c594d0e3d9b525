"""Which of many contracts needs attention first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from contract_scan.model.report import Finding, ScanRecord

__all__ = ["VERDICT_ORDER", "count_warnings", "is_warning", "severities", "verdict_of"]

#: Verdicts, the worst first. What is not known stands above what is good: a reader who stops half way must not have
#: missed it.
VERDICT_ORDER: Final = (
    "non_refundable",
    "contradictory",
    "silent",
    "conditional",
    "not_assessed",
    "refundable",
    "no_deposit",
)


def is_warning(finding: Finding) -> bool:
    """Tell whether a finding warns the merchant: a risk, a contradiction or a missing protection."""
    return finding.outcome in ("risk", "contradiction", "absent") and finding.severity != "none"


def severities(record: ScanRecord) -> Counter[str]:
    """Return how many warnings of each severity a record holds."""
    return count_warnings(record.report.findings if record.report else ())


def count_warnings(findings: Iterable[Finding]) -> Counter[str]:
    """Return how many of some findings are warnings, by severity."""
    return Counter(finding.severity for finding in findings if is_warning(finding))


def verdict_of(record: ScanRecord) -> str:
    """Return the verdict on a record's contract; one that was not read is not assessed."""
    return record.report.refund.verdict if record.report else "not_assessed"
