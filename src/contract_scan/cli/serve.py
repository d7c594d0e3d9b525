"""The body of ``contract-scan serve``."""

from __future__ import annotations

from pathlib import Path

from contract_scan.batch import Limits
from contract_scan.cli.listening import is_loopback, listening
from contract_scan.cli.streams import OK, USAGE, complain, end_on_sigterm
from contract_scan.errors import MissingExtraError
from contract_scan.plugins import Plugins
from contract_scan.scanner import Scanner

__all__ = ["run"]


def run(
    host: str,
    port: int,
    *,
    allow_hosts: tuple[str, ...],
    workers: int | None,
    waiting: int | None,
    max_bytes: int,
    limits: Limits,
    lexicons: tuple[Path, ...],
    quiet: bool,
    redact: bool = False,
) -> int:
    """Serve until the process is told to end; return the exit code."""
    try:
        from contract_scan.server.serving import serve
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("contract_scan"):
            raise
        # Of a file that cannot be read this error says something else, and so does its exit code.
        complain(str(MissingExtraError("server", "网页服务")), MissingExtraError.__name__)
        return USAGE
    from contract_scan.server.settings import ServerSettings

    settings = ServerSettings(
        host=host,
        port=port,
        allowed_hosts=allow_hosts,
        max_bytes=max_bytes,
        limits=limits,
        workers=workers,
        waiting=waiting,
    )
    if not is_loopback(host):
        complain("别的机器也连得上这个服务，而它不认人：请放在要登录的代理后面。", label="注意")
    end_on_sigterm()
    with listening(host, port) as socket:
        scanner = Scanner(Plugins.installed().ruleset(*lexicons), redact=redact)
        serve(settings, socket, scanner=scanner, access_log=not quiet)
    return OK
