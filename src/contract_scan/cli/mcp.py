"""The body of ``contract-scan mcp``."""

from __future__ import annotations

from pathlib import Path

from contract_scan.batch import Limits
from contract_scan.cli.listening import is_loopback, listening
from contract_scan.cli.streams import OK, USAGE, complain, end_on_sigterm
from contract_scan.errors import MissingExtraError, UsageError
from contract_scan.plugins import Plugins
from contract_scan.scanner import Scanner

__all__ = ["run"]


def run(
    roots: tuple[Path, ...],
    http: str | None,
    *,
    workers: int | None,
    limits: Limits,
    lexicons: tuple[Path, ...],
    redact: bool = False,
) -> int:
    """Serve one client over standard input and output, or many over HTTP; return the exit code."""
    try:
        from contract_scan.mcp.serving import serve_http, serve_stdio
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("contract_scan"):
            raise
        # Of a file that cannot be read this error says something else, and so does its exit code.
        complain(str(MissingExtraError("mcp", "MCP 服务器")), MissingExtraError.__name__)
        return USAGE
    from contract_scan.mcp.roots import Roots
    from contract_scan.mcp.tools import build_server

    end_on_sigterm()
    scanner = Scanner(Plugins.installed().ruleset(*lexicons), redact=redact)
    server = build_server(Roots(roots), scanner, workers=workers, limits=limits)
    if http is None:
        serve_stdio(server)
        return OK
    host, port = _address(http)
    if not is_loopback(host):
        raise UsageError(f"{host}：MCP 的 HTTP 不问来的是谁，只能在本机用，如 127.0.0.1:{port}")
    with listening(host, port) as socket:
        serve_http(server, socket)
    return OK


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise UsageError(f"{text}：不是地址；请写成 127.0.0.1:8001")
    return host.strip("[]"), int(port)
