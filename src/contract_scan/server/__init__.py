"""The HTTP service (``contract-scan[server]``): a contract goes in, its report comes back, nothing is written down."""

from contract_scan.server.settings import ServerSettings

__all__ = ["ServerSettings"]
