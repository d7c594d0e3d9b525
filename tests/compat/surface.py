"""What others build on: public names with their signatures, commands with their options, paths of the service,
variables, entry points.
"""

from __future__ import annotations

import dataclasses
import enum
import inspect
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import contract_scan
import contract_scan.plugins
from contract_scan.cli.app import app
from contract_scan.plugins.entry import GROUPS

__all__ = ["lost", "surface", "write"]

SOURCE = Path(contract_scan.__file__).parent
#: Defaults that are kept. Numbers are not among them: limits are tuned.
_KEPT = (str, bool, type(None))


def surface() -> dict[str, Any]:
    """Return everything of it as JSON has it, by whole names: ``contract_scan.scan``, ``contract-scan scan``."""
    python = {
        f"{module.__name__}.{name}": _described(getattr(module, name))
        for module in (contract_scan, contract_scan.plugins)
        for name in module.__all__
        if not name.startswith("_")
    }
    others = {"environment": sorted(_variables()), "entry points": sorted(GROUPS.values())}
    return json.loads(json.dumps({**python, **dict(_commands()), **dict(_service()), **others}))


def write(path: Path) -> None:
    """Write the surface, a line for each name."""
    lines = [f"{json.dumps(name)}: {json.dumps(what, sort_keys=True)}" for name, what in sorted(surface().items())]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


# -- Python ---------------------------------------------------------------------------------------------------------


def _described(public: Any) -> Any:
    if choices := get_args(public):
        return {"kind": "enumeration", "values": sorted(choices)}
    if not isinstance(public, type):
        return _signature(public)
    if issubclass(public, enum.Enum):
        return {"kind": "enumeration", "values": sorted(str(one.value) for one in public)}
    found: dict[str, Any] = {
        "kind": "class",
        "bases": sorted(one.__name__ for one in public.__mro__[1:] if one.__name__ in contract_scan.__all__),
        "members": dict(sorted(_members(public))),
    }
    if isinstance(status := public.__dict__.get("status"), str):
        found["status"] = status
    if not issubclass(public, BaseException) and not getattr(public, "_is_protocol", False):
        found["made"] = _made(public)
    return found


def _made(public: type) -> Any:
    """How one is made. A model takes its fields by name; what it takes is what a file of the kind may hold."""
    if hasattr(public, "model_fields"):
        fields = public.model_fields
        return {"parameters": [_parameter(name, "keyword", one.is_required(), "") for name, one in fields.items()]}
    return _signature(public)


def _members(public: type) -> Iterator[tuple[str, Any]]:
    for owner in reversed(public.__mro__):
        if not owner.__module__.startswith("contract_scan"):
            continue
        for name, kind in inspect.get_annotations(owner).items():
            if not name.startswith("_"):
                yield name, {"kind": "attribute", "type": str(kind)}
        for name, value in vars(owner).items():
            if name.startswith("_") or name in ("model_config", "status"):
                continue
            if isinstance(value, property):
                yield name, {"kind": "attribute", "type": str(inspect.signature(value.fget).return_annotation)}
            elif isinstance(value, classmethod | staticmethod):
                yield name, _signature(getattr(public, name))
            elif inspect.isfunction(value):
                yield name, _signature(value)
            elif not dataclasses.is_dataclass(public) and isinstance(value, str | int | float):
                yield name, {"kind": "attribute", "type": type(value).__name__}


def _signature(public: Callable[..., Any]) -> Any:
    signature = inspect.signature(public)
    kinds = inspect.Parameter
    places = {
        kinds.POSITIONAL_ONLY: "place",
        kinds.POSITIONAL_OR_KEYWORD: "any",
        kinds.KEYWORD_ONLY: "keyword",
        kinds.VAR_POSITIONAL: "more",
        kinds.VAR_KEYWORD: "more keywords",
    }
    found = []
    for one in signature.parameters.values():
        if one.name == "self" or one.name.startswith("_"):
            continue
        required = one.default is kinds.empty and one.kind not in (kinds.VAR_POSITIONAL, kinds.VAR_KEYWORD)
        default = one.default if isinstance(one.default, _KEPT) and not required else None
        kind = "" if one.annotation is kinds.empty else str(one.annotation)
        found.append({**_parameter(one.name, places[one.kind], required, kind), "default": default})
    returns = signature.return_annotation
    return {"kind": "function", "parameters": found, "returns": "" if returns is signature.empty else str(returns)}


def _parameter(name: str, place: str, required: bool, kind: str) -> dict[str, Any]:
    return {"name": name, "place": place, "required": required, "type": kind}


# -- command line ----------------------------------------------------------------------------------------------------


