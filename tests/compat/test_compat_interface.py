"""No public name, parameter, command or option is lost without being asked for."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from recorded import INTERFACE
from surface import lost, surface

import contract_scan
import contract_scan.plugins

UPDATE = (
    "others build on this: keep it beside what comes (docs/stability.md says for how long). Where nothing is lost in "
    "truth, such as a type that takes more, or for a new major version: python tests/compat/record.py interface"
)


@pytest.fixture(scope="module")
def now() -> dict[str, Any]:
    return surface()


def test_nothing_public_is_lost(now: dict[str, Any]) -> None:
    stored = json.loads(INTERFACE.read_text(encoding="utf-8"))
    assert not lost(stored, now), UPDATE


def test_the_whole_surface_is_listed(now: dict[str, Any]) -> None:
    python = {name.removeprefix("contract_scan.") for name in now if name.startswith("contract_scan.")}
    assert set(contract_scan.__all__) - {"__version__"} <= python
    assert {f"plugins.{name}" for name in contract_scan.plugins.__all__} <= python
    assert now["contract_scan.Scanner"]["members"]["scan"]["parameters"]
    assert now["contract_scan.scan"]["parameters"][0]["name"] == "source"
    assert "findings" in now["contract_scan.ContractReport"]["members"]
    assert now["contract_scan.CorruptFileError"]["bases"] == ["ContractScanError", "ExtractionError"]
    assert now["contract_scan.CorruptFileError"]["status"] == "corrupt"
    assert {"contract-scan scan", "contract-scan rules test"} <= set(now)
    assert "json" in now["contract-scan scan"]["--format"]["choices"]
    assert now["POST /scan"]["form"]["files"] == {"required": True}
    assert "application/problem+json" in now["POST /scan"]["answers"]["422"]
    assert {"CONTRACT_SCAN_PASSWORD", "CONTRACT_SCAN_NO_PLUGINS"} <= set(now["environment"])
    assert "contract_scan.extractors" in now["entry points"]


def _function(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = data["contract_scan.scan"]
    return found


def _no_compare(data: dict[str, Any]) -> None:
    data.pop("contract_scan.compare")


def _no_parameter(data: dict[str, Any]) -> None:
    _function(data)["parameters"].pop()


def _new_required(data: dict[str, Any]) -> None:
    _function(data)["parameters"].append(
        {"name": "court", "place": "keyword", "required": True, "type": "str", "default": None}
    )


def _by_name_only(data: dict[str, Any]) -> None:
    _function(data)["parameters"][0]["place"] = "keyword"


def _other_result(data: dict[str, Any]) -> None:
    _function(data)["returns"] = "str"


def _new_first(data: dict[str, Any]) -> None:
    one = {"name": "court", "place": "any", "required": False, "type": "str", "default": None}
    _function(data)["parameters"].insert(0, one)


def _no_method(data: dict[str, Any]) -> None:
    data["contract_scan.Scanner"]["members"].pop("ascan")


def _no_field(data: dict[str, Any]) -> None:
    data["contract_scan.ContractReport"]["members"].pop("findings")


def _other_base(data: dict[str, Any]) -> None:
    data["contract_scan.CorruptFileError"]["bases"].remove("ExtractionError")


def _other_status(data: dict[str, Any]) -> None:
    data["contract_scan.CorruptFileError"]["status"] = "broken"


def _no_option(data: dict[str, Any]) -> None:
    data["contract-scan scan"].pop("--fail-on")


def _no_short_option(data: dict[str, Any]) -> None:
    data["contract-scan scan"]["--format"]["names"].remove("-f")


def _no_choice(data: dict[str, Any]) -> None:
    data["contract-scan scan"]["--lang"]["choices"].remove("en")


def _required_option(data: dict[str, Any]) -> None:
    data["contract-scan scan"]["--court"] = {"names": ["--court"], "required": True}


def _now_required(data: dict[str, Any]) -> None:
    data["contract-scan scan"]["--fail-on"]["required"] = True


def _no_path(data: dict[str, Any]) -> None:
    data.pop("POST /compare")


def _new_field(data: dict[str, Any]) -> None:
    data["POST /scan"]["form"]["court"] = {"required": True}


def _no_html(data: dict[str, Any]) -> None:
    data["POST /scan"]["answers"]["200"].remove("text/html")


def _other_variable(data: dict[str, Any]) -> None:
    data["environment"].remove("CONTRACT_SCAN_PASSWORD")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_no_compare, "contract_scan.compare: is gone"),
        (_no_parameter, "): is gone"),
        (_new_required, "contract_scan.scan(court): has come and is required"),
        (_by_name_only, "contract_scan.scan(source): was given by any, is by keyword"),
        (_other_result, "contract_scan.scan returns: was 'ContractReport', is 'str'"),
        (_new_first, "contract_scan.scan: takes its arguments in another order"),
        (_no_method, "contract_scan.Scanner members ascan: is gone"),
        (_no_field, "contract_scan.ContractReport members findings: is gone"),
        (_other_base, "contract_scan.CorruptFileError bases: ExtractionError is gone"),
        (_other_status, "contract_scan.CorruptFileError status: was 'corrupt', is 'broken'"),
        (_no_option, "contract-scan scan --fail-on: is gone"),
        (_no_short_option, "contract-scan scan --format names: -f is gone"),
        (_no_choice, "contract-scan scan --lang choices: en is gone"),
        (_required_option, "contract-scan scan --court: has come and is required"),
        (_now_required, "contract-scan scan --fail-on required: is required now"),
        (_no_path, "POST /compare: is gone"),
        (_new_field, "POST /scan form court: has come and is required"),
        (_no_html, "POST /scan answers 200: text/html is gone"),
        (_other_variable, "environment: CONTRACT_SCAN_PASSWORD is gone"),
    ],
)
def test_what_is_lost_is_told(now: dict[str, Any], change: Callable[[dict[str, Any]], None], told: str) -> None:
    new = copy.deepcopy(now)
    change(new)
    (found,) = lost(now, new)
    assert told in found


def test_what_comes_is_no_loss(now: dict[str, Any]) -> None:
    new = copy.deepcopy(now)
    new["contract_scan.weigh"] = {"kind": "function", "parameters": [], "returns": "int"}
    _function(new)["parameters"].append(
        {"name": "court", "place": "keyword", "required": False, "type": "str | None", "default": None}
    )
    new["contract_scan.ContractReport"]["members"]["mood"] = {"kind": "attribute", "type": "str"}
    new["contract-scan scan"]["--court"] = {"names": ["--court"], "required": False}
    new["contract-scan scan"]["--format"]["choices"].append("runes")
    assert not lost(now, new)
