"""Plug-ins on the command line: the list of them, and formats that they bring."""

from __future__ import annotations

import json
from typing import Literal

from contract_scan.cli.streams import OK, Output
from contract_scan.plugins import Plugins

__all__ = ["installed", "list_plugins"]


def installed(*, no_plugins: bool) -> Plugins:
    """Return the plug-ins to use: none where they are not wanted, by the option or by the environment."""
    return Plugins.installed(False if no_plugins else None)


def list_plugins(kind: Literal["text", "json"]) -> int:
    """Print every plug-in that is installed, with what is wrong with it."""
    states = Plugins.installed().states()
    if kind == "json":
        listed = [
            {
                "kind": state.plugin.kind,
                "name": state.plugin.name,
                "distribution": state.plugin.distribution,
                "version": state.plugin.version,
                "entry_point": state.plugin.value,
                "status": "ok" if state.problem is None else "left_out",
                "problem": state.problem,
            }
            for state in states
        ]
        Output(None).data(json.dumps(listed, ensure_ascii=False, indent=2) + "\n")
    else:
        from contract_scan.render.plugins import plugins_view

        Output(None).view(plugins_view(states))
    return OK
