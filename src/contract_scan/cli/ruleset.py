"""The ruleset that a command line asks for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from contract_scan.plugins import Plugins
from contract_scan.rules import Ruleset

__all__ = ["RuleChoice"]


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """Packs to add, rules and risks to leave out, and files that say which findings do not count."""

    packs: tuple[Path, ...] = ()
    disabled: tuple[str, ...] = ()
    suppressions: tuple[Path, ...] = ()

    def chosen(self, plugins: Plugins) -> Ruleset | None:
        """Return what :meth:`ruleset` does, or None for the package's own rules: who scans loads them when it must."""
        own = not (self.packs or self.disabled or self.suppressions or plugins.of("rule_pack"))
        return None if own else self.ruleset(plugins)

    def ruleset(self, plugins: Plugins) -> Ruleset:
        """Return the package's rules and those of plug-ins with all of that.

        Raises:
            RuleError: a file is wrong, or an id fits nothing.
        """
        found = plugins.ruleset(*self.packs)
        if self.disabled:
            found = found.disable(*self.disabled)
        return found.suppress(*self.suppressions) if self.suppressions else found
