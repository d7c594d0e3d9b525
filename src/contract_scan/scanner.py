"""The one place that calls the floors below in order. `Scanner.scan` is the walk from a file to its report."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Literal

from contract_scan import _version
from contract_scan.assess.agreement import Agreement
from contract_scan.assess.explain import explain_agreement
from contract_scan.assess.report import Assessor
from contract_scan.errors import ContractScanError
from contract_scan.extract import extract
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.joining import join_documents
from contract_scan.model.document import Document
from contract_scan.model.explanation import SentenceExplanation
from contract_scan.model.facts import MerchantFacts
from contract_scan.model.report import (
    ContractReport,
    Generator,
    Perspective,
    RulesetInfo,
    ScanError,
    ScanRecord,
    Status,
)
from contract_scan.rules import Fired, Ruleset
from contract_scan.sources import Source, SourceLike, as_source

__all__ = ["Scanner", "scan", "scan_set"]


class Scanner:
    """Scans agreements with one ruleset. Made once, used for many; threads may share it.

    Args:
        ruleset: the rules to use; the package's own without one.
        password: opens encrypted PDF files.
        tracked: which side of a Word file's unaccepted changes to read.
        perspective: for whom law is cited: a ``merchant``, or a ``consumer`` who took the terminal for no business.
        bounds: how much one file may cost before reading it stops with a clear error.
    """

    def __init__(
        self,
        ruleset: Ruleset | None = None,
        *,
        password: str | None = None,
        tracked: Literal["final", "original"] = "final",
        perspective: Perspective = "merchant",
        bounds: Bounds = DEFAULT_BOUNDS,
    ) -> None:
        self._bounds = bounds
        self._given = ruleset
        self._password = password
        self._tracked: Literal["final", "original"] = tracked
        self._perspective: Perspective = perspective

    @cached_property
    def ruleset(self) -> Ruleset:
        """The rules in use."""
        return self._given or Ruleset.default()

    @cached_property
    def _assessor(self) -> Assessor:
        return Assessor(self.ruleset.root)

    def scan(self, source: SourceLike, *, facts: MerchantFacts | None = None) -> ContractReport:
        """Return the report of one agreement.

        Args:
            source: a path, the bytes of a file, an open binary file, or the agreement's text.
            facts: what the merchant knows; each condition is then judged by it.

        Raises:
            ContractScanError: the input cannot be read. Its message says why and what to do.
        """
        return self.scan_document(self._extract(source), facts=facts)

    def scan_set(self, sources: Sequence[SourceLike], *, facts: MerchantFacts | None = None) -> ContractReport:
        """Return the one report of an agreement that lies in several files: body, annexes, supplements, receipt.

        The files are read as one agreement, in the order given, and the documents in them go before one another as the
        agreement says (以补充协议为准). ``document.text`` is their joined text, ``document.parts`` says which range of
        it came from which, and ``evidence.document`` names the one that is quoted.

        Args:
            sources: each as for :meth:`scan`; at least one.
            facts: as for :meth:`scan`.

        Raises:
            ContractScanError: a file cannot be read, or none is given. Without one of its documents an agreement may
                say the opposite, so that no report is made of the others alone.
        """
        return self.scan_document(join_documents([self._extract(source) for source in sources]), facts=facts)

    def scan_document(self, document: Document, *, facts: MerchantFacts | None = None) -> ContractReport:
        """Return the report of a document that was extracted already."""
        agreement, _ = self._read(document)
        return self._assessor.report(agreement, self.ruleset, self._generator, facts, self._perspective)

    def explain(
        self, source: SourceLike, *, clause: str | None = None, rules: Collection[str] = ()
    ) -> tuple[SentenceExplanation, ...]:
        """Return how each sentence was read, which rules fired on it, which nearly did and what stopped them.

        Args:
            source: as for :meth:`scan`.
            clause: only this clause with all under it, by its number as printed (``"第五条"``, ``"5.2"``), its id in
                the report (``"c7"``), or numbers from an outer one to an inner one parted by ``/``
                (``"第五条/（一）"``).
            rules: rules by id of which is told in any case why they fired or not.

        Raises:
            ContractScanError: as for :meth:`scan`; `UsageError` where there is no such clause or rule.
        """
        wanted = tuple(self.ruleset.rule(rule) for rule in rules)
        document = self._extract(source)
        agreement, fired = self._read(document)
        return explain_agreement(agreement, fired, self.ruleset, clause=clause, wanted=wanted)

    def _extract(self, source: SourceLike) -> Document:
        return extract(as_source(source), password=self._password, tracked=self._tracked, bounds=self._bounds)

    def _read(self, document: Document) -> tuple[Agreement, Sequence[Fired]]:
        parts = self._assessor.parts(document)
        judged = self.ruleset.judge(document, [(part.start, part.end) for part in parts])
        signals = tuple(one.signals for one in judged.fired)
        agreement = Agreement(document, judged.structure, judged.readings, judged.matches, judged.roles, signals, parts)
        return agreement, judged.fired

    def try_scan(
        self, source: SourceLike, *, path: str | None = None, facts: MerchantFacts | None = None
    ) -> ScanRecord:
        """Return the record of one input: its report, or the reason that there is none. Bad input never raises.

        Args:
            source: as for :meth:`scan`.
            path: what the record calls the input; the source's own name without it.
            facts: as for :meth:`scan`.
        """
        name, digest = path or (source if isinstance(source, str) else ""), None
        try:
            opened: Source = as_source(source)
            name, digest = path or opened.path or opened.name, opened.sha256
            report = self.scan(opened, facts=facts)
        except ContractScanError as error:
            return ScanRecord(path=name, sha256=digest, status=_status(error.status), error=_error(error))
        return _record(name, digest, report)

    def try_scan_set(
        self, sources: Sequence[SourceLike], *, paths: Sequence[str], facts: MerchantFacts | None = None
    ) -> ScanRecord:
        """Return the record of the files of one agreement: its report, or the reason that there is none.

        Args:
            sources: as for :meth:`scan_set`.
            paths: what the record calls them, one for each; it names the one that could not be read.
            facts: as for :meth:`scan`.
        """
        name, documents = " + ".join(paths), []
        for source, path in zip(sources, paths, strict=True):
            try:
                documents.append(self._extract(source))
            except ContractScanError as error:
                said = str(error) if path in str(error) else f"{path}: {error}"
                failed = ScanError(type=type(error).__name__, message=said)
                return ScanRecord(path=name, status=_status(error.status), error=failed)
        try:
            report = self.scan_document(join_documents(documents), facts=facts)
        except ContractScanError as error:
            return ScanRecord(path=name, status=_status(error.status), error=_error(error))
        return _record(name, report.document.sha256, report)

    @cached_property
    def _generator(self) -> Generator:
        rules = self.ruleset
        return Generator(
            name="contract-scan",
            version=_version.__version__,
            ruleset=RulesetInfo(
                name=rules.name,
                version=rules.version,
                sha256=rules.sha256,
                packs=rules.packs,
                disabled=rules.disabled,
            ),
        )

    @cached_property
    def fingerprint(self) -> str:
        """What the reports of this scanner hang on besides the file: versions, rules, settings, and what is installed.

        Two scanners with the same one give the same report for the same bytes under the same name.
        """
        from contract_scan.extract.legacy import office
        from contract_scan.extract.ocr import installed

        secret = hashlib.sha256((self._password or "").encode()).hexdigest()
        parts: tuple[object, ...] = (_version.__version__, self.ruleset.sha256, self._tracked, self._bounds, secret)
        parts += (self._perspective, installed(), office() is not None)
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def with_default_rules(self) -> Scanner:
        """Return a scanner with the same settings and the package's own rules."""
        return self._with(None, self._bounds)

    def with_settings(self, *, password: str | None, perspective: Perspective) -> Scanner:
        """Return a scanner with the same rules, side of changes and bounds, and these settings."""
        return Scanner(
            self._given, password=password, tracked=self._tracked, perspective=perspective, bounds=self._bounds
        )

    def with_bounds(self, **changes: Any) -> Scanner:
        """Return a scanner that differs in these fields of its `Bounds`."""
        return self._with(self._given, replace(self._bounds, **changes))

    def _with(self, ruleset: Ruleset | None, bounds: Bounds) -> Scanner:
        return Scanner(
            ruleset, password=self._password, tracked=self._tracked, perspective=self._perspective, bounds=bounds
        )

    @property
    def bounds(self) -> Bounds:
        """How much one file may cost."""
        return self._bounds

    def __getstate__(self) -> dict[str, Any]:
        return {
            "_given": self._given,
            "_password": self._password,
            "_tracked": self._tracked,
            "_perspective": self._perspective,
            "_bounds": self._bounds,
        }