def _commands() -> Iterator[tuple[str, Any]]:
    import typer

    def walk(command: Any, path: str) -> Iterator[tuple[str, Any]]:
        takes = get_type_hints(command.callback) if command.callback else {}
        yield path, {_named(one): _option(one, takes.get(one.name)) for one in command.params}
        for name, inner in sorted(getattr(command, "commands", {}).items()):
            yield from walk(inner, f"{path} {name}")

    yield from walk(typer.main.get_command(app), "contract-scan")


def _named(parameter: Any) -> str:
    longest: str = max(parameter.opts, key=len)
    return longest if longest.startswith("-") else longest.upper()


def _option(parameter: Any, takes: Any) -> dict[str, Any]:
    default = parameter.default
    variable = parameter.envvar or []
    return {
        "names": sorted({*parameter.opts, *parameter.secondary_opts}),
        "required": bool(parameter.required),
        "several": bool(parameter.multiple or parameter.nargs == -1),
        "default": default if isinstance(default, _KEPT) else None,
        "choices": _choices(takes) or re.findall(r"\w+", (re.fullmatch(r"\[.*\]", parameter.metavar or "") or [""])[0]),
        "environment": [variable] if isinstance(variable, str) else sorted(variable),
    }


def _choices(takes: Any) -> list[str]:
    if isinstance(takes, type) and issubclass(takes, enum.Enum):
        return sorted(str(one.value) for one in takes)
    return sorted({choice for part in get_args(takes) for choice in _choices(part)})


def _service() -> Iterator[tuple[str, Any]]:
    """What the HTTP service takes and answers, as its own OpenAPI document tells it."""
    from contract_scan.server.app import create_app

    described = create_app().openapi()
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            (name,) = operation.get("requestBody", {"content": {"": {"schema": {"$ref": ""}}}})["content"].values()
            form = described["components"]["schemas"].get(name["schema"]["$ref"].rpartition("/")[2], {})
            fields = {one: {"required": one in form.get("required", ())} for one in form.get("properties", {})}
            asked = {one["name"]: {"required": one["required"]} for one in operation.get("parameters", ())}
            answers = {status: sorted(answer.get("content", {})) for status, answer in operation["responses"].items()}
            yield f"{method.upper()} {path}", {"form": fields, "query": asked, "answers": answers}


def _variables() -> set[str]:
    return {
        name
        for path in SOURCE.rglob("*.py")
        for name in re.findall(r'"(CONTRACT_SCAN_[A-Z_]+)"', path.read_text(encoding="utf-8"))
    }


# -- what is lost ----------------------------------------------------------------------------------------------------


def lost(old: Any, new: Any, where: str = "") -> list[str]:
    """Return what a user of the old surface would miss in the new one, each as ``where: what``."""
    if isinstance(old, dict) and isinstance(new, dict):
        found = []
        for key, value in old.items():
            place = f"{where} {key}".strip()
            if key not in new:
                found.append(f"{place}: is gone")
            elif key == "parameters":
                found += _lost_parameters(value, new[key], where)
            else:
                found += lost(value, new[key], place)
        # An argument, option or field that has come must not be asked for.
        if where.startswith("contract-scan") or where.endswith((" form", " query")):
            added = [
                name for name in new.keys() - old.keys() if isinstance(new[name], dict) and new[name].get("required")
            ]
            found += [f"{where} {name}: has come and is required" for name in sorted(added)]
        return found
    if isinstance(old, list) and isinstance(new, list):
        return [f"{where}: {one} is gone" for one in old if one not in new]
    if where.endswith(" required"):
        return [f"{where}: is required now"] if new and not old else []
    return [] if old == new else [f"{where}: was {old!r}, is {new!r}"]


def _lost_parameters(old: list[dict[str, Any]], new: list[dict[str, Any]], where: str) -> list[str]:
    now = {one["name"]: one for one in new}
    found = []
    for one in old:
        name = f"{where}({one['name']})"
        if one["name"] not in now:
            found.append(f"{name}: is gone")
            continue
        other = now[one["name"]]
        if other["required"] and not one["required"]:
            found.append(f"{name}: is required now")
        # Whatever could be given by place still can be, and by name too.
        if other["place"] != one["place"] and not (one["place"] in ("keyword", "place") and other["place"] == "any"):
            found.append(f"{name}: was given by {one['place']}, is by {other['place']}")
        if other.get("default") != one.get("default") and not one["required"]:
            found.append(f"{name}: was {one.get('default')!r} where not given, is {other.get('default')!r}")
        if other["type"] != one["type"]:
            found.append(f"{name}: took {one['type']}, takes {other['type']}")
    known = {one["name"] for one in old}
    found += [
        f"{where}({one['name']}): has come and is required"
        for one in new
        if one["required"] and one["name"] not in known
    ]
    before = [one["name"] for one in old if one["place"] in ("place", "any")]
    after = [one["name"] for one in new if one["place"] in ("place", "any")]
    if before and after[: len(before)] != before and set(before) <= set(after):
        found.append(f"{where}: takes its arguments in another order")
    return found
