"""The answer that the merchant came for: whether the deposit comes back, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.conditions import Place, places, types_in
from contract_scan.assess.figures import Figure, figures, header_figures
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.assess.recognise import is_agreement
from contract_scan.assess.repayment import read_deadline, read_deductions, read_interest, read_payer
from contract_scan.assess.statements import Statement, at_every_end, by_group, read_statements
from contract_scan.assess.talk import Talk, listen
from contract_scan.model.report import (
    Condition,
    ConditionType,
    Deadline,
    Deduction,
    Deposit,
    Evidence,
    Reason,
    RefundAssessment,
    Verdict,
)

__all__ = ["assess_refund", "is_agreement"]

#: Conditions that come with any deposit; they leave it refundable.
_ORDINARY: frozenset[ConditionType] = frozenset(
    {
        "device_return",
        "device_condition",
        "no_arrears",
        "application",
        "notice",
        "term_expiry",
        "account_status",
        "other",
    }
)
#: A refusal in these cases only mirrors an ordinary condition (未交还终端的不退).
_MIRRORS: frozenset[ConditionType] = frozenset({"device_return", "device_condition", "no_arrears"})
_QUOTES = 4  # places quoted for one reason


def assess_refund(
    agreement: Agreement, deposit: Deposit, conditions: Sequence[Condition], lexicon: DepositLexicon
) -> RefundAssessment:
    """Return the assessment of the deposit's return over the whole agreement; its score is left to be set."""
    if not is_agreement(agreement, lexicon):
        reason = Reason(text=lexicon.say("reasons.not_agreement"))
        return RefundAssessment(verdict="not_assessed", reasons=(reason,))
    if not deposit.exists:
        said = "reasons.no_deposit_silent" if deposit.exists is None else "reasons.no_deposit_said"
        reason = Reason(text=lexicon.say(said), evidence=deposit.evidence)
        return RefundAssessment(verdict="no_deposit", reasons=(reason,))
    talk = listen(agreement, lexicon)
    statements = read_statements(agreement, talk, lexicon)
    group, verdict, reasons = _lead(agreement, deposit, talk, statements, lexicon)
    own = by_group(statements, group)
    deadline = read_deadline(agreement, talk, own, group, lexicon)
    deductions = read_deductions(agreement, statements, lexicon)
    interest = read_interest(talk, lexicon)
    payer = read_payer(own, deposit)
    return RefundAssessment(
        verdict=verdict,
        conditions=tuple(conditions),
        deadline=deadline,
        interest=interest,
        deductions=deductions,
        payer=payer,
        reasons=tuple(reasons),
        missing=tuple(
            _missing(agreement, deposit, talk, statements, deadline, deductions, interest, payer, verdict, lexicon)
        ),
    )


_TURNOVER = frozenset({"volume_threshold", "transaction_count"})


def _lead(
    agreement: Agreement,
    deposit: Deposit,
    talk: Talk,
    statements: Sequence[Statement],
    lexicon: DepositLexicon,
) -> tuple[str, Verdict, list[Reason]]:
    """Assess each sort of deposit; the device's leads, but a contradiction on any of them leads before all."""
    groups = talk.groups or ("device",)
    found = {group: _verdict(agreement, deposit, talk, by_group(statements, group), lexicon) for group in groups}
    lead = next((group for group in groups if found[group][0] == "contradictory"), groups[0])
    if found[lead][0] == "silent":
        lead = next((group for group in groups if found[group][0] != "silent"), lead)
    return lead, *found[lead]


