"""docs/security.md says every bound, with the default that it has."""

from __future__ import annotations

import re
from dataclasses import fields

from pages import ROOT

from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds

_ROW = re.compile(r"^\| `(\w+)` \| ([\d,.]+(?: MiB)?) \| (\S.*) \|$", re.MULTILINE)


def _shown(name: str) -> str:
    value = getattr(DEFAULT_BOUNDS, name)
    return f"{value // (1 << 20):,} MiB" if name.endswith("_bytes") else f"{value:,}".removesuffix(".0")


def test_the_table_has_every_bound_with_its_default():
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    bounds = [one.name for one in fields(Bounds) if isinstance(getattr(DEFAULT_BOUNDS, one.name), int | float)]
    assert {name: default for name, default, _ in _ROW.findall(text)} == {name: _shown(name) for name in bounds}


def test_every_bound_names_itself_and_both_ways_to_raise_it():
    for one in fields(Bounds):
        if isinstance(getattr(DEFAULT_BOUNDS, one.name), int | float):
            message = str(DEFAULT_BOUNDS.exceeded(one.name))
            assert f"Bounds({one.name}=" in message
            assert f"--limit {one.name}=" in message
