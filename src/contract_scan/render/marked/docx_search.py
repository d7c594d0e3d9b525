"""Finding in a Word file's own text what was quoted from the text that was read of it.

The two differ: automatic numbers and the separators of cells stand in the one only, text boxes and notes too. A quote
that stands several times is taken where the same of them stands.
"""

from __future__ import annotations

import re

__all__ = ["Search", "bare"]

_NOT_TEXT = re.compile(r"[\s|]+")
#: The longest automatic number that may stand before a paragraph, and the least of a quote that tells its place.
_LONGEST_NUMBER = 12
_LEAST = 4


def bare(text: str) -> str:
    """Return `text` without blanks and without what parts the cells of a row."""
    return _NOT_TEXT.sub("", text)


class Search:
    """Finds stretches of `read`, the report's text, in `own`, the characters of the file without blanks."""

    def __init__(self, own: str, read: str) -> None:
        # What parts cells may also stand in the file itself; the offsets lead back.
        self._offsets = [at for at, char in enumerate(own) if char != "|"]
        self._own = own.replace("|", "")
        self._read = read

    def find(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where ``read[start:end]`` stands in `own`, half open, or None."""
        # A quote over several paragraphs may have an automatic number at the head of each.
        spans = []
        at = start
        for line in self._read[start:end].split("\n"):
            found = self._line(at, at + len(line))
            if found is not None:
                spans.append(found)
            at += len(line) + 1
        if not spans:
            return None
        first, last = min(span[0] for span in spans), max(span[1] for span in spans)
        return self._offsets[first], self._offsets[last - 1] + 1

    def _line(self, start: int, end: int) -> tuple[int, int] | None:
        whole = bare(self._read[start:end])
        for skipped in range(min(_LONGEST_NUMBER, max(len(whole) - _LEAST, 0)) + 1):
            wanted = whole[skipped:]
            if wanted and wanted in self._own:
                at = self._same(wanted, end)
                return at, at + len(wanted)
        return None

    def _same(self, wanted: str, end: int) -> int:
        """Return the place of the occurrence that the quoted one answers to: by rank, or by how far in it stands."""
        own = [match.start() for match in re.finditer(f"(?={re.escape(wanted)})", self._own)]
        if len(own) == 1:
            return own[0]
        text = bare(self._read)
        read = [match.start() for match in re.finditer(f"(?={re.escape(wanted)})", text)]
        at = len(bare(self._read[:end])) - len(wanted)
        if len(read) == len(own) and at in read:
            return own[read.index(at)]
        expected = at * len(self._own) / max(len(text), 1)
        return min(own, key=lambda place: abs(place - expected))
