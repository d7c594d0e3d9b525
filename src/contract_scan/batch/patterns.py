"""Patterns of file names, as shells and ``.gitignore`` have them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from contract_scan.errors import UsageError

__all__ = ["Patterns"]

_PARTS = re.compile(r"\*\*/|/\*\*$|\*\*|\*|\?|\[!?[^\]]+\]|.", re.DOTALL)


class Patterns:
    """Some patterns, tried on paths that are written with ``/`` from the folder that is searched.

    ``*`` and ``?`` stand for characters of one name, ``**`` for any number of folders, ``[a-f]`` for one of these
    characters. A pattern without ``/`` is tried on the name at any level. Case does not count: a folder has ``A.PDF``
    beside ``b.pdf`` more often than it means two things by it.

    Raises:
        UsageError: what stands in brackets is no range, as in ``[z-a]``.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        given = tuple(pattern.replace("\\", "/") for pattern in patterns)
        self._names = _compiled(pattern for pattern in given if "/" not in pattern.rstrip("/"))
        self._paths = _compiled(pattern.removeprefix("./").lstrip("/") for pattern in given if "/" in pattern[:-1])

    def __bool__(self) -> bool:
        return self._names is not None or self._paths is not None

    def match(self, path: str) -> bool:
        """Tell whether one of the patterns fits `path`, such as ``2024/branch/a.pdf``."""
        name = path.rpartition("/")[2]
        return bool((self._names and self._names.fullmatch(name)) or (self._paths and self._paths.fullmatch(path)))


def _compiled(patterns: Iterable[str]) -> re.Pattern[str] | None:
    given = list(patterns)
    written = ["".join(map(_translated, _PARTS.findall(pattern.rstrip("/")))) for pattern in given]
    try:
        return re.compile("|".join(written), re.IGNORECASE | re.DOTALL) if written else None
    except re.error as error:
        raise UsageError(f"{' '.join(given)}：方括号里的范围不对；请写成 [a-f] 这样从小到大") from error


def _translated(part: str) -> str:
    match part:
        case "**/":
            return "(?:.*/)?"
        case "/**":
            return "/.*"
        case "**":
            return ".*"
        case "*":
            return "[^/]*"
        case "?":
            return "[^/]"
        case _ if len(part) > 1:
            negated = part.startswith("[!")
            return f"[{'^/' if negated else ''}{part[2 if negated else 1 : -1]}]".replace("\\", "\\\\")
        case _:
            return re.escape(part)
