"""Packages with plug-ins, put where Python finds them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

Install = Callable[..., Path]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Installs a package: its distribution's name, its entry points, and the text of its one module `<name>_plugin`."""
    place = tmp_path / "site"
    place.mkdir()
    monkeypatch.syspath_prepend(place)
    monkeypatch.delenv("CONTRACT_SCAN_NO_PLUGINS", raising=False)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def put(name: str, entry_points: str, module: str = "", version: str = "1.0") -> Path:
        info = place / f"{name}-{version}.dist-info"
        info.mkdir()
        info.joinpath("METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", "utf-8")
        info.joinpath("entry_points.txt").write_text(dedent(entry_points), "utf-8")
        place.joinpath(f"{name}_plugin.py").write_text(dedent(module), "utf-8")
        monkeypatch.delitem(sys.modules, f"{name}_plugin", raising=False)
        return place

    return put
