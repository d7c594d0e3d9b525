"""What is personal in an agreement, masked: length, offsets and line ends stay, so that what is read stays the same."""

from contract_scan.redact.redactor import MASK, Redactor

__all__ = ["MASK", "Redactor"]
