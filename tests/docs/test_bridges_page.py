"""The bridges are whole: found from their page, with a README that CI can follow, and no part of the package."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from pages import ROOT, blocks, links

from contract_scan.batch import SUFFIXES

PAGE = ROOT / "docs" / "bridges.md"
HOME = ROOT / "examples" / "bridges"
BRIDGES = sorted(path for path in HOME.iterdir() if path.is_dir() and path.name != "contracts")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def name(path: Path) -> str:
    return path.name


def test_there_are_bridges() -> None:
    assert {"frames", "langchain", "llamaindex", "pre-commit", "ci", "node", "shell"} <= {path.name for path in BRIDGES}
    assert ".ci/bridges.py" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("bridge", BRIDGES, ids=name)
def test_the_page_leads_to_it_and_its_readme_to_a_test(bridge: Path) -> None:
    assert f"../examples/bridges/{bridge.name}/README.md" in links(PAGE)
    commands = [block.body for block in blocks(bridge / "README.md") if block.language == "sh"]
    assert commands[0].startswith("pip install contract-scan")
    assert re.search(r"^(?:python -m pytest -q|node --test|sh test\.sh)$", commands[-1], re.MULTILINE)
    assert list(bridge.glob("*test*"))
    for named in re.findall(r"^\| ((?:`[^`]+`(?:, )?)+) \|", (bridge / "README.md").read_text("utf-8"), re.MULTILINE):
        for file in re.findall(r"`([^`]+)`", named):
            assert (bridge / file).is_file(), file


@pytest.mark.parametrize("bridge", BRIDGES, ids=name)
def test_what_it_needs_comes_from_anywhere_and_is_nothing_of_the_package(bridge: Path) -> None:
    file = bridge / "requirements.txt"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else ["contract-scan"]
    assert "contract-scan" in lines
    own = {re.split(r"[<>=\[]", line)[0].lower() for line in PROJECT["dependencies"]}
    for line in lines:
        assert re.fullmatch(r"[a-z][a-z-]*(?:>=[\d.]+)?", line), line
        assert line.split(">=")[0] not in own


def test_marked_examples_belong_to_a_bridge() -> None:
    marked = [block for block in blocks(PAGE) if block.marker.startswith("bridge: ")]
    assert marked
    for block in marked:
        assert block.language == "python"
        assert block.marker.removeprefix("bridge: ") in {path.name for path in BRIDGES}


def test_the_hook_takes_what_the_package_reads() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    taken = {suffix for suffix in SUFFIXES if re.search(hook["files"], f"contracts/a{suffix.upper()}")}
    assert {".pdf", ".docx", ".doc", ".rtf", ".odt", ".mht"} <= taken
    assert taken == {f".{one}" for one in re.search(r"\((\w+(?:\|\w+)+)\)", hook["files"])[1].split("|")}
    # What else people keep in a repository is not read.
    assert not any(re.search(hook["files"], name) for name in ("README.md", "index.html", "notes.txt", "a.pdf.py"))


def test_the_page_shows_the_configuration_that_is_tested() -> None:
    (shown,) = (yaml.safe_load(block.body) for block in blocks(PAGE) if block.language == "yaml")
    tested = yaml.safe_load((HOME / "pre-commit" / "from-repository.yaml").read_text(encoding="utf-8"))
    ((mine,), (theirs,)) = shown["repos"], tested["repos"]
    assert mine["repo"] == theirs["repo"]
    assert {one["id"] for one in mine["hooks"]} == {one["id"] for one in theirs["hooks"]}
    assert mine["hooks"][0]["args"] == theirs["hooks"][0]["args"][:2]
