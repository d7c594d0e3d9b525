"""The two transports: standard input and output for one client, HTTP for those of this machine."""

from __future__ import annotations

import logging
import socket
import sys

import anyio
import uvicorn
from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings

from contract_scan.batch import WorkerPool

__all__ = ["serve_http", "serve_stdio"]

#: The text of an agreement may be escaped in it.
_MOST_BYTES = 16 * 1024 * 1024


def serve_stdio(server: MCPServer[WorkerPool]) -> None:
    """Serve until standard input ends. Standard output carries the protocol and nothing else."""
    anyio.run(server.run_stdio_async)


def serve_http(server: MCPServer[WorkerPool], listening: socket.socket) -> None:
    """Serve at ``/mcp`` of a loopback address until the process is told to end. Nobody is asked who they are."""
    host, port = listening.getsockname()[:2]
    names = [f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")]
    security = TransportSecuritySettings(allowed_hosts=names, allowed_origins=[f"http://{name}" for name in names])
    app = server.streamable_http_app(
        stateless_http=True, transport_security=security, max_request_body_size=_MOST_BYTES, host=host
    )
    logger = logging.getLogger("uvicorn.error")
    logger.addHandler(logging.StreamHandler(sys.stderr))
    logger.setLevel(logging.INFO)
    config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=10, ws="none")
    uvicorn.Server(config).run(sockets=[listening])
