import json

import jsonschema
import pytest
import report_factory as make

from contract_scan.model.report import ContractReport, ScanRecord
from contract_scan.render.json import render_json, render_record


@pytest.mark.parametrize(
    "report", [make.report(), make.partial(), make.not_assessed()], ids=["full", "partial", "none"]
)
def test_the_json_of_one_input_is_a_valid_report_and_can_be_read_back(report):
    text = render_json(make.record(report=report))
    jsonschema.validate(json.loads(text), ContractReport.model_json_schema())
    assert ContractReport.model_validate_json(text) == report


def test_the_json_of_an_unreadable_input_is_its_record():
    data = json.loads(render_json(make.unreadable()))
    assert data["status"] == "encrypted"
    assert data["report"] is None


def test_a_line_of_json_lines_is_one_record():
    line = render_record(make.record())
    assert line.endswith("\n")
    assert line.count("\n") == 1
    jsonschema.validate(json.loads(line), ScanRecord.model_json_schema())
