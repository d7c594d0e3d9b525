"""Rules with the language they are written in: loaded, extended, narrowed, and asked about a document."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contract_scan import _version
from contract_scan.errors import RuleError
from contract_scan.lexicons import lexicon_files, lexicon_fingerprint, lexicon_root, read_yaml
from contract_scan.rules.model import Rule
from contract_scan.rules.pack import RulePack, read_rules
from contract_scan.rules.settings import DEFAULT_SETTINGS, RuleSettings
from contract_scan.rules.suppression import Suppression, load_suppressions

if TYPE_CHECKING:
    from contract_scan.frames.reader import FrameReader
    from contract_scan.language.concepts import Concepts, Terms
    from contract_scan.language.roles import RoleReader
    from contract_scan.language.shadow import Normaliser
    from contract_scan.model.document import Document
    from contract_scan.rules.headings import Headings
    from contract_scan.rules.index import RuleIndex
    from contract_scan.rules.judged import Judged
    from contract_scan.rules.weights import KindWeights

__all__ = ["Ruleset"]


@dataclass(frozen=True)
class Ruleset:
    """Rules with the language they are written in. Never changed: each method gives another; threads may share it.

    Attributes:
        name: that of the package's rules, and of every pack.
        sha256: the fingerprint of everything in it. Two rulesets with the same one give the same reports.
        rules: in the order in which they are matched, without those that are disabled.
        sources: file and line of each rule, by its id.
        packs: the names of the packs that were added.
        disabled: the ids and patterns that were disabled.
        settings: thresholds and points.
        suppressions: what does not count, and why.
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
    packs: tuple[str, ...] = ()
    disabled: tuple[str, ...] = ()
    settings: RuleSettings = DEFAULT_SETTINGS
    suppressions: tuple[Suppression, ...] = ()
    #: Rules of this ruleset that are disabled: no check that asks for nothing else is made.
    silenced: frozenset[str] = frozenset()
    added_terms: tuple[Terms, ...] = field(default=(), repr=False)

    @classmethod
    def default(cls) -> Ruleset:
        """Return the ruleset that comes with the package."""
        return _default()

    @classmethod
    def load(cls, *packs: str | os.PathLike[str] | RulePack) -> Ruleset:
        """Return the package's ruleset with packs added; see `extend`.

        Raises:
            RuleError: a file is wrong; the message gives file, line and what to do.
        """
        return cls.default().extend(*packs)

    def extend(self, *packs: str | os.PathLike[str] | RulePack) -> Ruleset:
        """Return this ruleset with the rules of packs added, a later pack going before an earlier one.

        Args:
            packs: folders that hold ``rules/*.yaml`` or ``*.yaml`` (and ``terms/*.yaml``), files, or `RulePack`
                objects. A rule that is marked ``override: true`` replaces the one with its id.

        Raises:
            RuleError: a file is wrong, a rule names what is no signal, or an id is there already and the rule is not
                marked. The message gives file, line and what to do.
        """
        found = self
        for pack in packs:
            found = found._extended(pack if isinstance(pack, RulePack) else RulePack.load(pack))
        return found

    def override(self, *rules: Rule | Mapping[str, Any]) -> Ruleset:
        """Return this ruleset with rules in the place of those with the same id.

        Args:
            rules: `Rule` objects, or mappings with the fields of a rule file. ``ruleset.rule(ID).model_copy(update=…)``
                changes a part of a rule.

        Raises:
            RuleError: a rule is wrong, or there is none with its id.
        """
        pack = RulePack.of("override", rules)
        for rule in pack.rules:
            self.rule(rule.id)
        marked = tuple(rule.model_copy(update={"override": True}) for rule in pack.rules)
        return self._extended(replace(pack, rules=marked), named=False)

    def disable(self, *patterns: str) -> Ruleset:
        """Return this ruleset without rules and known risks: no finding and no check speaks of them.

        A check that asks for nothing but disabled rules is not made either. The report names what was disabled.

        Args:
            patterns: ids (``FEE-IDLE``, ``R-FEE-IDLE``), or patterns of ids (``FEE-*``).

        Raises:
            RuleError: a pattern fits no rule and no risk.
        """
        for pattern in patterns:
            self._known(pattern)
        gone = frozenset(rule.id for rule in self.rules if _fits(rule.id, patterns))
        return replace(
            self,
            rules=tuple(rule for rule in self.rules if rule.id not in gone),
            disabled=tuple(dict.fromkeys((*self.disabled, *patterns))),
            silenced=self.silenced | gone,
            sha256=self._next("disable", *patterns),
        )

    def with_settings(self, settings: RuleSettings) -> Ruleset:
        """Return this ruleset with other thresholds and points.

        Raises:
            RuleError: a severity floor fits no rule and no risk.
        """
        for pattern in settings.floors:
            self._known(pattern)
        return replace(
            self,
            settings=settings,
            weights=self.weights.with_settings(settings),
            sha256=self._next("settings", settings.model_dump_json()),
        )

    def suppress(self, *suppressions: Suppression | str | os.PathLike[str]) -> Ruleset:
        """Return this ruleset with findings that do not count: the report lists them apart, with the reason.

        Args:
            suppressions: `Suppression` objects, or YAML files with a list of them.

        Raises:
            RuleError: a file is wrong, or a suppression fits no rule and no risk.
        """
        given: list[Suppression] = []
        for one in suppressions:
            given += [one] if isinstance(one, Suppression) else load_suppressions(one)
        for suppression in given:
            self._known(suppression.rule)
        return replace(
            self,
            suppressions=(*self.suppressions, *given),
            sha256=self._next("suppress", *(one.model_dump_json() for one in given)),
        )

    def _extended(self, pack: RulePack, *, named: bool = True) -> Ruleset:
        from contract_scan.frames.names import DepositNames
        from contract_scan.frames.reader import FrameReader
        from contract_scan.language.concepts import Concepts
        from contract_scan.language.tokens import JiebaTokenizer
        from contract_scan.rules.signals import known_signals

        concepts, frames, terms = self.concepts, self.frames, (*self.added_terms, *pack.terms)
        if pack.terms:
            concepts = Concepts(self.root, terms)
            frames = FrameReader(concepts, JiebaTokenizer(concepts.terms), DepositNames(self.root))
        signals = known_signals(concepts.names)
        rules = {rule.id: rule for rule in self.rules}
        sources, silenced = dict(self.sources), self.silenced
        for rule in pack.rules:
            file, line = pack.places.get(rule.id, (None, None))
            _check_signals(rule, signals, file, line)
            if _fits(rule.id, self.disabled):
                silenced |= {rule.id}
                continue
            if rule.id in rules and not rule.override:
                raise RuleError(
                    f"there is a rule {rule.id} already ({self.sources[rule.id][0]}); give this one another id, or "
                    "mark it `override: true` to replace that one",
                    file=file,
                    line=line,
                )
            if rule.id not in rules and rule.override:
                raise RuleError(
                    f"there is no rule {rule.id} to replace{_nearest(rule.id, rules)}; correct the id, or take "
                    "`override` out",
                    file=file,
                    line=line,
                )
            rules[rule.id] = _vouched(rule) if named else rule
            sources[rule.id] = (Path(file).name if file else pack.name, line)
        return replace(
            self,
            name=f"{self.name}+{pack.name}" if named else self.name,
            packs=(*self.packs, pack.name) if named else self.packs,
            sha256=self._next("pack", pack.name if named else "", pack.sha256),
            rules=tuple(rules.values()),
            sources=sources,
            concepts=concepts,
            frames=frames,
            silenced=silenced,
            added_terms=terms,
        )

    def _known(self, pattern: str) -> None:
        rules = {rule.id for rule in self.rules} | self.silenced
        if not any(_fits(name, [pattern]) for name in rules):
            known = rules | _risk_ids(self.root)
            if not any(_fits(name, [pattern]) for name in known):
                raise RuleError(f"{pattern}: there is no such rule or risk{_nearest(pattern, known)}")

    def _next(self, *what: str) -> str:
        """Return the fingerprint of this ruleset after a change."""
        return hashlib.sha256(json.dumps([self.sha256, *what]).encode()).hexdigest()

    def judge(self, document: Document, parts: Sequence[tuple[int, int]] = ()) -> Judged:
        """Return the clauses, parties and sentences of a document, and which rules hold for each sentence.

        `parts` are the half-open ranges of ``document.text`` that are documents of their own: each may call the
        parties otherwise.
        """
        from contract_scan.language.sentences import split_sentences
        from contract_scan.rules.judged import Judged
        from contract_scan.rules.matcher import fire
        from contract_scan.segment import segment

        structure = segment(document)
        sentences = split_sentences(document, structure, self.normaliser)
        roles = self.roles.read_set(sentences, parts)
        readings = self.frames.read(sentences, structure, roles)
        fired = tuple(fire(readings, self._index, self.headings, self.normaliser, self.weights))
        return Judged(structure, roles, readings, fired)

    @cached_property
    def _index(self) -> RuleIndex:
        from contract_scan.rules.index import RuleIndex

        return RuleIndex(self.rules)

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
    # The language that rules are written in takes longer to import than all else here: it waits for the first ruleset.
    from contract_scan.frames.names import DepositNames
    from contract_scan.frames.reader import FrameReader
    from contract_scan.language.concepts import Concepts
    from contract_scan.language.roles import RoleReader
    from contract_scan.language.shadow import Normaliser
    from contract_scan.language.tokens import JiebaTokenizer
    from contract_scan.rules.headings import Headings
    from contract_scan.rules.signals import known_signals
    from contract_scan.rules.weights import KindWeights

    root = lexicon_root()
    concepts = Concepts(root)
    signals = known_signals(concepts.names)
    rules: dict[str, Rule] = {}
    sources: dict[str, tuple[str, int | None]] = {}
    for path in lexicon_files(root, "rules"):
        for rule, line in read_rules(path, trusted=True):
            _check_signals(rule, signals, str(path), line)
            if rule.id in rules:
                raise RuleError(f"the id {rule.id} is used twice; give this rule another", file=str(path), line=line)
            rules[rule.id] = rule
            sources[rule.id] = (path.name, line)
    if not rules:
        raise RuleError("holds no rules; the installation is not whole, install it anew", file=str(root))
    return Ruleset(
        name="contract-scan",
        version=_version.__version__,
        sha256=lexicon_fingerprint(root),
        rules=tuple(rules.values()),
        sources=sources,
        headings=Headings(root),
        weights=KindWeights(root, signals),
        concepts=concepts,
        normaliser=Normaliser(root),
        roles=RoleReader(root),
        frames=FrameReader(concepts, JiebaTokenizer(concepts.terms), DepositNames(root)),
        root=root,
    )


def _check_signals(rule: Rule, signals: frozenset[str], file: str | None, line: int | None) -> None:
    if unknown := sorted(rule.signals() - signals):
        raise RuleError(
            f"rule {rule.id}: {unknown[0]!r} is no signal{_nearest(unknown[0], signals)}", file=file, line=line
        )


def _vouched(rule: Rule) -> Rule:
    """Return a pack's rule so that it stands however unlikely the weights find it, unless it says otherwise.

    The weights were fitted to agreements that need not be like those which the pack was written for.
    """
    return rule if rule.base or "sure" in rule.model_fields_set else rule.model_copy(update={"sure": True})


def _fits(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _risk_ids(root: Path) -> frozenset[str]:
    entries = (entry for path in lexicon_files(root, "risks") for entry in read_yaml(path).get("risks", ()))
    return frozenset(entry["id"] for entry in entries)


def _nearest(name: str, known: Iterable[str]) -> str:
    import difflib

    close = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
