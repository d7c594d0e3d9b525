"""The command line as a whole: the commands in the order in which help lists them.

Each command loads what it needs when it runs, so that help is quick.
"""

from __future__ import annotations

from typing import Annotated

import typer

from contract_scan.cli.commands import read, rules, scan, serve
from contract_scan.cli.streams import OK

__all__ = ["app"]

app = typer.Typer(
    help="读 POS 机、收单服务合同，告诉商户押金能不能退。提供信息，不是法律意见。",
    no_args_is_help=True,
    add_completion=False,
    # Typer's boxes cut Chinese help short: it has no spaces to break at.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for group in (scan, read, serve):
    app.add_typer(group.commands)
app.add_typer(rules.commands, name="rules")


def _version(wanted: bool) -> None:
    if wanted:
        from contract_scan._version import __version__

        typer.echo(f"contract-scan {__version__}")
        raise typer.Exit(OK)


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本号。")] = False,
) -> None:
    pass
