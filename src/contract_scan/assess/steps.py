"""The sentences around a promise that tell how it is gone about, and name no money: 第三步，财务十日内打款到账户."""

from __future__ import annotations

from collections.abc import Iterator, Set

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.mentions import OTHER_MONEY, Mention, Talk
from contract_scan.frames.model import Reading

__all__ = ["NEAR", "is_of_other_money", "steps_after"]

NEAR = 7  # sentences behind the promise in which its time may be told
_INLINE = 3  # …and where they have no heading, though the promise has one of its own line: 信用金返还：…
_OTHER_KINDS = frozenset({"transaction_refund", "settlement_hold", "fee"})


def steps_after(agreement: Agreement, talk: Talk, promised: Set[int]) -> Iterator[tuple[Mention, Reading]]:
    """Yield the sentences soon after a promise, under its heading, each with the promise."""
    for reading in agreement.readings:
        index = reading.sentence.index
        if index in talk.by_index or reading.sentence.paragraph.heading or reading.sentence.is_row:
            continue
        back = next((at for at in range(index - 1, index - NEAR, -1) if at in promised and at in talk.by_index), None)
        if back is None:
            continue
        spoken = talk.by_index[back]
        same = spoken.reading.headings[:1] == reading.headings[:1]
        bare = not reading.headings and index - back <= _INLINE
        if (same or bare) and not is_of_other_money(agreement, reading):
            yield spoken, reading


def is_of_other_money(agreement: Agreement, reading: Reading, concepts: Set[str] = OTHER_MONEY) -> bool:
    """Whether a sentence is about other money than the deposit, told by `concepts`, or another kind of payment."""
    named = {hit.concept for hit in reading.hits}
    return bool(named & concepts or agreement.kinds(reading.sentence.index) & _OTHER_KINDS)
