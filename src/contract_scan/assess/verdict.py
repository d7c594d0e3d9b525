"""The answer that the merchant came for: whether the deposit comes back, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.deadlines import read_claim_deadline, read_deadline
from contract_scan.assess.ends import are_opposite, at_every_end, covers_every_end
from contract_scan.assess.figure_weights import FigureWeights
from contract_scan.assess.figures import TURNOVER
from contract_scan.assess.grounds import Place, burdens, demands, figures_in, said_of, types_in
from contract_scan.assess.losses import read_conversions, read_forfeitures
from contract_scan.assess.mentions import Talk
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.assess.precedence import absent_winners
from contract_scan.assess.provisions import Provisions, read_provisions
from contract_scan.assess.recognise import is_agreement
from contract_scan.assess.repayment import read_deductions, read_interest, read_payer
from contract_scan.assess.statements import Statement, by_group
from contract_scan.frames.model import Reading
from contract_scan.model.report import (
    Condition,
    ConditionType,
    Deadline,
    Deduction,
    Deposit,
    DepositSort,
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
#: What asks the merchant to go on using the terminal.
_USE: frozenset[ConditionType] = TURNOVER | {"active_period"}
#: A refusal in these cases only mirrors an ordinary condition (未交还终端的不退).
_MIRRORS: frozenset[ConditionType] = frozenset({"device_return", "device_condition", "no_arrears"})
#: What ends a loan of the device: whoever has done it has kept to everything.
_LENT: frozenset[ConditionType] = frozenset({"device_return", "device_condition", "no_arrears"})
_TOO = re.compile(r"(?:也|照样|同样|一样|仍旧?|仍然)[全都]?[退返还]$|照退?$")
_MAINLY = 5  # times as often as the device's is another sort named that leads
_QUOTES = 4  # places quoted for one reason


def assess_refund(
    agreement: Agreement,
    deposit: Deposit,
    conditions: Sequence[Condition],
    lexicon: DepositLexicon,
    provisions: Provisions | None = None,
    figures: FigureWeights | None = None,
) -> RefundAssessment:
    """Return the assessment of the deposit's return over all documents of the agreement; its score is left to be set.

    `provisions` are those on one sort of deposit, or on all; without them they are read. `figures` tell of a deadline
    in words that no pattern knows.
    """
    if not is_agreement(agreement, lexicon):
        reason = Reason(text=lexicon.say("reasons.not_agreement"))
        return RefundAssessment(verdict="not_assessed", reasons=(reason,))
    if not deposit.exists:
        said = "reasons.no_deposit_silent" if deposit.exists is None else "reasons.no_deposit_said"
        reason = Reason(text=lexicon.say(said), evidence=deposit.evidence)
        return RefundAssessment(verdict="no_deposit", reasons=(reason,))
    told = provisions or read_provisions(agreement, lexicon)
    talk, statements = told.talk, told.statements
    group, verdict, reasons = _lead(agreement, deposit, told, lexicon)
    reasons += _about_documents(agreement, told, verdict, lexicon)
    own = by_group(statements, group)
    deadline = read_deadline(agreement, told, own, group, lexicon, figures)
    deductions = read_deductions(agreement, statements, lexicon)
    interest = read_interest(talk, lexicon)
    payer = read_payer(own, deposit)
    return RefundAssessment(
        verdict=verdict,
        conditions=tuple(conditions),
        deadline=deadline,
        claim_deadline=read_claim_deadline(conditions),
        conversions=read_conversions(agreement, statements),
        forfeitures=read_forfeitures(agreement, statements, lexicon),
        interest=interest,
        deductions=deductions,
        payer=payer,
        reasons=tuple(reasons),
        missing=(
            *_missing(agreement, deposit, talk, statements, deadline, deductions, interest, payer, verdict, lexicon),
            *(lexicon.say("documents.say.missing", title=one.title) for one in told.absent if one.decides),
        ),
    )


def _lead(
    agreement: Agreement, deposit: Deposit, told: Provisions, lexicon: DepositLexicon
) -> tuple[DepositSort, Verdict, list[Reason]]:
    """Assess each sort of deposit; the device's leads, but a contradiction on any of them leads before all."""
    groups = told.talk.groups or ("device",)
    found = {group: _verdict(agreement, deposit, told, group, lexicon) for group in groups}
    lead = next((group for group in groups if found[group][0] == "contradictory"), _main(told, groups))
    if found[lead][0] == "silent":
        lead = next((group for group in groups if found[group][0] != "silent"), lead)
    return lead, *found[lead]


