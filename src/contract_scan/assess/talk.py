"""Where an agreement speaks of the merchant's deposit: by name, or in sentences that lean on one that names it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.coined import Coined, read_coined, read_pledged, read_returned
from contract_scan.assess.mentions import OTHER_MONEY, Mention, Talk
from contract_scan.assess.naming import SETTLES, named_by_clause, named_by_sum, own_names, printed_names
from contract_scan.assess.ownership import is_of_others
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.assess.payers import goes_on, merchant_label, read_payers
from contract_scan.frames.model import Reading
from contract_scan.literals import grams_of, may_match
from contract_scan.model.report import DepositSort

__all__ = ["listen"]

_SETTLED_FIRST = frozenset({"funds", "cardholder_refund", "fee_named"})
_REACH = 3  # sentences that a name carries over, within its clause
_TICKED = re.compile(r"[☑☒√✓✔]")
_OPTION = re.compile(r"[□☐][^□☐☑☒√✓✔|。；]*")


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
        names = tuple(printed_names(reading, coined, lexicon))
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
        if names := tuple(printed_names(reading, coined, lexicon)):
            yield reading, names


def _asked(reading: Reading, named_before: Mention | None, lexicon: DepositLexicon) -> Mention | None:
    """What a question names, which says nothing itself but which its answer speaks of: 押金退不退？退，还机就退."""
    names = tuple(printed_names(reading, (), lexicon))
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
    hits = {
        hit.concept
        for hit in reading.hits
        if not any(a < hit.start and hit.end <= b for a, b, _ in names)
        # 结清应付款项, 无未决退单: what must be settled first is not what is spoken of.
        and not (hit.concept in _SETTLED_FIRST and lexicon["no_rival"].search(reading.text[: hit.start]))
    }
    if lexicon["names.fraud"].search(reading.text) or _is_no_reason(agreement, reading, lexicon):
        return None
    if not names:
        names = tuple(named_by_clause(agreement, reading, mentions, lexicon))
    if not names:
        names = tuple(named_by_sum(reading, mentions, lexicon))
    if not names:
        names = tuple(own_names(reading, label))
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
    if lexicon["names.defines_other"].match(reading.text) and not reading.quantities:
        return None  # a term with a figure in it (“活跃月”指交易不少于8笔的月) may be one on which the return depends
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


def _carries_on(reading: Reading, named_before: Mention, hits: set[str], lexicon: DepositLexicon) -> bool:
    """Whether a sentence soon after goes on about the deposit without naming it or any other money."""
    steps = reading.sentence.index - named_before.reading.sentence.index
    if "question" in named_before.reading.signals:
        return steps == 1 and _answers(reading, named_before, lexicon)
    if lexicon["names.thaws"].search(reading.text) and lexicon["names.freezes"].search(named_before.reading.text):
        return 0 < steps <= _REACH
    if _same_sum(reading, named_before) and any(lexicon[word].search(reading.text) for word in SETTLES):
        return 0 < steps <= _REACH
    if reading.sentence.is_row:
        return False
    if lexicon["names.charge"].search(reading.text) or any(hit.startswith("fee_") for hit in hits):
        return False
    # Under a heading, or a title, that is the deposit's name, the money spoken of is the deposit.
    section = "about.deposit" in reading.signals or (
        reading.headings[:1] == named_before.reading.headings[:1]
        and any(name in heading for heading in reading.headings[:1] for _, _, name in named_before.names)
    )
    if lexicon["names.paid_back"].search(reading.text):
        return 0 < steps <= _REACH and not hits & (OTHER_MONEY - {"equipment"})
    words = ("names.topic", "names.section", *SETTLES) if section else ("names.topic",)
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
    return any(lexicon[word].search(reading.text) for word in (*SETTLES, "deadline.pays"))


def _aside(text: str, lexicon: DepositLexicon) -> bool:
    return lexicon["names.aside"].search(text) is not None


def _leans_on(reading: Reading, mentions: dict[int, Mention]) -> Mention | None:
    for index in (reading.previous, reading.chapeau):
        if index is not None and (found := mentions.get(index)) is not None:
            return found
    return None


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
