"""What a service is told at its start."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

from contract_scan.batch import SERVICE_LIMITS, Limits
from contract_scan.errors import UsageError

__all__ = ["ServerSettings"]

_MIB: Final = 1024 * 1024
_LOOPBACK_NAMES: Final = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Where the service listens, for whom, and what one request may cost."""

    #: The address to listen at; other machines reach it only if it is told so here.
    host: str = "127.0.0.1"
    port: int = 8000
    #: Names by which browsers and programs may call the service, beside those of this machine and `host`.
    allowed_hosts: tuple[str, ...] = ()
    #: Bytes of one request with all its files.
    max_bytes: int = 32 * _MIB
    #: Files of one request: pages, or documents of one agreement.
    max_files: int = 20
    #: Seconds that sending one request may take.
    upload_seconds: float = 120.0
    #: What reading one agreement may cost.
    limits: Limits = SERVICE_LIMITS
    #: Worker processes; as many as there are processors without it.
    workers: int | None = None
    #: Requests that may wait for a worker; four for each without it.
    waiting: int | None = None
    #: Seconds that requests under way are waited for when the service is told to end.
    grace_seconds: float = 20.0

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65535:
            raise UsageError(f"{self.port}：不是端口号；请写 1 到 65535")
        if self.workers is not None and self.workers < 1:
            raise UsageError("至少要有一个读合同的进程")
        if self.waiting is not None and self.waiting < 0:
            raise UsageError("排队的数目不能小于 0")
        if self.max_bytes <= 0 or self.max_files <= 0 or self.upload_seconds <= 0 or self.grace_seconds < 0:
            raise UsageError("上限要大于 0")

    @property
    def names(self) -> frozenset[str]:
        """The host names, in lower case and without port, that are this service."""
        return frozenset(name.strip("[]").lower() for name in (*_LOOPBACK_NAMES, self.host, *self.allowed_hosts))

    @property
    def listens_everywhere(self) -> bool:
        """Whether it listens at every address of the machine, so that any address may be its name."""
        try:
            return ip_address(self.host.strip("[]")).is_unspecified
        except ValueError:
            return False
