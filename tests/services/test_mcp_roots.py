"""Files are read from the named folders only, whatever a client tries."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from contract_scan.errors import ContractScanError, SourceNotFoundError, SourceTooLargeError, UsageError
from contract_scan.mcp import roots as module
from contract_scan.mcp.roots import Roots


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A root with a file in it, beside a file that is outside."""
    (tmp_path / "root" / "deep").mkdir(parents=True)
    (tmp_path / "root" / "deep" / "合同.txt").write_text("押金不退。", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    return tmp_path


def test_a_file_is_read_by_either_path(place: Path) -> None:
    roots = Roots([place / "root"])
    for path in ("deep/合同.txt", str(place / "root" / "deep" / "合同.txt"), "deep/../deep/合同.txt"):
        given = roots.read(path)
        assert (given.name, given.data) == ("deep/合同.txt", "押金不退。".encode())


def test_the_first_root_that_has_a_file_counts(place: Path) -> None:
    (place / "other").mkdir()
    (place / "other" / "b.txt").write_text("b", encoding="utf-8")
    assert Roots([place / "root", place / "other"]).read("b.txt").data == b"b"


def test_nothing_outside_is_read_or_told_of(place: Path) -> None:
    (place / "root" / "link.txt").symlink_to(place / "secret.txt")
    (place / "root" / "up").symlink_to(place)
    roots = Roots([place / "root"])
    said = set()
    for path in ("../secret.txt", "../nothing.txt", "link.txt", "up/secret.txt", str(place / "secret.txt"), "/"):
        with pytest.raises(UsageError) as refused:
            roots.read(path)
        said.add(str(refused.value).removeprefix(path))
    assert len(said) == 1


def test_a_link_inside_is_followed(place: Path) -> None:
    (place / "root" / "link.txt").symlink_to("deep/合同.txt")
    assert Roots([place / "root"]).read("link.txt").name == "deep/合同.txt"


def test_a_root_may_be_a_link_itself(place: Path) -> None:
    (place / "alias").symlink_to(place / "root")
    roots = Roots([place / "alias"])
    assert roots.read("deep/合同.txt").name == "deep/合同.txt"
    assert roots.read(str(place / "alias" / "deep" / "合同.txt")).name == "deep/合同.txt"


@pytest.mark.skipif(os.open not in os.supports_dir_fd, reason="this system opens no file relative to a folder")
@pytest.mark.parametrize("part", ["deep", "deep/合同.txt"])
def test_a_link_that_comes_after_the_check_is_refused(place: Path, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file or its folder is swapped for a link between looking and opening."""
    (place / "elsewhere").mkdir()
    (place / "elsewhere" / "合同.txt").write_text("secret", encoding="utf-8")
    target = place / "elsewhere" if part == "deep" else place / "secret.txt"
    really = module._opened

    def swapped(folder: Path, inside: Path) -> int:
        (folder / part).rename(place / "moved")
        (folder / part).symlink_to(target)
        return really(folder, inside)

    monkeypatch.setattr(module, "_opened", swapped)
    with pytest.raises(ContractScanError, match="打不开"):
        Roots([place / "root"]).read("deep/合同.txt")


def test_what_is_no_file_is_not_waited_for(place: Path) -> None:
    os.mkfifo(place / "root" / "pipe.txt")
    roots = Roots([place / "root"])
    with pytest.raises(ContractScanError, match="不是普通文件"):
        roots.read("pipe.txt")
    with pytest.raises(UsageError, match="是文件夹"):
        roots.read("deep")
    with pytest.raises(SourceNotFoundError):
        roots.read("none.txt")
    with pytest.raises(UsageError, match="不是能用的路径"):
        roots.read("a\0b")


def test_a_file_over_the_limit_is_refused(place: Path) -> None:
    with pytest.raises(SourceTooLargeError):
        Roots([place / "root"], max_bytes=4).read("deep/合同.txt")


def test_without_roots_nothing_is_read() -> None:
    with pytest.raises(UsageError, match="--root"):
        Roots([]).read("pyproject.toml")
    assert Roots([]).listed() == ([], False)


def test_a_root_must_be_a_folder(place: Path) -> None:
    with pytest.raises(UsageError, match="不是目录"):
        Roots([place / "secret.txt"])


def test_contract_files_are_listed(place: Path) -> None:
    root = place / "root"
    for name in ("b.pdf", "a.JPG", "notes.md", ".hidden.pdf", "~$b.docx"):
        (root / name).write_bytes(b"")
    (root / ".git").mkdir()
    (root / ".git" / "c.pdf").write_bytes(b"")
    assert Roots([root]).listed() == (["a.JPG", "b.pdf", "deep/合同.txt"], False)
