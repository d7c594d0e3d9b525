"""The body of ``contract-scan explain``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from contract_scan.cli.plugged import installed
from contract_scan.cli.streams import OK, opened
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.model.jsontext import inert_json
from contract_scan.render.explanation import explanation_view
from contract_scan.render.phrases import Lang
from contract_scan.scanner import Scanner

__all__ = ["run"]


def run(
    file: Path,
    *,
    clause: str | None,
    rules: tuple[str, ...],
    as_json: bool,
    output: Path | None,
    lang: Lang,
    lexicons: tuple[Path, ...],
    password: str | None,
    no_plugins: bool = False,
    bounds: Bounds = DEFAULT_BOUNDS,
    redact: bool = False,
) -> int:
    """Print how the sentences of a contract, or of one clause, were read and judged; return the exit code."""
    plugins = installed(no_plugins=no_plugins)
    scanner = Scanner(plugins.ruleset(*lexicons), password=password, plugins=plugins, bounds=bounds, redact=redact)
    source = sys.stdin.buffer if str(file) == "-" else file
    found = scanner.explain(source, clause=clause, rules=rules)
    with opened(output) as out:
        if as_json:
            data = [sentence.model_dump(mode="json") for sentence in found]
            out.data(inert_json(json.dumps(data, ensure_ascii=False, indent=2)) + "\n")
        else:
            out.view(explanation_view(found, lang=lang))
    return OK
