"""The charges that the merchant owes: rates, sums for a transaction or a period, with their limits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.charges import Charge, Label, charges_of, is_cell, labels_of
from contract_scan.assess.columns import Cell, cells_of, heads_after, under
from contract_scan.assess.doubt import misread
from contract_scan.assess.fee_words import FeeLexicon, Period
from contract_scan.assess.figure_weights import FigureWeights
from contract_scan.frames.model import Reading
from contract_scan.model.report import Deposit, FeeItem, Role

__all__ = ["FeeLexicon", "read_fees", "without_deposit"]

_FeeType = Literal["transaction_rate", "per_transaction", "periodic", "one_off", "other"]
_OWN_NAME = re.compile(r"^([\u4e00-\u9fffA-Za-z（）()、/“”]{2,16})[：:]")
_ONCE = frozenset({None, *"户台张套卷箱枚只块本件个把副片扇页", "平方米"})


@dataclass(slots=True)
class _Draft:
    """A charge while it is put together: figures at ``[start, end)`` of the reading's text.

    `named` says that the charge's own sentence or row names it, `lead` is the line before that does.
    """

    name: str
    card: str | None
    named: bool
    reading: Reading
    start: int
    end: int
    lead: Reading | None = None
    figures: dict[str, Decimal | None] = field(default_factory=dict)
    period: Period | None = None
    per: str | None = None
    each: bool = False
    waiver: str | None = None
    currency: str | None = None

    def take(self, charge: Charge) -> None:
        """Add a figure to the charge."""
        self.figures[charge.part] = charge.value
        self.currency = self.currency or charge.currency
        if charge.part == "amount":
            self.period, self.per, self.each = charge.period, charge.per, charge.each
        self.start, self.end = min(self.start, charge.start), max(self.end, charge.end)

    def atoms(self) -> set[tuple[str, Decimal | None, str | None, str | None]]:
        """The figures as they are told apart: a sum with its currency, an amount with its period."""
        return {
            (part, value, self.period if part == "amount" else None, None if part == "rate" else self.currency)
            for part, value in self.figures.items()
        }


def read_fees(agreement: Agreement, lexicon: FeeLexicon, figures: FigureWeights) -> tuple[FeeItem, ...]:
    """Return every charge that an agreement names, in reading order. A charge said twice is one.

    Blanks to be filled in give a charge without a figure, charges said not to be taken one with a `waiver`. Damages,
    late interest, deposits and thresholds are no charges.
    """
    drafts: list[_Draft] = []
    for draft in _drafts(agreement, lexicon, figures):
        same = next((i for i, other in enumerate(drafts) if _same(other, draft, lexicon)), None)
        if same is None:
            drafts.append(draft)
        elif (len(draft.figures), draft.named) > (len(drafts[same].figures), drafts[same].named):
            drafts[same] = draft
    change, ways = _changes(agreement, lexicon), _collections(agreement, lexicon)
    return tuple(_item(agreement, draft, lexicon, change, ways) for draft in drafts)


def without_deposit(fees: Sequence[FeeItem], deposit: Deposit) -> tuple[FeeItem, ...]:
    """Leave out a sum that is the deposit under a charge's name, or under none."""
    places = [(one.start, one.end) for one in deposit.evidence]
    return tuple(
        fee
        for fee in fees
        if fee.amount not in deposit.amounts
        or fee.rate is not None
        or fee.period is not None
        or not any(one.start < end and start < one.end for one in fee.evidence for start, end in places)
    )


