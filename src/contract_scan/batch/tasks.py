"""What a guarded worker is asked to do beside scanning the files of a batch: scan, explain and compare what was sent.

A task holds the bytes that it is about, never a path: it reads nothing that it was not given.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from contract_scan.batch.inputs import inputs_in
from contract_scan.batch.reading import failure
from contract_scan.errors import ContractScanError, UsageError
from contract_scan.model.facts import MerchantFacts
from contract_scan.model.report import Finding, Perspective, ScanRecord
from contract_scan.scanner import Scanner
from contract_scan.sources import Source, as_source

if TYPE_CHECKING:
    from contract_scan.model.comparison import Comparison
    from contract_scan.model.explanation import Explanation, SentenceExplanation

__all__ = ["CompareTask", "ExplainTask", "Given", "ScanTask", "Task"]

_AnswerT_co = TypeVar("_AnswerT_co", covariant=True)


class Task(Protocol, Generic[_AnswerT_co]):
    """Something that a worker does with its scanner. It is pickled, and so is its answer."""

    @property
    def name(self) -> str:
        """What messages call that which is read."""

    def perform(self, scanner: Scanner) -> _AnswerT_co:
        """Do it. Raises a `ContractScanError` where it cannot be done."""

    def without_page(self, page: int) -> Task[_AnswerT_co] | None:
        """Return the same task leaving out a page (from 1; 0: none) that ended its process; None where it cannot."""


@dataclass(frozen=True, slots=True)
class Given:
    """One file or text as it was sent: what to call it, and its bytes or, for a text, its characters."""

    name: str
    data: bytes | str

    def opened(self) -> Source:
        """Return its one contract: itself, or what an archive or mail has in it.

        Raises:
            UsageError: it holds several, or nothing.
        """
        if isinstance(self.data, str):
            text = as_source(self.data.encode("utf-8", errors="replace"), name=self.name)
            return replace(text, decoded=True)
        if not self.data:
            raise UsageError(f"{self.name}：是空的；请选合同文件")
        held = [one.source for one in islice(inputs_in(as_source(self.data, name=self.name)), 2)]
        if len(held) > 1:
            raise UsageError(f"{self.name}：里面不止一份文件；请解压后把一份合同的文件传上来")
        if isinstance(held[0], ContractScanError):
            raise held[0]
        return held[0]


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a task reads: the settings of `Scanner` of the same names, and the pages that ended a process before."""

    password: str | None = None
    perspective: Perspective = "merchant"
    avoided: frozenset[int] = frozenset()

    def scanner_of(self, scanner: Scanner) -> Scanner:
        """Return the worker's scanner with these settings."""
        if self.password is not None or self.perspective != "merchant":
            scanner = scanner.with_settings(password=self.password, perspective=self.perspective)
        return scanner.with_bounds(replace(scanner.bounds, avoided_pages=self.avoided)) if self.avoided else scanner


_MOST_AVOIDED = 3


@dataclass(frozen=True, slots=True)
class ScanTask(_Reading):
    """Scans one agreement in one file or several, in their order. Its record says why where it cannot be read."""

    given: tuple[Given, ...] = ()
    facts: MerchantFacts | None = None

    @property
    def name(self) -> str:
        """The names of the files."""
        return " + ".join(one.name for one in self.given)

    def perform(self, scanner: Scanner) -> ScanRecord:
        """Return the record of the agreement."""
        own = self.scanner_of(scanner)
        sources: list[Source] = []
        for one in self.given:
            try:
                sources.append(one.opened())
            except UsageError:
                raise
            except ContractScanError as error:
                return failure(self.name, error)
        if len(sources) == 1:
            return own.try_scan(sources[0], path=self.name, facts=self.facts)
        return own.try_scan_set(sources, paths=[one.name for one in self.given], facts=self.facts)

    def without_page(self, page: int) -> ScanTask | None:
        """Return the task without that page; None for several files, of which it is not known whose page it was."""
        if not page or len(self.given) > 1 or len(self.avoided) == _MOST_AVOIDED:
            return None
        return replace(self, avoided=self.avoided | {page})


@dataclass(frozen=True, slots=True)
class ExplainTask(_Reading):
    """Tells how an agreement was read: the sentences behind one finding, of one clause, or all of them.

    `finding` is the id of a finding in the report; `clause` and `rules` are as for `Scanner.explain`.
    """

    given: tuple[Given, ...] = ()
    finding: str | None = None
    clause: str | None = None
    rules: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.given[0].name

    def perform(self, scanner: Scanner) -> Explanation:
        """Return the explanation, its sentences in reading order."""
        from contract_scan.model.explanation import Explanation

        own, source = self.scanner_of(scanner), self.given[0].opened()
        if self.finding is None:
            return Explanation(sentences=own.explain(source, clause=self.clause, rules=self.rules))
        findings = own.scan(source).findings
        finding = next((one for one in findings if one.id == self.finding), None)
        if finding is None:
            known = "、".join(one.id for one in findings if one.severity != "none")
            raise UsageError(f"{self.name}：没有编号为 {self.finding} 的发现；有 {known or '的都不成问题'}")
        sentences = own.explain(source) if finding.evidence else ()
        return Explanation(finding=finding, sentences=tuple(one for one in sentences if _shares(one, finding)))

    def without_page(self, page: int) -> None:
        """An explanation of what was read in part would be taken for the whole."""


def _shares(sentence: SentenceExplanation, finding: Finding) -> bool:
    own = sentence.evidence
    return any(place.start < own.end and own.start < place.end for place in finding.evidence)


@dataclass(frozen=True, slots=True)
class CompareTask(_Reading):
    """Compares two agreements, the old one first; see `compare`."""

    given: tuple[Given, ...] = ()

    @property
    def name(self) -> str:
        """The names of both."""
        return " + ".join(one.name for one in self.given)

    def perform(self, scanner: Scanner) -> Comparison:
        """Return what changed."""
        from contract_scan.comparison import compare

        old, new = (one.opened() for one in self.given)
        return compare(old, new, scanner=self.scanner_of(scanner))

    def without_page(self, page: int) -> None:
        """It is not known whose page it was."""
