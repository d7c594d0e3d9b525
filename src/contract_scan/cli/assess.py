"""The body of ``contract-scan assess``."""

from __future__ import annotations

from pathlib import Path

from contract_scan.cli.draft import facts_of_today
from contract_scan.cli.plugged import installed
from contract_scan.cli.present import present
from contract_scan.cli.ruleset import RuleChoice
from contract_scan.cli.streams import OK, UNREAD, opened
from contract_scan.cli.together import STDIN, named_once, scan_together
from contract_scan.errors import UsageError
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.model.report import Perspective
from contract_scan.render.phrases import Lang
from contract_scan.scanner import Scanner

__all__ = ["run"]


def run(
    files: tuple[Path, ...],
    facts: Path,
    *,
    kind: str,
    output: Path | None,
    lang: Lang,
    rules: RuleChoice,
    password: str | None,
    perspective: Perspective = "merchant",
    no_plugins: bool = False,
    bounds: Bounds = DEFAULT_BOUNDS,
    redact: bool = False,
) -> int:
    """Scan one contract, in one file or several, judge its conditions by the facts of a file, print the result.

    Returns the exit code.
    """
    named_once(files)
    for file in files:
        if file != STDIN and file.is_dir():
            raise UsageError(f"{file}：是文件夹；一份事实只对一份合同，请写合同文件")
    if output is not None and output.resolve() in {path.resolve() for path in (*files, facts)}:
        raise UsageError(f"{output}：这也是要读的文件，写了就盖掉它；请用 -o 换个文件名")
    told = facts_of_today(facts)
    plugins = installed(no_plugins=no_plugins)
    scanner = Scanner(
        rules.ruleset(plugins),
        password=password,
        perspective=perspective,
        plugins=plugins,
        bounds=bounds,
        redact=redact,
    )
    record = scan_together(files, scanner, facts=told)
    with opened(output) as out:
        present(record, kind, out, lang=lang)
    return OK if record.status == "ok" else UNREAD
