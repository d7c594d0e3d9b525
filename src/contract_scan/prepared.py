"""What was worked out of the package's own lexicons when it was built, so that no start works it out again.

Reading YAML, finding out what patterns cannot do without, and compiling them take half of the time of a first scan.
`hatch_build.py` does all three when a wheel is built, or a checkout installed, and writes one file into the package: a
line that says by which code and of what content it was made, then plain lines of JSON. A lexicon is known by the
SHA-256 of the content that was read. One that was edited since has another, and is read as if there were no file; so is
everything where the file is missing, damaged, or was made by other code.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

__all__ = ["PREPARED", "known_data", "known_grams", "known_patterns", "prepared_content"]

#: The file, beside the modules of the package.
PREPARED: Final = "prepared.jsonl"
_HERE: Final = Path(__file__).resolve().parent
#: What is prepared is right for files and patterns as these modules read them, and this one writes it down.
_READERS: Final = ("lexicons.py", "literals.py", "precompiled.py", "prepared.py")
_GRAMS: Final = b"grams"
_PATTERNS: Final = b"patterns"


def known_data(content: bytes) -> Any:
    """Return what a YAML file of this content holds, new for each call, or None where that was not prepared."""
    line = _lines(_HERE).get(_sha256(content))
    return None if line is None else json.loads(line)


@cache
def known_grams() -> Mapping[str, list[str] | None]:
    """Return the grams of which patterns without flags need one, as `literals.required_grams` does, by pattern."""
    found: dict[str, list[str] | None] = json.loads(_lines(_HERE).get(_GRAMS, b"{}"))
    return found


def known_patterns() -> Mapping[str, Any]:
    """Return what `precompiled.compiled_patterns` found of patterns without flags; nothing where it is not known."""
    found: dict[str, Any] = json.loads(_lines(_HERE).get(_PATTERNS, b"{}"))
    return found


def prepared_content(
    package: Path,
    data: Mapping[bytes, Any],
    grams: Mapping[str, frozenset[str] | None],
    patterns: Mapping[str, Any],
) -> bytes:
    """Return the content of the file.

    Args:
        package: the folder of the package's modules.
        data: what each YAML file holds, by its content. The same after a way through JSON.
        grams: what `literals.find_grams` finds, by pattern.
        patterns: what `precompiled.compiled_patterns` finds.
    """
    listed = {pattern: found and sorted(found) for pattern, found in sorted(grams.items())}
    entries = {_sha256(content): value for content, value in data.items()} | {_GRAMS: listed, _PATTERNS: patterns}
    rest = b"".join(
        b"%b %b\n" % (key, json.dumps(value, ensure_ascii=False).encode()) for key, value in sorted(entries.items())
    )
    return _head(package, rest) + rest


@cache
def _lines(package: Path) -> Mapping[bytes, bytes]:
    """Return the lines of JSON by their keys; none where the file is not one that this code has made."""
    try:
        content = (package / PREPARED).read_bytes()
        head, _, rest = content.partition(b"\n")
        if head + b"\n" != _head(package, rest):
            return {}
    except OSError:
        return {}
    return {key: line for key, _, line in (row.partition(b" ") for row in rest.splitlines())}


def _head(package: Path, rest: bytes) -> bytes:
    return b"%b %b\n" % (_sha256(b"".join((package / name).read_bytes() for name in _READERS)), _sha256(rest))


def _sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode("ascii")
