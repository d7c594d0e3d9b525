"""How a check is written: the part of a risk's entry that says what to look for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["CheckSpec", "alternatives"]

_NAME = r"(?:[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+|[a-z]\w*(?:\.\w+)*)"
Expression = Annotated[str, Field(pattern=rf"^{_NAME}(?: [|&] {_NAME})*$")]


def alternatives(expression: str) -> list[list[str]]:
    """Return the alternatives of an expression, each as the names that must hold together.

    ``"REF-NEVER | says.oral & fee"`` gives ``[["REF-NEVER"], ["says.oral", "fee"]]``.
    """
    return [part.split(" & ") for part in expression.split(" | ")]


class CheckSpec(BaseModel):
    """What a check looks for. See ``docs/checks.md``.

    An expression names a rule (``REF-NEVER``), another risk (``R-REF-CLEAN``), a clue of ``clues.yaml``
    (``says.day_type``) or a fact that the assessment has read (``deadline``); alternatives are parted by `` | ``, what
    must hold together within one by `` & ``.

    `when` says where the question arises at all. A missing protection is absent where none of `given` is found, unless
    one of `none` says otherwise. The other types end badly where every one of `all`, at least one of `any` and none of
    `none` holds; where neither `all` nor `any` is written, the findings of `rules` alone decide. `given` is then a
    protection that is named where nothing is wrong, and `settled` what resolves it although the places are there.
    `rules` are those whose findings are this risk's; with `where`, only those whose sentence shows one of these clues.
    `eases` are mitigators that the agreement itself can show.
    `missing` is what ``refund.missing`` says of it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    when: tuple[Expression, ...] = ()
    rules: tuple[str, ...] = ()
    where: tuple[Expression, ...] = ()
    all: tuple[Expression, ...] = ()
    any: tuple[Expression, ...] = ()
    none: tuple[Expression, ...] = ()
    given: tuple[Expression, ...] = ()
    settled: tuple[Expression, ...] = ()
    eases: tuple[Expression, ...] = ()
    missing: str | None = None

    def deciding(self, type_: str) -> Iterator[str]:
        """Yield the names without which the check finds nothing: those asked for, or a protection's."""
        groups = (self.given,) if type_ == "absence" else (self.rules, self.all, self.any)
        for group in groups:
            for expression in group:
                for names in alternatives(expression):
                    yield from names

    def names(self) -> Iterator[str]:
        """Yield every name that the check looks up."""
        yield from self.rules
        for group in (self.when, self.where, self.all, self.any, self.none, self.given, self.settled, self.eases):
            for expression in group:
                for names in alternatives(expression):
                    yield from names
