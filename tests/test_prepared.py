"""What is prepared when a wheel is built: it saves time, and changes nothing, whatever becomes of the file."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

import contract_scan
from contract_scan import Ruleset, precompiled, prepared
from contract_scan.lexicons import lexicon_root, parse_yaml, read_yaml
from contract_scan.literals import find_grams, required_grams
from contract_scan.precompiled import compile_pattern

ROOT = Path(__file__).parents[1]
PACKAGE = Path(contract_scan.__file__).parent
# Scans with the package of one folder alone, and says what came of it and whether YAML was read.
_SCAN = """
import sys
sys.path.insert(0, sys.argv[1])
import contract_scan
assert contract_scan.__file__.startswith(sys.argv[1]), contract_scan.__file__
report = contract_scan.scan("第一条 押金\\n乙方交纳的押金299元概不退还。\\n")
print(contract_scan.Ruleset.default().sha256, "yaml" in sys.modules)
print([(finding.rule_id, finding.severity) for finding in report.findings], str(report.refund.verdict))
"""


def _forget() -> None:
    prepared._lines.cache_clear()
    prepared.known_grams.cache_clear()
    required_grams.cache_clear()
    precompiled._ready.cache_clear()


@pytest.fixture(scope="module")
def build() -> ModuleType:
    """The script that prepares."""
    spec = spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def content(build: ModuleType) -> bytes:
    """The content of the file for this checkout."""
    return build.prepared(ROOT)


@pytest.fixture
def package(tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that stands for the package's, with the file in it."""
    for name in prepared._READERS:
        shutil.copy(PACKAGE / name, tmp_path)
    (tmp_path / prepared.PREPARED).write_bytes(content)
    monkeypatch.setattr(prepared, "_HERE", tmp_path)
    _forget()
    yield tmp_path
    _forget()


def test_each_lexicon_is_prepared_as_it_is_read(package: Path) -> None:
    for path in sorted(lexicon_root().rglob("*.yaml")):
        data = path.read_bytes()
        known = prepared.known_data(data)
        assert known == parse_yaml(data, path), path
        assert json.dumps(known) == json.dumps(parse_yaml(data, path)), "true is not 1, and keys keep their order"
        assert prepared.known_data(data) is not known, "who changes what was read changes it for nobody else"


