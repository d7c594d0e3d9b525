"""Who lodges which deposit: an agent's is none of the merchant's, nor is one of merchants whom a partner recruits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.frames.model import Reading

__all__ = ["Payers", "goes_on", "merchant_label", "read_payers"]

_TOWARDS = re.compile(r"(?:向|给|对|从)$")
_MET = 2  # how often a partner must be said to recruit those whom it calls merchants
_REACH = 2  # sentences in which 该保证金 goes on about what was lodged by another

Names = Sequence[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class Payers:
    """Whose deposits are spoken of beside the merchant's own.

    `lodged` are the names of those that an agent alone lodges, `recruited` what a partner calls the merchants whom it
    recruits for the other side.
    """

    lodged: frozenset[str] = frozenset()
    #: What is paid for a device beside a deposit that is lodged: 履约保证金50000元, 每台另付机具款95元.
    prices: frozenset[str] = frozenset()
    recruited: frozenset[str] = frozenset()
    #: What is said to be lodged by the merchant's customers, by its whole name: 住房押金：客人入住时交给乙方的款项.
    guests: frozenset[str] = frozenset()

    def own(self, reading: Reading, names: Names, lexicon: DepositLexicon) -> tuple[tuple[int, int, str], ...]:
        """Return those of a sentence's names that are of a deposit, and of one which no other lodges."""
        others = self.lodged | self.prices
        return tuple(
            name
            for name in names
            if name[2] not in others
            and not self._of_recruit(reading, name[0], lexicon)
            and not any(reading.text.endswith(guest, 0, name[1]) for guest in self.guests)
        )

    def _of_recruit(self, reading: Reading, at: int, lexicon: DepositLexicon) -> bool:
        """Whether what is named at `at` is lodged by one of those recruited: 商户已缴的终端押金, 向商户收取押金."""
        return any(
            role == "merchant"
            and end <= at
            and reading.text[start:end] in self.recruited
            and lexicon["others.lodged"].fullmatch(reading.text[end:at])
            for start, end, role in reading.parties
        )


def goes_on(reading: Reading, names: Names, before: Reading | None, lexicon: DepositLexicon) -> bool:
    """Whether a sentence goes on about the deposit of another that was named right before: 该保证金, or none named."""
    if before is None or reading.sentence.index - before.sentence.index > _REACH:
        return False
    if not names:
        return reading.sentence.paragraph.clause == before.sentence.paragraph.clause
    return all(lexicon["others.same"].search(reading.text[:start]) for start, _, _ in names)


def merchant_label(agreement: Agreement) -> str:
    """Return the word that the agreement mostly calls the merchant by."""
    counts = Counter(_merchants(agreement.readings))
    return counts.most_common(1)[0][0] if counts else ""


def read_payers(agreement: Agreement, named: Iterable[tuple[Reading, Names]], lexicon: DepositLexicon) -> Payers:
    """Return whose deposits an agreement speaks of.

    Args:
        agreement: the agreement.
        named: its sentences that name a deposit, each with the names.
        lexicon: the patterns.
    """
    named = tuple(named)
    by: dict[str, set[str]] = {"merchant": set(), "agent": set()}
    prices = _prices(named, lexicon)
    if not {"merchant", "agent"} <= {party.role for party in agreement.roles.parties}:
        named = ()  # an agreement with an agent alone is read for the agent
    for reading, names in named:
        for start, _, name in names:
            verb = lexicon["others.lodges"].search(reading.text[:start])
            role = _subject(reading, verb.start()) if verb else None
            if role in by:
                by[role].add(name)
    guests = frozenset(
        match["name"]
        for reading in agreement.saying(lexicon["others.defined"])
        for match in lexicon["others.defined"].finditer(reading.text)
    )
    return Payers(frozenset(by["agent"] - by["merchant"]), prices, _recruited(agreement, lexicon), guests)


def _prices(named: Sequence[tuple[Reading, Names]], lexicon: DepositLexicon) -> frozenset[str]:
    """What is paid for a device beside a deposit that is lodged; by itself it may be one that comes back."""
    priced: set[str] = set()
    proper = False
    for reading, names in named:
        summed = any(quantity.kind == "money" for quantity in reading.quantities)
        for start, _, name in names:
            if lexicon["names.price"].fullmatch(name):
                priced |= {name} if lexicon["names.besides"].search(reading.text[:start]) else set()
            else:
                proper |= summed and lexicon["others.lodges"].search(reading.text[:start]) is not None
    return frozenset(priced) if proper else frozenset()


def _subject(reading: Reading, verb: int) -> str | None:
    """The role of who does what the verb at `verb` says: named last before it, and not as who it is done to."""
    before = [role for start, end, role in reading.parties if end <= verb and not _TOWARDS.search(reading.text[:start])]
    return before[-1] if before else None


def _recruited(agreement: Agreement, lexicon: DepositLexicon) -> frozenset[str]:
    """What a party to the agreement calls the merchants whom it recruits: 乙方发展商户, 乙方应核实商户的证照."""
    labels = {party.label for party in agreement.roles.parties if party.role == "merchant"}
    met: Counter[str] = Counter()
    for reading in agreement.readings:
        own = [end for start, end, role in reading.parties if role == "merchant" and reading.text[start:end] in labels]
        for start, end, role in reading.parties:
            name = reading.text[start:end]
            if role == "merchant" and name not in labels:
                met[name] += any(
                    stop <= start and lexicon["others.recruits"].fullmatch(reading.text[stop:start]) for stop in own
                )
    return frozenset(name for name, count in met.items() if count >= _MET)


def _merchants(readings: Sequence[Reading]) -> Iterable[str]:
    for reading in readings:
        for start, end, role in reading.parties:
            if role == "merchant":
                yield reading.text[start:end]
