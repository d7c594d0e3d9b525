"""Findings as SARIF 2.1.0, for programs that show what scanners find.

Regions count lines and columns of the text that was read, from 1, columns in code points. That text stands in the log
as the artifact's rendered contents, so that a region can be resolved where the file itself is no text.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any, Final
from urllib.parse import quote

from contract_scan import _version
from contract_scan.model.jsontext import inert_json
from contract_scan.model.report import Clause, ContractReport, Evidence, Finding, ScanRecord
from contract_scan.render.safe import inert

__all__ = ["render_sarif"]

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {"high": "error", "medium": "warning", "low": "note", "none": "none"}
#: Only what fails has a level. What merely informs is left out: it is nobody's result.
_KINDS: Final = {"risk": "fail", "absent": "fail", "contradiction": "fail", "protection": "pass"}


def render_sarif(records: Iterable[ScanRecord]) -> str:
    """Return the SARIF log of some inputs: one run, an artifact for each input, its findings as results.

    What could not be read is told in the invocation's notifications, each with its file.
    """
    log = _Log()
    for record in records:
        log.add(record)
    return inert_json(json.dumps(log.finished(), ensure_ascii=False, indent=2)) + "\n"


class _Log:
    def __init__(self) -> None:
        self._rules: dict[str, int] = {}
        self._descriptors: list[dict[str, Any]] = []
        self._artifacts: list[dict[str, Any]] = []
        self._results: list[dict[str, Any]] = []
        self._notifications: list[dict[str, Any]] = []
        self._whole = True

    def add(self, record: ScanRecord) -> None:
        uri = quote(inert(record.path).replace("\\", "/"), safe="/")
        place = {"uri": uri, "index": len(self._artifacts)}
        artifact: dict[str, Any] = {"location": {"uri": uri}, "roles": ["analysisTarget"]}
        if record.sha256:
            artifact["hashes"] = {"sha-256": record.sha256}
        self._artifacts.append(artifact)
        self._whole = self._whole and record.status == "ok"
        if record.error is not None:
            self._notify("error", record.error.message, place, record.error.type)
        report = record.report
        if report is None:
            return
        artifact |= {"mimeType": report.document.media_type, "length": report.document.size_bytes}
        artifact["contents"] = {"rendered": {"text": report.document.text or ""}}
        artifact["properties"] = {"verdict": report.refund.verdict, "score": report.refund.score}
        for part in report.document.unread:
            self._notify("error", f"{part.part}: {part.reason}", place, "unread")
        for warning in report.document.warnings:
            self._notify("warning", warning.message, place, warning.code)
        lines = _Lines(report.document.text or "")
        clauses = {clause.id: clause for clause in report.clauses}
        for finding in report.findings:
            if finding.outcome in _KINDS:
                self._results.append(self._result(finding, report, place, lines, clauses))
        for one in report.suppressed:
            if one.finding.outcome in _KINDS:
                result = self._result(one.finding, report, place, lines, clauses)
                # External: the contract itself holds nothing that says so.
                result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": one.reason}]
                self._results.append(result)

    def finished(self) -> dict[str, Any]:
        driver = {"name": "contract-scan", "version": _version.__version__, "rules": self._descriptors}
        invocation: dict[str, Any] = {"executionSuccessful": self._whole}
        if self._notifications:
            invocation["toolExecutionNotifications"] = self._notifications
        run = {
            "tool": {"driver": driver},
            "columnKind": "unicodeCodePoints",
            "invocations": [invocation],
            "artifacts": self._artifacts,
            "results": self._results,
        }
        return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}

    def _notify(self, level: str, message: str, place: dict[str, Any], code: str) -> None:
        self._notifications.append(
            {
                "level": level,
                "message": {"text": message},
                "descriptor": {"id": code},
                "locations": [{"physicalLocation": {"artifactLocation": place}}],
            }
        )

    def _result(
        self,
        finding: Finding,
        report: ContractReport,
        place: dict[str, Any],
        lines: _Lines,
        clauses: dict[str, Clause],
    ) -> dict[str, Any]:
        kind = _KINDS[finding.outcome]
        clause = clauses.get(finding.clause_id or "")
        said = "".join(filter(None, (finding.message, finding.why, finding.advice)))
        result: dict[str, Any] = {
            "ruleId": finding.rule_id,
            "ruleIndex": self._rule(finding),
            "kind": kind,
            "level": _LEVELS[finding.severity] if kind == "fail" else "none",
            "message": {"text": f"{finding.title}：{said}"},
            "locations": [_location(item, place, lines, clause) for item in finding.evidence[:1]]
            or [{"physicalLocation": {"artifactLocation": place}}],
            "partialFingerprints": {"findingId/v1": f"{report.document.sha256[:16]}/{finding.id}"},
            "properties": {
                "kind": finding.kind,
                "outcome": finding.outcome,
                "severity": finding.severity,
                "legalBasis": list(finding.legal_basis),
            },
        }
        if finding.searched:
            result["properties"]["searched"] = finding.searched
        if len(finding.evidence) > 1:
            result["relatedLocations"] = [
                {"id": number, **_location(item, place, lines, None)}
                for number, item in enumerate(finding.evidence[1:], 1)
            ]
        return result

    def _rule(self, finding: Finding) -> int:
        if finding.rule_id not in self._rules:
            self._rules[finding.rule_id] = len(self._descriptors)
            descriptor: dict[str, Any] = {
                "id": finding.rule_id,
                "shortDescription": {"text": finding.title},
                "fullDescription": {"text": finding.message},
                "properties": {"tags": [finding.kind]},
            }
            if finding.advice:
                descriptor["help"] = {"text": finding.advice}
            self._descriptors.append(descriptor)
        return self._rules[finding.rule_id]


class _Lines:
    """Where the lines of a text begin."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]

    def at(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset, from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def _location(evidence: Evidence, place: dict[str, Any], lines: _Lines, clause: Clause | None) -> dict[str, Any]:
    first, last = lines.at(evidence.start), lines.at(evidence.end)
    region: dict[str, Any] = {
        **{"startLine": first[0], "startColumn": first[1], "endLine": last[0], "endColumn": last[1]},
        **{"charOffset": evidence.start, "charLength": evidence.end - evidence.start},
        "snippet": {"text": evidence.quote},
    }
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": place, "region": region}}
    if evidence.page is not None:
        location["properties"] = {"page": evidence.page, "boxes": _boxes(evidence)}
    if clause is not None and (clause.path or clause.number):
        steps: Sequence[str] = clause.path or (clause.number or "",)
        location["logicalLocations"] = [{"name": steps[-1], "fullyQualifiedName": "/".join(steps), "kind": "clause"}]
    return location


def _boxes(evidence: Evidence) -> list[dict[str, Any]]:
    pages = evidence.box_pages or (evidence.page,) * len(evidence.boxes)
    return [{"page": page, "box": list(box)} for page, box in zip(pages, evidence.boxes, strict=False)]
