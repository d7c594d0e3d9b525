"""Reads Chinese POS-terminal and card-acquiring agreements and says whether the merchant's deposit comes back.

    >>> from contract_scan import scan
    >>> report = scan("第一条 押金\\n乙方应向甲方交纳终端押金300元。\\n押金概不退还。")
    >>> report.refund.verdict
    'non_refundable'

What is named here is the public interface; every other module is free to change. Nothing heavy loads on import.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from contract_scan._version import __version__

if TYPE_CHECKING:
    from contract_scan.batch import scan_folder, scan_partition
    from contract_scan.comparison import compare
    from contract_scan.drafting import draft
    from contract_scan.errors import (
        BatchError,
        BusyError,
        ContractScanError,
        CorruptFileError,
        DraftError,
        EncryptedFileError,
        EngineError,
        ExtractionError,
        FactsError,
        MemoryLimitError,
        MissingExtraError,
        RuleError,
        SourceError,
        SourceNotFoundError,
        SourceTooLargeError,
        SourceUnreadableError,
        StoreError,
        TimeLimitError,
        UnsupportedFormatError,
        UsageError,
        WorkerCrashedError,
        WorkerError,
    )
    from contract_scan.model.comparison import Comparison
    from contract_scan.model.draft import Draft
    from contract_scan.model.facts import MerchantFacts
    from contract_scan.model.report import ContractReport, Finding, RefundAssessment, ScanRecord, SuppressedFinding
    from contract_scan.render.draft import draft_docx, draft_markdown
    from contract_scan.render.html import render_html
    from contract_scan.render.marked import MarkedCopy, annotate
    from contract_scan.rules import Rule, RulePack, Ruleset, RuleSettings, ScoreSettings, SeverityPoints, Suppression
    from contract_scan.scanner import Scanner, scan, scan_set

__all__ = [
    "BatchError",
    "BusyError",
    "Comparison",
    "ContractReport",
    "ContractScanError",
    "CorruptFileError",
    "Draft",
    "DraftError",
    "EncryptedFileError",
    "EngineError",
    "ExtractionError",
    "FactsError",
    "Finding",
    "MarkedCopy",
    "MemoryLimitError",
    "MerchantFacts",
    "MissingExtraError",
    "RefundAssessment",
    "Rule",
    "RuleError",
    "RulePack",
    "RuleSettings",
    "Ruleset",
    "ScanRecord",
    "Scanner",
    "ScoreSettings",
    "SeverityPoints",
    "SourceError",
    "SourceNotFoundError",
    "SourceTooLargeError",
    "SourceUnreadableError",
    "StoreError",
    "SuppressedFinding",
    "Suppression",
    "TimeLimitError",
    "UnsupportedFormatError",
    "UsageError",
    "WorkerCrashedError",
    "WorkerError",
    "__version__",
    "annotate",
    "compare",
    "draft",
    "draft_docx",
    "draft_markdown",
    "render_html",
    "scan",
    "scan_folder",
    "scan_partition",
    "scan_set",
]

_HOMES = {
    "scan": "scanner",
    "Scanner": "scanner",
    "MarkedCopy": "render.marked",
    "annotate": "render.marked",
    "render_html": "render.html",
    "scan_folder": "batch",
    "scan_partition": "batch",
    "scan_set": "scanner",
    "Ruleset": "rules",
    "SuppressedFinding": "model.report",
    "Suppression": "rules",
    "SeverityPoints": "rules",
    "ScoreSettings": "rules",
    "RuleSettings": "rules",
    "RulePack": "rules",
    "Rule": "rules",
    "ContractReport": "model.report",
    "Comparison": "model.comparison",
    "compare": "comparison",
    "Draft": "model.draft",
    "draft": "drafting",
    "draft_docx": "render.draft",
    "draft_markdown": "render.draft",
    "Finding": "model.report",
    "MerchantFacts": "model.facts",
    "RefundAssessment": "model.report",
    "ScanRecord": "model.report",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'errors')}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
