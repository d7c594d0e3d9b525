"""What the tools give back beside the models of the library: text for the assistant, data for programs."""

from __future__ import annotations

from typing import Any

from mcp_types import CallToolResult, TextContent
from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from contract_scan.errors import ContractScanError, ExtractionError, SourceError, WorkerError
from contract_scan.model.facts import MerchantFacts
from contract_scan.model.report import ContractReport, Kind, Outcome, ScanRecord, Severity
from contract_scan.render.refusal import refusal_text
from contract_scan.rules import Rule

__all__ = ["FactsSchema", "FileList", "RuleCard", "RuleList", "answer", "brief", "failure_text", "refusal", "rule_card"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileList(_Model):
    """The files that may be read, by the paths to name them by. `more`: there are others that are not listed."""

    files: tuple[str, ...]
    more: bool


class RuleCard(_Model):
    """One rule: what it looks for, how grave it is, why, and what to do."""

    id: str
    title: str
    kind: Kind
    severity: Severity
    outcome: Outcome
    message: str
    why: str | None = None
    advice: str | None = None
    legal_basis: tuple[str, ...] = ()


class RuleList(_Model):
    """The rules that were asked for, in their order."""

    rules: tuple[RuleCard, ...]


class FactsSchema:
    """Publishes the schema of `MerchantFacts` for an argument that is checked later, in the reader's language."""

    def __get_pydantic_json_schema__(self, _: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler(MerchantFacts.__pydantic_core_schema__)


def rule_card(rule: Rule) -> RuleCard:
    """Return what a reader wants to know of a rule."""
    return RuleCard.model_validate(rule.model_dump(include=set(RuleCard.model_fields)))


def brief(report: ContractReport) -> ContractReport:
    """Return a report without what takes the most room and is asked for least: the agreement's own text, its clause
    tree, what the checks found in order, and findings that are no problem.
    """
    findings = tuple(one for one in report.findings if one.severity != "none")
    document = report.document.model_copy(update={"text": None})
    left_out = {"document": document, "clauses": (), "checks": (), "checklist": (), "findings": findings}
    return report.model_copy(update=left_out)


def answer(data: BaseModel, text: str) -> CallToolResult:
    """Return a result: the model as data, and a text that says the same to a reader."""
    structured: dict[str, Any] = data.model_dump(mode="json", by_alias=True)
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=structured)


def refusal(text: str) -> CallToolResult:
    """Return the result of a call that failed, and why."""
    return CallToolResult(content=[TextContent(type="text", text=text)], is_error=True)


def failure_text(failed: ScanRecord | ContractScanError, name: str = "合同") -> str:
    """Return why something was not read or done, for a reader."""
    if isinstance(failed, ScanRecord):
        return refusal_text(failed)
    if isinstance(failed, SourceError | ExtractionError | WorkerError):
        details = {"type": type(failed).__name__, "message": str(failed)}
        return refusal_text(ScanRecord.model_validate({"path": name, "status": failed.status, "error": details}))
    return str(failed)