def test_grams_are_those_that_are_found(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = prepared.known_grams()
    for pattern, grams in known.items():
        assert (None if grams is None else set(grams)) == find_grams(pattern), pattern
        assert required_grams(pattern) == find_grams(pattern)
    assert required_grams("(?i)押a|b") is None, "what is not known is found"
    # Letters that are only told apart by flags: the file has patterns without.
    assert required_grams("押", 2) == find_grams("押", 2)


def test_patterns_are_those_that_python_compiles(package: Path) -> None:
    sources = prepared.known_patterns()["patterns"]
    assert len(sources) > 1000
    for source, (flags, *_) in sources.items():
        ready, compiled = compile_pattern(source, flags), re.compile(source, flags)
        assert ready == compiled, "the same numbers for the matcher"
        assert (ready.flags, ready.groups) == (compiled.flags, compiled.groups), source
        assert dict(ready.groupindex) == dict(compiled.groupindex), source


def test_groups_and_names_of_a_pattern_stay(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = "(?P<sum>[0-9]+)元(?:整)?(，)?(?P<back>退还|返还)"
    monkeypatch.setattr(
        precompiled, "known_patterns", lambda: precompiled.compiled_patterns({source: 0, "押 金": re.VERBOSE, "(押": 0})
    )
    precompiled._ready.cache_clear()
    ready = precompiled._ready()
    assert ready is not None
    assert list(ready.patterns) == [source, "押 金"], "what is no expression is left out"
    match = compile_pattern(source).search("押金300元退还")
    assert match is not None
    assert (match.groupdict(), match.lastgroup) == ({"sum": "300", "back": "退还"}, "back")
    assert compile_pattern("押 金", re.VERBOSE).sub("", "押金300元") == "300元"
    assert compile_pattern("押 金").search("押金300元") is None, "without its flags it is another pattern"
    with pytest.raises(re.error):
        compile_pattern("(押")


def test_another_python_compiles_for_itself(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = next(iter(prepared.known_patterns()["patterns"]))
    monkeypatch.setattr(precompiled, "_PYTHON", "another 3.99")
    precompiled._ready.cache_clear()
    assert precompiled._ready() is None
    assert compile_pattern(source) == re.compile(source)


def test_patterns_of_modules_that_every_scan_loads_are_prepared(package: Path, build: ModuleType) -> None:
    ready = precompiled._ready()
    assert ready is not None
    found = [one for name in build._MODULES for one in build._constants(import_module(f"contract_scan.{name}"))]
    assert len(found) > 100
    assert all(ready.patterns[source][0] == flags for source, flags in found)


def test_nearly_all_patterns_of_the_rules_are_prepared(package: Path, ruleset: Ruleset) -> None:
    parts = [part for rule in ruleset.rules for group in rule.when.compiled for parts in group for part in parts]
    sources = {part.source[1:] for part in parts if part.pattern is not None}
    known = prepared.known_grams()
    assert len(sources) > 200
    assert len(sources - known.keys()) < len(sources) / 50


def test_a_lexicon_that_was_edited_is_read_anew(package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lexicons = tmp_path / "lexicons"
    shutil.copytree(lexicon_root(), lexicons)
    monkeypatch.setattr("contract_scan.lexicons.lexicon_root", lambda: lexicons)
    path = lexicons / "roles.yaml"
    before = read_yaml(path)
    with path.open("a", encoding="utf-8") as stream:
        stream.write("\nadded_by_hand: [甲]\n")
    assert read_yaml(path) == before | {"added_by_hand": ["甲"]}


def test_a_file_of_somebody_else_is_read_by_its_own_bounds(package: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.yaml"
    shutil.copy(lexicon_root() / "roles.yaml", copy)
    prepared._lines.cache_clear()
    assert read_yaml(copy) == read_yaml(lexicon_root() / "roles.yaml")
    assert prepared._lines.cache_info().misses == 1, "only the package's own was looked for"


# What may become of it: each takes the folder of the package, and what the file held.


def _cut(package: Path, content: bytes) -> None:
    (package / prepared.PREPARED).write_bytes(content[:-100])


def _changed(package: Path, content: bytes) -> None:
    (package / prepared.PREPARED).write_bytes(content.replace("押金".encode(), "定金".encode(), 1))


def _empty(package: Path, content: bytes) -> None:
    (package / prepared.PREPARED).write_bytes(b"")


def _no_text(package: Path, content: bytes) -> None:
    (package / prepared.PREPARED).write_bytes(b"\xff\x00" * 1000)


def _missing(package: Path, content: bytes) -> None:
    (package / prepared.PREPARED).unlink()


def _a_folder(package: Path, content: bytes) -> None:
    (package / prepared.PREPARED).unlink()
    (package / prepared.PREPARED).mkdir()


def _other_reader(package: Path, content: bytes) -> None:
    with (package / "lexicons.py").open("a", encoding="utf-8") as stream:
        stream.write("# reads otherwise\n")


def _no_reader(package: Path, content: bytes) -> None:
    (package / "literals.py").unlink()  # a package of compiled files alone


@pytest.mark.parametrize(
    "damage",
    [_cut, _changed, _empty, _no_text, _missing, _a_folder, _other_reader, _no_reader],
    ids=lambda f: f.__name__,
)
def test_without_a_whole_file_of_this_code_all_is_read(
    package: Path, content: bytes, damage: Callable[[Path, bytes], None]
) -> None:
    path = lexicon_root() / "roles.yaml"
    whole = read_yaml(path)
    assert prepared.known_data(path.read_bytes()) == whole
    damage(package, content)
    _forget()
    assert prepared.known_data(path.read_bytes()) is None
    assert prepared.known_grams() == {}
    assert prepared.known_patterns() == {}
    assert compile_pattern("押[^，。；]{0,12}退还") == re.compile("押[^，。；]{0,12}退还")
    assert read_yaml(path) == whole
    assert required_grams("押[^，。；]{0,12}退还") == {"退还"}


def test_what_json_cannot_say_stops_the_build(build: ModuleType, tmp_path: Path) -> None:
    package = tmp_path / "src" / "contract_scan"
    for folder in (package, tmp_path / "lexicons"):
        folder.mkdir(parents=True)
    for name in prepared._READERS:
        shutil.copy(PACKAGE / name, package)
    path = tmp_path / "lexicons" / "law.yaml"
    path.write_text("since: '2024-05-01'\n", "utf-8")
    assert b"2024-05-01" in build.prepared(tmp_path)
    path.write_text("1: since\n", "utf-8")
    with pytest.raises(ValueError, match=r"law\.yaml: holds what JSON cannot say"):
        build.prepared(tmp_path)


def _scanned(folder: Path) -> tuple[str, str, str]:
    """Return the rules' fingerprint, whether YAML was read, and what was found, in a process of its own."""
    done = subprocess.run([sys.executable, "-I", "-c", _SCAN, str(folder)], capture_output=True, text=True, check=True)
    first, found = done.stdout.splitlines()
    fingerprint, yaml = first.split()
    return fingerprint, yaml, found


def test_a_wheel_scans_without_reading_yaml(tmp_path: Path, content: bytes, ruleset: Ruleset) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    folder = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        assert archive.namelist().count("contract_scan/prepared.jsonl") == 1
        assert archive.read("contract_scan/prepared.jsonl") == content
        archive.extractall(folder)
    fingerprint, yaml, found = _scanned(folder)
    assert (fingerprint, yaml) == (ruleset.sha256, "False")
    assert "DEP" in found

    prepared_file = folder / "contract_scan" / "prepared.jsonl"
    prepared_file.unlink()
    assert _scanned(folder) == (fingerprint, "True", found)

    prepared_file.write_bytes(content)
    lexicon = folder / "contract_scan" / "lexicons" / "roles.yaml"
    lexicon.write_bytes(lexicon.read_bytes() + b"# one line more\n")
    other, yaml, same = _scanned(folder)
    assert (yaml, same) == ("True", found)
    assert other != fingerprint
