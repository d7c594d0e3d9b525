"""What an option of the command line may be set to."""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "Addressee",
    "ExplainFormat",
    "ExtractFormat",
    "Format",
    "Language",
    "Letter",
    "PerspectiveOption",
    "RuleFile",
    "ScanFormat",
    "SchemaOf",
    "Threshold",
    "Tracked",
]


class Format(StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    HTML = "html"
    SARIF = "sarif"


class ScanFormat(StrEnum):
    """How the result of a scan is printed; plug-ins may bring more formats."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    HTML = "html"
    SARIF = "sarif"


class ExtractFormat(StrEnum):
    """How an extracted text is printed."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


class ExplainFormat(StrEnum):
    """How an explanation is printed."""

    TEXT = "text"
    JSON = "json"


class Tracked(StrEnum):
    """Which side of unaccepted changes is read."""

    FINAL = "final"
    ORIGINAL = "original"


class Threshold(StrEnum):
    """The least severity that makes a scan fail."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class SchemaOf(StrEnum):
    """Which JSON form a schema describes."""

    REPORT = "report"
    COMPARISON = "comparison"


class RuleFile(StrEnum):
    """Which kind of rule file a schema describes."""

    RULES = "rules"
    TERMS = "terms"
    RISKS = "risks"
    LAW = "law"
    SUPPRESSIONS = "suppressions"


class Letter(StrEnum):
    """What is drafted."""

    DEMAND = "demand"
    COMPLAINT = "complaint"


class Addressee(StrEnum):
    """Whom a complaint goes to."""

    PROVIDER = "provider"
    CENTRAL_BANK = "central_bank"
    BANK_REGULATOR = "bank_regulator"
    ASSOCIATION = "association"
    MARKET = "market"


class PerspectiveOption(StrEnum):
    """For whom law is cited."""

    MERCHANT = "merchant"
    CONSUMER = "consumer"


class Language(StrEnum):
    """The language of a report's frame."""

    ZH = "zh"
    EN = "en"
