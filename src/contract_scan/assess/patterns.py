"""Word lists of the assessments: YAML files of named patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contract_scan.errors import RuleError
from contract_scan.lexicons import is_packaged, lexicon_root, line_of, read_yaml
from contract_scan.precompiled import compile_pattern
from contract_scan.remembered import Remembered

__all__ = ["DepositLexicon"]

_REMEMBERED = 4096
_FILES = ("verdict.yaml", "conditions.yaml", "documents.yaml")


class _Patterns(dict[str, re.Pattern[str]]):
    """Patterns by name, each compiled when it is asked for: a contract without a deposit wants few of them."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        super().__init__()
        self.sources = sources

    def __missing__(self, name: str) -> re.Pattern[str]:
        found = self[name] = compile_pattern(self.sources[name])
        return found


@dataclass(frozen=True, slots=True)
class DepositLexicon:
    """Patterns and sentences by dotted name, such as ``effects.deny``.

    A list in the file is a pattern of alternatives; a string is a sentence to say, with ``{}`` fields.
    """

    patterns: _Patterns
    texts: Mapping[str, str]
    #: What sentences are read as once it is masked what must not be read in them.
    masked: Remembered[str] = field(default_factory=lambda: Remembered(_REMEMBERED), compare=False, repr=False)
    _groups: dict[str, dict[str, re.Pattern[str]]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def load(cls, directory: Path | None = None) -> DepositLexicon:
        """Return the lexicon of a directory, the package's own by default.

        Raises:
            RuleError: a file or a pattern is wrong; says file and line.
        """
        root = directory or lexicon_root()
        sources: dict[str, str] = {}
        texts: dict[str, str] = {}
        for name in _FILES:
            path = root / name
            _collect(read_yaml(path), (), path, sources, texts)
        return cls(_Patterns(sources), texts)

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return self.patterns[name]

    def under(self, prefix: str) -> Mapping[str, re.Pattern[str]]:
        """Return the patterns whose names begin with ``prefix.``, by what follows it, in file order."""
        if prefix not in self._groups:
            lead = prefix + "."
            self._groups[prefix] = {
                name.removeprefix(lead): self.patterns[name] for name in self.patterns.sources if name.startswith(lead)
            }
        return self._groups[prefix]

    def say(self, name: str, **fields: object) -> str:
        """Return the sentence of this name with its fields filled in."""
        return self.texts[name].format(**fields)


def _collect(data: Any, at: tuple[str, ...], path: Path, sources: dict[str, str], texts: dict[str, str]) -> None:
    name = ".".join(at)
    if isinstance(data, dict):
        for key, value in data.items():
            _collect(value, (*at, str(key)), path, sources, texts)
    elif name in sources or name in texts:
        raise RuleError(f"{name}: another file has this name too", file=str(path), line=line_of(path, at))
    elif isinstance(data, str):
        texts[name] = data
    elif isinstance(data, list) and data and all(isinstance(item, str) for item in data):
        sources[name] = "|".join(f"(?:{item})" for item in data)
        try:
            _ = is_packaged(path) or re.compile(sources[name])
        except re.error as error:
            raise RuleError(f"{name}: a broken pattern: {error}", file=str(path), line=line_of(path, at)) from error
    else:
        raise RuleError(f"{name}: must be a list of patterns or a sentence", file=str(path), line=line_of(path, at))
