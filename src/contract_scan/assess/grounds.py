"""Where an agreement says on what the return of the deposit depends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.ends import at_every_end
from contract_scan.assess.figures import TURNOVER, Figure, figures, header_figures
from contract_scan.assess.mentions import OTHER_MONEY, Talk, clause_of
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.assess.statements import Statement
from contract_scan.assess.steps import is_of_other_money, steps_after
from contract_scan.frames.model import Reading
from contract_scan.model.report import ConditionType

__all__ = ["STILL", "Place", "burdens", "demands", "figures_in", "places", "said_of", "types_in"]

#: How a refusal begins whose case the sentence before has said: 违反规则的，…；情节严重的，全部扣除.
_LEANS = re.compile(
    r"^(?:收回|停机|注销|终止|解除|届时|此时|因此|(?:情节|后果)?严重|拒不(?:改正|整改)|(?:再次|屡次|多次)(?=的|违))"
)
#: Conditions that are acts of the merchant: of these a paper may say that they are not asked for.
_ACTS = frozenset({"device_return", "application", "notice"})
#: Words by which a return is said to stand all the same: 照样退, 仍应退还.
STILL = re.compile(r"(?<![执证牌护拍])照|仍")


@dataclass(frozen=True, slots=True)
class Place:
    """Words on which the return depends: ``text[start:end]`` of a sentence, in a promise, a refusal or a deduction."""

    reading: Reading
    text: str
    start: int
    end: int
    side: str
    statement: Statement | None = None


def places(
    agreement: Agreement, talk: Talk, statements: Sequence[Statement], lexicon: DepositLexicon
) -> tuple[Place, ...]:
    """Return the words that conditions are read from, in reading order."""
    promised = any(statement.effect == "return" for statement in statements)
    refused = any(statement.denies and statement.scope != "always" for statement in statements)
    denied = any(
        statement.denies and (statement.scope == "always" or at_every_end(statement, lexicon))
        for statement in statements
    )
    if not promised and (denied or not refused):
        return ()
    found = [*_stated(agreement, statements, lexicon), *_further(talk, statements, lexicon)]
    for place in list(found):
        found += _referred(agreement, place, lexicon)
    found += _around(agreement, talk, statements, lexicon)
    found += _targets(agreement, found, lexicon)
    return tuple(sorted(found, key=lambda place: (place.reading.sentence.index, place.start)))


def _stated(agreement: Agreement, statements: Sequence[Statement], lexicon: DepositLexicon) -> Iterator[Place]:
    for index, statement in enumerate(statements):
        text, reading = statement.mention.text, statement.reading
        if statement.scope in ("special", "always") and statement.effect != "return" and statement.effect != "deduct":
            continue
        if statement.scope == "special" or _only_betters(statement, statements, lexicon):
            continue
        if statement.effect == "return" and STILL.search(text, max(0, statement.start - 4), statement.start):
            continue  # 收据遗失的，登记满三天照样退: asks no more of whoever has kept to the rest
        if statement.effect == "return" and lexicon["trigger.lost_receipt"].search(
            text[statement.trigger : statement.start]
        ):
            continue  # what is asked of whoever has lost it
        if statement.effect == "return":
            following = next((s for s in statements[index + 1 : index + 2] if s.mention is statement.mention), None)
            end = following.start if following is not None else len(text)
            yield Place(reading, text, statement.trigger, end, "route", statement)
        elif statement.effect == "deduct":
            yield Place(reading, text, 0, len(text), "deduct", statement)
        elif statement.scope == "crime":
            yield Place(reading, text, 0, len(text), "crime", statement)
        else:
            yield Place(reading, text, statement.trigger, statement.end, "denial", statement)
            yield from _earlier_case(agreement, statement)
        side = "denial" if statement.denies else "route"
        if statement.effect in ("return", "deny", "forfeit", "convert"):
            for item in statement.items:
                yield Place(item, item.text, 0, len(item.text), side, statement)


def _only_betters(statement: Statement, statements: Sequence[Statement], lexicon: DepositLexicon) -> bool:
    """Whether a promise only leaves off what another one takes: 扣80元翻新费后退还；满三年的免翻新费，全退."""
    text = statement.mention.text[statement.trigger :]
    if statement.effect != "return" or statement.items or statement.alternative:
        return False
    if not (lexicon["trigger.waives"].search(text) and lexicon["trigger.in_full"].search(text)):
        return False
    return any(
        other.effect == "return"
        and other.scope != "special"
        and other.reading is not statement.reading
        and lexicon["trigger.lessened"].search(other.mention.text)
        for other in statements
    )


def _earlier_case(agreement: Agreement, statement: Statement) -> Iterator[Place]:
    """「两个月不刷的，可以收机。收回以后没返的不返。」: the case stands in the sentence before."""
    before = statement.mention.text[statement.trigger : statement.start]
    previous = statement.reading.previous
    if previous is None or not _LEANS.match(before):
        return
    reading = agreement.readings[previous]
    yield Place(reading, reading.text, 0, len(reading.text), "denial", statement)


def _further(talk: Talk, statements: Sequence[Statement], lexicon: DepositLexicon) -> Iterator[Place]:
    """Sentences that add a requirement to a promise without a verb of their own: 「每月还要不少于15笔。」"""
    settled = {statement.reading.sentence.index for statement in statements}
    listed = {item.sentence.index for statement in statements for item in statement.items}
    anchors = {r.sentence.index for s in statements if s.effect != "deduct" for r in (s.reading, *s.items)}
    deducting = {item.sentence.index for s in statements if s.effect == "deduct" for item in s.items}
    for mention in talk.mentions:
        index = mention.reading.sentence.index
        if index in settled or index in listed or index in deducting or mention.reading.sentence.paragraph.heading:
            continue
        judged = lexicon["judged"].search(mention.text) is not None
        asked = judged or lexicon["applied"].search(mention.text) is not None
        near = any(index - step in anchors for step in range(1, 4)) and (mention.near > 0 or asked)
        near = near or (asked and any(index + step in anchors for step in (1, 2)))
        if not (mention.titled or near):
            continue
        if mention.reading.sentence.is_row:
            continue
        if lexicon["trigger.special"].search(mention.text):
            continue
        if lexicon["silence"].search(mention.text):
            yield Place(mention.reading, mention.text, 0, len(mention.text), "denial")
            continue
        least = any(quantity.bound == "at_least" for quantity in mention.reading.quantities)
        if not least and lexicon["not_requirement"].search(mention.text):
            continue
        if lexicon["requirement"].search(mention.text) or asked:
            yield Place(mention.reading, mention.text, 0, len(mention.text), "further")
        elif (end := _paid_within(mention.reading, lexicon)) is not None:
            yield Place(mention.reading, mention.text, 0, end, "further")
    for mention in talk.mentions:
        if mention.reading.sentence.is_row:
            yield Place(mention.reading, mention.text, 0, len(mention.text), "row")


def _around(
    agreement: Agreement, talk: Talk, statements: Sequence[Statement], lexicon: DepositLexicon
) -> Iterator[Place]:
    """The sentences about a promise that name no money, but tell how to go about it.

    退机手续：机器、底座交齐，当面开机能用; 会员退社，提前填退社单, right before it; and the case of a step that pays:
    机器退回来检测合格，9个工作日内转账.
    """
    promised = {s.reading.sentence.index: s for s in statements if s.effect == "return" and s.scope != "special"}
    for reading in agreement.readings:
        index = reading.sentence.index
        if index in promised or reading.sentence.paragraph.heading or reading.sentence.is_row:
            continue
        if lexicon["procedure"].search(reading.text):
            near = any(index + step in promised for step in range(-3, 4))
        else:
            after = promised.get(index + 1)
            near = (
                after is not None
                and after.reading.sentence.paragraph.index == reading.sentence.paragraph.index
                and lexicon["leads_up"].search(reading.text) is not None
            )
        if near and not is_of_other_money(agreement, reading, OTHER_MONEY - {"equipment"}):
            yield Place(reading, reading.text, 0, len(reading.text), "further")
    for _, reading in steps_after(agreement, talk, promised.keys()):
        if (end := _paid_within(reading, lexicon)) is not None:
            yield Place(reading, reading.text, 0, end, "further")


def _paid_within(reading: Reading, lexicon: DepositLexicon) -> int | None:
    """Return where the time begins in which a sentence says it is paid: 机器退回检测合格，9个工作日内转账."""
    for quantity in reading.quantities:
        if quantity.kind != "duration" or quantity.bound not in ("at_most", None):
            continue
        _, stop = clause_of(reading.text, quantity.start, quantity.end)
        within = reading.text[quantity.end : stop]
        if lexicon["deadline.pays"].search(within) and not lexicon["deadline.merchant_side"].search(within):
            return quantity.start
    return None


def _referred(agreement: Agreement, place: Place, lexicon: DepositLexicon) -> Iterator[Place]:
    """The sentences of a clause that a promise or a refusal points to: 完成第五条约定的事项后, 因前条所列行为."""
    if place.side not in ("route", "denial"):
        return
    if (match := lexicon["reference_before"].search(place.text, place.start, place.end)) is not None:
        for reading in agreement.before(place.reading, article=match["article"] is not None):
            yield Place(reading, reading.text, 0, len(reading.text), place.side, place.statement)
    for match in lexicon["reference"].finditer(place.text, place.start, place.end):
        if not lexicon["reference_lead"].search(place.text[: match.start()]):
            continue
        for reading in agreement.readings:
            if agreement.is_in_clause(reading, match.group()):
                yield Place(reading, reading.text, 0, len(reading.text), place.side, place.statement)


def _targets(agreement: Agreement, found: Sequence[Place], lexicon: DepositLexicon) -> Iterator[Place]:
    """The sentences that set a turnover to be reached, where a case only speaks of reaching it."""
    stated = [place for place in found if place.statement is not None and place.side in ("route", "denial", "deduct")]
    leaning = [place for place in stated if lexicon["target"].search(place.text, place.start, place.end)]
    if not leaning or any(_has_target(place, lexicon) for place in found if place.side != "deduct"):
        return
    read = {place.reading.sentence.index for place in found if place.side != "deduct"}
    for reading in agreement.readings:
        if reading.sentence.index in read or not lexicon["target_set"].search(reading.text):
            continue
        place = Place(reading, reading.text, 0, len(reading.text), "route", None)
        if not any(hit.concept.startswith("fee_") for hit in reading.hits) and _has_target(place, lexicon):
            yield place


def _has_target(place: Place, lexicon: DepositLexicon) -> bool:
    return any(
        figure.type in TURNOVER
        for figure in figures(place.reading, place.text, place.start, place.end, place.side, lexicon)
    )


def types_in(text: str, side: str, lexicon: DepositLexicon) -> dict[ConditionType, tuple[int, int]]:
    """Return the types of condition that a text names, with the place of each."""
    found: dict[ConditionType, tuple[int, int]] = {}
    for name, pattern in lexicon.under("conditions").items():
        kind, _, where = name.partition(".")
        if where != side:
            continue
        for match in pattern.finditer(text):
            if kind not in _ACTS or side != "route" or not _is_unneeded(text, match, lexicon):
                found[kind] = match.span()  # type: ignore[index]
                break
    return found


def _is_unneeded(text: str, match: re.Match[str], lexicon: DepositLexicon) -> bool:
    """Whether an act is said not to be asked for: 无需寄回; the words for it may stand in the match itself."""
    begin, _ = clause_of(text, match.end(), match.end())
    return lexicon["unneeded"].search(text, begin, match.end()) is not None


def burdens(place: Place, lexicon: DepositLexicon) -> Iterator[tuple[int, int]]:
    """Yield the words of a promise for what is asked beyond giving back what was lent, and is of no known type.

    What brings customers or a mark (凭推荐3名商户返还), and a case that alone opens the return, whatever it is
    (仅在终端被召回时退还).
    """
    statement = place.statement
    if statement is None or statement.effect != "return":
        return
    lead = place.text[: statement.start]
    for match in lexicon["burden"].finditer(lead, place.start):
        if "■" not in match.group():
            yield clause_of(place.text, *match.span())
            return
    if (only := lexicon["only"].search(lead, place.start)) is not None:
        start, end = next(only.span(name) for name in only.groupdict() if only[name])
        counted = "duty" not in only.re.groupindex or not only["duty"]
        if not types_in(place.text[start:end], "route", lexicon) and not (
            counted and any(start <= quantity.start < end for quantity in place.reading.quantities)
        ):
            yield start, end


def said_of(kind: ConditionType) -> str:
    """Return under which name the words for a condition without a figure stand."""
    return "target" if kind == "volume_threshold" else kind


def figures_in(agreement: Agreement, place: Place, lexicon: DepositLexicon) -> list[Figure]:
    """Return the figures of the conditions that a place names."""
    headed = list(header_figures(agreement, place.reading, lexicon)) if place.reading.sentence.is_row else []
    if place.side == "row" or headed:
        return headed
    return list(figures(place.reading, place.text, place.start, place.end, place.side, lexicon))


def demands(
    agreement: Agreement, place: Place, lexicon: DepositLexicon
) -> Iterator[tuple[ConditionType, Decimal | None]]:
    """Yield the conditions that a place names, each as its type and figure."""
    found = [(figure.type, figure.value) for figure in figures_in(agreement, place, lexicon)]
    yield from found
    if place.side != "row":
        side = "route" if place.side == "further" else place.side
        for kind in types_in(place.text[place.start : place.end], side, lexicon):
            if not any(kind == known for known, _ in found):
                yield kind, None
