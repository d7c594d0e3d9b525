"""Whether one JSON Schema of what is written can take the place of an earlier one.

A reader of the earlier form must be able to read the later one, and today's models must read what was written in the
earlier one. So every field stays, is still always written, and keeps its type; fields may come, and values of an
enumeration that is not closed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

__all__ = ["CLOSED", "broken", "for_readers", "shape"]

Schema = dict[str, Any]

#: Enumerations that a reader may take for whole: a value more is a new major version. All others may grow.
CLOSED = frozenset(
    {
        "RefundAssessment.verdict",
        "Finding.outcome",
        "Finding.severity",
        "Condition.status",
        "Check.outcome",
        "DocumentInfo.status",
        "Change.kind",
        "Change.favours",
        "Comparison.relation",
    }
)
#: What changes nothing for whoever reads a document.
_WORDS = ("title", "description", "default", "examples", "additionalProperties")
_BOUNDS = ("pattern", "format", "minimum", "maximum", "minItems", "maxItems")


def broken(old: Schema, new: Schema) -> list[str]:
    """Return what the new form breaks, each as ``Model.field: what``. Empty where it is a compatible successor."""
    return list(dict.fromkeys(_Walk(old, new).compared(old, new, old.get("title", ""), "")))


class _Walk:
    def __init__(self, old: Schema, new: Schema) -> None:
        self._old, self._new = old.get("$defs", {}), new.get("$defs", {})
        self._seen: set[tuple[str, str]] = set()

    def compared(self, old: Schema, new: Schema, model: str, field: str) -> Iterator[str]:
        old_name, new_name = _reference(old), _reference(new)
        if old_name or new_name:
            # A type may get a name, or another one: what it is made of decides.
            pair = (old_name or f"{model}{field}", new_name or f"{model}{field}")
            if pair in self._seen:
                return
            self._seen.add(pair)
            old = self._old[old_name] if old_name else old
            new = self._new[new_name] if new_name else new
            if "properties" in old:
                model, field = old_name or model, ""
        here = f"{model}{field}"
        if "anyOf" in old or "anyOf" in new:
            yield from self._choices(old, new, model, field)
            return
        old_values, new_values = _values(old), _values(new)
        if old_values is not None or new_values is not None:
            yield from _compared_values(old_values, new_values, here)
            return
        if old.get("type") != new.get("type"):
            yield f"{here}: was {old.get('type')}, is {new.get('type')}"
            return
        for bound in _BOUNDS:
            if old.get(bound) != new.get(bound):
                yield f"{here}: {bound} was {old.get(bound)}, is {new.get(bound)}"
        yield from self._parts(old, new, model, field)

    def _parts(self, old: Schema, new: Schema, model: str, field: str) -> Iterator[str]:
        there = new.get("properties", {})
        for name, one in old.get("properties", {}).items():
            if name not in there:
                yield f"{model}{field}.{name}: is gone"
            else:
                yield from self.compared(one, there[name], model, f"{field}.{name}")
        for name in sorted({*old.get("required", ())} - {*new.get("required", ())}):
            yield f"{model}{field}.{name}: is not always written any more"
        for key in ("items", "additionalProperties", "propertyNames"):
            if isinstance(old.get(key), dict):
                if not isinstance(new.get(key), dict):
                    yield f"{model}{field}: {key} were told, and are not any more"
                else:
                    yield from self.compared(old[key], new[key], model, field)
        # Items of a fixed list; one that comes is at a place where nothing was.
        pairs = list(zip(old.get("prefixItems", ()), new.get("prefixItems", ()), strict=False))
        if len(pairs) != max(len(old.get("prefixItems", ())), len(new.get("prefixItems", ()))):
            yield f"{model}{field}: has another number of items"
        for one, other in pairs:
            yield from self.compared(one, other, model, field)

    def _choices(self, old: Schema, new: Schema, model: str, field: str) -> Iterator[str]:
        olds = {self._sort(one, self._old): one for one in old.get("anyOf", [old])}
        news = {self._sort(one, self._new): one for one in new.get("anyOf", [new])}
        if olds.keys() != news.keys():
            yield f"{model}{field}: was {' or '.join(sorted(olds))}, is {' or '.join(sorted(news))}"
            return
        for sort, one in olds.items():
            yield from self.compared(one, news[sort], model, field)

    def _sort(self, one: Schema, named: dict[str, Schema]) -> str:
        name = _reference(one)
        return str((named[name] if name else one).get("type"))


def _compared_values(old: frozenset[str] | None, new: frozenset[str] | None, here: str) -> Iterator[str]:
    if old is None or new is None:
        yield f"{here}: {'was' if old is not None else 'became'} an enumeration"
        return
    if gone := old - new:
        yield f"{here}: {', '.join(sorted(gone))} is gone"
    if here in CLOSED and (come := new - old):
        yield f"{here}: {', '.join(sorted(come))} has come, and the enumeration is closed"


def _values(schema: Schema) -> frozenset[str] | None:
    values = schema.get("enum", [schema["const"]] if "const" in schema else None)
    return None if values is None else frozenset(map(str, values))


def _reference(schema: Schema) -> str:
    return str(schema.get("$ref", "")).removeprefix("#/$defs/")


def for_readers(schema: Any, here: str = "") -> Any:
    """Return a schema as readers are asked to take it: unknown fields are passed over, and unknown values of an
    enumeration that is not closed are taken for some other value.
    """
    if isinstance(schema, list):
        return [for_readers(one, here) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if (values := _values(schema)) is not None:
        return {"enum": sorted(values)} if here in CLOSED else {"type": "string"}
    found: Schema = {}
    for key, value in schema.items():
        if key == "additionalProperties" and value is False:
            continue
        if key == "$defs":
            found[key] = {name: for_readers(one, name) for name, one in value.items()}
        elif key == "properties":
            name = here or str(schema.get("title", ""))
            found[key] = {field: for_readers(one, f"{name}.{field}") for field, one in value.items()}
        else:
            found[key] = for_readers(value, here) if key in ("anyOf", "items", "prefixItems") else value
    # What is named by an enumeration may get names more.
    found.pop("propertyNames", None)
    return found


def shape(schema: Any) -> Any:
    """Return a schema without words: two forms that are the same have the same one."""
    if isinstance(schema, list):
        return [shape(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {}
    for key, value in schema.items():
        if key in ("properties", "$defs"):
            found[key] = {name: shape(one) for name, one in value.items()}
        elif key not in _WORDS or isinstance(value, dict):
            found[key] = shape(value)
    return found