def _main(told: Provisions, groups: Sequence[DepositSort]) -> DepositSort:
    """The sort that the merchant asks after: the device's, unless nearly all is said of another."""
    naming = [one for one in told.talk.mentions if one.names and not one.reading.sentence.paragraph.heading]
    named = {group: sum(group in mention.groups for mention in naming) for group in groups}
    most = max(groups, key=lambda group: named[group])
    return most if named[most] >= _MAINLY * max(1, named[groups[0]]) else groups[0]


def _about_documents(
    agreement: Agreement, told: Provisions, verdict: Verdict, lexicon: DepositLexicon
) -> Iterator[Reason]:
    """What the order of the documents decided, and which document is missing for an answer."""
    ruled: dict[tuple[int | None, int | None], dict[int, Evidence]] = {}
    for ruling in told.rulings:
        pair = agreement.part_of(ruling.winner), agreement.part_of(ruling.loser)
        for reading in (ruling.clause.reading, ruling.winner, ruling.loser):
            ruled.setdefault(pair, {}).setdefault(reading.sentence.index, agreement.evidence(reading))
    for (winner, loser), places in ruled.items():
        names = {"winner": _called(agreement, winner), "loser": _called(agreement, loser)}
        said = lexicon.say("documents.say.precedence", **names)
        yield Reason(text=said, evidence=tuple(places.values()))
    if verdict == "contradictory":
        sides = {agreement.part_of(s.reading) for s in told.statements if s.effect == "return" or s.denies}
        disputed = [clause for one in sides for other in sides for clause in told.precedence.disputed(one, other)]
        if disputed:
            quotes = {c.reading.sentence.index: agreement.evidence(c.reading) for c in disputed}
            yield Reason(text=lexicon.say("documents.say.undecided"), evidence=tuple(quotes.values()))
    for absent in told.absent:
        if absent.decides:
            yield Reason(text=lexicon.say("documents.say.referred", title=absent.title), evidence=absent.evidence)
    unread = [absent.title for absent in told.absent if not absent.decides]
    for reading, title in absent_winners(agreement, unread, lexicon):
        said = lexicon.say("documents.say.absent_winner", title=title)
        yield Reason(text=said, evidence=(agreement.evidence(reading),))


def _called(agreement: Agreement, part: int | None) -> str:
    return "" if part is None else f"《{agreement.parts[part].title or agreement.parts[part].name}》"


def _verdict(
    agreement: Agreement, deposit: Deposit, told: Provisions, group: DepositSort, lexicon: DepositLexicon
) -> tuple[Verdict, list[Reason]]:
    statements = by_group(told.statements, group)
    promises = [s for s in statements if s.effect == "return" and s.scope != "special"]
    always = [s for s in statements if s.denies and s.scope == "always"]
    cases = [s for s in statements if s.denies and s.scope == "case"]
    special = [s for s in statements if s.effect == "return" and s.scope == "special"]
    if any(lexicon["trigger.unspent"].search(s.reading.text) for s in promises):
        # 按月抵扣，抵完不退；未抵完的余额退还: only what is used up is kept.
        cases += [s for s in always if lexicon["trigger.spent"].search(s.reading.text)]
        always = [s for s in always if s not in cases]

    credited = [s for s in (*always, *cases) if _is_credited(s, lexicon)]
    if promises or special or any(s not in credited for s in cases):
        always = [s for s in always if s not in credited]
        cases = [s for s in cases if s not in credited]

    def reason(name: str, of: Sequence[Statement], **fields: object) -> Reason:
        return Reason(text=lexicon.say(f"reasons.{name}", **fields), evidence=_quotes(agreement, of))

    def contradiction(returned: Sequence[Statement], denied: Sequence[Statement]) -> tuple[Verdict, list[Reason]]:
        return "contradictory", [
            reason("contradiction", [returned[0], denied[0]]),
            reason("contradiction_return", returned),
            reason("contradiction_deny", denied),
        ]

    hard = tuple(_performance(agreement, told, group, lexicon))
    forfeits = [s for s in cases if _is_forfeiture(s, lexicon)]
    if promises and not always and covers_every_end(cases, lexicon):
        always = cases
    if not always and (at_end := _at_one_end(promises, cases, lexicon)):
        return contradiction(*at_end)
    if always:
        kept = {s.reading.sentence.index for s in always}
        handed_in = all(_is_at_return(denial, lexicon) for denial in always)
        earning = {
            place.reading.sentence.index
            for place in (told.only(group).places if handed_in else ())
            if any(kind in _USE for kind, _ in demands(agreement, place, lexicon))
        }
        apart = [
            s
            for s in promises
            if s.reading.sentence.index not in kept
            and not _is_exception(s, lexicon)
            and not any(_is_other_side(s, denial, lexicon) for denial in always)
            and not (handed_in and _is_earned(s, earning))
        ]
        if apart:
            return contradiction(apart, always)
        sided = any(are_opposite(promise, denial, lexicon) for promise in promises for denial in always)
        ordinary = bool(promises) and not (special or hard or forfeits or sided)
        if ordinary and _gives_back_what_was_lent(promises, lexicon):
            return "refundable", [reason("return_plain", promises)]
        if promises or special:
            return "conditional", [reason("denied", always), reason("exception", [*promises, *special])]
        return "non_refundable", [reason("denied", always)]
    plain = [s for s in promises if lexicon["trigger.regardless"].search(s.reading.text)]
    if plain and (asking := _asking_for_use(agreement, told, plain, group, lexicon)):
        return "contradictory", [
            Reason(
                text=lexicon.say("reasons.contradiction_use"),
                evidence=(agreement.evidence(plain[0].reading), agreement.evidence(asking[0])),
            ),
            reason("contradiction_return", plain),
            Reason(
                text=lexicon.say("reasons.contradiction_asks"),
                evidence=tuple(agreement.evidence(reading) for reading in asking[:_QUOTES]),
            ),
        ]
    if plain and (timed := [s for s in cases if lexicon["trigger.use_time"].search(s.reading.text, 0, s.start)]):
        return contradiction(plain, timed)
    whole = [s for s in promises if lexicon["trigger.in_full"].search(s.mention.text, s.trigger)]
    spent = [s for s in cases if lexicon["trigger.spent"].search(s.reading.text)]
    if (apart := [s for s in whole if all(s.reading is not other.reading for other in spent)]) and spent:
        return contradiction(apart, spent)
    anyhow = [s for s in promises if lexicon["trigger.whatever_end"].search(s.reading.text)]
    if anyhow and (early := [s for s in cases if lexicon["trigger.early_end"].search(s.case)]):
        return contradiction(anyhow, early)
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
        if any(at_every_end(s, lexicon) for s in cases) or covers_every_end(cases, lexicon):
            return "non_refundable", [reason("denied_at_end", cases)]
        return "conditional", [reason("forfeiture", cases)]
    return "silent", [Reason(text=lexicon.say("reasons.silent"), evidence=deposit.evidence[:_QUOTES])]


