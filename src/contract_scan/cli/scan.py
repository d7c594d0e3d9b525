"""The body of ``contract-scan scan``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from contract_scan.batch import discover, holds_many, scan_one, scan_paths
from contract_scan.cli.marked import marked_copy
from contract_scan.cli.present import Presenter, presenter
from contract_scan.cli.progress import progress
from contract_scan.cli.streams import MET, OK, UNREAD, FormatName, opened
from contract_scan.cli.together import STDIN, named_once, scan_together
from contract_scan.errors import UsageError
from contract_scan.model.report import Perspective, ScanRecord
from contract_scan.render.phrases import Lang
from contract_scan.render.summary import is_warning
from contract_scan.rules import Ruleset
from contract_scan.scanner import Scanner
from contract_scan.sources import Source

__all__ = ["Options", "run"]


_SEVERITIES: Final = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on the command line."""

    paths: tuple[Path, ...]
    format: FormatName
    output: Path | None
    fail_on: Literal["high", "medium", "low"] | None
    lang: Lang
    lexicons: tuple[Path, ...]
    password: str | None
    quiet: bool
    tracked: Literal["final", "original"] = "final"
    perspective: Perspective = "merchant"
    together: bool = False
    annotate: Path | None = None


def run(options: Options) -> int:
    """Scan what `options` name, print the result, return the exit code."""
    if options.together:
        named_once(options.paths)
    inputs = _inputs(options)
    # A folder or archive is many inputs however few files lie in it: what a program reads must not hang on that.
    single = options.together or (len(options.paths) == 1 and not holds_many(options.paths[0]))
    if options.format == "html" and not single:
        raise UsageError("html 一次写一份合同；多份合同请用 --format xlsx、csv 或 markdown")
    copy = marked_copy(options.annotate, inputs, output=options.output, single=single and len(inputs) == 1)
    scanner = Scanner(
        Ruleset.load(*options.lexicons),
        password=options.password,
        tracked=options.tracked,
        perspective=options.perspective,
    )
    whole, met = True, False
    with opened(options.output) as out:
        presented = presenter(options.format, out, lang=options.lang, single=single)
        source = copy.source if copy else None
        for record in _records(inputs, source, scanner, options, presented, quiet=options.quiet or single):
            presented.add(record)
            if copy is not None:
                copy.write(record, lang=options.lang, password=options.password)
            whole = whole and record.status == "ok"
            met = met or _meets(record, options.fail_on)
        presented.finish()
    return MET if met else OK if whole else UNREAD


def _inputs(options: Options) -> list[Path]:
    output = options.output.resolve() if options.output else None
    if output is not None and any(path != STDIN and path.resolve() == output for path in options.paths):
        raise UsageError(f"{options.output}：这也是要读的合同，写了就盖掉它；请用 -o 换个文件名")
    inputs = [path for path in discover(options.paths) if output is None or path.resolve() != output]
    if not inputs:
        names = "、".join(map(str, options.paths))
        raise UsageError(f"{names}：文件夹里没有可以读的合同（PDF、DOCX、TXT、HTML 等）")
    return inputs


def _records(
    inputs: list[Path],
    source: Source | None,
    scanner: Scanner,
    options: Options,
    presented: Presenter,
    *,
    quiet: bool,
) -> Iterator[ScanRecord]:
    if options.together and source is None:
        yield scan_together(inputs, scanner)
        return
    with progress(len(inputs), lang=options.lang, quiet=quiet, shared=presented.streams_to_terminal) as begin:
        for path in inputs:
            begin(str(path))
            if source is not None:
                yield scan_one(source, name=str(path), scanner=scanner)
            elif path == STDIN:
                yield scan_one(sys.stdin.buffer, name="-", scanner=scanner)
            else:
                yield from scan_paths((path,), scanner=scanner)


def _meets(record: ScanRecord, threshold: Literal["high", "medium", "low"] | None) -> bool:
    if threshold is None or record.report is None:
        return False
    severities = _SEVERITIES[: _SEVERITIES.index(threshold) + 1]
    return any(is_warning(finding) and finding.severity in severities for finding in record.report.findings)
