"""Plug-ins: other packages' extractors, rule packs and renderers, found by their entry points.

A package offers a plug-in by an entry point in the group ``contract_scan.extractors``, ``contract_scan.rule_packs`` or
``contract_scan.renderers``; once it is installed, scans use it. Nothing is looked for before a scan needs it. A plug-in
that cannot be used is named in a `PluginWarning` and left out. `Extractor`, `RulePackLocator` and `Renderer` say what
plug-ins must be; what these deal in can be imported from here.
"""

from contract_scan.extract.bounds import Bounds
from contract_scan.model.document import (
    Block,
    BlockKind,
    Box,
    Document,
    Layout,
    Page,
    ReadingWarning,
    Recognised,
    Region,
    Unread,
)
from contract_scan.plugins.entry import Kind, Plugin
from contract_scan.plugins.kinds import Extractor, Renderer, RulePackLocator
from contract_scan.plugins.plugins import Plugins, PluginState, PluginWarning
from contract_scan.sources import Source

__all__ = [
    "Block",
    "BlockKind",
    "Bounds",
    "Box",
    "Document",
    "Extractor",
    "Kind",
    "Layout",
    "Page",
    "Plugin",
    "PluginState",
    "PluginWarning",
    "Plugins",
    "ReadingWarning",
    "Recognised",
    "Region",
    "Renderer",
    "RulePackLocator",
    "Source",
    "Unread",
]
