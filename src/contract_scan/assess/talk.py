"""Where an agreement speaks of the merchant's deposit: by name, or in sentences that lean on one that names it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field, replace
from decimal import Decimal

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.coined import Coined, read_coined, read_pledged, read_returned
from contract_scan.assess.ownership import is_of_others
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.assess.payers import goes_on, merchant_label, read_payers
from contract_scan.frames.model import Reading
from contract_scan.literals import grams_of, may_match
from contract_scan.model.report import DepositSort

__all__ = ["OTHER_MONEY", "Mention", "Talk", "clause_of", "listen"]

_SORTS: tuple[DepositSort, ...] = ("device", "reserve")
_REACH = 3  # sentences that a name carries over, within its clause
_VERBAL = re.compile(r"^[退返]")  # 退押, 返押: the verb with its object
_PLAIN = re.compile(r"押金|保证金")
_TICKED = re.compile(r"[☑☒√✓✔]")
_OPTION = re.compile(r"[□☐][^□☐☑☒√✓✔|。；]*")
_BREAK = re.compile(r"[，：:；。！？|]")
_SETTLES = ("effects.deny", "effects.forfeit", "effects.convert", "effects.return")
#: Concepts of money that is not the deposit.
OTHER_MONEY = frozenset({"cardholder_refund", "funds", "guest_deposit", "foreign_deposit", "equipment"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A sentence about the deposit.

    `text` is as long as the reading's, each character of a deposit's name written ¤ and what must not be read ■.
    `group` is ``device`` or ``reserve`` (money held against chargebacks and debts). `near` counts the sentences since
    the deposit was named, 0 where this one names it; one that only says 退押 or 返押 has no `names`.
    """

    reading: Reading
    text: str
    names: tuple[tuple[int, int, str], ...]
    group: DepositSort
    near: int
    titled: bool
    #: What the general rules say the sentence is.
    kinds: frozenset[str]
    #: The group of each of `names`.
    sorts: tuple[DepositSort, ...] = ()

    @property
    def groups(self) -> frozenset[DepositSort]:
        """Every sort of deposit that the sentence speaks of: 押金和风险保证金均不退还."""
        return frozenset(self.sorts) or frozenset({self.group})

    def only(self, group: DepositSort) -> Mention:
        """Return what the sentence says of one sort of deposit."""
        own = [index for index, sort in enumerate(self.sorts) if sort == group]
        if len(own) == len(self.sorts):
            return self
        return replace(
            self, group=group, names=tuple(self.names[index] for index in own), sorts=tuple(group for _ in own)
        )


@dataclass(frozen=True, slots=True)
class Talk:
    """All that an agreement says of the deposit, in reading order."""

    mentions: tuple[Mention, ...]
    by_index: dict[int, Mention] = field(repr=False)
    #: The sort of deposit that this is about; None for all.
    about: DepositSort | None = None
    #: The questions that name the deposit and that one of `mentions` answers.
    asked: tuple[Mention, ...] = ()

    @property
    def groups(self) -> tuple[DepositSort, ...]:
        """Which sorts of deposit are named: the device's first."""
        if self.about is not None:
            return (self.about,)
        named = {group for mention in (*self.mentions, *self.asked) if mention.near == 0 for group in mention.groups}
        return tuple(group for group in _SORTS if group in named)

    def only(self, group: DepositSort) -> Talk:
        """Return what is said of one sort of deposit, with its names alone."""
        mentions = tuple(mention.only(group) for mention in self.mentions if group in mention.groups)
        asked = tuple(mention.only(group) for mention in self.asked if group in mention.groups)
        return Talk(mentions, {mention.reading.sentence.index: mention for mention in mentions}, group, asked)

    def names(self, group: DepositSort) -> tuple[str, ...]:
        """Return the names printed for a group, the most used first."""
        counts = Counter(
            name
            for mention in self.mentions
            for (_, _, name), sort in zip(mention.names, mention.sorts, strict=True)
            if sort == group
        )
        return tuple(name for name, _ in counts.most_common())