def _verdict(
    agreement: Agreement,
    deposit: Deposit,
    talk: Talk,
    statements: Sequence[Statement],
    lexicon: DepositLexicon,
) -> tuple[Verdict, list[Reason]]:
    promises = [s for s in statements if s.effect == "return" and s.scope != "special"]
    always = [s for s in statements if s.denies and s.scope == "always"]
    promises, always = _by_precedence(agreement, promises, always, lexicon)
    cases = [s for s in statements if s.denies and s.scope == "case"]
    special = [s for s in statements if s.effect == "return" and s.scope == "special"]

    def reason(name: str, of: Sequence[Statement], **fields: object) -> Reason:
        return Reason(text=lexicon.say(f"reasons.{name}", **fields), evidence=_quotes(agreement, of))

    if always:
        kept = {s.reading.sentence.index for s in always}
        apart = [s for s in promises if s.reading.sentence.index not in kept and not _is_exception(s, lexicon)]
        if apart:
            return "contradictory", [
                reason("contradiction", [apart[0], always[0]]),
                reason("contradiction_return", apart),
                reason("contradiction_deny", always),
            ]
        if promises or special:
            return "conditional", [reason("denied", always), reason("exception", [*promises, *special])]
        return "non_refundable", [reason("denied", always)]
    hard = tuple(_performance(agreement, talk, statements, lexicon))
    forfeits = [s for s in cases if _is_forfeiture(s, lexicon)]
    if promises or special:
        vouchers = [s for s in promises if lexicon["voucher"].search(s.reading.text)]
        if not hard and not forfeits and promises and len(vouchers) < len(promises):
            reasons = [reason("return_plain", promises)]
            if crimes := [s for s in statements if s.denies and s.scope == "crime"]:
                reasons.append(reason("excused", crimes))
            return "refundable", reasons
        reasons = [reason("return_conditional", promises or special)]
        reasons += [
            Reason(text=lexicon.say("reasons.performance", text=text), evidence=evidence) for text, evidence in hard
        ]
        if vouchers:
            reasons.append(reason("voucher", vouchers))
        return "conditional", reasons + ([reason("forfeiture", forfeits)] if forfeits else [])
    if cases:
        if any(at_every_end(s, lexicon) for s in cases):
            return "non_refundable", [reason("denied_at_end", cases)]
        return "conditional", [reason("forfeiture", cases)]
    return "silent", [Reason(text=lexicon.say("reasons.silent"), evidence=deposit.evidence[:_QUOTES])]


def _by_precedence(
    agreement: Agreement, promises: list[Statement], always: list[Statement], lexicon: DepositLexicon
) -> tuple[list[Statement], list[Statement]]:
    """Where body and annex differ and the agreement says which one holds, leave out what the other says."""
    text = "\n".join(reading.text for reading in agreement.readings)
    holds = {name for name in ("body", "annex") if lexicon[f"precedence.{name}"].search(text)}
    if len(holds) != 1 or not promises or not always:
        return promises, always
    wanted = "annex" in holds
    promised = [s for s in promises if agreement.in_annex(s.reading) == wanted]
    denied = [s for s in always if agreement.in_annex(s.reading) == wanted]
    return (promised, denied) if promised or denied else (promises, always)


def _is_exception(statement: Statement, lexicon: DepositLexicon) -> bool:
    return lexicon["trigger.exception"].match(statement.mention.reading.text) is not None


def _is_forfeiture(statement: Statement, lexicon: DepositLexicon) -> bool:
    """Whether a refusal takes the deposit for more than what an ordinary condition asks."""
    case = statement.mention.text[statement.trigger : statement.end]
    if lexicon["trigger.early"].search(case):
        return True
    texts = [item.text for item in statement.items] or [case]
    for text in texts:
        types = set(types_in(text, "denial", lexicon))
        if not types or types - _MIRRORS:
            return True
    return False


