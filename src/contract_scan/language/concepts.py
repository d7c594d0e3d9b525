"""Concepts: what the terms of ``lexicons/terms`` stand for, and where a sentence names them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contract_scan.errors import RuleError
from contract_scan.language.tokens import Tokenizer
from contract_scan.language.trie import words_pattern
from contract_scan.lexicons import lexicon_files, read_yaml

__all__ = ["ConceptHit", "Concepts"]

_KEYS = frozenset({"zh", "terms", "patterns", "whole", "not_before", "weak"})


@dataclass(frozen=True, slots=True)
class ConceptHit:
    """A concept named at ``[start, end)`` of a sentence's normalised text."""

    concept: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Layer:
    """The concepts of one file. In a `rival` layer only the longest term at a place counts."""

    words: re.Pattern[str]
    owners: dict[str, tuple[str, ...]]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    whole: frozenset[tuple[str, str]]
    not_before: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: Concepts whose patterns give way to a term at the same place.
    weak: frozenset[str] = frozenset()


class Concepts:
    """Finds concepts in normalised text. Loaded once, never changed, shared by threads."""

    def __init__(self, directory: Path) -> None:
        self.names: dict[str, str] = {}
        self._layers: list[_Layer] = []
        terms: set[str] = set()
        for path in lexicon_files(directory, "terms"):
            data = read_yaml(path)
            _check(data, path)
            for name, entry in data.items():
                if name in self.names:
                    raise RuleError(f"the concept {name!r} is defined in two files", file=str(path))
                self.names[name] = entry["zh"]
                terms.update(str(term) for term in entry.get("terms", ()))
            # Objects and predicates are rivals (预授权押金 is no 押金); cues are each looked for by themselves.
            groups: Iterable[dict[str, Any]] = [data] if path.stem != "cues" else [{k: v} for k, v in data.items()]
            self._layers += [_layer(group, path) for group in groups]
        self.terms = frozenset(term for term in terms if len(term) > 1)

    def find(
        self,
        text: str,
        tokenizer: Tokenizer,
        extra: re.Pattern[str] | None = None,
        merchants: Collection[str] = (),
    ) -> tuple[ConceptHit, ...]:
        """Return the concepts that `text` names, sorted by place.

        `extra` finds names that this document itself gives the deposit (e.g. 「预冻结款」作为押金). `merchants` are the
        labels that it gives the merchant: where that is 会员, a 会员's deposit is no guest's.
        """
        hits: list[ConceptHit] = []
        cuts: frozenset[int] | None = None
        for layer in self._layers:
            masked: list[tuple[int, int]] = []
            named = [match.span() for match in layer.words.finditer(text)] if layer.weak else []
            for concept, pattern in layer.patterns:
                for match in pattern.finditer(text):
                    if concept in layer.weak and any(a < match.end() and match.start() < b for a, b in named):
                        continue
                    if concept == "guest_deposit" and any(label in match.group() for label in merchants):
                        continue
                    hits.append(ConceptHit(concept, match.start(), match.end(), match.group()))
                    if concept in ("guest_deposit", "foreign_deposit"):
                        masked.append(match.span())
            for match in layer.words.finditer(text):
                start, end, word = match.start(), match.end(), match.group()
                for concept in layer.owners[word]:
                    if concept == "deposit" and any(a < end and start < b for a, b in masked):
                        continue
                    if (concept, word) in layer.whole:
                        if text.startswith(layer.not_before.get(concept, ()), end):
                            continue
                        if cuts is None:
                            cuts = tokenizer.boundaries(text)
                        if start not in cuts or end not in cuts:
                            continue
                    hits.append(ConceptHit(concept, start, end, word))
        if extra is not None:
            known = {(h.start, h.end) for h in hits if h.concept == "deposit"}
            hits += [
                ConceptHit("deposit", m.start(), m.end(), m.group())
                for m in extra.finditer(text)
                if m.span() not in known
            ]
        return tuple(sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.concept)))


def _check(data: Any, path: Path) -> None:
    if not isinstance(data, dict):
        raise RuleError("must map concept names to their terms", file=str(path))
    for name, entry in data.items():
        if not isinstance(entry, dict) or "zh" not in entry:
            raise RuleError(f"the concept {name!r} needs a `zh` name", file=str(path))
        if unknown := sorted(set(entry) - _KEYS):
            raise RuleError(
                f"the concept {name!r} has the unknown key {unknown[0]!r}; known are {sorted(_KEYS)}", file=str(path)
            )


def _layer(data: dict[str, Any], path: Path) -> _Layer:
    owners: dict[str, list[str]] = {}
    patterns: list[tuple[str, re.Pattern[str]]] = []
    whole: set[tuple[str, str]] = set()
    for name, entry in data.items():
        for term in entry.get("terms", ()):
            owners.setdefault(str(term), []).append(name)
        whole.update((name, str(term)) for term in entry.get("whole", ()))
        for source in entry.get("patterns", ()):
            try:
                patterns.append((name, re.compile(source)))
            except re.error as error:
                raise RuleError(
                    f"the concept {name!r} has a broken pattern {source!r}: {error}", file=str(path)
                ) from error
    return _Layer(
        words=words_pattern(owners),
        owners={term: tuple(names) for term, names in owners.items()},
        patterns=tuple(patterns),
        whole=frozenset(whole),
        not_before={name: tuple(map(str, entry.get("not_before", ()))) for name, entry in data.items()},
        weak=frozenset(name for name, entry in data.items() if entry.get("weak")),
    )
