"""Today's models read what earlier versions wrote, and what later minor versions will."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError
from recorded import Recorded, versions

from contract_scan import (
    Comparison,
    ContractReport,
    ScanRecord,
    draft,
    draft_markdown,
    render_html,
    scan,
)
from contract_scan.model.comparison import COMPARISON_SCHEMA_VERSION
from contract_scan.model.report import SCHEMA_VERSION

ALL = versions()
TEXT = "第一条 押金\n乙方应向甲方交纳终端押金300元。\n押金概不退还。"


def name(version: Recorded) -> str:
    return version.version


def having(part: str) -> list[Recorded]:
    found = [version for version in ALL if version.part(part) is not None]
    assert found
    return found


def records_of(version: Recorded) -> list[ScanRecord]:
    data = version.part("records.jsonl")
    assert data is not None
    return [ScanRecord.model_validate_json(line) for line in data.splitlines()]


@pytest.mark.parametrize("version", having("records.jsonl"), ids=name)
def test_records_of_earlier_versions_are_read(version: Recorded) -> None:
    found = records_of(version)
    assert {record.status for record in found} == {"ok", "corrupt"}
    for record in found:
        if record.report is None:
            assert record.error is not None
            continue
        report = record.report
        assert report.refund.verdict
        assert report.document.text is not None
        for finding in report.findings:
            for place in finding.evidence:
                assert place.quote == report.document.text[place.start : place.end]


@pytest.mark.parametrize("version", having("records.jsonl"), ids=name)
def test_nothing_of_an_earlier_report_is_lost(version: Recorded) -> None:
    """What was read and is written again holds all that was there, under the same names."""
    data = version.part("records.jsonl")
    assert data is not None
    for line in data.splitlines():
        before = json.loads(line)
        after = json.loads(ScanRecord.model_validate_json(line).to_json())
        assert _kept(before, after) == before


def _kept(before: object, after: object) -> object:
    """Return what of `after` answers to `before`."""
    if isinstance(before, dict) and isinstance(after, dict):
        return {key: _kept(value, after.get(key)) for key, value in before.items()}
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [_kept(old, new) for old, new in zip(before, after, strict=True)]
    return after


@pytest.mark.parametrize("version", having("assessed.json"), ids=name)
def test_what_is_made_of_reports_is_made_of_earlier_ones_too(version: Recorded) -> None:
    data = version.part("assessed.json")
    assert data is not None
    report = ContractReport.model_validate_json(data)
    assert report.refund.outlook is not None
    worst = next(finding for finding in report.findings if finding.severity == "high")
    assert worst.title in render_html(report)
    assert "198" in draft_markdown(draft(report))


@pytest.mark.parametrize("version", having("suppressed.json"), ids=name)
def test_earlier_reports_with_suppressions_are_read(version: Recorded) -> None:
    data = version.part("suppressed.json")
    assert data is not None
    assert ContractReport.model_validate_json(data).suppressed


@pytest.mark.parametrize("version", having("comparison.json"), ids=name)
def test_earlier_comparisons_are_read(version: Recorded) -> None:
    data = version.part("comparison.json")
    assert data is not None
    assert Comparison.model_validate_json(data).changes


def test_a_later_minor_version_is_read() -> None:
    report = scan(TEXT)
    later = json.loads(report.to_json())
    major = SCHEMA_VERSION.partition(".")[0]
    later["schema_version"] = f"{major}.999"
    later["weather"] = "fine"
    later["refund"]["mood"] = {"of": ["the provider"]}
    later["findings"][0]["evidence"][0]["colour"] = "red"
    read = ContractReport.model_validate_json(json.dumps(later))
    assert read.model_copy(update={"schema_version": report.schema_version}) == report


@pytest.mark.parametrize("number", ["2.0", "0.9", "1", "one", ""])
def test_another_major_version_is_refused_by_its_number(number: str) -> None:
    data = json.loads(scan(TEXT).to_json()) | {"schema_version": number}
    with pytest.raises(ValidationError, match=r"schema_version\n.*cannot be read: this version reads 1\.x"):
        ContractReport.model_validate_json(json.dumps(data))
    with pytest.raises(ValidationError, match="cannot be read"):
        Comparison.model_validate({"schema_version": number})


def test_the_numbers_are_numbers_of_a_form() -> None:
    for number in (SCHEMA_VERSION, COMPARISON_SCHEMA_VERSION):
        major, minor = number.split(".")
        assert major.isdigit()
        assert minor.isdigit()
