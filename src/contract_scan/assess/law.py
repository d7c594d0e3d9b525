"""The law that a report may cite, and to whom.

A citation is made by id (``cc-497``). :class:`LawBook` answers what the id stands for, and which ids of a rule may be
put before a given reader: a merchant cannot rely on what protects consumers only, a supervisor's warning supports a
complaint and no claim, and what was not in force says nothing about a contract of that day. An article that
had another number on that day is cited by that number.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, field_validator

from contract_scan.assess.entries import Entry, add_entries, entry_list, read_mapping
from contract_scan.errors import RuleError
from contract_scan.lexicons import lexicon_files, lexicon_root
from contract_scan.model.report import LegalBasis, Perspective

__all__ = [
    "Citing",
    "LawBook",
    "LawView",
    "Perspective",
    "PreviousVersion",
    "Provision",
    "Purpose",
    "Scope",
    "Statute",
]

Purpose = Literal["claim", "complaint"]
Scope = Literal["merchant", "user", "consumer_only", "consumer_mostly", "supervisory", "boundary", "historical"]

#: What precedes the paraphrase of a provision whose text was not read. Both begin alike, so that one test finds either.
_MARKS: dict[object, str] = {"partially": "（条文未核，内容有转载印证）", False: "（条文未核）"}
_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class PreviousVersion(BaseModel):
    """The version that a statute had before the present one. Its text was not read, only its numbers are known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    effective: str

    @field_validator("effective")
    @classmethod
    def _is_date(cls, value: str) -> str:
        _last_day(value)
        return value


class Statute(BaseModel):
    """A law, regulation, notice or set of rules: what its provisions have in common.

    `effective` and `until` are the first and last day in force as ISO 8601, cut short where the day or month is not
    known (``2021-06``). `previous` is the version before, for articles that had another number in it. `judged_by` says
    which day decides whether it applies: that of the contract, or that of the conduct (a suit is brought and a
    complaint answered under the rules of that later day).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    short: str
    level: str
    issuer: str
    doc_no: str | None = None
    doc_no_verified: bool = False
    version: str | None = None
    effective: str | None = None
    effective_verified: bool = False
    until: str | None = None
    replaced_by: str | None = None
    previous: PreviousVersion | None = None
    judged_by: Literal["contract", "conduct"] = "contract"
    note: str | None = None

    @field_validator("effective", "until")
    @classmethod
    def _is_date(cls, value: str | None) -> str | None:
        if value is not None:
            _last_day(value)
        return value


class Provision(Entry):
    """An article, with our own paraphrase of it.

    `verified` is whether its text was read: ``partially`` means that a second hand confirms what it says, and that
    text or number was not seen. `formerly` is its number in the statute's previous version. `source` is given where
    the text was not read in a collection of laws. `cite_by_default: false` keeps a provision from being cited at all.
    """

    article: str
    paraphrase: str = Field(min_length=1)
    kinds: tuple[str, ...]
    scope: Scope
    verified: Literal["partially"] | bool
    cite_by_default: bool = True
    judged_by: Literal["contract", "conduct"] | None = None
    formerly: str | None = None
    note: str | None = None
    source: Literal["转载或报道", "未取得原文"] | None = None
    statute: Statute

    def in_force(self, *, contract: date | None, conduct: date | None) -> bool:
        """Whether the provision applied on the day that decides. A day not known speaks only for what still stands."""
        day = contract if (self.judged_by or self.statute.judged_by) == "contract" else conduct
        first, last = self.statute.effective, self.statute.until
        if day is None:
            return last is None
        # A date cut short counts from its last day and to its last day: too late rather than too early to begin with.
        return (first is None or _last_day(first) <= day) and (last is None or day <= _last_day(last))

    def in_force_before(self, *, contract: date | None, conduct: date | None) -> bool:
        """Whether the day that decides saw the provision under its former number, in the statute's previous version."""
        day = contract if (self.judged_by or self.statute.judged_by) == "contract" else conduct
        present, previous = self.statute.effective, self.statute.previous
        if day is None or self.formerly is None or previous is None or present is None:
            return False
        return _last_day(previous.effective) <= day < _last_day(present)

    def as_basis(self, *, former: bool = False) -> LegalBasis:
        """Return what the report says of it. What was not verified is marked, and a date not verified is left out.

        With `former` it is cited as in the statute's previous version, whose text was not read.
        """
        statute = self.statute
        number = statute.doc_no if statute.doc_no_verified else None
        if former and self.formerly is not None and statute.previous is not None:
            return LegalBasis(
                title=statute.title,
                article=self.formerly,
                paraphrase=f"{_MARKS[False]}{self.paraphrase}（现为{self.article}）",
                version=statute.previous.version,
                effective=statute.previous.effective,
                scope=self.scope,
                verified=False,
            )
        return LegalBasis(
            title=statute.title,
            article=self.article,
            paraphrase=_MARKS.get(self.verified, "") + self.paraphrase,
            doc_no=number,
            version=statute.version,
            effective=statute.effective if statute.effective_verified else None,
            scope=self.scope,
            verified=self.verified is True,
        )


