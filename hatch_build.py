"""Prepares lexicons and patterns for a quick start, when a wheel is built or a checkout installed.

`src/contract_scan/prepared.py` says what is prepared, and reads it. ``python hatch_build.py`` prepares it for a
checkout anew after lexicons were edited, which saves time and changes nothing else.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

_ROOT = Path(__file__).resolve().parent
#: What tells a pattern from a word or a sentence.
_PATTERN = re.compile(r"[\\\[(|?*+^$]")
#: What holds words and sentences alone.
_PLAIN = frozenset({"hit", "miss", "terms", "whole", "not_before", "message", "advice", "why", "text"})
#: Modules that every scan loads, with many patterns of their own. They need no other package but PyYAML.
_MODULES = (
    "language.numbers",
    "language.quantities.dates",
    "language.quantities.durations",
    "language.quantities.figure",
    "language.quantities.money",
    "language.quantities.rates",
    "language.quantities.scan",
    "language.roles",
    "language.shadow",
    "segment",
)


def prepared(root: Path = _ROOT) -> bytes:
    """Return the content of the file for the lexicons of a checkout."""
    package = root / "src" / "contract_scan"
    # The code that is being built. It need not be installed, and needs PyYAML alone for this.
    sys.path.insert(0, str(package.parent))
    try:
        from contract_scan.lexicons import parse_yaml
        from contract_scan.literals import find_grams
        from contract_scan.precompiled import compiled_patterns
        from contract_scan.prepared import prepared_content

        own = dict(found for name in _MODULES for found in _constants(import_module(f"contract_scan.{name}")))
    finally:
        sys.path.remove(str(package.parent))
    data = {}
    for path in sorted((root / "lexicons").rglob("*.yaml")):
        content = path.read_bytes()
        data[content] = value = parse_yaml(content, path, trusted=True)
        if json.loads(json.dumps(value)) != value:
            raise ValueError(f"{path}: holds what JSON cannot say (a date, a key that is no text); put it in quotes")
    grams = {}
    for pattern in {pattern for value in data.values() for pattern in _patterns(value)}:
        try:
            grams[pattern] = find_grams(pattern)
        except re.error:  # a sentence with a bracket
            continue
    return prepared_content(
        package, data, grams, compiled_patterns(dict(sorted({**dict.fromkeys(grams, 0), **own}.items())))
    )


def _constants(module: ModuleType) -> Iterator[tuple[str, int]]:
    """Yield the patterns that a module holds by names of its own, alone or in tuples, with their flags."""
    for value in vars(module).values():
        for part in _flat(value):
            if isinstance(part, re.Pattern) and isinstance(part.pattern, str):
                yield part.pattern, part.flags & ~re.UNICODE


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple):
        for inner in value:
            yield from _flat(inner)
    else:
        yield value


def _patterns(value: Any) -> Iterator[str]:
    """Yield what may be a regular expression of a lexicon: a part of a test, an item of a list, a list as a whole."""
    if isinstance(value, str):
        for part in value.split(" | "):
            if part.startswith("~"):
                yield part[1:]
        if _PATTERN.search(value):
            yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _PLAIN:
                yield from _patterns(inner)
    elif isinstance(value, list):
        if value and all(isinstance(item, str) and not item.startswith("~") for item in value):
            yield "|".join(f"(?:{item})" for item in value)
        for inner in value:
            yield from _patterns(inner)


def _main() -> None:
    content = prepared()
    (_ROOT / "src" / "contract_scan" / "prepared.jsonl").write_bytes(content)


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # run by itself
    pass
else:

    class PreparedHook(BuildHookInterface):
        """Puts the file into the wheel; an editable install gets it in the checkout."""

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            if version == "editable":
                _main()
                return
            self._folder = TemporaryDirectory()
            made = Path(self._folder.name, "prepared.jsonl")
            made.write_bytes(prepared(Path(self.root)))
            build_data["force_include"][str(made)] = "contract_scan/prepared.jsonl"

        def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
            if version != "editable":
                self._folder.cleanup()


if __name__ == "__main__":
    _main()
