"""The ``contract-scan`` command: parses the command line, calls the library, prints."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> int:
    """Run the command with the arguments of this process; return its exit code."""
    if sys.argv[1:] == ["--version"]:
        # Asked for by scripts and editors at every start: answered without loading anything.
        from contract_scan._version import __version__

        print(f"contract-scan {__version__}")
        return 0
    from contract_scan.garbage import collect_rarely

    collect_rarely()
    from contract_scan.cli.app import app
    from contract_scan.cli.streams import make_printable

    make_printable()
    try:
        app(prog_name="contract-scan")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0
