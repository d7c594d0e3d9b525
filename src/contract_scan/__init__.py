"""Reads Chinese POS-terminal and card-acquiring agreements and says whether the merchant's deposit comes back.

    >>> from contract_scan import scan
    >>> report = scan("第一条 押金\\n乙方应向甲方交纳终端押金300元。\\n押金概不退还。")
    >>> report.refund.verdict
    'non_refundable'

What is named here is the public interface; every other module is free to change. Nothing heavy loads on import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
        PluginError,
        RuleError,
        ScanCancelledError,
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
    from contract_scan.extract.bounds import Bounds
    from contract_scan.model.comparison import Comparison
    from contract_scan.model.document import Document
    from contract_scan.model.draft import Draft
    from contract_scan.model.facts import MerchantFacts
    from contract_scan.model.report import ContractReport, Finding, RefundAssessment, ScanRecord, SuppressedFinding
    from contract_scan.plugins import Plugins, PluginWarning
    from contract_scan.render.draft import draft_docx, draft_markdown
    from contract_scan.render.html import render_html
    from contract_scan.render.marked import MarkedCopy, annotate
    from contract_scan.render.rows import ClauseRow, FeeRow, FindingRow, ReportRow, rows
    from contract_scan.rules import Rule, RulePack, Ruleset, RuleSettings, ScoreSettings, SeverityPoints, Suppression
    from contract_scan.scanner import Scanner, scan, scan_set
    from contract_scan.sources import Pages
    from contract_scan.watch import CancelSignal, FolderProgress, ScanProgress

__all__ = [
    "BatchError",
    "Bounds",
    "BusyError",
    "CancelSignal",
    "ClauseRow",
    "Comparison",
    "ContractReport",
    "ContractScanError",
    "CorruptFileError",
    "Document",
    "Draft",
    "DraftError",
    "EncryptedFileError",
    "EngineError",
    "ExtractionError",
    "FactsError",
    "FeeRow",
    "Finding",
    "FindingRow",
    "FolderProgress",
    "MarkedCopy",
    "MemoryLimitError",
    "MerchantFacts",
    "MissingExtraError",
    "Pages",
    "PluginError",
    "PluginWarning",
    "Plugins",
    "RefundAssessment",
    "ReportRow",
    "Rule",
    "RuleError",
    "RulePack",
    "RuleSettings",
    "Ruleset",
    "ScanCancelledError",
    "ScanProgress",
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
    "rows",
    "scan",
    "scan_folder",
    "scan_partition",
    "scan_set",
]

_HOMES = {
    "Bounds": "extract.bounds",
    "CancelSignal": "watch",
    "ClauseRow": "render.rows",
    "Comparison": "model.comparison",
    "ContractReport": "model.report",
    "Document": "model.document",
    "Draft": "model.draft",
    "FeeRow": "render.rows",
    "Finding": "model.report",
    "FindingRow": "render.rows",
    "FolderProgress": "watch",
    "MarkedCopy": "render.marked",
    "MerchantFacts": "model.facts",
    "Pages": "sources",
    "PluginWarning": "plugins",
    "Plugins": "plugins",
    "RefundAssessment": "model.report",
    "ReportRow": "render.rows",
    "Rule": "rules",
    "RulePack": "rules",
    "RuleSettings": "rules",
    "Ruleset": "rules",
    "ScanProgress": "watch",
    "ScanRecord": "model.report",
    "Scanner": "scanner",
    "ScoreSettings": "rules",
    "SeverityPoints": "rules",
    "SuppressedFinding": "model.report",
    "Suppression": "rules",
    "annotate": "render.marked",
    "compare": "comparison",
    "draft": "drafting",
    "draft_docx": "render.draft",
    "draft_markdown": "render.draft",
    "render_html": "render.html",
    "rows": "render.rows",
    "scan": "scanner",
    "scan_folder": "batch",
    "scan_partition": "batch",
    "scan_set": "scanner",
}

# For type checkers the names are those imported above, each with its own type, and there are no others.
if not TYPE_CHECKING:

    def __getattr__(name):
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'errors')}"), name)

    def __dir__():
        return sorted({*globals(), *__all__})
