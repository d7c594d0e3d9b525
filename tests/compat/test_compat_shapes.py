"""The form of today can take the place of each earlier one; and what would break a reader is told."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from recorded import Recorded, versions
from shapes import CLOSED, broken, for_readers, shape

from contract_scan import Comparison, ContractReport, compare, scan

ROOT = Path(__file__).resolve().parents[2]
TODAY: dict[str, dict[str, Any]] = {
    "report": ContractReport.model_json_schema(by_alias=True, mode="serialization"),
    "comparison": Comparison.model_json_schema(by_alias=True, mode="serialization"),
}
STORED = [(one, kind) for one in versions() for kind in TODAY if one.schemas and kind in one.schemas]
TEXT = "第一条 押金\n乙方应向甲方交纳终端押金300元，交易满10万元后退还。\n第二条 费率为0.6%，提前终止的，押金不退。"


def name(value: object) -> str:
    return value.version if isinstance(value, Recorded) else str(value)


def test_versions_are_recorded() -> None:
    assert {"0.1.0"} <= {one.version for one in versions()}
    assert {kind for _, kind in STORED} == set(TODAY)


@pytest.mark.parametrize(("version", "kind"), STORED, ids=name)
def test_todays_form_takes_the_place_of_an_earlier_one(version: Recorded, kind: str) -> None:
    assert version.schemas is not None
    assert not broken(version.schemas[kind], TODAY[kind]), "see docs/stability.md: add beside it, or raise the major"


@pytest.mark.parametrize("version", [one for one, kind in STORED if kind == "report"], ids=name)
def test_a_reader_of_an_earlier_form_reads_what_is_written_today(version: Recorded) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    assert version.schemas is not None
    reader = jsonschema.Draft202012Validator(for_readers(version.schemas["report"]))
    for given in (TEXT, ROOT / "samples" / "05-two-column-contradictory.pdf"):
        reader.validate(json.loads(scan(given).to_json()))


def test_a_reader_of_an_earlier_comparison_reads_one_of_today() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    written = json.loads(compare(TEXT, TEXT.replace("300", "500").replace("不退", "照退")).to_json())
    assert written["changes"]
    for version, kind in STORED:
        if kind == "comparison":
            assert version.schemas is not None
            jsonschema.Draft202012Validator(for_readers(version.schemas[kind])).validate(written)


def test_the_page_names_the_closed_enumerations() -> None:
    page = (ROOT / "docs" / "stability.md").read_text(encoding="utf-8")
    section = re.search(r"^\| Closed .*?\n\n", page, re.MULTILINE | re.DOTALL)
    assert section is not None
    assert set(re.findall(r"`([A-Z]\w+\.\w+)`", section[0])) == CLOSED


def _evidence_gone(schema: dict[str, Any]) -> None:
    schema["$defs"]["Finding"]["properties"].pop("evidence")


def _score_optional(schema: dict[str, Any]) -> None:
    schema["$defs"]["RefundAssessment"]["required"].remove("score")


def _start_may_be_null(schema: dict[str, Any]) -> None:
    schema["$defs"]["Evidence"]["properties"]["start"] = {"anyOf": [{"type": "integer"}, {"type": "null"}]}


def _page_never_null(schema: dict[str, Any]) -> None:
    schema["$defs"]["Evidence"]["properties"]["page"] = {"type": "integer"}


def _title_number(schema: dict[str, Any]) -> None:
    schema["$defs"]["Finding"]["properties"]["title"] = {"type": "integer"}


def _kind_gone(schema: dict[str, Any]) -> None:
    schema["$defs"]["Finding"]["properties"]["kind"]["enum"].remove("notice")


def _verdict_more(schema: dict[str, Any]) -> None:
    schema["$defs"]["RefundAssessment"]["properties"]["verdict"]["enum"].append("perhaps")


def _severity_free(schema: dict[str, Any]) -> None:
    schema["$defs"]["Finding"]["properties"]["severity"] = {"type": "string"}


def _amount_shorter(schema: dict[str, Any]) -> None:
    schema["$defs"]["Deposit"]["properties"]["amounts"]["items"]["pattern"] = r"^\d+$"


def _basis_list(schema: dict[str, Any]) -> None:
    schema["properties"]["legal_basis"] = {"type": "array", "items": {"$ref": "#/$defs/LegalBasis"}}


def _basis_of_text(schema: dict[str, Any]) -> None:
    schema["properties"]["legal_basis"]["additionalProperties"] = {"type": "string"}


def _box_shorter(schema: dict[str, Any]) -> None:
    box = schema["$defs"]["Evidence"]["properties"]["boxes"]["items"]
    box["prefixItems"].pop()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_evidence_gone, "Finding.evidence: is gone"),
        (_score_optional, "RefundAssessment.score: is not always written any more"),
        (_start_may_be_null, "Evidence.start: was integer, is integer or null"),
        (_page_never_null, "Evidence.page: was integer or null, is integer"),
        (_title_number, "Finding.title: was string, is integer"),
        (_kind_gone, "Finding.kind: notice is gone"),
        (_verdict_more, "RefundAssessment.verdict: perhaps has come, and the enumeration is closed"),
        (_severity_free, "Finding.severity: was an enumeration"),
        (_amount_shorter, r"Deposit.amounts: pattern was ^-?\d+\.\d{2,}$, is ^\d+$"),
        (_basis_list, "ContractReport.legal_basis: was object, is array"),
        (_basis_of_text, "LegalBasis: was object, is string"),
        (_box_shorter, "Evidence.boxes: has another number of items"),
    ],
)
def test_what_breaks_a_reader_is_told(change: Callable[[dict[str, Any]], None], told: str) -> None:
    new = copy.deepcopy(TODAY["report"])
    change(new)
    assert broken(TODAY["report"], new) == [told]
    assert shape(new) != shape(TODAY["report"])


def test_what_only_adds_is_not_told() -> None:
    new = copy.deepcopy(TODAY["report"])
    new["$defs"]["Finding"]["properties"]["weight"] = {"type": "integer"}
    new["$defs"]["Finding"]["required"].append("weight")
    new["$defs"]["Finding"]["properties"]["kind"]["enum"].append("marketing")
    new["$defs"]["Finding"]["description"] = "Said otherwise."
    assert not broken(TODAY["report"], new)
    # Yet it is another form, which a release must give another number.
    assert shape(new) != shape(TODAY["report"])


def test_what_is_said_makes_no_other_form() -> None:
    new = copy.deepcopy(TODAY["report"])
    new["$defs"]["Finding"]["description"] = "Said otherwise."
    assert shape(new) == shape(TODAY["report"])
