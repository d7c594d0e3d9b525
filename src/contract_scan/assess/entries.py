"""Reading the entries of a lexicon file into models, with errors that say file, line and the mend."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from contract_scan.errors import RuleError
from contract_scan.lexicons import is_packaged, read_yaml
from contract_scan.precompiled import compile_pattern

__all__ = ["Entry", "add_entries", "compiled", "entry_list", "read_mapping"]

EntryT = TypeVar("EntryT", bound="Entry")


class Entry(BaseModel):
    """One entry of a lexicon file, known by its `id`. Unknown fields are refused: they are mostly misspelt ones."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str


def read_mapping(path: Path, *, keys: frozenset[str]) -> dict[str, Any]:
    """Return the mapping at the top of a file.

    Raises:
        RuleError: the top is no mapping, or has other keys than `keys`.
    """
    data = read_yaml(path)
    if not isinstance(data, dict):
        raise RuleError(f"must hold a mapping with {', '.join(sorted(keys))} at the top", file=str(path))
    if strange := sorted(str(key) for key in data.keys() - keys):
        raise RuleError(
            f"unknown key {strange[0]!r} at the top; use {', '.join(sorted(keys))}",
            file=str(path),
            line=_line(path, strange[0] + ":"),
        )
    return data


def entry_list(data: dict[str, Any], key: str, path: Path) -> list[dict[str, Any]]:
    """Return ``data[key]``, which must be a list of mappings. A missing key is an empty list."""
    items = data.get(key, [])
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise RuleError(f"{key!r} must be a list of entries", file=str(path), line=_line(path, key + ":"))
    return items


def compiled(items: object, name: str, path: Path) -> re.Pattern[str]:
    """Return one pattern that finds what any of `items`, a list of regular expressions, finds.

    Raises:
        RuleError: `items` is no list of patterns, or one cannot be read. Says its `name` and the file.
    """
    if not isinstance(items, list) or not items or not all(isinstance(item, str) for item in items):
        raise RuleError(f"{name}: must be a list of patterns; add it", file=str(path))
    try:
        return compile_pattern("|".join(f"(?:{item})" for item in items))
    except re.error as error:
        raise RuleError(f"{name}: a broken pattern: {error}", file=str(path)) from error


def add_entries(model: type[EntryT], items: Iterable[dict[str, Any]], path: Path, into: dict[str, EntryT]) -> None:
    """Add a file's entries to those already read, by id and in order.

    Raises:
        RuleError: a field is missing, unknown or of a wrong value, or an id is used twice. Says which entry and line.
    """
    context = {"trusted": is_packaged(path)}
    for raw in items:
        name = raw.get("id", "an entry without id")
        try:
            entry = model.model_validate(raw, context=context)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            field = ".".join(str(part) for part in first["loc"]) or "entry"
            raise RuleError(
                f"{name}: {field}: {first['msg']}", file=str(path), line=_line(path, f"id: {name}")
            ) from error
        if entry.id in into:
            raise RuleError(
                f"{name}: this id is used twice; rename one", file=str(path), line=_line(path, f"id: {name}")
            )
        into[entry.id] = entry


def _line(path: Path, text: str) -> int | None:
    """The line (from 1) that holds `text` as a whole item, looked up only once something is known to be wrong."""
    wanted = re.compile(rf"^\s*(?:- )?{re.escape(text)}(?:\s|$)")
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if wanted.match(line):
            return number
    return None
