"""Where a sentence names an end, in which of its clauses, and who brings it about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contract_scan.assess.ending.lexicon import EndingLexicon
from contract_scan.frames.model import Reading

__all__ = [
    "NEAR",
    "End",
    "actors",
    "clause_at",
    "clauses",
    "ends_of",
    "is_told",
    "provider_ends",
    "statement_at",
    "subject_before",
]

NEAR = 16  # characters before a party or a time that tell what it is
_CLAUSE = re.compile(r"[^，。；！？|：]+")
_STATEMENT = re.compile(r"[^。；！？|]+")
_DENIED = re.compile("不(?:得|会|能|可|应)[^，]{0,12}$")
_QUOTED = re.compile(r"[“「『\"][^”」』\"]{1,40}[”」』\"]")
_AND = re.compile("[、和与及]|以及|或者?")
_THINKS = ("认为", "觉得", "相信", "怀疑", "判断", "认定", "发现", "看")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class End:
    """An end named at ``[start, end)`` of a sentence, in the clause ``[clause[0], clause[1])`` of it.

    `subject` is the role that brings it about: ``merchant``, ``provider``, ``agent``, ``either``, None where nobody is
    named. `denied` says that it may not be: 甲方不得解除. `foreign` says that something else ends: another bond,
    甲方终止与外包机构的合作, or the use of a device that another one takes the place of, 更换终端的，收回旧机.
    """

    start: int
    end: int
    clause: Span
    subject: str | None
    denied: bool
    foreign: bool


def clauses(text: str) -> list[Span]:
    """Return the stretches of a text between punctuation marks, in order."""
    return [match.span() for match in _CLAUSE.finditer(text)]


def clause_at(spans: Sequence[Span], at: int) -> int:
    """Return the index of the clause that an offset lies in: the last that begins at or before it."""
    return max((index for index, (start, _) in enumerate(spans) if start <= at), default=0)


def statement_at(text: str, at: int) -> Span:
    """Return what stands between the full stops or semicolons around an offset."""
    return next(
        (match.span() for match in _STATEMENT.finditer(text) if match.start() <= at < match.end()), (0, len(text))
    )


def is_told(reading: Reading, start: int, lexicon: EndingLexicon) -> bool:
    """Whether the party at an offset is the one who is told, or with whom something is done."""
    return (
        lexicon.search("told", reading.text[max(0, start - NEAR) : start]) is not None
        or lexicon.search("told_of", reading.text[max(0, start - 2 * NEAR) : start]) is not None
    )


def actors(reading: Reading) -> list[tuple[int, int, str]]:
    """Return the parties of a sentence, the two sides that stand side by side as ``either``: 您和我们都可以."""
    found: list[tuple[int, int, str]] = []
    for start, end, role in reading.parties:
        if found and _AND.fullmatch(reading.text[found[-1][1] : start]) and _sides(found[-1][2], role):
            found[-1] = (found[-1][0], end, "either")
        else:
            found.append((start, end, role))
    return found


def _sides(one: str, other: str) -> bool:
    return "merchant" in (one, other) and {one, other} & {"provider", "agent"} != set()


def subject_before(reading: Reading, at: int, lexicon: EndingLexicon) -> str | None:
    """Return the role of the party that stands last before an offset and is not the one who is told something."""
    return next(
        (
            role
            for start, end, role in reversed(actors(reading))
            if end <= at
            # Whose thing it is does not act: 甲方可将乙方的终端收回.
            and not reading.text.startswith("的", end)
            and not is_told(reading, start, lexicon)
            # 「甲方认为乙方违约，可以终止」: what it thinks of the other ends with the clause.
            and not (reading.text.endswith(_THINKS, 0, start) and "，" in reading.text[end:at])
        ),
        None,
    )


def ends_of(reading: Reading, lexicon: EndingLexicon) -> list[End]:
    """Return the ends that a sentence names, in order.

    What stands in quotes is a button or a title where an end is named outside of them as well:
    在“设置—注销账户”中申请注销.
    """
    text = reading.text
    found = [match.span() for match in lexicon.finditer("end", text)]
    if not found:
        return []
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    found = [(a, b) for a, b in found if not any(x <= a < y for x, y in quoted)] or found
    return list(_described(reading, found, clauses(text), lexicon))


def _described(reading: Reading, found: Sequence[Span], spans: Sequence[Span], lexicon: EndingLexicon) -> Iterator[End]:
    for start, end in found:
        clause = spans[clause_at(spans, start)]
        yield End(
            start,
            end,
            clause,
            subject_before(reading, start, lexicon),
            denied=_DENIED.search(reading.text[clause[0] : start]) is not None,
            foreign=lexicon.search("other_bond", reading.text[slice(*clause)]) is not None
            or _swapped(reading, start, end, lexicon),
        )


def _swapped(reading: Reading, start: int, end: int, lexicon: EndingLexicon) -> bool:
    """Whether a device is taken back for another one."""
    if not lexicon.search("device_end", reading.text[start:end]):
        return False
    first, _ = statement_at(reading.text, start)
    return lexicon.search("swapped", reading.text[first : end + 2]) is not None


def provider_ends(reading: Reading, lexicon: EndingLexicon) -> list[End]:
    """Return the ends that the provider, its agent or either party may bring about."""
    return [
        end
        for end in ends_of(reading, lexicon)
        if not end.denied and not end.foreign and end.subject not in ("merchant", None)
    ]
