"""How much pdfium goes through to open a page: its contents, and forms as often as they are drawn.

A form that draws another one ten times, which draws a third ten times, is short, and takes all memory there is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from contract_scan.extract.bounds import Bounds
from contract_scan.extract.pdf.objects import REFERENCE, Objects, plain_names
from contract_scan.extract.pdf.unpacking import TooMuchError

__all__ = ["Load", "Page"]

#: What draws a form or an image, by its name.
_DRAWS = re.compile(rb"/([^\s/<>\[\](){}%]+)[\s\0]+Do(?![^\s/<>\[\](){}%])")
#: Operators each of which leaves a piece of text, a shape, a picture or a cut to be kept.
_LEAVES = re.compile(rb"(?<![A-Za-z])(?:[SsFn]|[fBb]\*?|sh|Do|EI|Tj|TJ|'|\")(?=[\s/\[(<]|$)")
_HARMLESS = 8 * 1024 * 1024  # bytes of contents without forms: whatever they draw, it is not looked at
#: Text between brackets: as it is, or as numbers.
_STRINGS = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>", re.DOTALL)
_SHORTEST = 2  # bytes of such an operator, with what parts it from the next
_DEEPEST = 40  # forms in forms: pdfium goes no deeper
_LEADS_BACK = re.compile(rb"/(?:Parent|P|Dest|Popup)\s+\d{1,10}\s+\d{1,5}\s+R\b")
_PAGE = re.compile(rb"/Type\s*/Pages?\b")
_MOST_FOLLOWED = 20_000  # objects


@dataclass(frozen=True, slots=True)
class Page:
    """A page: the number of its object and those of its content streams, and the text of its resources."""

    number: int
    contents: tuple[int, ...]
    resources: bytes


_Names = Mapping[bytes, int]
_Known = dict[tuple[int, int], int]


@dataclass(slots=True)
class Load:
    """Measures the pages of one file; what they share is measured once."""

    objects: Objects
    bounds: Bounds
    _forms: frozenset[int] | None = None
    _laughing: frozenset[int] | None = None
    _named: dict[bytes, _Names] = field(default_factory=dict)
    _draws: dict[int, Counter[bytes]] = field(default_factory=dict)
    _counts: dict[int, int] = field(default_factory=dict)
    _sizes_known: _Known = field(default_factory=dict)
    _counts_known: _Known = field(default_factory=dict)
    _shown_known: _Known = field(default_factory=dict)

    def passed(self, page: Page) -> str | None:
        """Return the bound that a page passes, or something that it refers to; None if it keeps to all."""
        limit = self.bounds.stream_bytes
        if sum(map(self.objects.most, page.contents)) > limit:
            total = 0
            for number in page.contents:
                total += self.objects.size(number, limit)
                if total > limit:
                    return "stream_bytes"
        laughing = self._laughs()
        if laughing and self._reaches(page.number, laughing):
            return "stream_bytes"
        return self._over(page.contents, self._names(page.resources))

    def _over(self, numbers: Sequence[int], names: _Names) -> str | None:
        """Return the bound that streams pass with all that they draw."""
        if not names and sum(map(self.objects.most, numbers)) <= _HARMLESS:
            return None
        try:
            size = sum(self._whole(number, names, self._size, self._sizes_known) for number in numbers)
            if size > self.bounds.stream_bytes:
                return "stream_bytes"
            if size <= _SHORTEST * self.bounds.page_objects:
                return None
            counts = sum(self._whole(number, names, self._count, self._counts_known) for number in numbers)
            shown = sum(self._whole(number, names, self._shown, self._shown_known) for number in numbers)
        except TooMuchError:
            return "stream_bytes"
        if counts > self.bounds.page_objects:
            return "page_objects"
        return "characters" if shown > self.bounds.characters else None

    def _names(self, resources: bytes) -> _Names:
        """Return the forms that resources name."""
        if resources not in self._named:
            forms = self._all_forms()
            named = self.objects.drawables(resources) if forms else {}
            self._named[resources] = {name: number for name, number in named.items() if number in forms}
        return self._named[resources]

    def _all_forms(self) -> frozenset[int]:
        if self._forms is None:
            self._forms = frozenset(self.objects.forms())
        return self._forms

    def _laughs(self) -> frozenset[int]:
        """Return the numbers of the forms that are over a bound by themselves, with all that they draw."""
        if self._laughing is None:
            named = ((form, self._names(self._resources(form))) for form in self._all_forms())
            self._laughing = frozenset(form for form, names in named if names and self._over((form,), names))
        return self._laughing

    def _reaches(self, number: int, wanted: frozenset[int]) -> bool:
        """Tell whether an object refers to one of those that are `wanted`, itself or through others."""
        seen, waiting = {number}, [number]
        while waiting and len(seen) < _MOST_FOLLOWED:
            text = _LEADS_BACK.sub(b"", self.objects.dictionary(waiting.pop()))
            for found in map(int, REFERENCE.findall(text)):
                if found in wanted:
                    return True
                if found not in seen and not _PAGE.search(self.objects.dictionary(found)):
                    seen.add(found)
                    waiting.append(found)
        return False

    def _whole(self, number: int, names: _Names, measure: Callable[[int], int], known: _Known, depth: int = 0) -> int:
        """Return the measure of a stream with those of all that it draws; `names` are the forms of what draws it, which
        it has where it names none of its own.
        """
        own = (self._names(self._resources(number)) if depth or not names else {}) or names
        key = number, id(own)  # `_named` keeps them all
        if key in known or depth > _DEEPEST:
            return known.get(key, 0)
        known[key] = 0  # a form inside of itself is not drawn
        whole = measure(number)
        if own:
            for name, times in self._drawn(number).items():
                if name in own:
                    whole += times * self._whole(own[name], own, measure, known, depth + 1)
        known[key] = whole
        return whole

    def _resources(self, form: int) -> bytes:
        return self.objects.resources(self.objects.dictionary(form))

    def _drawn(self, number: int) -> Counter[bytes]:
        """Return the names of what a stream draws, with how often."""
        if number not in self._draws:
            content = plain_names(self.objects.stream(number, self.bounds.stream_bytes))
            self._draws[number] = Counter(_DRAWS.findall(content)) if b"Do" in content else Counter()
        return self._draws[number]

    def _size(self, number: int) -> int:
        return self.objects.size(number, self.bounds.stream_bytes)

    def _count(self, number: int) -> int:
        if number not in self._counts:
            content, most = self.objects.stream(number, self.bounds.stream_bytes), self.bounds.page_objects
            self._counts[number] = sum(1 for _ in islice(_LEAVES.finditer(content), most + 1))
        return self._counts[number]

    def _shown(self, number: int) -> int:
        """Return how many bytes of text a stream shows, or a little more."""
        content = self.objects.stream(number, self.bounds.stream_bytes)
        return sum(len(match[0]) for match in _STRINGS.finditer(content))
