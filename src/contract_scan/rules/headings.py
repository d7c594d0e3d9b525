"""Which kind of clause a heading announces, or the head of a table's column."""

from __future__ import annotations

from pathlib import Path

from contract_scan.lexicons import read_yaml
from contract_scan.precompiled import compile_pattern

__all__ = ["Headings"]


class Headings:
    """Reads headings, by the patterns of ``lexicons/headings.yaml``; those under `columns` are for heads of columns."""

    def __init__(self, directory: Path) -> None:
        data = read_yaml(directory / "headings.yaml")
        columns = data.pop("columns", {})
        self._kinds = [(kind, compile_pattern("|".join(patterns))) for kind, patterns in data.items()]
        self._columns = [(kind, compile_pattern("|".join(patterns))) for kind, patterns in columns.items()]

    def kinds(self, heading: str) -> frozenset[str]:
        """Return the kinds that a normalised heading announces."""
        return frozenset(kind for kind, pattern in self._kinds if pattern.search(heading))

    def column_kinds(self, head: str) -> frozenset[str]:
        """Return the kinds that the normalised head of a column names."""
        return frozenset(kind for kind, pattern in self._columns if pattern.search(head))