def _at_one_end(
    promises: Sequence[Statement], cases: Sequence[Statement], lexicon: DepositLexicon
) -> tuple[list[Statement], list[Statement]] | None:
    """What one sentence promises and another refuses at the end of the term: 期满退还；期满时转为服务费."""
    refused = [
        s
        for s in cases
        if at_every_end(s, lexicon)
        and lexicon["trigger.term_over"].search(s.case)
        and not lexicon["trigger.at_fault"].search(s.case)
    ]
    promised = [
        s
        for s in promises
        if lexicon["trigger.term_over"].search(s.case)
        and not any(s.reading is other.reading or are_opposite(s, other, lexicon) for other in refused)
    ]
    return (promised, refused) if promised and refused else None


def _asking_for_use(
    agreement: Agreement, told: Provisions, plain: Sequence[Statement], group: DepositSort, lexicon: DepositLexicon
) -> list[Reading]:
    """The sentences that make the return depend on turnover or time of use, where others say that it does not."""
    regardless = {statement.reading.sentence.index for statement in plain}
    found: dict[int, Reading] = {}
    for place in told.only(group).places:
        index = place.reading.sentence.index
        if place.side not in ("route", "denial", "row", "further") or index in regardless:
            continue
        if any(kind in _USE and told.holds(place, kind, value) for kind, value in demands(agreement, place, lexicon)):
            found.setdefault(index, place.reading)
    return list(found.values())


def _is_credited(statement: Statement, lexicon: DepositLexicon) -> bool:
    """Whether earnest money is counted towards what the merchant pays once the contract is made: 定金计入首期租金."""
    text = statement.mention.text
    named = [name for _, end, name in statement.mention.names if end <= statement.start]
    return (
        statement.effect == "convert"
        and bool(named)
        and lexicon["names.earnest"].search(named[-1]) is not None
        and lexicon["trigger.towards_price"].match(text, statement.start) is not None
    )


def _is_exception(statement: Statement, lexicon: DepositLexicon) -> bool:
    return lexicon["trigger.exception"].match(statement.mention.reading.text) is not None


def _gives_back_what_was_lent(promises: Sequence[Statement], lexicon: DepositLexicon) -> bool:
    """Whether each promise names the ordinary condition that it is made for: 原则上不退，但乙方交还终端的应予退还."""
    return all(set(types_in(promise.case, "route", lexicon)) & _LENT for promise in promises)


