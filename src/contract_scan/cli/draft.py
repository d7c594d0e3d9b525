"""The body of ``contract-scan draft``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Final

from contract_scan.cli.plugged import installed
from contract_scan.cli.streams import OK, UNREAD, opened, written
from contract_scan.drafting import draft
from contract_scan.errors import UsageError
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.model.draft import DraftKind, Recipient
from contract_scan.model.facts import MerchantFacts
from contract_scan.model.report import Perspective
from contract_scan.render.draft import draft_docx, draft_markdown
from contract_scan.scanner import Scanner

__all__ = ["facts_of_today", "run"]

_STDIN: Final = Path("-")


def run(
    file: Path,
    facts: Path | None,
    *,
    kind: DraftKind,
    to: Recipient | None,
    output: Path | None,
    lexicons: tuple[Path, ...],
    password: str | None,
    perspective: Perspective,
    no_plugins: bool = False,
    bounds: Bounds = DEFAULT_BOUNDS,
    redact: bool = False,
) -> int:
    """Draft a letter about one contract, write it, return the exit code."""
    if file != _STDIN and file.is_dir():
        raise UsageError(f"{file}：是文件夹；一份文书只对一份合同，请写合同文件")
    if output is not None:
        if output.suffix.lower() not in (".docx", ".md"):
            raise UsageError(f"{output}：文书写成 .docx 或 .md；请改 -o 的文件名")
        if output.resolve() in (file.resolve(), facts.resolve() if facts else None):
            raise UsageError(f"{output}：这也是要读的文件，写了就盖掉它；请用 -o 换个文件名")
    told = facts_of_today(facts)
    plugins = installed(no_plugins=no_plugins)
    scanner = Scanner(
        plugins.ruleset(*lexicons),
        password=password,
        perspective=perspective,
        plugins=plugins,
        bounds=bounds,
        redact=redact,
    )
    if scanner.redactor is not None and told.particulars is not None:
        told = told.model_copy(update={"particulars": scanner.redactor.particulars(told.particulars)})
    report = scanner.scan(sys.stdin.buffer if file == _STDIN else file, facts=told)
    letter = draft(report, kind, facts=told, to=to)
    if output is not None and output.suffix.lower() == ".docx":
        written(output, draft_docx(letter))
    else:
        with opened(output) as out:
            out.data(draft_markdown(letter))
    return OK if report.document.status == "read" else UNREAD


def facts_of_today(path: Path | None) -> MerchantFacts:
    """Return the facts of a file, or none at all; the day is today where they name none."""
    told = MerchantFacts.load(path) if path is not None else MerchantFacts()
    # On a command line today is no guess; the library leaves it open.
    return told if told.today is not None else told.model_copy(update={"today": date.today()})
