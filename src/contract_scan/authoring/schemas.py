"""JSON Schemas of the files that hold rules, terms, risks, law and suppressions: editors complete and check by them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from pydantic import TypeAdapter

from contract_scan.assess.law import Provision, Statute
from contract_scan.assess.risks import Case, Risk
from contract_scan.language.concepts import Concept, Concepts
from contract_scan.lexicons import lexicon_root
from contract_scan.rules import Rule, Suppression
from contract_scan.rules.signals import known_signals

__all__ = ["SCHEMAS", "schema_of"]

_PATTERN: Final = r"^(?:~.+|[a-z][a-z_]*(?:\.[a-z_]+)*(?: \| .+)?|.+ \| .+)$"


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file, by its name in `SCHEMAS`."""
    return SCHEMAS[name]()


def _rules() -> dict[str, Any]:
    schema = TypeAdapter(list[Rule]).json_schema()
    signals = sorted(known_signals(Concepts(lexicon_root()).names))
    plain = next(iter(schema["$defs"]["When"]["properties"].values()))["items"]
    expression = {
        "description": plain["description"],
        # An editor offers the signals; what it does not know may be a pattern, alternatives, or a pack's own concept.
        "anyOf": [{"enum": signals}, {"type": "string", "minLength": 2, "pattern": _PATTERN}],
    }

    def named(part: Any) -> Any:
        if isinstance(part, dict):
            return {"$ref": "#/$defs/Expression"} if part == plain else {key: named(one) for key, one in part.items()}
        return [named(one) for one in part] if isinstance(part, list) else part

    made: dict[str, Any] = named(schema)
    made["$defs"]["Expression"] = expression
    return _headed(made, "contract-scan rules")


def _terms() -> dict[str, Any]:
    return _headed(TypeAdapter(dict[str, Concept]).json_schema(), "contract-scan terms")


def _risks() -> dict[str, Any]:
    lists = {"risks": TypeAdapter(list[Risk]).json_schema(), "cases": TypeAdapter(list[Case]).json_schema()}
    return _mapping(lists, "contract-scan risks")


def _law() -> dict[str, Any]:
    provision = TypeAdapter(Provision).json_schema()
    statute = TypeAdapter(Statute).json_schema()
    definitions = {**provision.pop("$defs", {}), **statute.pop("$defs", {})}
    # In a file a provision stands under its statute and does not name it.
    del provision["properties"]["statute"]
    provision["required"].remove("statute")
    definitions.pop("Statute", None)
    statute["properties"]["provisions"] = {"type": "array", "items": provision}
    schema = {"$defs": definitions, "type": "array", "items": statute}
    return _mapping({"statutes": schema}, "contract-scan law")


def _suppressions() -> dict[str, Any]:
    return _headed(TypeAdapter(list[Suppression]).json_schema(), "contract-scan suppressions")


def _mapping(lists: dict[str, dict[str, Any]], title: str) -> dict[str, Any]:
    definitions: dict[str, Any] = {}
    for schema in lists.values():
        definitions |= schema.pop("$defs", {})
    return _headed({"$defs": definitions, "type": "object", "properties": lists, "additionalProperties": False}, title)


def _headed(schema: dict[str, Any], title: str) -> dict[str, Any]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **schema}


#: By what the file holds.
SCHEMAS: Final[dict[str, Callable[[], dict[str, Any]]]] = {
    "rules": _rules,
    "terms": _terms,
    "risks": _risks,
    "law": _law,
    "suppressions": _suppressions,
}
