"""Patterns of file names, as shells and ``.gitignore`` have them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from contract_scan.errors import UsageError

__all__ = ["Patterns"]

_PARTS = re.compile(r"\*\*/|/\*\*$|\*\*|\*|\?|\[!?[^\]]+\]|.", re.DOTALL)
_FLAGS = re.IGNORECASE | re.DOTALL
_FEW_STARS = 2  # with so few, one search does


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
        self._names = [_Pattern(pattern) for pattern in given if "/" not in pattern.rstrip("/")]
        self._paths = [_Pattern(pattern.removeprefix("./").lstrip("/")) for pattern in given if "/" in pattern[:-1]]

    def __bool__(self) -> bool:
        return bool(self._names or self._paths)

    def match(self, path: str) -> bool:
        """Tell whether one of the patterns fits `path`, such as ``2024/branch/a.pdf``."""
        name = path.rpartition("/")[2]
        return any(one.fits(name) for one in self._names) or any(one.fits(path) for one in self._paths)


class _Pattern:
    """One pattern, of which every part is tried once at each place: the engine of `re` would try all ways to share a
    name among its stars.
    """

    def __init__(self, pattern: str) -> None:
        parts = _PARTS.findall(pattern.rstrip("/"))
        try:
            whole = re.compile("".join(map(_translated, parts)), _FLAGS)
        except re.error as error:
            raise UsageError(f"{pattern}：方括号里的范围不对；请写成 [a-f] 这样从小到大") from error
        few = sum("*" in part for part in parts) <= _FEW_STARS
        self._whole = whole if few else None
        self._parts = [] if few else [(part, re.compile(_translated(part), _FLAGS)) for part in parts]

    def fits(self, text: str) -> bool:
        if self._whole is not None:
            return self._whole.fullmatch(text) is not None
        places = {0}
        for part, pattern in self._parts:
            if not places:
                return False
            places = set(_ends(part, pattern, text, places))
        return len(text) in places


def _ends(part: str, pattern: re.Pattern[str], text: str, places: set[int]) -> Iterable[int]:
    """Return where `part` may end that begins at one of `places`."""
    first = min(places)
    match part:
        case "**":
            return range(first, len(text) + 1)
        case "**/":
            return places | {at + 1 for at in range(first, len(text)) if text[at] == "/"}
        case "/**":
            slash = min((at for at in places if text.startswith("/", at)), default=len(text))
            return range(slash + 1, len(text) + 1)
        case "*":
            reached = set(places)
            for at in range(first, len(text)):
                if at in reached and text[at] != "/":
                    reached.add(at + 1)
            return reached
    return {at + 1 for at in places if pattern.match(text, at)}


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
