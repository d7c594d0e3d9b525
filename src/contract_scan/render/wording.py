"""Amounts, rates, times, roles and places in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, Literal

from contract_scan.model.report import Clause, ContractReport, Deposit, Evidence, FeeItem
from contract_scan.render.phrases import Phrases
from contract_scan.render.safe import inert

__all__ = ["Wording", "plain_decimal"]

# Parts of a file with numbers of their own: 第一条 of an annex is not that of the agreement.
_ANNEXES: Final = ("附件", "附录", "附表", "补充协议")
_STOPS: Final = ".．、"


def plain_decimal(value: Decimal) -> str:
    """Return `value` without an exponent and without idle zeros: ``299.00`` → ``299``, ``0.55`` → ``0.55``."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Wording:
    """Says the values of one report in words. Everything that it returns is safe to print."""

    def __init__(self, report: ContractReport, words: Phrases) -> None:
        self._words = words
        self._clauses: Mapping[str, Clause] = {clause.id: clause for clause in report.clauses}
        self._numbers = {clause.number for clause in report.clauses if clause.number}
        self._in_order = sorted(report.clauses, key=lambda clause: (clause.start, -clause.end))
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
        clause = self._clauses.get(clause_id) if clause_id else None
        if clause is None and first is not None:
            clause = self._clause_at(first.start)
        page = first.page if first else clause.page if clause else None
        document = first.document if first and first.document not in self._unnamed else None
        number = self._number(clause) if clause else ""
        if document and clause and clause.path and clause.path[0] in document:
            number = number.removeprefix(inert(clause.path[0])).strip()  # 附件一 押金政策 · 附件一（二）
        parts = [inert(document) if document else "", number]
        if page is not None:
            parts.append(self._words["place.page"].format(page=page))
        return self._words["place.join"].join(part for part in parts if part)

    def _clause_at(self, offset: int) -> Clause | None:
        """Return the innermost clause at `offset`: of those that hold it, the last to begin."""
        found = None
        for clause in self._in_order:
            if clause.start > offset:
                break
            if offset < clause.end:
                found = clause
        return found

    def _number(self, clause: Clause) -> str:
        """Return the printed numbers from the article down, since a bare （二） says nothing to a reader."""
        numbers: list[str] = []
        for step in (*clause.path, clause.number):
            if not step or step in numbers or not (step in self._numbers or step.startswith(_ANNEXES)):
                continue
            # 第三章 is not needed to find 第五条, and 5.2 says itself that it stands under 5.
            if numbers and (step.startswith("第") or step.startswith(numbers[-1].rstrip(_STOPS) + ".")):
                numbers.pop()
            numbers.append(step)
        if not numbers:
            return inert(clause.heading or "")
        text = numbers[0]
        for number in numbers[1:]:
            text += number if number[0] in "（(①②③④⑤⑥⑦⑧⑨⑩" else f" {number}"
        return inert(text)

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
            return words["deposit.unknown_amount"]
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
            parts.append(self._amount(fee, self.money(fee.amount)))
        if fee.min is not None:
            parts.append(words["fee.min"].format(amount=self.money(fee.min)))
        if fee.cap is not None:
            parts.append(words["fee.cap"].format(amount=self.money(fee.cap)))
        return words["clause.join"].join(parts) if parts else words["fee.unknown"]

    def _amount(self, fee: FeeItem, amount: str) -> str:
        if fee.period:
            return self._words[f"fee.period.{fee.period}"].format(amount=amount)
        if fee.type in ("per_transaction", "transaction_rate"):
            return self._words["fee.per_transaction"].format(amount=amount)
        if fee.type == "one_off":
            return self._words["fee.one_off"].format(amount=amount)
        return amount
