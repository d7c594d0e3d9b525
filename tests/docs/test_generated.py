"""Files that are made from others have not drifted from them, and hand-written tables have every row."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest
from pages import ROOT, blocks
from pydantic import BaseModel

from contract_scan import scan
from contract_scan.language.concepts import Concepts
from contract_scan.lexicons import lexicon_root
from contract_scan.model import report as model
from contract_scan.model.report import ContractReport, Finding, ScanRecord
from contract_scan.rules.signals import known_signals

REPORT_SCHEMA = ROOT / "schemas" / "report.schema.json"
RULE_SCHEMA = ROOT / "lexicons" / "rule.schema.json"


def _printed(*arguments: str) -> Any:
    done = subprocess.run([sys.executable, "-m", "contract_scan", *arguments], capture_output=True, check=True)
    return json.loads(done.stdout)


def test_the_report_schema_is_current() -> None:
    expected = _printed("schema")
    assert expected == ContractReport.model_json_schema(by_alias=True, mode="serialization")
    assert json.loads(REPORT_SCHEMA.read_text(encoding="utf-8")) == expected, (
        "run: contract-scan schema -o schemas/report.schema.json, and think of schema_version"
    )


def test_the_rule_schema_is_current() -> None:
    assert json.loads(RULE_SCHEMA.read_text(encoding="utf-8")) == _printed("rules", "schema"), (
        "run: contract-scan rules schema > lexicons/rule.schema.json"
    )


def test_every_rule_file_is_valid_by_the_rule_schema() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    import yaml

    schema = json.loads(RULE_SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for path in sorted((ROOT / "lexicons" / "rules").glob("*.yaml")):
        validator.validate(yaml.safe_load(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("of", ["terms", "risks", "law"])
def test_every_lexicon_is_valid_by_its_schema(of: str) -> None:
    import jsonschema
    import yaml

    validator = jsonschema.Draft202012Validator(_printed("rules", "schema", "--of", of))
    files = sorted((ROOT / "lexicons" / of).glob("*.yaml"))
    assert files
    for path in files:
        validator.validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def test_a_report_is_valid_by_the_report_schema() -> None:
    import jsonschema

    validator = jsonschema.Draft202012Validator(json.loads(REPORT_SCHEMA.read_text(encoding="utf-8")))
    report = json.loads(scan("第一条 押金\n乙方应向甲方交纳终端押金300元，30日内退还。").to_json())
    validator.validate(report)
    for field in ("refund", "deposit", "document"):
        lame = {key: value for key, value in report.items() if key != field}
        assert not validator.is_valid(lame)


@cache
def _builder(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_signals_are_current() -> None:
    page = (ROOT / "docs" / "signals.md").read_text(encoding="utf-8")
    assert page == _builder("build_signals").page(), "run: python docs/build_signals.py"


def test_every_signal_is_documented() -> None:
    page = (ROOT / "docs" / "signals.md").read_text(encoding="utf-8")
    words = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`\n]+)`", page))))
    signals = known_signals(Concepts(lexicon_root()).names)
    unknown = {part for signal in signals for part in signal.split(".")} - words
    assert not unknown, "describe it in docs/build_signals.py, then run that"


def _models(kind: type[BaseModel], seen: dict[str, type[BaseModel]]) -> dict[str, type[BaseModel]]:
    seen[kind.__name__] = kind
    for field in kind.model_fields.values():
        for inner in _types(field.annotation):
            if isinstance(inner, type) and issubclass(inner, BaseModel) and inner.__name__ not in seen:
                _models(inner, seen)
    return seen


def _types(annotation: Any) -> Iterator[Any]:
    yield annotation
    for inner in get_args(annotation):
        yield from _types(inner)


MODELS = _models(ScanRecord, {})


def _section(name: str) -> str:
    page = (ROOT / "docs" / "report.md").read_text(encoding="utf-8")
    found = re.search(rf"^##+ {name}\n(.*?)(?=^##+ |\Z)", page, re.MULTILINE | re.DOTALL)
    assert found, f"docs/report.md has no section {name}"
    return found[1]


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_field_of_the_report_is_documented(name: str) -> None:
    documented = re.findall(r"^\| `(\w+)` \|", _section(name).split("| Verdict |")[0], re.MULTILINE)
    fields = [field.alias or key for key, field in MODELS[name].model_fields.items()]
    assert documented == fields


@pytest.mark.parametrize(
    ("section", "values"),
    [
        ("Finding", (*get_args(model.Kind), *get_args(model.Outcome), *get_args(model.Severity))),
        ("RefundAssessment", get_args(model.Verdict)),
        ("Condition", get_args(model.ConditionType)),
        ("Party", get_args(model.Role)),
        ("Check", get_args(model.CheckOutcome)),
        ("ScanRecord", get_args(model.Status)),
    ],
)
def test_every_value_is_documented(section: str, values: tuple[str, ...]) -> None:
    assert set(values) <= set(re.findall(r"`(\w+)`", _section(section)))


def test_the_report_example_is_a_finding() -> None:
    page = ROOT / "docs" / "report.md"
    (example,) = (block for block in blocks(page) if block.language == "json")
    finding = Finding.model_validate_json(example.body)
    code = next(block for block in blocks(page) if block.language == "python")
    given = re.search(r'scan\("(.+?)"\)', code.body)
    assert given is not None
    text = given[1].replace("\\n", "\n")
    assert [place.quote for place in finding.evidence] == [text[place.start : place.end] for place in finding.evidence]
    assert finding.rule_id in {found.rule_id for found in scan(text).findings}


def test_pictures_are_pictures() -> None:
    for name in ("folder", "summary"):
        for lang in ("en", "zh"):
            data = Path(ROOT / "docs" / "images" / f"{name}.{lang}.png").read_bytes()
            assert data.startswith(b"\x89PNG\r\n\x1a\n")
            assert len(data) < 500_000
