"""The body of ``contract-scan assess``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from contract_scan.cli.draft import facts_of_today
from contract_scan.cli.present import presenter
from contract_scan.cli.streams import OK, UNREAD, FormatName, opened
from contract_scan.errors import UsageError
from contract_scan.model.report import Perspective
from contract_scan.render.phrases import Lang
from contract_scan.rules import Ruleset
from contract_scan.scanner import Scanner

__all__ = ["run"]

_STDIN: Final = Path("-")


def run(
    file: Path,
    facts: Path,
    *,
    kind: FormatName,
    output: Path | None,
    lang: Lang,
    lexicons: tuple[Path, ...],
    password: str | None,
    perspective: Perspective = "merchant",
) -> int:
    """Scan one contract, judge its conditions by the facts of a file, print the result, return the exit code."""
    if file != _STDIN and file.is_dir():
        raise UsageError(f"{file}：是文件夹；一份事实只对一份合同，请写合同文件")
    if output is not None and output.resolve() in (file.resolve(), facts.resolve()):
        raise UsageError(f"{output}：这也是要读的文件，写了就盖掉它；请用 -o 换个文件名")
    told = facts_of_today(facts)
    scanner = Scanner(Ruleset.load(*lexicons), password=password, perspective=perspective)
    source = sys.stdin.buffer if file == _STDIN else file
    record = scanner.try_scan(source, path=str(file), facts=told)
    with opened(output) as out:
        presented = presenter(kind, out, lang=lang, single=True)
        presented.add(record)
        presented.finish()
    return OK if record.status == "ok" else UNREAD
