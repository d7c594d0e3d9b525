"""Concepts: what the terms of ``lexicons/terms`` stand for, and where a sentence names them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from contract_scan.errors import RuleError
from contract_scan.language.tokens import Tokenizer
from contract_scan.language.wordlist import WordLists
from contract_scan.lexicons import lexicon_files, line_of, read_yaml
from contract_scan.literals import Prefilter, grams_of, required_grams
from contract_scan.precompiled import compile_pattern
from contract_scan.regexes import UnsafePatternError, compiled_pattern

__all__ = ["Concept", "ConceptHit", "Concepts", "Terms", "read_terms"]

#: Deposits that are not the merchant's.
_OF_OTHERS = frozenset({"guest_deposit", "foreign_deposit"})
_CUSTOMERS = re.compile(r"顾客|持卡人|消费者|宾客|住客")

_Word = Annotated[str, BeforeValidator(str), Field(min_length=1)]


class Concept(BaseModel):
    """One entry of a terms file: the words that stand for one thing.

    Attributes:
        zh: what it is, for readers. A pack that adds to a known concept may leave it out.
        terms: words as they are after normalising.
        patterns: regular expressions for what a list cannot hold.
        whole: terms that count only where jieba cuts them as words of their own.
        not_before: what must not follow a term under `whole`.
        weak: whether a pattern gives way to a term at the same place.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str | None = None
    terms: tuple[_Word, ...] = ()
    patterns: tuple[str, ...] = ()
    whole: tuple[_Word, ...] = ()
    not_before: tuple[_Word, ...] = ()
    weak: bool = False

    def joined(self, other: Concept) -> Concept:
        """Return this concept with the words of another added."""
        return self.model_copy(
            update={
                name: tuple(dict.fromkeys((*getattr(self, name), *getattr(other, name))))
                for name in ("terms", "patterns", "whole", "not_before")
            }
        )


@dataclass(frozen=True, slots=True)
class Terms:
    """The entries of one terms file, by the names of the concepts. Cues are each looked for by themselves."""

    file: str
    entries: Mapping[str, Concept]
    rivals: bool = True


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

    owners: dict[str, tuple[str, ...]]
    patterns: tuple[tuple[str, str], ...]
    whole: frozenset[tuple[str, str]]
    not_before: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: Concepts whose patterns give way to a term at the same place.
    weak: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def _compiled(source: str) -> re.Pattern[str]:
    """Return a pattern, made when a sentence may match it: most of them no sentence of a contract may."""
    return compile_pattern(source)


@dataclass(frozen=True, slots=True)
class _Bits:
    """Which bits of the prefilter stand for the patterns of a layer, all of them and each."""

    all: int
    patterns: tuple[tuple[int, str, str], ...]


class Concepts:
    """Finds concepts in normalised text. Loaded once, never changed, shared by threads."""

    def __init__(self, directory: Path, added: Sequence[Terms] = ()) -> None:
        """Load ``terms/*.yaml`` of a lexicon directory, and what packs add.

        An entry of `added` for a known concept gives it more words; any other is a new concept.

        Raises:
            RuleError: a file is wrong, or a new concept has no `zh`.
        """
        files = [read_terms(path, trusted=True) for path in lexicon_files(directory, "terms")]
        homes: dict[str, int] = {}
        for at, file in enumerate(files):
            for name in file.entries:
                if name in homes:
                    raise RuleError(f"the concept {name!r} is defined in two files", file=file.file)
                homes[name] = at
        for more in added:
            for name, entry in more.entries.items():
                if name in homes:
                    home = files[homes[name]]
                    joined = {**home.entries, name: home.entries[name].joined(entry)}
                    files[homes[name]] = Terms(home.file, joined, home.rivals)
                else:
                    homes[name] = len(files)
                    files.append(Terms(more.file, {name: entry}))
        self.names: dict[str, str] = {}
        self.entries: dict[str, Concept] = {}
        layers: list[_Layer] = []
        for file in files:
            for name, entry in file.entries.items():
                if entry.zh is None:
                    raise RuleError(f"the concept {name!r} needs a `zh` name", file=file.file)
                self.names[name] = entry.zh
            self.entries |= file.entries
            # Objects and predicates are rivals (预授权押金 is no 押金).
            groups = [file.entries] if file.rivals else [{name: entry} for name, entry in file.entries.items()]
            layers += [_layer(group) for group in groups]
        self._layers, self._prefilter = _indexed(layers)
        self._words = WordLists(layer.owners for layer in layers)
        #: Which layer each bit of the prefilter belongs to.
        self._layer_of = tuple(at for at, (_, bits) in enumerate(self._layers) for _ in bits.patterns)
        self.terms = frozenset(term for entry in self.entries.values() for term in entry.terms if len(term) > 1)

    def find(
        self,
        text: str,
        tokenizer: Tokenizer,
        extra: re.Pattern[str] | None = None,
        merchants: Collection[str] = (),
        grams: Set[str] | None = None,
    ) -> tuple[ConceptHit, ...]:
        """Return the concepts that `text` names, sorted by place.

        `extra` finds names that this document itself gives the deposit (e.g. 「预冻结款」作为押金); what is in its
        group ``own`` is no guest's, whatever it is elsewhere. `merchants` are the labels that it gives the merchant:
        where that is 会员, a 会员's deposit is no guest's. `grams` are those of the text, where they are known already.
        """
        hits: list[ConceptHit] = []
        named = list(extra.finditer(text)) if extra is not None else []
        own = [match.span() for match in named if match.lastgroup == "own"]
        possible = self._prefilter.possible(grams_of(text) if grams is None else grams)
        spelled = self._words.find(text)
        for number in sorted(spelled.keys() | self._layers_of(possible)):
            layer, bits = self._layers[number]
            words = spelled.get(number, ())
            masked: list[tuple[int, int]] = []
            for bit, concept, pattern in bits.patterns if possible & bits.all else ():
                if not possible & bit:
                    continue
                for match in _compiled(pattern).finditer(text):
                    start, end = match.span()
                    if concept in layer.weak and any(first < end and start < last for first, last, _ in words):
                        continue
                    if concept in _OF_OTHERS and _is_the_merchants(match.group(), merchants):
                        continue
                    if concept == "guest_deposit" and _within((start, end), own):
                        continue
                    hits.append(ConceptHit(concept, start, end, match.group()))
                    if concept in _OF_OTHERS:
                        masked.append((start, end))
            for start, end, word in words:
                for concept in layer.owners[word]:
                    if concept == "guest_deposit" and _within((start, end), own):
                        continue
                    if concept == "deposit" and any(a < end and start < b for a, b in masked):
                        continue
                    if (concept, word) in layer.whole:
                        if text.startswith(layer.not_before.get(concept, ()), end):
                            continue
                        if not tokenizer.bounds(text, start, end):
                            continue
                    hits.append(ConceptHit(concept, start, end, word))
        known = {(h.start, h.end) for h in hits if h.concept == "deposit"}
        hits += [ConceptHit("deposit", *match.span(), match.group()) for match in named if match.span() not in known]
        return tuple(sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.concept)))

    def _layers_of(self, possible: int) -> set[int]:
        """Return the layers of which a pattern may match, by these bits of the prefilter."""
        layers = set()
        while possible:
            number = self._layer_of[(possible & -possible).bit_length() - 1]
            possible &= ~self._layers[number][1].all
            layers.add(number)
        return layers


