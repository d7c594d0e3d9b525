"""The body of ``contract-scan compare``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from contract_scan.cli.plugged import installed
from contract_scan.cli.streams import OK, UNREAD, opened
from contract_scan.comparison import compare
from contract_scan.errors import UsageError
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.render.comparison import comparison_view, render_comparison_markdown
from contract_scan.render.phrases import Lang
from contract_scan.scanner import Scanner

__all__ = ["run"]


def run(
    old: Path,
    new: Path,
    *,
    kind: Literal["text", "json", "markdown"],
    output: Path | None,
    lang: Lang,
    lexicons: tuple[Path, ...],
    password: str | None,
    tracked: Literal["final", "original"],
    no_plugins: bool = False,
    bounds: Bounds = DEFAULT_BOUNDS,
    redact: bool = False,
) -> int:
    """Compare two contracts, print what changed, return the exit code."""
    for path in (old, new):
        if path.is_dir():
            raise UsageError(f"{path}：是文件夹；请写两份合同文件")
        if output is not None and output.resolve() == path.resolve():
            raise UsageError(f"{output}：这也是要读的文件，写了就盖掉它；请用 -o 换个文件名")
    plugins = installed(no_plugins=no_plugins)
    scanner = Scanner(
        plugins.ruleset(*lexicons), password=password, tracked=tracked, plugins=plugins, bounds=bounds, redact=redact
    )
    found = compare(old, new, scanner=scanner)
    with opened(output) as out:
        if kind == "json":
            out.data(found.to_json(indent=2) + "\n")
        elif kind == "markdown":
            out.data(render_comparison_markdown(found, lang=lang))
        else:
            out.view(comparison_view(found, lang=lang))
    return OK if found.old.status == found.new.status == "read" else UNREAD