def _record(path: str, digest: str | None, report: ContractReport) -> ScanRecord:
    status: Status = "ok"
    if report.document.status != "read":
        status = "partial" if report.document.status == "partial" else "needs_ocr"
    return ScanRecord(path=path, sha256=digest, status=status, report=report)


def _error(error: ContractScanError) -> ScanError:
    return ScanError(type=type(error).__name__, message=str(error))


def _status(name: str) -> Status:
    known: dict[str, Status] = {
        "encrypted": "encrypted",
        "unsupported": "unsupported",
        "corrupt": "corrupt",
        "too_large": "too_large",
        "needs_ocr": "needs_ocr",
    }
    return known.get(name, "unreadable")


def scan(source: SourceLike, *, ruleset: Ruleset | None = None, facts: MerchantFacts | None = None) -> ContractReport:
    """Return the report of one agreement.

    Args:
        source: a path, the bytes of a file, an open binary file, or the agreement's text.
        ruleset: the rules to use; the package's own without one.
        facts: what the merchant knows, such as ``MerchantFacts.load("facts.toml")``; each condition is then judged.

    Raises:
        ContractScanError: the input cannot be read. Its message says why and what to do.
    """
    return (_shared() if ruleset is None else Scanner(ruleset)).scan(source, facts=facts)


def scan_set(
    sources: Sequence[SourceLike], *, ruleset: Ruleset | None = None, facts: MerchantFacts | None = None
) -> ContractReport:
    """Return the one report of an agreement that lies in several files; see :meth:`Scanner.scan_set`.

    Args:
        sources: body, annexes, supplements, receipt: each a path, bytes, an open binary file or a text; at least one.
        ruleset: the rules to use; the package's own without one.
        facts: what the merchant knows; each condition is then judged.

    Raises:
        ContractScanError: a file cannot be read, or none is given. Its message says why and what to do.
    """
    return (_shared() if ruleset is None else Scanner(ruleset)).scan_set(sources, facts=facts)


_SHARED: list[Scanner] = []


def _shared() -> Scanner:
    # Loading the rules costs more than scanning a contract: one scanner serves all calls without a ruleset.
    if not _SHARED:
        _SHARED.append(Scanner())
    return _SHARED[0]
