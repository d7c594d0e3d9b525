"""What a watched process did, and what a canary was asked for."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Watched:
    """What a process did and said. `left` is what it left in the folder for temporary files and at its home."""

    network: list[str]
    written: list[str]
    codes: list[str]
    output: str
    errors: str
    left: list[str]


@dataclass
class Canary:
    """A server on this machine that nobody should ask for anything. `asked` is what was asked for all the same."""

    url: str
    asked: list[str] = field(default_factory=list)
