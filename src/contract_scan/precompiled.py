"""Regular expressions of lexicons, compiled when the package was built.

Python turns an expression into a row of numbers that its matcher reads. That is done in Python, and for the patterns
of the lexicons it took a third of a first scan. A wheel holds the numbers that its own Python made, as a ``.pyc`` file
holds those of a module. Another Python, which may number otherwise, compiles for itself, and so does this one where a
lexicon was edited: the result is the same, a little later.
"""

from __future__ import annotations

import re
import sys
from array import array
from base64 import b64decode, b64encode
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any, Final, NamedTuple
from zlib import compress, decompress

from contract_scan.prepared import known_patterns

__all__ = ["compile_pattern", "compiled_patterns"]

_parser: Any = import_module("re._parser")
_compiler: Any = import_module("re._compiler")
_sre: Any = import_module("_sre")
#: What may number patterns otherwise: another language version, or another matcher.
_PYTHON: Final = f"{sys.implementation.name} {sys.version_info[0]}.{sys.version_info[1]} {_sre.MAGIC} {sys.byteorder}"
#: A number of the matcher, of four bytes.
_NUMBER: Final = "I"


class _Ready(NamedTuple):
    """The numbers of all patterns one after the other, and for each pattern: flags as they were given and as they came
    to be, where its numbers begin and end, how many groups it has, and the names of groups with their places."""

    numbers: array[int]
    patterns: dict[str, tuple[int, int, int, int, int, dict[str, int]]]


def compile_pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return ``re.compile(source, flags)``.

    Raises:
        re.error: it is no regular expression.
    """
    ready = _ready()
    known = ready.patterns.get(source) if ready is not None else None
    if ready is None or known is None or known[0] != flags:
        return re.compile(source, flags)
    _, all_flags, start, end, groups, places = known
    names: list[str | None] = [None] * (groups + 1)
    for name, place in places.items():
        names[place] = name
    # The matcher looks through the numbers before it takes them.
    pattern: re.Pattern[str] = _sre.compile(
        source, all_flags, ready.numbers[start:end].tolist(), groups, places, tuple(names)
    )
    return pattern


def compiled_patterns(sources: Mapping[str, int]) -> dict[str, Any]:
    """Return what `compile_pattern` wants to know of patterns, given with their flags, as plain JSON.

    What is no regular expression is left out.
    """
    numbers: array[int] = array(_NUMBER)
    patterns: dict[str, tuple[int, int, int, int, int, dict[str, int]]] = {}
    for source, flags in sources.items():
        try:
            tree = _parser.parse(source, flags)
            code = _compiler._code(tree, flags)
        except re.error:
            continue
        state, start = tree.state, len(numbers)
        numbers.extend(code)
        patterns[source] = (flags, flags | state.flags, start, len(numbers), state.groups - 1, state.groupdict)
    packed = b64encode(compress(numbers.tobytes(), 9)).decode("ascii")
    return {"python": _PYTHON, "numbers": packed, "patterns": patterns}


@cache
def _ready() -> _Ready | None:
    """Return what was compiled by a Python that numbers as this one does."""
    known = known_patterns()
    if known.get("python") != _PYTHON or array(_NUMBER).itemsize != _sre.CODESIZE:
        return None
    numbers: array[int] = array(_NUMBER)
    numbers.frombytes(decompress(b64decode(known["numbers"])))
    return _Ready(numbers, known["patterns"])
