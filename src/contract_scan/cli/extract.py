"""The body of ``contract-scan extract``: what was read of a file, before any judgement."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final, Literal

from contract_scan.cli.plugged import installed
from contract_scan.cli.streams import OK, UNREAD, complain, opened
from contract_scan.errors import UsageError
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.render.document import document_json, document_markdown, document_text
from contract_scan.scanner import Scanner

__all__ = ["run"]

_STDIN: Final = Path("-")


def run(
    file: Path,
    *,
    kind: Literal["text", "json", "markdown"],
    output: Path | None,
    password: str | None,
    tracked: Literal["final", "original"],
    no_plugins: bool = False,
    bounds: Bounds = DEFAULT_BOUNDS,
    redact: bool = False,
) -> int:
    """Print the text of `file` with its blocks and pages; return the exit code."""
    if output is not None and file != _STDIN and output.resolve() == file.resolve():
        raise UsageError(f"{output}：这也是要读的文件，写了就盖掉它；请用 -o 换个文件名")
    scanner = Scanner(
        password=password, tracked=tracked, plugins=installed(no_plugins=no_plugins), bounds=bounds, redact=redact
    )
    document = scanner.extract(sys.stdin.buffer if file == _STDIN else file)
    with opened(output) as out:
        if kind == "json":
            out.data(document_json(document))
        elif kind == "markdown":
            out.data(document_markdown(document))
        else:
            out.text(document_text(document))
    for part in document.unread:
        complain(f"{part.part}：{part.reason}", label="没有读到")
    for warning in document.warnings:
        complain(warning.message, warning.code, label="注意")
    return UNREAD if document.unread else OK