def _is_the_merchants(said: str, merchants: Collection[str]) -> bool:
    """Whether what reads like another's deposit is that of the merchant, called by these labels: 业主退还租户押金."""
    return any(label in said for label in merchants) and not _CUSTOMERS.search(said)


def _within(span: tuple[int, int], own: Sequence[tuple[int, int]]) -> bool:
    """Whether what reads like a guest's deposit is one that the agreement itself names as the merchant's."""
    return any(start <= span[0] and span[1] <= end for start, end in own)


def _indexed(layers: Sequence[_Layer]) -> tuple[list[tuple[_Layer, _Bits]], Prefilter]:
    """Return layers with the bits that a prefilter has for them, and the prefilter."""
    indexed: list[tuple[_Layer, _Bits]] = []
    wanted: list[frozenset[str] | None] = []
    for layer in layers:
        first = len(wanted)
        patterns = tuple((1 << first + at, name, pattern) for at, (name, pattern) in enumerate(layer.patterns))
        wanted += [required_grams(pattern) for _, pattern in layer.patterns]
        indexed.append((layer, _Bits((1 << len(wanted)) - (1 << first), patterns)))
    return indexed, Prefilter(wanted)


_ENTRIES: TypeAdapter[dict[str, Concept]] = TypeAdapter(dict[str, Concept])
_NAME = re.compile(r"[a-z][a-z_]*\Z")


def read_terms(path: Path, *, trusted: bool = False) -> Terms:
    """Return the entries of a terms file.

    The patterns of a `trusted` file are not proved to end again: a test has proved those of the package.

    Raises:
        RuleError: the file is wrong; says where and what to do.
    """
    data = read_yaml(path)
    if not isinstance(data, dict):
        raise RuleError("must map concept names to their terms", file=str(path))
    for name in data:
        if not isinstance(name, str) or not _NAME.match(name):
            raise RuleError(
                f"{name!r} is no name of a concept; use small letters and _",
                file=str(path),
                line=line_of(path, (name,)),
            )
    try:
        entries = _ENTRIES.validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = tuple(part for part in first["loc"] if isinstance(part, str | int))
        spot = ".".join(map(str, where[1:]))
        known = sorted(Concept.model_fields)
        said = f"has the unknown key {where[-1]!r}; known are {known}" if first["type"] == "extra_forbidden" else ""
        problem = f"{spot}: {first['msg']}" if spot else first["msg"]
        raise RuleError(
            f"the concept {where[0]!r} {said or problem}",
            file=str(path),
            line=line_of(path, where),
        ) from error
    for name, entry in entries.items():
        for at, source in enumerate(entry.patterns):
            try:
                _ = compile_pattern(source) if trusted else compiled_pattern(source)
            except (re.error, UnsafePatternError) as error:
                raise RuleError(
                    f"the concept {name!r} has a broken pattern {source!r}: {error}",
                    file=str(path),
                    line=line_of(path, (name, "patterns", at)),
                ) from error
    return Terms(str(path), entries, rivals=path.stem != "cues")


def _layer(entries: Mapping[str, Concept]) -> _Layer:
    owners: dict[str, list[str]] = {}
    for name, entry in entries.items():
        for term in entry.terms:
            owners.setdefault(term, []).append(name)
    return _Layer(
        owners={term: tuple(names) for term, names in owners.items()},
        patterns=tuple((name, source) for name, entry in entries.items() for source in entry.patterns),
        whole=frozenset((name, term) for name, entry in entries.items() for term in entry.whole),
        not_before={name: entry.not_before for name, entry in entries.items()},
        weak=frozenset(name for name, entry in entries.items() if entry.weak),
    )