class Citing(Protocol):
    """What answers which of some provisions may be cited: a whole book, or a book seen by one reader."""

    def citable(self, ids: Iterable[str], *, purpose: Purpose = ...) -> tuple[str, ...]:
        """Return those of `ids` that may be cited, in order and once each."""
        ...


class LawBook:
    """The provisions under a lexicon directory, read when the first one is asked for."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def load(cls, root: Path | None = None) -> LawBook:
        """Return the book of a lexicon directory (that of the package without one). Nothing is read yet."""
        return cls(lexicon_root() if root is None else root)

    @cached_property
    def provisions(self) -> dict[str, Provision]:
        """Every provision by id.

        Raises:
            RuleError: a file of ``law/`` is wrong, there is none, or an id is used twice.
        """
        found: dict[str, Provision] = {}
        for path in lexicon_files(self.root, "law"):
            for statute in entry_list(read_mapping(path, keys=frozenset({"statutes"})), "statutes", path):
                common = {key: value for key, value in statute.items() if key != "provisions"}
                provisions = entry_list(statute, "provisions", path)
                add_entries(Provision, ({**entry, "statute": common} for entry in provisions), path, found)
        if not found:
            raise RuleError(f"no law is there; put its YAML files in {self.root / 'law'}", file=str(self.root))
        return found

    def provision(self, law_id: str) -> Provision:
        """Return one provision.

        Raises:
            RuleError: the id is not known.
        """
        try:
            return self.provisions[law_id]
        except KeyError:
            raise RuleError(
                f"unknown law id {law_id!r}; correct it or add the provision", file=str(self.root / "law")
            ) from None

    def get(self, law_id: str, *, on: date | None = None, today: date | None = None) -> LegalBasis:
        """Return a provision in the form that a report carries, by its number on the day that decides.

        Raises:
            RuleError: the id is not known.
        """
        provision = self.provision(law_id)
        return provision.as_basis(former=provision.in_force_before(contract=on, conduct=today))

    def seen_by(
        self, perspective: Perspective = "merchant", *, on: date | None = None, today: date | None = None
    ) -> LawView:
        """Return the book as one reader of one contract may cite it; the arguments are those of :meth:`citable`."""
        return LawView(self, perspective, on, today)

    def citable(
        self,
        ids: Iterable[str],
        *,
        perspective: Perspective = "merchant",
        on: date | None = None,
        today: date | None = None,
        purpose: Purpose = "claim",
    ) -> tuple[str, ...]:
        """Return those of `ids` that may be put before the reader, in order and once each.

        Args:
            ids: law ids of a rule, risk or action.
            perspective: a merchant gets nothing that protects consumers only or mostly.
            on: the contract's date; what was not in force then is dropped. Without one, what has expired is dropped.
            today: the day of the next step, for rules of procedure. Without one, what has expired is dropped.
            purpose: ``complaint`` adds what only a supervisor can act on, which founds no claim for money.

        Raises:
            RuleError: an id is not known.
        """
        scopes: set[Scope] = {"merchant", "user"}
        if perspective == "consumer":
            scopes |= {"consumer_only", "consumer_mostly"}
        if purpose == "complaint":
            scopes.add("supervisory")
        kept: dict[str, None] = {}
        for law_id in ids:
            provision = self.provision(law_id)
            if (
                provision.scope in scopes
                and provision.cite_by_default
                and (
                    provision.in_force(contract=on, conduct=today)
                    or provision.in_force_before(contract=on, conduct=today)
                )
            ):
                kept[law_id] = None
        return tuple(kept)


@dataclass(frozen=True, slots=True)
class LawView:
    """A book for one reader of one contract: `on` is the contract's date, `today` that of the next step."""

    book: LawBook
    perspective: Perspective = "merchant"
    on: date | None = None
    today: date | None = None

    def citable(self, ids: Iterable[str], *, purpose: Purpose = "claim") -> tuple[str, ...]:
        """Return those of `ids` that this reader may cite: see :meth:`LawBook.citable`."""
        return self.book.citable(ids, perspective=self.perspective, on=self.on, today=self.today, purpose=purpose)

    def get(self, law_id: str) -> LegalBasis:
        """Return a provision as it stood for this contract: see :meth:`LawBook.get`."""
        return self.book.get(law_id, on=self.on, today=self.today)


def _last_day(text: str) -> date:
    """The last day of ``2021``, ``2021-06`` or ``2021-06-30``."""
    match = _PARTIAL_DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no date; write YYYY-MM-DD, YYYY-MM or YYYY")
    year, month = int(match[1]), int(match[2] or 12)
    return date(year, month, int(match[3]) if match[3] else calendar.monthrange(year, month)[1])
