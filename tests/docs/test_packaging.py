"""What the package says of itself agrees with what the documentation says."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import entry_points, metadata

from pages import ROOT

import contract_scan
from contract_scan.lexicons import lexicon_files, lexicon_root

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_installed_package_is_this_one() -> None:
    found = metadata("contract-scan")
    assert found["Version"] == contract_scan.__version__
    assert found["License-Expression"] == "MIT"
    (command,) = entry_points(group="console_scripts", name="contract-scan")
    assert command.value == "contract_scan.cli:main"


def test_the_readme_names_the_pythons_that_the_package_is_for() -> None:
    versions = re.findall(r"Python :: (3\.\d+)$", "\n".join(PROJECT["project"]["classifiers"]), re.MULTILINE)
    assert PROJECT["project"]["requires-python"] == f">={versions[0]}"
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert re.search(rf"Python {re.escape(versions[0])} (?:to|到) {re.escape(versions[-1])}", text)


def test_the_wheel_carries_the_lexicons() -> None:
    assert PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"] == {
        "lexicons": "contract_scan/lexicons"
    }
    root = lexicon_root()
    assert (root / "rule.schema.json").is_file()
    for folder in ("rules", "terms", "law"):
        assert lexicon_files(root, folder)


def test_extras_that_the_pages_name_exist() -> None:
    extras = set(PROJECT["project"]["optional-dependencies"])
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")):
        text = page.read_text(encoding="utf-8")
        named = {
            extra for group in re.findall(r"(?:\.|contract-scan)\[([a-z,]+)\]", text) for extra in group.split(",")
        }
        assert named <= extras, page.name


def test_the_floors_of_the_contributing_page_are_those_of_the_linter() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("| Floor |")[1]
    shown = [re.findall(r"`(\w+)`", row) for row in re.findall(r"^\| (`.+?`) \|", page, re.MULTILINE)]
    (contract,) = PROJECT["tool"]["importlinter"]["contracts"]
    assert shown[: len(contract["layers"])] == [layer.split(" | ") for layer in contract["layers"]]
