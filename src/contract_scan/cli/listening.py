"""The address that a service listens at."""

from __future__ import annotations

import socket
from ipaddress import ip_address

from contract_scan.errors import UsageError

__all__ = ["is_loopback", "listening"]


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens there.

    Raises:
        UsageError: the address is taken, or none of this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise UsageError(f"{host}:{port}：用不了这个地址（{error.strerror or error}）；请换一个端口") from error


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches what listens at `host`."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
