"""The form of a rule file. Its JSON Schema, which editors use, is generated from here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo

from contract_scan.literals import required_grams
from contract_scan.model.report import Kind, Outcome, Severity
from contract_scan.precompiled import compile_pattern
from contract_scan.regexes import compiled_pattern

if TYPE_CHECKING:
    from contract_scan.frames.model import Reading

__all__ = ["Expression", "Part", "Rule", "When", "first_held"]

_SIGNAL = re.compile(r"[a-z][a-z_]*(?:\.[a-z_]+)*\Z")


def _readable(expression: str, info: ValidationInfo) -> str:
    """Refuse what is no expression. Patterns of files that a test has proved are not proved to end again."""
    trusted = bool(info.context and info.context.get("trusted"))
    for part in expression.split(" | "):
        if not part.startswith("~"):
            if not _SIGNAL.match(part):
                raise ValueError(f"{part!r} is neither a signal name nor a `~regular expression`")
        elif not trusted:
            compiled_pattern(part[1:])
    return expression


Expression = Annotated[
    str,
    Field(
        description="A signal (`return.no.of.deposit`), or `~` and a regular expression on the normalised sentence; "
        "alternatives are parted by ` | `.",
        min_length=2,
    ),
    AfterValidator(_readable),
]


class Part:
    """One alternative of an expression."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.signal = None if source.startswith("~") else source

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """The regular expression, made when a sentence may match it: most of them no sentence of a contract may."""
        return compile_pattern(self.source[1:]) if self.signal is None else None

    @cached_property
    def needs(self) -> frozenset[str] | None:
        """The grams of which every text that the pattern matches holds one at least; None where that is not known."""
        return required_grams(self.source[1:]) if self.signal is None else None

    def holds(self, signals: frozenset[str], reading: Reading) -> str | None:
        """Return what held, for the trace, or None. Patterns are searched where 甲方 is the provider."""
        if self.signal is not None:
            return self.signal if self.signal in signals else None
        if self.needs is not None and self.needs.isdisjoint(reading.grams):
            return None
        found = self.pattern.search(reading.canonical) if self.pattern else None
        return f"「{reading.text[found.start() : found.end()]}」" if found else None


def first_held(parts: Iterable[Part], signals: frozenset[str], reading: Reading) -> str | None:
    """Return what held of the first of several alternatives that does, for the trace; None where none holds."""
    for part in parts:
        if held := part.holds(signals, reading):
            return held
    return None


_Compiled = tuple[tuple[Part, ...], ...]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class When(_Frozen):
    """The test of a rule: every one of `all`, at least one of `any`, none of `none`."""

    all: tuple[Expression, ...] = ()
    any: tuple[Expression, ...] = ()
    none: tuple[Expression, ...] = ()

    @cached_property
    def compiled(
        self,
    ) -> tuple[tuple[tuple[Part, ...], ...], tuple[tuple[Part, ...], ...], tuple[tuple[Part, ...], ...]]:
        """The expressions of `all`, `any` and `none`, each as its alternatives."""

        def read(expressions: tuple[str, ...]) -> _Compiled:
            return tuple(tuple(Part(part) for part in expression.split(" | ")) for expression in expressions)

        return read(self.all), read(self.any), read(self.none)

    @cached_property
    def wanted(self) -> tuple[tuple[str, tuple[Part, ...]], ...]:
        """The alternatives of each test that must hold, named ``all`` or ``any`` as the test is."""
        all_, any_, _ = self.compiled
        either = tuple(part for parts in any_ for part in parts)
        return (*(("all", parts) for parts in all_), *([("any", either)] if any_ else []))

    @cached_property
    def _shunned(self) -> tuple[frozenset[str], tuple[Part, ...]]:
        """What must not hold: signals, and patterns."""
        parts = [part for parts in self.compiled[2] for part in parts]
        signals = frozenset(part.signal for part in parts if part.signal is not None)
        return signals, tuple(part for part in parts if part.signal is None)

    def decided(self, signals: frozenset[str], reading: Reading) -> list[str] | None:
        """Return what held of each test that must hold, in order, or None where the whole does not hold.

        What is shunned is looked for last: of the rules that a sentence may satisfy by its characters, most fail in
        what they want.
        """
        shunned, patterns = self._shunned
        if not (self.required <= signals and shunned.isdisjoint(signals)):
            return None
        decided = []
        for _, parts in self.wanted:
            held = first_held(parts, signals, reading)
            if held is None:
                return None
            decided.append(held)
        return None if first_held(patterns, signals, reading) else decided

    @cached_property
    def required(self) -> frozenset[str]:
        """The signals without which the test cannot hold: the expressions of `all` that have no alternative."""
        return frozenset(e for e in self.all if " | " not in e and not e.startswith("~"))

    @cached_property
    def leans_on_kinds(self) -> bool:
        """Whether the test asks what kinds the sentence is of already."""
        return any(signal.startswith("is.") for signal in self.signals)

    @cached_property
    def signals(self) -> frozenset[str]:
        """Every signal named."""
        parts = (part for group in (self.all, self.any, self.none) for e in group for part in e.split(" | "))
        return frozenset(part for part in parts if not part.startswith("~"))


class Rule(_Frozen):
    """One rule. `base` rules say which kind a sentence is of; the others say what it means for the merchant.

    Where several rules fire on a sentence for one kind, those of the highest priority stand, and a rule that is not
    `base` goes before one that is. A rule that `remains` is not displaced by a protection: a power to withhold the
    merchant's money for ten days at most is both a risk and a limit. What a rule that is `sure` found stands however
    unlikely the weights find it: its words mean nothing else. Rules of a pack are sure unless they are `base` or say
    otherwise. `hit` and `miss` are texts,
    one paragraph a line, in which the rule must and must not fire; 甲方 is the acquirer there and 乙方 the merchant.
    `override` marks a rule of a pack that is to replace the one with the same id.
    """

    id: str = Field(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$")
    title: str
    kind: Kind
    subkind: str | None = None
    outcome: Outcome = "information"
    severity: Severity = "none"
    base: bool = False
    override: bool = False
    priority: int = 0
    remains: bool = False
    sure: bool = False
    when: When
    message: str
    why: str | None = None
    advice: str | None = None
    legal_basis: tuple[str, ...] = ()
    mitigators: tuple[Expression, ...] = Field(default=(), description="Each that holds lowers the severity by one.")
    hit: tuple[str, ...] = Field(min_length=1)
    miss: tuple[str, ...] = Field(min_length=1)

    def signals(self) -> set[str]:
        """Return every signal that the test or a mitigator names."""
        parts = (part for expression in self.mitigators for part in expression.split(" | "))
        return {*self.when.signals, *(part for part in parts if not part.startswith("~"))}

    @cached_property
    def compiled_mitigators(self) -> tuple[tuple[Part, ...], ...]:
        """The mitigators, each as its alternatives."""
        return tuple(tuple(Part(part) for part in expression.split(" | ")) for expression in self.mitigators)
