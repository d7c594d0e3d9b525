"""The template in `examples/` is a package that installs and works."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TEMPLATE = Path(__file__).resolve().parents[2] / "examples" / "plugin-template"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the template, installed into the folder `site` beside it."""
    folder = tmp_path_factory.mktemp("template")
    ignored = shutil.ignore_patterns("__pycache__", "dist", ".venv")
    shutil.copytree(TEMPLATE, folder / "copy", ignore=ignored)
    options = ("--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check")
    command = [sys.executable, "-m", "pip", "install", *options, "--target", str(folder / "site"), str(folder / "copy")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def run(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join(filter(None, [str(place / "site"), os.environ.get("PYTHONPATH", "")]))
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"}
    environment.pop("CONTRACT_SCAN_NO_PLUGINS", None)
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(
        command, cwd=place / "copy", env=environment, capture_output=True, encoding="utf-8", check=False
    )


def test_it_is_listed(place: Path) -> None:
    listed = {
        plugin["name"]: plugin for plugin in json.loads(run(place, "contract_scan", "plugins", "-f", "json").stdout)
    }
    assert {name: listed[name]["status"] for name in ("power-bank", "todo")} == {"power-bank": "ok", "todo": "ok"}
    assert listed["power-bank"]["distribution"] == "contract-scan-power-bank"


def test_its_own_tests_pass(place: Path) -> None:
    done = run(place, "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist")
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout
    assert "skipped" not in done.stdout
