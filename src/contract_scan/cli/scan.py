"""The body of ``contract-scan scan``."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from contract_scan.batch import (
    DEFAULT_LIMITS,
    BatchRun,
    Discovery,
    Found,
    Limits,
    Plan,
    Shard,
    Store,
    engine_for,
    fingerprint,
    holds_many,
    is_url,
    redactor_of,
    scratch_folder,
)
from contract_scan.batch.engines.local import LocalProcesses
from contract_scan.cli.marked import marked_copy
from contract_scan.cli.plugged import installed
from contract_scan.cli.present import present
from contract_scan.cli.progress import progress
from contract_scan.cli.results import FORMATS, Results, results
from contract_scan.cli.ruleset import RuleChoice
from contract_scan.cli.streams import MET, OK, UNREAD, opened
from contract_scan.cli.summary import say_summary
from contract_scan.cli.together import named_once, scan_together
from contract_scan.errors import UsageError
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.model.ranking import severities
from contract_scan.model.report import Perspective
from contract_scan.plugins import Plugins
from contract_scan.render.phrases import Lang
from contract_scan.scanner import Scanner

__all__ = ["Options", "Threshold", "exit_code", "run", "store_beside"]

Threshold = Literal["high", "medium", "low"]

_STDIN: Final = "-"
_SEVERITIES: Final = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on the command line."""

    paths: tuple[str, ...]
    format: str
    output: str | None
    fail_on: Threshold | None
    lang: Lang
    rules: RuleChoice
    password: str | None
    quiet: bool
    tracked: Literal["final", "original"] = "final"
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    jobs: int | None = None
    limits: Limits = field(default=DEFAULT_LIMITS)
    bounds: Bounds = field(default=DEFAULT_BOUNDS)
    store: Path | None = None
    resume: bool = True
    retry_failed: bool = False
    engine: str = "local"
    shard: str | None = None
    reports: str | None = None
    perspective: Perspective = "merchant"
    together: bool = False
    annotate: Path | None = None
    redact: bool = False
    no_plugins: bool = False


def run(options: Options) -> int:
    """Scan what `options` name, print the result, return the exit code."""
    if options.redact and options.annotate is not None:
        raise UsageError(
            "--annotate 写的是原文件的副本，里面还有个人信息，不能和 --redact 一起用；"
            "请用 --format html，它显示遮盖后的全文和每一处标注"
        )
    if options.together:
        return _run_together(options)
    # A folder or archive is many inputs however few files lie in it: what a program reads must not hang on that.
    single = len(options.paths) == 1 and not is_url(options.paths[0]) and not holds_many(Path(options.paths[0]))
    given = {_STDIN: sys.stdin.buffer.read()} if _STDIN in options.paths else {}
    copy = marked_copy(options.annotate, options.paths, given, output=options.output, single=single)
    engine = engine_for(options.engine, options.jobs)
    plugins = installed(no_plugins=options.no_plugins)
    scanner = _scanner(options, plugins)
    plan = Plan(scanner, options.limits, 1 if single and options.jobs is None else options.jobs)
    with ExitStack() as stack:
        if isinstance(engine, LocalProcesses):
            stack.callback(engine.close)
            engine.begin(plan)
        search = _search(options, plugins)
        store = stack.enter_context(_opened_store(options, scanner, single=single))
        shown = results(
            options.format,
            options.output,
            store,
            lang=options.lang,
            single=single,
            reports=options.reports,
            plugins=plugins,
        )
        stack.enter_context(shown)
        scan = BatchRun(store, engine, plan, given, on_commit=shown.settle)
        scan.enlist(_taken(search, options, given), resume=options.resume, retry_failed=options.retry_failed)
        if not scan.total and options.shard is None:
            raise _no_contract(options)
        quiet = options.quiet or single
        with progress(scan, lang=options.lang, quiet=quiet, shared=shown.streams_to_terminal):
            _pass_on(scan, shown)
        shown.finish()
        if copy is not None:
            for line in store.lines():
                copy.write(line.record(), lang=options.lang, password=options.password)
        if not single:
            named = shown.names_troubles
            say_summary(store, scan, search.skipped, lang=options.lang, quiet=options.quiet, troubles=not named)
        return exit_code(store, options.fail_on)


