"""Plug-ins for readers: the list of those that are installed."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from contract_scan.plugins import PluginState
from contract_scan.render.phrases import Lang, phrases
from contract_scan.render.safe import inert
from contract_scan.render.text import STYLES
from contract_scan.render.wrap import Paragraph

__all__ = ["plugins_view"]


def plugins_view(states: Sequence[PluginState], *, lang: Lang = "zh") -> RenderableType:
    """Return every plug-in in a line: kind, name, package, and why it is left out if it is."""
    words = phrases(lang)
    if not states:
        return Paragraph(Text(words["plugins.none"]))
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1), header_style="bold")
    table.add_column(words["label.kind"], no_wrap=True)
    table.add_column(words["label.name"], no_wrap=True)
    table.add_column(words["label.package"])
    table.add_column(words["label.state"], min_width=20)
    for state in states:
        plugin = state.plugin
        fine = state.problem is None
        told = words["plugins.ok"] if fine else words["plugins.left_out"].format(problem=inert(state.problem or ""))
        table.add_row(
            words[f"plugin.{plugin.kind}"],
            Text(inert(plugin.name)),
            Text(inert(f"{plugin.distribution} {plugin.version}")),
            Paragraph(Text(told, style="" if fine else STYLES["bad"])),
        )
    return table
