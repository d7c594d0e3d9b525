"""An agreement as the floors below have read it: what every assessment starts from."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from contract_scan.assess.parts import Part, part_at
from contract_scan.frames.model import Reading
from contract_scan.language.roles import Roles
from contract_scan.literals import may_match
from contract_scan.model.document import Document
from contract_scan.model.report import Evidence
from contract_scan.rules.matcher import Match
from contract_scan.segment import Structure

__all__ = ["Agreement"]

#: The numbers of a reference to a clause, and what a printed number has beside them.
_NUMBERS = re.compile(r"第?([一二三四五六七八九十百\d]+)[条款项）)]")
_NUMBER_SIGNS = re.compile(r"[第条款项（()）、.\s]")
#: A line of a form that is read with the sentence before or after, and holds but a blank and its unit: ____元；
_BLANK_LINE = re.compile(r"[\s_＿—－.…·:：，,。；;、（）()¥￥%％□☐]*(?:[元圆天日月年台户笔份%％][\s，,。；;、]*)?")


def _without_blank_lines(text: str, start: int, end: int) -> tuple[int, int]:
    """Return ``text[start:end]`` without the lines at either end that say nothing by themselves."""
    lines = list(re.finditer(r"[^\n]+", text[start:end]))
    spoken = [line for line in lines if not _BLANK_LINE.fullmatch(line.group())]
    if len(spoken) in (0, len(lines)):
        return start, end
    return start + spoken[0].start(), start + spoken[-1].end()


@dataclass(frozen=True, slots=True)
class Agreement:
    """The document with its readings and the rules that fired on them.

    `signals` are, for each reading, all that rules test: its own and what its surroundings gave it.
    """

    document: Document
    structure: Structure
    readings: tuple[Reading, ...]
    matches: tuple[Match, ...]
    roles: Roles
    signals: tuple[frozenset[str], ...] = field(default=(), repr=False)
    #: The documents that it consists of; none where it is a single one.
    parts: tuple[Part, ...] = ()
    _kinds: dict[int, frozenset[str]] = field(init=False, repr=False)
    _of_kind: dict[str, list[int]] = field(init=False, repr=False)
    _saying: dict[re.Pattern[str], Sequence[Reading]] = field(init=False, repr=False, default_factory=dict)
    #: The evidence for whole sentences, by their index: several assessments quote the same ones.
    _quoted: dict[int, Evidence] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        kinds: dict[int, set[str]] = defaultdict(set)
        for hit in self.matches:
            kinds[hit.reading].add(hit.rule.kind)
        of_kind: dict[str, list[int]] = defaultdict(list)
        for index, found in kinds.items():
            for kind in found:
                if not self.readings[index].sentence.paragraph.heading:
                    of_kind[kind].append(index)
        object.__setattr__(self, "_kinds", {index: frozenset(found) for index, found in kinds.items()})
        object.__setattr__(self, "_of_kind", dict(of_kind))

    def kinds(self, index: int) -> frozenset[str]:
        """Return the kinds of the sentence at `index`."""
        return self._kinds.get(index, frozenset())

    def reading_at(self, offset: int) -> Reading | None:
        """Return the sentence that the character at `offset` stands in; None between sentences."""
        index = bisect_right(self.readings, offset, key=lambda reading: reading.sentence.start) - 1
        if index < 0 or offset >= self.readings[index].sentence.end:
            return None
        return self.readings[index]

    def readings_within(self, start: int, end: int) -> Sequence[Reading]:
        """Return the sentences that share a character with ``[start, end)`` of the document, in reading order."""
        first = bisect_right(self.readings, start, key=lambda reading: reading.sentence.end)
        last = bisect_left(self.readings, end, key=lambda reading: reading.sentence.start)
        return self.readings[first:last]

    def of_kind(self, *kinds: str) -> Sequence[Reading]:
        """Return the readings that are of any of these kinds, headings aside, in reading order."""
        indexes = {index for kind in kinds for index in self._of_kind.get(kind, ())}
        return [self.readings[index] for index in sorted(indexes)]

    def saying(self, pattern: re.Pattern[str]) -> Sequence[Reading]:
        """Return the readings in whose text a pattern is found, in reading order. Each pattern is looked for once."""
        found = self._saying.get(pattern)
        if found is None:
            found = self._saying[pattern] = [
                reading
                for reading in self.readings
                if may_match(pattern, reading.sentence.grams) and pattern.search(reading.text)
            ]
        return found

    def in_annex(self, reading: Reading) -> bool:
        """Whether a sentence stands in an annex."""
        clause = reading.sentence.paragraph.clause
        while clause is not None:
            node = self.structure.clauses[clause]
            if node.annex:
                return True
            clause = node.parent
        return False

    def is_in_clause(self, reading: Reading, number: str) -> bool:
        """Whether a sentence stands in the clause of a printed number: 第五条, 第五条第（二）项."""
        clause = reading.sentence.paragraph.clause
        if clause is None or reading.sentence.paragraph.heading:
            return False
        wanted = _NUMBERS.findall(number)
        path = [_NUMBER_SIGNS.sub("", part) for part in self.structure.path(clause)]
        return path[-len(wanted) :] == wanted

    def before(self, reading: Reading, *, article: bool) -> Sequence[Reading]:
        """Return the sentences that 前款 or 前条 speaks of: of the paragraph, or of the whole article, before this one.

        Args:
            reading: the sentence that says so.
            article: 前条 is meant, the article before that in which the sentence stands.
        """
        clause = reading.sentence.paragraph.clause
        if clause is None:
            return ()
        node = self.structure.clauses[clause]
        same = [
            one
            for one in self.readings[: reading.sentence.index]
            if one.sentence.paragraph.clause == clause
            and one.sentence.paragraph.index < reading.sentence.paragraph.index
            and not one.sentence.paragraph.heading
        ]
        if same and not article:
            return same
        while article and "条" not in (node.number or "") and node.parent is not None:
            node = self.structure.clauses[node.parent]
        siblings = [one for one in self.structure.clauses[: node.index] if one.parent == node.parent]
        if not siblings:
            return ()
        last = siblings[-1]
        return [one for one in self.readings[: reading.sentence.index] if last.start <= one.sentence.start < last.end]

    def evidence(self, reading: Reading, start: int | None = None, end: int | None = None) -> Evidence:
        """Return the evidence for a sentence, or for ``reading.text[start:end]``."""
        sentence = reading.sentence
        if start is not None and end is not None:
            return self.evidence_at(*sentence.printed(start, end))
        found = self._quoted.get(sentence.index)
        if found is None:
            # A heading is quoted with its number, as printed: 「费用」 alone is found all over an agreement.
            first = sentence.paragraph.block.start if sentence.paragraph.heading else sentence.start
            stretch = _without_blank_lines(self.document.text, min(first, sentence.start), sentence.end)
            found = self._quoted[sentence.index] = self.evidence_at(*stretch)
        return found

    def evidence_at(self, start: int, end: int) -> Evidence:
        """Return the evidence for ``document.text[start:end]``, with its page and a box for each printed line."""
        regions = self.document.layout.regions(start, end)
        part = part_at(self.parts, start)
        return Evidence(
            start=start,
            end=end,
            quote=self.document.text[start:end],
            page=regions[0].page if regions else self.document.page_at(start),
            boxes=tuple((r.box.x0, r.box.top, r.box.x1, r.box.bottom) for r in regions),
            box_pages=tuple(r.page for r in regions),
            document=None if part is None else self.parts[part].name,
        )

    def part_of(self, reading: Reading) -> int | None:
        """Return the index of the document that a sentence stands in, None where there is a single one."""
        return part_at(self.parts, reading.sentence.start)
