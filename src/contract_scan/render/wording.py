"""Amounts, rates, times, roles and places in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from contract_scan.assess.places import Places
from contract_scan.model.report import ContractReport, Deposit, Evidence, FeeItem
from contract_scan.render.phrases import Phrases
from contract_scan.render.safe import inert

__all__ = ["Wording", "plain_decimal"]


def plain_decimal(value: Decimal) -> str:
    """Return `value` without an exponent and without idle zeros: ``299.00`` → ``299``, ``0.55`` → ``0.55``."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Wording:
    """Says the values of one report in words. Everything that it returns is safe to print."""

    def __init__(self, report: ContractReport, words: Phrases) -> None:
        self._words = words
        self._places = Places(report.clauses)
        parts = report.document.parts
        one_file = len({part.file for part in parts}) < 2
        # Within one file what stands in the body needs no name of its own.
        self._unnamed = {part.name for part in parts if one_file and part.kind == "body"}
        self._labels: dict[str, str] = {}
        for party in report.parties:
            self._labels.setdefault(party.role, inert(party.label))

    def money(self, value: Decimal) -> str:
        return self._words["money"].format(amount=plain_decimal(value))

    def rate(self, value: Decimal) -> str:
        return f"{plain_decimal(value * 100)}%"

    def duration(self, value: int, unit: Literal["working_day", "day", "month"]) -> str:
        return self._words[f"unit.{unit}.one" if value == 1 else f"unit.{unit}"].format(value=value)

    def role(self, role: str) -> str:
        """Return a role with the label that the contract gives it: 收单机构（乙方）."""
        name = self._words[f"role.{role}"]
        label = self._labels.get(role)
        return self._words["role.labelled"].format(role=name, label=label) if label and label != name else name

    def place(self, evidence: Sequence[Evidence], clause_id: str | None = None) -> str:
        """Return document, clause and page of the first piece of evidence: 补充协议 · 第五条（二） · 第 2 页."""
        if not evidence and clause_id is None:
            return ""
        first = evidence[0] if evidence else None
        clause = self._places.clause(clause_id) if clause_id else None
        if clause is None and first is not None:
            clause = self._places.clause_at(first.start)
        page = first.page if first else clause.page if clause else None
        document = first.document if first and first.document not in self._unnamed else None
        number = inert(self._places.number(clause)) if clause else ""
        if document and clause and clause.path and clause.path[0] in document:
            number = number.removeprefix(inert(clause.path[0])).strip()  # 附件一 押金政策 · 附件一（二）
        parts = [inert(document) if document else "", number]
        if page is not None:
            parts.append(self._words["place.page"].format(page=page))
        return self._words["place.join"].join(part for part in parts if part)

    def deposit(self, deposit: Deposit) -> str:
        """Return the deposit in one line: 机具押金 299 元/台，交给收单机构（乙方）."""
        words = self._words
        if deposit.exists is None:
            return words["deposit.unmentioned"]
        if not deposit.exists:
            return words["deposit.none"]
        line = self.deposit_amounts(deposit)
        if deposit.name and deposit.name != words["label.deposit"]:
            line = f"{inert(deposit.name)} {line}"
        if deposit.payee:
            line += words["clause.join"] + words["deposit.payee"].format(payee=self.role(deposit.payee))
        return line

    def deposit_amounts(self, deposit: Deposit, *, as_range: bool = False) -> str:
        """Return the amounts alone: 299 元/台; from the least to the most of several where `as_range`."""
        words = self._words
        if not deposit.amounts:
            return words["list.join"].join(deposit.foreign) or words["deposit.unknown_amount"]
        least, most = min(deposit.amounts), max(deposit.amounts)
        if as_range and least != most:
            figures = [words["range"].format(least=plain_decimal(least), most=plain_decimal(most))]
        else:
            figures = [plain_decimal(amount) for amount in deposit.amounts]
        if not deposit.per:
            return words["list.join"].join(words["money"].format(amount=figure) for figure in figures)
        per = words.get(f"per.{deposit.per}", inert(deposit.per).removeprefix("每"))
        return words["list.join"].join(words["money.per"].format(amount=figure, per=per) for figure in figures)

    def charge(self, fee: FeeItem) -> str:
        """Return how much a fee is: 交易额的 0.6%，每笔 3 元."""
        words = self._words
        parts: list[str] = []
        if fee.rate is not None:
            parts.append(words["fee.rate"].format(rate=self.rate(fee.rate)))
        if fee.amount is not None:
            parts.append(self._amount(fee, self._sum(fee, fee.amount)))
        if fee.min is not None:
            parts.append(words["fee.min"].format(amount=self._sum(fee, fee.min)))
        if fee.cap is not None:
            parts.append(words["fee.cap"].format(amount=self._sum(fee, fee.cap)))
        return words["clause.join"].join(parts) if parts else words["fee.unknown"]

    def _sum(self, fee: FeeItem, amount: Decimal) -> str:
        return f"{plain_decimal(amount)} {fee.currency}" if fee.currency else self.money(amount)

    def _amount(self, fee: FeeItem, amount: str) -> str:
        if fee.period:
            return self._words[f"fee.period.{fee.period}"].format(amount=amount)
        if fee.type in ("per_transaction", "transaction_rate"):
            return self._words["fee.per_transaction"].format(amount=amount)
        if fee.type == "one_off":
            return self._words["fee.one_off"].format(amount=amount)
        return amount