def clause_of(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch between punctuation marks that holds ``text[start:end]``."""
    begin = max((match.end() for match in _BREAK.finditer(text, 0, start)), default=0)
    stop = _BREAK.search(text, end)
    return begin, stop.start() if stop else len(text)


def listen(agreement: Agreement, lexicon: DepositLexicon) -> Talk:
    """Return the sentences of an agreement that speak of the deposit."""
    coined = (*read_coined(agreement, lexicon), *read_pledged(agreement, lexicon), *read_returned(agreement, lexicon))
    label = merchant_label(agreement)
    naming = tuple(_naming(agreement, coined, lexicon))
    payers = read_payers(agreement, naming, lexicon)
    theirs: Reading | None = None
    mentions: dict[int, Mention] = {}
    asked: dict[int, Mention] = {}
    named_before: Mention | None = None
    for reading in agreement.readings:
        if "question" in reading.signals:
            named_before = _asked(reading, named_before, lexicon)
            continue
        names = tuple(_names(reading, coined, lexicon))
        own = payers.own(reading, names, lexicon)
        if (names and not own) or goes_on(reading, names, theirs, lexicon):
            theirs = reading
            continue
        mention = _mention(agreement, reading, own, label, mentions, named_before, lexicon)
        if mention is not None:
            theirs = None
            mentions[reading.sentence.index] = mention
            if mention.near == 1 and named_before is not None and "question" in named_before.reading.signals:
                asked[named_before.reading.sentence.index] = named_before
            if mention.near == 0:
                named_before = mention
    return Talk(tuple(mentions.values()), mentions, asked=tuple(asked.values()))


def _naming(
    agreement: Agreement, coined: Coined, lexicon: DepositLexicon
) -> Iterable[tuple[Reading, tuple[tuple[int, int, str], ...]]]:
    """The sentences that name a deposit, each with the names."""
    for reading in agreement.readings:
        if names := tuple(_names(reading, coined, lexicon)):
            yield reading, names


def _asked(reading: Reading, named_before: Mention | None, lexicon: DepositLexicon) -> Mention | None:
    """What a question names, which says nothing itself but which its answer speaks of: 押金退不退？退，还机就退."""
    names = tuple(_names(reading, (), lexicon))
    if not names or reading.concepts & {"guest_deposit", "foreign_deposit"}:
        return named_before
    sorts = tuple(_sort(name, named_before, lexicon) for _, _, name in names)
    return Mention(reading, _marked(reading, names, (), lexicon), names, sorts[0], 0, False, frozenset(), sorts)


def _mention(
    agreement: Agreement,
    reading: Reading,
    names: tuple[tuple[int, int, str], ...],
    label: str,
    mentions: dict[int, Mention],
    named_before: Mention | None,
    lexicon: DepositLexicon,
) -> Mention | None:
    """What a sentence with these names of the deposit says of it; none where it speaks of something else."""
    index = reading.sentence.index
    kinds = agreement.kinds(index)
    # 履约备付金, so defined, is the merchant's own, whatever 备付金 is elsewhere.
    hits = {hit.concept for hit in reading.hits if not any(a < hit.start and hit.end <= b for a, b, _ in names)}
    if lexicon["names.fraud"].search(reading.text) or _is_no_reason(agreement, reading, lexicon):
        return None
    if not names:
        names = tuple(_by_clause(agreement, reading, mentions, lexicon))
    if not names:
        names = tuple(_by_sum(reading, mentions, lexicon))
    if not names:
        names = tuple(_own(reading, label))
        hits -= {"guest_deposit"} if names else set()
    foreign = bool(hits & {"guest_deposit", "foreign_deposit"}) or _aside(reading.text, lexicon)
    if foreign and not (names and "deposit" in kinds):
        return None
    if (
        not names
        and not mentions
        and named_before is None
        and not any(hit.concept == "deposit" for hit in reading.hits)
    ):
        return None  # nothing was said yet that it could lean on
    unticked = _unticked(reading.canonical)
    if kept := tuple(one for one in names if not any(a <= one[0] < b for a, b in unticked)):
        names = kept
    elif names and unticked:
        return None
    text = _marked(reading, names, unticked, lexicon)
    if names and is_of_others(reading, text, names, lexicon, sure=not foreign and "deposit" in kinds):
        return None
    if lexicon["names.mention"].search(text):
        return None
    titled = any(
        lexicon["headings.return"].search(heading) and not lexicon["headings.other_money"].search(heading)
        for heading in reading.headings[:2]
    )
    if not names and not foreign and any(hit.concept == "deposit" for hit in reading.hits):
        return Mention(reading, text, (), "device", 0, titled, kinds)  # 退押, 返押
    if names:
        sorts = tuple(_sort(name, named_before, lexicon) for _, _, name in names)
        return Mention(reading, text, names, sorts[0], 0, titled, kinds, sorts)
    source = _leans_on(reading, mentions)
    if source is None and named_before is not None and (titled or kinds & {"deposit"}):
        source = named_before
    if source is None and named_before is not None and _carries_on(reading, named_before, hits, lexicon):
        source = named_before
    if any(f.predicate == "return" and f.object == "cardholder_refund" for f in reading.frames):
        return None  # 付款人要求退款的，原路退款
    announces = reading.text.endswith("：")  # 缴存标准（单位：元）： stands like a heading over its lines
    if source is None or (reading.sentence.paragraph.heading and not announces):
        return None
    near = source.near + 1
    if near > _REACH and not titled:
        return None
    return Mention(reading, text, (), source.group, min(near, _REACH) if titled else near, titled, kinds)


def _is_no_reason(agreement: Agreement, reading: Reading, lexicon: DepositLexicon) -> bool:
    """Whether a sentence stands in a list of what is no reason to keep the deposit: 不得以下列理由拒退："""
    if reading.chapeau is None:
        return False
    return lexicon["trigger.no_reasons"].search(agreement.readings[reading.chapeau].text) is not None


def _sort(name: str, named_before: Mention | None, lexicon: DepositLexicon) -> DepositSort:
    if named_before is not None and lexicon["names.bare"].search(name):
        return named_before.group
    return "reserve" if lexicon["names.reserve"].search(name) else "device"


def _own(reading: Reading, label: str) -> Iterable[tuple[int, int, str]]:
    """The deposit of whom this agreement serves, where its words are those for guests': 会员押金 in a member's own."""
    merchants = [
        (start, end) for start, end, role in reading.parties if role == "merchant" and reading.text[start:end] == label
    ]
    for match in _PLAIN.finditer(reading.text):
        told = any(
            hit.concept == "guest_deposit"
            and hit.start <= match.start() < hit.end
            and any(hit.start <= start < hit.end and end >= match.start() - 1 for start, end in merchants)
            for hit in reading.hits
        )
        if told or any(end == match.start() for _, end in merchants):
            yield match.start(), match.end(), match.group()


def _by_clause(
    agreement: Agreement, reading: Reading, mentions: dict[int, Mention], lexicon: DepositLexicon
) -> Iterable[tuple[int, int, str]]:
    """The deposit, called by the number of the clause that names it: 第三条所述款项."""
    for match in lexicon["names.by_clause"].finditer(reading.text):
        there = [m for m in mentions.values() if m.names and agreement.is_in_clause(m.reading, match["clause"])]
        others = lexicon["names.charge"]
        if there and not any(others.search(mention.reading.text) for mention in there):
            yield match.start(), match.end(), there[0].names[0][2]


def _by_sum(reading: Reading, mentions: dict[int, Mention], lexicon: DepositLexicon) -> Iterable[tuple[int, int, str]]:
    """The deposit, called by its sum, wherever its fate is told: 您支付的199元自激活之时起抵作购置款."""
    led = [
        (quantity.start, quantity.end, quantity.value)
        for quantity in reading.quantities
        if quantity.kind == "money" and lexicon["names.sum_lead"].search(reading.text[: quantity.start])
    ]
    if not led or lexicon["others.payer"].search(reading.text):
        return
    if not any(lexicon[word].search(reading.text) for word in _SETTLES):
        return
    sums = {value: name for mention in mentions.values() for value, name in _own_sums(mention)}
    for start, end, value in led:
        if value in sums and not lexicon["names.sum_not"].match(reading.text[end:]):
            yield start, end, sums[value]


def _own_sums(mention: Mention) -> Iterable[tuple[Decimal | None, str]]:
    """The sums that stand right by a name of the deposit: 押金199元, 199元（押金）."""
    for quantity in mention.reading.quantities:
        begin, stop = clause_of(mention.text, quantity.start, quantity.end)
        for start, end, name in mention.names:
            if quantity.kind == "money" and quantity.value and begin <= start and end <= stop:
                yield quantity.value, name


def _carries_on(reading: Reading, named_before: Mention, hits: set[str], lexicon: DepositLexicon) -> bool:
    """Whether a sentence soon after goes on about the deposit without naming it or any other money."""
    steps = reading.sentence.index - named_before.reading.sentence.index
    if "question" in named_before.reading.signals:
        return steps == 1 and _answers(reading, named_before, lexicon)
    if lexicon["names.thaws"].search(reading.text) and lexicon["names.freezes"].search(named_before.reading.text):
        return 0 < steps <= _REACH
    if _same_sum(reading, named_before) and any(lexicon[word].search(reading.text) for word in _SETTLES):
        return 0 < steps <= _REACH
    if reading.sentence.is_row:
        return False
    if lexicon["names.charge"].search(reading.text) or any(hit.startswith("fee_") for hit in hits):
        return False
    # Under a heading that is the deposit's name, the money spoken of is the deposit.
    section = reading.headings[:1] == named_before.reading.headings[:1] and any(
        name in heading for heading in reading.headings[:1] for _, _, name in named_before.names
    )
    words = ("names.topic", *_SETTLES) if section else ("names.topic",)
    if not any(lexicon[word].search(reading.text) for word in words):
        return False
    others = OTHER_MONEY - {"funds"} if section else OTHER_MONEY
    return 0 < steps <= (2 * _REACH if section else _REACH) and not hits & others


def _same_sum(reading: Reading, named_before: Mention) -> bool:
    """Whether a sentence speaks of the very sum that was named as the deposit: 满3万元的，冻结的199元自动解冻."""
    sums = [
        {quantity.value for quantity in one.quantities if quantity.kind == "money"}
        for one in (reading, named_before.reading)
    ]
    return bool((sums[0] & sums[1]) - {None})


def _answers(reading: Reading, question: Mention, lexicon: DepositLexicon) -> bool:
    """Whether a sentence says what a question on the deposit asks: how much it is, or what becomes of it."""
    if lexicon["names.how_much"].search(question.text):
        return any(quantity.kind == "money" for quantity in reading.quantities)
    return any(lexicon[word].search(reading.text) for word in (*_SETTLES, "deadline.pays"))


def _aside(text: str, lexicon: DepositLexicon) -> bool:
    return lexicon["names.aside"].search(text) is not None


def _leans_on(reading: Reading, mentions: dict[int, Mention]) -> Mention | None:
    for index in (reading.previous, reading.chapeau):
        if index is not None and (found := mentions.get(index)) is not None:
            return found
    return None


def _names(reading: Reading, coined: Coined, lexicon: DepositLexicon) -> Iterable[tuple[int, int, str]]:
    taken: list[tuple[int, int, str]] = [
        (hit.start, hit.end, hit.text)
        for hit in reading.hits
        if hit.concept == "deposit" and not _VERBAL.match(hit.text)
    ]
    # 不退押金: the longest term 退押 hides the name 押金.
    taken += [
        (hit.end - 1, hit.end + 1, "押金")
        for hit in reading.hits
        if hit.concept == "deposit" and _VERBAL.match(hit.text) and reading.text.startswith("押金", hit.end - 1)
    ]
    for pattern, called in coined:
        taken += [(match.start(), match.end(), called) for match in pattern.finditer(reading.text)]
    last = -1
    leads = [lexicon["names.lead"].match(name) for _, _, name in taken]
    taken = [
        (start + lead.end(), end, name[lead.end() :]) if lead else (start, end, name)
        for (start, end, name), lead in zip(taken, leads, strict=True)
    ]
    for start, end, name in sorted(taken, key=lambda span: (span[0], -span[1])):
        if start >= last:
            yield start, end, name
            last = end


def _unticked(text: str) -> tuple[tuple[int, int], ...]:
    """The options of a line that are not ticked where another one is: □ 可退 ☑ 不可退."""
    if not _TICKED.search(text):
        return ()
    return tuple(match.span() for match in _OPTION.finditer(text))


def _marked(
    reading: Reading,
    names: Sequence[tuple[int, int, str]],
    unticked: Sequence[tuple[int, int]],
    lexicon: DepositLexicon,
) -> str:
    marked = reading.canonical
    if names or unticked:
        letters = list(marked)
        for start, end in unticked:
            letters[start:end] = "■" * (end - start)
        for start, end, _ in names:
            letters[start:end] = "¤" * (end - start)
        marked = "".join(letters)
    known = lexicon.masked.get(marked)
    if known is None:
        known = _masked(marked, grams_of(marked) if names or unticked else reading.grams, lexicon)
        lexicon.masked.keep(marked, known)
    return known


def _masked(text: str, grams: Set[str], lexicon: DepositLexicon) -> str:
    """Return a text with ■ for what must not be read: what is quoted, said of others, a mere reason."""
    for pattern in lexicon.under("masks").values():
        if may_match(pattern, grams):
            masked = pattern.sub(lambda match: "■" * len(match.group()), text)
            if masked != text:
                text, grams = masked, grams_of(masked)
    return text
