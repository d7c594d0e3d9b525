"""Whether a request is meant for this service and comes from its own page, or from no page at all.

A page of another site that is open in the same browser must neither send contracts here nor read what comes back. What
a name resolves to can be changed under a page (DNS rebinding), so that the name itself is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from contract_scan.server.settings import ServerSettings

__all__ = ["is_for_us", "is_foreign"]

_OWN_SITES: Final = frozenset({"same-origin", "none"})


def is_for_us(host: str | None, settings: ServerSettings) -> bool:
    """Tell whether a ``Host`` header names this service."""
    name = _name(f"//{host}") if host else None
    if name is None:
        return False
    return name in settings.names or (settings.listens_everywhere and _is_address(name))


def is_foreign(headers: Mapping[str, str]) -> bool:
    """Tell whether a page of another origin sends this request. Programs that are no browser send neither header."""
    site = headers.get("sec-fetch-site")
    if site is not None and site not in _OWN_SITES:
        return True
    origin = headers.get("origin")
    # The scheme is left out: a proxy in front may speak https.
    return origin is not None and origin.lower().partition("://")[2] != headers.get("host", "").lower()


def _name(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        return None
    return parts.hostname


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
