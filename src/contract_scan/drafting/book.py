"""The letters of ``lexicons/letters``: templates in parts, checked when they are read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import jinja2
from jinja2.sandbox import SandboxedEnvironment
from pydantic import ConfigDict, Field

from contract_scan.assess.entries import Entry, add_entries, entry_list, read_mapping
from contract_scan.errors import RuleError
from contract_scan.lexicons import lexicon_files, lexicon_root
from contract_scan.model.draft import DraftKind, PartRole, Recipient

__all__ = ["LISTS", "Letter", "LetterBook", "Template"]

#: What a template may go through with ``each``, or quote with ``quote``.
LISTS: Final = ("deposit", "return_terms", "conditions", "deadline", "refusals", "contradiction", "issues", "proofs")


class Template(Entry):
    """One part of a letter. `text`, `when` and `where` are Jinja; the names that they see are those of ``Context``.

    The part is there where `when` holds, once, or once for each item of the list `each` for which `where` holds; with
    `quote` the contract's words follow: those of a list, or of the item where it is ``item``. `law` is cited as far as
    it may be. A `use` stands for the parts of a shared block.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = ""
    role: PartRole = "paragraph"
    text: str = ""
    when: str | None = None
    each: str | None = None
    where: str | None = None
    quote: str | None = None
    law: tuple[str, ...] = ()
    use: str | None = None


class Letter(Entry):
    """A letter: to whom, with which parts. `kinds` are the kinds of findings that its ``issues`` hold."""

    kind: DraftKind
    recipient: Recipient
    title: str
    kinds: tuple[str, ...] = ()
    parts: tuple[Template, ...] = Field(min_length=1)


class _Block(Entry):
    parts: tuple[Template, ...] = Field(min_length=1)


class LetterBook:
    """The letters of a lexicon directory.

    Raises:
        RuleError: a file is wrong: an unknown list or block, a broken template.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        # Letters are plain text: nothing in them is HTML, and renderers escape what they lay out.
        self._jinja = SandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=False)
        self._letters = self._read()

    @classmethod
    def load(cls, root: Path | None = None) -> LetterBook:
        """Return the book of a lexicon directory, that of the package without one."""
        return _loaded(lexicon_root() if root is None else root)

    def letter(self, kind: DraftKind, recipient: Recipient) -> Letter:
        """Return the letter of a kind to a recipient. Raises KeyError where there is none."""
        return self._letters[kind, recipient]

    def text(self, template: str, names: Mapping[str, Any]) -> str:
        """Return a template filled in. Raises RuleError where it asks for a name that there is not."""
        try:
            return self._jinja.from_string(template).render(names).strip()
        except jinja2.TemplateError as error:
            raise RuleError(f"letters: {template!r}: {error}", file=str(self._root / "letters")) from error

    def holds(self, expression: str | None, names: Mapping[str, Any]) -> bool:
        """Return whether a condition holds; none at all always does."""
        if expression is None:
            return True
        try:
            return bool(self._jinja.compile_expression(expression, undefined_to_none=False)(**names))
        except jinja2.TemplateError as error:
            raise RuleError(f"letters: {expression!r}: {error}", file=str(self._root / "letters")) from error

    def _read(self) -> dict[tuple[DraftKind, Recipient], Letter]:
        letters: dict[str, Letter] = {}
        blocks: dict[str, _Block] = {}
        for path in lexicon_files(self._root, "letters"):
            data = read_mapping(path, keys=frozenset({"letters", "blocks"}))
            add_entries(Letter, entry_list(data, "letters", path), path, letters)
            add_entries(_Block, entry_list(data, "blocks", path), path, blocks)
        found: dict[tuple[DraftKind, Recipient], Letter] = {}
        for letter in letters.values():
            whole = letter.model_copy(update={"parts": tuple(self._parts(letter.parts, blocks))})
            found[letter.kind, letter.recipient] = whole
        return found

    def _parts(self, parts: tuple[Template, ...], blocks: Mapping[str, _Block]) -> list[Template]:
        found: list[Template] = []
        for part in parts:
            if part.use is not None:
                if part.use not in blocks:
                    raise self._wrong(f"unknown block {part.use!r}; correct it or add the block")
                found += self._parts(blocks[part.use].parts, blocks)
                continue
            for name in (part.each, part.quote):
                if name is not None and name not in (*LISTS, "item"):
                    raise self._wrong(f"unknown list {name!r}; use one of {', '.join(LISTS)}")
            self._check(part)
            found.append(part)
        return found

    def _check(self, part: Template) -> None:
        try:
            self._jinja.parse(part.text)
            for expression in (part.when, part.where):
                if expression is not None:
                    self._jinja.compile_expression(expression)
        except jinja2.TemplateError as error:
            raise self._wrong(f"{part.text or part.when!r}: {error}") from error

    def _wrong(self, message: str) -> RuleError:
        return RuleError(message, file=str(self._root / "letters"))


@cache
def _loaded(root: Path) -> LetterBook:
    return LetterBook(root)