def _performance(
    agreement: Agreement, talk: Talk, statements: Sequence[Statement], lexicon: DepositLexicon
) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
    """The conditions of a promise that are more than ordinary, each said once.

    Where a list offers ways of which each is enough, and one of them is ordinary, the others burden nobody.
    """
    groups = {statement.mention.group for statement in statements}
    demanded = [
        (place, frozenset(_demands(agreement, place, lexicon)))
        for place in places(agreement, talk, statements, lexicon)
        if _of(talk, place, groups)
    ]
    ways = [demands for place, demands in demanded if _is_way(place)]
    one_is_ordinary = any(not {kind for kind, _ in demands} - _ORDINARY for demands in ways)
    said = set().union(*ways) if one_is_ordinary else set()
    for place, demands in demanded:
        if place.side in ("denial", "crime") or (one_is_ordinary and _is_way(place)):
            continue
        if place.side == "deduct":  # only what is taken for too little turnover asks for more than the ordinary
            demands = frozenset(demand for demand in demands if demand[0] in _TURNOVER)
        for kind, value in sorted(demands - said, key=str):
            said.add((kind, value))
            if kind in _ORDINARY:
                continue
            fitting = [f for f in _figures(agreement, place, lexicon) if (f.type, f.value) == (kind, value)]
            text = fitting[0].said(lexicon) if fitting else lexicon.texts[f"say.{kind}"]
            yield text + "。", (agreement.evidence(place.reading, place.start, place.end),)


def _of(talk: Talk, place: Place, groups: set[str]) -> bool:
    mention = talk.by_index.get(place.reading.sentence.index)
    return mention is None or mention.group in groups


def _is_way(place: Place) -> bool:
    statement = place.statement
    if statement is None or place.side != "route":
        return False
    return statement.alternative or (statement.any_of and place.reading is not statement.reading)


def _figures(agreement: Agreement, place: Place, lexicon: DepositLexicon) -> list[Figure]:
    if place.side == "row":
        return list(header_figures(agreement, place.reading, lexicon))
    return list(figures(place.reading, place.text, place.start, place.end, place.side, lexicon))


def _demands(
    agreement: Agreement, place: Place, lexicon: DepositLexicon
) -> Iterator[tuple[ConditionType, Decimal | None]]:
    found = [(figure.type, figure.value) for figure in _figures(agreement, place, lexicon)]
    yield from found
    if place.side != "row":
        side = "route" if place.side == "further" else place.side
        for kind in types_in(place.text[place.start : place.end], side, lexicon):
            if not any(kind == known for known, _ in found):
                yield kind, None


def _quotes(agreement: Agreement, statements: Sequence[Statement]) -> tuple[Evidence, ...]:
    found: dict[int, Evidence] = {}
    for statement in statements:
        found.setdefault(statement.reading.sentence.index, agreement.evidence(statement.reading))
    return tuple(found.values())[:_QUOTES]


def _missing(
    agreement: Agreement,
    deposit: Deposit,
    talk: Talk,
    statements: Sequence[Statement],
    deadline: Deadline | None,
    deductions: Sequence[Deduction],
    interest: str | None,
    payer: str | None,
    verdict: Verdict,
    lexicon: DepositLexicon,
) -> Iterator[str]:
    """Name the protections that the agreement does not give; only where the whole document was read."""
    if agreement.document.unread:
        return
    text = "\n".join(mention.reading.text for mention in talk.mentions)
    whole = "\n".join(reading.text for reading in agreement.readings)
    if not deposit.amounts:
        yield lexicon.say("missing.amount")
    returns = verdict in ("refundable", "conditional", "contradictory", "silent")
    if returns and deadline is None:
        yield lexicon.say("missing.deadline")
    if returns and not lexicon["channel"].search(text):
        yield lexicon.say("missing.channel")
    if returns and payer is None:
        yield lexicon.say("missing.payer")
    if returns and not lexicon["lateness"].search(text):
        yield lexicon.say("missing.lateness")
    if any(d.amount is None and not lexicon["deductions.capped"].search(d.text) for d in deductions):
        yield lexicon.say("missing.cap")
    if returns and not lexicon["inspection"].search(whole):
        yield lexicon.say("missing.inspection")
    if returns and interest is None:
        yield lexicon.say("missing.interest")
    if not lexicon["receipt"].search(text):
        yield lexicon.say("missing.receipt")
    if returns and not any(
        s.effect == "return" and (s.scope == "special" or lexicon["provider_ends"].search(s.reading.text))
        for s in statements
    ):
        yield lexicon.say("missing.provider_ends")
