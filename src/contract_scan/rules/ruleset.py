"""Loads rule files and everything else in a lexicon directory, checked, with errors that say file, line and mend."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from contract_scan import _version
from contract_scan.errors import RuleError
from contract_scan.frames.names import DepositNames
from contract_scan.frames.reader import FrameReader
from contract_scan.language.concepts import Concepts
from contract_scan.language.roles import RoleReader
from contract_scan.language.sentences import split_sentences
from contract_scan.language.shadow import Normaliser
from contract_scan.language.tokens import JiebaTokenizer
from contract_scan.lexicons import lexicon_files, lexicon_root, line_of, read_yaml
from contract_scan.model.document import Document
from contract_scan.rules.headings import Headings
from contract_scan.rules.judged import Judged
from contract_scan.rules.matcher import fire
from contract_scan.rules.model import Rule
from contract_scan.rules.signals import known_signals
from contract_scan.rules.weights import KindWeights
from contract_scan.segment import segment

__all__ = ["Ruleset"]


@dataclass(frozen=True, slots=True)
class Ruleset:
    """Rules with the language they are written in. Loaded once, never changed; threads may share it.

    `sha256` is the fingerprint of every lexicon file: two rulesets with the same one give the same findings.
    """

    name: str
    version: str
    sha256: str
    rules: tuple[Rule, ...]
    sources: dict[str, tuple[str, int | None]]
    headings: Headings
    weights: KindWeights
    concepts: Concepts
    normaliser: Normaliser
    roles: RoleReader
    frames: FrameReader = field(repr=False)
    root: Path

    @classmethod
    def default(cls) -> Ruleset:
        """Return the ruleset that comes with the package."""
        return _default()

    @classmethod
    def load(cls, *directories: str | os.PathLike[str]) -> Ruleset:
        """Return the package's ruleset with the rules of each directory's ``rules/*.yaml`` added.

        A rule whose id is there already replaces it. A later directory goes before an earlier one.

        Raises:
            RuleError: a file is wrong; the message gives file, line and what to do.
        """
        root = lexicon_root()
        folders = [root, *(Path(directory) for directory in directories)]
        for folder in folders[1:]:
            if not folder.is_dir():
                raise RuleError("is no directory; give one that holds rules/*.yaml", file=str(folder))
        concepts = Concepts(root)
        signals = known_signals(concepts.names)
        rules: dict[str, Rule] = {}
        sources: dict[str, tuple[str, int | None]] = {}
        for folder in folders:
            paths = lexicon_files(folder, "rules") or ([] if folder == root else sorted(folder.glob("*.yaml")))
            if not paths:
                raise RuleError("holds no rules; put them in rules/*.yaml", file=str(folder))
            own: set[str] = set()
            for path in paths:
                for rule, line in _read_rules(path, signals):
                    if rule.id in own:
                        raise RuleError(
                            f"the id {rule.id} is used twice; give this rule another", file=str(path), line=line
                        )
                    own.add(rule.id)
                    rules[rule.id] = rule
                    sources[rule.id] = (path.name, line)
        tokenizer = JiebaTokenizer(concepts.terms)
        return cls(
            name="contract-scan" if len(folders) == 1 else "+".join(["contract-scan", *(f.name for f in folders[1:])]),
            version=_version.__version__,
            sha256=_fingerprint(folders),
            rules=tuple(rules.values()),
            sources=sources,
            headings=Headings(root),
            weights=KindWeights(root, signals),
            concepts=concepts,
            normaliser=Normaliser(root),
            roles=RoleReader(root),
            frames=FrameReader(concepts, tokenizer, DepositNames(root)),
            root=root,
        )

    def judge(self, document: Document, parts: Sequence[tuple[int, int]] = ()) -> Judged:
        """Return the clauses, parties and sentences of a document, and which rules hold for each sentence.

        `parts` are the half-open ranges of ``document.text`` that are documents of their own: each may call the
        parties otherwise.
        """
        structure = segment(document)
        sentences = split_sentences(document, structure, self.normaliser)
        roles = self.roles.read_set(sentences, parts)
        readings = self.frames.read(sentences, structure, roles)
        fired = tuple(fire(readings, self.rules, self.headings, self.normaliser, self.weights))
        return Judged(structure, roles, readings, fired)

    def rule(self, identifier: str) -> Rule:
        """Return the rule of this id.

        Raises:
            RuleError: there is none.
        """
        for rule in self.rules:
            if rule.id == identifier:
                return rule
        raise RuleError(f"there is no rule {identifier}; see `contract-scan rules list`")


@cache
def _default() -> Ruleset:
    return Ruleset.load()


_RULES: TypeAdapter[tuple[Rule, ...]] = TypeAdapter(tuple[Rule, ...])


def _read_rules(path: Path, signals: frozenset[str]) -> list[tuple[Rule, int | None]]:
    data = read_yaml(path)
    if not isinstance(data, list):
        raise RuleError("must be a list of rules, each beginning with `- id:`", file=str(path))
    try:
        rules = _RULES.validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = tuple(part for part in first["loc"] if isinstance(part, (str, int)))
        name = (
            data[where[0]].get("id", where[0])
            if where and isinstance(where[0], int) and isinstance(data[where[0]], dict)
            else ""
        )
        spot = ".".join(map(str, where[1:]))
        problem = first["msg"].replace("valid tuple", "list")  # a rule's writer knows YAML, not Python
        raise RuleError(f"rule {name}: {spot}: {problem}", file=str(path), line=line_of(path, where)) from error
    lines = _lines(path)
    found: list[tuple[Rule, int | None]] = []
    for rule in rules:
        line = lines.get(rule.id)
        if unknown := sorted(rule.when.signals() - signals):
            raise RuleError(
                f"rule {rule.id}: {unknown[0]!r} is no signal{_nearest(unknown[0], signals)}", file=str(path), line=line
            )
        found.append((rule, line))
    return found


def _lines(path: Path) -> dict[str, int]:
    """Return the line (from 1) that each rule of a file begins at."""
    begins = re.compile(r"-\s+id:\s*['\"]?([A-Z0-9-]+)")
    text = path.read_text(encoding="utf-8")
    return {
        match.group(1): number
        for number, line in enumerate(text.splitlines(), 1)
        if (match := begins.match(line.lstrip()))
    }


def _nearest(name: str, signals: frozenset[str]) -> str:
    import difflib

    close = difflib.get_close_matches(name, signals, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _fingerprint(folders: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml")):
            digest.update(json.dumps(str(path.relative_to(folder))).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
