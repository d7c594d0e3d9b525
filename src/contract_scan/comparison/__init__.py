"""Two agreements side by side: what changed, and in whose favour."""

from contract_scan.comparison.comparing import compare

__all__ = ["compare"]
