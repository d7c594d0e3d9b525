"""The site of the documentation: every page is in it once, and a link that leads nowhere is told."""

from __future__ import annotations

import importlib.util
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from pages import ROOT


@pytest.fixture
def site() -> ModuleType:
    """A copy of the builder of its own, whose root a test may move."""
    spec = importlib.util.spec_from_file_location("build_site", ROOT / "docs" / "build_site.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class _Loader(yaml.SafeLoader):
    """Reads the settings without what Python would make of them."""


_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)


def _settings() -> dict[str, Any]:
    found: dict[str, Any] = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), _Loader)
    return found


def _listed(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    else:
        for one in part.values() if isinstance(part, dict) else part:
            yield from _listed(one)


def test_each_page_is_listed_once(site: ModuleType) -> None:
    pages = [place for path, place in site.MOVED.items() if (ROOT / path).is_file()]
    assert len(pages) == len(site.MOVED)
    pages += [path.name for path in (ROOT / "docs").glob("*.md")]
    assert sorted(_listed(_settings()["nav"])) == sorted(pages)


def test_nothing_is_fetched() -> None:
    settings = _settings()
    assert settings["theme"]["font"] is False
    assert not {"extra_css", "extra_javascript"} & settings.keys()
    # It loads a script from elsewhere.
    assert not any("offline" in one for one in settings["plugins"])


def test_pages_are_put_in_place_with_what_they_link_to(site: ModuleType, tmp_path: Path) -> None:
    site.staged(["README.md", "docs/report.md"], tmp_path)
    home = (tmp_path / "index.md").read_text(encoding="utf-8")
    assert "](docs/" not in home
    assert "](report.md#outlook)" in home
    assert "](images/folder.en.png)" in home
    assert (tmp_path / "images" / "folder.en.png").is_file()
    assert (tmp_path / "schemas" / "report.schema.json").is_file()
    # What its own page links to came along.
    assert (tmp_path / "samples" / "index.md").is_file()
    assert "](index.md#exit-codes)" in (tmp_path / "stability.md").read_text(encoding="utf-8")


def test_a_page_that_links_to_nothing_ends_the_build(
    site: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site, "ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text(
        "```md\n[example](never.md)\n```\n[there](page.md#top) [out](https://example.com)\n", encoding="utf-8"
    )
    (tmp_path / "folder").mkdir()
    page.write_text(page.read_text(encoding="utf-8") + "[words](folder)\n", encoding="utf-8")
    site.staged(["page.md"], tmp_path / "out")
    assert (tmp_path / "out" / "page.md").read_text(encoding="utf-8").endswith("\nwords\n")
    for target in ("gone.md", "../page.md"):
        page.write_text(f"[here]({target})\n", encoding="utf-8")
        with pytest.raises(SystemExit, match=r"page\.md: .* leads nowhere"):
            site.staged(["page.md"], tmp_path / "out")


def test_lines_of_chinese_come_together(site: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "ROOT", tmp_path)
    page = tmp_path / "page.md"
    code = "```text\n押金\n不退\n```\n"
    page.write_text(f"# 标题\n押金，\n概不\n退还。\n\nTwo\nlines 和\nwords\n\n- 一\n- 二\n{code}", encoding="utf-8")
    site.staged(["page.md"], tmp_path / "out")
    assert (tmp_path / "out" / "page.md").read_text(encoding="utf-8") == (
        f"# 标题\n押金，概不退还。\n\nTwo\nlines 和\nwords\n\n- 一\n- 二\n{code}"
    )


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('<h2 id="押金">x</h2><a href="#押金">a</a><a href="#%E6%8A%BC%E9%87%91">b</a>', None),
        ('<a href="folder/">a</a><a href="folder/index.html#there">b</a><img src="data:image/png;base64,">', None),
        ('<a href="https://example.com/x">a</a>', None),
        ('<a href="#gone">a</a>', "page.html: #gone leads to no such place in the page"),
        (
            '<a href="folder/index.html#gone">a</a>',
            "page.html: folder/index.html#gone leads to no such place in the page",
        ),
        ('<a href="gone.html">a</a>', "page.html: gone.html leads nowhere"),
        ('<img src="gone.png">', "page.html: gone.png leads nowhere"),
        ('<script src="https://example.com/x.js"></script>', "page.html: fetches https://example.com/x.js"),
        ('<link rel="stylesheet" href="//example.com/x.css">', "page.html: fetches //example.com/x.css"),
        ('<a href="https:///x">a</a>', "page.html: https:///x is no address"),
        ('<a href="htps://example.com">a</a>', "page.html: htps://example.com is no address"),
    ],
)
def test_faults_of_a_built_site_are_told(site: ModuleType, tmp_path: Path, body: str, told: str | None) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "index.html").write_text('<p id="there">x</p>', encoding="utf-8")
    (tmp_path / "page.html").write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    assert list(site.faults(tmp_path)) == ([told] if told else [])


def test_no_package_holds_the_built_site() -> None:
    targets = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    assert not {"build", "site"} & set(targets["sdist"]["include"])
    assert targets["wheel"]["packages"] == ["src/contract_scan"]
    assert "build/" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()
