"""What the package is made of: bounds, the lock for development, and no address in it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
LOCK = (ROOT / "requirements" / "dev.lock").read_text(encoding="utf-8")
LOWEST = ROOT / ".ci" / "lowest.py"


def _wanted(*extras: str) -> list[Requirement]:
    found = [Requirement(one) for one in PROJECT["dependencies"]]
    for extra in extras:
        for requirement in map(Requirement, PROJECT["optional-dependencies"][extra]):
            if requirement.name == "contract-scan":
                found += _wanted(*requirement.extras)
            else:
                found.append(requirement)
    return found


def test_the_lock_has_a_version_of_each_dependency_that_its_bounds_allow() -> None:
    pinned: dict[str, list[Version]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", LOCK, re.MULTILINE):
        pinned.setdefault(canonicalize_name(name), []).append(Version(version))
    for requirement in _wanted("dev"):
        versions = pinned.get(canonicalize_name(requirement.name), [])
        assert versions, f"{requirement.name} is not in the lock; make it anew (CONTRIBUTING.md)"
        assert all(version in requirement.specifier for version in versions), requirement


def test_what_builds_the_package_is_what_it_is_tested_with() -> None:
    tested = {str(requirement) for requirement in _wanted("test")}
    assert {str(Requirement(one)) for one in PYPROJECT["build-system"]["requires"]} <= tested


def test_the_lock_has_a_hash_for_each_file_and_no_address() -> None:
    entries = re.split(r"\n(?=[A-Za-z0-9])", LOCK.strip())
    assert len(entries) > 50
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"://|--(?:extra-)?index-url|--find-links|^-[ei]", LOCK, re.MULTILINE) == []


def test_each_lower_bound_is_one_that_ci_installs() -> None:
    done = subprocess.run([sys.executable, str(LOWEST), "parquet"], capture_output=True, text=True, check=True)
    lowest = dict(line.split("==") for line in done.stdout.split())
    assert lowest["pyarrow"]
    for requirement in _wanted("parquet"):
        assert f">={lowest[requirement.name]}" in str(requirement.specifier)


@pytest.mark.parametrize("name", [".ci/run", "pyproject.toml", "CONTRIBUTING.md"])
def test_no_registry_is_named(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"index-url[= ]+\S*://|https?://\S*/simple", text) == []
