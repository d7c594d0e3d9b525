"""The statements of a sentence: who goes on to do what. A long sentence makes several, and each is judged by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["statements_of"]

_BREAK = re.compile(r"[，；：]")
#: Words that may stand between a comma and the party that the next statement is about.
_LEAD = re.compile("(?:并且?|而|则|且|同时|此时|届时|因此|此外|另外|但是?)?")
#: What only says when or whether the statement after it holds.
_CONDITION = re.compile(
    r"(?:^|，)(?:如果?|若|倘若|因|凡|当|一旦|除|经|自|在|对于?|为|由于|根据|按照?|依据|鉴于)[^，]*$"
    r"|(?:的|时|后|前|情形|情况|之一|之日起|期间|期满|为由|以外|外)$"
)
_FURTHER = re.compile(r"(?:并且?(?!非|不)|同时|否则|此外|另外)")


def statements_of(text: str, parties: Sequence[tuple[int, int, str]]) -> tuple[tuple[int, int], ...]:
    """Return the half-open ranges of the statements that `text` makes; none where it makes but one.

    A statement begins where a comma is followed by a party that acts (，甲方有权…) or by a word that adds one
    (并, 同时, 否则). What only gives a condition (乙方套现的，) stays with the statement that it is a condition of.
    """
    openings = {start for start, _, _ in parties}
    cuts = [0]
    for sign in _BREAK.finditer(text):
        at = sign.end()
        lead = _LEAD.match(text, at)
        begins = lead is not None and lead.end() in openings
        if not begins and not _FURTHER.match(text, at):
            continue
        # A statement has somebody who acts; what has nobody is a circumstance of the next: 租期届满，出租方应退还.
        acts = any(cuts[-1] <= start < sign.start() for start in openings)
        if acts and not _CONDITION.search(text[cuts[-1] : sign.start()]):
            cuts.append(at)
    if len(cuts) == 1:
        return ()
    return tuple(zip(cuts, [*cuts[1:], len(text)], strict=True))
