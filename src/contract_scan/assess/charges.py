"""Which figures of a sentence are charges, and what each one is: a rate, an amount, the most or the least taken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from contract_scan.assess.columns import Cell
from contract_scan.assess.fee_words import FeeLexicon, Period
from contract_scan.assess.figure_weights import LIKELY, UNLIKELY, Weigh
from contract_scan.frames.model import Reading
from contract_scan.language.quantities import Quantity, find_quantities

__all__ = ["Charge", "Label", "Part", "charges_of", "is_cell", "labels_of"]

Part = Literal["rate", "amount", "cap", "min"]
Side = Literal["charge", "card", "rival", "near_rival"]

_RIVALS = ("rival", "near_rival")
_CLAUSE_END = re.compile(r"[，。；！？|]")
_CHARGE_CONCEPTS = frozenset({"fee_mdr", "fee_transfer", "fee_period", "fee_once", "fee_catchall"})
_RIVAL_CONCEPTS = frozenset({"deposit", "guest_deposit", "foreign_deposit"})
_BARE_CELL = re.compile(r"(?P<figure>[0-9][0-9,]*(?:\.[0-9]+)?)(?:\([^()]*\)|（[^（）]*）)?")
_NO_NAME = re.compile(r"[0-9|，：:]")  # the patterns of the terms may run on into the figure; a name does not


@dataclass(frozen=True, slots=True)
class Label:
    """What stands at ``[start, end)`` of a sentence's text: a charge's name, a way of paying, or a rival of both."""

    start: int
    end: int
    side: Side
    name: str


@dataclass(frozen=True, slots=True)
class Charge:
    """A figure that the merchant is charged. `value` is None for a blank. `joined` says that it adds to the rate before
    it (0.6%+3元); `labels` are those that name it, the nearest first; `currency` is an ISO 4217 code, None for 元."""

    part: Part
    value: Decimal | None
    start: int
    end: int
    per: str | None
    period: Period | None
    joined: bool
    each: bool
    labels: tuple[Label, ...]
    currency: str | None = None


def labels_of(reading: Reading, lexicon: FeeLexicon, own: frozenset[str] = frozenset()) -> list[Label]:
    """Return the labels of a sentence in reading order; where two overlap the longer stands, or the rival.

    `own` are names of deposits that this agreement says are charges.
    """
    text = reading.text
    found: list[Label] = [
        Label(hit.start, hit.end, "charge" if hit.concept in _CHARGE_CONCEPTS or hit.text in own else "rival", hit.text)
        for hit in reading.hits
        if hit.concept in _CHARGE_CONCEPTS | _RIVAL_CONCEPTS
        and not _NO_NAME.search(hit.text)
        and not lexicon.search("no_names", hit.text)
    ]
    for pattern in lexicon.names:
        for match in pattern.finditer(text):
            lead = lexicon.patterns["name_lead"].match(match["name"])
            start = match.start("name") + (lead.end() if lead else 0)
            start = max([start, *(q.end for q in reading.quantities if start < q.end < match.end("name"))])
            name = text[start : match.end("name")]
            if any(begin <= start and match.end("name") <= end for begin, end, _ in reading.parties):
                continue
            if len(name) > 1 and not lexicon.search("no_names", name):
                found.append(Label(start, match.end("name"), "charge", name))
    found += [Label(m.start(), m.end(), "rival", m.group()) for m in lexicon.patterns["rivals"].finditer(text)]
    found += [
        Label(m.start(), m.end(), "near_rival", m.group()) for m in lexicon.patterns["near_rivals"].finditer(text)
    ]
    found += [Label(m.start(), m.end(), "card", m.group()) for m in lexicon.card_pattern.finditer(text)]
    kept: list[Label] = []
    order = {"rival": 0, "near_rival": 1, "charge": 2, "card": 3}
    for label in sorted(found, key=lambda x: (x.start - x.end, order[x.side], -x.start)):
        # A card within the name of a charge still says which card: 信用卡手续费.
        if not any(k.start < label.end and label.start < k.end and label.side != "card" for k in kept):
            kept.append(label)
    return sorted(kept, key=lambda x: (x.start, x.end))


def is_cell(reading: Reading) -> bool:
    """Whether a sentence is a line of its own such as the cells of a flattened table are."""
    paragraph = reading.sentence.paragraph
    plain = paragraph.label is None and not paragraph.heading and not reading.sentence.is_row and not reading.parties
    return (
        plain and reading.sentence.position == 0 and len(reading.text) <= 40 and not re.search("[。；]", reading.text)
    )


def charges_of(
    reading: Reading,
    lexicon: FeeLexicon,
    *,
    context: bool,
    cells: Sequence[Cell] = (),
    own: frozenset[str] = frozenset(),
    shared: bool = False,
    weigh: Weigh,
) -> list[Charge]:
    """Return the figures of a sentence that are charges, in reading order.

    `context` says that the sentence speaks of charges (its kind, its heading), so that a bare figure is one. `cells`
    are those of a row, with the heads of their columns; `own` are names of deposits that this agreement says are
    charges; `shared` says that what stands above tells of shares of the takings; `weigh` tells of a figure under the
    head of its column how likely it is a charge.
    """
    extra = _bare_cells(reading, cells, lexicon) or _bare_sums(reading, lexicon)
    if not reading.quantities and not extra:
        return []
    labels = _without_thresholds(reading, labels_of(reading, lexicon, own), lexicon)
    found: list[Charge] = []
    before: Quantity | None = None
    told = [match.span() for match in lexicon.patterns["illustration"].finditer(reading.text)]
    for quantity in _distributed(reading.text, sorted((*reading.quantities, *extra), key=lambda q: q.start)):
        if any(start <= quantity.start < end for start, end in told):
            continue
        cell = next((cell for cell in cells if cell.start <= quantity.start < cell.end), None)
        head = cell.head if cell else ""
        part = _part(reading.text, quantity, before, head, lexicon, shared=shared)
        if part is not None and not (lexicon.search("head_other", head) or lexicon.search("head_old", head)):
            joined = part == "amount" and _joins(reading.text, found, quantity, lexicon)
            support = None
            if not _is_something_else(reading, quantity, part, lexicon, cell):
                support = _support(reading, quantity, part, labels, lexicon, context, attached=bool(found), own=cell)
                support = _weighed(support, weigh(quantity, head), reading, quantity, labels, lexicon)
            if support is not None or joined:
                charge = _charge(reading, quantity, part, joined, support or (), head, lexicon)
                if part == "amount" and not joined and charge.period is None:
                    charge = replace(charge, period=_of_unit(cells, lexicon))
                found.append(charge)
        before = quantity
    return found


def _weighed(
    support: tuple[Label, ...] | None,
    likely: float,
    reading: Reading,
    quantity: Quantity,
    labels: Sequence[Label],
    lexicon: FeeLexicon,
) -> tuple[Label, ...] | None:
    """The labels that make a figure a charge, by the patterns, as far as the weights do not tell otherwise."""
    if likely < UNLIKELY:
        return None
    if (
        support is not None or likely < LIKELY["charge"] or quantity.upper is not None
    ):  # 100元至1万元收取1%: the range is none
        return support
    if lexicon.search("penalties", reading.text):
        return None
    nearest = min(labels, key=lambda label: _distance(label, quantity), default=None)
    if nearest is not None and nearest.side in _RIVALS:
        return None  # 提供6%增值税专用发票, 返还手续费50元
    return tuple(label for label in reversed(labels) if label.side == "charge" and label.end <= quantity.start)


def _of_unit(cells: Sequence[Cell], lexicon: FeeLexicon) -> Period | None:
    """The period that the column of units gives the sums of a row: 垃圾清运费 | 月 | 60."""
    units = (lexicon.search("unit_cell", cell.text) for cell in cells if lexicon.search("head_unit", cell.head))
    unit = next(filter(None, units), None)
    return lexicon.units.get(unit["unit"]) if unit else None


def _distributed(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """The quantities, with what a series of sums is counted by said of each of them: 每月分别6元、9元."""
    said: list[Quantity] = []
    for quantity in quantities:
        last = said[-1] if said else None
        if (
            last is not None
            and (last.kind, quantity.kind, quantity.per) == ("money", "money", None)
            and re.search("分别|各为?|依次", text[max(0, said[0].start - 4) : last.start])
            and re.fullmatch("[、和及或与]", text[last.end : quantity.start])
        ):
            quantity = replace(quantity, per=last.per)
        said.append(quantity)
    return said


def _without_thresholds(reading: Reading, labels: list[Label], lexicon: FeeLexicon) -> list[Label]:
    """Leave out the rivals that tell when a charge applies (月交易额十万元以内) or what it is of (按流水的0.3%)."""
    taken: set[Label] = set()
    for quantity in reading.quantities:
        if quantity.kind == "rate":
            bases = (x for x in labels if x.side in _RIVALS and x.end <= quantity.start)
            taken.update(x for x in bases if lexicon.search("base", reading.text[x.start : quantity.start]))
        if _is_threshold(reading.text, quantity, lexicon):
            start, _ = _clause(reading.text, quantity)
            taken.update(x for x in labels if x.side in _RIVALS and start <= x.start and x.end <= quantity.start)
    return [label for label in labels if label not in taken]


def _is_threshold(text: str, quantity: Quantity, lexicon: FeeLexicon) -> bool:
    if quantity.kind not in ("money", "foreign_money", "count") or quantity.bound in ("cap", "min"):
        return False
    left, right = text[max(0, quantity.start - 12) : quantity.start], text[quantity.end : quantity.end + 12]
    if quantity.bound == "under" and lexicon.search("short_of", left):
        return False
    said = lexicon.search("threshold_before", left) or lexicon.search("threshold_after", right)
    return quantity.bound is not None or said is not None


def _charge(
    reading: Reading,
    quantity: Quantity,
    part: Part,
    joined: bool,
    labels: tuple[Label, ...],
    head: str,
    lexicon: FeeLexicon,
) -> Charge:
    text = reading.text
    around = text[max(0, quantity.start - 14) : quantity.start], text[quantity.end : quantity.end + 6]
    each_pattern = lexicon.patterns["each_transaction"]
    each = bool(each_pattern.search(_CLAUSE_END.split(around[0])[-1]) or each_pattern.match(around[1]))
    period = None
    if quantity.kind in ("money", "foreign_money", "blank") and part == "amount" and not joined:
        sums = [q for q in reading.quantities if q.kind in ("money", "foreign_money", "rate") and q.bound is None]
        period = lexicon.period_of_unit(quantity.per) or _period(text, quantity, sums, labels, head, lexicon)
    each = each or "笔" in (quantity.per or "").split("/")
    currency = quantity.unit if quantity.kind == "foreign_money" else None
    place = quantity.start, quantity.end
    return Charge(part, quantity.value, *place, quantity.per, period, joined, each, labels, currency)


def _period(
    text: str,
    quantity: Quantity,
    others: Sequence[Quantity],
    labels: Sequence[Label],
    head: str,
    lexicon: FeeLexicon,
) -> Period | None:
    """The period that the words around a sum give it, where it is not counted by something else."""
    start, end = _clause(text, quantity)
    if quantity.per in ("笔", "条"):
        return None
    if quantity.per is not None and (once := lexicon.search("once_a", text)):
        return lexicon.units.get(once["unit"] or "年")
    if quantity.per == "次":
        return None
    if quantity.per is not None:  # 每台终端月租金为58元; 云服务年费：每年从结算款中扣取99元/台
        before = text[start : quantity.start]
        name = next((label.name for label in labels if label.side == "charge"), "")
        nouns = (lexicon.search("period_noun", place) for place in (before, name, head))
        noun = next(filter(None, nouns), None)
        if noun:
            return lexicon.units.get(noun["unit"])
        return lexicon.period_in(before) or _series_period(text, quantity, lexicon)
    if lexicon.search("by_thing", text[start : quantity.start]):
        return None
    following = _clause_at(text, end + 1) if text[end : end + 1] == "，" else (end, end)
    preceding = _clause_at(text, start - 2) if text[start - 1 : start] == "，" else (start, start)
    # What stands before the next figure is about that one: 设备费100元及首年授权费90元.
    behind = text[quantity.end : min([end, *(q.start for q in others if q.start >= quantity.end)])]
    own = (text[start : quantity.start], behind if behind == text[quantity.end : end] else "")
    beside = [
        p
        for p in (text[slice(*following)], text[slice(*preceding)])
        if not re.search("[0-9一二三四五六七八九十][元块]", p)
    ]
    for place in (*own, *beside, head):
        if not lexicon.search("waivers", place) and (period := lexicon.period_in(place)):
            return period
    nouns = (lexicon.search("period_noun", label.name) for label in labels if label.side == "charge")
    if noun := next(filter(None, nouns), None):  # 收银软件年费 | 480元
        return lexicon.units.get(noun["unit"])
    return _series_period(text, quantity, lexicon)


def _series_period(text: str, quantity: Quantity, lexicon: FeeLexicon) -> Period | None:
    """The period that the first clause of a series of charges gives those listed behind it."""
    start, _ = _clause(text, quantity)
    listed = text[start : quantity.start]
    while lexicon.search("listed", listed) and text[start - 1 : start] == "，":
        begin, stop = _clause_at(text, start - 2)
        if lexicon.search("series_lead", text[begin:stop]):
            return lexicon.period_in(text[begin:stop])
        start = begin
        listed = re.split("[0-9]", text[begin:stop], maxsplit=1)[0]
    return None


def _part(
    text: str, quantity: Quantity, before: Quantity | None, head: str, lexicon: FeeLexicon, *, shared: bool
) -> Part | None:
    """What a figure could be, by its own form; None for thresholds and everything that is no rate and no sum."""
    kind = "money" if quantity.kind == "foreign_money" else quantity.kind
    if kind == "blank":
        kind = "rate" if (quantity.unit or "") in ("%", "‰", "百分之", "千分之", "万分之") else "money"
        if kind == "money" and quantity.unit != "元":
            return None
    if kind not in ("money", "rate"):
        return None
    left, right = text[max(0, quantity.start - 12) : quantity.start], text[quantity.end : quantity.end + 12]
    if lexicon.search("old_before", left) and lexicon.search("old_after", right):
        return None
    if kind == "rate":
        if lexicon.search("step_before", text[: quantity.start]):
            return None
        said = text[: quantity.start]
        share = bool(
            (lexicon.search("share_before", said) and lexicon.search("share_after", right))
            or any(lexicon.search(name, said) for name in ("share_named", "kept"))
            or shared
            or lexicon.search("shares", head)
        )
        taken = share or lexicon.search("taken_as", text[quantity.end :])
        high = (quantity.value or Decimal(0)) > lexicon.highest_rate and not taken
        return None if quantity.per == "日" or high or quantity.bound in ("over", "under", "at_least") else "rate"
    if limit := _limit(text, quantity, before, lexicon):
        return limit
    if quantity.bound == "cap":
        within = re.search("[内下]", text[quantity.start : quantity.end + 3])
        return "cap" if not within or lexicon.search("said_cap", left[-8:]) else None
    if quantity.bound == "min":
        return "min"
    repeated = before is not None and before.bound == "under" and before.value == quantity.value
    if before is not None and repeated and lexicon.search("least", text[before.end : quantity.start]):
        return "min"
    if quantity.value == 0 or _is_threshold(text, quantity, lexicon):
        return None
    if head and lexicon.search("head_cap", head):
        return "cap"
    return "min" if head and lexicon.search("head_min", head) else "amount"


def _limit(text: str, quantity: Quantity, before: Quantity | None, lexicon: FeeLexicon) -> Part | None:
    """Whether a sum is a limit by what stands before it: moved from another, or the next to a rate or a limit."""
    if moved := lexicon.search("moved_limit", text[: quantity.start]):
        return "cap" if moved["cap"] else "min"
    if before is None or lexicon.search("threshold_after", text[quantity.end : quantity.end + 12]):
        return None
    between = text[before.end : quantity.start]
    if (before.kind == "rate" or before.bound in ("min", "at_least")) and lexicon.search("next_limit", between):
        return {"at_most": "cap", "at_least": "min"}.get(quantity.bound or "")  # type: ignore[return-value]
    if before.kind == "rate" and lexicon.search("least_share", between) and "。" not in between:
        return "min"
    return None


def _joins(text: str, found: Sequence[Charge], quantity: Quantity, lexicon: FeeLexicon) -> bool:
    """Whether a sum is added to the rate right before it."""
    return bool(
        found
        and found[-1].part == "rate"
        and lexicon.search("plus", text[found[-1].end : quantity.start])
        and not lexicon.period_of_unit(quantity.per)
    )


def _support(
    reading: Reading,
    quantity: Quantity,
    part: Part,
    labels: Sequence[Label],
    lexicon: FeeLexicon,
    context: bool,
    *,
    attached: bool,
    own: Cell | None,
) -> tuple[Label, ...] | None:
    """The labels that make a figure a charge, nearest first (none where the context does), or None where it is none."""
    text = reading.text
    start, end = _clause_within(text, quantity, own)
    if part in ("cap", "min") and attached:
        return ()
    left = text[start : quantity.start]
    if part == "rate" and lexicon.search("kept", left):
        return None if lexicon.search("kept_for", text[quantity.end :]) else ()
    inside = sorted((x for x in labels if start <= x.start < end), key=lambda x: _distance(x, quantity))
    earlier = sorted((x for x in labels if x.start < start and x.side != "near_rival"), key=lambda x: -x.end)
    for group in (inside, earlier):
        # A way of paying makes a rate a charge, not a sum: 刷卡100元 is none.
        telling = [x for x in group if x.side != "card" or part == "rate"]
        if telling:
            if telling[0].side in _RIVALS:
                return None
            if group is inside or not lexicon.search("penalties", text[:start]):
                return tuple(x for x in (*inside, *earlier) if x.side not in _RIVALS)
            return None
    if lexicon.search("penalties", text):
        return None
    if lexicon.search("deducted", left) and not lexicon.search("on_use", text[start:end]):
        return None
    row = reading.sentence.is_row or is_cell(reading)
    if row and quantity.upper is not None:
        return None  # 2001-5000元 in a table is a step of it
    periodic = lexicon.period_of_unit(quantity.per) is not None
    if is_cell(reading) and part == "amount" and lexicon.search("priced", text[quantity.start : quantity.end + 2]):
        return ()
    if context and (row or quantity.per or part == "rate" or lexicon.search("verbs", text[start : quantity.start])):
        return ()
    # 收取 says it anywhere, and so does a sum for each month that nobody else is said to pay.
    said = periodic or lexicon.search("verbs", text[start : quantity.start])
    return () if part == "amount" and said else None


def _is_something_else(reading: Reading, quantity: Quantity, part: Part, lexicon: FeeLexicon, own: Cell | None) -> bool:
    """Whether the words around a figure say that it is a penalty, a reduction, or given back or to the merchant."""
    text = reading.text
    start, end = _clause_within(text, quantity, own)
    own_end = quantity.end if _is_listed(reading, quantity, end) else end
    if lexicon.search("penalties", text[start:own_end]) or lexicon.search("damage", text[: quantity.start]):
        return True
    return part == "amount" and bool(
        lexicon.search("reduced", text[start : quantity.start])
        or lexicon.search("restated", text[: quantity.start])
        or lexicon.search("comes_back", text[quantity.end :])
        or _given(reading, start, quantity, lexicon)
    )


def _clause_within(text: str, quantity: Quantity, own: Cell | None) -> tuple[int, int]:
    start, end = _clause(text, quantity)
    if own is not None:  # nothing parts the cells of a row that was printed with wide space
        start, end = max(start, own.start), min(end, own.end)
    return start, end


def _given(reading: Reading, start: int, quantity: Quantity, lexicon: FeeLexicon) -> bool:
    """Whether the merchant is given the sum: 给乙方3600元搬家费."""
    text = reading.text
    return any(
        role == "merchant"
        and start < begin
        and end <= quantity.start
        and lexicon.search("given", text[start:begin])
        and not re.search("[收扣交缴付]", text[end : quantity.start])
        for begin, end, role in reading.parties
    )


def _is_listed(reading: Reading, quantity: Quantity, end: int) -> bool:
    """Whether another sum with a name of its own follows in the clause: 处理费20美元和罚款50美元."""
    after = reading.text[quantity.end : end]
    others = (q for q in reading.quantities if quantity.end < q.start < end and q.kind == quantity.kind)
    return re.match("以及|[和及与]", after) is not None and next(others, None) is not None


def _clause(text: str, quantity: Quantity) -> tuple[int, int]:
    return _clause_at(text, quantity.start, quantity.end)


def _clause_at(text: str, at: int, after: int | None = None) -> tuple[int, int]:
    """The comma clause or cell that holds an offset, half open."""
    start = max((match.end() for match in _CLAUSE_END.finditer(text, 0, max(0, at))), default=0)
    stop = _CLAUSE_END.search(text, max(at, after or 0))
    return start, stop.start() if stop else len(text)


def _distance(label: Label, quantity: Quantity) -> int:
    if label.start < quantity.start:
        return max(0, quantity.start - label.end)
    gap = label.start - quantity.end
    return gap - 1 if gap == 0 else gap + 4  # 60元流量费; else what stands before a figure is what it is for


def _bare_sums(reading: Reading, lexicon: FeeLexicon) -> list[Quantity]:
    """Sums that are said without their unit: 每月租金1500."""
    found: list[Quantity] = []
    for match in lexicon.patterns["bare_sum"].finditer(reading.text):
        start, end = match.span("figure")
        if any(q.start < end and start < q.end for q in reading.quantities):
            continue
        begin, _ = _clause_at(reading.text, start)
        read = find_quantities(reading.text[begin:end] + "元")[-1:]
        found += [replace(quantity, start=start, end=end, text=match["figure"]) for quantity in read]
    return found


def _bare_cells(reading: Reading, cells: Sequence[Cell], lexicon: FeeLexicon) -> list[Quantity]:
    """Figures that have their unit from the head of the column: 20 under 封顶（元）, 0.38 under 费率（%）."""
    found: list[Quantity] = []
    for cell in cells:
        bare = _BARE_CELL.fullmatch(cell.text)
        if bare is None or not cell.head:
            continue
        if any(q.start < cell.end and cell.start < q.end for q in reading.quantities):
            continue
        if lexicon.search("head_rate", cell.head) and "%" in cell.head:
            unit = "%"
        elif any(lexicon.search(f"head_{kind}", cell.head) for kind in ("cap", "min", "sum")):
            unit = "元"
        else:
            continue
        found += [
            replace(quantity, start=cell.start, end=cell.end, text=cell.text)
            for quantity in find_quantities(bare["figure"] + unit)
        ]
    return found
