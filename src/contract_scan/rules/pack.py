"""Rule packs: rules of one's own, from a folder, a file, or a program."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from contract_scan.errors import RuleError
from contract_scan.language.concepts import Terms, read_terms
from contract_scan.lexicons import lexicon_files, line_of, read_yaml
from contract_scan.rules.model import Rule

__all__ = ["RulePack", "read_rules"]


@dataclass(frozen=True, slots=True)
class RulePack:
    """Rules that belong together, with the terms that they need.

    Attributes:
        name: what the report calls it: the folder's or the file's name.
        rules: in the order of the files.
        places: file and line of each rule, by its id; nothing for rules that a program made.
        terms: entries of ``terms/*.yaml``: new concepts, or more terms for known ones.
        sha256: the fingerprint of the content.
    """

    name: str
    rules: tuple[Rule, ...]
    places: Mapping[str, tuple[str, int | None]] = field(default_factory=dict)
    terms: tuple[Terms, ...] = ()
    sha256: str = ""

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> RulePack:
        """Return the pack of a file of rules, or of a folder that holds ``rules/*.yaml`` or ``*.yaml``.

        A folder may also hold ``terms/*.yaml``.

        Raises:
            RuleError: a file is wrong; the message gives file, line and what to do.
        """
        place = Path(path)
        if place.is_file():
            files, terms = [place], []
        elif place.is_dir():
            files = lexicon_files(place, "rules") or sorted(place.glob("*.yaml"))
            terms = lexicon_files(place, "terms")
            if not files and not terms:
                raise RuleError("holds no rules; put them in rules/*.yaml", file=str(place))
        else:
            raise RuleError("is no directory; give one that holds rules/*.yaml, or a file of rules", file=str(place))
        rules: dict[str, Rule] = {}
        places: dict[str, tuple[str, int | None]] = {}
        for file in files:
            for rule, line in read_rules(file):
                if rule.id in rules:
                    raise RuleError(
                        f"the id {rule.id} is used twice; give this rule another", file=str(file), line=line
                    )
                rules[rule.id] = rule
                places[rule.id] = (str(file), line)
        return cls(
            name=place.resolve().name,
            rules=tuple(rules.values()),
            places=places,
            terms=tuple(read_terms(file, trusted=False) for file in terms),
            sha256=_fingerprint(place, [*files, *terms]),
        )

    @classmethod
    def of(cls, name: str, rules: Iterable[Rule | Mapping[str, Any]]) -> RulePack:
        """Return a pack of rules that a program made: `Rule` objects, or mappings with the fields of a rule file.

        Raises:
            RuleError: a rule is wrong, or an id is used twice.
        """
        made: dict[str, Rule] = {}
        for given in rules:
            try:
                rule = given if isinstance(given, Rule) else Rule.model_validate(given)
            except ValidationError as error:
                first = error.errors(include_url=False)[0]
                named = given.get("id", "without id") if isinstance(given, Mapping) else "without id"
                raise RuleError(
                    f"pack {name}: rule {named}: {'.'.join(map(str, first['loc']))}: {first['msg']}"
                ) from error
            if rule.id in made:
                raise RuleError(f"pack {name}: the id {rule.id} is used twice; give this rule another")
            made[rule.id] = rule
        content = json.dumps([rule.model_dump(mode="json") for rule in made.values()], ensure_ascii=False)
        return cls(name, tuple(made.values()), sha256=hashlib.sha256(content.encode()).hexdigest())


_RULES: TypeAdapter[tuple[Rule, ...]] = TypeAdapter(tuple[Rule, ...])


def read_rules(path: Path, *, trusted: bool = False) -> list[tuple[Rule, int | None]]:
    """Return the rules of a file, each with the line (from 1) that it begins at.

    The patterns of a `trusted` file are not proved to end again: a test has proved those of the package.

    Raises:
        RuleError: the file is wrong; the message gives file, line and what to do.
    """
    data = read_yaml(path)
    if not isinstance(data, list):
        raise RuleError("must be a list of rules, each beginning with `- id:`", file=str(path))
    try:
        rules = _RULES.validate_python(data, context={"trusted": trusted})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = tuple(part for part in first["loc"] if isinstance(part, str | int))
        name = (
            data[where[0]].get("id", where[0])
            if where and isinstance(where[0], int) and isinstance(data[where[0]], dict)
            else ""
        )
        spot = ".".join(map(str, where[1:]))
        # A rule's writer knows YAML, not Python.
        problem = first["msg"].replace("valid tuple", "list").removeprefix("Value error, ")
        raise RuleError(f"rule {name}: {spot}: {problem}", file=str(path), line=line_of(path, where)) from error
    lines = _lines(path)
    return [(rule, lines.get(rule.id)) for rule in rules]


def _lines(path: Path) -> dict[str, int]:
    """Return the line (from 1) that each rule of a file begins at."""
    begins = re.compile(r"-\s{1,9}id:\s{0,9}['\"]?([A-Z0-9-]+)")
    text = path.read_text(encoding="utf-8-sig")
    return {
        match.group(1): number
        for number, line in enumerate(text.splitlines(), 1)
        if (match := begins.match(line.lstrip()))
    }


def _fingerprint(root: Path, files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(json.dumps(file.relative_to(root).as_posix() if root.is_dir() else file.name).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()