def _drafts(agreement: Agreement, lexicon: FeeLexicon, figures: FigureWeights) -> list[_Draft]:
    """Every mention of a charge, in reading order."""
    drafts: list[_Draft] = []
    heads: tuple[str, ...] = ()
    own = _denied(agreement, lexicon)
    lead: Reading | None = None  # the cell of a flattened table that names what the next one charges
    for reading in agreement.readings:
        cells = cells_of(agreement, reading)
        heads = heads_after(reading, cells, heads)
        cells = under(cells, heads)
        context = _context(agreement, reading, lexicon)
        if context is None or "question" in reading.signals:
            lead = None
            continue
        shared = lexicon.search("shares", _chapeau(agreement, reading)) is not None
        weigh = figures.of("charge", agreement, reading)
        charges = charges_of(reading, lexicon, context=context, cells=cells, own=own, shared=shared, weigh=weigh)
        cell = is_cell(reading)
        limits = charges and not {charge.part for charge in charges} & {"rate", "amount"}
        follows = bool(drafts) and reading.sentence.index - drafts[-1].reading.sentence.index == 1
        if cell and lead is None and follows and limits:
            for charge in charges:  # the next cell of the same line: 20元封顶
                drafts[-1].figures.setdefault(charge.part, charge.value)
            continue
        if charges:
            drafts += _assemble(reading, charges, cells, lead if cell else None, lexicon)
        elif context and (waiver := lexicon.search("waivers", reading.text)):
            if follows:
                drafts[-1].waiver = drafts[-1].waiver or waiver.group()
        elif context and not agreement.kinds(reading.sentence.index) & {"refund", "transaction_refund"}:
            drafts += _waived(reading, lead if cell else None, lexicon)
        names = (
            cell
            and len(cells) < 2
            and "fragment" in reading.signals
            and not charges
            and not any(q.kind in ("money", "foreign_money", "rate") for q in reading.quantities)
        )
        lead = reading if names else None
    return drafts


def _chapeau(agreement: Agreement, reading: Reading) -> str:
    """The words that lead to a sentence's list, or nothing."""
    return agreement.readings[reading.chapeau].text if reading.chapeau is not None else ""


def _context(agreement: Agreement, reading: Reading, lexicon: FeeLexicon) -> bool | None:
    """Whether a sentence speaks of charges; None where its heading says that figures are something else."""
    chapeau = _chapeau(agreement, reading)
    if lexicon.search("example", reading.text) or any(lexicon.search("example", h) for h in reading.headings[:1]):
        return None
    # The nearest heading that says anything; 贷记卡： is a heading of its own line and says nothing.
    titles = [*reading.headings[:1], chapeau, *reading.headings[1:]]
    about, other = next((told for title in titles if any(told := lexicon.told_by(title))), (False, False))
    in_table = reading.sentence.is_row or is_cell(reading)
    kinds = agreement.kinds(reading.sentence.index)
    if in_table and ((other and not about) or ("penalty" in kinds and "fee" not in kinds)):
        return None
    return "fee" in kinds or (about and not other)


def _assemble(
    reading: Reading, charges: Sequence[Charge], cells: Sequence[Cell], lead: Reading | None, lexicon: FeeLexicon
) -> list[_Draft]:
    """Put the figures of one sentence together: a rate with what is added to it, its most and its least."""
    drafts: list[_Draft] = []
    for charge in charges:
        last = drafts[-1] if drafts else None
        limit = charge.part in ("cap", "min")
        if last is not None and (limit or charge.joined) and charge.part not in last.figures:
            last.take(charge)
            continue
        name, card, named = _name(reading, charge, cells, lead, lexicon)
        draft = _Draft(name, card, named, reading, charge.start, charge.end, lead)
        draft.take(charge)
        drafts.append(draft)
    # The most alone is a limit of something else, such as of damages.
    drafts = [draft for draft in drafts if draft.figures.keys() & {"rate", "amount"}]
    for number, draft in enumerate(drafts):
        stop = drafts[number + 1].start if number + 1 < len(drafts) else len(reading.text)
        begin = drafts[number - 1].end if number else 0
        waiver = lexicon.patterns["waivers"].search(reading.text, begin, stop)
        draft.waiver = waiver.group().strip("，") if waiver else None
    return drafts


