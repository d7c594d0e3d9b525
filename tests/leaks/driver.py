"""Runs commands one after the other in this process, which reports every use of the network and every file it writes.

Its arguments are a file to report to and a file with the commands, a JSON list of argument lists.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

from contract_scan import Ruleset
from contract_scan.cli import main

_NETWORK = (
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "urllib.Request",
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def _stays_here(event: str, details: tuple[Any, ...]) -> bool:
    """Tell whether a socket is a file, or only the question whether this machine has IPv6, which asks nobody."""
    if event not in ("socket.connect", "socket.bind", "socket.sendto"):
        return False
    return isinstance(details[1], str | bytes) or (event == "socket.bind" and details[1][:2] == ("::1", 0))


def run(report: str, commands: str) -> None:
    told: dict[str, list[str]] = {"network": [], "written": [], "codes": []}

    def watch(event: str, details: tuple[Any, ...]) -> None:
        if event in _NETWORK and not _stays_here(event, details):
            told["network"].append(f"{event} {details[1:]!r}")
            raise PermissionError("no network here")
        if event == "open" and isinstance(details[0], str) and isinstance(details[2], int) and details[2] & _WRITING:
            told["written"].append(str(Path(details[0]).absolute()))

    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    # Every command would read the same rules again.
    Ruleset.load = cache(Ruleset.load)  # type: ignore[method-assign]
    wanted = json.loads(Path(commands).read_text(encoding="utf-8"))
    sys.addaudithook(watch)
    for arguments in wanted:
        sys.argv[1:] = arguments
        with contextlib.suppress(SystemExit):
            told["codes"].append(str(main()))
    found = json.dumps(told)
    Path(report).write_text(found, encoding="utf-8")


if __name__ == "__main__":
    run(*sys.argv[1:3])
