"""Records what the present version writes and offers, so that later versions can be held to it.

``python tests/compat/record.py 1.2.0`` at a release makes ``reports/1.2.0``; further arguments name single parts.
``python tests/compat/record.py interface`` writes ``interface.json`` anew. Run it from the environment whose
contract-scan is to be recorded; it uses the command line as anybody would.
"""

from __future__ import annotations

import json
import lzma
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from recorded import INPUTS, INTERFACE, REPORTS, recorded, versions
from shapes import shape

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
#: Numbering and tables, unaccepted changes, columns with boxes, a web page, plain text.
AGREEMENTS = ("02-*.docx", "03-*.docx", "05-*.pdf", "08-*.html", "09-*.txt")
DAMAGED = b"%PDF-1.7 damaged"


def records(folder: Path) -> bytes:
    return _printed(folder, "scan", "agreements", "--lexicons", "pack", "--format", "jsonl", codes=(3,))


def assessed(folder: Path) -> bytes:
    return _printed(folder, "assess", _agreement(folder, "03-*"), "--facts", "facts.toml", "--format", "json")


def comparison(folder: Path) -> bytes:
    return _printed(folder, "compare", _agreement(folder, "02-*"), _agreement(folder, "03-*"), "--format", "json")


def suppressed(folder: Path) -> bytes:
    return _printed(folder, "scan", _agreement(folder, "09-*"), "--suppress", "suppressions.yaml", "--format", "json")


def store(folder: Path) -> bytes:
    _printed(folder, "scan", "agreements", "--include", "09*", "--store", "kept", "-o", "out.jsonl")
    return (folder / "kept").read_bytes()


def schemas(folder: Path) -> bytes:
    kinds = {"report": ["schema"], "comparison": ["schema", "--of", "comparison"], "rule": ["rules", "schema"]}
    return json.dumps({kind: json.loads(_printed(folder, *command)) for kind, command in kinds.items()}).encode()


def names(folder: Path) -> bytes:
    """Return what rule packs and suppressions may name: the ids of rules and risks, and the signals."""
    from contract_scan import Ruleset
    from contract_scan.lexicons import lexicon_files, read_yaml
    from contract_scan.rules.signals import known_signals

    rules = Ruleset.load()
    risks = [one for path in lexicon_files(rules.root, "risks") for one in read_yaml(path).get("risks", ())]
    found = {
        "rules": sorted(rule.id for rule in rules.rules),
        "risks": sorted(risk["id"] for risk in risks),
        "signals": sorted(known_signals(rules.concepts.names)),
    }
    return json.dumps(found).encode()


PARTS: dict[str, tuple[str, Callable[[Path], bytes]]] = {
    "records": ("records.jsonl", records),
    "assessed": ("assessed.json", assessed),
    "comparison": ("comparison.json", comparison),
    "suppressed": ("suppressed.json", suppressed),
    "store": ("store", store),
    "schemas": ("schemas.json", schemas),
    "names": ("names.json", names),
}


def record(version: str, parts: list[str]) -> None:
    """Write the parts of a version: each file packed by LZMA, and beside them the inputs that they were made from."""
    target = REPORTS / version
    target.mkdir(parents=True, exist_ok=True)
    shutil.copytree(INPUTS, target / "inputs", dirs_exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        shutil.copytree(INPUTS, folder, dirs_exist_ok=True)
        (folder / "agreements").mkdir()
        for pattern in AGREEMENTS:
            for path in SAMPLES.glob(pattern):
                shutil.copy(path, folder / "agreements")
        (folder / "agreements" / "damaged.pdf").write_bytes(DAMAGED)
        for part in parts or PARTS:
            name, make = PARTS[part]
            (target / f"{name}.xz").write_bytes(lzma.compress(make(folder), preset=9 | lzma.PRESET_EXTREME))
    _refuse_another_form(version)


def _refuse_another_form(version: str) -> None:
    """End where a release has another form under the number of an earlier release."""
    mine = recorded(version).schemas
    if "dev" in version or mine is None:
        return
    for other in versions():
        theirs = None if "dev" in other.version or other.version == version else other.schemas
        for kind in ("report", "comparison"):
            if theirs is None or kind not in theirs or _number(theirs[kind]) != _number(mine[kind]):
                continue
            if shape(theirs[kind]) != shape(mine[kind]):
                raise SystemExit(
                    f"the {kind} has changed since {other.version} and calls itself {_number(mine[kind])} still: raise "
                    "its schema version, and record again"
                )


def _number(schema: dict[str, Any]) -> str:
    return str(schema["properties"]["schema_version"]["default"])


def _agreement(folder: Path, pattern: str) -> str:
    (path,) = (folder / "agreements").glob(pattern)
    return str(path.relative_to(folder))


def _printed(folder: Path, *arguments: str, codes: tuple[int, ...] = (0,)) -> bytes:
    command = [sys.executable, "-m", "contract_scan", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if done.returncode not in codes:
        raise SystemExit(f"{' '.join(arguments)}: ended with {done.returncode}\n{done.stderr.decode()}")
    return done.stdout


def main(arguments: list[str]) -> None:
    if not arguments:
        raise SystemExit(__doc__)
    if arguments == ["interface"]:
        from surface import write

        write(INTERFACE)
    else:
        record(arguments[0], arguments[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