def _is_other_side(promise: Statement, denial: Statement, lexicon: DepositLexicon) -> bool:
    """Whether a promise is for before what it is refused after: 满两年的不退；不满两年的，全额退还; 激活后不退."""
    if are_opposite(promise, denial, lexicon):
        return True
    if not lexicon["trigger.early"].search(promise.case):
        return False
    spans = [
        {
            (quantity.value, quantity.unit)
            for quantity in one.reading.quantities
            if quantity.kind == "duration" and one.trigger <= quantity.start < one.start
        }
        for one in (promise, denial)
    ]
    return bool(spans[0] & spans[1])


def _is_at_return(denial: Statement, lexicon: DepositLexicon) -> bool:
    """Whether a refusal is said of giving the terminal back (退机不返), not of what was earned until then."""
    return lexicon["trigger.handed_in"].search(denial.case) is not None


def _is_earned(promise: Statement, earning: Set[int]) -> bool:
    """Whether a promise is made for turnover or time of use: in its sentence, or in the list that this announces.

    `earning` are the indices of the sentences that ask for either.
    """
    index = promise.reading.sentence.index
    announces = promise.reading.text.rstrip().endswith((":", "："))
    return index in earning or (announces and index + 1 in earning)


def _is_forfeiture(statement: Statement, lexicon: DepositLexicon) -> bool:
    """Whether a refusal takes the deposit for more than what an ordinary condition asks."""
    case = statement.mention.text[statement.trigger : statement.end]
    if lexicon["trigger.early"].search(case) or lexicon["trigger.window"].search(case):
        return True
    texts = [item.text for item in statement.items] or [case]
    for text in texts:
        types = set(types_in(text, "denial", lexicon))
        if not types or types - _MIRRORS:
            return True
    return False


def _performance(
    agreement: Agreement, told: Provisions, group: DepositSort, lexicon: DepositLexicon
) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
    """The conditions of a promise that are more than ordinary, each said once.

    Where a list offers ways of which each is enough, and one of them is ordinary, the others burden nobody.
    """
    demanded = [
        (place, frozenset(one for one in demands(agreement, place, lexicon) if told.holds(place, *one)))
        for place in told.only(group).places
    ]
    # What is paid out by the year, but all of it at an early end (每满一年返还四分之一；中途退机的，余款一并返还).
    at_any_time = any(
        place.statement is not None
        and place.side == "route"
        and lexicon["trigger.early_end"].search(place.statement.case)
        for place, _ in demanded
    )
    # A time to apply that costs nothing to miss: 逾期申请的，甲方仍应办理.
    unhurried = any(lexicon["late_is_well"].search(mention.text) for mention in told.talk.only(group).mentions)
    ordinary = (
        _ORDINARY | ({"active_period"} if at_any_time else set()) | ({"application_window"} if unhurried else set())
    )
    figured = {kind for _, asked in demanded for kind, value in asked if value is not None}
    ways = [asked for place, asked in demanded if _is_way(place)]
    one_is_ordinary = any(not {kind for kind, _ in asked} - _ORDINARY for asked in ways)
    said = set().union(*ways) if one_is_ordinary else set()
    for place, asked in demanded:
        if place.side in ("denial", "crime") or (one_is_ordinary and _is_way(place)) or _is_said_too(place):
            continue
        if place.side == "deduct":  # only what is taken for too little turnover asks for more than the ordinary
            asked = frozenset(demand for demand in asked if demand[0] in TURNOVER)
        for kind, value in sorted(asked - said, key=str):
            said.add((kind, value))
            if kind in ordinary or (value is None and kind in figured):
                continue
            fitting = [f for f in figures_in(agreement, place, lexicon) if (f.type, f.value) == (kind, value)]
            text = fitting[0].said(lexicon) if fitting else lexicon.texts[f"say.{said_of(kind)}"]
            yield text + "。", (agreement.evidence(place.reading, place.start, place.end),)
        if place.side == "route":
            for start, end in burdens(place, lexicon):
                said_of_it = lexicon.say("say.other", text=place.reading.text[start:end])
                yield said_of_it + "。", (agreement.evidence(place.reading, start, end),)


def _is_way(place: Place) -> bool:
    statement = place.statement
    if statement is None or place.side != "route":
        return False
    return statement.alternative or (statement.any_of and place.reading is not statement.reading)


def _is_said_too(place: Place) -> bool:
    """Whether it is one more case in which the deposit comes back, too: 用满三年的，机器归您，押金也退."""
    statement = place.statement
    return (
        statement is not None
        and place.side == "route"
        and place.reading is statement.reading
        and _TOO.search(statement.mention.text, 0, statement.start + 1) is not None
    )


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
    if not (deposit.amounts or deposit.foreign):
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
