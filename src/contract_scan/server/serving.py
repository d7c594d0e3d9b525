"""Runs the service until it is told to end."""

from __future__ import annotations

import logging
import socket
import sys
from typing import Final

import uvicorn

from contract_scan.scanner import Scanner
from contract_scan.server.app import create_app
from contract_scan.server.settings import ServerSettings

__all__ = ["serve"]

#: Connections at a time; those that bring contracts are counted by themselves.
_MOST_CONNECTIONS: Final = 256


def serve(
    settings: ServerSettings, listening: socket.socket, *, scanner: Scanner | None = None, access_log: bool = True
) -> None:
    """Serve until SIGINT or SIGTERM; then take no more, end what is under way within `grace_seconds`, and return.

    Args:
        settings: for whom the service is and what a request may cost.
        listening: a socket that listens at the address of the settings.
        scanner: reads the agreements; one with the package's own rules without it.
        access_log: whether a line for each request goes to standard error.
    """
    _log_to_stderr(logging.INFO if access_log else logging.WARNING)
    config = uvicorn.Config(
        create_app(settings, scanner=scanner),
        # Ours knows what must not be logged.
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_graceful_shutdown=round(settings.grace_seconds),
        ws="none",
    )
    uvicorn.Server(config).run(sockets=[listening])


def _log_to_stderr(level: int) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
    for name, least in (("contract_scan.server", level), ("uvicorn.error", logging.INFO)):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(least)