def _name(
    reading: Reading, charge: Charge, cells: Sequence[Cell], lead: Reading | None, lexicon: FeeLexicon
) -> tuple[str, str | None, bool]:
    """The name of a charge, its way of paying, and whether its own words give the name."""
    rate = charge.part == "rate"
    row = len(cells) > 1
    named_by = [c for c in cells if lexicon.search("label_cell", c.text)] if row else []
    cell = named_by[0].text if named_by else ""
    if any(c.start == c.end for c in named_by):  # a merged cell says what several rows are about, the others which
        first = min((q.start for q in reading.quantities), default=charge.start)
        cell = " ".join(dict.fromkeys(c.text for c in named_by if c.end <= first))
    own, head = next(((c.start, c.head) for c in cells if c.start <= charge.start < c.end), (0, ""))
    text = cell or (lead.text if lead else "")
    card_labels = [label for label in charge.labels if label.side == "card"]
    before = [label for label in card_labels if label.start < charge.start]
    card_labels = sorted(before or card_labels, key=lambda label: lexicon.card(label.name) == lexicon.any_card)
    fee_labels = [label for label in charge.labels if label.side == "charge"]
    card = lexicon.card(card_labels[0].name) if rate and card_labels else None
    named_here = [x for x in before if x.start >= own]
    if text and not (row and named_here and named_here[0].name not in text):
        return text, lexicon.cards_in(text) or card or lexicon.cards_in(head) if rate else None, True
    if rate and card_labels:
        return _rate_name(card_labels[0], fee_labels), card, True
    if fee_labels:
        near = reading.text[fee_labels[0].end : charge.start]
        return fee_labels[0].name, None, not rate or not re.search("[，。；]", near)
    if prefix := _OWN_NAME.match(reading.text):
        return prefix.group(1), card, True
    heading = reading.headings[0] if reading.headings else ""
    card = lexicon.cards_in(heading) if rate else None
    return heading or "费用", card, card is not None


def _rate_name(card: Label, fees: Sequence[Label]) -> str:
    fee = fees[0].name if fees and "费" in fees[0].name else "手续费"
    return fee if card.name in fee else card.name + fee


def _same(one: _Draft, other: _Draft, lexicon: FeeLexicon) -> bool:
    """Whether two mentions are of one charge: the figures of one are among those of the other, under one name."""
    if not one.atoms() <= other.atoms() and not other.atoms() <= one.atoms():
        return False
    if not one.figures or not other.figures:
        return one.name == other.name
    if one.card or other.card:
        return one.card == other.card or not (one.named and other.named)
    if one.name in other.name or other.name in one.name or not (one.named and other.named):
        return True
    first, second = (lexicon.patterns["generic"].sub("|", draft.name) for draft in (one, other))
    return any(first[i : i + 2] in second for i in range(len(first) - 1) if "|" not in first[i : i + 2])


def _denied(agreement: Agreement, lexicon: FeeLexicon) -> frozenset[str]:
    """The names that would be a deposit's, had the agreement not said that they are no deposit."""
    return frozenset(
        hit.text
        for reading in agreement.readings
        if (denied := lexicon.search("denied", reading.text))
        for hit in reading.hits
        if hit.concept == "deposit" and hit.end <= denied.start() and hit.text.endswith(("费", "费用"))
    )


def _waived(reading: Reading, lead: Reading | None, lexicon: FeeLexicon) -> list[_Draft]:
    """Charges said not to be taken, as one: 不收流量费、年费."""
    waived = lexicon.search("waived", reading.text)
    if waived is None or "waive.yes" not in reading.signals:
        return []
    if lead is not None:
        return [_Draft(lead.text, None, True, reading, 0, len(reading.text), lead, waiver=waived.group())]
    labels = [label for label in labels_of(reading, lexicon) if label.side == "charge" and len(label.name) > 2]
    near = [label for label in labels if abs(label.start - waived.end()) < 24 or abs(waived.start() - label.end) < 8]
    if not near:
        return []
    name = reading.text[near[0].start : near[-1].end]
    if re.search("[，。；|]", name):
        name = near[0].name
    return [_Draft(name, None, True, reading, near[0].start, near[-1].end, waiver=waived.group())]