def _scanner(options: Options, plugins: Plugins) -> Scanner:
    return Scanner(
        options.rules.chosen(plugins),
        password=options.password,
        tracked=options.tracked,
        perspective=options.perspective,
        plugins=plugins,
        bounds=options.bounds,
        redact=options.redact,
    )


def _run_together(options: Options) -> int:
    """Scan the files of one agreement as one, in this process."""
    if options.annotate is not None:
        raise UsageError("--annotate 一次标一个文件，不能和 --together 一起用")
    if options.format in ("csv", "xlsx", "parquet"):
        raise UsageError(
            f"{options.format} 是多份合同的格式；--together 只有一份报告，请用 text、html、json 或 markdown"
        )
    named_once([Path(path) for path in options.paths])
    plugins = installed(no_plugins=options.no_plugins)
    search = _search(options, plugins)
    paths = [Path(found.path) for found in _taken(search, options, {})]
    if not paths:
        raise _no_contract(options)
    if options.format not in FORMATS:
        plugins.renderer(options.format)
    record = scan_together(paths, _scanner(options, plugins))
    with opened(Path(options.output) if options.output else None) as out:
        if options.format in FORMATS:
            present(record, options.format, out, lang=options.lang)
        else:
            out.data(plugins.render(options.format, (record,), lang=options.lang))
    counts = severities(record)
    if options.fail_on and any(counts[name] for name in _up_to(options.fail_on)):
        return MET
    return OK if record.status == "ok" else UNREAD


def _no_contract(options: Options) -> UsageError:
    names = "、".join(options.paths)
    return UsageError(f"{names}：文件夹里没有可以读的合同（PDF、DOCX、TXT、HTML 等）")


def _up_to(threshold: Threshold) -> tuple[str, ...]:
    """Return the severities that meet a threshold."""
    return _SEVERITIES[: _SEVERITIES.index(threshold) + 1]


def exit_code(store: Store, fail_on: Threshold | None) -> int:
    """Return the exit code of what was put out of a store."""
    if fail_on and store.any_warning(*_up_to(fail_on)):
        return MET
    return OK if store.statuses().keys() <= {"ok"} else UNREAD


def _pass_on(scan: BatchRun, shown: Results) -> None:
    shown.start()
    lines = scan.records()
    try:
        for line in lines:
            shown.add(line)
    finally:
        lines.close()


def _search(options: Options, plugins: Plugins) -> Discovery:
    local = [path for path in options.paths if path != _STDIN and not is_url(path)]
    output = Path(options.output).resolve() if options.output and not is_url(options.output) else None
    if output is not None and any(Path(path).resolve() == output for path in local):
        raise UsageError(f"{options.output}：这也是要读的合同，写了就盖掉它；请用 -o 换个文件名")
    return Discovery(options.paths, options.include, options.exclude, plugins.suffixes)


def _taken(search: Discovery, options: Options, given: dict[str, bytes]) -> Iterator[Found]:
    """Yield what is found, but for other shards' files and for what this scan itself writes."""
    output = Path(options.output).resolve() if options.output and not is_url(options.output) else None
    shard = Shard.parse(options.shard) if options.shard else None
    for found in search:
        if (data := given.get(found.path)) is not None:
            yield Found(found.path, len(data), hashlib.sha256(data).hexdigest())
            continue
        if shard is not None and not shard.takes(found.path):
            continue
        if output is None or is_url(found.path) or Path(found.path).resolve() != output:
            yield found


@contextmanager
def _opened_store(options: Options, scanner: Scanner, *, single: bool) -> Iterator[Store]:
    """Open the store that was named, or the one beside the output, or one that is gone afterwards."""
    with ExitStack() as stack:
        path = options.store
        if path is None and options.output is not None and not single:
            path = store_beside(options.output)
        if path is None:
            path = Path(stack.enter_context(scratch_folder()), "store")
        store = Store(path, fingerprint(scanner), redactor_of(scanner))
        stack.callback(store.close)
        yield store


def store_beside(output: str) -> Path:
    """Return where the store of an output lies: beside it, or in the present folder for one that is not here."""
    return Path(f"{output.rpartition('/')[2] if is_url(output) else output}.scan-store")
