"""How the deposit is paid back: with interest or not, less what, and by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.mentions import Talk, clause_of
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.assess.statements import Statement
from contract_scan.model.report import Deduction, Deposit, Role

__all__ = ["read_deductions", "read_interest", "read_payer"]


def read_interest(talk: Talk, lexicon: DepositLexicon) -> Literal["none", "bearing"] | None:
    """Return whether the deposit bears interest, or None where nothing is said."""
    for name in ("none", "bearing"):
        for mention in talk.mentions:
            if lexicon[f"interest.{name}"].search(mention.reading.text):
                return "none" if name == "none" else "bearing"
    return None


def read_deductions(
    agreement: Agreement, statements: Sequence[Statement], lexicon: DepositLexicon
) -> tuple[Deduction, ...]:
    """Return what may be taken from the deposit, each sentence once."""
    found: dict[int, Deduction] = {}
    for statement in statements:
        index = statement.reading.sentence.index
        if statement.effect != "deduct" or index in found:
            continue
        begin, _ = clause_of(statement.mention.text, statement.start, statement.end)
        if lexicon["deductions.denied"].search(statement.mention.text[begin : statement.end]):
            continue
        for reading in (statement.reading, *statement.items):
            sums = [q for q in reading.quantities if q.kind == "money" and q.value is not None]
            amount: Decimal | None = sums[0].value if len({q.value for q in sums}) == 1 else None
            if reading is statement.reading:
                amount = next((q.value for q in sums if q.start >= statement.start), None)
            found[reading.sentence.index] = Deduction(
                text=reading.text.strip("。；; "), amount=amount, evidence=(agreement.evidence(reading),)
            )
    return tuple(found.values())


def read_payer(statements: Sequence[Statement], deposit: Deposit) -> Role | None:
    """Return who owes the deposit: who is said to return it, else who takes it."""
    for statement in statements:
        if statement.effect != "return":
            continue
        for role in _subjects(statement):
            return role
    return deposit.payee


def _subjects(statement: Statement) -> Iterator[Role]:
    parties = statement.reading.parties
    for _start, end, role in reversed([party for party in parties if party[1] <= statement.start]):
        bound = end == statement.start or re.match(r"应|须|将|需|负责|在|于|会", statement.mention.text[end:])
        if role in ("provider", "agent") and bound:
            yield "provider" if role == "provider" else "agent"
