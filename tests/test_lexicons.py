"""How lexicon files are found and read, and what goes wrong in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from contract_scan import RuleError
from contract_scan.lexicons import is_packaged, lexicon_files, lexicon_root, line_of, read_yaml


def test_the_lexicons_are_there() -> None:
    root = lexicon_root()
    for name in ("characters", "roles", "headings"):
        assert (root / f"{name}.yaml").is_file()
    for folder in ("rules", "terms", "law"):
        assert lexicon_files(root, folder)


def test_every_file_can_be_read() -> None:
    for path in sorted(lexicon_root().rglob("*.yaml")):
        assert read_yaml(path), path


def test_the_packages_own_files_are_within_the_bounds(tmp_path: Path) -> None:
    for number, path in enumerate(sorted(lexicon_root().rglob("*.yaml"))):
        copy = tmp_path / f"{number}.yaml"
        copy.write_bytes(path.read_bytes())
        assert is_packaged(path)
        assert not is_packaged(copy)
        assert read_yaml(copy) == read_yaml(path)


def test_files_are_sorted(tmp_path: Path) -> None:
    (tmp_path / "terms").mkdir()
    for name in ("b.yaml", "a.yaml", "c.txt"):
        (tmp_path / "terms" / name).write_text("x: 1")
    assert [p.name for p in lexicon_files(tmp_path, "terms")] == ["a.yaml", "b.yaml"]
    assert lexicon_files(tmp_path, "rules") == []


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\nb: [", 3, "no valid YAML"),
        ("a: 1\nb: 2\na: 3", 3, "the key 'a' is given twice; keep one"),
        ("- x: 1\n  y: {z: 1,\n      z: 2}", 3, "'z' is given twice"),
        ("a: !!python/object/apply:os.system [ls]", 1, "no valid YAML"),
        ("a: \t@b", 1, "no valid YAML"),
    ],
)
def test_wrong_files(tmp_path: Path, text: str, line: int, message: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(RuleError, match=message) as caught:
        read_yaml(path)
    assert (caught.value.file, caught.value.line) == (str(path), line)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="cannot be read: No such file"):
        read_yaml(tmp_path / "none.yaml")


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a: \xff\xfe\x00")
    with pytest.raises(RuleError, match="no valid YAML"):
        read_yaml(path)


def test_lines_of_parts(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("- id: A\n  when:\n    all: [x,\n      y]\n- id: B\n", "utf-8")
    assert line_of(path, (0, "id")) == 1
    assert line_of(path, (0, "when", "all", 1)) == 4
    assert line_of(path, (1,)) == 5
    assert line_of(path, (0, "missing")) == 1
    assert line_of(path, (7,)) is None


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: &x [1]\nb: *x\n", 1, "anchors .* are not read"),
        ("b: 1\na: *x\n", 2, "aliases .* are not read"),
        ("a: [1]\nb: " + "[" * 40 + "]" * 40, 2, "nested more than 32 deep"),
        ("[" * 100_000, 1, "nested more than 32 deep"),
        ("a: 1\n" + "# " + "x" * 1_100_000, None, "larger than 1024 KB; split it"),
        ("a: 1\n? [x]\n: 2\n", 2, "a key must be a single word"),
        ("a: 1\nb: 2\na: 3\n", 3, "'a' is given twice"),
        ("a: 2024-13-45\n", None, "has a value that is none: .*quotes"),
        ("a: !!python/object:os.system x\n", 1, "no valid YAML"),
        ("a: " + "9" * 9_000, None, "has a value that is none"),
        ("a: 1\n---\nb: 2\n", 2, "no valid YAML"),
    ],
)
def test_what_is_over_a_bound_is_refused(tmp_path: Path, text: str, line: int | None, message: str) -> None:
    path = tmp_path / "bomb.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(RuleError, match=message) as caught:
        read_yaml(path)
    assert caught.value.line == line


def test_an_alias_bomb_is_refused_before_it_is_built(tmp_path: Path) -> None:
    path = tmp_path / "bomb.yaml"
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(RuleError, match="anchors"):
        read_yaml(path)
