"""The one place that calls the floors below in order. `Scanner.scan` is the walk from a file to its report.

What each floor brings is imported when a scanner first comes to it, so that importing the scanner takes no time.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from contract_scan import _version
from contract_scan.deadline import OvertimeError, SpentError, grant, within_processor_time
from contract_scan.errors import ContractScanError, MemoryLimitError, ScanCancelledError, TimeLimitError
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.lexicons import lexicon_fingerprint, lexicon_root
from contract_scan.log import logger
from contract_scan.model.document import Document
from contract_scan.plugins import Plugins
from contract_scan.sources import Pages, Source, SourceLike, as_source, printable
from contract_scan.watch import UNWATCHED, CancelSignal, PageWatch, ScanProgress, Watch

if TYPE_CHECKING:
    from contract_scan.assess.agreement import Agreement
    from contract_scan.assess.report import Assessor
    from contract_scan.model.explanation import SentenceExplanation
    from contract_scan.model.facts import MerchantFacts
    from contract_scan.model.report import ContractReport, Generator, Perspective, ScanRecord, Status
    from contract_scan.redact import Redactor
    from contract_scan.rules import Fired, Ruleset

__all__ = ["Scanner", "scan", "scan_set"]

_ResultT = TypeVar("_ResultT")


class Scanner:
    """Scans agreements with one ruleset. Made once, used for many; threads may share it.

        >>> from contract_scan import Scanner
        >>> scanner = Scanner(perspective="consumer")
        >>> scanner.scan("第一条 押金\\n乙方向甲方交纳押金300元，概不退还。").refund.verdict
        'non_refundable'

    The methods that scan take ``on_progress``, a function that is called with a `ScanProgress` when a stage or a page
    begins, in the thread that called the method, and ``cancel``, a `threading.Event` or the like, which is looked at
    then. An error that the function raises ends the scan and reaches the caller.

    Args:
        ruleset: the rules to use. Without one those of the package, and the rule packs that are installed.
        password: opens encrypted PDF files.
        tracked: which side of a Word file's unaccepted changes to read.
        perspective: for whom law is cited: a ``merchant``, or a ``consumer`` who took the terminal for no business.
        bounds: how much one file may cost before reading it stops with a clear error.
        plugins: whether to use installed plug-ins, or those to use. Without it they are used unless the environment
            variable ``CONTRACT_SCAN_NO_PLUGINS`` is set.
        redact: mask what is personal (names, identity numbers, telephones, bank accounts, addresses) before anything
            else is done: reports, explanations and comparisons then hold it nowhere. ``document.redacted`` says so.
    """

    def __init__(
        self,
        ruleset: Ruleset | None = None,
        *,
        password: str | None = None,
        tracked: Literal["final", "original"] = "final",
        perspective: Perspective = "merchant",
        bounds: Bounds = DEFAULT_BOUNDS,
        plugins: Plugins | bool | None = None,
        redact: bool = False,
    ) -> None:
        self._bounds = bounds
        self._given = ruleset
        self._password = password
        self._tracked: Literal["final", "original"] = tracked
        self._perspective: Perspective = perspective
        self._allowed = plugins
        self._redact = redact
        self._loading = threading.RLock()

    @property
    def plugins(self) -> Plugins:
        """The plug-ins in use."""
        with self._loading:  # what eight threads ask for at once is made by one of them
            return self._found_plugins

    @cached_property
    def _found_plugins(self) -> Plugins:
        return self._allowed if isinstance(self._allowed, Plugins) else Plugins.installed(self._allowed)

    @property
    def ruleset(self) -> Ruleset:
        """The rules in use."""
        with self._loading:
            return self._loaded_rules

    @cached_property
    def rules_sha256(self) -> str:
        """The fingerprint of the rules in use. The package's own need not be loaded for it."""
        if self._given is None and not self.plugins.of("rule_pack"):
            return lexicon_fingerprint(lexicon_root())
        return self.ruleset.sha256

    @cached_property
    def _loaded_rules(self) -> Ruleset:
        return self._given or self.plugins.ruleset()

    @property
    def _assessor(self) -> Assessor:
        with self._loading:
            return self._made_assessor

    @cached_property
    def _made_assessor(self) -> Assessor:
        from contract_scan.assess.report import Assessor

        return Assessor(self.ruleset.root)

    @property
    def redactor(self) -> Redactor | None:
        """What masks what is personal; None where that was not asked for."""
        if not self._redact:
            return None
        with self._loading:
            return self._made_redactor

    @cached_property
    def _made_redactor(self) -> Redactor:
        from contract_scan.redact import Redactor

        return Redactor(self.ruleset.root)

    def scan(
        self,
        source: SourceLike | Pages | Document,
        *,
        name: str | None = None,
        facts: MerchantFacts | None = None,
        on_progress: Callable[[ScanProgress], None] | None = None,
        cancel: CancelSignal | None = None,
    ) -> ContractReport:
        """Return the report of one agreement.

            >>> from contract_scan import Scanner
            >>> report = Scanner().scan("第一条 押金\\n乙方向甲方交纳押金300元。".encode(), name="offer.txt")
            >>> report.document.name, report.deposit.exists
            ('offer.txt', True)

        Args:
            source: a path, the bytes of a file, an open binary file, the agreement's text, `Pages` whose text was
                extracted already, or a `Document`. A string is a path if there is such a file, and a text if it has a
                line break or a Chinese punctuation mark.
            name: what the report calls it, such as the name under which bytes were uploaded.
            facts: what the merchant knows; each condition is then judged by it.
            on_progress: called when a stage or page begins.
            cancel: calls the scan off once it is set.

        Raises:
            ContractScanError: the input cannot be read. Its message says why and what to do.
            ScanCancelledError: the scan was called off.
        """
        watch = Watch(on_progress, cancel)
        return self._held(lambda: self._report(self._extract(self._opened(source, name, watch), watch), facts, watch))

    async def ascan(
        self,
        source: SourceLike | Pages | Document,
        *,
        name: str | None = None,
        facts: MerchantFacts | None = None,
        on_progress: Callable[[ScanProgress], None] | None = None,
    ) -> ContractReport:
        """Return the report of one agreement, scanned in a thread while the event loop goes on.

        `on_progress` is called in the loop. A task that is cancelled, or runs into ``asyncio.timeout``, has its scan
        called off at the next stage or page. Scans take turns at the processor as all threads do: for many at once use
        processes, as `scan_folder` does.

            >>> import asyncio
            >>> from contract_scan import Scanner
            >>> scanner = Scanner()
            >>> asyncio.run(scanner.ascan("第一条 押金\\n乙方向甲方交纳押金300元，概不退还。")).refund.verdict
            'non_refundable'

        Args:
            source: as for :meth:`scan`.
            name: as for :meth:`scan`.
            facts: as for :meth:`scan`.
            on_progress: called when a stage or page begins.

        Raises:
            ContractScanError: as for :meth:`scan`.
        """
        import asyncio

        stop = threading.Event()
        told = None
        if on_progress is not None:
            loop, tell = asyncio.get_running_loop(), on_progress

            def told(progress: ScanProgress) -> None:
                loop.call_soon_threadsafe(tell, progress)

        try:
            return await asyncio.to_thread(self.scan, source, name=name, facts=facts, on_progress=told, cancel=stop)
        finally:
            stop.set()

    def scan_set(
        self,
        sources: Sequence[SourceLike | Pages | Document],
        *,
        facts: MerchantFacts | None = None,
        on_progress: Callable[[ScanProgress], None] | None = None,
        cancel: CancelSignal | None = None,
    ) -> ContractReport:
        """Return the one report of an agreement that lies in several files: body, annexes, supplements, receipt.

        The files are read as one agreement, in the order given, and the documents in them go before one another as the
        agreement says (以补充协议为准). ``document.text`` is their joined text, ``document.parts`` says which range of
        it came from which, and ``evidence.document`` names the one that is quoted.

        Args:
            sources: each as for :meth:`scan`; at least one.
            facts: as for :meth:`scan`.
            on_progress: as for :meth:`scan`.
            cancel: as for :meth:`scan`.

        Raises:
            ContractScanError: a file cannot be read, or none is given. Without one of its documents an agreement may
                say the opposite, so that no report is made of the others alone.
        """
        from contract_scan.extract.joining import join_documents

        watch = Watch(on_progress, cancel)

        def scanning() -> ContractReport:
            documents = []
            for number, source in enumerate(sources):
                one = replace(watch, document=number)
                documents.append(self._extract(self._opened(source, None, one), one))
            return self._report(join_documents(documents), facts, watch)

        return self._held(scanning, len(sources))

    def extract(self, source: SourceLike | Pages | Document, *, name: str | None = None) -> Document:
        """Return what is read of one file, before any judgement: its text, blocks, pages and places.

            >>> from contract_scan import Scanner
            >>> Scanner().extract("第一条 押金\\n押金概不退还。").text
            '第一条 押金\\n押金概不退还。'

        Args:
            source: as for :meth:`scan`.
            name: as for :meth:`scan`.

        Raises:
            ContractScanError: the input cannot be read. Its message says why and what to do.
        """
        return self._held(lambda: self._masked(self._read_one(source, name)))

    def scan_document(self, document: Document, *, facts: MerchantFacts | None = None) -> ContractReport:
        """Return the report of a document that was extracted already."""
        return self._held(lambda: self._report(document, facts, UNWATCHED))

    def explain(
        self, source: SourceLike | Pages | Document, *, clause: str | None = None, rules: Collection[str] = ()
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
        from contract_scan.assess.explain import explain_agreement

        wanted = tuple(self.ruleset.rule(rule) for rule in rules)

        def explaining() -> tuple[SentenceExplanation, ...]:
            agreement, fired = self._read(self._read_one(source))
            return explain_agreement(agreement, fired, self.ruleset, clause=clause, wanted=wanted)

        return self._held(explaining)

    def _read_one(self, source: SourceLike | Pages | Document, name: str | None = None) -> Document:
        return self._extract(self._opened(source, name, UNWATCHED), UNWATCHED)

    def _opened(
        self, source: SourceLike | Pages | Document, name: str | None, watch: Watch
    ) -> Source | Pages | Document:
        """Return an input that can be read, called `name` where one is given."""
        watch.reach("open")
        if not isinstance(source, Source | Pages | Document):
            return as_source(source, name=name, max_bytes=self._bounds.file_bytes)
        return source if name is None else replace(source, name=printable(name))

    def _extract(self, source: Source | Pages | Document, watch: Watch) -> Document:
        watch.reach("read")
        if isinstance(source, Document):
            return source
        pages = PageWatch(watch, self._bounds.on_page)

        def begin(count: int) -> None:
            grant(count * self._bounds.page_seconds)
            pages.begin(count)

        bounds = replace(self._bounds, on_page=pages.turn_to, on_pages=begin)
        with watch.through():
            if isinstance(source, Pages):
                from contract_scan.extract.pages import read_pages

                return read_pages(source, bounds=bounds)
            from contract_scan.extract import extract

            return self.plugins.read(
                source, bounds, lambda: extract(source, password=self._password, tracked=self._tracked, bounds=bounds)
            )

    def _report(self, document: Document, facts: MerchantFacts | None, watch: Watch) -> ContractReport:
        watch.reach("understand")
        agreement, _ = self._read(document)
        watch.reach("assess")
        report = self._assessor.report(agreement, self.ruleset, self._generator, facts, self._perspective)
        watch.reach("done")
        logger.info(
            "scanned %.12s: %s, %s, %d findings, %d characters",
            document.sha256,
            report.document.status,
            report.refund.verdict,
            len(report.findings),
            len(document.text),
        )
        return report

    def _read(self, document: Document) -> tuple[Agreement, Sequence[Fired]]:
        from contract_scan.assess.agreement import Agreement

        document = self._masked(document)
        parts = self._assessor.parts(document)
        judged = self.ruleset.judge(document, [(part.start, part.end) for part in parts])
        signals = tuple(one.signals for one in judged.fired)
        agreement = Agreement(document, judged.structure, judged.readings, judged.matches, judged.roles, signals, parts)
        return agreement, judged.fired

    def try_scan(
        self,
        source: SourceLike | Pages | Document,
        *,
        path: str | None = None,
        facts: MerchantFacts | None = None,
        on_progress: Callable[[ScanProgress], None] | None = None,
        cancel: CancelSignal | None = None,
    ) -> ScanRecord:
        """Return the record of one input: its report, or the reason that there is none. Bad input never raises.

            >>> from contract_scan import Scanner
            >>> record = Scanner().try_scan(b"%PDF-1.7 damaged", path="offer.pdf")
            >>> record.path, record.status, record.report
            ('offer.pdf', 'corrupt', None)

        Args:
            source: as for :meth:`scan`.
            path: what the record calls the input; the source's own name without it.
            facts: as for :meth:`scan`.
            on_progress: as for :meth:`scan`.
            cancel: as for :meth:`scan`.

        Raises:
            ScanCancelledError: the scan was called off.
        """
        from contract_scan.model.report import ScanRecord

        name, digest = path or (source if isinstance(source, str) else ""), None
        watch = Watch(on_progress, cancel)
        try:
            opened = self._opened(source, None, watch)
            if isinstance(opened, Source):
                digest = opened.sha256
            name = path or (opened.path if isinstance(opened, Source) else None) or opened.name
            report = self._held(lambda: self._report(self._extract(opened, watch), facts, watch))
        except ContractScanError as error:
            return self._masked_record(_failed(name, digest, error))
        return self._masked_record(ScanRecord.of(report, path=name, sha256=digest))

    def try_scan_set(
        self,
        sources: Sequence[SourceLike | Pages | Document],
        *,
        paths: Sequence[str],
        facts: MerchantFacts | None = None,
    ) -> ScanRecord:
        """Return the record of the files of one agreement: its report, or the reason that there is none.

        Args:
            sources: as for :meth:`scan_set`.
            paths: what the record calls them, one for each; it names the one that could not be read.
            facts: as for :meth:`scan`.
        """
        from contract_scan.extract.joining import join_documents
        from contract_scan.model.report import ScanRecord

        name, documents = " + ".join(paths), []
        for source, path in zip(sources, paths, strict=True):
            try:
                reading = partial(self._read_one, source)
                documents.append(self._held(reading))
            except ContractScanError as error:
                message = str(error) if path in str(error) else f"{path}: {error}"
                return self._masked_record(_failed(name, None, error, message))
        try:
            report = self.scan_document(join_documents(documents), facts=facts)
        except ContractScanError as error:
            return self._masked_record(_failed(name, None, error))
        return self._masked_record(ScanRecord.of(report, path=name))

    def _held(self, call: Callable[[], _ResultT], files: int = 1) -> _ResultT:
        """Return what reading so many files comes to, within the processor time of the bounds, and within what the
        system allows to this process: ``ulimit -t`` and ``ulimit -v``.

        Raises:
            SourceTooLargeError: it took more processor time than its bound.
            TimeLimitError: it took so much processor time that the system would soon end this process.
            MemoryLimitError: the memory did not do.
        """
        try:
            return within_processor_time(call, max(1, files) * self._bounds.processor_seconds)
        except SpentError:
            raise self._bounds.exceeded("processor_seconds") from None
        except OvertimeError:
            raise TimeLimitError(
                "reading it takes more processor time than the system allows to this process (ulimit -t); allow more, "
                "or give a part of it"
            ) from None
        except MemoryError:
            raise MemoryLimitError(
                "reading it takes more memory than this process can have (ulimit -v); allow more, or give a part of it"
            ) from None

    def _masked(self, document: Document) -> Document:
        return document if self.redactor is None else self.redactor.document(document)

    def _masked_record(self, record: ScanRecord) -> ScanRecord:
        return record if self.redactor is None else self.redactor.record(record)

    @cached_property
    def _generator(self) -> Generator:
        from contract_scan.model.report import Generator, RulesetInfo

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
        parts: tuple[object, ...] = (_version.__version__, self.rules_sha256, self._tracked, self._bounds, secret)
        parts += (self._perspective, installed(), office() is not None, self.plugins.fingerprint, self._redact)
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def with_rules(self, ruleset: Ruleset | None) -> Scanner:
        """Return a scanner with the same settings and these rules; without any, with the package's own alone."""
        return self._with(ruleset, self._bounds, self.plugins.without_packs())

    def with_settings(self, *, password: str | None, perspective: Perspective) -> Scanner:
        """Return a scanner with the same rules, side of changes, bounds and plug-ins, and these settings."""
        return Scanner(
            self._given,
            password=password,
            tracked=self._tracked,
            perspective=perspective,
            bounds=self._bounds,
            plugins=self.plugins,
            redact=self._redact,
        )

    def with_bounds(self, bounds: Bounds) -> Scanner:
        """Return a scanner with the same settings and rules, and these bounds."""
        return self._with(self._given, bounds, self.plugins)

    def _with(self, ruleset: Ruleset | None, bounds: Bounds, plugins: Plugins) -> Scanner:
        return Scanner(
            ruleset,
            password=self._password,
            tracked=self._tracked,
            perspective=self._perspective,
            bounds=bounds,
            plugins=plugins,
            redact=self._redact,
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
            "_allowed": self.plugins,
            "_redact": self._redact,
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._loading = threading.RLock()


def _failed(path: str, digest: str | None, error: ContractScanError, message: str | None = None) -> ScanRecord:
    """Return the record of an input that ended in `error`, unless the caller ended it."""
    from contract_scan.model.report import ScanError, ScanRecord

    if isinstance(error, ScanCancelledError):
        raise error
    status = _status(error.status)
    logger.info("not scanned: %s (%s)", status, type(error).__name__)
    told = ScanError(type=type(error).__name__, message=message or str(error))
    return ScanRecord(path=path, sha256=digest, status=status, error=told)


def _status(name: str) -> Status:
    known: dict[str, Status] = {
        "encrypted": "encrypted",
        "unsupported": "unsupported",
        "corrupt": "corrupt",
        "too_large": "too_large",
        "needs_ocr": "needs_ocr",
        "timeout": "timeout",
        "out_of_memory": "out_of_memory",
    }
    return known.get(name, "unreadable")


def scan(
    source: SourceLike | Pages | Document,
    *,
    name: str | None = None,
    ruleset: Ruleset | None = None,
    facts: MerchantFacts | None = None,
    on_progress: Callable[[ScanProgress], None] | None = None,
    cancel: CancelSignal | None = None,
) -> ContractReport:
    """Return the report of one agreement.

        >>> from contract_scan import scan
        >>> report = scan("第一条 押金\\n乙方应向甲方交纳终端押金300元。\\n押金概不退还。")
        >>> report.refund.verdict, report.deposit.amounts
        ('non_refundable', (Decimal('300'),))

    Args:
        source: a path, the bytes of a file, an open binary file, the agreement's text, or `Pages`.
        name: what the report calls it.
        ruleset: the rules to use. Without one those of the package, and the rule packs that are installed.
        facts: what the merchant knows, such as ``MerchantFacts.load("facts.toml")``; each condition is then judged.
        on_progress: called with a `ScanProgress` when a stage or page begins.
        cancel: calls the scan off once it is set.

    Raises:
        ContractScanError: the input cannot be read. Its message says why and what to do.
        ScanCancelledError: the scan was called off.
    """
    scanner = _shared() if ruleset is None else Scanner(ruleset)
    return scanner.scan(source, name=name, facts=facts, on_progress=on_progress, cancel=cancel)


def scan_set(
    sources: Sequence[SourceLike | Pages | Document],
    *,
    ruleset: Ruleset | None = None,
    facts: MerchantFacts | None = None,
    on_progress: Callable[[ScanProgress], None] | None = None,
    cancel: CancelSignal | None = None,
) -> ContractReport:
    """Return the one report of an agreement that lies in several files; see :meth:`Scanner.scan_set`.

        >>> from contract_scan import Pages, scan_set
        >>> body = Pages(["收单协议\\n甲方：某某支付有限公司\\n乙方：\\n第一条 押金300元，概不退还。"], name="协议")
        >>> rules = Pages(["补充协议\\n一、合作终止后，甲方退还押金。"], name="补充协议")
        >>> [part.name for part in scan_set([body, rules]).document.parts]
        ['协议', '补充协议']

    Args:
        sources: body, annexes, supplements, receipt, each as for `scan`; at least one.
        ruleset: as for `scan`.
        facts: as for `scan`.
        on_progress: as for `scan`.
        cancel: as for `scan`.

    Raises:
        ContractScanError: a file cannot be read, or none is given. Its message says why and what to do.
        ScanCancelledError: the scan was called off.
    """
    scanner = _shared() if ruleset is None else Scanner(ruleset)
    return scanner.scan_set(sources, facts=facts, on_progress=on_progress, cancel=cancel)


@cache
def _shared() -> Scanner:
    # Loading the rules costs more than scanning a contract: one scanner serves all calls without a ruleset.
    return Scanner()
