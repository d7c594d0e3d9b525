"""Rules for agency agreements on shared power banks, and a to-do list as a format: a plug-in of contract-scan."""

from pathlib import Path

__all__ = ["pack"]


def pack() -> Path:
    """Return the folder with the rules."""
    return Path(__file__).parent / "pack"