def _changes(agreement: Agreement, lexicon: FeeLexicon) -> list[tuple[Role, str | None]]:
    """Who may change which charges alone: the role and the names, None for all charges."""
    found: list[tuple[Role, str | None]] = []
    for reading in agreement.of_kind("unilateral_change"):
        if "fee" not in agreement.kinds(reading.sentence.index) or not lexicon.search("change_alone", reading.text):
            continue
        if lexicon.search("change_with_consent", reading.text):
            continue
        actors = [frame.actor for frame in reading.frames if frame.predicate == "change" and frame.actor]
        actor = next((a for a in actors if a in ("provider", "agent")), "provider")
        named = [label.name for label in labels_of(reading, lexicon) if label.side == "charge"]
        every = not named or any(lexicon.search("change_of_all", name) for name in named)
        role: Role = "agent" if actor == "agent" else "provider"
        found += [(role, None)] if every else [(role, name) for name in named]
    return found


def _collections(agreement: Agreement, lexicon: FeeLexicon) -> dict[tuple[str, ...], str]:
    """How charges are taken, by the headings under which a sentence without figures says it for all."""
    found: dict[tuple[str, ...], str] = {}
    for reading in agreement.of_kind("fee"):
        if any(quantity.kind in ("money", "foreign_money", "rate") for quantity in reading.quantities):
            continue
        if way := lexicon.search("collection", reading.text):
            found.setdefault(reading.headings, way.group())
    return found


def _type(draft: _Draft, lexicon: FeeLexicon) -> _FeeType:
    if "rate" in draft.figures:
        return "transaction_rate"
    if draft.period:
        return "periodic"
    by_transaction = draft.each or draft.per == "笔"
    clause = draft.reading.text[slice(*_clause_around(draft.reading.text, draft.start, draft.end))]
    if by_transaction or (draft.per == "次" and lexicon.search("transaction_cues", draft.name + clause)):
        return "per_transaction"
    return "one_off" if draft.figures and draft.per in _ONCE else "other"


def _item(
    agreement: Agreement,
    draft: _Draft,
    lexicon: FeeLexicon,
    change: Sequence[tuple[Role, str | None]],
    ways: dict[tuple[str, ...], str],
) -> FeeItem:
    reading = draft.reading
    way = lexicon.search("collection", reading.text)
    evidence = [agreement.evidence(reading)]
    if draft.lead is not None:
        start, end = draft.lead.sentence.start, reading.sentence.end
        evidence = [agreement.evidence_at(start, end)]
    elif not reading.sentence.is_row:
        evidence = [agreement.evidence(reading, *_clause_around(reading.text, draft.start, draft.end))]
    figures = reading.sentence.printed(draft.start, draft.end)
    return FeeItem(
        name=draft.name,
        type=_type(draft, lexicon),
        rate=draft.figures.get("rate"),
        amount=draft.figures.get("amount"),
        cap=draft.figures.get("cap"),
        min=draft.figures.get("min"),
        currency=draft.currency,
        period=draft.period,
        card_type=draft.card,
        collection=way.group() if way else ways.get(reading.headings),
        waiver=draft.waiver,
        changeable_by=next(
            (role for role, name in change if name is None or name in draft.name or draft.name in name), None
        ),
        doubtful=misread(agreement.document, *figures, rate="rate" in draft.figures),
        evidence=tuple(evidence),
    )


def _clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The comma clauses that hold ``[start, end)``."""
    before = max(text.rfind(sign, 0, start) for sign in "，；、")
    after = re.compile("[，；。、]").search(text, end)
    return before + 1, after.start() if after else len(text)
