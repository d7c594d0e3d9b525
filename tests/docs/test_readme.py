"""What the documentation shows works as it says, and what it points to is there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pages import ROOT, Block, anchors, blocks, headings, links

import contract_scan
from contract_scan.extract.ocr import installed

READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
PAGES = (*READMES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")))
#: Pages with links of their own, whose commands run elsewhere.
TEMPLATES = tuple(sorted((ROOT / "examples").glob("**/README.md")))
#: The commands of a page that a test may run: they read, and write at most where they are told.
RUNNABLE = ("scan", "rules", "schema", "extract", "explain", "draft", "compare", "plugins")
#: What each command ends with: the samples hold a scan, which cannot be read without the extra ocr.
EXIT_CODES = {"contract-scan scan samples/": 0 if installed() else 3}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the examples read, that they may write into."""
    folder = tmp_path_factory.mktemp("examples")
    shutil.copytree(
        ROOT / "samples", folder / "samples", ignore=shutil.ignore_patterns("builder", "sources", "*.py", "__pycache__")
    )
    for page in PAGES:
        for block in blocks(page):
            if block.marker.startswith("file: "):
                target = folder / block.marker.removeprefix("file: ")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(block.body, encoding="utf-8")
    return folder


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_python_examples_run(page: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    namespace: dict[str, object] = {"__name__": "example"}
    for block in blocks(page):
        # What needs another library is run where it is installed: .ci/bridges.py.
        if block.language == "python" and not block.marker.startswith("bridge: "):
            # Blank lines in front, so that a traceback gives the line of the page.
            code = compile("\n" * (block.line - 1) + block.body, str(page), "exec", dont_inherit=True)
            exec(code, namespace)


def commands() -> list[str]:
    """The distinct `contract-scan` commands that the pages show in blocks."""
    found: dict[str, None] = {}
    for page in PAGES:
        if page.name.startswith("rules."):
            continue  # its commands lead one to the next: tests/docs/test_rules_guide.py follows them
        for block in blocks(page):
            for line in block.body.splitlines() if block.language == "sh" else ():
                for part in line.split("&&"):
                    words = shlex.split(part)
                    if words and Path(words[0]).name == "contract-scan" and words[1] in RUNNABLE:
                        found[shlex.join(["contract-scan", *words[1:]])] = None
    return list(found)


@pytest.mark.parametrize("command", commands())
def test_commands_run(command: str, place: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "contract_scan", *shlex.split(command)[1:]],
        cwd=place,
        capture_output=True,
        timeout=120,
        check=False,
    )
    expected = EXIT_CODES.get(command.removesuffix(" --lang en"), 0)
    assert done.returncode == expected, (done.stdout + done.stderr).decode("utf-8", "replace")
    words = shlex.split(command)
    # What goes to a file is not printed.
    assert (place / words[words.index("-o") + 1]).stat().st_size if "-o" in words else done.stdout
    assert b"Traceback" not in done.stderr


def test_pages_show_commands() -> None:
    assert "contract-scan scan samples/" in commands()
    assert any(command.startswith("contract-scan rules test") for command in commands())


def test_the_interface_page_names_every_public_name() -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\w+", " ".join(re.findall(r"`[^`\n]+`|```python\n.*?```", page, re.DOTALL))))
    assert set(contract_scan.__all__) - {"__version__"} <= named


@pytest.mark.parametrize("page", [*PAGES, *TEMPLATES], ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for target in links(page):
        if re.match(r"https?://", target):
            continue
        path, _, fragment = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (fragment and fragment not in anchors(file)):
            broken.append(target)
    assert not broken


def _marked(page: Path, marker: str) -> Block:
    found = [block for block in blocks(page) if block.marker == marker]
    assert len(found) == 1, f"{page.name} has {len(found)} blocks after <!-- {marker} -->"
    return found[0]


@pytest.mark.parametrize("page", READMES, ids=name)
@pytest.mark.parametrize(
    ("marker", "ends"),
    [("main-command", "contract-scan scan samples/"), ("test-command", "python -m pytest -q -n auto")],
)
def test_a_readme_begins_with_its_commands(page: Path, marker: str, ends: str) -> None:
    block = _marked(page, marker)
    assert block.language == "sh"
    assert block.body.count("\n") == 1, "one command"
    assert block.line < 35, "near the top"
    assert block.body.strip().removesuffix(" --lang en").endswith(ends)
    assert block.body.startswith("python3 -m venv .venv && ")


def test_both_readmes_say_the_same() -> None:
    english, chinese = READMES
    assert [level for level, _ in headings(english)] == [level for level, _ in headings(chinese)]

    def examples(page: Path) -> list[tuple[str, str, str]]:
        return [(block.marker, block.language, block.body.replace(" --lang en", "")) for block in blocks(page)]

    def targets(page: Path) -> set[str]:
        files = {re.sub(r"\.(?:zh|en)\.png$", ".png", target) for target in links(page) if not target.startswith("#")}
        return files - {"README.md", "README.zh-CN.md"}

    def named(page: Path) -> set[str]:
        """Field names, verdicts and options: what stands in code letters."""
        return set(re.findall(r"`([a-z_]{4,}|--[a-z-]+)`", page.read_text(encoding="utf-8")))

    assert examples(english) == examples(chinese)
    assert targets(english) == targets(chinese)
    assert named(english) - {"--lang en"} == named(chinese) - {"--lang en"}


@pytest.mark.parametrize("page", READMES, ids=name)
def test_a_readme_says_what_is_not_done(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "not legal advice" in text or "不是法律意见" in text
    assert "not_assessed" in text
    assert "docs/accuracy.md" in text


def test_the_changelog_knows_this_version() -> None:
    titles = [title for level, title in headings(ROOT / "CHANGELOG.md") if level == 2]
    assert titles[0] == "[Unreleased]"
    assert any(title.startswith(f"[{contract_scan.__version__}]") for title in titles)
    assert "Rules" in [title for level, title in headings(ROOT / "CHANGELOG.md") if level == 3]


def test_pages_name_no_place_on_a_machine() -> None:
    for page in PAGES:
        assert not re.search(r"(?<![\w.])/(?:home|work|opt|tmp|root|Users)/", page.read_text(encoding="utf-8")), page
