"""On what the return of the deposit depends: typed conditions with their figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.condition_weights import LIKELY, ConditionWeights
from contract_scan.assess.figures import TURNOVER, Figure
from contract_scan.assess.grounds import STILL, Place, burdens, figures_in, said_of, types_in
from contract_scan.assess.groups import Groups
from contract_scan.assess.mentions import clause_of
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.assess.provisions import Provisions, read_provisions
from contract_scan.frames.model import Reading
from contract_scan.model.report import Condition, ConditionType, Deposit, Evidence

__all__ = ["read_conditions"]

#: The figure that a condition of a type has: its kind, and its unit where only one will do.
_FORMS: Mapping[ConditionType, tuple[str, str | None]] = {
    "application_window": ("duration", None),
}
#: What is told by figures, which patterns read: weights take the time of anything else for one of them.
_COUNTED: frozenset[ConditionType] = frozenset({*TURNOVER, "active_period"})
#: Something is asked of nobody, which weights cannot tell from its being asked: 无需乙方申请.
_FREE = re.compile(r"无[需须]|[毋勿][需须]|不(?:用|必|需|影响|以|因|论|管|看)|无论|免[于予]")
#: What is done with a device or premises; of 归还 alone the deposit may be the object.
_HANDS_OVER = re.compile(r"[交缴寄撤拆腾搬]|收回|退(?:机|房|租|场|店|铺)")
_SPLIT = re.compile(r"[，：:；。！？]")
_LEAD = re.compile(r"^(?:如果?|若|倘若?|因|但|凡)?")
_CASE = re.compile(r"(?:的|时|后)$|^(?:如果?|若|倘)")


def read_conditions(
    agreement: Agreement,
    deposit: Deposit,
    lexicon: DepositLexicon,
    provisions: Provisions | None = None,
    weights: ConditionWeights | None = None,
) -> tuple[Condition, ...]:
    """Return the conditions of the deposit's return, those of one type and figure once, in reading order.

    With `weights`, those that it is likely to name in words that no pattern knows are among them, at the end.
    """
    if not deposit.exists:
        return ()
    told = provisions or read_provisions(agreement, lexicon)
    groups = Groups(told.statements)
    found: dict[tuple[object, ...], list[Condition]] = {}
    for place in told.places:
        for condition in _conditions(agreement, place, groups, lexicon):
            if not told.holds(place, condition.type, condition.value):
                continue
            key = (condition.type, condition.value, condition.unit if condition.value is not None else None)
            found.setdefault(key, []).append(condition)
    conditions = _without_doubles(_as_one(same) for same in found.values())
    if weights is not None:
        conditions += tuple(_in_other_words(agreement, conditions, told, lexicon, weights))
    return conditions


def _in_other_words(
    agreement: Agreement,
    conditions: Sequence[Condition],
    told: Provisions,
    lexicon: DepositLexicon,
    weights: ConditionWeights,
) -> Iterator[Condition]:
    """The conditions that no pattern finds, of types that the agreement is likely to name in words of its own."""
    if told.precedence.clauses or not told.places:
        return  # which document holds, and what nobody promises, the weights do not tell
    named = {condition.type for condition in conditions}
    starts = [evidence.start for condition in conditions for evidence in condition.evidence]
    # Why a sentence refuses is known: 未归还机器的，押金不退 is no breach beside that.
    explained = {
        place.reading.sentence.index
        for place in told.places
        if place.side == "denial"
        and any(place.reading.sentence.start <= start < place.reading.sentence.end for start in starts)
    }
    for kind, found in weights.of(agreement).items():
        reading = found.reading
        if (
            found.probability >= LIKELY
            and kind not in named
            and kind not in _COUNTED
            and reading.sentence.index in told.talk.by_index
            and not _FREE.search(reading.text)
            and not (kind == "device_return" and not _HANDS_OVER.search(reading.text))
            and not (kind == "no_breach" and reading.sentence.index in explained)
        ):
            yield _likely(agreement, reading, kind, lexicon)


def _likely(agreement: Agreement, reading: Reading, kind: ConditionType, lexicon: DepositLexicon) -> Condition:
    """A condition that the weights find, with the figure that the sentence has for it, where there is but one."""
    form, unit = _FORMS.get(kind, (None, None))
    figures = [q for q in reading.quantities if q.kind == form and q.value is not None and unit in (None, q.unit)]
    if len(figures) == 1 and figures[0].value is not None:
        one = figures[0]
        figure = Figure(kind, figures[0].value, one.unit or "", one.start, one.end)
        return _from_figure(agreement, reading, reading.text, figure, lexicon)
    said = "other" if form == "duration" else "target" if form else kind
    return _plain(
        agreement, reading, kind, 0, len(reading.text), lexicon.say(f"say.{said}", text=reading.text.rstrip("。；"))
    )


def _conditions(agreement: Agreement, place: Place, groups: Groups, lexicon: DepositLexicon) -> Iterator[Condition]:
    """The conditions that a place names, each with the way that it belongs to."""
    way = groups.of_place(place)
    if place.side in ("denial", "deduct", "crime"):
        way = None  # what loses the deposit loses it on every way
    figures = figures_in(agreement, place, lexicon) if place.side != "crime" else []
    if place.side == "deduct":
        # What is taken from the deposit for too little turnover makes its return depend on the turnover.
        figures = [figure for figure in figures if figure.type in TURNOVER]
    ways = groups.of_figures(place, figures)
    for figure in figures:
        own = ways.get((figure.start, figure.end), way)
        yield _from_figure(agreement, place.reading, place.text, figure, lexicon).model_copy(
            update={"groups": (own,) if own else ()}
        )
    for condition in _named(agreement, place, lexicon):
        yield condition.model_copy(update={"groups": (way,) if way else ()})


def _named(agreement: Agreement, place: Place, lexicon: DepositLexicon) -> Iterator[Condition]:
    """The conditions without a figure.

    A sentence that has a figure for a type (用满12个月) has it beside the plain one; doubles are left out at the end.
    """
    if place.side == "row":
        return
    if place.side == "crime":
        yield _plain(agreement, place.reading, "other", place.start, place.end, lexicon.say("say.crime"))
        return
    text = place.text[place.start : place.end]
    side = "route" if place.side == "further" else place.side
    spans = types_in(text, side, lexicon)
    for kind, (start, end) in spans.items():
        begin, stop = clause_of(place.text, place.start + start, place.start + end)
        said = lexicon.say(f"say.{said_of(kind)}", text=place.reading.text[begin:stop])
        yield _plain(agreement, place.reading, kind, begin, stop, said)
    if place.side == "route" and place.statement is not None:
        yield from _unnamed(agreement, place, lexicon)
        for start, end in burdens(place, lexicon):
            said = lexicon.say("say.other", text=place.reading.text[start:end])
            yield _plain(agreement, place.reading, "other", start, end, said)


def _unnamed(agreement: Agreement, place: Place, lexicon: DepositLexicon) -> Iterator[Condition]:
    """A case that a promise is limited to and that is of no known type."""
    statement = place.statement
    if statement is None or statement.trigger or statement.items or place.reading is not statement.reading:
        return
    if STILL.search(place.text, max(0, statement.start - 4), statement.end) or statement.alternative:
        return
    start = 0
    for piece in _SPLIT.split(place.text[: statement.start])[:-1]:
        end = start + len(piece)
        known = types_in(piece, "route", lexicon) or any(
            start <= quantity.start < end for quantity in place.reading.quantities
        )
        if (
            _CASE.search(piece)
            and not known
            and not lexicon["unlimited"].search(piece)
            and lexicon["asked"].search(piece)
            and "■" not in piece
            and not _of_provider(place, start, piece)
        ):
            yield _plain(
                agreement,
                place.reading,
                "other",
                start,
                end,
                lexicon.say("say.other", text=place.reading.text[start:end]),
            )
        start = end + 1


def _of_provider(place: Place, start: int, piece: str) -> bool:
    """Whether a case is what the other side does: 出租人转让该店铺的 asks nothing of the merchant."""
    lead = _LEAD.match(piece)
    begin = start + (lead.end() if lead else 0)
    return any(role == "provider" and at == begin for at, _, role in place.reading.parties)


def _plain(agreement: Agreement, reading: Reading, kind: ConditionType, start: int, end: int, said: str) -> Condition:
    return Condition(type=kind, text=said + "。", evidence=(agreement.evidence(reading, start, end),))


def _from_figure(
    agreement: Agreement, reading: Reading, text: str, figure: Figure, lexicon: DepositLexicon
) -> Condition:
    begin, stop = clause_of(text, figure.start, figure.end)
    return Condition(
        type=figure.type,
        text=figure.said(lexicon) + "。",
        value=figure.value,
        unit=figure.unit,
        per=figure.per,
        window=figure.window,
        window_value=figure.window_value,
        window_unit=figure.window_unit,
        from_=figure.begins,
        burden=figure.burden,
        evidence=(agreement.evidence(reading, begin, stop),),
    )


def _as_one(same: Sequence[Condition]) -> Condition:
    """Return a condition that is named several times: what is asked in any case is asked on every way."""
    every = all(condition.groups for condition in same)
    ways = dict.fromkeys(way for condition in same for way in condition.groups) if every else ()
    places: dict[tuple[str | None, int, int], Evidence] = {}
    for evidence in (e for condition in same for e in condition.evidence):
        places.setdefault((evidence.document, evidence.start, evidence.end), evidence)
    return same[0].model_copy(update={"evidence": tuple(places.values()), "groups": tuple(ways)})


def _without_doubles(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """Leave out a condition without a figure where one of its type has one; ``other`` conditions all stay."""
    every = tuple(conditions)
    with_figures = {c.type for c in every if c.value is not None and c.type != "other"}
    return tuple(c for c in every if c.value is not None or c.type not in with_figures)
